"""Replies that come from outside: which of them are known, and what a newer copy may change.

A reply is known by its source's id, else by author, original text and which of several equal ones it is. A newer copy
adds and updates; it removes nothing, and what a moderator decided or wrote stays.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.core.reply import ReplyStatus
from famedit.store import replies
from famedit.store.tables import reply
from famedit.store.values import clean_reply, reply_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.core.reply import NewReply
    from famedit.store.database import Writing

#: What a newer copy brings up to date, unless it says nothing about it.
_UPDATED = (
    *("author_name", "author_rank", "author_posts", "author_source_id", "source", "source_id", "format"),
    *("posted_at", "posted_words", "edited_at", "edited_words", "likes", "liked_by", "reports", "extra"),
)
_STANDING = ("status", "flagged", "reason", "held_because")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of replies that arrived; ``ids`` are all they mean, in their order."""

    ids: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()

    @property
    def unchanged(self) -> int:
        """How many were known and say nothing new."""
        return len(self.ids) - len(self.added) - len(self.updated)


def identity_of(author: str, original_text: str) -> str:
    """Return what a reply without an id is known by; how its lines were broken does not matter."""
    text = f"{author}\n{' '.join(original_text.split())}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(slots=True)
class _Known:
    """The replies an article has, by what they are known by."""

    by_source: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict[tuple[str, str], dict[str, Any]])
    by_identity: defaultdict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict[str, list[dict[str, Any]]](list)
    )
    by_position: dict[int, int] = field(default_factory=dict[int, int])
    last_position: int = 0

    def add(self, row: dict[str, Any]) -> None:
        if row["source_id"]:
            self.by_source[row["source"], row["source_id"]] = row
        self.by_identity[row["identity"]].append(row)
        self.by_position.setdefault(row["position"], row["id"])
        self.last_position = max(self.last_position, row["position"])


def _known(tx: Writing, article_id: int) -> _Known:
    known = _Known()
    query = sa.select(reply).where(reply.c.article_id == article_id).order_by(reply.c.occurrence, reply.c.id)
    for row in tx.rows(query.with_for_update()):
        known.add(row)
    return known


def receive(
    tx: Writing, article_id: int, arriving: Sequence[NewReply], person_id: int, *, by_hand: bool = False
) -> Arrived:
    """Add replies that are new to an article, which the caller holds, and bring known ones up to date.

    ``by_hand``: a moderator types them in; all are new and come last.
    """
    known = _known(tx, article_id)
    cleaned = [clean_reply(one) for one in arriving]
    matches = [None] * len(cleaned) if by_hand else _matches(cleaned, known)
    appended = known.last_position if by_hand or (known.last_position and not any(matches)) else 0
    ids: list[int] = [0] * len(cleaned)
    new_rows: list[dict[str, Any]] = []
    new_places: list[int] = []
    updated: list[int] = []
    deleted: list[int] = []
    occurrences: Counter[str] = Counter({identity: len(rows) for identity, rows in known.by_identity.items()})
    for place, (one, match) in enumerate(zip(cleaned, matches, strict=True)):
        position = appended + (place + 1 if by_hand else one.position or place + 1)
        if match is not None:
            ids[place] = match["id"]
            columns = _newer(match, one, position)
            if columns:
                _update(tx, match, columns, person_id)
                updated.append(match["id"])
                if columns.get("status") == ReplyStatus.DELETED.value:
                    deleted.append(match["id"])
            continue
        identity = identity_of(one.author.name, one.text)
        row = {
            "article_id": article_id,
            "position": position,
            "identity": identity,
            "occurrence": occurrences[identity],
            **reply_columns(one),
        }
        occurrences[identity] += 1
        new_rows.append(row)
        new_places.append(place)
    for place, number in zip(new_places, replies.insert(tx, new_rows), strict=True):
        ids[place] = number
    _link_parents(tx, cleaned, ids, new_places, known, by_hand=by_hand)
    return Arrived(tuple(ids), tuple(ids[place] for place in new_places), tuple(updated), tuple(deleted))


def _matches(arriving: Sequence[NewReply], known: _Known) -> list[dict[str, Any] | None]:
    seen: Counter[str] = Counter()
    taken: set[int] = set()
    found: list[dict[str, Any] | None] = []
    for one in arriving:
        match = known.by_source.get((one.source, one.source_id)) if one.source_id else None
        identity = identity_of(one.author.name, one.text)
        equals = known.by_identity.get(identity, [])
        if match is None and seen[identity] < len(equals):
            candidate = equals[seen[identity]]
            same_place = (candidate["source"], candidate["source_id"]) == (one.source, one.source_id)
            # an id the source gives now, or gave before, tells the same reply; two different ids are two replies
            if same_place or not candidate["source_id"] or not one.source_id:
                match = candidate
        seen[identity] += 1
        if match is not None and match["id"] in taken:
            match = None
        if match is not None:
            taken.add(match["id"])
        found.append(match)
    return found


def _newer(row: dict[str, Any], one: NewReply, position: int) -> dict[str, Any]:
    """Return the columns a newer copy changes."""
    new = reply_columns(one)
    columns = {
        name: new[name] for name in _UPDATED if new[name] not in ("", None, 0, [], {}) and new[name] != row[name]
    }
    if one.text and one.text != row["original_text"]:
        columns["original_text"] = one.text
        columns["identity"] = identity_of(one.author.name, one.text)
        if row["moderator_edited_at"] is None:
            columns["text"] = one.text
    if one.position and position != row["position"]:
        columns["position"] = position
    gone = one.status is ReplyStatus.DELETED
    if row["decided_at"] is None or gone:
        columns |= {name: new[name] for name in _STANDING if new[name] != row[name]}
    if row["withdrawn"]:
        columns["withdrawn"] = False
    return columns


def _update(tx: Writing, row: dict[str, Any], columns: dict[str, Any], person_id: int) -> None:
    if "original_text" in columns:
        # what the reader wrote before is kept, also below a moderator's edit
        replies.keep_text(tx, row, columns["original_text"], "edited at its source", person_id)
    replies.rewrite(tx, row, **columns)


def _link_parents(
    tx: Writing,
    arriving: Sequence[NewReply],
    ids: Sequence[int],
    new_places: Sequence[int],
    known: _Known,
    *,
    by_hand: bool,
) -> None:
    """Let new replies point to those they answer: by their place in the same copy, or by hand in the article."""
    places = {one.position or place: number for place, (one, number) in enumerate(zip(arriving, ids, strict=True), 1)}
    lookup = known.by_position if by_hand else places
    links: list[dict[str, Any]] = []
    for place in new_places:
        parent = arriving[place].parent_position
        number = lookup.get(parent) if parent is not None else None
        if number is not None and number != ids[place]:
            links.append({"row_id": ids[place], "parent": number})
    tx.run(reply.update().where(reply.c.id == sa.bindparam("row_id")).values(parent_id=sa.bindparam("parent")), links)
