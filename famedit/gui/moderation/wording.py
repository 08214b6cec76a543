"""The words of moderating: everything a card, the detail pane and the undo bar say about a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from famedit.core.dates import short_stamp
from famedit.core.moderation import REASONS, Verdict
from famedit.core.reply import Queue, Reply, ReplyStatus
from famedit.gui.moderation.reply_text import one_line, plain_words

if TYPE_CHECKING:
    from collections.abc import Sequence

translate = QCoreApplication.translate

#: How much of a reply is read aloud with its row.
SPOKEN_CHARACTERS = 160


def number_words(count: int) -> str:
    """Return a number with its thousands separated."""
    return f"{count:,}"


def author_name(reply: Reply) -> str:
    """Return who wrote it, in words also when nobody is named."""
    return one_line(reply.author.name, 80) or translate("Moderation", "No name given")


def place_words(reply: Reply) -> str:
    """Return "#3": its place in the source, which does not move when others are hidden."""
    return f"#{number_words(reply.position)}"


def posts_words(posts: int | None) -> str:
    """Return "2,418 posts", or nothing where the source does not say."""
    if posts is None:
        return ""
    return (
        translate("Moderation", "1 post")
        if posts == 1
        else translate("Moderation", "{0} posts").format(number_words(posts))
    )


def posted_words(reply: Reply) -> str:
    """Return when it was posted: the time, else the source's own words."""
    return short_stamp(reply.posted_at) if reply.posted_at else one_line(reply.posted_words, 60)


def rank_line(reply: Reply) -> str:
    """Return "Cadet · 3 posts"."""
    return _joined(one_line(reply.author.rank, 60), posts_words(reply.author.posts))


def meta_line(reply: Reply) -> str:
    """Return "Cadet · 3 posts · 21 Mar, 09:40"."""
    return _joined(one_line(reply.author.rank, 60), posts_words(reply.author.posts), posted_words(reply))


def edited_line(reply: Reply) -> str:
    """Return "Edited 21 Mar, 10:31": by its author as the source says it, else by a moderator."""
    if reply.moderator_edited_at:
        stamp = short_stamp(reply.moderator_edited_at)
        if reply.moderator_edited_by:
            return translate("Moderation", "Edited by {0}, {1}").format(reply.moderator_edited_by, stamp)
        return translate("Moderation", "Edited {0}").format(stamp)
    if not reply.edited_at and (words := one_line(reply.edited_words, 60)).lower().startswith("edited"):
        return words[:1].upper() + words[1:]
    when = short_stamp(reply.edited_at) if reply.edited_at else one_line(reply.edited_words, 60)
    return translate("Moderation", "Edited {0}").format(when) if when else ""


def likes_words(count: int) -> str:
    """Return "6 likes", or nothing."""
    if not count:
        return ""
    return (
        translate("Moderation", "1 like")
        if count == 1
        else translate("Moderation", "{0} likes").format(number_words(count))
    )


def likers_line(reply: Reply) -> str:
    """Return who liked it: "Liked by Ada, Brun and 4 others"."""
    if not reply.liked_by:
        return ""
    shown = [one_line(name, 60) for name in reply.liked_by[:5]]
    others = max(len(reply.liked_by), reply.likes) - len(shown)
    if others > 0:
        more = (
            translate("Moderation", "1 other")
            if others == 1
            else translate("Moderation", "{0} others").format(number_words(others))
        )
        return translate("Moderation", "Liked by {0} and {1}").format(", ".join(shown), more)
    if len(shown) == 1:
        return translate("Moderation", "Liked by {0}").format(shown[0])
    return translate("Moderation", "Liked by {0} and {1}").format(", ".join(shown[:-1]), shown[-1])


def report_reasons(reply: Reply) -> str:
    """Return the different reasons readers gave, each once."""
    return ", ".join(
        dict.fromkeys(one_line(reason_phrase(report.reason), 60) for report in reply.reports if report.reason.strip())
    )


def readers_words(count: int) -> str:
    """Return "2 readers"."""
    return (
        translate("Moderation", "1 reader")
        if count == 1
        else translate("Moderation", "{0} readers").format(number_words(count))
    )


def reports_line(reply: Reply) -> str:
    """Return "2 readers: Spoiler" while the flag is set by readers; "Flagged for a second look" for a moderator's."""
    if not flag_shown(reply):
        return ""
    if not reply.reports:
        return translate("Moderation", "Flagged for a second look")
    reasons = report_reasons(reply)
    return f"{readers_words(len(reply.reports))}: {reasons}" if reasons else readers_words(len(reply.reports))


def flag_shown(reply: Reply) -> bool:
    """Whether a flag means anything where the reply stands."""
    return reply.flagged and reply.status in (ReplyStatus.VISIBLE, ReplyStatus.PENDING)


def flag_chip(reply: Reply) -> str:
    """Return "Flagged 2"."""
    if reply.reports:
        return translate("Moderation", "Flagged {0}").format(number_words(len(reply.reports)))
    return translate("Moderation", "Flagged")


def status_words(status: ReplyStatus) -> str:
    """Return the word for a status, as a chip has it."""
    return {
        ReplyStatus.PENDING: translate("Moderation", "Pending"),
        ReplyStatus.VISIBLE: translate("Moderation", "Visible"),
        ReplyStatus.HIDDEN: translate("Moderation", "Hidden"),
        ReplyStatus.SPAM: translate("Moderation", "Spam"),
        ReplyStatus.DELETED: translate("Moderation", "Deleted"),
    }[status]


