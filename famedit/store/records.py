"""The record as it is kept: appending to the chain, reading it, checking it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.core.record import GENESIS, Break, RecordEntry, canonical, chain_link, find_break, hash_payload, new_salt
from famedit.store.tables import erase_permit, person, record, record_head
from famedit.store.values import clean_deep

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from famedit.core.reply import Json
    from famedit.store.database import Reading, Writing

#: Entries read at a time when the whole chain is walked.
SLICE = 5000


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be recorded; ``payload`` takes everything personal."""

    action: str
    article_id: int | None = None
    reply_id: int | None = None
    before: str = ""
    after: str = ""
    payload: Mapping[str, Json] | None = None


def append(tx: Writing, person_id: int, acts: Sequence[Act], *, batch: str = "") -> None:
    """Append entries to the record, in order, all with the transaction's time."""
    if not acts:
        return
    name = tx.value(sa.select(person.c.name).where(person.c.id == person_id))
    number, link = _head(tx)
    rows: list[dict[str, Any]] = []
    for act in acts:
        number += 1
        salt = new_salt()
        payload: dict[str, Json] = clean_deep(dict(act.payload or {}))
        entry = RecordEntry(
            number=number,
            at=tx.now,
            person=name,
            action=act.action,
            article_id=act.article_id,
            reply_id=act.reply_id,
            before=act.before,
            after=act.after,
            batch=batch,
            payload_hash=hash_payload(salt, payload),
        )
        link = chain_link(link, entry)
        rows.append(
            {
                "number": number,
                "at": tx.now,
                "person_id": person_id,
                "action": act.action,
                "article_id": act.article_id,
                "reply_id": act.reply_id,
                "before": act.before,
                "after": act.after,
                "batch": batch,
                "payload": canonical(payload),
                "salt": salt,
                "payload_hash": entry.payload_hash,
                "link": link,
            }
        )
    tx.run(record.insert(), rows)
    tx.run(record_head.update().values(number=number, link=link))


def _head(tx: Writing) -> tuple[int, str]:
    """Return the end of the chain; on a server others wait here until this transaction is over."""
    head = tx.need(sa.select(record_head.c.number, record_head.c.link).with_for_update())
    return head["number"], head["link"]


_ENTRY = sa.select(record, person.c.name.label("person")).join(person, person.c.id == record.c.person_id)


def _entry_from(row: Mapping[str, Any]) -> RecordEntry:
    payload = row["payload"]
    return RecordEntry(
        number=row["number"],
        at=row["at"],
        person=row["person"],
        action=row["action"],
        article_id=row["article_id"],
        reply_id=row["reply_id"],
        before=row["before"],
        after=row["after"],
        batch=row["batch"],
        payload=None if payload is None else json.loads(payload),
        salt=row["salt"],
        payload_hash=row["payload_hash"],
        link=row["link"],
    )


def entries(
    look: Reading,
    *,
    replies: Sequence[int] | sa.Select[Any] | None = None,
    article_id: int | None = None,
    limit: int = 200,
) -> tuple[RecordEntry, ...]:
    """Return entries, the latest first; of these replies (numbers, or a query for them) or this article if asked."""
    wanted = _ENTRY.order_by(record.c.number.desc()).limit(limit)
    if replies is not None:
        wanted = wanted.where(record.c.reply_id.in_(replies))
    if article_id is not None:
        wanted = wanted.where(record.c.article_id == article_id)
    return tuple(_entry_from(row) for row in look.rows(wanted))


def walk(look: Reading, after: int = 0) -> Iterator[RecordEntry]:
    """Go through the whole record in order, from behind entry ``after``."""
    while rows := look.rows(_ENTRY.where(record.c.number > after).order_by(record.c.number).limit(SLICE)):
        for row in rows:
            yield _entry_from(row)
        after = rows[-1]["number"]


def check(look: Reading) -> Break | None:
    """Return the first place where the record does not hold, cut-off ends included; None when it holds."""
    end: list[tuple[int, str]] = [(0, GENESIS)]

    def seen() -> Iterator[RecordEntry]:
        for entry in walk(look):
            end[0] = (entry.number, entry.link)
            yield entry

    broken = find_break(seen())
    if broken is not None:
        return broken
    head = look.need(sa.select(record_head.c.number, record_head.c.link))
    if (head["number"], head["link"]) != end[0]:
        return Break(end[0][0] + 1, f"The record ends at entry {end[0][0]}; there were {head['number']}.")
    return None


def erase(tx: Writing, numbers: Sequence[int]) -> None:
    """Drop payload and salt of these entries for good; the chain goes on to hold."""
    with permit(tx):
        tx.run(record.update().where(record.c.number.in_(numbers)).values(payload=None, salt=None))


@contextmanager
def permit(tx: Writing) -> Generator[None]:
    """Open the guarded tables inside this block, for this transaction only."""
    tx.run(erase_permit.insert().values(id=1))
    yield
    tx.run(erase_permit.delete())
