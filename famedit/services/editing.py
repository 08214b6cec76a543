"""Writing articles: drafts, saves, revisions, status, and what the desk does with whole articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from famedit.core import wording
from famedit.core.answers import Outcome
from famedit.core.article import ArticleFields, Draft, HeroImage, OpenArticle, RevisionKind, Status
from famedit.core.changes import NOTHING, Changes
from famedit.core.dates import utc_now
from famedit.core.errors import DeskError, NotFound
from famedit.services.images import examine
from famedit.services.saving import changed, hold, keep_revision, need, new_key, push_step, stale, time_text
from famedit.store import articles, drafts, pictures, records, revisions
from famedit.store.records import Act
from famedit.store.steps import ArticleMove
from famedit.store.values import clean, fields_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from famedit.core.article import Article, Place, Revision
    from famedit.services.acting import Acting
    from famedit.services.journal import Journal
    from famedit.store.database import Database, Reading, Writing


class Editing:
    """The use cases of the editor. (R) belongs on the reading thread, (W) on the writing thread."""

    def __init__(self, database: Database, acting: Acting, journal: Journal) -> None:
        self._database = database
        self._acting = acting
        self._journal = journal

    # Drafts ---------------------------------------------------------------------------------------------------------

    def open(self, article_id: int) -> OpenArticle:
        """(R) Return the saved article and this person's newer draft, from the desk or the journal.

        Raises ``NotFound``.
        """

        def work(look: Reading) -> OpenArticle:
            article = need(look, article_id)
            return OpenArticle(article, drafts.get(look, article_id, self._acting.id, self._acting.name))

        opened = self._database.read(work)
        kept = self._journal.read(article_id, self._acting.name)
        draft = opened.draft
        if kept and (draft is None or kept.written_at > draft.written_at):
            draft = kept
        if draft and fields_document(draft.fields) == fields_document(opened.article.fields):
            draft = None
        return OpenArticle(opened.article, draft)

    def save_draft(
        self, article_id: int, *, base_version: int, serial: int, fields: ArticleFields, place: Place
    ) -> tuple[datetime, Changes]:
        """(W) Keep the unsaved state and return when it was written.

        ``serial`` grows by one with each write; a window that opens a draft goes on from that draft's. A draft older
        than the one kept is ignored. When the desk refuses, the text goes to the journal and the error is raised with
        words that say so.
        """
        mine = Draft(article_id, self._acting.name, base_version, serial, fields, place, utc_now())
        if self._database.is_server:
            # the network may take its time: this machine's disk has the text first
            self._journal.write(mine)  # nothing to do when ``keep_here`` has been faster

        def work(tx: Writing) -> datetime:
            need(tx, article_id)
            return drafts.put(
                tx, article_id, self._acting.id, base_version=base_version, serial=serial, fields=fields, place=place
            )

        try:
            written_at = self._database.write(work, quiet=True)
        except (DeskError, NotFound) as error:
            self._journal.write(mine)
            error.remedy = f"{error.remedy} Your text is kept on this machine.".strip()
            raise
        self._journal.remove(article_id, self._acting.name, up_to=serial)
        return written_at, changed(article_id)

    def keep_here(
        self, article_id: int, *, base_version: int, serial: int, fields: ArticleFields, place: Place
    ) -> None:
        """Keep the unsaved state of a server's desk on this machine, without waiting for the server (any thread).

        ``save_draft`` with the same serial follows; it may stand behind writes a slow server has not answered yet.
        """
        if self._database.is_server:
            self._journal.write(Draft(article_id, self._acting.name, base_version, serial, fields, place, utc_now()))

    def discard_draft(self, article_id: int) -> Changes:
        """(W) Forget this person's unsaved state."""
        had = self._database.write(lambda tx: drafts.drop(tx, article_id, self._acting.id), quiet=True)
        self._journal.remove(article_id, self._acting.name)
        return changed(article_id) if had else NOTHING

    def newer_journals(self) -> tuple[Draft, ...]:
        """(R) Return the unsaved texts this machine keeps in its journal that the desk does not have yet."""
        kept = self._journal.all(self._acting.name)

        def newer(look: Reading, draft: Draft) -> bool:
            known = drafts.get(look, draft.article_id, self._acting.id, self._acting.name)
            return known is None or known.written_at < draft.written_at

        return self._database.read(lambda look: tuple(draft for draft in kept if newer(look, draft)))

    # Saving ---------------------------------------------------------------------------------------------------------

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

        def work(tx: Writing) -> Article:
            if revisions.has_key(tx, key):
                return need(tx, article_id)
            current = self._current(tx, article_id, base_version)
            drafts.drop(tx, article_id, self._acting.id)
            return keep_revision(tx, current, fields, key=key, kind=kind, person_id=self._acting.id, name=name)

        article = self._database.write(work)
        self._journal.remove(article_id, self._acting.name)
        return article, changed(article_id)

    def _current(self, tx: Writing, article_id: int, base_version: int) -> Article:
        current = hold(tx, article_id)
        if current.version != base_version:
            raise stale(article_id, current.version)
        return current

    def keep_both(self, article_id: int, fields: ArticleFields) -> tuple[Article, Changes]:
        """(W) After ``StaleVersion``: keep ``fields`` as a revision beside what somebody else saved."""

        def work(tx: Writing) -> Article:
            current = hold(tx, article_id)
            revisions.append(
                tx,
                article_id,
                fields_document(fields),
                key=new_key(),
                kind=RevisionKind.NAMED,
                person_id=self._acting.id,
                name=f"Kept beside revision {current.revision_no}",
            )
            drafts.drop(tx, article_id, self._acting.id)
            return current

        article = self._database.write(work)
        self._journal.remove(article_id, self._acting.name)
        return article, changed(article_id)

    def set_status(
        self, article_id: int, status: Status, *, base_version: int, fields: ArticleFields | None = None
    ) -> tuple[Article, Changes]:
        """(W) Move an article to ``status``, saving ``fields`` with it. Undoable, recorded.

        The first move to published sets the time of publication. Raises ``StaleVersion``.
        """

        def work(tx: Writing) -> Article:
            current = self._current(tx, article_id, base_version)
            if fields is not None:
                drafts.drop(tx, article_id, self._acting.id)
            kept = keep_revision(
                tx,
                current,
                fields or current.fields,
                key=new_key(),
                kind=RevisionKind.STATUS if status is not current.status else RevisionKind.SAVED,
                person_id=self._acting.id,
                name=status.value if status is not current.status else "",
            )
            if status is current.status:
                return kept
            published_at = current.published_at or (tx.now if status is Status.PUBLISHED else None)
            move = ArticleMove(
                article_id,
                {"status": current.status.value, "published_at": time_text(current.published_at)},
                {"status": status.value, "published_at": time_text(published_at)},
            )
            articles.change(tx, article_id, status=status.value, published_at=published_at, updated_at=tx.now)
            push_step(tx, self._acting.id, "status", wording.status_moved(kept.fields.headline, status), [move])
            return need(tx, article_id)

        article = self._database.write(work)
        if fields is not None:
            self._journal.remove(article_id, self._acting.name)
        return article, changed(article_id)

    # Whole articles -------------------------------------------------------------------------------------------------

    def create(self, fields: ArticleFields | None = None) -> tuple[Article, Changes]:
        """(W) Make a new article, empty but for the person's byline unless ``fields`` says more. Undoable."""
        byline = (self._acting.name,) if self._acting.name else ()
        first = fields or ArticleFields(byline=byline)
        return self._make(lambda _: first, "create", wording.article_created)

    def duplicate(self, article_id: int) -> tuple[Article, Changes]:
        """(W) Make a new draft article with the same fields, without its replies. Undoable."""

        def copied(tx: Writing) -> ArticleFields:
            fields = need(tx, article_id).fields
            # a copy is another article: it is not "read on" at the same address, and its slug is its own
            return fields.with_(canonical_link="", slug="", slug_touched=False)

        return self._make(copied, "duplicate", wording.article_duplicated)

    def _make(
        self, fields_of: Callable[[Writing], ArticleFields], action: str, words: Callable[[str], str]
    ) -> tuple[Article, Changes]:
        def work(tx: Writing) -> Article:
            fields = fields_of(tx)
            number = articles.insert(tx, fields)
            article = need(tx, number)
            revision_no = revisions.append(
                tx,
                number,
                fields_document(article.fields),
                key=new_key(),
                kind=RevisionKind.SAVED,
                person_id=self._acting.id,
            )
            articles.change(tx, number, revision_no=revision_no)
            # undoing it moves it to the trash: by then somebody may have written in it
            move = ArticleMove(number, {"trashed": True}, {"trashed": False})
            push_step(tx, self._acting.id, action, words(fields.headline), [move])
            return need(tx, number)

        article = self._database.write(work)
        return article, changed(article.id)

    def archive(self, ids: Sequence[int]) -> Outcome:
        """(W) Put articles away. Undoable."""
        return self._mark(ids, "archive", {"archived": True, "trashed": False}, wording.articles_archived)

    def trash(self, ids: Sequence[int]) -> Outcome:
        """(W) Put articles in the trash. Undoable."""
        return self._mark(ids, "trash", {"trashed": True}, wording.articles_trashed)

    def bring_back(self, ids: Sequence[int]) -> Outcome:
        """(W) Bring articles back from the archive or the trash. Undoable."""
        return self._mark(ids, "bring back", {"archived": False, "trashed": False}, wording.articles_brought_back)

    def _mark(
        self, ids: Sequence[int], action: str, marks: dict[str, bool], words: Callable[[Sequence[str]], str]
    ) -> Outcome:
        def work(tx: Writing) -> Outcome:
            held = articles.hold_all(tx, ids)
            moves: list[ArticleMove] = []
            for number in dict.fromkeys(ids):
                article = held.get(number)
                if article is None:
                    continue
                before = {name: bool(getattr(article, name)) for name in marks}
                if before != marks:
                    moves.append(ArticleMove(number, {**before}, {**marks}))
            moved = {move.article_id for move in moves}
            skipped = tuple(number for number in dict.fromkeys(ids) if number not in moved)
            if not moves:
                return Outcome(skipped=skipped)
            for move in moves:
                articles.change(tx, move.article_id, **marks)
            headlines = [held[move.article_id].fields.headline for move in moves]
            done = push_step(tx, self._acting.id, action, words(headlines), moves)
            return Outcome(done.step, done.changed, skipped, done.changes)

        return self._database.write(work)

    def empty_trash(self) -> Changes:
        """(W) Delete everything in the trash with its replies and revisions, for good."""

        def work(tx: Writing) -> list[int]:
            ids = articles.trashed(tx)
            acts = [Act("delete", article_id=number) for number in ids]
            articles.delete(tx, ids)
            records.append(tx, self._acting.id, acts, batch=new_key())
            return ids

        ids = self._database.write(work)
        if not ids:
            return NOTHING
        for number in ids:
            self._journal.remove(number, self._acting.name)
        self._database.checkpoint(truncate=True)  # what was deleted leaves the log too
        return Changes(articles=frozenset(ids), everything=True)

    def add_picture(self, data: bytes, file_name: str) -> HeroImage:
        """(W) Keep the original bytes of a picture. Raises ``BadInput`` with words for what cannot be used."""
        facts = examine(data, file_name)
        sha256 = self._database.write(
            lambda tx: pictures.put(
                tx, data, media_type=facts.media_type, width=facts.width, height=facts.height, file_name=file_name
            )
        )
        return HeroImage(
            sha256=sha256,
            file_name=clean(file_name),
            media_type=facts.media_type,
            width=facts.width,
            height=facts.height,
        )

    # Revisions ------------------------------------------------------------------------------------------------------

    def revisions(self, article_id: int) -> tuple[Revision, ...]:
        """(R) Return an article's revisions without their fields, the latest first."""
        return self._database.read(lambda look: revisions.of_article(look, article_id))

    def revision(self, revision_id: int) -> Revision:
        """(R) Return one revision with its fields. Raises ``NotFound``."""
        return self._database.read(lambda look: self._revision(look, revision_id))

    def _revision(self, look: Reading, revision_id: int) -> Revision:
        found = revisions.get(look, revision_id)
        if found is None:
            raise NotFound("This revision is not there any more.", "Automatic ones thin out with age.")
        return found

    def restore_revision(self, revision_id: int) -> tuple[Article, Changes]:
        """(W) Make a new revision with the fields of an old one; what was there is kept as a revision first.

        That includes this person's unsaved text. Undoable.
        """

        def work(tx: Writing) -> Article:
            wanted = self._revision(tx, revision_id)
            current = hold(tx, wanted.article_id)
            draft = drafts.get(tx, current.id, self._acting.id, self._acting.name)
            if draft and fields_document(draft.fields) != fields_document(current.fields):
                revisions.append(
                    tx,
                    current.id,
                    fields_document(draft.fields),
                    key=new_key(),
                    kind=RevisionKind.RESTORE,
                    person_id=self._acting.id,
                    name=f"Unsaved text before revision {wanted.number} was restored",
                )
            drafts.drop(tx, current.id, self._acting.id)
            kept = keep_revision(
                tx,
                current,
                wanted.fields or ArticleFields(),
                key=new_key(),
                kind=RevisionKind.RESTORE,
                person_id=self._acting.id,
                name=f"Revision {wanted.number} restored",
            )
            if kept.revision_no != current.revision_no:
                move = ArticleMove(current.id, {"revision": current.revision_no}, {"revision": kept.revision_no})
                push_step(
                    tx,
                    self._acting.id,
                    "restore",
                    wording.revision_restored(kept.fields.headline, wanted.number),
                    [move],
                )
            return kept

        article = self._database.write(work)
        self._journal.remove(article.id, self._acting.name)
        return article, changed(article.id)

    def thin_revisions(self) -> int:
        """(W) Let old automatic revisions go and return how many went; each thinning is one row of the record."""

        def work(tx: Writing) -> int:
            went = revisions.thin(tx)
            number = sum(len(numbers) for numbers in went.values())
            if number:
                act = Act("thin", after=str(number), payload={str(of): [*numbers] for of, numbers in went.items()})
                records.append(tx, self._acting.id, [act])
            return number

        return self._database.write(work, quiet=True)
