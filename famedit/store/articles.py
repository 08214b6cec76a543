"""Articles as they were last saved: reading, listing, writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.core.article import Article, ArticleRow, Status
from famedit.core.slug import free_slug, slugify
from famedit.store import search
from famedit.store.records import permit
from famedit.store.seals import ARTICLE_COLUMNS, hash_of
from famedit.store.tables import (
    article,
    article_draft,
    reply,
    reply_tally,
    step,
    step_article,
    step_reply,
)
from famedit.store.values import article_from, fields_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from famedit.core.answers import DeskFilter
    from famedit.core.article import ArticleFields
    from famedit.store.database import Reading, Writing

#: Ids in one IN (...): below every driver's limit.
CHUNK = 5000
_PHASES = (Status.DRAFT, Status.IN_REVIEW, Status.READY, Status.PUBLISHED)


def chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    """Split ids into portions one statement can take."""
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


# Reading ------------------------------------------------------------------------------------------------------------


def get(look: Reading, article_id: int) -> Article | None:
    """Return an article, None when there is none by that number."""
    row = look.row(sa.select(article).where(article.c.id == article_id))
    return article_from(row) if row else None


def hold(tx: Writing, article_id: int) -> Article | None:
    """Return an article and keep others on a server from changing it until this transaction is over."""
    row = tx.row(sa.select(article).where(article.c.id == article_id).with_for_update())
    return article_from(row) if row else None


def hold_all(tx: Writing, ids: Sequence[int]) -> dict[int, Article]:
    """Return articles by number, held as by ``hold``; those that are gone are left out."""
    rows = [
        row
        for some in chunks(ids)
        for row in tx.rows(sa.select(article).where(article.c.id.in_(some)).order_by(article.c.id).with_for_update())
    ]
    return {row["id"]: article_from(row) for row in rows}


def find(look: Reading, slug_or_id: str) -> int | None:
    """Return the number of the article with this slug, or this number."""
    by_slug = look.value(sa.select(article.c.id).where(article.c.slug == slug_or_id))
    if by_slug is None and slug_or_id.isascii() and slug_or_id.isdigit() and len(slug_or_id) < 10:
        return look.value(sa.select(article.c.id).where(article.c.id == int(slug_or_id)))
    return by_slug


def distinct(look: Reading, column: str) -> list[Any]:
    """Return the different values of a column among articles that are not in the trash."""
    return look.values(sa.select(article.c[column]).where(~article.c.trashed).distinct())


def trashed(look: Reading) -> list[int]:
    """Return the numbers of everything in the trash."""
    return look.values(sa.select(article.c.id).where(article.c.trashed).order_by(article.c.id))


def _row_query(person_id: int) -> sa.Select[Any]:
    tally = (
        sa.select(
            reply_tally.c.article_id,
            sa.func.sum(sa.case((reply_tally.c.status != "deleted", reply_tally.c.number), else_=0)).label("replies"),
            sa.func.sum(sa.case((_needs_decision(), reply_tally.c.number), else_=0)).label("waiting"),
        )
        .group_by(reply_tally.c.article_id)
        .subquery()
    )
    draft = sa.exists().where(article_draft.c.article_id == article.c.id, article_draft.c.person_id == person_id)
    return sa.select(
        *(
            article.c[name]
            for name in ("id", "headline", "status", "updated_at", "archived", "trashed", "slug", "byline")
        ),
        sa.func.coalesce(tally.c.replies, 0).label("replies"),
        sa.func.coalesce(tally.c.waiting, 0).label("waiting"),
        draft.label("has_draft"),
    ).outerjoin(tally, tally.c.article_id == article.c.id)


def _needs_decision() -> sa.ColumnElement[bool]:
    tally = reply_tally.c
    return sa.or_(tally.status == "pending", sa.and_(tally.flagged, tally.status == "visible"))


def _row_from(row: Mapping[str, Any]) -> ArticleRow:
    return ArticleRow(
        id=row["id"],
        headline=row["headline"],
        status=Status(row["status"]),
        updated_at=row["updated_at"],
        archived=row["archived"],
        trashed=row["trashed"],
        reply_count=int(row["replies"]),
        needs_decision=int(row["waiting"]),
        has_draft=bool(row["has_draft"]),
        slug=row["slug"],
        byline=tuple(row["byline"]),
    )


def _shelf(name: str) -> sa.ColumnElement[bool]:
    match name:
        case "trashed":
            return article.c.trashed
        case "archived":
            return sa.and_(~article.c.trashed, article.c.archived)
        case _:
            return sa.and_(~article.c.trashed, ~article.c.archived)


def _conditions(look: Reading, wanted: DeskFilter) -> list[sa.ColumnElement[bool]]:
    conditions = [_shelf(wanted.shelf)]
    if wanted.status is not None and wanted.shelf == "desk":
        conditions.append(article.c.status == wanted.status.value)
    found = search.articles_matching(wanted.text, server=look.server)
    if found is not None:
        conditions.append(found)
    return conditions


def list_rows(look: Reading, wanted: DeskFilter, person_id: int) -> tuple[ArticleRow, ...]:
    """Return the rows ``wanted`` asks for."""
    newest = (article.c.updated_at.desc(), article.c.id.desc())
    phase = sa.case({status.value: place for place, status in enumerate(_PHASES)}, value=article.c.status, else_=9)
    orders: dict[str, tuple[sa.ColumnElement[Any], ...]] = {
        "edited": newest,
        "headline": (sa.func.lower(article.c.headline), article.c.id),
        "status": (phase, *newest),
    }
    # the page is cut first, so that the counts are only looked up for what is shown
    page = (
        sa.select(article.c.id)
        .where(*_conditions(look, wanted))
        .order_by(*orders[wanted.sort])
        .limit(wanted.limit)
        .offset(wanted.offset)
    )
    return rows_by_id(look, look.values(page), person_id)


def rows_by_id(look: Reading, ids: Sequence[int], person_id: int) -> tuple[ArticleRow, ...]:
    """Return rows in the order asked for; those that are gone are left out."""
    found = {
        row["id"]: row for some in chunks(ids) for row in look.rows(_row_query(person_id).where(article.c.id.in_(some)))
    }
    return tuple(_row_from(found[number]) for number in ids if number in found)


def total(look: Reading, wanted: DeskFilter) -> int:
    """Return how many rows there are without the limit."""
    return look.value(sa.select(sa.func.count()).select_from(article).where(*_conditions(look, wanted)))


def counts(look: Reading) -> dict[str, int]:
    """Return the counts beside the filters."""
    rows = look.rows(
        sa.select(article.c.status, article.c.archived, article.c.trashed, sa.func.count().label("number")).group_by(
            article.c.status, article.c.archived, article.c.trashed
        )
    )
    result = {"all": 0, **{status.value: 0 for status in Status}, "archived": 0, "trashed": 0}
    for row in rows:
        if row["trashed"]:
            result["trashed"] += row["number"]
        elif row["archived"]:
            result["archived"] += row["number"]
        else:
            result["all"] += row["number"]
            result[row["status"]] += row["number"]
    return result


def with_work(look: Reading, person_id: int, limit: int = 500) -> tuple[ArticleRow, ...]:
    """Return the articles with replies that need a decision, the most needy first; none from the trash."""
    waiting = sa.func.sum(reply_tally.c.number)
    ids = look.values(
        sa.select(reply_tally.c.article_id)
        .join(article, article.c.id == reply_tally.c.article_id)
        .where(_needs_decision(), ~article.c.trashed)
        .group_by(reply_tally.c.article_id)
        .having(waiting > 0)
        .order_by(waiting.desc(), reply_tally.c.article_id)
        .limit(limit)
    )
    return rows_by_id(look, ids, person_id)


# Writing ------------------------------------------------------------------------------------------------------------


class _Taken:
    """The slugs other articles have, asked for one by one."""

    def __init__(self, look: Reading, but: int | None) -> None:
        self._look = look
        self._but = but

    def __contains__(self, slug: object) -> bool:
        owner = self._look.value(sa.select(article.c.id).where(article.c.slug == slug))
        return owner is not None and owner != self._but


def _with_slug(tx: Writing, document: dict[str, Any], article_id: int | None) -> dict[str, Any]:
    """Return the fields with the slug they are to have: as typed, else from the headline, and nobody else's."""
    tx.lock("slugs")
    touched = document["slug_touched"] and document["slug"].strip()
    wanted = slugify(document["slug"] if touched else document["headline"])
    return {**document, "slug_touched": bool(touched), "slug": free_slug(wanted, _Taken(tx, article_id))}


