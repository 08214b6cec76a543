"""Decisions about replies: what each verb does, and what undoing it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from famedit.core.reply import ReplyStatus


class Verdict(StrEnum):
    """What a moderator may do to a reply with one key."""

    APPROVE = "approve"
    HIDE = "hide"
    SPAM = "spam"
    PENDING = "pending"
    FLAG = "flag"
    UNFLAG = "unflag"


#: Reasons a reply is hidden for: code and the words moderators see. Free text is allowed beside "other".
REASONS: tuple[tuple[str, str], ...] = (
    ("personal_remark", "Personal remark"),
    ("spoiler", "Spoiler"),
    ("off_topic", "Off topic"),
    ("advertising", "Advertising"),
    ("other", "Other"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The part of a reply that decisions move."""

    status: ReplyStatus
    flagged: bool
    reason: str = ""
    held_because: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict on one or many replies. ``reason`` is a code of ``REASONS`` or free words; ``note`` is internal."""

    reply_ids: tuple[int, ...]
    verdict: Verdict
    reason: str = ""
    note: str = ""


def after(before: Standing, verdict: Verdict, reason: str = "") -> Standing:
    """Return where ``verdict`` takes a reply that stands at ``before``.

    Any decision on the status also answers the flag: a reply that was looked at no longer waits for a look. A reply
    deleted by its source stays deleted, and a flag on a hidden, spam or deleted reply means nothing.
    """
    if before.status is ReplyStatus.DELETED:
        return before
    match verdict:
        case Verdict.APPROVE:
            return Standing(ReplyStatus.VISIBLE, flagged=False)
        case Verdict.HIDE:
            return Standing(ReplyStatus.HIDDEN, flagged=False, reason=reason)
        case Verdict.SPAM:
            return Standing(ReplyStatus.SPAM, flagged=False, reason=reason)
        case Verdict.PENDING:
            return Standing(ReplyStatus.PENDING, flagged=False, held_because=before.held_because)
        case Verdict.FLAG:
            if before.status in (ReplyStatus.VISIBLE, ReplyStatus.PENDING):
                return Standing(before.status, flagged=True, reason=before.reason, held_because=before.held_because)
            return before
        case Verdict.UNFLAG:
            return Standing(before.status, flagged=False, reason=before.reason, held_because=before.held_because)


def reason_words(reason: str) -> str:
    """Return the words for a reason code, or the free words themselves."""
    return dict(REASONS).get(reason, reason)
