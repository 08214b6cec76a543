"""Replies from a JSON file in our own shape; docs/formats.md draws it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias, cast

from famedit.core.errors import BadInput
from famedit.core.reply import NewReply, ReplyAuthor, ReplyStatus, Report, TextFormat
from famedit.core.understood import Understood

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.reply import Json
    from famedit.services.readers.source import SourceText

READER_ID = "replies-json"
Row: TypeAlias = "dict[str, Json]"

_KNOWN = frozenset(NewReply.__dataclass_fields__) | {"parent", "posted", "edited"}


def looks_like_replies(text: str) -> bool:
    """Whether ``text`` may be JSON with replies in it."""
    return text.lstrip()[:1] in ("[", "{") and '"text"' in text


def read_reply_file(source: SourceText) -> tuple[Understood, ...]:
    """Read a list of replies, or an object with a list "replies". Raises ``BadInput`` that names the place."""
    rows, file_source = _rows(source)
    warnings = list(source.warnings)
    replies: list[NewReply] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise BadInput(f"Reply {number} is no object.", 'Write {"author": ..., "text": ...}.', file=source.name)
        replies.append(_reply(row, number, file_source, source.name, warnings))
    understood = Understood(
        replies=tuple(replies),
        source=file_source,
        reader=READER_ID,
        origin=source.name,
        only_replies=True,
        warnings=tuple(warnings),
    )
    return (understood,)


def _rows(source: SourceText) -> tuple[list[Json], str]:
    def refuse(word: str) -> float:
        raise BadInput(f"{word} is no number that can be kept.", "Write null instead.", file=source.name)

    try:
        data = cast("Json", json.loads(source.text, parse_constant=refuse))
    except json.JSONDecodeError as error:
        words = error.msg[:1].lower() + error.msg[1:]
        raise BadInput(
            f"The JSON cannot be read: {words}.", "Correct the line.", file=source.name, line=error.lineno
        ) from error
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number of thousands of digits
        raise BadInput("The JSON is nested too deeply or too large.", file=source.name) from error
    if isinstance(data, dict):
        rows = data.get("replies")
        if isinstance(rows, list):
            return rows, _words(data.get("source"))
    elif isinstance(data, list):
        return data, ""
    raise BadInput(
        "There is no list of replies in the file.", 'Write a list, or an object with "replies".', file=source.name
    )


def _reply(row: Row, number: int, file_source: str, name: str, warnings: list[str]) -> NewReply:
    def wrong(what: str) -> BadInput:
        return BadInput(f"Reply {number}: {what}", "Correct it and import again.", file=name)

    def one_of(key: str, values: type[TextFormat | ReplyStatus], default: str) -> str:
        word = _words(row.get(key)) or default
        if word not in {value.value for value in values}:
            allowed = ", ".join(value.value for value in values)
            raise wrong(f'"{key}" is "{word}", but may only be {allowed}.')
        return word

    text = row.get("text")
    if not isinstance(text, str):
        raise wrong('"text" is missing.')
    unknown = sorted(row.keys() - _KNOWN)
    if unknown:
        warnings.append(f"Reply {number}: {', '.join(unknown)} went into the extra fields.")
    extra = row.get("extra")
    liked_by = tuple(_words(item) for item in _items(row.get("liked_by")) if _words(item))
    return NewReply(
        author=_author(row.get("author")),
        text=text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""),
        format=TextFormat(one_of("format", TextFormat, TextFormat.PLAIN)),
        position=_number(row.get("position")) or number,
        parent_position=_number(row.get("parent_position", row.get("parent"))),
        source=_words(row.get("source")) or file_source,
        source_id=_words(row.get("source_id")),
        posted_at=_time(row.get("posted_at", row.get("posted")), wrong),
        posted_words=_words(row.get("posted_words")),
        edited_at=_time(row.get("edited_at", row.get("edited")), wrong),
        edited_words=_words(row.get("edited_words")),
        likes=max(_number(row.get("likes")) or 0, len(liked_by)),
        liked_by=liked_by,
        reports=tuple(
            Report(_words(item.get("by")), _words(item.get("reason")))
            for item in _items(row.get("reports"))
            if isinstance(item, dict)
        ),
        status=ReplyStatus(one_of("status", ReplyStatus, ReplyStatus.VISIBLE)),
        flagged=row.get("flagged") is True,
        reason=_words(row.get("reason")),
        held_because=_words(row.get("held_because")),
        extra={**(extra if isinstance(extra, dict) else {}), **{key: row[key] for key in unknown}},
    )


def _author(value: Json) -> ReplyAuthor:
    if not isinstance(value, dict):
        return ReplyAuthor(_words(value))
    name, rank, source_id = (_words(value.get(key)) for key in ("name", "rank", "source_id"))
    return ReplyAuthor(name, rank, _number(value.get("posts")), source_id)


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _words(value: Json) -> str:
    """Return a text or a number as text; anything else as ""."""
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _number(value: Json) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31:
        return value
    return None


def _time(value: Json, wrong: Callable[[str], BadInput]) -> datetime | None:
    words = _words(value)
    if not words:
        return None
    try:
        at = datetime.fromisoformat(words)
    except ValueError as error:
        raise wrong(f'"{words}" is no time; write it as 2025-03-21T09:12:00+00:00.') from error
    if at.tzinfo is None:
        raise wrong(f'"{words}" names no offset from UTC; write it as 2025-03-21T09:12:00+00:00.')
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise wrong(f'"{words}" is out of the range of dates.') from error
