"""A reader's reply: its values, its status and the queues moderators work through."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class ReplyStatus(StrEnum):
    """Whether readers see a reply. ``DELETED`` only ever comes from the reply's source."""

    PENDING = "pending"
    VISIBLE = "visible"
    HIDDEN = "hidden"
    SPAM = "spam"
    DELETED = "deleted"


class TextFormat(StrEnum):
    """What the raw text of a reply is written in."""

    PLAIN = "plain"
    HTML = "html"
    MARKDOWN = "markdown"
    BBCODE = "bbcode"


class Queue(StrEnum):
    """The lists a moderator works through, in the order of the keys 1 to 7."""

    NEEDS_DECISION = "needs decision"
    PENDING = "pending"
    FLAGGED = "flagged"
    VISIBLE = "visible"
    HIDDEN = "hidden"
    SPAM = "spam"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ReplyAuthor:
    """Who wrote a reply, as the source shows them. ``posts`` is None when the source does not say."""

    name: str = ""
    rank: str = ""
    posts: int | None = None
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One reader's complaint about a reply."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply as a file, a pasted page or a moderator's own hand gives it.

    ``position`` is its place in the source, from 1; ``parent_position`` the place of the reply it answers, None for
    none. ``*_words`` keep the source's own wording of a time ("edited May 3"); the time itself stays None unless the
    source states it in full. ``held_because`` says in a sentence why a pending reply waits.
    """

    author: ReplyAuthor
    text: str
    format: TextFormat = TextFormat.PLAIN
    position: int = 0
    parent_position: int | None = None
    source: str = ""
    source_id: str = ""
    posted_at: datetime | None = None
    posted_words: str = ""
    edited_at: datetime | None = None
    edited_words: str = ""
    likes: int = 0
    liked_by: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    status: ReplyStatus = ReplyStatus.VISIBLE
    flagged: bool = False
    reason: str = ""
    held_because: str = ""
    extra: dict[str, Json] = field(default_factory=dict[str, Json])


@dataclass(frozen=True, slots=True)
class Reply:
    """A stored reply. ``text`` is what is shown now, ``original_text`` what the reader wrote.

    ``parent_id`` is the reply it answers. ``decided_by``/``decided_at`` name the last decision, "" and None if nobody
    decided yet. ``moderator_edited_at`` is set while the shown text differs from the original by a moderator's hand.
    """

    id: int
    article_id: int
    position: int
    author: ReplyAuthor
    text: str
    format: TextFormat
    status: ReplyStatus
    version: int
    original_text: str
    parent_id: int | None = None
    source: str = ""
    source_id: str = ""
    posted_at: datetime | None = None
    posted_words: str = ""
    edited_at: datetime | None = None
    edited_words: str = ""
    likes: int = 0
    liked_by: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    flagged: bool = False
    reason: str = ""
    held_because: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    moderator_edited_by: str = ""
    moderator_edited_at: datetime | None = None
    extra: dict[str, Json] = field(default_factory=dict[str, Json])

    @property
    def public(self) -> bool:
        """Whether readers may see it. The one rule for preview, export, feeds, counts and public search."""
        return self.status is ReplyStatus.VISIBLE

    @property
    def needs_decision(self) -> bool:
        """Whether a moderator is still wanted."""
        return self.status is ReplyStatus.PENDING or (self.flagged and self.status is ReplyStatus.VISIBLE)


def in_queue(reply: Reply, queue: Queue) -> bool:
    """Whether ``reply`` belongs to ``queue`` as it stands now."""
    match queue:
        case Queue.ALL:
            return True
        case Queue.NEEDS_DECISION:
            return reply.needs_decision
        case Queue.FLAGGED:
            return reply.flagged and reply.status in (ReplyStatus.VISIBLE, ReplyStatus.PENDING)
        case Queue.PENDING:
            return reply.status is ReplyStatus.PENDING
        case Queue.VISIBLE:
            return reply.status is ReplyStatus.VISIBLE
        case Queue.HIDDEN:
            return reply.status is ReplyStatus.HIDDEN
        case Queue.SPAM:
            return reply.status is ReplyStatus.SPAM
