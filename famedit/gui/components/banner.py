"""A banner: a state that lasts, said above what it concerns, with one link. It is not closed while it is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from famedit.gui.components.buttons import IconButton, LinkButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.paint import fill_round, smooth

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from famedit.gui.look import Look

BannerTone = Literal["amber", "red", "green", "neutral"]

#: tone: (ground, icon colour, icon)
_TONES: Final[dict[str, tuple[str, str, str]]] = {
    "amber": ("amber_soft", "amber", "ph.clock-counter-clockwise"),
    "red": ("red_soft", "red", "ph.warning-circle-fill"),
    "green": ("green_soft", "green", "ph.check-circle"),
    "neutral": ("sel_idle", "text2", "ph.info"),
}


class Banner(QWidget):
    """``link_clicked`` comes from its link, ``closed`` from its cross, which is there only when ``closable``."""

    link_clicked = Signal()
    closed = Signal()

    def __init__(
        self, look: Look, tone: BannerTone = "amber", parent: QWidget | None = None, *, closable: bool = False
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._tone: BannerTone = tone
        self._icon_id = ""
        self._title = TextLabel(look, "ui_strong", "text", "", self, wrap=True)
        self._text = TextLabel(look, "caption", "text2", "", self, wrap=True)
        self._link = LinkButton(look, parent=self)
        self._link.clicked.connect(self.link_clicked)
        self._close = IconButton(look, "ph.x", self.tr("Close this message"), parent=self, height=24)
        self._close.setVisible(closable)
        self._close.clicked.connect(self.closed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.setSpacing(look.theme.px(2))
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        self._row = row
        row.addLayout(words, 1)
        row.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        look.theme.changed.connect(self._retouch)
        self._retouch()
        self.hide()

    def show_words(self, title: str, text: str = "", link: str = "", tone: BannerTone | None = None) -> None:
        """Say something and show the banner."""
        if tone is not None:
            self._tone = tone
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self.setAccessibleName(f"{title}. {text}" if text else title)
        self.setVisible(bool(title))
        self.update()

    def add_link(self, words: str, go: Callable[[], object]) -> None:
        """Offer another thing to do, beside the first link."""
        link = LinkButton(self._look, words, parent=self)
        link.clicked.connect(lambda _checked: go())
        self._row.insertWidget(self._row.count() - 1, link, 0, Qt.AlignmentFlag.AlignTop)
        link.show()

    def set_icon(self, icon_id: str) -> None:
        """Show another icon than the tone's own."""
        self._icon_id = icon_id
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        ground, role, icon_id = _TONES[self._tone]
        px = self._look.theme.px
        fill_round(painter, QRectF(self.rect()), 6, self._look.theme.color(ground))
        place = QRect(px(12), px(11), px(16), px(16))
        self._look.icons.paint(painter, place, self._icon_id or icon_id, role)

    def _retouch(self) -> None:
        px = self._look.theme.px
        self._row.setContentsMargins(px(40), px(9), px(12), px(10))
        self._row.setSpacing(px(12))
        self.update()
