from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from famedit.core.history import Scope
from famedit.core.moderation import Decision, Verdict
from famedit.core.reply import Queue, ReplyStatus
from famedit.gui.moderation.page import ModeratePage
from famedit.gui.moderation.queue_reader import Scope as ListScope
from famedit.gui.moderation.steps_sheet import StepsSheet
from tests.gui.kit import focused, new_reply

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.moderation.conftest import Moderator

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def the_page(moderator: Moderator) -> ModeratePage:
    assert isinstance(moderator.pane, ModeratePage)
    return moderator.pane


@pytest.mark.parametrize(
    ("key", "place", "status"),
    [
        ("a", 2, ReplyStatus.VISIBLE),
        ("h", 3, ReplyStatus.HIDDEN),
        ("s", 1, ReplyStatus.SPAM),
        ("p", 3, ReplyStatus.PENDING),
    ],
)
def test_a_letter_decides_at_once_and_the_list_goes_on(
    page: Moderator, key: str, place: int, status: ReplyStatus
) -> None:
    page.go(place)
    page.type(key)
    assert page.shown(place).status is status, "the card shows it before the database has answered"
    assert page.here == place + 1
    page.settle()
    stored = page.stored(place)
    assert stored.status is status
    assert stored.decided_by == "Mara"
    assert page.shown(place) == stored
    assert page.places() == [1, 2, 3, 4, 5], "no row moved"


def test_f_sets_a_flag_and_takes_it_off(page: Moderator) -> None:
    page.go(3)
    page.type("f")
    page.go(4)
    page.type("f")
    page.settle()
    assert page.stored(3).flagged
    assert not page.stored(4).flagged
    assert page.stored(4).status is ReplyStatus.VISIBLE


def test_every_decision_stands_in_the_record_and_says_so(page: Moderator) -> None:
    page.go(5)
    page.type("h")
    page.settle()
    assert page.desk.told == ["Reply 5 hidden."]
    entries = page.desk.colleague.moderating.record_of(page.shown(5).id)
    assert [(entry.action, entry.person, entry.after) for entry in entries if entry.action == "hide"] == [
        ("hide", "Mara", "hidden")
    ]


def test_fast_keys_never_make_a_card_flicker_back(page: Moderator) -> None:
    page.go(1)
    seen: list[ReplyStatus] = []
    page.model.dataChanged.connect(lambda *_: seen.append(page.shown(1).status))
    page.type("h")
    page.go(1)
    page.type("s")
    page.settle()
    assert page.stored(1).status is ReplyStatus.SPAM
    wanted = [status for status in seen if status is not ReplyStatus.VISIBLE]
    assert seen == wanted, "it was never shown visible again"
    assert seen.index(ReplyStatus.SPAM) > 0
    assert ReplyStatus.HIDDEN not in seen[seen.index(ReplyStatus.SPAM) :]


def test_undo_and_redo_go_back_to_the_reply(page: Moderator) -> None:
    page.go(2)
    page.type("ah")
    page.settle()
    page.go(5)
    page.type("z")
    page.settle()
    assert page.stored(3).status is ReplyStatus.VISIBLE
    assert page.here == 3
    page.press(Qt.Key.Key_Z, CTRL)
    page.settle()
    assert page.stored(2).status is ReplyStatus.PENDING
    assert page.stored(2).held_because == "First posts with a link wait for a moderator."
    assert page.here == 2
    page.press(Qt.Key.Key_Z, SHIFT)
    page.settle()
    page.press(Qt.Key.Key_Z, CTRL | SHIFT)
    page.settle()
    assert page.stored(2).status is ReplyStatus.VISIBLE
    assert page.stored(3).status is ReplyStatus.HIDDEN
    page.type("zzz")
    page.settle()
    assert page.desk.told[-1] == "Nothing to undo."
    assert not page.desk.problems


def test_undo_returns_to_a_reply_of_another_queue(page: Moderator) -> None:
    page.type("2")
    page.settle()
    assert page.places() == [2, 5]
    page.type("h")
    page.settle()
    page.type("4")
    page.settle()
    assert page.places() == [1, 3, 4]
    page.type("z")
    page.settle()
    page.settle()
    assert page.here == 2
    assert page.stored(2).status is ReplyStatus.PENDING