def insert(
    tx: Writing,
    fields: ArticleFields,
    *,
    status: Status = Status.DRAFT,
    zone: str = "UTC",
    source: str = "",
    source_id: str = "",
    created_at: datetime | None = None,
    updated_at: datetime | None = None,
    published_at: datetime | None = None,
) -> int:
    """Make an article and return its number. Its first revision is the caller's to make."""
    document = _with_slug(tx, fields_document(fields), None)
    number: int = tx.value(
        article.insert()
        .values(
            **document,
            status=status.value,
            zone=zone,
            source=source,
            source_id=source_id,
            version=1,
            created_at=created_at or tx.now,
            updated_at=updated_at or tx.now,
            published_at=published_at,
        )
        .returning(article.c.id)
    )
    return number


def write_fields(tx: Writing, current: Article, fields: ArticleFields) -> dict[str, Any] | None:
    """Let an article be ``fields``; return the document kept, None when somebody else saved since ``current``."""
    document = _with_slug(tx, fields_document(fields), current.id)
    touched = tx.run(
        article.update()
        .where(article.c.id == current.id, article.c.version == current.version)
        .values(**document, version=article.c.version + 1, updated_at=tx.now)
    )
    return document if touched else None


def change(tx: Writing, article_id: int, **columns: object) -> None:
    """Change columns that are no fields (status, marks, times, revision number)."""
    tx.run(article.update().where(article.c.id == article_id).values(**columns))


def seal(tx: Writing, ids: Sequence[int]) -> None:
    """Renew the row hashes after a change."""
    for some in chunks(ids):
        rows = tx.rows(sa.select(article).where(article.c.id.in_(some)))
        tx.run(
            article.update().where(article.c.id == sa.bindparam("row_id")).values(row_hash=sa.bindparam("new_hash")),
            [{"row_id": row["id"], "new_hash": hash_of(row, ARTICLE_COLUMNS)} for row in rows],
        )


def delete(tx: Writing, ids: Sequence[int]) -> None:
    """Delete articles with everything that belongs to them. The record stays."""
    with permit(tx):
        for some in chunks(ids):
            # the answers' links first, while the articles are still there for the tallies to be kept
            tx.run(reply.update().where(reply.c.article_id.in_(some)).values(parent_id=None))
            tx.run(reply.delete().where(reply.c.article_id.in_(some)))
            tx.run(step_article.delete().where(step_article.c.article_id.in_(some)))
            tx.run(article.delete().where(article.c.id.in_(some)))
    gone = sa.and_(
        ~sa.exists().where(step_article.c.step_id == step.c.id),
        ~sa.exists().where(step_reply.c.step_id == step.c.id),
    )
    tx.run(step.update().where(gone).values(state="gone"))
