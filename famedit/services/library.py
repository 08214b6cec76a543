"""Reading the desk: its articles in lists, its categories, its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.core.answers import DeskFilter, DeskPage
    from famedit.core.article import Article, ArticleRow
    from famedit.services.acting import Acting
    from famedit.store.database import Database


class Library:
    """What lists show. Every method belongs on the reading thread."""

    def __init__(self, database: Database, acting: Acting) -> None:
        self._database = database
        self._acting = acting

    def rows(self, wanted: DeskFilter) -> DeskPage:
        """Return the rows of the desk that ``wanted`` asks for, and the counts beside the filters."""
        raise NotImplementedError

    def rows_by_id(self, ids: Sequence[int]) -> tuple[ArticleRow, ...]:
        """Return the rows of these articles in the order asked for; those that are gone are left out."""
        raise NotImplementedError

    def article(self, article_id: int) -> Article:
        """Return an article as it was last saved. Raises ``NotFound``."""
        raise NotImplementedError

    def find(self, slug_or_id: str) -> int:
        """Return the id of the article with this slug or number. Raises ``NotFound``."""
        raise NotImplementedError

    def categories(self) -> tuple[str, ...]:
        """Return every category path in use, as text, in alphabetical order."""
        raise NotImplementedError

    def tags(self) -> tuple[str, ...]:
        """Return every tag in use, in alphabetical order."""
        raise NotImplementedError

    def picture(self, sha256: str) -> bytes | None:
        """Return the bytes of a picture, None when the desk has none by that name."""
        raise NotImplementedError

    def changed_elsewhere(self) -> bool:
        """Whether another program has written into this desk since the last call."""
        raise NotImplementedError