def test_a_decided_reply_stays_dimmed_until_the_queue_is_left(page: Moderator) -> None:
    page.type("1")
    page.settle()
    assert page.places() == [2, 4, 5]
    page.type("a")
    page.settle()
    assert page.places() == [2, 4, 5]
    assert page.model.state(0).dimmed
    assert not page.model.state(1).dimmed
    assert page.here == 4
    page.type("z")
    page.settle()
    assert not page.model.state(0).dimmed
    page.type("a")
    page.settle()
    page.type("71")
    page.settle()
    assert page.places() == [4, 5]


def test_the_list_goes_on_past_dimmed_rows(page: Moderator) -> None:
    page.type("1")
    page.settle()
    page.go(4)
    page.type("a")
    assert page.here == 5
    page.go(2)
    page.type("h")
    assert page.here == 5


@pytest.mark.parametrize(
    ("key", "queue", "places"),
    [
        ("1", Queue.NEEDS_DECISION, [2, 4, 5]),
        ("2", Queue.PENDING, [2, 5]),
        ("3", Queue.FLAGGED, [4]),
        ("4", Queue.VISIBLE, [1, 3, 4]),
        ("5", Queue.HIDDEN, []),
        ("6", Queue.SPAM, []),
        ("7", Queue.ALL, [1, 2, 3, 4, 5]),
    ],
)
def test_digits_choose_queues(page: Moderator, key: str, queue: Queue, places: list[int]) -> None:
    page.type("4")
    page.settle()
    page.type(key)
    page.settle()
    assert the_page(page).queues.queue is queue
    assert page.places() == places


def test_the_counts_follow_every_decision(page: Moderator) -> None:
    def count(queue: Queue) -> int:
        return the_page(page).reader.tally.here[queue]

    assert (count(Queue.NEEDS_DECISION), count(Queue.HIDDEN)) == (3, 0)
    page.go(2)
    page.type("h")
    page.settle()
    page.settle()
    assert (count(Queue.NEEDS_DECISION), count(Queue.HIDDEN)) == (2, 1)
    assert the_page(page).status_parts()[0] == "3 of 5 decided"
    assert [row.needs_decision for row in the_page(page).reader.tally.work] == [2]


def test_j_k_and_n_move(page: Moderator) -> None:
    page.go(1)
    page.type("jjk")
    assert page.here == 2
    page.type("n")
    assert page.here == 4
    page.type("nn")
    assert page.here == 2, "it begins again at the top"
    page.press(Qt.Key.Key_End)
    assert page.here == 5
    page.press(Qt.Key.Key_Home)
    assert page.here == 1
    page.press(Qt.Key.Key_Down)
    assert page.here == 2


def test_several_are_selected_and_decided_in_one_step(page: Moderator) -> None:
    page.go(2)
    page.type("xJJ")
    assert len(page.model.picked()) == 3
    assert the_page(page).bulk.isVisible()
    page.type("K")
    assert [page.model.reply(page.model.row_of(i)).position for i in page.model.picked()] == [2, 3]
    page.type("h")
    page.settle()
    assert [page.stored(place).status for place in (2, 3, 4)] == [
        ReplyStatus.HIDDEN,
        ReplyStatus.HIDDEN,
        ReplyStatus.VISIBLE,
    ]
    assert page.desk.told == ["2 replies hidden."]
    assert page.model.picked() == ()
    assert not the_page(page).bulk.isVisible()
    page.type("z")
    page.settle()
    assert page.stored(2).status is ReplyStatus.PENDING
    assert page.stored(3).status is ReplyStatus.VISIBLE


def test_ctrl_a_selects_all_and_escape_none(page: Moderator) -> None:
    page.press(Qt.Key.Key_A, CTRL)
    assert len(page.model.picked()) == 5
    page.press(Qt.Key.Key_Escape)
    assert page.model.picked() == ()


def test_a_selection_is_kept_by_reply_not_by_row(page: Moderator) -> None:
    page.go(4)
    page.type("x")
    the_page(page).head.sort.click()
    page.settle()
    assert page.places() == [5, 4, 3, 2, 1]
    assert [page.model.reply(page.model.row_of(i)).position for i in page.model.picked()] == [4]
    assert page.here == 4


