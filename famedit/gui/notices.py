"""Shows what ``Messages`` carries: the undo bar for what happened, banners for troubles that last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from famedit.core.history import Scope
from famedit.gui.components.banner import Banner
from famedit.gui.components.undo_bar import UndoBar

if TYPE_CHECKING:
    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages, Told, Trouble


class Notices(QObject):
    """Owns the one undo bar of the window and the stack of banners above the panes."""

    def __init__(self, look: Look, messages: Messages, commands: ActionSet, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._messages = messages
        self._commands = commands
        self._window = window
        self.banners = QWidget()
        self._stack = QVBoxLayout(self.banners)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        self.banners.hide()
        self._shown: dict[str, Banner] = {}
        self.bar: UndoBar | None = None
        messages.told.connect(self._tell)
        messages.trouble.connect(self._trouble)
        messages.trouble_over.connect(self._over)

    def _tell(self, told: Told) -> None:
        pane = told.pane if told.pane is not None and told.pane.isVisible() else self._window
        if self.bar is None:
            self.bar = UndoBar(self._look, self._window)
        if told.undo is not None:
            scope = told.undo
            action_text, key = self.tr("Undo"), self._undo_key(scope)
            self.bar.tell(told.sentence, told.icon, action_text, lambda: self._undo(scope), key, over=pane)
        elif told.link is not None:
            link = told.link
            self.bar.tell(told.sentence, told.icon, told.link_text, link, "", over=pane)
        else:
            self.bar.tell(told.sentence, told.icon, over=pane)

    def _undo_key(self, scope: Scope) -> str:
        return self._commands.keys_text("replies.undo" if scope is Scope.REPLIES else "edit.undo")

    def _undo(self, scope: Scope) -> None:
        self._commands.trigger("replies.undo" if scope is Scope.REPLIES else "desk.undo")

    def _trouble(self, trouble: Trouble) -> None:
        self._over(trouble.key)
        banner = Banner(self._look, "red")
        banner.set_text(trouble.error.message, trouble.error.remedy)
        if trouble.retry is not None:
            retry = trouble.retry
            banner.set_link(self.tr("Retry"))
            banner.link_clicked.connect(lambda: (self._over(trouble.key), retry()))
        else:
            banner.set_link(self.tr("Close"))
            banner.link_clicked.connect(lambda: self._over(trouble.key))
        self._shown[trouble.key] = banner
        self._stack.addWidget(banner)
        self.banners.show()

    def _over(self, key: str) -> None:
        banner = self._shown.pop(key, None)
        if banner is not None:
            self._stack.removeWidget(banner)
            banner.deleteLater()
        self.banners.setVisible(bool(self._shown))
