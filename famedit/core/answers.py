"""What is asked of the desk and what it answers: the values that cross between the window and the use cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from famedit.core.changes import NOTHING, Changes

if TYPE_CHECKING:
    from datetime import datetime

    from famedit.core.article import ArticleRow, Status
    from famedit.core.history import Step
    from famedit.core.record import RecordEntry

Shelf = Literal["desk", "archived", "trashed"]
Sort = Literal["edited", "headline", "status"]


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """Which articles to list. ``text`` is searched as it is typed: every word may be the beginning of one.

    ``status`` narrows only the shelf "desk", which holds what is neither archived nor trashed.
    """

    text: str = ""
    status: Status | None = None
    shelf: Shelf = "desk"
    sort: Sort = "edited"
    limit: int = 500
    offset: int = 0


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The rows asked for, how many there are without the limit, and the counts beside the filters.

    ``counts`` has the keys "all" (the whole shelf "desk"), each status's value, "archived" and "trashed"; the search
    text does not narrow them.
    """

    rows: tuple[ArticleRow, ...]
    counts: dict[str, int]
    total: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision, an undo or a redo did. ``step`` is None when nothing moved; ``skipped`` were not to be moved."""

    step: Step | None = None
    changed: tuple[int, ...] = ()
    skipped: tuple[int, ...] = ()
    changes: Changes = NOTHING


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """What the desk knows of a reply's author. ``flags`` counts replies flagged now, ``decisions`` the latest first."""

    name: str
    first_seen: datetime | None = None
    visible: int = 0
    hidden: int = 0
    pending: int = 0
    spam: int = 0
    flags: int = 0
    decisions: tuple[RecordEntry, ...] = field(default=())

    @property
    def replies(self) -> int:
        """How many replies there are altogether."""
        return self.visible + self.hidden + self.pending + self.spam


@dataclass(frozen=True, slots=True)
class Imported:
    """What storing an imported article or its replies did; ``created`` is false for one that was known."""

    article_id: int
    created: bool = False
    article_updated: bool = False
    replies_added: int = 0
    replies_updated: int = 0
    unchanged: int = 0
    changes: Changes = NOTHING
