"""A banner that asks: a state that lasts, and the few ways out of it as links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from famedit.gui.components.buttons import LinkButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.paint import fill_round, smooth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from famedit.gui.look import Look


class AskBanner(QWidget):
    """Title, one line, and links; stays until what it tells of is over."""

    def __init__(self, look: Look, icon_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._icon_id = icon_id
        px = look.theme.px
        self._title = TextLabel(look, "ui_strong", "text", "", self, wrap=True)
        self._text = TextLabel(look, "caption", "text2", "", self, wrap=True)
        self._links = QHBoxLayout()
        self._links.setSpacing(px(4))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(40), px(9), px(12), px(10))
        row.setSpacing(px(12))
        row.addLayout(words, 1)
        row.addLayout(self._links)
        self.links: dict[str, LinkButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        look.theme.changed.connect(self.update)
        self.hide()

    def set_ways(self, ways: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """Set the links: (key, words, what it does)."""
        for key, words, act in ways:
            link = LinkButton(self._look, words, parent=self)
            link.clicked.connect(act)
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            self.links[key] = link

    def show_words(self, title: str, text: str) -> None:
        """Say something and show the banner."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        px = self._look.theme.px
        fill_round(painter, QRectF(self.rect()), 6, self._look.theme.color("amber_soft"))
        self._look.icons.paint(painter, QRect(px(12), px(11), px(16), px(16)), self._icon_id, "amber")
