"""Markdown with front matter: our own export, and the files of other programs as far as they say the same things."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from famedit.core.article import ArticleFields, CallToAction, HeroImage, Status
from famedit.core.category import parse_category, parse_names
from famedit.core.understood import FoundPicture, Understood
from famedit.services.readers.front_matter import Entry, Value, read_front_matter

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.services.readers.source import SourceText

READER_ID = "markdown"
#: The key that marks our own files and its newest form; its body is taken to the letter.
OWN_KEY = "famedit"
OWN_FORM = 1
MOST_PICTURE_BYTES = 64_000_000

_HEADING = re.compile(r"#[ \t]+(.+?)[ \t]*#*[ \t]*$")
_PICTURE = re.compile(
    r"(?P<before>!\[[^\]\n]*\]\()(?P<address><[^<>\n]+>|[^)\s<>]+)(?P<after>(?:[ \t]+\"[^\"\n]*\")?\))"
)
SHA256 = re.compile(r"[0-9a-f]{64}")
MEDIA = re.compile(r"media/[0-9a-f]{64}")
_TRUE = {"true", "yes", "on", "1", "open", "opened"}
_FALSE = {"false", "no", "off", "0", "closed"}
_STATUSES = {
    "draft": Status.DRAFT,
    "in review": Status.IN_REVIEW,
    "in-review": Status.IN_REVIEW,
    "in_review": Status.IN_REVIEW,
    "review": Status.IN_REVIEW,
    "pending": Status.IN_REVIEW,
    "ready": Status.READY,
    "published": Status.PUBLISHED,
    "publish": Status.PUBLISHED,
}
#: The names other programs give to what we call by the first of each.
_OTHER_NAMES = {
    "title": "headline",
    "short_title": "short_headline",
    "linktitle": "short_headline",
    "description": "standfirst",
    "excerpt": "standfirst",
    "summary": "standfirst",
    "subtitle": "standfirst",
    "dek": "standfirst",
    "categories": "category",
    "keywords": "tags",
    "tag": "tags",
    "author": "byline",
    "authors": "byline",
    "lang": "language",
    "locale": "language",
    "image": "hero",
    "cover": "hero",
    "featured_image": "hero",
    "thumbnail": "hero",
    "canonical": "canonical_link",
    "canonical_url": "canonical_link",
    "canonicalurl": "canonical_link",
    "comments": "replies",
    "date": "published",
    "publishdate": "published",
    "pubdate": "published",
    "lastmod": "updated",
    "modified": "updated",
    "timezone": "zone",
    "permalink": "slug",
}
_TEXT_FIELDS = ("headline", "short_headline", "standfirst", "dateline", "language", "canonical_link", "internal_note")


@dataclass(slots=True)
class _Draft:
    """What has been understood so far."""

    source: SourceText
    entries: dict[str, Entry]
    own: bool
    understood: Understood = field(default_factory=Understood)
    fields: ArticleFields = field(default_factory=ArticleFields)
    warnings: list[str] = field(default_factory=list[str])

    def set(self, **changes: object) -> None:
        self.fields = self.fields.with_(**changes)

    def warn(self, key: str, words: str) -> None:
        self.warnings.append(f"Line {self.entries[key].line}: {words}")


def read_markdown(source: SourceText) -> tuple[Understood, ...]:
    """Understand a Markdown file. Raises ``BadInput`` for front matter that is no YAML."""
    matter = read_front_matter(source)
    own = OWN_KEY in matter.entries
    draft = _Draft(source, _renamed(matter.entries), own, warnings=[*source.warnings, *matter.warnings])
    form = _text(matter.entries[OWN_KEY].value) if own else ""
    if own and form != str(OWN_FORM):
        draft.warnings.append("The file was written by another version of FamEdit; look it over.")
    for key in draft.entries:
        if key != OWN_KEY and key not in _KEYS:
            draft.warn(key, f'"{key}" has no place in an article and is left out.')
    for key, read in _KEYS.items():
        if key in draft.entries:
            read(draft, key)
    _read_body(draft, matter.body)
    said = {field for key, field in _SAYS.items() if key in draft.entries} | {"body"}
    if draft.fields.headline:
        said.add("headline")
    understood = replace(
        draft.understood,
        fields=draft.fields,
        reader=READER_ID,
        origin=source.name,
        said=frozenset(said),
        warnings=tuple(draft.warnings),
    )
    return (understood,)


def _renamed(entries: dict[str, Entry]) -> dict[str, Entry]:
    """Give keys our names; our own name wins over another program's."""
    named: dict[str, Entry] = {}
    for key, entry in entries.items():
        ours = key.strip().lower()
        if ours == "published" and isinstance(entry.value, str) and entry.value.lower() in _TRUE | _FALSE:
            ours = "is_published"
        if ours in _KEYS or ours == OWN_KEY:
            named[ours] = entry
    for key, entry in entries.items():
        ours = _OTHER_NAMES.get(key.strip().lower().replace("-", "_"), key)
        if ours.strip().lower() not in named and key.strip().lower() != "published":
            named[ours] = entry
    return named


