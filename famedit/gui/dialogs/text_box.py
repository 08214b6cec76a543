"""A box for several lines of text in a dialog: Tab leaves it, Ctrl+Enter accepts the dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from famedit.gui.look import Look


class TextBox(QPlainTextEdit):
    """Plain text of several lines in the house style; ``rows`` is its height in lines."""

    accepted = Signal()

    def __init__(
        self, look: Look, placeholder: str = "", parent: QWidget | None = None, *, name: str = "", rows: int = 6
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._rows = rows
        self.setProperty("boxed", True)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accepted.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _retouch(self) -> None:
        theme = self._look.theme
        self.setFont(theme.font("ui"))
        self.setMinimumHeight(theme.line_height("ui") * self._rows + theme.px(18))
