"""Replies as they stand: reading them, counting them, adding them, changing their words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.core.reply import Queue, Reply
from famedit.store import search
from famedit.store.articles import chunks
from famedit.store.seals import REPLY_REVISION_COLUMNS, hash_of, reply_hashes
from famedit.store.tables import article, person, reply, reply_revision, reply_tally
from famedit.store.values import reply_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from famedit.store.database import Reading, Writing

_decider = person.alias("decider")
_editor = person.alias("editor")
_QUERY = (
    sa.select(reply, _decider.c.name.label("decided_by_name"), _editor.c.name.label("edited_by_name"))
    .outerjoin(_decider, _decider.c.id == reply.c.decided_by)
    .outerjoin(_editor, _editor.c.id == reply.c.moderator_edited_by)
    .where(~reply.c.withdrawn)
)


# Reading ------------------------------------------------------------------------------------------------------------


def of_article(look: Reading, article_id: int) -> tuple[Reply, ...]:
    """Return all replies of an article in the order of their source."""
    query = _QUERY.where(reply.c.article_id == article_id).order_by(reply.c.position, reply.c.id)
    return tuple(reply_from(row) for row in look.rows(query))


def by_id(look: Reading, ids: Sequence[int]) -> tuple[Reply, ...]:
    """Return replies in the order asked for; those that are gone are left out."""
    found = {row["id"]: row for some in chunks(ids) for row in look.rows(_QUERY.where(reply.c.id.in_(some)))}
    return tuple(reply_from(found[number]) for number in ids if number in found)


def _in_queue(queue: Queue) -> list[sa.ColumnElement[bool]]:
    match queue:
        case Queue.ALL:
            return []
        case Queue.NEEDS_DECISION:
            return [sa.or_(reply.c.status == "pending", sa.and_(reply.c.flagged, reply.c.status == "visible"))]
        case Queue.FLAGGED:
            return [reply.c.flagged, reply.c.status.in_(("visible", "pending"))]
        case _:
            return [reply.c.status == queue.value]


def page(
    look: Reading,
    queue: Queue,
    article_id: int | None,
    *,
    text: str,
    limit: int,
    offset: int,
    newest_first: bool = False,
) -> tuple[Reply, ...]:
    """Return a page of a queue. Replies to articles in the trash are in no queue of the whole desk."""
    conditions = [~reply.c.withdrawn, *_in_queue(queue)]
    order: tuple[sa.ColumnElement[Any], ...]
    if article_id is None:
        conditions.append(reply.c.article_id.not_in(sa.select(article.c.id).where(article.c.trashed)))
        order = (reply.c.id,)
    else:
        conditions.append(reply.c.article_id == article_id)
        order = (reply.c.position, reply.c.id)
    if newest_first:
        order = tuple(column.desc() for column in order)
    found = search.replies_matching(text, server=look.server)
    if found is not None:
        conditions.append(found)
    # numbers first: what lies before the page is only counted, never read
    ids = look.values(sa.select(reply.c.id).where(*conditions).order_by(*order).limit(limit).offset(offset))
    return by_id(look, ids)


def counts(look: Reading, article_id: int | None) -> dict[Queue, int]:
    """Return how many replies each queue holds."""
    query = sa.select(reply_tally.c.status, reply_tally.c.flagged, sa.func.sum(reply_tally.c.number).label("number"))
    if article_id is None:
        query = query.where(reply_tally.c.article_id.not_in(sa.select(article.c.id).where(article.c.trashed)))
    else:
        query = query.where(reply_tally.c.article_id == article_id)
    result = dict.fromkeys(Queue, 0)
    for row in look.rows(query.group_by(reply_tally.c.status, reply_tally.c.flagged)):
        status, number = row["status"], int(row["number"])
        result[Queue.ALL] += number
        if status in result:  # each status but "deleted" has a queue of its own name
            result[Queue(status)] += number
        if row["flagged"] and status in ("visible", "pending"):
            result[Queue.FLAGGED] += number
        if status == "pending" or (row["flagged"] and status == "visible"):
            result[Queue.NEEDS_DECISION] += number
    return result


def of_author(look: Reading, name: str) -> tuple[datetime | None, Counter[str], int]:
    """Return when an author was first seen, their replies by status, and how many of them are flagged."""
    rows = look.rows(
        sa.select(
            reply.c.status,
            reply.c.flagged,
            sa.func.count().label("number"),
            sa.func.min(sa.func.coalesce(reply.c.posted_at, reply.c.created_at), type_=reply.c.created_at.type).label(
                "first"
            ),
        )
        .where(reply.c.author_name == name, ~reply.c.withdrawn)
        .group_by(reply.c.status, reply.c.flagged)
    )
    by_status: Counter[str] = Counter()
    for row in rows:
        by_status[row["status"]] += row["number"]
    flags = sum(row["number"] for row in rows if row["flagged"])
    return min((row["first"] for row in rows), default=None), by_status, flags


def ids_of_author(name: str) -> sa.Select[Any]:
    """Return the query for an author's replies."""
    return sa.select(reply.c.id).where(reply.c.author_name == name)


# Writing ------------------------------------------------------------------------------------------------------------


def insert(tx: Writing, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add replies, each a row of columns without hashes; return their numbers in order."""
    if not rows:
        return []
    sealed = [{**row, **reply_hashes(row), "created_at": tx.now} for row in rows]
    statement = reply.insert().returning(reply.c.id, sort_by_parameter_order=True)
    return [int(number) for number in tx.connection.execute(statement, sealed).scalars()]


def whole(tx: Writing, reply_id: int) -> dict[str, Any] | None:
    """Return the whole row of a reply, held until this transaction is over."""
    return tx.row(sa.select(reply).where(reply.c.id == reply_id, ~reply.c.withdrawn).with_for_update())


def rewrite(tx: Writing, row: dict[str, Any], **columns: object) -> None:
    """Change what a reply says or where it stands, and seal it again; ``row`` is the whole row as it is."""
    new = {**row, **columns}
    tx.run(
        reply.update()
        .where(reply.c.id == row["id"])
        .values(**columns, **reply_hashes(new), version=reply.c.version + 1)
    )


def keep_text(tx: Writing, row: dict[str, Any], text: str, reason: str, person_id: int) -> None:
    """Keep a text a reply is about to get, and before the first one what the reader wrote."""
    last = tx.value(sa.select(sa.func.max(reply_revision.c.number)).where(reply_revision.c.reply_id == row["id"])) or 0
    kept = [(text, reason)] if last else [(row["original_text"], ""), (text, reason)]
    for number, (words, why) in enumerate(kept, start=last + 1):
        columns: dict[str, Any] = {
            "reply_id": row["id"],
            "number": number,
            "text": words,
            "format": row["format"],
            "reason": why,
            "person_id": person_id,
            "made_at": tx.now,
        }
        tx.run(reply_revision.insert().values(**columns, row_hash=hash_of(columns, REPLY_REVISION_COLUMNS)))


def texts(look: Reading, reply_id: int) -> list[str]:
    """Return the reader's text and each text that replaced it, in order; empty when it was never changed."""
    return look.values(
        sa.select(reply_revision.c.text).where(reply_revision.c.reply_id == reply_id).order_by(reply_revision.c.number)
    )