def test_shift_h_asks_for_a_reason_and_h_uses_it_again(page: Moderator) -> None:
    page.go(1)
    page.press(Qt.Key.Key_H, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "&1  Personal remark",
        "&2  Spoiler",
        "&3  Off topic",
        "&4  Advertising",
        "&5  Other…",
    ]
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert page.here == 2
    page.type("h")
    page.settle()
    assert page.stored(1).reason == "spoiler"
    assert page.stored(2).reason == "spoiler"


def test_plain_h_gives_no_reason(page: Moderator) -> None:
    page.go(1)
    page.type("h")
    page.settle()
    assert page.stored(1).reason == ""


def test_another_reason_is_written_in_ones_own_words(page: Moderator) -> None:
    page.go(1)
    page.press(Qt.Key.Key_H, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_5)
    QTest.keyClicks(focused(), "Names a minor")
    page.press(Qt.Key.Key_Return)
    page.settle()
    assert page.stored(1).reason == "Names a minor"
    assert page.stored(1).status is ReplyStatus.HIDDEN


def test_e_edits_the_text_and_keeps_the_original(page: Moderator) -> None:
    page.go(3)
    page.type("e")
    page.press(Qt.Key.Key_A, CTRL)
    QTest.keyClicks(focused(), "Going back is clever.")
    page.press(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "Shorter")
    page.press(Qt.Key.Key_Return)
    page.settle()
    stored = page.stored(3)
    assert stored.text == "Going back is clever."
    assert stored.original_text == "Going back to the start is clever."
    assert stored.moderator_edited_by == "Mara"
    assert the_page(page).detail.edited.text().startswith("Edited by Mara")
    assert page.list.hasFocus(), "the focus is back in the list"
    the_page(page).detail.earlier.click()
    assert the_page(page).detail.text.toPlainText() == "Going back to the start is clever."
    page.type("z")
    page.settle()
    assert page.stored(3).text == "Going back to the start is clever."


def test_an_edit_needs_a_reason_and_a_stale_one_keeps_what_was_typed(page: Moderator, qtbot: QtBot) -> None:
    page.go(3)
    page.type("e")
    page.press(Qt.Key.Key_End, CTRL)
    QTest.keyClicks(focused(), " Mine.")
    sheet = focused()
    page.press(Qt.Key.Key_Return, CTRL)
    page.settle()
    assert page.stored(3).text == "Going back to the start is clever.", "no reason, no edit"
    reply = page.stored(3)
    page.desk.write(lambda _: page.desk.colleague.moderating.edit(reply.id, "Theirs.", "why", version=reply.version))
    page.press(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "Mine is better")
    page.press(Qt.Key.Key_Return)
    page.settle()
    assert page.stored(3).text == "Theirs."
    assert sheet is not None
    assert sheet.isVisible(), "what was typed is still there"
    page.press(Qt.Key.Key_Escape)


def test_letters_can_be_switched_off(page: Moderator) -> None:
    page.go(1)
    the_page(page)._actions.letters_on = False
    page.type("hjx")
    page.settle()
    assert page.stored(1).status is ReplyStatus.VISIBLE
    assert page.here == 1
    page.press(Qt.Key.Key_Down)
    assert page.here == 2


def test_letters_typed_into_the_find_field_decide_nothing(page: Moderator) -> None:
    page.press(Qt.Key.Key_Slash)
    assert focused() is the_page(page).head.field
    page.type("pahs")
    page.settle()
    assert {page.stored(place).status for place in (1, 3, 4)} == {ReplyStatus.VISIBLE}
    assert page.places() == []


def test_find_narrows_the_queue_and_escape_gives_it_back(page: Moderator) -> None:
    page.press(Qt.Key.Key_Slash)
    QTest.keyClicks(focused(), "corridor")
    page.settle()
    assert page.places() == [1]
    page.press(Qt.Key.Key_Return)
    assert page.list.hasFocus()
    page.press(Qt.Key.Key_Slash)
    page.press(Qt.Key.Key_Escape)
    page.press(Qt.Key.Key_Escape)
    page.settle()
    assert page.places() == [1, 2, 3, 4, 5]
    assert page.list.hasFocus()


def test_w_goes_to_the_whole_desk_and_back(page: Moderator) -> None:
    page.desk.new_article(new_reply(1, "Somebody", "On another article."), headline="Another")
    page.settle()
    page.type("w")
    page.settle()
    assert len(page.places()) == 6
    assert the_page(page).scope.current == "desk"
    page.type("w")
    page.settle()
    assert page.places() == [1, 2, 3, 4, 5]


