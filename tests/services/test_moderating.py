"""Decisions about replies: one at a time, ten thousand at once, undone and redone, always recorded."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from famedit.core.article import ArticleFields
from famedit.core.errors import BadInput, NotFound, StaleVersion, UndoRefused
from famedit.core.history import Scope
from famedit.core.moderation import Decision, Verdict
from famedit.core.reply import NewReply, Queue, Reply, ReplyAuthor, ReplyStatus, Report, TextFormat, in_queue
from famedit.store import arrivals, records, replies, seals
from famedit.store.tables import reply as reply_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.answers import Outcome
    from famedit.services.desk import Services


def said(text: str, author: str = "PerigeePete", **more: object) -> NewReply:
    return NewReply(ReplyAuthor(author), text, **more)  # type: ignore[arg-type]  # fields of NewReply


@pytest.fixture
def article_id(services: Services) -> int:
    article, _ = services.editing.create(ArticleFields(headline="Night pad"))
    services.importing.add_replies(
        article.id,
        [
            said("First, plain"),
            said("Second, held", status=ReplyStatus.PENDING, held_because="First reply of this reader."),
            said("Third, flagged", "Halyard_7", flagged=True, reports=(Report("Eve", "rude"),)),
            said("Fourth, hidden", status=ReplyStatus.HIDDEN, reason="off_topic"),
            said("Fifth, spam", status=ReplyStatus.SPAM),
            said("Sixth, gone", status=ReplyStatus.DELETED),
            said("Seventh, answers the first", parent_position=1),
        ],
    )
    return article.id


def ids(services: Services, article_id: int) -> list[int]:
    return [reply.id for reply in services.moderating.replies(article_id)]


def state(services: Services, article_id: int) -> list[Reply]:
    """Everything about the replies but their versions, which only ever grow."""
    return [replace(reply, version=0) for reply in services.moderating.replies(article_id)]


def decide(services: Services, verdict: Verdict, *reply_ids: int, reason: str = "", note: str = "") -> Outcome:
    return services.moderating.apply(Decision(reply_ids, verdict, reason, note))


def seals_hold(services: Services) -> bool:
    rows = services.database.read(lambda look: look.rows(sa.select(reply_table)))
    return bool(rows) and all(seals.reply_holds(row) for row in rows)


def test_everything_a_source_says_comes_back(services: Services) -> None:
    article, _ = services.editing.create()
    at = datetime(2025, 3, 21, 9, 12, 0, 5, tzinfo=UTC)
    given = NewReply(
        ReplyAuthor("Halyard_7", "cadet", 4087, "m1"),
        "[b]Bold[/b] \0words",
        TextFormat.BBCODE,
        position=3,
        source="forum",
        source_id="r3",
        posted_at=at,
        posted_words="March 21",
        edited_at=at,
        edited_words="edited May 3",
        likes=2,
        liked_by=("Ada", "Ben"),
        reports=(Report("Eve", "rude"),),
        status=ReplyStatus.PENDING,
        flagged=True,
        reason="spoiler",
        held_because="A link.",
        extra={"score": 1.5, "tags": ["a"], "nested": {"x": None}},
    )
    services.importing.add_replies(article.id, [given])
    (reply,) = services.moderating.replies(article.id)
    for field in fields(NewReply):
        if field.name not in ("text", "parent_position"):
            assert getattr(reply, field.name) == getattr(given, field.name), field.name
    assert reply.text == reply.original_text == "[b]Bold[/b] words"
    assert (reply.version, reply.decided_by, reply.decided_at) == (1, "", None)
    assert seals_hold(services)


def test_queues_and_counts_agree_with_the_rule_of_the_core(services: Services, article_id: int) -> None:
    everything = services.moderating.replies(article_id)
    counts = services.moderating.queue_counts(article_id)
    assert counts == services.moderating.queue_counts(None)
    for queue in Queue:
        wanted = [reply for reply in everything if in_queue(reply, queue)]
        assert list(services.moderating.queue(queue, article_id)) == wanted
        assert list(services.moderating.queue(queue, None)) == wanted
        assert counts[queue] == len(wanted), queue
    assert services.moderating.queue(Queue.ALL, article_id, limit=2, offset=3) == everything[3:5]
    assert services.moderating.queue(Queue.ALL, article_id, newest_first=True) == everything[::-1]
    (row,) = services.moderating.articles_with_work()
    assert (row.id, row.needs_decision, row.reply_count) == (article_id, 2, 6)
    # an article in the trash needs nobody
    services.editing.trash([article_id])
    assert services.moderating.articles_with_work() == ()
    assert services.moderating.queue(Queue.ALL, None) == ()
    assert services.moderating.queue_counts(None)[Queue.ALL] == 0
    assert services.moderating.queue_counts(article_id) == counts


def test_searching_finds_the_beginnings_of_words_in_text_and_author(services: Services, article_id: int) -> None:
    def found(text: str) -> list[int]:
        return [reply.position for reply in services.moderating.queue(Queue.ALL, article_id, text)]

    assert found("hal") == [3]
    assert found("PERIG sev") == [7]
    assert found("seven answ fir") == [7]
    assert found("nothing") == []
    assert found("") == found(" …!") == [1, 2, 3, 4, 5, 6, 7]
    for hostile in (
        '"',
        "AND",
        "a*b",
        "(",
        "text:x",
        "'; DROP",
        "first OR second",
        "-first",
        "a:*&|!",
        "\0",
        "x" * 5000,
    ):
        found(hostile)
    decide(services, Verdict.APPROVE, ids(services, article_id)[1])
    edited = services.moderating.replies(article_id)[1]
    services.moderating.edit(edited.id, "Entirely new", "typo", version=edited.version)
    assert found("entirely") == [2]
    assert found("held") == []


def test_each_verb_moves_and_says_so(services: Services, article_id: int) -> None:
    numbers = ids(services, article_id)
    for verdict, position, label, standing in (
        (Verdict.APPROVE, 2, "Reply 2 approved", (ReplyStatus.VISIBLE, False, "")),
        (Verdict.HIDE, 1, "Reply 1 hidden", (ReplyStatus.HIDDEN, False, "personal_remark")),
        (Verdict.SPAM, 3, "Reply 3 marked as spam", (ReplyStatus.SPAM, False, "personal_remark")),
        (Verdict.PENDING, 4, "Reply 4 sent to pending", (ReplyStatus.PENDING, False, "")),
        (Verdict.FLAG, 7, "Reply 7 flagged", (ReplyStatus.VISIBLE, True, "")),
        (Verdict.UNFLAG, 7, "Reply 7 no longer flagged", (ReplyStatus.VISIBLE, False, "")),
    ):
        number = numbers[position - 1]
        done = decide(services, verdict, number, reason="personal_remark", note="n")
        assert done.step is not None
        assert done.step.label == label
        assert (done.changes.articles, done.changes.replies) == ({article_id}, {number})
        (reply,) = services.moderating.by_id([number])
        assert (reply.status, reply.flagged, reply.reason) == standing
        assert reply.decided_by == "Ada"
        assert reply.decided_at is not None
        (entry, *_) = services.moderating.record_of(number)
        assert (entry.action, entry.person, entry.after) == (verdict.value, "Ada", reply.status.value)
        assert entry.payload == {"reason": "personal_remark", "note": "n", "author": reply.author.name}
    assert seals_hold(services)
    assert services.database.read(records.check) is None


def test_what_a_decision_does_not_move_is_skipped(services: Services, article_id: int) -> None:
    numbers = ids(services, article_id)
    done = decide(services, Verdict.APPROVE, numbers[5], numbers[0], 999, numbers[1], numbers[1])
    assert (done.changed, done.skipped) == ((numbers[1],), (numbers[5], numbers[0], 999))
    nothing = decide(services, Verdict.APPROVE, numbers[0])
    assert (nothing.step, nothing.skipped, bool(nothing.changes)) == (None, (numbers[0],), False)
    many = decide(services, Verdict.HIDE, *numbers)
    assert many.step is not None
    assert many.step.label == "6 replies hidden"  # all but the one its source deleted


def test_an_edit_keeps_the_original_and_is_undone_and_redone(services: Services, article_id: int) -> None:
    first = services.moderating.replies(article_id)[0]
    before = state(services, article_id)
    done = services.moderating.edit(first.id, "Mended\r\n", "a name", version=first.version)
    assert done.step is not None
    assert done.step.label == "Text of reply 1 edited"
    (reply,) = services.moderating.by_id([first.id])
    assert (reply.text, reply.original_text, reply.moderator_edited_by) == ("Mended", "First, plain", "Ada")
    assert reply.moderator_edited_at is not None
    assert services.moderating.edit(first.id, "Mended", "", version=reply.version).step is None
    after = state(services, article_id)
    services.history.undo(Scope.REPLIES)
    assert state(services, article_id) == before
    services.history.redo(Scope.REPLIES)
    assert state(services, article_id) == after
    kept = services.database.read(lambda look: replies.texts(look, first.id))
    assert kept == ["First, plain", "Mended", "First, plain", "Mended"]
    (reply,) = services.moderating.by_id([first.id])
    services.moderating.edit(first.id, "First, plain", "", version=reply.version)
    (reply,) = services.moderating.by_id([first.id])
    assert (reply.moderator_edited_by, reply.moderator_edited_at) == ("", None)
    assert seals_hold(services)


def test_edits_that_cannot_be_made_say_why(services: Services, article_id: int) -> None:
    first = services.moderating.replies(article_id)[0]
    with pytest.raises(BadInput, match="cannot be empty"):
        services.moderating.edit(first.id, " \n", "", version=1)
    with pytest.raises(NotFound):
        services.moderating.edit(999, "x", "", version=1)
    decide(services, Verdict.HIDE, first.id)
    with pytest.raises(StaleVersion) as met:
        services.moderating.edit(first.id, "x", "", version=first.version)
    assert met.value.current_version == first.version + 1


def test_replies_added_by_hand_come_last_and_can_be_taken_back(services: Services, article_id: int) -> None:
    before = state(services, article_id)
    assert services.moderating.add(article_id, []).step is None
    done = services.moderating.add(article_id, [said("By post", parent_position=3), said("First, plain")])
    assert done.step is not None
    assert done.step.label == "2 replies added"
    *_, post, equal = services.moderating.replies(article_id)
    assert (post.position, equal.position) == (8, 9)
    assert post.parent_id == ids(services, article_id)[2]
    after = state(services, article_id)
    services.history.undo(Scope.REPLIES)
    assert state(services, article_id) == before
    assert services.moderating.queue(Queue.ALL, article_id, "post") == ()
    assert services.moderating.queue_counts(article_id)[Queue.ALL] == 7
    assert decide(services, Verdict.HIDE, post.id).skipped == (post.id,)
    services.history.redo(Scope.REPLIES)
    assert state(services, article_id) == after
    with pytest.raises(NotFound):
        services.moderating.add(999, [said("x")])


def test_an_added_reply_a_colleague_decided_about_stays(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create()
    done = ada.moderating.add(article.id, [said("By post")])
    decide(ben, Verdict.FLAG, *done.changed)
    with pytest.raises(UndoRefused):
        ada.history.undo(Scope.REPLIES)
    ben.history.undo(Scope.REPLIES)
    ada.history.undo(Scope.REPLIES)
    assert ada.moderating.replies(article.id) == ()


def test_undo_is_linear_persistent_and_each_persons_own(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create()
    ada.importing.add_replies(article.id, [said("a"), said("b"), said("c")])
    one, two, three = ids(ada, article.id)
    decide(ada, Verdict.HIDE, one)
    decide(ben, Verdict.SPAM, two)
    decide(ada, Verdict.SPAM, three)
    ada.close()
    ada = open_as("Ada")
    assert [s.label for s in ada.history.steps(Scope.REPLIES)] == ["Reply 3 marked as spam", "Reply 1 hidden"]
    assert ada.history.undo(Scope.REPLIES).changed == (three,)
    assert ada.history.undo(Scope.REPLIES).changed == (one,)
    assert ada.history.undo(Scope.REPLIES).step is None
    assert [r.status.value for r in ada.moderating.replies(article.id)] == ["visible", "spam", "visible"]
    assert ada.history.redo(Scope.REPLIES).changed == (one,)
    decide(ada, Verdict.APPROVE, one)
    assert ada.history.redo(Scope.REPLIES).step is None
    actions = [e.action for e in ada.moderating.record_of(one)]
    assert actions == ["approve", "redo", "undo", "hide"]


def test_a_colleagues_later_decision_is_not_undone_and_nothing_moves(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create()
    ada.importing.add_replies(article.id, [said("a"), said("b"), said("c")])
    numbers = ids(ada, article.id)
    decide(ada, Verdict.HIDE, *numbers)
    decide(ben, Verdict.APPROVE, numbers[1])
    before = state(ada, article.id)
    with pytest.raises(UndoRefused, match="Reply 2 was changed by somebody else"):
        ada.history.undo(Scope.REPLIES)
    assert state(ada, article.id) == before
    decide(ben, Verdict.SPAM, numbers[0])
    with pytest.raises(UndoRefused, match="2 replies"):
        ada.history.undo(Scope.REPLIES)


def test_a_text_a_colleague_edited_since_is_not_undone(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create()
    ada.importing.add_replies(article.id, [said("a")])
    (number,) = ids(ada, article.id)
    ada.moderating.edit(number, "Ada’s", "", version=1)
    ben.moderating.edit(number, "Ben’s", "", version=2)
    with pytest.raises(UndoRefused):
        ada.history.undo(Scope.REPLIES)


def test_the_authors_record(services: Services, article_id: int) -> None:
    numbers = ids(services, article_id)
    decide(services, Verdict.HIDE, numbers[0], reason="spoiler")
    decide(services, Verdict.FLAG, numbers[6])
    record = services.moderating.author_record("PerigeePete")
    assert (record.visible, record.hidden, record.pending, record.spam, record.flags) == (1, 2, 1, 1, 1)
    assert record.replies == 5
    assert record.first_seen is not None
    assert [entry.action for entry in record.decisions] == ["flag", "hide"]
    nobody = services.moderating.author_record("Nobody")
    assert (nobody.replies, nobody.first_seen, nobody.decisions) == (0, None, ())


def test_erasing_drops_the_words_and_the_record_still_holds(services: Services, article_id: int) -> None:
    numbers = ids(services, article_id)
    decide(services, Verdict.HIDE, *numbers[:3], note="personal")
    entries = services.moderating.record_of(numbers[1])
    services.database.write(lambda tx: records.erase(tx, [entry.number for entry in entries]))
    erased = services.moderating.record_of(numbers[1])
    assert [(entry.payload, entry.salt) for entry in erased] == [(None, None)]
    assert services.database.read(records.check) is None


def test_ten_thousand_replies_are_decided_and_undone_at_once(services: Services) -> None:
    article, _ = services.editing.create()
    services.importing.add_replies(article.id, [said(f"Reply number {n}", f"reader{n % 50}") for n in range(10_000)])
    numbers = ids(services, article.id)
    done = decide(services, Verdict.HIDE, *numbers, reason="spoiler")
    assert done.step is not None
    assert (done.step.label, len(done.changed)) == ("10,000 replies hidden", 10_000)
    assert services.moderating.queue_counts(article.id)[Queue.HIDDEN] == 10_000
    assert seals_hold(services)
    assert services.history.undo(Scope.REPLIES).changed == tuple(sorted(numbers))
    assert services.moderating.queue_counts(None)[Queue.VISIBLE] == 10_000
    assert services.database.read(records.check) is None
    assert arrivals.identity_of("a", " x\ny ") == arrivals.identity_of("a", "x y")
