"""Kept states of articles. They are only ever added, but automatic ones thin out with age."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.core.article import Revision, RevisionKind
from famedit.core.textstats import text_stats
from famedit.store.records import permit
from famedit.store.seals import REVISION_COLUMNS, hash_of
from famedit.store.tables import article, person, revision
from famedit.store.values import clean, revision_from

if TYPE_CHECKING:
    from famedit.store.database import Reading, Writing

#: Automatic revisions older than the first are kept one for each of the second.
THINNING: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(days=30), timedelta(days=7)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=1), timedelta(hours=1)),
)


def append(
    tx: Writing,
    article_id: int,
    document: dict[str, Any],
    *,
    key: str,
    kind: RevisionKind,
    person_id: int,
    name: str = "",
) -> int:
    """Add a revision and return its number within the article, which the caller holds."""
    last: int | None = tx.value(sa.select(sa.func.max(revision.c.number)).where(revision.c.article_id == article_id))
    number = (last or 0) + 1
    row: dict[str, Any] = {
        "article_id": article_id,
        "number": number,
        "key": key,
        "kind": kind.value,
        "name": clean(name),
        "person_id": person_id,
        "made_at": tx.now,
        "words": text_stats(document["body"]).words,
        "fields": document,
    }
    tx.run(revision.insert().values(**row, row_hash=hash_of(row, REVISION_COLUMNS)))
    return number


def has_key(look: Reading, key: str) -> bool:
    """Whether a save with this key has happened."""
    return look.value(sa.select(revision.c.id).where(revision.c.key == key)) is not None


def _query(*, with_fields: bool) -> sa.Select[Any]:
    columns = [column for column in revision.c if with_fields or column.name != "fields"]
    return sa.select(*columns, person.c.name.label("person")).join(person, person.c.id == revision.c.person_id)


def of_article(look: Reading, article_id: int) -> tuple[Revision, ...]:
    """Return an article's revisions without their fields, the latest first."""
    query = _query(with_fields=False).where(revision.c.article_id == article_id).order_by(revision.c.number.desc())
    return tuple(revision_from(row) for row in look.rows(query))


def get(look: Reading, revision_id: int) -> Revision | None:
    """Return a revision with its fields."""
    row = look.row(_query(with_fields=True).where(revision.c.id == revision_id))
    return revision_from(row) if row else None


def by_number(look: Reading, article_id: int, number: int) -> Revision | None:
    """Return the revision with this number within the article, with its fields."""
    query = _query(with_fields=True).where(revision.c.article_id == article_id, revision.c.number == number)
    row = look.row(query)
    return revision_from(row) if row else None


def thin(tx: Writing) -> dict[int, list[int]]:
    """Let old automatic revisions go: of each hour, day or week the last is kept. Return the numbers that went.

    The one an article holds now is never touched.
    """
    automatic = [kind.value for kind in RevisionKind if kind.automatic]
    rows = tx.rows(
        sa.select(revision.c.id, revision.c.article_id, revision.c.number, revision.c.made_at)
        .join(article, article.c.id == revision.c.article_id)
        .where(
            revision.c.kind.in_(automatic),
            revision.c.made_at < tx.now - THINNING[-1][0],
            revision.c.number != article.c.revision_no,
        )
        .order_by(revision.c.article_id, revision.c.number.desc())
    )
    kept: set[tuple[int, timedelta, int]] = set()
    went: dict[int, list[int]] = {}
    ids: list[int] = []
    for row in rows:
        span = _span(tx.now - row["made_at"])
        place = (row["article_id"], span, int(row["made_at"].timestamp() // span.total_seconds()))
        if place in kept:
            ids.append(row["id"])
            went.setdefault(row["article_id"], []).append(row["number"])
        kept.add(place)
    if ids:
        with permit(tx):
            for start in range(0, len(ids), 5000):
                tx.run(revision.delete().where(revision.c.id.in_(ids[start : start + 5000])))
    return went


def _span(age: timedelta) -> timedelta:
    return next(span for older, span in THINNING if age >= older)
