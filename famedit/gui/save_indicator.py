"""What is kept and since when, in a place of its own that never jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from famedit.gui.components.buttons import LinkButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.editor.save_state import Safety, SaveState

if TYPE_CHECKING:
    from famedit.gui.look import Look


class SaveIndicator(QWidget):
    """Icon and words; as wide as its longest state, so that nothing beside it moves."""

    retry = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state = SaveState(Safety.SAVED)
        self._read_only = False
        self._icon = QLabel()
        self._words = TextLabel(look, "ui", "text2")
        self._retry = LinkButton(look, self.tr("Retry"))
        self._retry.clicked.connect(self.retry)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.theme.px(6))
        layout.addStretch(1)
        layout.addWidget(self._icon)
        layout.addWidget(self._words)
        layout.addWidget(self._retry)
        look.theme.changed.connect(self._refresh)
        look.icons.ready.connect(self._refresh)
        self._refresh()

    def show_state(self, state: SaveState) -> None:
        """Show another state."""
        if state != self._state:
            self._state = state
            self._refresh()

    def set_read_only(self, on: bool) -> None:
        """Say "Read only", whatever the state of the article, or say that again."""
        self._read_only = on
        self._refresh()

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        longest = self._words.fontMetrics().horizontalAdvance(self.tr("Draft kept {time}").format(time="00:00"))
        return QSize(max(super().sizeHint().width(), longest + px(22)), px(32))

    def _refresh(self) -> None:
        state = SaveState(Safety.READ_ONLY) if self._read_only else self._state
        size = self._look.theme.px(16)
        self._icon.setPixmap(self._look.icons.pixmap(state.icon, state.icon_role, size, self.devicePixelRatioF()))
        self._words.setText(state.words)
        self._words.set_color(state.icon_role)
        self._retry.setVisible(state.safety is Safety.FAILED)
        self.setAccessibleName(state.words)