def test_an_article_of_the_work_list_is_opened_on_its_own(page: Moderator) -> None:
    other = page.desk.new_article(new_reply(1, "Somebody", "Waits.", ReplyStatus.PENDING), headline="Another")
    page.settle()
    page.settle()
    chosen: list[int] = []
    the_page(page).article_chosen.connect(chosen.append)
    work = the_page(page).work
    model = work.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data() == "Another")
    QTest.mouseClick(work.viewport(), Qt.MouseButton.LeftButton, pos=work.visualRect(model.index(row, 0)).center())
    page.settle()
    assert chosen == [other]
    assert the_page(page).reader.scope is ListScope.ARTICLE
    assert [reply.author.name for reply in page.model.replies()] == ["Somebody"]


def test_all_clear_says_what_waits_elsewhere(page: Moderator) -> None:
    page.desk.new_article(new_reply(1, "Somebody", "Waits.", ReplyStatus.PENDING), headline="Another")
    page.type("1")
    page.settle()
    page.type("aaa")
    page.settle()
    page.type("1")
    page.settle()
    page.settle()
    empty = the_page(page)._nothing
    assert empty.isVisible()
    assert empty.accessibleName().startswith(
        "All clear. Every reply to this article has a decision. 1 is waiting on the rest of the desk."
    )
    assert empty.button.hasFocus()
    page.press(Qt.Key.Key_Space)
    page.settle()
    assert [reply.author.name for reply in page.model.replies()] == ["Somebody"]


def test_what_a_colleague_decides_shows_without_moving_rows(page: Moderator) -> None:
    page.type("1")
    page.settle()
    ids = (page.shown(2).id,)
    page.desk.colleague.moderating.apply(Decision(ids, Verdict.HIDE))
    from famedit.core.changes import EVERYTHING

    page.desk.bus.changed.emit(EVERYTHING, None)
    page.settle()
    assert page.places() == [2, 4, 5]
    assert page.shown(2).status is ReplyStatus.HIDDEN
    assert page.shown(2).decided_by == "Ines"
    assert page.model.state(0).dimmed


def test_new_replies_are_announced_not_pushed_in(page: Moderator) -> None:
    page.desk.write(
        lambda services: services.importing.add_replies(page.article_id, (new_reply(1, "Late", "A late one."),))
    )
    page.settle()
    page.settle()
    head = the_page(page).head
    assert page.places() == [1, 2, 3, 4, 5]
    assert head.new.text() == "Show 1 new"
    head.new.click()
    page.settle()
    assert page.places() == [1, 2, 3, 4, 5, 6]
    assert not head.new.isVisible()


def test_undo_is_refused_when_a_colleague_decided_since(page: Moderator) -> None:
    page.go(1)
    page.type("h")
    page.settle()
    page.desk.colleague.moderating.apply(Decision((page.shown(1).id,), Verdict.SPAM))
    page.type("z")
    page.settle()
    assert page.stored(1).status is ReplyStatus.SPAM
    assert len(page.desk.problems) == 1


