"""What stands where there is nothing: an icon, a title, one sentence, at most one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from famedit.gui.components.buttons import SecondaryButton
from famedit.gui.components.labels import TextLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from famedit.gui.look import Look

_WIDEST: Final = 320


class _BigIcon(QWidget):
    def __init__(self, look: Look, icon_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.icon_id = icon_id
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(40), self._look.theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        side = self._look.theme.px(40)
        self._look.icons.paint(QPainter(self), QRect(0, 0, side, side), self.icon_id, "text3")


class EmptyState(QWidget):
    """``acted`` comes when its button is pressed. Set at two fifths of the height, at most 320 wide.

    ``ground`` is the colour token it stands on; without one what is behind it shows.
    """

    acted = Signal()

    def __init__(
        self,
        look: Look,
        icon_id: str = "",
        title: str = "",
        sentence: str = "",
        action_text: str = "",
        key: str = "",
        parent: QWidget | None = None,
        *,
        ground: str = "",
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ground = ground
        if ground:
            look.theme.changed.connect(self.update)
        self._icon = _BigIcon(look, icon_id, self)
        self._title = TextLabel(look, "title", "text", "", self, wrap=True)
        self._sentence = TextLabel(look, "ui", "text2", "", self, wrap=True)
        self._button = SecondaryButton(look, parent=self)
        self._button.clicked.connect(self.acted)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(look.theme.px(_WIDEST))
        px = look.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(px(12))
        for label, gap in ((self._title, 4), (self._sentence, 16)):
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.addStretch(1)
            row.addWidget(label, 100)
            row.addStretch(1)
            column.addLayout(row)
            column.addSpacing(px(gap))
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_state(icon_id, title, sentence, action_text, key)

    def show_state(self, icon_id: str, title: str, sentence: str, action_text: str = "", key: str = "") -> None:
        """Say something else."""
        self._icon.icon_id = icon_id
        self._icon.update()
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(action_text)
        self._button.set_key(key)
        self._button.setVisible(bool(action_text))
        self.setAccessibleName(f"{title}. {sentence}" if title else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground:
            QPainter(self).fillRect(event.rect(), self._look.theme.color(self._ground))

    @property
    def button(self) -> SecondaryButton:
        """Its button; hidden when there is nothing to do."""
        return self._button
