"""Writing articles: drafts, saves, revisions, status, and what the desk does with whole articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from famedit.core.article import RevisionKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from famedit.core.answers import Outcome
    from famedit.core.article import Article, ArticleFields, Draft, HeroImage, OpenArticle, Place, Revision, Status
    from famedit.core.changes import Changes
    from famedit.services.acting import Acting
    from famedit.services.journal import Journal
    from famedit.store.database import Database


class Editing:
    """The use cases of the editor. (R) belongs on the reading thread, (W) on the writing thread."""

    def __init__(self, database: Database, acting: Acting, journal: Journal) -> None:
        self._database = database
        self._acting = acting
        self._journal = journal

    def open(self, article_id: int) -> OpenArticle:
        """(R) Return the saved article and this person's newer draft, from the desk or the journal.

        Raises ``NotFound``.
        """
        raise NotImplementedError

    def create(self, fields: ArticleFields | None = None) -> tuple[Article, Changes]:
        """(W) Make a new article, empty but for the person's byline unless ``fields`` says more. Undoable."""
        raise NotImplementedError

    def save_draft(
        self, article_id: int, *, base_version: int, serial: int, fields: ArticleFields, place: Place
    ) -> tuple[datetime, Changes]:
        """(W) Keep the unsaved state and return when it was written.

        ``serial`` grows by one with each write; a window that opens a draft goes on from that draft's. A draft older
        than the one kept is ignored. When the desk refuses, the text goes to the journal and the error is raised with
        words that say so.
        """
        raise NotImplementedError

    def discard_draft(self, article_id: int) -> Changes:
        """(W) Forget this person's unsaved state."""
        raise NotImplementedError

    def save(
        self,
        article_id: int,
        *,
        base_version: int,
        fields: ArticleFields,
        key: str,
        kind: RevisionKind = RevisionKind.SAVED,
        name: str = "",
    ) -> tuple[Article, Changes]:
        """(W) Make a revision of all fields and let the article be it; the person's draft is done with.

        ``key`` is new for each save and the same when a save is tried again: the same key twice is one revision.
        Raises ``StaleVersion`` when somebody else saved since ``base_version``; nothing is overwritten then.
        """
        raise NotImplementedError

    def keep_both(self, article_id: int, fields: ArticleFields) -> tuple[Article, Changes]:
        """(W) After ``StaleVersion``: keep ``fields`` as a revision beside what somebody else saved."""
        raise NotImplementedError

    def set_status(
        self, article_id: int, status: Status, *, base_version: int, fields: ArticleFields | None = None
    ) -> tuple[Article, Changes]:
        """(W) Move an article to ``status``, saving ``fields`` with it. Undoable, recorded.

        The first move to published sets the time of publication. Raises ``StaleVersion``.
        """
        raise NotImplementedError

    def duplicate(self, article_id: int) -> tuple[Article, Changes]:
        """(W) Make a new draft article with the same fields, without its replies. Undoable."""
        raise NotImplementedError

    def archive(self, ids: Sequence[int]) -> Outcome:
        """(W) Put articles away. Undoable."""
        raise NotImplementedError

    def trash(self, ids: Sequence[int]) -> Outcome:
        """(W) Put articles in the trash. Undoable."""
        raise NotImplementedError

    def bring_back(self, ids: Sequence[int]) -> Outcome:
        """(W) Bring articles back from the archive or the trash. Undoable."""
        raise NotImplementedError

    def empty_trash(self) -> Changes:
        """(W) Delete everything in the trash with its replies and revisions, for good."""
        raise NotImplementedError

    def add_picture(self, data: bytes, file_name: str) -> HeroImage:
        """(W) Keep the original bytes of a picture. Raises ``BadInput`` with words for what cannot be used."""
        raise NotImplementedError

    def revisions(self, article_id: int) -> tuple[Revision, ...]:
        """(R) Return an article's revisions without their fields, the latest first."""
        raise NotImplementedError

    def revision(self, revision_id: int) -> Revision:
        """(R) Return one revision with its fields. Raises ``NotFound``."""
        raise NotImplementedError

    def restore_revision(self, revision_id: int) -> tuple[Article, Changes]:
        """(W) Make a new revision with the fields of an old one; what was there is kept as a revision first."""
        raise NotImplementedError

    def newer_journals(self) -> tuple[Draft, ...]:
        """(R) Return the unsaved texts this machine keeps in its journal that the desk does not have yet."""
        raise NotImplementedError

    def thin_revisions(self) -> int:
        """(W) Let old automatic revisions go and return how many went; each thinning is one row of the record."""
        raise NotImplementedError
