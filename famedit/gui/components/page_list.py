"""A short list of page names at the left of a dialog. One tab stop; Up and Down move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from famedit.gui.components.paint import draw_line, fill_round, paint_ring, smooth
from famedit.gui.components.surfaces import set_ground

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from famedit.gui.look import Look

Index = QModelIndex | QPersistentModelIndex


class _PageDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: PageList) -> None:
        super().__init__(parent)
        self._look = look
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 -- the same for all
        return QSize(self._look.theme.px(140), self._look.theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._look.theme
        px = theme.px
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # PySide's stubs leave the fields out
        rect = QRectF(option.rect).adjusted(px(6), 2, -px(6), -2)  # type: ignore[attr-defined]  # as above
        on = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        smooth(painter)
        if on:
            fill_round(painter, rect, 6, theme.color("sel_idle"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_round(painter, rect, 6, theme.color("hover"))
        if on and self._list.hasFocus():
            paint_ring(painter, rect, self._look, 6)
        font = theme.font("ui_strong" if on else "ui")
        place = rect.adjusted(px(12), 0, -px(6), 0)
        draw_line(painter, place, font, theme.color("text" if on else "text2"), str(index.data()))
        painter.restore()


class PageList(QListWidget):
    """``page_chosen(row)`` comes when another page is chosen."""

    page_chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setItemDelegate(_PageDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self.page_chosen)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def show_pages(self, names: Iterable[str]) -> None:
        """Show these pages and choose the first."""
        self.clear()
        self.addItems(list(names))
        self.setCurrentRow(0)

    def _retouch(self) -> None:
        set_ground(self, self._look.theme.color("sidebar"))
        self.setFixedWidth(self._look.theme.px(176))
        self.doItemsLayout()
