"""Storing what comes from outside: twice adds nothing, a newer copy adds and updates, nobody's work is undone."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from famedit.core.answers import DeskFilter
from famedit.core.article import ArticleFields, CallToAction, HeroImage, Place, RevisionKind, Status
from famedit.core.changes import NOTHING
from famedit.core.errors import BadInput, NotFound
from famedit.core.history import Scope
from famedit.core.moderation import Decision, Verdict
from famedit.core.reply import NewReply, Queue, ReplyAuthor, ReplyStatus
from famedit.core.understood import FoundPicture, Understood
from famedit.store import records, replies

if TYPE_CHECKING:
    from famedit.core.reply import Reply
    from famedit.services.desk import Services


def said(text: str, author: str = "Pete", **more: object) -> NewReply:
    return NewReply(ReplyAuthor(author), text, **more)  # type: ignore[arg-type]  # fields of NewReply


def copied(*texts: NewReply, headline: str = "Moon race", **fields: object) -> Understood:
    given = ArticleFields(headline=headline, standfirst="Once more", body="Body.", **fields)  # type: ignore[arg-type]
    return Understood(
        given, Status.PUBLISHED, texts, reader="page", said=frozenset({"headline", "standfirst", "body", *fields})
    )


def texts(services: Services, article_id: int) -> list[tuple[int, str]]:
    return [(reply.position, reply.text) for reply in services.moderating.replies(article_id)]


def picture(width: int = 8) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 6), "red").save(out, "PNG")
    return out.getvalue()


def test_an_article_arrives_with_everything_and_importing_it_twice_adds_nothing(services: Services) -> None:
    page = copied(said("One"), said("Two", parent_position=1), said("One"))
    first = services.importing.store(page)
    assert (first.created, first.replies_added, first.replies_updated, first.unchanged) == (True, 3, 0, 0)
    assert first.changes.articles == {first.article_id}
    assert len(first.changes.replies) == 3
    article = services.library.article(first.article_id)
    assert (article.status, article.fields.slug, article.revision_no) == (Status.PUBLISHED, "moon-race", 1)
    assert article.published_at is not None
    (revision,) = services.editing.revisions(first.article_id)
    assert revision.kind is RevisionKind.IMPORT
    stored = services.moderating.replies(first.article_id)
    assert [reply.position for reply in stored] == [1, 2, 3]
    assert stored[1].parent_id == stored[0].id
    again = services.importing.store(page)
    assert again == replace(first, created=False, replies_added=0, unchanged=3, changes=NOTHING)
    assert services.moderating.replies(first.article_id) == stored
    assert len(services.editing.revisions(first.article_id)) == 1
    assert services.library.rows(DeskFilter()).counts["all"] == 1
    assert services.database.read(records.check) is None


def test_a_newer_copy_adds_and_updates_and_removes_nothing(services: Services) -> None:
    first = services.importing.store(copied(said("One"), said("Two"), said("Three")))
    newer = copied(said("One", likes=4, liked_by=("Ada",)), said("Three"), said("Four"), said("One"))
    done = services.importing.store(newer)
    assert (done.created, done.replies_added, done.replies_updated) == (False, 2, 1)
    assert sorted(text for _, text in texts(services, first.article_id)) == ["Four", "One", "One", "Three", "Two"]
    one = services.moderating.replies(first.article_id)[0]
    assert (one.likes, one.liked_by) == (4, ("Ada",))
    silent = services.importing.store(copied(said("One")))
    assert silent.unchanged == 1
    assert services.moderating.replies(first.article_id)[0].likes == 4


def test_a_moderators_decision_and_edit_survive_a_newer_copy(services: Services) -> None:
    def page(third: ReplyStatus, words: str) -> Understood:
        return copied(
            said("One", source_id="1"),
            said(words, source_id="2"),
            said("Three", source_id="3", status=third),
            said("Four", source_id="4"),
        )

    first = services.importing.store(page(ReplyStatus.PENDING, "Two"))
    one, two, three, four = services.moderating.replies(first.article_id)
    services.moderating.apply(Decision((one.id,), Verdict.HIDE, "spoiler"))
    services.moderating.edit(two.id, "Two, mended", "", version=two.version)
    done = services.importing.store(page(ReplyStatus.VISIBLE, "Two, as its author edited it"))
    one, two, three, four = services.moderating.replies(first.article_id)
    assert (one.status, one.reason) == (ReplyStatus.HIDDEN, "spoiler")
    assert (two.text, two.original_text) == ("Two, mended", "Two, as its author edited it")
    assert three.status is ReplyStatus.VISIBLE  # nobody had decided about it here
    assert (done.replies_updated, done.unchanged) == (2, 2)
    assert "Two" in services.database.read(lambda look: replies.texts(look, two.id))
    # nobody has edited the fourth here: its author may
    services.importing.store(copied(said("Four, longer", source_id="4")))
    four = services.moderating.by_id([four.id])[0]
    assert four.text == four.original_text == "Four, longer"
    assert services.database.read(lambda look: replies.texts(look, four.id)) == ["Four", "Four, longer"]


def test_what_its_source_deleted_stays_as_a_tombstone(services: Services) -> None:
    first = services.importing.store(copied(said("One", source_id="1"), said("Two", source_id="2")))
    (one, _) = services.moderating.replies(first.article_id)
    services.moderating.apply(Decision((one.id,), Verdict.FLAG))
    services.importing.store(copied(said("", source_id="1", status=ReplyStatus.DELETED)))
    one = services.moderating.by_id([one.id])[0]
    assert (one.status, one.text) == (ReplyStatus.DELETED, "One")
    assert services.moderating.record_of(one.id)[0].after == "deleted"
    assert services.moderating.queue_counts(first.article_id)[Queue.ALL] == 2


def test_two_replies_with_ids_of_their_own_are_two_and_an_id_learnt_later_is_the_same(services: Services) -> None:
    first = services.importing.store(copied(said("Same words"), said("Same words")))
    done = services.importing.store(
        copied(said("Same words", source="s", source_id="a"), said("Same words", source="s", source_id="b"))
    )
    assert (done.replies_added, done.replies_updated) == (0, 2)
    done = services.importing.store(copied(said("Same words", source="s", source_id="c")))
    assert done.replies_added == 1
    assert sorted(reply.source_id for reply in services.moderating.replies(first.article_id)) == ["a", "b", "c"]
    # a copied page knows no ids: it means those that are there
    assert services.importing.store(copied(said("Same words"), said("Same words"))).replies_added == 0


def test_replies_from_another_source_come_behind_those_that_are_there(services: Services) -> None:
    first = services.importing.store(copied(said("One"), said("Two")))
    done = services.importing.add_replies(first.article_id, [said("Other one"), said("Other two", parent_position=1)])
    assert (done.replies_added, done.article_updated) == (2, False)
    assert texts(services, first.article_id) == [(1, "One"), (2, "Two"), (3, "Other one"), (4, "Other two")]
    stored = services.moderating.replies(first.article_id)
    assert stored[3].parent_id == stored[2].id
    with pytest.raises(NotFound):
        services.importing.add_replies(999, [said("x")])


def test_an_added_reply_that_was_taken_back_comes_back_with_a_copy_that_holds_it(services: Services) -> None:
    article, _ = services.editing.create()
    services.moderating.add(article.id, [said("By post")])
    services.history.undo(Scope.REPLIES)
    services.importing.add_replies(article.id, [said("By post")])
    assert texts(services, article.id) == [(1, "By post")]


def test_replies_alone_want_an_article(services: Services) -> None:
    alone = Understood(replies=(said("One"),), only_replies=True, origin="replies.json")
    with pytest.raises(BadInput, match=r"replies\.json: The file holds replies and no article"):
        services.importing.store(alone)
    article, _ = services.editing.create()
    assert services.importing.store(alone, article_id=article.id).replies_added == 1


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ({"source": "s", "source_id": "1"}, {"source": "s", "source_id": "1", "headline": "Renamed"}, True),
        ({"source": "s", "source_id": "1"}, {"source": "t", "source_id": "1"}, False),
        ({"canonical_link": "https://a"}, {"canonical_link": "https://a", "headline": "Renamed"}, True),
        ({"canonical_link": "https://a"}, {"canonical_link": "https://b"}, False),
        ({}, {}, True),
        ({}, {"headline": "Renamed"}, False),
        ({"headline": ""}, {"headline": ""}, False),
    ],
)
def test_what_makes_two_imports_the_same_article(
    services: Services, one: dict[str, str], two: dict[str, str], same: bool
) -> None:
    def page(given: dict[str, str]) -> Understood:
        source = {name: given[name] for name in ("source", "source_id") if name in given}
        rest = {name: value for name, value in given.items() if name not in source}
        return replace(copied(**rest), **source)  # type: ignore[arg-type]  # fields of Understood

    first = services.importing.store(page(one))
    assert (services.importing.store(page(two)).article_id == first.article_id) is same


def test_the_original_headline_counts_after_an_editor_changed_it(services: Services) -> None:
    first = services.importing.store(copied())
    article = services.library.article(first.article_id)
    services.editing.save(article.id, base_version=1, fields=article.fields.with_(headline="Ours now"), key="k")
    again = services.importing.store(copied())
    assert (again.article_id, again.article_updated) == (article.id, False)
    assert services.library.article(article.id).fields.headline == "Ours now"
    # what was written by hand is known by the headline it has
    by_hand, _ = services.editing.create(ArticleFields(headline="By hand", body="mine"))
    assert services.importing.store(copied(headline="By hand")).article_id == by_hand.id
    # something in the trash is the last to be meant
    services.editing.trash([by_hand.id])
    other, _ = services.editing.create(ArticleFields(headline="By hand"))
    assert services.importing.store(copied(headline="By hand")).article_id in (by_hand.id, other.id)


def test_an_update_takes_what_its_source_changed_and_keeps_what_an_editor_changed(services: Services) -> None:
    first = services.importing.store(copied(tags=("a",), call_to_action=CallToAction("Join", "https://x")))
    article = services.library.article(first.article_id)
    edited = article.fields.with_(body="Body, edited here.", internal_note="Ours")
    services.editing.save(article.id, base_version=1, fields=edited, key="k")
    services.editing.save_draft(
        article.id, base_version=2, serial=1, fields=edited.with_(body="unsaved"), place=Place()
    )
    newer = copied(tags=("a", "b"), call_to_action=CallToAction("Join us", ""))
    done = services.importing.store(replace(newer, origin="page.txt", status=Status.DRAFT))
    assert done.article_updated
    assert done.changes.articles == {article.id}
    now = services.library.article(article.id)
    assert now.fields.body == "Body, edited here."
    assert now.fields.tags == ("a", "b")
    assert now.fields.call_to_action == CallToAction("Join us", "https://x")
    assert now.fields.internal_note == "Ours"
    assert now.status is Status.PUBLISHED
    kinds = [(r.kind, r.name) for r in services.editing.revisions(article.id)]
    assert kinds[:3] == [
        (RevisionKind.IMPORT, "page.txt"),
        (RevisionKind.IMPORT, "Unsaved text before an import"),
        (RevisionKind.SAVED, ""),
    ]
    # the source's body changes too: the newer text is taken, ours is the revision before
    source = replace(newer, fields=newer.fields.with_(body="Body, edited there."))
    services.importing.store(source)
    assert services.library.article(article.id).fields.body == "Body, edited there."


def test_what_a_file_does_not_speak_of_stays(services: Services) -> None:
    first = services.importing.store(copied(tags=("a",), slug="mine", slug_touched=True))
    later = replace(copied(slug="yours", slug_touched=True), said=frozenset({"headline", "slug"}))
    services.importing.store(replace(later, fields=later.fields.with_(body="not spoken of", tags=())))
    fields = services.library.article(first.article_id).fields
    assert (fields.body, fields.tags, fields.slug) == ("Body.", ("a",), "yours")


def test_pictures_are_stored_and_named(services: Services) -> None:
    hero, inner = picture(8), picture(9)
    named = hashlib.sha256(b"an original elsewhere").hexdigest()
    page = replace(
        copied(hero=HeroImage(alt="A pad")),
        picture=hero,
        picture_name="pad.png",
        body_pictures=(FoundPicture(inner, "in.png", named),),
    )
    page = replace(page, fields=page.fields.with_(body=f"![x](media/{named})"))
    done = services.importing.store(page)
    fields = services.library.article(done.article_id).fields
    assert fields.hero == HeroImage(
        hashlib.sha256(hero).hexdigest(), "A pad", file_name="pad.png", media_type="image/png", width=8, height=6
    )
    assert services.library.picture(fields.hero.sha256) == hero
    assert fields.body == f"![x](media/{hashlib.sha256(inner).hexdigest()})"
    assert not services.importing.store(page).article_updated
    # our own export names the original: the desk that has it goes on using it
    exported = replace(page, picture=picture(4), fields=page.fields.with_(hero=replace(fields.hero, caption="New")))
    services.importing.store(exported)
    now = services.library.article(done.article_id).fields.hero
    assert (now.sha256, now.caption, now.width) == (fields.hero.sha256, "New", 8)
    # a picture that is not there leaves its words
    lost = replace(copied(headline="Lost", hero=HeroImage("f" * 64, "alt", width=7)))
    assert services.library.article(services.importing.store(lost).article_id).fields.hero == HeroImage(alt="alt")
    with pytest.raises(BadInput):
        services.importing.store(replace(page, picture=b"no picture"))


def test_a_copy_in_another_order_moves_what_it_knows_and_means_each_reply_once(services: Services) -> None:
    first = services.importing.store(copied(said("One", source_id="1"), said("Two", source_id="2")))
    again = copied(
        said("Two", source_id="2", position=1), said("One", source_id="1", position=2), said("Other", source_id="1")
    )
    done = services.importing.store(again)
    assert (done.replies_added, done.replies_updated) == (1, 2)
    assert texts(services, first.article_id) == [(1, "Two"), (2, "One"), (3, "Other")]


def test_it_is_said_beforehand_which_article_an_import_means(services: Services) -> None:
    assert services.importing.known(copied()) is None
    first = services.importing.store(copied())
    row = services.importing.known(copied())
    assert row is not None
    assert row.id == first.article_id
    assert services.importing.known(Understood(only_replies=True)) is None


def test_pasted_text_is_understood(services: Services) -> None:
    (found,) = services.importing.understand("A headline\n\nA standfirst.\n\nBody.\n", "pasted.txt")
    assert found.fields.headline == "A headline"


def test_the_sample_newsroom_fills_a_desk_and_twice_adds_nothing(services: Services) -> None:
    changes = services.importing.load_sample()
    assert len(changes.articles) >= 20
    assert len(changes.replies) >= 200
    assert services.importing.load_sample() == NOTHING
    counts = services.library.rows(DeskFilter()).counts
    assert counts["trashed"] > 0
    assert counts["archived"] > 0
    assert sum(counts[status.value] for status in Status) == counts["all"]
    queues = services.moderating.queue_counts(None)
    assert all(queues[queue] for queue in Queue)
    assert services.database.read(records.check) is None
    assert any(row.needs_decision for row in services.library.rows(DeskFilter()).rows)


def test_a_reply_of_the_sample_answers_another(services: Services) -> None:
    services.importing.load_sample()
    everyone: list[Reply] = [
        r for row in services.library.rows(DeskFilter()).rows for r in services.moderating.replies(row.id)
    ]
    by_id = {reply.id: reply for reply in everyone}
    answers = [reply for reply in everyone if reply.parent_id]
    assert answers
    assert all(by_id[reply.parent_id].article_id == reply.article_id for reply in answers if reply.parent_id)
