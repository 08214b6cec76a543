"""The Moderate page and the drawer over a real desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from famedit.core.reply import Queue, ReplyStatus, Report
from famedit.gui.actions import ActionSet
from famedit.gui.moderation.drawer import RepliesDrawer
from famedit.gui.moderation.page import ModeratePage
from tests.gui.desk_fixtures import desk
from tests.gui.kit import RealDesk, focused, new_reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from famedit.core.reply import NewReply, Reply
    from famedit.gui.look import Look
    from famedit.gui.moderation.replies_model import RepliesModel
    from famedit.gui.moderation.replies_view import RepliesView

__all__ = ["desk"]

REPLIES: tuple[NewReply, ...] = (
    new_reply(1, "PerigeePete", "The corridor was the best of it.", likes=34, liked_by=("Ada", "Brun")),
    new_reply(
        2,
        "Halyard_7",
        "Long-time reader, first reply.",
        ReplyStatus.PENDING,
        held_because="First posts with a link wait for a moderator.",
        parent_position=1,
    ),
    new_reply(3, "selenographer", "Going back to the start is clever.", edited_words="May 3"),
    new_reply(
        4,
        "BaikonurBound",
        "This thread gives away how the vote ends.",
        flagged=True,
        reports=(Report("Cleo", "Spoiler"), Report("Dmitri", "Spoiler")),
    ),
    new_reply(5, "orbital_mechanic", "Perhaps try something easier.", ReplyStatus.PENDING),
)


@dataclass
class Moderator:
    """Somebody at the keyboard before a page or a drawer."""

    desk: RealDesk
    pane: ModeratePage | RepliesDrawer
    article_id: int

    @property
    def list(self) -> RepliesView:
        return self.pane.list

    @property
    def model(self) -> RepliesModel:
        return self.pane.model

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(focused(), key, modifiers)

    def type(self, keys: str) -> None:
        """Type letters one after another, faster than the database answers; capitals are typed with Shift."""
        for letter in keys:
            shift = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(focused(), getattr(Qt.Key, f"Key_{letter.upper()}"), shift)

    def settle(self) -> None:
        self.desk.settle()

    @property
    def here(self) -> int:
        """The place of the current reply, 0 for none."""
        row = self.list.current_row
        return self.model.reply(row).position if row >= 0 else 0

    def places(self) -> list[int]:
        """The places of the rows, from the top."""
        return [reply.position for reply in self.model.replies()]

    def shown(self, place: int) -> Reply:
        """The reply at a place as the list shows it now."""
        return next(reply for reply in self.model.replies() if reply.position == place)

    def stored(self, place: int) -> Reply:
        """The same as the database has it after every write."""
        return self.desk.stored(self.article_id)[place]

    def go(self, place: int) -> None:
        assert self.list.go_to(self.shown(place).id)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1280, 760)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def actions(window: QWidget) -> ActionSet:
    return ActionSet(window)


def _show(qtbot: QtBot, window: QWidget, pane: QWidget) -> None:
    pane.resize(window.size())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture
def article(desk: RealDesk) -> int:
    return desk.new_article(*REPLIES)


@pytest.fixture
def page(
    desk: RealDesk, article: int, applied_look: Look, window: QWidget, actions: ActionSet, qtbot: QtBot
) -> Iterator[Moderator]:
    """The page with every reply of one article listed, the first current."""
    pane = ModeratePage(applied_look, desk.worker, desk.bus, desk.messages, actions, desk.settings, window)
    _show(qtbot, window, pane)
    pane.set_article(article)
    pane.enter()
    pane.choose_queue(Queue.ALL)
    desk.settle()
    yield Moderator(desk, pane, article)
    desk.settle()


@pytest.fixture
def drawer(
    desk: RealDesk, article: int, applied_look: Look, window: QWidget, actions: ActionSet, qtbot: QtBot
) -> Iterator[Moderator]:
    """The drawer with the replies of one article, the first current."""
    pane = RepliesDrawer(applied_look, desk.worker, desk.bus, desk.messages, actions, desk.settings, window)
    _show(qtbot, window, pane)
    pane.set_article(article)
    desk.settle()
    pane.focus_list()
    pane.list.go_to(pane.model.reply(0).id)
    yield Moderator(desk, pane, article)
    desk.settle()
