"""Opening a desk, and what all its use cases share."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from famedit.core.article import ArticleFields, HeroImage, Place, RevisionKind
from famedit.core.errors import DeskError, DeskLocked, DeskUnreachable, StaleVersion
from famedit.services import desk as desk_module
from famedit.services.desk import open_desk
from famedit.services.saving import keep_revision, new_key
from famedit.store import articles, people, server_link
from famedit.store import database as database_module
from famedit.store.values import clean_deep, fields_document, fields_from
from tests.desks import new_desk, postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from famedit.services.desk import Services
    from famedit.store.database import Writing


def test_a_desk_says_which_it_is(services: Services) -> None:
    assert services.desk_name.startswith("desk")
    assert services.url_shown
    assert "geheim" not in services.url_shown
    assert services.acting.name == "Ada"
    assert services.doctor.check().findings


def test_a_person_is_met_once(open_as: Callable[..., Services]) -> None:
    first = open_as("Ada").acting.id
    assert open_as("Ada").acting.id == first
    assert open_as("Ben").acting.id != first


def test_a_desk_that_cannot_be_entered_is_closed_again(
    desk_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    real = desk_module.Database.close

    def close(database: desk_module.Database) -> None:
        closed.append(database.name)
        real(database)

    def refuse(look: object, name: str) -> int:
        raise DeskLocked("Busy.")

    monkeypatch.setattr(desk_module.Database, "close", close)
    monkeypatch.setattr(people, "person_id", refuse)
    with pytest.raises(DeskError):
        open_desk(desk_url, person="Ada", journal_dir=tmp_path, backup_dir=tmp_path)
    assert len(closed) == 1


def test_tidying_and_closing_twice_do_no_harm(services: Services) -> None:
    services.tidy()
    services.close()
    services.close()


def test_a_save_over_an_article_that_is_not_the_one_held_is_refused(services: Services) -> None:
    article, _ = services.editing.create()
    newer = article.fields.with_(body="newer")
    services.editing.save(article.id, base_version=1, fields=newer, key="k")
    with pytest.raises(StaleVersion):
        services.database.write(
            lambda tx: keep_revision(
                tx, article, newer.with_(body="x"), key=new_key(), kind=RevisionKind.SAVED, person_id=1
            )
        )
    kept = services.database.read(lambda look: articles.get(look, article.id))
    assert kept is not None
    assert kept.fields.body == "newer"


def test_fields_of_an_older_or_a_later_program_are_read() -> None:
    assert fields_from({}) == ArticleFields()
    later = {"headline": "H", "weight": 3, "hero": {"alt": "a", "depth": 1}, "call_to_action": {"text": "t", "new": 1}}
    read = fields_from(later)
    assert (read.headline, read.hero, read.call_to_action.text) == ("H", HeroImage(alt="a"), "t")
    full = ArticleFields(tags=("a",), byline=("b", "c"), category=("d",))
    assert fields_from(fields_document(full)) == full
    assert clean_deep({"a\0": ["x\0", ("y\0", 1)]}) == {"a": ["x", ("y", 1)]}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Services]:
    """A server's desk that waits a second for an answer and two for a connection."""
    monkeypatch.setattr(server_link, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(database_module, "ANSWER_SECONDS", 1.0)
    for url in new_desk("postgresql", tmp_path):
        services = open_desk(
            f"{url}&connect_timeout=2", person="Ada", journal_dir=tmp_path / "journal", backup_dir=tmp_path / "backups"
        )
        yield services
        services.close()


@contextmanager
def standing_still(*processes: int) -> Iterator[None]:
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            os.kill(process, signal.SIGCONT)


def test_a_server_that_stands_still_is_given_up_on_and_the_text_goes_through_later(impatient: Services) -> None:
    article, _ = impatient.editing.create(ArticleFields(headline="Rover"))
    fields = article.fields.with_(body="Typed while the server stood still.")
    master = postgres().server.get_pid()
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()

    def keep(serial: int) -> None:
        impatient.editing.save_draft(article.id, base_version=1, serial=serial, fields=fields, place=Place())

    began = time.monotonic()
    with standing_still(master, *map(int, children)):
        with pytest.raises(DeskUnreachable, match="does not answer") as failed:
            keep(1)
        assert 0.9 < time.monotonic() - began < 15
        assert "kept on this machine" in failed.value.remedy
        assert impatient.editing._journal.read(article.id, "Ada").fields == fields  # type: ignore[union-attr]
    keep(2)
    assert impatient.editing._journal.read(article.id, "Ada") is None
    assert impatient.editing.open(article.id).fields.body == fields.body


def test_one_connection_that_stands_still_in_a_transaction_is_given_up(impatient: Services) -> None:
    with ExitStack() as stack:

        def freeze(tx: Writing) -> None:
            backend = tx.value(sa.select(sa.func.pg_backend_pid()))
            stack.enter_context(standing_still(backend))
            tx.value(sa.select(1))

        began = time.monotonic()
        with pytest.raises(DeskUnreachable, match="does not answer"):
            impatient.database.write(freeze, quiet=True)
        assert 0.9 < time.monotonic() - began < 5
        # others go on meanwhile
        impatient.editing.create(ArticleFields(headline="Rover"))


def test_text_reaches_this_machine_while_the_writer_waits_for_a_server(impatient: Services) -> None:
    article, _ = impatient.editing.create(ArticleFields(headline="Rover"))

    def draft(serial: int) -> dict[str, Any]:
        fields = article.fields.with_(body=f"Text {serial}")
        return {"base_version": 1, "serial": serial, "fields": fields, "place": Place()}

    def here() -> str:
        kept = impatient.editing._journal.read(article.id, "Ada")
        return kept.fields.body if kept else ""

    impatient.editing.keep_here(article.id, **draft(1))
    impatient.editing.keep_here(article.id, **draft(3))
    impatient.editing.keep_here(article.id, **draft(2))  # threads overtake each other
    assert here() == "Text 3"
    impatient.editing.save_draft(article.id, **draft(1))
    assert here() == "Text 3"
    impatient.editing.save_draft(article.id, **draft(3))
    assert here() == ""
    impatient.editing.keep_here(article.id, **draft(3))  # late
    assert here() == ""