def _text(value: Value) -> str:
    """Return a value as one text: a list is joined, a block's line ends become spaces."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    for key in ("name", "title", "text", "value"):
        if key in value:
            return _text(value[key])
    return ""


def _list(value: Value, split: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(text for text in (_text(item) for item in value) if text)
    if isinstance(value, dict):
        text = _text(value)
        return (text,) if text else ()
    return split(value or "")


def _flag(value: Value) -> bool | None:
    word = _text(value).strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def _split_tags(text: str) -> tuple[str, ...]:
    return tuple(tag for tag in (" ".join(piece.split()) for piece in re.split(r"[,;]", text)) if tag)


def _read_text(draft: _Draft, key: str) -> None:
    value = draft.entries[key].value
    text = _text(value)
    if not draft.own:
        text = " ".join(text.split())
    if isinstance(value, dict) and not text:
        draft.warn(key, f'"{key}" should be a text and is left out.')
    draft.set(**{key: text})


def _read_slug(draft: _Draft, key: str) -> None:
    slug = _text(draft.entries[key].value)
    if not draft.own:
        slug = slug.strip().strip("/").rsplit("/", 1)[-1]
        if ":" in slug:  # a pattern such as "/:year/:title"
            draft.warn(key, "the address is a pattern; the slug follows the headline.")
            return
    follows = draft.entries.get("slug_follows_headline")
    draft.set(slug=slug, slug_touched=not (follows and _flag(follows.value)))


def _read_category(draft: _Draft, key: str) -> None:
    value = draft.entries[key].value
    if isinstance(value, list):
        path = tuple(part for item in value for part in parse_category(_text(item)))
        if len(value) > 1 and not draft.own:
            draft.warn(key, "the list of categories was read as one path, the widest first.")
    else:
        path = parse_category(_text(value))
    draft.set(category=path)


def _read_tags(draft: _Draft, key: str) -> None:
    draft.set(tags=_list(draft.entries[key].value, _split_tags))


def _read_byline(draft: _Draft, key: str) -> None:
    draft.set(byline=_list(draft.entries[key].value, parse_names))


def _read_replies(draft: _Draft, key: str) -> None:
    is_open = _flag(draft.entries[key].value)
    if is_open is None:
        draft.warn(key, f'"{key}" should be "open" or "closed"; replies stay open.')
    else:
        draft.set(replies_open=is_open)


def _read_call(draft: _Draft, key: str) -> None:
    value = draft.entries[key].value
    if isinstance(value, dict):
        call = CallToAction(_text(value.get("text")), _text(value.get("link")))
    else:
        call = CallToAction(_text(value))
    draft.set(call_to_action=call)


def _read_status(draft: _Draft, key: str) -> None:
    word = _text(draft.entries[key].value)
    status = _STATUSES.get(" ".join(word.lower().split()))
    if status is None:
        draft.warn(key, f'"{word}" is no status: draft, in review, ready or published.')
    draft.understood = replace(draft.understood, status=status)


def _read_switch(draft: _Draft, key: str) -> None:
    """Other programs say ``draft: true`` or ``published: false``."""
    is_set = _flag(draft.entries[key].value)
    if is_set is None:
        draft.warn(key, f'"{key}" should be true or false.')
    elif draft.understood.status is None:
        published = is_set == (key == "is_published")
        draft.understood = replace(draft.understood, status=Status.PUBLISHED if published else Status.DRAFT)


def _read_mark(draft: _Draft, key: str) -> None:
    is_set = _flag(draft.entries[key].value)
    if is_set is None:
        draft.warn(key, f'"{key}" should be true or false.')
    elif key == "archived":
        draft.understood = replace(draft.understood, archived=is_set)
    else:
        draft.understood = replace(draft.understood, trashed=is_set)


def _read_zone(draft: _Draft, key: str) -> None:
    name = _text(draft.entries[key].value).strip()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        draft.warn(key, f'"{name}" is no time zone this machine knows; times are shown in UTC.')
    else:
        draft.understood = replace(draft.understood, zone=name)


def _read_time(draft: _Draft, key: str) -> None:
    words = _text(draft.entries[key].value).strip()
    if not words:
        return
    try:
        at = _moment(words)
    except ValueError:
        draft.warn(key, f'"{words}" is no date and is left out; write it as 2025-03-21T09:12:00+00:00.')
        return
    if at.tzinfo is None:
        place = draft.understood.zone or "UTC"
        draft.warn(key, f'"{words}" names no offset from UTC; it was read as a time in {place}.')
        at = at.replace(tzinfo=ZoneInfo(place))
    try:
        at = at.astimezone(UTC)
    except OverflowError:  # the first or the last day there is
        draft.warn(key, f'"{words}" is out of the range of dates and is left out.')
        return
    match key:
        case "created":
            draft.understood = replace(draft.understood, created_at=at)
        case "updated":
            draft.understood = replace(draft.understood, updated_at=at)
        case _:
            draft.understood = replace(draft.understood, published_at=at)


def _moment(words: str) -> datetime:
    words = re.sub(r"\s+([+-]\d\d:?\d\d|Z)$", r"\1", words)  # "2025-03-21 09:12:00 +0100", as some programs write it
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return datetime.combine(date.fromisoformat(words), datetime.min.time())


def _read_source(draft: _Draft, key: str) -> None:
    text = _text(draft.entries[key].value)
    if key == "source":
        draft.understood = replace(draft.understood, source=text)
    else:
        draft.understood = replace(draft.understood, source_id=text)


def _read_hero(draft: _Draft, key: str) -> None:
    value = draft.entries[key].value
    parts: dict[str, Value] = value if isinstance(value, dict) else {"file": value}
    if isinstance(value, list):
        parts = {"file": value[0]} if value else {}
        if len(value) > 1:
            draft.warn(key, "an article has one picture above its text; the first was taken.")
    name = next((_text(parts[k]) for k in ("file", "src", "path", "url", "image", "relative") if k in parts), "")
    focal_x, focal_y = _focal_point(draft, key, parts.get("focal_point"))
    data = _beside(draft, key, name) if name else None
    sha256 = ""
    if data is not None and _text(parts.get("sha256")) == hashlib.sha256(data).hexdigest():
        # the file is as we wrote it: if the desk still has the picture it was made from, that one is meant
        original = _text(parts.get("original"))
        sha256 = original if SHA256.fullmatch(original) else ""
    file_name = _text(parts.get("name")) or (Path(name).name if data is not None else "")
    draft.set(
        hero=HeroImage(
            sha256=sha256,
            alt=_text(parts.get("alt")),
            caption=_text(parts.get("caption")),
            credit=_text(parts.get("credit")),
            focal_x=focal_x,
            focal_y=focal_y,
            file_name=file_name,
        )
    )
    draft.understood = replace(draft.understood, picture=data, picture_name=file_name)


def _focal_point(draft: _Draft, key: str, value: Value) -> tuple[float, float]:
    if value is None:
        return 0.5, 0.5
    try:
        x, y = (float(_text(item)) for item in (value if isinstance(value, list) else _text(value).split(",")))
    except ValueError:
        x, y = -1.0, -1.0
    if 0 <= x <= 1 and 0 <= y <= 1:
        return x, y
    draft.warn(key, "the focal point should be two numbers from 0 to 1; the middle was taken.")
    return 0.5, 0.5


def _beside(draft: _Draft, key: str, name: str) -> bytes | None:
    """Return the bytes of a picture named by the file: only of one that lies in the file's folder or below it."""
    data, trouble = _picture_bytes(draft.source.folder, name)
    if trouble:
        draft.warn(key, trouble)
    return data