def reason_phrase(reason: str) -> str:
    """Return the words for a reason code, translated, or the free words themselves."""
    words = {
        "personal_remark": translate("Moderation", "Personal remark"),
        "spoiler": translate("Moderation", "Spoiler"),
        "off_topic": translate("Moderation", "Off topic"),
        "advertising": translate("Moderation", "Advertising"),
        "other": translate("Moderation", "Other"),
    }
    return words.get(reason, one_line(reason, 200))


def reason_choices() -> tuple[tuple[str, str], ...]:
    """Return (code, words) for the reason menu, in its order."""
    return tuple((code, reason_phrase(code)) for code, _ in REASONS)


def removed_line(reply: Reply) -> str:
    """Return "Hidden by M. Lindqvist, 21 Mar, 13:02. Reason: personal remark." for what readers do not see."""
    if reply.status is ReplyStatus.DELETED:
        return translate("Moderation", "Deleted by its source.")
    if reply.status not in (ReplyStatus.HIDDEN, ReplyStatus.SPAM):
        return ""
    words = status_words(reply.status)
    if reply.decided_by:
        words = (
            translate("Moderation", "Hidden by {0}")
            if reply.status is ReplyStatus.HIDDEN
            else translate("Moderation", "Marked as spam by {0}")
        ).format(reply.decided_by)
    if reply.decided_at:
        words += ", " + short_stamp(reply.decided_at)
    if reply.reason:
        phrase = reason_phrase(reply.reason)
        return translate("Moderation", "{0}. Reason: {1}.").format(words, phrase[:1].lower() + phrase[1:].rstrip("."))
    return f"{words}."


def waiting_line(reply: Reply) -> str:
    """Return why a pending reply waits."""
    if reply.status is not ReplyStatus.PENDING:
        return ""
    return one_line(reply.held_because, 300) or ""


def spoken(reply: Reply, *, picked: bool = False) -> str:
    """Return the whole row as one sentence, for screen readers."""
    parts = [translate("Moderation", "Reply {0}").format(number_words(reply.position)), author_name(reply)]
    parts += [part for part in (one_line(reply.author.rank, 60), status_words(reply.status).lower()) if part]
    if flag_shown(reply):
        parts.append(reports_line(reply) if reply.reports else translate("Moderation", "flagged"))
    if picked:
        parts.append(translate("Moderation", "selected"))
    return f"{', '.join(parts)}. {one_line(plain_words(reply.text[:4000], reply.format), SPOKEN_CHARACTERS)}"


def not_saved() -> str:
    """Return what a card says when its decision was not stored."""
    return translate("Moderation", "Not saved. Retry")


def queue_words(queue: Queue) -> str:
    """Return the name of a queue."""
    return {
        Queue.NEEDS_DECISION: translate("Moderation", "Needs a decision"),
        Queue.PENDING: translate("Moderation", "Pending"),
        Queue.FLAGGED: translate("Moderation", "Flagged"),
        Queue.VISIBLE: translate("Moderation", "Visible"),
        Queue.HIDDEN: translate("Moderation", "Hidden"),
        Queue.SPAM: translate("Moderation", "Spam"),
        Queue.ALL: translate("Moderation", "All replies"),
    }[queue]


def need_words(count: int) -> str:
    """Return "2 need a decision", or nothing."""
    if not count:
        return ""
    if count == 1:
        return translate("Moderation", "1 needs a decision")
    return translate("Moderation", "{0} need a decision").format(number_words(count))


def decided_sentence(verdict: Verdict, replies: Sequence[Reply], skipped: int = 0) -> str:
    """Return what the undo bar says after a decision: "Reply 5 hidden.", "3 replies hidden."."""
    if len(replies) == 1:
        what = translate("Moderation", "Reply {0}").format(number_words(replies[0].position))
    else:
        what = translate("Moderation", "{0} replies").format(number_words(len(replies)))
    done = {
        Verdict.APPROVE: translate("Moderation", "{0} approved."),
        Verdict.HIDE: translate("Moderation", "{0} hidden."),
        Verdict.SPAM: translate("Moderation", "{0} marked as spam."),
        Verdict.PENDING: translate("Moderation", "{0} sent to pending."),
        Verdict.FLAG: translate("Moderation", "{0} flagged."),
        Verdict.UNFLAG: translate("Moderation", "{0} no longer flagged."),
    }[verdict].format(what)
    if skipped == 1:
        return done + " " + translate("Moderation", "1 had changed and was left as it is.")
    if skipped:
        return (
            done
            + " "
            + translate("Moderation", "{0} had changed and were left as they are.").format(number_words(skipped))
        )
    return done


VERDICT_ICONS = {
    Verdict.APPROVE: "ph.check",
    Verdict.HIDE: "ph.eye-slash",
    Verdict.SPAM: "ph.prohibit",
    Verdict.PENDING: "ph.hourglass-medium",
    Verdict.FLAG: "ph.flag",
    Verdict.UNFLAG: "ph.flag",
}

QUEUE_ICONS = {
    Queue.NEEDS_DECISION: ("ph.tray", "text2"),
    Queue.PENDING: ("ph.hourglass-medium", "amber"),
    Queue.FLAGGED: ("ph.flag", "red"),
    Queue.VISIBLE: ("ph.eye", "text2"),
    Queue.HIDDEN: ("ph.eye-slash", "text2"),
    Queue.SPAM: ("ph.prohibit", "text2"),
    Queue.ALL: ("ph.chats", "text2"),
}


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
