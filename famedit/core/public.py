"""The one gate between what the desk knows and what readers see of their replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from famedit.core.reply import Reply, ReplyAuthor, TextFormat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageReply:
    """A reply as readers see it. ``number`` counts from 1 among the visible ones, ``answers`` is such a number or 0."""

    number: int
    total: int
    author: ReplyAuthor
    text: str
    format: TextFormat
    answers: int = 0
    answered_author: str = ""
    posted_at: datetime | None = None
    posted_words: str = ""
    edited_at: datetime | None = None
    edited_words: str = ""
    moderator_edited: bool = False
    likes: int = 0
    liked_by: tuple[str, ...] = ()


def public_replies(replies: Sequence[Reply]) -> tuple[PageReply, ...]:
    """Return what readers may see of ``replies``: the visible ones in their source's order, numbered anew."""
    visible = sorted((reply for reply in replies if reply.public), key=lambda reply: (reply.position, reply.id))
    numbers = {reply.id: number for number, reply in enumerate(visible, 1)}
    names = {reply.id: reply.author.name for reply in visible}
    return tuple(
        PageReply(
            number=numbers[reply.id],
            total=len(visible),
            author=ReplyAuthor(reply.author.name, reply.author.rank, reply.author.posts),
            text=reply.text,
            format=reply.format,
            answers=numbers.get(reply.parent_id or 0, 0),
            answered_author=names.get(reply.parent_id or 0, ""),
            posted_at=reply.posted_at,
            posted_words=reply.posted_words,
            edited_at=reply.edited_at,
            edited_words=reply.edited_words,
            moderator_edited=reply.moderator_edited_at is not None,
            likes=max(reply.likes, len(reply.liked_by)),
            liked_by=reply.liked_by,
        )
        for reply in visible
    )
