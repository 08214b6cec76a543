"""Storing what readers understood: importing twice adds nothing, and a moderator's decision is never undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.core.answers import Imported
    from famedit.core.changes import Changes
    from famedit.core.reply import NewReply
    from famedit.core.understood import Understood
    from famedit.services.acting import Acting
    from famedit.services.editing import Editing
    from famedit.store.database import Database


class Importing:
    """Storing articles and replies that come from outside. Every method belongs on the writing thread."""

    def __init__(self, database: Database, acting: Acting, editing: Editing) -> None:
        self._database = database
        self._acting = acting
        self._editing = editing

    def store(self, understood: Understood, *, article_id: int | None = None) -> Imported:
        """Store an article with its replies, or bring a known one up to date.

        Known is an article with the same source and source id, else the same canonical link, else the same original
        headline; ``article_id`` names it instead. What the file leaves empty stays as it is. An article that changes
        is kept as a revision first. Raises ``NotFound`` and ``BadInput``.
        """
        raise NotImplementedError

    def add_replies(self, article_id: int, replies: Sequence[NewReply]) -> Imported:
        """Add to an article's replies those that are new, and bring known ones up to date. Raises ``NotFound``."""
        raise NotImplementedError

    def load_sample(self) -> Changes:
        """Fill the desk with the sample newsroom that comes with the program; twice adds nothing."""
        raise NotImplementedError
