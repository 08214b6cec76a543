"""The article: its fields, its status, its drafts and its revisions, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

DEFAULT_CALL_TO_ACTION = "Sign in or register to comment"


class Status(StrEnum):
    """How far an article has come. Any move is allowed and every move is recorded."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    READY = "ready"
    PUBLISHED = "published"


class Mark(StrEnum):
    """A mark beside the status."""

    ARCHIVED = "archived"
    TRASHED = "trashed"


@dataclass(frozen=True, slots=True)
class HeroImage:
    """The picture above the text. ``sha256`` names the original bytes in the desk; "" means no picture.

    ``focal_x`` and ``focal_y`` run from 0 (left, top) to 1 (right, bottom). ``width`` and ``height`` are pixels of
    the picture as it is to be seen, its EXIF orientation applied.
    """

    sha256: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    focal_x: float = 0.5
    focal_y: float = 0.5
    file_name: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0

    def __bool__(self) -> bool:
        return bool(self.sha256)


@dataclass(frozen=True, slots=True)
class CallToAction:
    """The line under the replies."""

    text: str = DEFAULT_CALL_TO_ACTION
    link: str = ""


@dataclass(frozen=True, slots=True)
class ArticleFields:
    r"""Everything an editor writes. A draft and a revision each hold one of these, whole.

    ``slug`` is kept as typed; while ``slug_touched`` is false it follows the headline. ``category`` is the path from
    the widest to the narrowest. ``body`` is Markdown with "\\n" line ends.
    """

    headline: str = ""
    short_headline: str = ""
    standfirst: str = ""
    slug: str = ""
    slug_touched: bool = False
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    dateline: str = ""
    language: str = "en-GB"
    body: str = ""
    hero: HeroImage = field(default_factory=HeroImage)
    canonical_link: str = ""
    call_to_action: CallToAction = field(default_factory=CallToAction)
    replies_open: bool = True
    internal_note: str = ""

    def with_(self, **changes: object) -> ArticleFields:
        """Return a copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the names are checked by replace itself

    @property
    def title(self) -> str:
        """What lists show: the headline, or words that say there is none."""
        return self.headline or "Untitled article"


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was last saved. All times are aware and in UTC; ``zone`` is the IANA name to show them in."""

    id: int
    fields: ArticleFields
    status: Status
    version: int
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None = None
    zone: str = "UTC"
    archived: bool = False
    trashed: bool = False
    source: str = ""
    source_id: str = ""
    revision_no: int = 0


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One row of the desk. Counts are of replies; ``needs_decision`` is pending or flagged."""

    id: int
    headline: str
    status: Status
    updated_at: datetime
    archived: bool = False
    trashed: bool = False
    reply_count: int = 0
    needs_decision: int = 0
    has_draft: bool = False
    slug: str = ""
    byline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the writer was: kept with the draft so that a restart comes back to it. Positions are UTF-16 units."""

    field: str = "headline"
    cursor: int = 0
    anchor: int = 0
    scroll: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """The unsaved state of one article for one person.

    ``serial`` grows with each write of the same window, so that a late write never replaces a newer one;
    ``base_version`` is the article version the writer started from.
    """

    article_id: int
    person: str
    base_version: int
    serial: int
    fields: ArticleFields
    place: Place
    written_at: datetime


class RevisionKind(StrEnum):
    """Why a revision exists. Only automatic ones thin out with age."""

    SAVED = "saved"
    NAMED = "named"
    STATUS = "status"
    IMPORT = "import"
    RESTORE = "restore"
    EXPORT = "export"
    TIMED = "timed"

    @property
    def automatic(self) -> bool:
        """Whether FamEdit made it by itself."""
        return self not in (RevisionKind.SAVED, RevisionKind.NAMED)


@dataclass(frozen=True, slots=True)
class Revision:
    """One kept state of an article; ``number`` counts from 1 within the article."""

    id: int
    article_id: int
    number: int
    kind: RevisionKind
    name: str
    person: str
    made_at: datetime
    words: int
    fields: ArticleFields | None = None


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """What a window needs to start editing: the saved article and, if there is one, the person's newer draft."""

    article: Article
    draft: Draft | None = None

    @property
    def fields(self) -> ArticleFields:
        """The text to show: the draft's, else the saved one."""
        return self.draft.fields if self.draft else self.article.fields
