"""The filters above the list: all, the four phases, and the two shelves. One tab stop; Up and Down move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from famedit.core.article import Status
from famedit.gui.components.glyphs import paint_phase
from famedit.gui.components.paint import draw_line, fill_round, paint_ring, smooth, text_width
from famedit.gui.desk.articles_model import status_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from famedit.gui.look import Look


@dataclass(frozen=True, slots=True)
class DeskShelf:
    """One filter: its key in the counts, and what it lists."""

    key: str
    status: Status | None = None
    shelf: str = "desk"
    icon: str = ""


SHELVES: Final = (
    DeskShelf("all", icon="ph.stack"),
    *(DeskShelf(status.value, status) for status in Status),
    DeskShelf("archived", shelf="archived", icon="ph.archive"),
    DeskShelf("trashed", shelf="trashed", icon="ph.trash"),
)


class _FilterRow(QAbstractButton):
    def __init__(self, look: Look, shelf: DeskShelf, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._shelf = shelf
        self._count: int | None = None
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_count(self, count: int | None) -> None:
        if count != self._count:
            self._count = count
            self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count:,}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(180), self._look.theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        theme = self._look.theme
        px = theme.px
        rect = QRectF(self.rect()).adjusted(px(6), 0, -px(6), 0)
        on = self.isChecked()
        if on:
            fill_round(painter, rect, 6, theme.color("sel_idle"))
        elif self.underMouse():
            fill_round(painter, rect, 6, theme.color("hover"))
        if self.hasFocus():
            paint_ring(painter, rect, self._look, 6)
        middle = rect.center().y()
        glyph_center = px(25)
        if self._shelf.status is not None:
            side = px(13)
            place = QRectF(glyph_center - side / 2, middle - side / 2, side, side)
            paint_phase(painter, place, self._look, self._shelf.status)
        else:
            side = px(16)
            place_icon = QRect(round(glyph_center - side / 2), round(middle - side / 2), side, side)
            self._look.icons.paint(painter, place_icon, self._shelf.icon, "text" if on else "text2")
        right = rect.right() - px(12)
        if self._count is not None:
            font, words = theme.font("telemetry"), f"{self._count:,}"
            width = text_width(font, words)
            draw_line(painter, QRectF(right - width, 0, width + 1, rect.height()), font, theme.color("text3"), words)
            right -= width + px(8)
        left = px(42)
        font = theme.font("ui_strong" if on else "ui")
        ink = theme.color("text" if on else "text2")
        draw_line(painter, QRectF(left, 0, right - left, rect.height()), font, ink, self.text())


class DeskFilters(QWidget):
    """``chosen(key)`` comes when the user chooses a filter; keys are those of ``DeskPage.counts``."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(self.tr("Show"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        names = {"all": self.tr("All articles"), "archived": self.tr("Archived"), "trashed": self.tr("Trash")}
        self._rows: dict[str, _FilterRow] = {}
        for shelf in SHELVES:
            name = status_word(shelf.status) if shelf.status is not None else names[shelf.key]
            row = _FilterRow(look, shelf, name, self)
            row.clicked.connect(lambda _checked=False, key=shelf.key: self._pick(key))
            column.addWidget(row)
            self._rows[shelf.key] = row
        self.set_current("all")
        look.theme.changed.connect(self._retouch)

    @property
    def current(self) -> DeskShelf:
        """The filter in force."""
        return next(shelf for shelf in SHELVES if self._rows[shelf.key].isChecked())

    def set_current(self, key: str) -> None:
        """Choose a filter without announcing it; an unknown key means all articles."""
        key = key if key in self._rows else "all"
        for name, row in self._rows.items():
            row.setChecked(name == key)
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.NoFocus)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many articles each filter has."""
        for key, row in self._rows.items():
            row.set_count(counts.get(key))

    def count(self, key: str) -> int:
        """Return the count shown beside a filter."""
        return self._rows[key]._count or 0  # noqa: SLF001 -- its own row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = list(self._rows)
        at = keys.index(self.current.key)
        wanted = {
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(keys) - 1,
        }.get(Qt.Key(event.key()))
        if wanted is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        if 0 <= wanted < len(keys):
            self._pick(keys[wanted])
            self._rows[keys[wanted]].setFocus(Qt.FocusReason.TabFocusReason)

    def _pick(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _retouch(self) -> None:
        for row in self._rows.values():
            row.updateGeometry()
            row.update()
