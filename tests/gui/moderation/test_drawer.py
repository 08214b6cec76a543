from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from famedit.core.reply import Reply, ReplyStatus, TextFormat
from famedit.gui.dialogs.add_reply_sheet import AddReplySheet
from famedit.gui.moderation.drawer import RepliesDrawer
from tests.gui.kit import focused, new_reply

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look
    from tests.gui.kit import RealDesk
    from tests.gui.moderation.conftest import Moderator


def the_drawer(moderator: Moderator) -> RepliesDrawer:
    assert isinstance(moderator.pane, RepliesDrawer)
    return moderator.pane


def public(replies: tuple[Reply, ...]) -> list[int]:
    return [reply.position for reply in replies if reply.public]


def test_a_hidden_reply_leaves_the_page_before_it_is_stored(drawer: Moderator) -> None:
    shown: list[tuple[Reply, ...]] = []
    the_drawer(drawer).replies_changed.connect(shown.append)
    drawer.type("h")
    assert public(shown[-1]) == [3, 4], "in the same instant"
    drawer.settle()
    assert public(shown[-1]) == [3, 4]
    drawer.type("z")
    drawer.settle()
    assert public(shown[-1]) == [1, 3, 4]
    assert drawer.here == 1


def test_a_refused_decision_brings_the_reply_back_to_the_page(
    drawer: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    from famedit.core.errors import DeskReadOnly

    def refuse(_decision: object) -> None:
        raise DeskReadOnly("The folder cannot be written to.")

    shown: list[tuple[Reply, ...]] = []
    the_drawer(drawer).replies_changed.connect(shown.append)
    with monkeypatch.context() as patched:
        patched.setattr(drawer.desk.worker.services.moderating, "apply", refuse)
        drawer.type("h")
        drawer.settle()
    assert public(shown[-1]) == [1, 3, 4]


def test_it_opens_where_a_decision_is_needed(
    desk: RealDesk, article: int, applied_look: Look, window: QWidget, actions: ActionSet
) -> None:
    pane = RepliesDrawer(applied_look, desk.worker, desk.bus, desk.messages, actions, desk.settings, window)
    pane.set_article(article)
    desk.settle()
    assert pane.model.reply(pane.list.current_row).position == 2


def test_only_the_current_card_is_open_and_has_buttons(drawer: Moderator) -> None:
    view, model = drawer.list, drawer.model
    heights = {row: view.visualRect(model.index(row)).height() for row in range(5)}
    assert len({heights[row] for row in range(1, 5)}) == 1
    assert heights[0] > heights[1]
    buttons = the_drawer(drawer)._card_actions
    assert buttons.isVisible()
    assert view.visualRect(model.index(0)).contains(buttons.geometry())
    drawer.type("j")
    assert view.visualRect(model.index(1)).contains(buttons.geometry())
    assert buttons.buttons["replies.approve"].text() == "Approve"
    QTest.mouseClick(buttons.buttons["replies.approve"], Qt.MouseButton.LeftButton)
    drawer.settle()
    assert drawer.stored(2).status is ReplyStatus.VISIBLE
    assert drawer.list.hasFocus()


def test_a_clicked_card_opens_where_it_was_clicked(drawer: Moderator) -> None:
    view, model = drawer.list, drawer.model
    view.resize(view.width(), 300)
    view.verticalScrollBar().setValue(120)
    before = view.visualRect(model.index(2))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=before.center())
    assert drawer.here == 3
    assert view.visualRect(model.index(2)).top() == before.top()


def test_the_chips_say_what_waits(drawer: Moderator) -> None:
    pane = the_drawer(drawer)
    assert pane._pending.accessibleName() == "2 pending"
    assert pane._flagged.accessibleName() == "1 flagged"
    drawer.go(4)
    drawer.type("f")
    assert pane._flagged.accessibleName() == ""
    assert not pane._flagged.isVisible()


def test_no_replies_says_so(drawer: Moderator) -> None:
    pane = the_drawer(drawer)
    pane.set_article(drawer.desk.new_article(headline="Quiet"))
    drawer.settle()
    assert pane._nothing.isVisible()
    pane.set_article(None)
    assert not pane._add.isEnabled()


def test_folded_only_the_head_is_left(drawer: Moderator) -> None:
    pane = the_drawer(drawer)
    wanted: list[bool] = []
    pane.fold_wanted.connect(wanted.append)
    pane._fold.click()
    pane.set_folded(True)
    assert not drawer.list.isVisible()
    assert pane._fold.accessibleName() == "Unfold the replies"
    pane._fold.click()
    assert wanted == [True, False]


def test_what_comes_in_joins_at_the_end_and_the_current_reply_stays(drawer: Moderator) -> None:
    drawer.go(3)
    drawer.desk.write(
        lambda services: services.importing.add_replies(drawer.article_id, (new_reply(1, "Late", "A late one."),))
    )
    drawer.settle()
    drawer.settle()
    assert drawer.places() == [1, 2, 3, 4, 5, 6]
    assert drawer.here == 3


def test_a_reply_is_added_by_hand_and_taken_back(drawer: Moderator, qtbot: QtBot) -> None:
    drawer.pane.handlers()["replies.add"]()
    sheet = drawer.pane.window().findChild(AddReplySheet)
    assert sheet is not None
    assert sheet.author.hasFocus()
    assert not sheet.add.isEnabled()
    QTest.keyClicks(focused(), "Handwritten")
    sheet.rank.setText("Guest")
    sheet.text.setPlainText("It came by post.")
    sheet.format.setCurrentIndex(sheet.format.findData(TextFormat.MARKDOWN))
    sheet.time_known.setChecked(False)
    sheet.add.click()
    sheet.add.click()
    drawer.settle()
    drawer.settle()
    assert not shiboken6.isValid(sheet), "it closed"
    stored = drawer.stored(6)
    assert (stored.author.name, stored.author.rank, stored.author.posts) == ("Handwritten", "Guest", None)
    assert (stored.text, stored.format, stored.posted_at) == ("It came by post.", TextFormat.MARKDOWN, None)
    assert stored.status is ReplyStatus.VISIBLE
    assert drawer.places() == [1, 2, 3, 4, 5, 6], "once, though the button was pressed twice"
    drawer.list.setFocus()
    drawer.type("z")
    drawer.settle()
    drawer.settle()
    assert drawer.places() == [1, 2, 3, 4, 5]
