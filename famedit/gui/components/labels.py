"""Labels: engraved capitals, and text in a role and colour of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from famedit.gui.look import Look


class TextLabel(QLabel):
    """Text in one of the theme's roles and colours. Plain text unless told otherwise; wraps when ``wrap``."""

    def __init__(
        self,
        look: Look,
        role: str = "ui",
        color: str = "text",
        text: str = "",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._role, self._color = role, color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def set_color(self, color: str) -> None:
        """Change the colour token."""
        if color != self._color:
            self._color = color
            self._retouch()

    def set_role(self, role: str) -> None:
        """Change the role of the text."""
        if role != self._role:
            self._role = role
            self._retouch()

    @Slot()
    def _retouch(self) -> None:
        theme = self._look.theme
        self.setFont(theme.font(self._role))
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._color))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, theme.color("disabled"))
        palette.setColor(QPalette.ColorRole.Link, theme.color("accent"))
        self.setPalette(palette)


class EngravedLabel(TextLabel):
    """A field's or section's label, like the legend on a panel: small capitals, the only ones."""

    def __init__(self, look: Look, text: str = "", parent: QWidget | None = None, color: str = "text3") -> None:
        super().__init__(look, "label", color, text, parent)
