"""The articles that are open, the most recent ones kept with their undo steps, and the way back and forward."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from famedit.gui.editor.article_document import ArticleDocument

#: So many articles keep their undo steps; the one longest unused is written and let go.
MOST_OPEN = 12
_LONGEST_TRAIL = 100


class OpenArticles:
    """Keeps open documents by id. ``add`` returns those that had to go; their owner flushes and frees them."""

    def __init__(self, most: int = MOST_OPEN) -> None:
        self._most = most
        self._open: OrderedDict[int, ArticleDocument] = OrderedDict()
        self._trail: list[int] = []
        self._at = -1

    def get(self, article_id: int) -> ArticleDocument | None:
        """Return the open document of an article."""
        return self._open.get(article_id)

    def all(self) -> tuple[ArticleDocument, ...]:
        """Return every open document, the latest used last."""
        return tuple(self._open.values())

    def add(self, document: ArticleDocument) -> list[ArticleDocument]:
        """Keep a document as the latest used, and return those that are too many, the longest unused first."""
        self._open[document.article_id] = document
        self._open.move_to_end(document.article_id)
        too_many = list(self._open)[: max(len(self._open) - self._most, 0)]
        return [self._open.pop(key) for key in too_many]

    def drop(self, article_id: int) -> ArticleDocument | None:
        """Let a document go."""
        self._trail = [key for key in self._trail if key != article_id]
        self._at = min(self._at, len(self._trail) - 1)
        return self._open.pop(article_id, None)

    def visited(self, article_id: int) -> None:
        """Remember that an article is shown now; what lay forward is forgotten."""
        if 0 <= self._at < len(self._trail) and self._trail[self._at] == article_id:
            return
        del self._trail[self._at + 1 :]
        self._trail.append(article_id)
        del self._trail[:-_LONGEST_TRAIL]
        self._at = len(self._trail) - 1

    @property
    def trail(self) -> tuple[list[int], int]:
        """The articles that were shown, in order, and where on that way we are."""
        return list(self._trail), self._at

    def follow(self, trail: list[int], at: int) -> None:
        """Take up a way that was kept, so that Back works after a restart."""
        if 0 <= at < len(trail):
            self._trail, self._at = trail[-_LONGEST_TRAIL:], at - max(len(trail) - _LONGEST_TRAIL, 0)

    def step(self, direction: int) -> int | None:
        """Go back (-1) or forward (1) and return the article there; None at the end."""
        if not 0 <= self._at + direction < len(self._trail):
            return None
        self._at += direction
        return self._trail[self._at]

    @property
    def can_go_back(self) -> bool:
        """Whether there is an article to go back to."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is an article to go forward to."""
        return self._at + 1 < len(self._trail)