def _picture_bytes(folder: Path | None, name: str) -> tuple[bytes | None, str]:
    if re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.IGNORECASE):
        return None, f'the picture "{name}" is on the web; FamEdit fetches nothing. Add it by hand.'
    if folder is None:
        return None, f'the picture "{name}" cannot come along with pasted text. Add it by hand.'
    root = folder.resolve()
    for candidate in (name, unquote(name)):
        try:
            path = (root / candidate).resolve()
            if not path.is_relative_to(root):
                return None, f'the picture "{name}" lies outside the folder of the file and was not read.'
            if path.is_file():
                if path.stat().st_size > MOST_PICTURE_BYTES:
                    return None, f'the picture "{name}" is larger than {MOST_PICTURE_BYTES // 1_000_000} MB.'
                return path.read_bytes(), ""
        except (OSError, ValueError):  # a name no disk can hold, or a file that cannot be read
            continue
    return None, f'the picture "{name}" is not there.'


def _read_body(draft: _Draft, text: str) -> None:
    if draft.own:
        # the writer puts one empty line before the body and one line end after it; the rest is the body's own
        body = text.removeprefix("\n").removesuffix("\n")
    else:
        body = "\n".join(line.rstrip(" \t") if not line.endswith("  ") else line for line in text.split("\n"))
        body = body.strip("\n").rstrip()
        body = _headline_from_body(draft, body)
    draft.set(body=_with_pictures(draft, body))


