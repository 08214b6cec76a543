"""The record: an append-only chain of what people did, which still verifies after personal data was erased.

Each entry has a payload (the words: texts before and after, notes, names of readers) and a salt. The chain runs over
the salted hash of the payload, not over the payload: erasing drops payload and salt and leaves the hash, so nobody can
guess what was there and every later link still holds.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from famedit.core.reply import Json

#: What the first entry points back to.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One thing one person did. ``batch`` joins the entries of one act; ``payload`` is None once it was erased.

    ``article_id`` and ``reply_id`` are None where the act was about neither. ``before`` and ``after`` are short words
    for the state ("visible", "in review"); everything personal belongs in the payload.
    """

    number: int
    at: datetime
    person: str
    action: str
    article_id: int | None = None
    reply_id: int | None = None
    before: str = ""
    after: str = ""
    batch: str = ""
    payload: Mapping[str, Json] | None = field(default=None)
    salt: str | None = None
    payload_hash: str = ""
    link: str = ""


def new_salt() -> str:
    """Return 16 random bytes as hexadecimal digits."""
    return secrets.token_hex(16)


def canonical(value: Json | Mapping[str, Json]) -> str:
    """Return the one spelling of a JSON value that is hashed and stored."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_payload(salt: str, payload: Mapping[str, Json]) -> str:
    """Return the salted SHA-256 of a payload."""
    return hashlib.sha256(f"{salt}\n{canonical(payload)}".encode()).hexdigest()


def chain_link(previous: str, entry: RecordEntry) -> str:
    """Return the link of ``entry`` after the link ``previous``: it covers everything but payload and salt."""
    line = canonical(
        [
            previous,
            entry.number,
            round(entry.at.timestamp() * 1_000_000),
            entry.person,
            entry.action,
            entry.article_id,
            entry.reply_id,
            entry.before,
            entry.after,
            entry.batch,
            entry.payload_hash,
        ]
    )
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the record does not hold: ``number`` of the entry and a sentence."""

    number: int
    words: str


def find_break(entries: Iterable[RecordEntry], previous: str = GENESIS, number: int = 1) -> Break | None:
    """Return the first place where the chain does not hold, None when it holds throughout.

    ``entries`` come in order; ``previous`` and ``number`` are the link before the first of them and its number.
    """
    for entry in entries:
        if entry.number != number:
            return Break(number, f"Entry {number} of the record is missing.")
        if entry.payload is not None and (
            entry.salt is None or hash_payload(entry.salt, entry.payload) != entry.payload_hash
        ):
            return Break(number, f"What entry {number} of the record says was changed afterwards.")
        if chain_link(previous, entry) != entry.link:
            return Break(number, f"Entry {number} of the record was changed afterwards.")
        previous = entry.link
        number += 1
    return None
