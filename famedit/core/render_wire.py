"""What the window and the rendering process say to each other: frames of JSON, each after its length.

The window sends a ``RenderJob``; only replies that ``public_replies`` let through go into it, so that nothing else ever
leaves the window's process. The answer holds what has changed since the last answer.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from famedit.core.article import ArticleFields, CallToAction, HeroImage, Status
from famedit.core.public import PageReply
from famedit.core.reply import ReplyAuthor, TextFormat

_LENGTH: Final = struct.Struct(">I")
#: No frame is longer than this; a length beyond it means that the two sides have lost step.
MAX_FRAME: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One state of an article to be rendered. ``replies`` is None when they are those of the job before."""

    fields: ArticleFields
    status: Status
    published_at: datetime | None
    updated_at: datetime | None
    zone: str
    replies: tuple[PageReply, ...] | None
    templates: str
    likers: bool = True
    smart: bool = True


def frame(message: dict[str, Any]) -> bytes:
    """Return ``message`` as one frame."""
    data = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return _LENGTH.pack(len(data)) + data


class Unframer:
    """Puts frames together again out of the bytes as they come. Raises ValueError on bytes that are no frames."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """Take some bytes and return the messages that are whole now."""
        self._waiting += data
        messages: list[dict[str, Any]] = []
        while len(self._waiting) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._waiting)
            if length > MAX_FRAME:
                raise ValueError(length)
            end = _LENGTH.size + length
            if len(self._waiting) < end:
                break
            messages.append(json.loads(bytes(self._waiting[_LENGTH.size : end])))
            del self._waiting[:end]
        return messages


def job_to_json(job: RenderJob) -> dict[str, Any]:
    """Return a job as JSON values."""
    return {
        "fields": asdict(job.fields),
        "status": job.status.value,
        "published_at": _stamp(job.published_at),
        "updated_at": _stamp(job.updated_at),
        "zone": job.zone,
        "replies": None if job.replies is None else [_reply_to_json(reply) for reply in job.replies],
        "templates": job.templates,
        "likers": job.likers,
        "smart": job.smart,
    }


def job_from_json(data: dict[str, Any]) -> RenderJob:
    """Return the job that ``job_to_json`` wrote."""
    fields: dict[str, Any] = data["fields"]
    for name in ("category", "tags", "byline"):
        fields[name] = tuple(fields[name])
    fields["hero"] = HeroImage(**fields["hero"])
    fields["call_to_action"] = CallToAction(**fields["call_to_action"])
    replies: list[dict[str, Any]] | None = data["replies"]
    return RenderJob(
        fields=ArticleFields(**fields),
        status=Status(data["status"]),
        published_at=_at(data["published_at"]),
        updated_at=_at(data["updated_at"]),
        zone=data["zone"],
        replies=None if replies is None else tuple(_reply_from_json(reply) for reply in replies),
        templates=data["templates"],
        likers=data["likers"],
        smart=data["smart"],
    )


def _reply_to_json(reply: PageReply) -> dict[str, Any]:
    data = asdict(reply)
    data["posted_at"] = _stamp(reply.posted_at)
    data["edited_at"] = _stamp(reply.edited_at)
    return data


def _reply_from_json(data: dict[str, Any]) -> PageReply:
    data["author"] = ReplyAuthor(**data["author"])
    data["format"] = TextFormat(data["format"])
    data["posted_at"] = _at(data["posted_at"])
    data["edited_at"] = _at(data["edited_at"])
    data["liked_by"] = tuple(data["liked_by"])
    return PageReply(**data)


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _at(stamp: str | None) -> datetime | None:
    return datetime.fromisoformat(stamp) if stamp else None