def test_a_decision_that_cannot_be_stored_shows_on_the_card_and_can_be_retried(
    page: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    from famedit.core.errors import DiskFull

    services = page.desk.worker.services

    def full(_decision: Decision) -> None:
        raise DiskFull("The disk is full.")

    page.go(1)
    with monkeypatch.context() as patched:
        patched.setattr(services.moderating, "apply", full)
        page.type("h")
        page.settle()
    assert page.shown(1).status is ReplyStatus.VISIBLE
    assert page.model.state(0).failed
    assert page.desk.problems[0].key == "replies"
    rect = page.list.visualRect(page.model.index(0))
    foot = page.list._cards.parts(0, rect.width()).foot
    spot = rect.topLeft() + foot.topLeft() + QPoint(8, 8)
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    page.settle()
    assert page.stored(1).status is ReplyStatus.HIDDEN
    assert not page.model.state(0).failed


def test_the_detail_pane_shows_hostile_text_as_text(page: Moderator) -> None:
    nasty = '<img src="http://example.org/x.png"><script>alert(1)</script><b>bold</b> \u202emoc.live'
    page.desk.write(
        lambda services: services.importing.add_replies(page.article_id, (new_reply(1, "<b>Mallory</b>", nasty),))
    )
    page.settle()
    the_page(page).reader.load()
    page.settle()
    page.go(6)
    detail = the_page(page).detail
    assert detail.text.toPlainText() == nasty.replace("\u202e", "")
    assert "<b>" not in detail.text.document().toHtml().split("<body", 1)[1].replace("&lt;b&gt;", "")
    assert detail.author.text() == "<b>Mallory</b>"
    assert detail.author.textFormat() is Qt.TextFormat.PlainText


def test_the_detail_pane_says_why_a_reply_waits_and_what_it_answers(page: Moderator, qtbot: QtBot) -> None:
    page.go(2)
    detail = the_page(page).detail
    assert detail.why.accessibleName() == "Waiting for a decision. First posts with a link wait for a moderator."
    assert detail.buttons["pending"].text() == "Keep pending"
    qtbot.waitUntil(detail.parent_box.isVisible)
    assert detail.parent_box.author.text() == "PerigeePete  ·  Reply 1"
    detail.parent_box.go.click()
    assert page.here == 1
    assert detail.likers.text() == "Liked by Ada, Brun and 32 others"
    page.go(4)
    assert detail.why.accessibleName() == "Flagged by 2 readers. Reason given: Spoiler. Still visible on the page."
    assert detail.buttons["approve"].text() == "Keep visible"
    assert detail.buttons["flag"].text() == "Remove flags"


def test_the_buttons_do_what_the_letters_do(page: Moderator) -> None:
    page.go(1)
    QTest.mouseClick(the_page(page).detail.buttons["hide_reply"], Qt.MouseButton.LeftButton)
    page.settle()
    assert page.stored(1).status is ReplyStatus.HIDDEN
    assert page.here == 2
    assert page.list.hasFocus(), "a click leaves the focus in the list"


def test_below_1100_the_detail_is_a_sheet(page: Moderator, qtbot: QtBot) -> None:
    window = page.pane.window()
    window.resize(1000, 700)
    page.pane.resize(1000, 700)
    detail = the_page(page).detail
    assert not detail.isVisible()
    page.list.setFocus()
    page.go(2)
    page.press(Qt.Key.Key_Return)
    assert detail.isVisible()
    assert detail.buttons["approve"].hasFocus()
    page.press(Qt.Key.Key_Return)
    page.settle()
    assert page.stored(2).status is ReplyStatus.VISIBLE
    assert detail.place.text() == "#3"
    page.press(Qt.Key.Key_Escape)
    assert not detail.isVisible()
    assert page.list.hasFocus()
    page.pane.resize(1280, 760)
    assert detail.isVisible()


def test_rows_speak_a_whole_sentence(page: Moderator) -> None:
    def spoken(row: int) -> str:
        return str(page.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))

    assert spoken(1) == "Reply 2, Halyard_7, Cadet, pending. Long-time reader, first reply."
    assert spoken(3).startswith("Reply 4, BaikonurBound, Cadet, visible, 2 readers: Spoiler.")
    page.go(1)
    page.type("x")
    assert spoken(0).startswith("Reply 1, PerigeePete, Cadet, visible, selected. ")


def test_the_list_of_steps_goes_back_to_a_step(page: Moderator, qtbot: QtBot) -> None:
    page.go(1)
    page.type("hhh")
    page.settle()
    page.pane.handlers()["replies.steps"]()
    sheet = page.pane.window().findChild(StepsSheet)
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.list.count() >= 3)
    labels = [step.label for step in sheet._steps]
    assert labels[:3] == ["Reply 3 hidden", "Reply 2 hidden", "Reply 1 hidden"]
    sheet.list.setCurrentRow(2)
    sheet.go.click()
    page.settle()
    assert [page.stored(place).status for place in (1, 2, 3)] == [
        ReplyStatus.HIDDEN,
        ReplyStatus.PENDING,
        ReplyStatus.VISIBLE,
    ]


def test_undo_reaches_over_a_restart(page: Moderator) -> None:
    ids = (page.shown(1).id,)
    page.desk.write(lambda services: services.moderating.apply(Decision(ids, Verdict.HIDE)))
    # another window of the same person finds the step: nothing of it is kept in this one
    assert page.desk.read(lambda services: services.history.steps(Scope.REPLIES))[0].label == "Reply 1 hidden"
    page.type("z")
    page.settle()
    assert page.stored(1).status is ReplyStatus.VISIBLE
