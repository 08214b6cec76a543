"""Shows what ``Messages`` carries: the undo bar for what happened, banners for troubles that last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
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

    def __init__(self, look: Look, messages: Messages, commands: ActionSet, window: QWidget, pages: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._messages = messages
        self._commands = commands
        self._window = pages
        self.banners = QWidget()
        self._stack = QVBoxLayout(self.banners)
        px = look.theme.px
        self._stack.setContentsMargins(px(16), px(8), px(16), px(8))
        self._stack.setSpacing(px(8))
        self.banners.hide()
        self._shown: dict[str, Banner] = {}
        self._troubles: dict[str, Trouble] = {}
        self.bar: UndoBar | None = None
        self._pane: QWidget | None = None
        messages.told.connect(self._tell)
        messages.trouble.connect(self._trouble)
        messages.trouble_over.connect(self._over)

    def _tell(self, told: Told) -> None:
        pane = told.pane if told.pane is not None and told.pane.isVisible() else self._window
        if self.bar is not None and self._pane is not pane:
            self.bar.dismiss()
            self.bar.deleteLater()
            self.bar = None
        if self.bar is None:
            self.bar, self._pane = UndoBar(self._look, pane), pane
            self.bar.destroyed.connect(self._forget)
        if told.undo is not None:
            scope = told.undo
            undo = self.tr("Undo")
            self.bar.show_message(told.sentence, told.icon, undo, self._undo_key(scope), lambda: self._undo(scope))
        else:
            self.bar.show_message(told.sentence, told.icon, told.link_text, "", told.link)

    def _forget(self) -> None:
        if self.bar is not None and not shiboken6.isValid(self.bar):
            self.bar = None

    def _undo_key(self, scope: Scope) -> str:
        return self._commands.keys_text("replies.undo") if scope is Scope.REPLIES else ""

    def _undo(self, scope: Scope) -> None:
        self._commands.trigger("replies.undo" if scope is Scope.REPLIES else "desk.undo")

    def _trouble(self, trouble: Trouble) -> None:
        key, known = trouble.key, self._troubles.get(trouble.key)
        self._troubles[key] = trouble
        if known is not None and _same(known, trouble):
            return  # it is on the screen already, and what it offers is looked up when it is clicked
        self._take_down(key)
        banner = Banner(self._look, "red", closable=trouble.retry is None)
        banner.show_words(trouble.error.message, trouble.error.remedy, self.tr("Retry") if trouble.retry else "")
        banner.closed.connect(lambda: self._over(key))
        banner.link_clicked.connect(lambda: self._retry(key))
        for number, way in enumerate(trouble.ways):
            banner.add_link(way.words, lambda number=number: self._troubles[key].ways[number].go())
        self._shown[key] = banner
        self._stack.addWidget(banner)
        self.banners.show()

    def _retry(self, key: str) -> None:
        trouble = self._troubles[key]
        self._over(key)
        if trouble.retry is not None:
            trouble.retry()

    def _over(self, key: str) -> None:
        self._troubles.pop(key, None)
        self._take_down(key)

    def _take_down(self, key: str) -> None:
        banner = self._shown.pop(key, None)
        if banner is not None:
            self._stack.removeWidget(banner)
            banner.deleteLater()
        self.banners.setVisible(bool(self._shown))


def _same(one: Trouble, other: Trouble) -> bool:
    def looks(trouble: Trouble) -> tuple[object, ...]:
        words = tuple(way.words for way in trouble.ways)
        return trouble.error.message, trouble.error.remedy, trouble.retry is None, words

    return looks(one) == looks(other)
