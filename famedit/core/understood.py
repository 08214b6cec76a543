"""What a reader made of a file or a pasted page, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from famedit.core.article import ArticleFields

if TYPE_CHECKING:
    from datetime import datetime

    from famedit.core.article import Status
    from famedit.core.reply import NewReply


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture in the text of an article: the bytes as they were found, and the name of their file.

    The body shows it as ``media/<named>``. ``named`` is the SHA-256 of ``data``, or, in a file that we exported, of
    the picture it was made from: a desk that still has that one goes on using it; any other stores ``data`` and lets
    the body name that instead.
    """

    data: bytes
    file_name: str
    named: str


@dataclass(frozen=True, slots=True)
class Understood:
    r"""One article, or the replies to one, as a reader understood it; the import dialog may correct any of it.

    ``fields.hero`` holds the words about the picture (alt, caption, credit, focal point). ``picture`` is its bytes,
    None when the file names none or it was not found. ``fields.hero.sha256`` is empty until they are stored; in a file
    that
    we exported it names the original that the picture was made from: a desk that still has it goes on using it.
    ``said`` are the names of the fields of ``ArticleFields`` the file speaks of at all; a known article keeps the
    others. ``reading_words`` are those of a "Read on ..." line whose address a copied text cannot hold.
    ``status`` and the times are None where the file does not say; all times are aware and in UTC, ``zone`` is the
    IANA name to show them in. ``only_replies``: the file holds replies and no article. ``reader`` is the id of the
    reader, ``origin`` the name of the file ("" for pasted text). ``warnings`` are whole sentences about everything
    that was guessed or left out.
    """

    fields: ArticleFields = field(default_factory=ArticleFields)
    status: Status | None = None
    replies: tuple[NewReply, ...] = ()
    picture: bytes | None = None
    picture_name: str = ""
    body_pictures: tuple[FoundPicture, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    published_at: datetime | None = None
    zone: str = ""
    archived: bool = False
    trashed: bool = False
    source: str = ""
    source_id: str = ""
    reader: str = ""
    origin: str = ""
    only_replies: bool = False
    said: frozenset[str] = frozenset()
    reading_words: str = ""
    warnings: tuple[str, ...] = ()
