"""Reading the desk: its articles in lists, its categories, its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from famedit.core.answers import DeskPage
from famedit.core.category import category_text
from famedit.core.errors import NotFound
from famedit.store import articles, drafts, pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.core.answers import DeskFilter
    from famedit.core.article import Article, ArticleRow
    from famedit.services.acting import Acting
    from famedit.store.database import Database, Reading


class Library:
    """What lists show. Every method belongs on the reading thread."""

    def __init__(self, database: Database, acting: Acting) -> None:
        self._database = database
        self._acting = acting

    def rows(self, wanted: DeskFilter) -> DeskPage:
        """Return the rows of the desk that ``wanted`` asks for, and the counts beside the filters."""

        def work(look: Reading) -> DeskPage:
            rows = articles.list_rows(look, wanted, self._acting.id)
            cut = wanted.offset > 0 or len(rows) == wanted.limit
            total = articles.total(look, wanted) if cut else len(rows)
            return DeskPage(rows, articles.counts(look), total)

        return self._database.read(work)

    def rows_by_id(self, ids: Sequence[int]) -> tuple[ArticleRow, ...]:
        """Return the rows of these articles in the order asked for; those that are gone are left out."""
        return self._database.read(lambda look: articles.rows_by_id(look, ids, self._acting.id))

    def article(self, article_id: int) -> Article:
        """Return an article as it was last saved. Raises ``NotFound``."""
        found = self._database.read(lambda look: articles.get(look, article_id))
        if found is None:
            raise NotFound(f"There is no article {article_id} on this desk.", "It may have been deleted.")
        return found

    def find(self, slug_or_id: str) -> int:
        """Return the id of the article with this slug or number. Raises ``NotFound``."""
        found = self._database.read(lambda look: articles.find(look, slug_or_id.strip()))
        if found is None:
            raise NotFound(f"There is no article called {slug_or_id!r}.", "Use its slug or its number.")
        return found

    def drafted(self) -> frozenset[int]:
        """Return the ids of the articles of which anybody, this person or another, has unsaved text."""
        return self._database.read(drafts.drafted)

    def categories(self) -> tuple[str, ...]:
        """Return every category path in use, as text, in alphabetical order."""
        paths = self._database.read(lambda look: articles.distinct(look, "category"))
        return tuple(sorted({category_text(tuple(path)) for path in paths if path}, key=str.casefold))

    def tags(self) -> tuple[str, ...]:
        """Return every tag in use, in alphabetical order."""
        lists = self._database.read(lambda look: articles.distinct(look, "tags"))
        return tuple(sorted({tag for tags in lists for tag in tags}, key=str.casefold))

    def picture(self, sha256: str) -> bytes | None:
        """Return the bytes of a picture, None when the desk has none by that name."""
        return self._database.read(lambda look: pictures.get(look, sha256))

    def changed_elsewhere(self) -> bool:
        """Whether another program has written into this desk since the last call."""
        return self._database.changed_elsewhere()
