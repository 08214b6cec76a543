"""Reads a queue page by page and keeps its counts, while decisions take replies out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from famedit.core.reply import Queue, Reply

if TYPE_CHECKING:
    from famedit.core.article import ArticleRow
    from famedit.core.changes import Changes
    from famedit.gui.bus import Bus
    from famedit.gui.moderation.replies_model import RepliesModel
    from famedit.gui.worker import DatabaseWorker

#: Replies read at a time.
PAGE = 500
#: So many further pages are read to find one reply; after that it is looked for in its own article.
PAGES_SOUGHT = 4


class Scope(StrEnum):
    """Whose replies are shown."""

    ARTICLE = "article"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the queues in the scope and on the whole desk, and the articles with work."""

    here: dict[Queue, int] = field(default_factory=dict[Queue, int])
    desk: dict[Queue, int] = field(default_factory=dict[Queue, int])
    work: tuple[ArticleRow, ...] = ()


class QueueReader(QObject):
    """Fills a ``RepliesModel`` with a queue.

    ``loaded`` comes when a queue stands in the model, with the id of the reply to go to (0 for none); ``tallied``
    with new counts; ``lost`` when a reply to go to lies too far down. What arrives late for a queue that was left is
    dropped.
    """

    loaded = Signal(int)
    tallied = Signal(object)
    lost = Signal(object)

    def __init__(self, worker: DatabaseWorker, bus: Bus, model: RepliesModel, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._model = model
        self._asked = 0
        self._reading = False
        self._tallying = False
        self._tally_again = False
        self.complete = False
        self._active = False
        self._missed = True
        self.article_id: int | None = None
        self.scope = Scope.DESK
        self.queue = Queue.NEEDS_DECISION
        self.newest = False
        self.text = ""
        self.tally = Tally()
        self._scope_wanted = Scope.ARTICLE
        bus.changed.connect(self._changed)

    def set_active(self, active: bool) -> None:
        """Say whether the list is on screen; while it is not, nothing is read, and what was missed is read then."""
        self._active = active
        if active and self._missed:
            self.load()

    # What to read ---------------------------------------------------------------------------------------------------

    def set_article(self, article_id: int | None) -> None:
        """Take the open article; without one only the whole desk can be shown."""
        if article_id == self.article_id:
            return
        self.article_id = article_id
        scope = self._scope_wanted if article_id is not None else Scope.DESK
        if scope is Scope.ARTICLE or scope is not self.scope:
            self.scope = scope
            self.load()

    def set_scope(self, scope: Scope) -> None:
        """Show the article's replies or the desk's."""
        self._scope_wanted = scope
        if self.article_id is None:
            scope = Scope.DESK
        if scope is not self.scope:
            self.scope = scope
            self.load()

    def set_queue(self, queue: Queue) -> None:
        """Show another queue."""
        if queue is not self.queue:
            self.queue = queue
            self.load()

    def set_newest(self, newest: bool) -> None:
        """Turn the order round."""
        self.newest = newest
        self.load()

    def search(self, text: str) -> None:
        """Narrow the queue to texts and names with these words."""
        if text.strip() != self.text:
            self.text = text.strip()
            self.load()

    # Reading --------------------------------------------------------------------------------------------------------

    def load(self, *, then: int = 0) -> None:
        """Read the queue from its beginning; ``then`` is the reply to go to."""
        self._missed = not self._active or not self._worker.is_open
        if self._missed:
            return
        self._asked += 1
        self._read(0, then, PAGES_SOUGHT)
        self.count()

    def more(self) -> None:
        """Read the next page, unless all of it is there."""
        if not self.complete and not self._reading:
            # Decided replies have left the queue below the rows that still show them.
            self._read(self._model.still_here(), 0, 0)

    def _read(self, offset: int, then: int, pages_left: int) -> None:
        asked, queue, text, newest = self._asked, self.queue, self.text, self.newest
        article_id = self.article_id if self.scope is Scope.ARTICLE else None
        self._reading = True
        self._worker.read(
            lambda services: services.moderating.queue(
                queue, article_id, text, limit=PAGE, offset=offset, newest_first=newest
            ),
            lambda replies: self._arrived(asked, queue, offset, replies, then, pages_left),
            owner=self,
        )

    def _arrived(
        self, asked: int, queue: Queue, offset: int, replies: tuple[Reply, ...], then: int, pages_left: int
    ) -> None:
        if asked != self._asked:
            return
        self._reading = False
        self.complete = len(replies) < PAGE
        if offset:
            self._model.append(replies)
        else:
            self._model.reset(replies, queue)
        if then and self._model.row_of(then) < 0:
            if not self.complete and pages_left:
                self._read(self._model.still_here(), then, pages_left - 1)
            elif self.scope is Scope.DESK:
                self._worker.read(
                    lambda services: services.moderating.by_id((then,)),
                    lambda found: self.lost.emit(found[0]) if found else None,
                    owner=self,
                )
        if not offset or then:
            self.loaded.emit(then)

    def count(self) -> None:
        """Read the counts; asked for while they are being read, they are read once more."""
        if self._tallying or not self._worker.is_open:
            self._tally_again = self._tallying
            return
        self._tallying = True
        article_id = self.article_id if self.scope is Scope.ARTICLE else None
        self._worker.read(
            lambda services: Tally(
                services.moderating.queue_counts(article_id),
                services.moderating.queue_counts(None) if article_id is not None else {},
                services.moderating.articles_with_work(),
            ),
            self._counted,
            lambda _error: self._end_counting(),
            owner=self,
        )

    def _counted(self, tally: Tally) -> None:
        self.tally = tally
        self._end_counting()
        self.tallied.emit(tally)
        if self.unseen() and not self._model.rowCount() and not self._reading:
            self.load()

    def _end_counting(self) -> None:
        self._tallying = False
        if self._tally_again:
            self._tally_again = False
            self.count()

    def unseen(self) -> int:
        """Return how many replies belong to the queue and are not in the list: they came in later."""
        if not self.complete or self._reading or self.text:
            return 0
        return max(0, self.tally.here.get(self.queue, 0) - self._model.still_here())

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if not self._active:
            self._missed = True
            return
        known = self._model.ids()
        ids = tuple(known if changes.everything else known & changes.replies)

        def arrived(replies: tuple[Reply, ...]) -> None:
            self._model.refresh(replies)
            self._model.remove(set(ids) - {reply.id for reply in replies})

        if ids:
            self._worker.read(lambda services: services.moderating.by_id(ids), arrived, owner=self)
        self.count()
