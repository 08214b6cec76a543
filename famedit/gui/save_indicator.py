"""What is kept and since when, in a place of its own that never jumps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from famedit.gui.components.buttons import LinkButton
from famedit.gui.components.labels import TextLabel

if TYPE_CHECKING:
    from famedit.gui.look import Look

Kind = Literal["saved", "edited", "draft kept", "saving", "failed", "read only"]
_ICONS: dict[str, tuple[str, str]] = {
    "saved": ("ph.check", "text2"),
    "edited": ("ph.pencil-line", "text2"),
    "draft kept": ("ph.check", "text3"),
    "saving": ("ph.arrow-clockwise", "text2"),
    "failed": ("ph.warning-circle-fill", "red"),
    "read only": ("ph.lock-simple", "text2"),
}


@dataclass(frozen=True)
class SaveState:
    """What the indicator says; ``at`` is a clock time such as "14:02" or empty."""

    kind: Kind = "saved"
    at: str = ""


class SaveIndicator(QWidget):
    """Icon and words; as wide as its longest state, so that nothing beside it moves."""

    retry = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state = SaveState()
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

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        longest = self._words.fontMetrics().horizontalAdvance(self.tr("Draft kept {0}").format("00:00"))
        return QSize(max(super().sizeHint().width(), longest + px(16) + px(6)), px(32))

    def words(self) -> str:
        """Return the words shown."""
        at = self._state.at
        match self._state.kind:
            case "saved":
                return self.tr("Saved {0}").format(at).strip()
            case "edited":
                return self.tr("Edited")
            case "draft kept":
                return self.tr("Draft kept {0}").format(at).strip()
            case "saving":
                return self.tr("Saving…")
            case "failed":
                return self.tr("Not saved")
            case "read only":
                return self.tr("Read only")

    def _refresh(self) -> None:
        name, role = _ICONS[self._state.kind]
        self._icon.setPixmap(self._look.icons.pixmap(name, role, self._look.theme.px(16), self.devicePixelRatioF()))
        self._words.setText(self.words())
        self._words.set_color("red" if self._state.kind == "failed" else "text2")
        self._retry.setVisible(self._state.kind == "failed")
        self.setAccessibleName(self.words())
