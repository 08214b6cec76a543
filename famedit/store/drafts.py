"""Unsaved text: one draft for each article and person."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from famedit.store.tables import article_draft
from famedit.store.values import draft_from, fields_document

if TYPE_CHECKING:
    from datetime import datetime

    from famedit.core.article import ArticleFields, Draft, Place
    from famedit.store.database import Reading, Writing


def _key(article_id: int, person_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(article_draft.c.article_id == article_id, article_draft.c.person_id == person_id)


def get(look: Reading, article_id: int, person_id: int, person: str) -> Draft | None:
    """Return a person's draft of an article."""
    row = look.row(sa.select(article_draft).where(_key(article_id, person_id)))
    return draft_from(row, person) if row else None


def drafted(look: Reading) -> frozenset[int]:
    """Return the articles of which anybody has a draft."""
    return frozenset(row["article_id"] for row in look.rows(sa.select(article_draft.c.article_id).distinct()))


def put(
    tx: Writing,
    article_id: int,
    person_id: int,
    *,
    base_version: int,
    serial: int,
    fields: ArticleFields,
    place: Place,
) -> datetime:
    """Keep a draft unless a later one is kept already; return when the kept one was written."""
    kept = tx.row(
        sa.select(article_draft.c.serial, article_draft.c.written_at)
        .where(_key(article_id, person_id))
        .with_for_update()
    )
    if kept and kept["serial"] > serial:
        return kept["written_at"]
    values = {
        "base_version": base_version,
        "serial": serial,
        "fields": fields_document(fields),
        "place": asdict(place),
        "written_at": tx.now,
    }
    if kept:
        tx.run(article_draft.update().where(_key(article_id, person_id)).values(values))
    else:
        tx.run(article_draft.insert().values(article_id=article_id, person_id=person_id, **values))
    return tx.now


def drop(tx: Writing, article_id: int, person_id: int) -> bool:
    """Forget a draft; return whether there was one."""
    return bool(tx.run(article_draft.delete().where(_key(article_id, person_id))))
