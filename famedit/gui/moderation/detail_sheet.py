"""The detail pane over the list, where the window is too narrow for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QVBoxLayout

from famedit.gui.components.buttons import Button
from famedit.gui.components.sheet import Overlay

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from famedit.gui.look import Look
    from famedit.gui.moderation.reply_detail import ReplyDetail

WIDTH = 460


class DetailSheet(Overlay):
    """Holds the detail pane at the right edge, as tall as the window. Esc and a click beside it close it."""

    def __init__(self, look: Look, window: QWidget, detail: ReplyDetail) -> None:
        super().__init__(look, window, width=WIDTH)
        self._detail = detail
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(detail)
        detail.show()

    def card_rect(self) -> QRect:
        """Stand at the right edge."""
        px = self.look.theme.px
        width = min(px(WIDTH), self.width() - px(64))
        return QRect(self.width() - width - px(8), px(8), width, self.height() - px(16))

    def first_control(self) -> QWidget | None:
        """Begin with the decision that is most likely."""
        return self._detail.buttons["approve"]

    def accept(self) -> None:
        """Press the focused button."""
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and self.isAncestorOf(focused):
            focused.click()