def _headline_from_body(draft: _Draft, body: str) -> str:
    first, _, rest = body.partition("\n")
    heading = _HEADING.match(first)
    if heading and draft.fields.headline in ("", heading[1]):
        if draft.fields.headline:
            draft.warnings.append("The text began with the headline again; it stands above the text only once now.")
        draft.set(headline=heading[1])
        return rest.strip("\n")
    if not draft.fields.headline and draft.source.stem:
        headline = re.sub(r"^\d{4}-\d\d-\d\d-", "", draft.source.stem).replace("-", " ").replace("_", " ").strip()
        draft.set(headline=headline[:1].upper() + headline[1:])
        draft.warnings.append("The file has no headline; its name was taken.")
    return body


def _with_pictures(draft: _Draft, body: str) -> str:
    """Let the body name its pictures by the SHA-256 of their bytes, and collect those bytes."""
    found: dict[str, FoundPicture] = {}
    ours = _own_pictures(draft)

    def take(match: re.Match[str]) -> str:
        address = match["address"].removeprefix("<").removesuffix(">")
        if MEDIA.fullmatch(address) or (draft.own and address not in ours):
            return match[0]
        data, trouble = _picture_bytes(draft.source.folder, address)
        if data is None:
            draft.warnings.append(trouble[:1].upper() + trouble[1:])
            return match[0]
        sha256 = hashlib.sha256(data).hexdigest()
        written, original = ours.get(address, ("", ""))
        named = original if written == sha256 and SHA256.fullmatch(original) else sha256
        found[named] = FoundPicture(data, Path(unquote(address)).name, named)
        return f"{match['before']}media/{named}{match['after']}"

    body = _PICTURE.sub(take, body)
    draft.understood = replace(draft.understood, body_pictures=tuple(found.values()))
    return body


def _own_pictures(draft: _Draft) -> dict[str, tuple[str, str]]:
    """Return what our own export says of the text's pictures: file -> (hash of the file, hash of its original)."""
    value = draft.entries["pictures"].value if "pictures" in draft.entries else None
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return {_text(row.get("file")): (_text(row.get("sha256")), _text(row.get("original"))) for row in rows}


#: Every key that is understood, in the order in which they are read: the zone before the times it explains.
_KEYS: dict[str, Callable[[_Draft, str], None]] = {
    **dict.fromkeys(_TEXT_FIELDS, _read_text),
    "slug": _read_slug,
    "slug_follows_headline": lambda _draft, _key: None,  # read together with the slug
    "pictures": lambda _draft, _key: None,  # read together with the body
    "category": _read_category,
    "tags": _read_tags,
    "byline": _read_byline,
    "hero": _read_hero,
    "call_to_action": _read_call,
    "replies": _read_replies,
    "status": _read_status,
    "draft": _read_switch,
    "is_published": _read_switch,
    "archived": _read_mark,
    "trashed": _read_mark,
    "zone": _read_zone,
    "created": _read_time,
    "updated": _read_time,
    "published": _read_time,
    "source": _read_source,
    "source_id": _read_source,
}

#: The fields of an article that a key speaks of.
_SAYS: dict[str, str] = {
    **{key: key for key in (*_TEXT_FIELDS, "slug", "category", "tags", "byline", "hero", "call_to_action")},
    "replies": "replies_open",
}
