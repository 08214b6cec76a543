"""Deciding about readers' replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.core.answers import AuthorRecord, Outcome
    from famedit.core.article import ArticleRow
    from famedit.core.moderation import Decision
    from famedit.core.record import RecordEntry
    from famedit.core.reply import NewReply, Queue, Reply
    from famedit.services.acting import Acting
    from famedit.store.database import Database


class Moderating:
    """The use cases of the moderation panes. (R) belongs on the reading thread, (W) on the writing thread."""

    def __init__(self, database: Database, acting: Acting) -> None:
        self._database = database
        self._acting = acting

    def replies(self, article_id: int) -> tuple[Reply, ...]:
        """(R) Return all replies of an article in the order of their source."""
        raise NotImplementedError

    def by_id(self, ids: Sequence[int]) -> tuple[Reply, ...]:
        """(R) Return these replies in the order asked for; those that are gone are left out."""
        raise NotImplementedError

    def queue_counts(self, article_id: int | None) -> dict[Queue, int]:
        """(R) Return how many replies each queue holds, of one article or of the whole desk."""
        raise NotImplementedError

    def queue(
        self, queue: Queue, article_id: int | None, text: str = "", limit: int = 500, offset: int = 0
    ) -> tuple[Reply, ...]:
        """(R) Return a page of a queue; ``text`` searches texts and authors as it is typed.

        One article's replies come in the order of their source, the desk's in the order they came in.
        """
        raise NotImplementedError

    def articles_with_work(self) -> tuple[ArticleRow, ...]:
        """(R) Return the articles with replies that need a decision, the most needy first."""
        raise NotImplementedError

    def author_record(self, name: str) -> AuthorRecord:
        """(R) Return what the desk knows of a reply's author."""
        raise NotImplementedError

    def record_of(self, reply_id: int) -> tuple[RecordEntry, ...]:
        """(R) Return everything that was ever done to a reply, the latest first."""
        raise NotImplementedError

    def apply(self, decision: Decision) -> Outcome:
        """(W) Carry out a decision on all its replies at once, or on none. Undoable, recorded."""
        raise NotImplementedError

    def edit(self, reply_id: int, text: str, reason: str, *, version: int) -> Outcome:
        """(W) Change the text readers see; the original is kept. Undoable, recorded.

        Raises ``StaleVersion`` when the reply's text was changed since ``version``, ``NotFound``, ``BadInput`` for an
        empty text.
        """
        raise NotImplementedError

    def add(self, article_id: int, replies: Sequence[NewReply]) -> Outcome:
        """(W) Add replies by hand at the end of an article's list. Undoable, recorded."""
        raise NotImplementedError
