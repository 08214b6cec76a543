"""Drafts, saves, revisions, status, and what is done with whole articles, on both databases."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from PIL import Image

from famedit.core.answers import DeskFilter
from famedit.core.article import ArticleFields, CallToAction, HeroImage, Place, RevisionKind, Status
from famedit.core.changes import NOTHING
from famedit.core.errors import BadInput, DeskError, DeskLocked, NotFound, StaleVersion, UndoRefused
from famedit.core.history import Scope
from famedit.core.reply import NewReply, ReplyAuthor
from famedit.store import records
from famedit.store.tables import article_draft, revision

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.answers import Outcome
    from famedit.core.article import Article
    from famedit.core.changes import Changes
    from famedit.services.desk import Services
    from famedit.store.database import Writing

FULL = ArticleFields(
    headline="Night pad “lit” 🚀",
    short_headline="Night pad",
    standfirst="One lamp, two towers.",
    slug="Night Pad",
    slug_touched=True,
    category=("Television", "Drama", "Audio + Video + Home"),
    tags=("launch", "lamp"),
    byline=("Mara Lindqvist", "O’Neil, Jr"),
    dateline="London",
    language="ar",
    body="One.\n\nTwo — שלום.",
    hero=HeroImage("ab" * 32, "alt", "caption", "credit", 0.25, 0.75, "pad.jpg", "image/jpeg", 640, 480),
    canonical_link="https://example.org/a",
    call_to_action=CallToAction("Join in", "https://example.org/in"),
    replies_open=False,
    internal_note="Not for print.",
)


def save(  # the arguments most tests do not care about
    services: Services,
    article_id: int,
    version: int,
    fields: ArticleFields,
    key: str = "",
    kind: RevisionKind = RevisionKind.SAVED,
    name: str = "",
) -> tuple[Article, Changes]:
    key = key or f"{article_id}-{version}-{fields.body}"
    return services.editing.save(article_id, base_version=version, fields=fields, key=key, kind=kind, name=name)


def label(done: Outcome) -> str:
    return done.step.label if done.step else ""


def test_every_field_comes_back_as_it_was_saved(services: Services) -> None:
    article, changes = services.editing.create(FULL)
    assert changes.articles == {article.id}
    opened = services.editing.open(article.id)
    assert opened.draft is None
    assert opened.fields == FULL.with_(slug="night-pad")
    assert (article.version, article.revision_no, article.status) == (1, 1, Status.DRAFT)
    assert article.created_at.tzinfo is not None


def test_a_new_article_carries_the_persons_name_and_a_slug_of_its_own(services: Services) -> None:
    first, _ = services.editing.create()
    second, _ = services.editing.create()
    assert first.fields.byline == ("Ada",)
    assert (first.fields.slug, second.fields.slug) == ("article", "article-2")


def test_the_slug_follows_the_headline_until_it_is_touched(services: Services) -> None:
    article, _ = services.editing.create(ArticleFields(headline="First words"))
    article, _ = save(services, article.id, 1, article.fields.with_(headline="Other words"))
    assert article.fields.slug == "other-words"
    article, _ = save(services, article.id, 2, article.fields.with_(slug="my own", slug_touched=True))
    article, _ = save(services, article.id, 3, article.fields.with_(headline="Third words"))
    assert article.fields.slug == "my-own"
    other, _ = services.editing.create(ArticleFields(headline="x", slug="my-own", slug_touched=True))
    assert other.fields.slug == "my-own-2"
    article, _ = save(services, article.id, 4, article.fields.with_(slug="  "))
    assert (article.fields.slug, article.fields.slug_touched) == ("third-words", False)


def test_texts_no_database_takes_are_cleaned_not_lost(services: Services) -> None:
    article, _ = services.editing.create(
        ArticleFields(headline="a\0b", body="\ud83d\ude80 \ud800x\r\ny", tags=("q\0",))
    )
    assert article.fields.headline == "ab"
    assert article.fields.body == "🚀 �x\ny"
    assert article.fields.tags == ("q",)


# Drafts -------------------------------------------------------------------------------------------------------------


def draft(
    services: Services, article_id: int, serial: int, body: str, base_version: int = 1
) -> tuple[datetime, Changes]:
    return services.editing.save_draft(
        article_id,
        base_version=base_version,
        serial=serial,
        fields=ArticleFields(headline="H", body=body),
        place=Place("body", 3, 1, 40),
    )


def test_a_draft_comes_back_with_its_place_after_a_restart(open_as: Callable[..., Services]) -> None:
    first = open_as()
    article, _ = first.editing.create(ArticleFields(headline="H"))
    at, changes = draft(first, article.id, 7, "unsaved words")
    assert changes.articles == {article.id}
    first.close()
    opened = open_as().editing.open(article.id)
    assert opened.draft is not None
    assert opened.draft.fields.body == "unsaved words"
    assert opened.draft.place == Place("body", 3, 1, 40)
    assert (opened.draft.serial, opened.draft.base_version, opened.draft.written_at) == (7, 1, at)
    assert opened.article.fields.body == ""


def test_a_late_draft_never_replaces_a_newer_one(services: Services) -> None:
    article, _ = services.editing.create()
    at, _ = draft(services, article.id, 5, "newer")
    late, _ = draft(services, article.id, 4, "older")
    assert late == at
    assert services.editing.open(article.id).fields.body == "newer"
    draft(services, article.id, 5, "the same write, tried again")
    assert services.editing.open(article.id).fields.body == "the same write, tried again"


def test_drafts_belong_to_one_person(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create()
    draft(ada, article.id, 1, "Ada’s")
    assert ben.editing.open(article.id).draft is None
    draft(ben, article.id, 1, "Ben’s")
    assert ada.editing.open(article.id).fields.body == "Ada’s"
    assert ada.library.rows(DeskFilter()).rows[0].has_draft
    assert ben.editing.discard_draft(article.id).articles == {article.id}
    assert ben.editing.discard_draft(article.id) == NOTHING
    assert not ben.library.rows(DeskFilter()).rows[0].has_draft


def test_saving_is_done_with_the_draft(services: Services) -> None:
    article, _ = services.editing.create()
    draft(services, article.id, 1, "words")
    save(services, article.id, 1, article.fields.with_(body="words"))
    assert services.editing.open(article.id).draft is None
    draft(services, article.id, 2, "")
    assert services.editing.open(article.id).draft is not None


def test_a_draft_that_says_what_is_saved_is_none(services: Services) -> None:
    article, _ = services.editing.create()
    services.editing.save_draft(article.id, base_version=1, serial=1, fields=article.fields, place=Place())
    assert services.editing.open(article.id).draft is None


def test_text_goes_to_the_journal_when_the_desk_refuses(
    services: Services, monkeypatch: pytest.MonkeyPatch, open_as: Callable[..., Services]
) -> None:
    article, _ = services.editing.create()
    draft(services, article.id, 1, "in the desk")

    def refuse(work: object, *, quiet: bool = False) -> None:
        raise DeskLocked("Another program is writing.", "Wait.")

    with monkeypatch.context() as patch:
        patch.setattr(services.database, "write", refuse)
        with pytest.raises(DeskLocked, match="Your text is kept on this machine"):
            draft(services, article.id, 2, "in the journal")
    assert services.editing.open(article.id).fields.body == "in the journal"
    (kept,) = services.editing.newer_journals()
    assert kept.fields.body == "in the journal"
    again = open_as()
    assert again.editing.open(article.id).fields.body == "in the journal"
    draft(again, article.id, 3, "in the desk again")
    assert again.editing.newer_journals() == ()
    assert again.editing.open(article.id).fields.body == "in the desk again"


def test_the_draft_of_a_deleted_article_is_kept_in_the_journal(services: Services) -> None:
    with pytest.raises(NotFound, match="Your text is kept"):
        draft(services, 99, 1, "orphaned")
    (kept,) = services.editing.newer_journals()
    assert kept.fields.body == "orphaned"
    services.editing.discard_draft(99)
    assert services.editing.newer_journals() == ()


def test_a_server_has_the_journal_written_before_it_is_asked(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, _ = services.editing.create()
    journals: list[int] = []
    real = services.database.write

    def look(work: Callable[..., object], *, quiet: bool = False) -> object:
        journals.append(len(services.editing._journal.all("Ada")))
        return real(work, quiet=quiet)

    monkeypatch.setattr(services.database, "write", look)
    draft(services, article.id, 1, "words")
    assert journals == [1 if services.database.is_server else 0]
    assert services.editing._journal.all("Ada") == ()


def test_a_journal_of_somebody_else_or_one_that_cannot_be_read_counts_as_none(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NotFound):
        draft(services, 5, 1, "mine")
    journal = services.editing._journal
    (file,) = journal._folder.iterdir()
    assert journal.read(5, "Ben") is None
    file.write_text(file.read_text().replace('"Ada"', '"Eve"'))
    assert journal.read(5, "Ada") is None
    file.write_bytes(b"{half")
    assert journal.all("Ada") == ()
    assert "cannot be read" in caplog.text


def test_a_journal_that_cannot_be_removed_says_so(services: Services) -> None:
    journal = services.editing._journal
    file = journal._file(3, "Ada")
    (file / "in the way").mkdir(parents=True)
    with pytest.raises(DeskError):
        journal.remove(3, "Ada")


# Saving -------------------------------------------------------------------------------------------------------------


def test_the_same_key_twice_is_one_revision(services: Services) -> None:
    article, _ = services.editing.create()
    fields = article.fields.with_(body="words")
    once, _ = save(services, article.id, 1, fields, key="k")
    twice, _ = save(services, article.id, 1, fields, key="k")
    assert once == twice
    assert [r.number for r in services.editing.revisions(article.id)] == [2, 1]


def test_saving_what_is_saved_makes_no_revision_unless_it_is_named(services: Services) -> None:
    article, _ = services.editing.create()
    save(services, article.id, 1, article.fields)
    assert len(services.editing.revisions(article.id)) == 1
    save(services, article.id, 1, article.fields, key="n", kind=RevisionKind.NAMED, name="For the lawyers")
    newest = services.editing.revisions(article.id)[0]
    assert (newest.kind, newest.name, newest.person, newest.fields) == (
        RevisionKind.NAMED,
        "For the lawyers",
        "Ada",
        None,
    )


def test_a_save_that_meets_another_save_overwrites_nothing_and_both_are_kept(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create(ArticleFields(headline="H", body="old"))
    save(ada, article.id, 1, article.fields.with_(body="Ada’s"))
    draft(ben, article.id, 1, "Ben’s")
    with pytest.raises(StaleVersion) as met:
        save(ben, article.id, 1, article.fields.with_(body="Ben’s"))
    assert (met.value.article_id, met.value.current_version) == (article.id, 2)
    assert ben.editing.open(article.id).article.fields.body == "Ada’s"
    assert ben.editing.open(article.id).fields.body == "Ben’s"
    kept, _ = ben.editing.keep_both(article.id, article.fields.with_(body="Ben’s"))
    assert kept.fields.body == "Ada’s"
    newest = ben.editing.revision(ben.editing.revisions(article.id)[0].id)
    assert newest.fields is not None
    assert (newest.fields.body, newest.person) == ("Ben’s", "Ben")
    assert ben.editing.open(article.id).draft is None
    # the article goes on from what Ada saved
    saved, _ = save(ada, article.id, 2, article.fields.with_(body="Ada goes on"))
    assert (saved.version, saved.revision_no) == (3, 4)


def test_a_save_of_an_article_that_is_gone_says_so(services: Services) -> None:
    with pytest.raises(NotFound):
        save(services, 77, 1, ArticleFields())
    with pytest.raises(NotFound):
        services.editing.open(77)
    with pytest.raises(NotFound):
        services.editing.revision(77)


def test_restoring_a_revision_keeps_what_was_there_and_can_be_undone(services: Services) -> None:
    article, _ = services.editing.create(ArticleFields(headline="H", body="first"))
    article, _ = save(services, article.id, 1, article.fields.with_(body="second"))
    draft(services, article.id, 1, "unsaved", base_version=2)
    oldest = services.editing.revisions(article.id)[-1]
    restored, changes = services.editing.restore_revision(oldest.id)
    assert restored.fields.body == "first"
    assert changes.articles == {article.id}
    kept = [services.editing.revision(r.id).fields for r in services.editing.revisions(article.id)]
    assert [fields.body for fields in kept if fields] == ["first", "unsaved", "second", "first"]
    assert services.history.steps(Scope.DESK)[0].label == "Revision 1 of “H” restored"
    services.history.undo(Scope.DESK)
    assert services.library.article(article.id).fields.body == "second"
    services.history.redo(Scope.DESK)
    assert services.library.article(article.id).fields.body == "first"
    services.editing.restore_revision(oldest.id)  # nothing to do, no step
    assert len(services.history.steps(Scope.DESK)) == 2


def test_a_restore_is_not_undone_over_later_work(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create(ArticleFields(headline="H", body="first"))
    article, _ = save(ada, article.id, 1, article.fields.with_(body="second"))
    restored, _ = ada.editing.restore_revision(ada.editing.revisions(article.id)[-1].id)
    save(ben, article.id, restored.version, restored.fields.with_(body="Ben’s"))
    with pytest.raises(UndoRefused, match="“H” was changed by somebody else"):
        ada.history.undo(Scope.DESK)
    assert ada.library.article(article.id).fields.body == "Ben’s"


def test_automatic_revisions_thin_out_with_age_and_the_record_says_so(services: Services) -> None:
    article, _ = services.editing.create(ArticleFields(body="0"))
    version = 1
    for number in range(1, 13):
        kind = RevisionKind.SAVED if number == 6 else RevisionKind.TIMED
        article, _ = save(services, article.id, version, article.fields.with_(body=str(number)), kind=kind)
        version = article.version
    now = datetime.now(UTC)
    # the hours of the last week, the days of the last month, the weeks before
    hours = now.replace(minute=0, second=0, microsecond=0) - timedelta(days=3)
    ages = {
        2: now - timedelta(days=400),
        3: now - timedelta(days=399, hours=23),
        4: hours,
        5: hours + timedelta(minutes=9),
    }
    ages |= {6: hours + timedelta(minutes=10), 7: hours + timedelta(minutes=20), 8: hours + timedelta(hours=2)}
    with services.database._write_engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("INSERT INTO erase_permit (id) VALUES (1)")
        for number, at in ages.items():
            connection.execute(revision.update().where(revision.c.number == number).values(made_at=at))
        connection.exec_driver_sql("DELETE FROM erase_permit")
    went = services.editing.thin_revisions()
    left = [r.number for r in services.editing.revisions(article.id)]
    assert 5 not in left
    assert 4 not in left
    assert {1, 6, 7, 8, 9, 10, 11, 12, 13} <= set(left)
    assert went == 13 - len(left)
    (entry,) = services.database.read(lambda look: records.entries(look, limit=1))
    assert (entry.action, entry.after) == ("thin", str(went))
    assert services.editing.thin_revisions() == 0
    services.tidy()


# Status and whole articles ------------------------------------------------------------------------------------------


def test_publishing_sets_the_time_once_and_is_recorded_and_undone(services: Services) -> None:
    article, _ = services.editing.create(ArticleFields(headline="H"))
    ready, _ = services.editing.set_status(article.id, Status.READY, base_version=1)
    assert (ready.status, ready.published_at, ready.version) == (Status.READY, None, 1)
    out, _ = services.editing.set_status(
        article.id, Status.PUBLISHED, base_version=1, fields=article.fields.with_(body="words")
    )
    assert (out.status, out.fields.body, out.version) == (Status.PUBLISHED, "words", 2)
    assert out.published_at is not None
    back, _ = services.editing.set_status(article.id, Status.DRAFT, base_version=2)
    again, _ = services.editing.set_status(article.id, Status.PUBLISHED, base_version=2)
    assert back.published_at == again.published_at == out.published_at
    same, _ = services.editing.set_status(article.id, Status.PUBLISHED, base_version=2)
    assert same == again
    moves = services.database.read(lambda look: records.entries(look, article_id=article.id))
    assert [(m.before, m.after) for m in moves if m.action == "status"] == [
        ("draft", "published"),
        ("published", "draft"),
        ("ready", "published"),
        ("draft", "ready"),
    ]
    assert [r.kind for r in services.editing.revisions(article.id)[:4]] == [RevisionKind.STATUS] * 4
    labels = [step.label for step in services.history.steps(Scope.DESK)]
    assert labels[:3] == ["“H” marked as published", "“H” moved to Draft", "“H” marked as published"]
    for _ in range(3):
        services.history.undo(Scope.DESK)
    undone = services.library.article(article.id)
    assert (undone.status, undone.published_at) == (Status.READY, None)
    with pytest.raises(StaleVersion):
        services.editing.set_status(article.id, Status.DRAFT, base_version=1)


def test_archive_trash_bring_back_are_undone_and_redone_across_restarts(open_as: Callable[..., Services]) -> None:
    services = open_as()
    one, _ = services.editing.create(ArticleFields(headline="One"))
    two, _ = services.editing.create(ArticleFields(headline="Two"))
    done = services.editing.archive([one.id, two.id, 999])
    assert done.step is not None
    assert (done.step.label, done.step.count, done.changed, done.skipped) == (
        "2 articles archived",
        2,
        (one.id, two.id),
        (999,),
    )
    assert services.editing.archive([one.id]).step is None
    assert label(services.editing.trash([one.id])) == "“One” moved to the trash"
    services.close()
    services = open_as()
    shelves = {
        shelf: [r.headline for r in services.library.rows(DeskFilter(shelf=shelf)).rows]
        for shelf in ("desk", "archived", "trashed")
    }
    assert shelves == {"desk": [], "archived": ["Two"], "trashed": ["One"]}
    undone = services.history.undo(Scope.DESK)
    assert undone.changed == (one.id,)
    assert services.library.article(one.id).archived
    services.history.undo(Scope.DESK)
    assert services.library.rows(DeskFilter()).counts["all"] == 2
    services.history.redo(Scope.DESK)
    services.history.redo(Scope.DESK)
    assert services.history.redo(Scope.DESK).step is None
    assert services.library.rows(DeskFilter()).counts == {
        "all": 0, "draft": 0, "in review": 0, "ready": 0, "published": 0, "archived": 1, "trashed": 1
    }  # fmt: skip
    assert label(services.editing.bring_back([one.id, two.id])) == "2 articles brought back"


def test_undoing_a_new_article_puts_it_in_the_trash(services: Services) -> None:
    article, _ = services.editing.create(FULL)
    copy, _ = services.editing.duplicate(article.id)
    assert copy.fields == FULL.with_(slug="night-pad-lit", slug_touched=False, canonical_link="")
    assert label(services.history.undo(Scope.DESK)) == "“Night pad “lit” 🚀” duplicated"
    assert services.library.article(copy.id).trashed
    services.history.undo(Scope.DESK)
    assert services.library.article(article.id).trashed
    assert services.history.undo(Scope.DESK).step is None
    with pytest.raises(NotFound):
        services.editing.duplicate(999)


def test_a_colleagues_move_is_not_undone(open_as: Callable[..., Services]) -> None:
    ada, ben = open_as("Ada"), open_as("Ben")
    article, _ = ada.editing.create(ArticleFields(headline="H"))
    ada.editing.set_status(article.id, Status.READY, base_version=1)
    ben.editing.set_status(article.id, Status.PUBLISHED, base_version=1)
    with pytest.raises(UndoRefused):
        ada.history.undo(Scope.DESK)
    assert ada.library.article(article.id).status is Status.PUBLISHED
    assert [step.person for step in ada.history.steps(Scope.DESK)] == ["Ada", "Ada"]


def test_emptying_the_trash_is_final_and_leaves_the_record(services: Services) -> None:
    assert services.editing.empty_trash() == NOTHING
    keep, _ = services.editing.create(ArticleFields(headline="Keep"))
    article, _ = services.editing.create(ArticleFields(headline="Gone"))
    reply = NewReply(ReplyAuthor("R"), "text")
    services.moderating.add(article.id, [reply, replace(reply, text="answer", parent_position=1)])
    draft(services, article.id, 1, "words")
    services.editing.trash([article.id])
    changes = services.editing.empty_trash()
    assert changes.everything
    assert article.id in changes.articles
    with pytest.raises(NotFound):
        services.editing.open(article.id)
    assert services.moderating.replies(article.id) == ()
    assert services.moderating.queue_counts(None) == dict.fromkeys(services.moderating.queue_counts(None), 0)
    assert [r.id for r in services.library.rows(DeskFilter()).rows] == [keep.id]
    assert services.database.read(records.check) is None
    # only what is still there can be undone
    assert [step.label for step in services.history.steps(Scope.DESK)] == ["“Keep” created"]
    assert services.history.steps(Scope.REPLIES) == ()
    newer, _ = services.editing.create()
    assert newer.id > article.id
    assert services.database.read(lambda look: look.value(sa.select(sa.func.count()).select_from(article_draft))) == 0


def test_a_step_whose_revision_has_thinned_out_is_refused(services: Services) -> None:
    article, _ = services.editing.create(ArticleFields(headline="H", body="first"))
    save(services, article.id, 1, article.fields.with_(body="second"), kind=RevisionKind.TIMED)
    services.editing.restore_revision(services.editing.revisions(article.id)[-1].id)

    def forget(tx: Writing) -> None:
        with records.permit(tx):
            tx.run(revision.delete().where(revision.c.number == 2))

    services.database.write(forget)
    with pytest.raises(UndoRefused, match="thinned out"):
        services.history.undo(Scope.DESK)


def test_going_back_to_a_step_undoes_or_redoes_all_between(services: Services) -> None:
    article, _ = services.editing.create(ArticleFields(headline="H"))
    for status in (Status.IN_REVIEW, Status.READY, Status.PUBLISHED):
        services.editing.set_status(article.id, status, base_version=1)
    published, ready, review, created = services.history.steps(Scope.DESK)
    done = services.history.back_to(Scope.DESK, review.id)
    assert done.changed == (article.id,)
    assert services.library.article(article.id).status is Status.IN_REVIEW
    services.history.back_to(Scope.DESK, published.id)
    assert services.library.article(article.id).status is Status.PUBLISHED
    assert services.history.back_to(Scope.DESK, published.id).step is None
    services.history.back_to(Scope.DESK, 0)
    assert services.library.article(article.id).trashed
    with pytest.raises(NotFound):
        services.history.back_to(Scope.DESK, 12345)
    services.history.redo(Scope.DESK)
    services.editing.archive([article.id])
    # what was undone before something else was done is gone
    assert [step.label for step in services.history.steps(Scope.DESK)] == ["“H” archived", "“H” created"]
    with pytest.raises(NotFound):
        services.history.back_to(Scope.DESK, ready.id)
    assert created.id


# Pictures -----------------------------------------------------------------------------------------------------------


def picture_bytes(width: int = 32, height: int = 20, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, kind)
    return out.getvalue()


def test_a_picture_keeps_its_original_bytes_in_pieces(services: Services) -> None:
    data = picture_bytes(600, 600, "PNG")
    assert len(data) > 256 * 1024
    hero = services.editing.add_picture(data, "pad\0.png")
    assert (hero.width, hero.height, hero.media_type, hero.file_name) == (600, 600, "image/png", "pad.png")
    assert services.editing.add_picture(data, "again.png").sha256 == hero.sha256
    assert services.library.picture(hero.sha256) == data
    assert services.library.picture("0" * 64) is None


def test_what_is_no_picture_is_refused_in_words(services: Services) -> None:
    with pytest.raises(BadInput, match="no JPEG"):
        services.editing.add_picture(b"GIF89 not", "a.gif")


def test_somebody_else_signs_in(services: Services) -> None:
    services.sign_in("Ben")
    article, _ = services.editing.create()
    assert article.fields.byline == ("Ben",)
    assert services.editing.revisions(article.id)[0].person == "Ben"
