"""Sentences for steps: what was done, as the undo bar and the list of steps say it, without a full stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from famedit.core.article import Status
from famedit.core.moderation import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

_DONE: dict[Verdict, str] = {
    Verdict.APPROVE: "approved",
    Verdict.HIDE: "hidden",
    Verdict.SPAM: "marked as spam",
    Verdict.PENDING: "sent to pending",
    Verdict.FLAG: "flagged",
    Verdict.UNFLAG: "no longer flagged",
}
_STATUS: dict[Status, str] = {
    Status.DRAFT: "Draft",
    Status.IN_REVIEW: "In review",
    Status.READY: "Ready",
    Status.PUBLISHED: "Published",
}
#: Longer headlines are cut in a sentence.
_LONGEST = 48


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 reply", "3 replies", "1,200 replies"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def replies_decided(verdict: Verdict, positions: Sequence[int]) -> str:
    """Return "Reply 3 hidden" or "3 replies approved"; ``positions`` are places in the source."""
    return f"{_replies(positions)} {_DONE[verdict]}"


def replies_added(positions: Sequence[int]) -> str:
    """Return "Reply 8 added"."""
    return f"{_replies(positions)} added"


def reply_edited(position: int) -> str:
    """Return "Text of reply 2 edited"."""
    return f"Text of reply {position} edited"


def _replies(positions: Sequence[int]) -> str:
    return f"Reply {positions[0]}" if len(positions) == 1 else counted(len(positions), "reply", "replies")


def quoted(headline: str) -> str:
    """Return a headline in quotation marks, cut when it is long."""
    headline = " ".join(headline.split()) or "Untitled article"
    if len(headline) > _LONGEST:
        headline = f"{headline[: _LONGEST - 1].rstrip()}…"
    return f"“{headline}”"


def _articles(headlines: Sequence[str]) -> str:
    return quoted(headlines[0]) if len(headlines) == 1 else counted(len(headlines), "article")


def article_created(headline: str) -> str:
    """Return "“Night pad” created"."""
    return f"{quoted(headline)} created"


def article_duplicated(headline: str) -> str:
    """Return "“Night pad” duplicated"."""
    return f"{quoted(headline)} duplicated"


def articles_archived(headlines: Sequence[str]) -> str:
    """Return "“Night pad” archived" or "3 articles archived"."""
    return f"{_articles(headlines)} archived"


def articles_trashed(headlines: Sequence[str]) -> str:
    """Return "“Night pad” moved to the trash"."""
    return f"{_articles(headlines)} moved to the trash"


def articles_brought_back(headlines: Sequence[str]) -> str:
    """Return "“Night pad” brought back"."""
    return f"{_articles(headlines)} brought back"


def status_moved(headline: str, status: Status) -> str:
    """Return "“Night pad” moved to Ready"; published is said as such."""
    if status is Status.PUBLISHED:
        return f"{quoted(headline)} marked as published"
    return f"{quoted(headline)} moved to {_STATUS[status]}"


def revision_restored(headline: str, number: int) -> str:
    """Return "Revision 4 of “Night pad” restored"."""
    return f"Revision {number} of {quoted(headline)} restored"
