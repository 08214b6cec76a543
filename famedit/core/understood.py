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
    """A picture that came with an article: the bytes as they were found, and the name of their file."""

    data: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class Understood:
    r"""One article, or the replies to one, as a reader understood it; the import dialog may correct any of it.

    ``fields.hero`` holds the words about the picture (alt, caption, credit, focal point) while ``fields.hero.sha256``
    stays empty until ``picture`` is stored; ``picture`` is None when the file names none or it was not found.
    ``body_pictures`` are those the text shows: the body already names them by the SHA-256 of their bytes.
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
    source: str = ""
    source_id: str = ""
    reader: str = ""
    origin: str = ""
    only_replies: bool = False
    warnings: tuple[str, ...] = ()
