"""The keyboard sheet: every binding of the table, in three columns, with a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from famedit.gui.actions import ACTIONS
from famedit.gui.components.buttons import IconButton
from famedit.gui.components.chips import key_caps_width, paint_key_caps
from famedit.gui.components.fields import SearchField
from famedit.gui.components.labels import EngravedLabel, TextLabel
from famedit.gui.components.paint import draw_line
from famedit.gui.components.sheet import Overlay
from famedit.gui.components.surfaces import Hairline, Surface
from famedit.gui.overlays.matching import match

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from famedit.gui.actions import ActionSet, ActionSpec
    from famedit.gui.look import Look

_WIDE: Final = 1040
_WRITING: Final = ("Format", "Edit")


class _KeyRow(QWidget):
    """One command and its keys."""

    def __init__(self, look: Look, name: str, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.name, self.keys = name, keys
        self.setAccessibleName(f"{name}, {keys}")

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(240), self._look.theme.px(28))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        theme = self._look.theme
        caps = key_caps_width(self._look, self.keys)
        name = QRectF(0, 0, self.width() - caps - theme.px(8), self.height())
        draw_line(painter, name, theme.font("ui"), theme.color("text"), self.name)
        paint_key_caps(painter, self.width(), self.height() / 2, self._look, self.keys)


class _Column(QWidget):
    """One heading and its rows."""

    def __init__(self, look: Look, title: str, rows: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._title = EngravedLabel(look, title, self)
        column.addWidget(self._title)
        column.addSpacing(look.theme.px(4))
        self.rows = [_KeyRow(look, name, keys, self) for name, keys in rows]
        for row in self.rows:
            column.addWidget(row)
        column.addStretch(1)

    def filter(self, query: str) -> int:
        """Show the rows that match and return how many they are."""
        shown = 0
        for row in self.rows:
            fits = not query or _fits(query, row)
            row.setVisible(fits)
            shown += fits
        self._title.setVisible(bool(shown))
        return shown


class KeySheet(Overlay):
    """Shows every key there is; drawn afresh each time it opens, so remapped keys are right."""

    def __init__(self, look: Look, window: QWidget, actions: ActionSet) -> None:
        super().__init__(look, window, width=_WIDE)
        self._actions = actions
        self._columns: list[_Column] = []
        self.setAccessibleName(self.tr("Keyboard"))
        px = look.theme.px
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(24), px(14), px(16), px(14))
        head.setSpacing(px(12))
        head.addWidget(TextLabel(look, "title", "text", self.tr("Keyboard"), self.card))
        head.addStretch(1)
        self.search = SearchField(look, self.tr("Filter keys"), parent=self.card)
        self.search.setFixedWidth(px(200))
        self.search.textChanged.connect(self._filter)
        self.search.left.connect(self.reject)
        head.addWidget(self.search)
        close = IconButton(look, "ph.x", self.tr("Close"), "Esc", self.card)
        close.clicked.connect(self.reject)
        head.addWidget(close)
        column.addLayout(head)
        column.addWidget(Hairline(look, self.card))
        self._area = QScrollArea(self.card)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setAccessibleName(self.tr("Keys"))
        column.addWidget(self._area, 1)
        self._nothing = TextLabel(look, "ui", "text2", "", self.card)
        self._nothing.hide()
        aside = QHBoxLayout()
        aside.setContentsMargins(px(24), 0, px(24), 0)
        aside.addWidget(self._nothing)
        column.addLayout(aside)

    def open(self) -> None:
        """Draw the keys and show the sheet."""
        px = self.look.theme.px
        board = Surface(self.look, "raised")
        row = QHBoxLayout(board)
        row.setContentsMargins(px(24), px(16), px(24), px(20))
        row.setSpacing(px(36))
        self._columns = [_Column(self.look, title, rows, board) for title, rows in self._groups()]
        for column in self._columns:
            row.addWidget(column, 1)
        self._area.setWidget(board)
        self.search.clear()
        super().open()

    def first_control(self) -> QWidget:
        return self.search

    def card_rect(self) -> QRect:
        px = self.look.theme.px
        width = min(px(_WIDE), self.width() - px(48))
        board = self._area.widget()
        wanted = px(62) + (board.sizeHint().height() if board is not None else 0)
        height = min(wanted, self.height() - px(48))
        return QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        anywhere: list[tuple[str, str]] = []
        writing: list[tuple[str, str]] = []
        moderating: list[tuple[str, str]] = []
        for spec in ACTIONS:
            keys = self._actions.keys_text(spec.id)
            if keys:
                name = self._actions.words(spec.id).rstrip("…")
                _column_of(spec, anywhere, writing, moderating).append((name, keys))
        writing += [
            (self.tr("Next field"), "Tab"),
            (self.tr("Previous field"), "Shift+Tab"),
        ]
        lists = [
            (self.tr("Next in a list"), "↓"),
            (self.tr("Previous in a list"), "↑"),
            (self.tr("Open"), "Enter"),
            (self.tr("Context menu"), "Shift+F10"),
            (self.tr("Close, or back to the text"), "Esc"),
        ]
        return [
            (self.tr("Anywhere"), anywhere),
            (self.tr("Writing"), writing + lists),
            (self.tr("Moderating, in the list of replies"), moderating),
        ]

    def _filter(self, text: str) -> None:
        query = text.strip()
        found = [column.filter(query) for column in self._columns]
        self._nothing.setText(self.tr("Nothing called “{0}”.").format(query))
        self._nothing.setVisible(not any(found))
        self._area.setVisible(any(found))


def _column_of(
    spec: ActionSpec, anywhere: list[tuple[str, str]], writing: list[tuple[str, str]], moderating: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    if spec.scope == "replies":
        return moderating
    if spec.menu in _WRITING and not spec.id.startswith("go."):
        return writing
    return anywhere


def _fits(query: str, row: _KeyRow) -> bool:
    hit = match(query, row.name)
    return (hit is not None and hit.rank[0] < 3) or query.lower() in row.keys.lower()
