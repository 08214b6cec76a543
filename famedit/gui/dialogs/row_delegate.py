"""Rows of the short lists in dialogs: a line, perhaps a second one in quiet type, and the house's selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from famedit.gui.components.paint import draw_line, fill_round, paint_ring, smooth

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QListView

    from famedit.gui.look import Look

AnyIndex = QModelIndex | QPersistentModelIndex
#: Role of a row's second line, and of a flag for rows that are to recede.
SECOND_LINE = Qt.ItemDataRole.UserRole + 1
QUIET = Qt.ItemDataRole.UserRole + 2


class RowDelegate(QStyledItemDelegate):
    """Paints rows of one height; ``lines`` is 1 or 2. It takes over the look of the list it is given to."""

    def __init__(self, look: Look, view: QListView, *, lines: int = 1) -> None:
        super().__init__(view)
        self._look = look
        self._lines = lines
        view.setItemDelegate(self)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        look.theme.changed.connect(self._retouch)

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        px = self._look.theme.px
        rect: QRect = option.rect  # type: ignore[attr-defined]  # missing from the stubs
        return QSize(rect.width(), px(28) if self._lines == 1 else px(48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = self._look.theme
        rect = QRectF(option.rect)  # type: ignore[attr-defined]  # missing from the stubs
        flags: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # missing from the stubs
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(flags & QStyle.StateFlag.State_HasFocus)
        painter.save()
        smooth(painter)
        ground = "accent_soft" if focused else "sel_idle" if chosen else ""
        if not ground and flags & QStyle.StateFlag.State_MouseOver and flags & QStyle.StateFlag.State_Enabled:
            ground = "hover"
        if ground:
            fill_round(painter, rect, theme.px(6), theme.color(ground))
        if focused:
            paint_ring(painter, rect, self._look, theme.px(6))
        words = rect.adjusted(theme.px(10), 0, -theme.px(10), 0)
        quiet = bool(index.data(QUIET)) or not flags & QStyle.StateFlag.State_Enabled
        ink = theme.color("text3" if quiet else "text")
        second = str(index.data(SECOND_LINE) or "")
        if self._lines == 2:
            top = QRectF(words.left(), rect.top() + theme.px(4), words.width(), theme.px(20))
            draw_line(painter, top, theme.font("ui_strong"), ink, str(index.data()))
            below = QRectF(words.left(), top.bottom(), words.width(), theme.px(18))
            draw_line(painter, below, theme.font("caption"), theme.color("text2"), second)
        else:
            draw_line(painter, words, theme.font("ui"), ink, str(index.data()))
        painter.restore()

    def _retouch(self) -> None:
        self.sizeHintChanged.emit(QModelIndex())
