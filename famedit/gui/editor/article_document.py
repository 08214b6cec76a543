"""The open article: its texts and values, whether they are safe, and the writes that make them so.

A key makes the document *edited*; within a second the draft is written and it is *kept*; Ctrl+S makes a revision and it
is *saved*. Writes go to the database worker in order. What counts as kept is the state that was written, not the one
that has been typed since.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from famedit.core.article import Article, ArticleFields, HeroImage, OpenArticle, Place, RevisionKind, Status
from famedit.core.errors import StaleVersion, UserError
from famedit.core.slug import slugify
from famedit.gui.editor.field_texts import BODY, FieldTexts
from famedit.gui.editor.save_state import Safety, SaveState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QTextDocument

    from famedit.core.changes import Changes
    from famedit.gui.bus import Bus
    from famedit.gui.messages import Messages
    from famedit.gui.worker import DatabaseWorker
    from famedit.services.desk import Services

#: The draft is written this long after the first key that is not written yet, ms; later keys do not put it off.
DRAFT_DELAY = 600
#: A write that takes longer than this is shown, ms.
SLOW_WRITE = 400
#: A draft that could not be written is tried again after this long, ms.
RETRY_DELAY = 5000


#: Drafts are numbered from the start of 2025 in half seconds.
_EPOCH = 1_735_689_600


class _Base:
    """The version the next write starts from. Set by the writing thread itself, so that queued saves follow on."""

    def __init__(self, version: int) -> None:
        self.version = version


class ArticleDocument(QObject):
    """One open article.

    ``fields_edited``: any field or the body changed by hand. ``saved_changed(SaveState)``. ``reloaded``: the fields
    were taken over from elsewhere. ``article_changed``: status, marks or version. ``conflict_changed``: somebody else's
    save came between, or that is settled; see ``theirs``. ``status_moved(Status)``: a move asked for here is stored.
    """

    fields_edited = Signal()
    saved_changed = Signal(object)
    reloaded = Signal()
    article_changed = Signal()
    conflict_changed = Signal()
    recovered_changed = Signal()
    status_moved = Signal(object)

    def __init__(
        self,
        opened: OpenArticle,
        worker: DatabaseWorker,
        bus: Bus,
        messages: Messages,
        *,
        timed_minutes: int = 10,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.article: Article = opened.article
        self.article_id = opened.article.id
        self.place = opened.draft.place if opened.draft else Place()
        self.place_source: Callable[[], Place] | None = None
        #: Caret, anchor and scroll of the body when another article was last shown instead; None before that.
        self.body_place: tuple[int, int, int] | None = None
        self.theirs: Article | None = None
        self.their_person = ""
        self.gone = False
        self.timed_minutes = timed_minutes
        self._worker = worker
        self._bus = bus
        self._messages = messages
        self._values = opened.fields
        self._texts = FieldTexts(opened.fields, self)
        self._base = _Base(opened.article.version)
        self._serial = 0
        self._draft_no = opened.draft.serial if opened.draft else 0
        self._sent = self._kept = self._serial
        self._saved_serial = -1 if opened.draft else self._serial
        self._in_flight = 0
        self._failed_save: tuple[ArticleFields, str] | None = None
        self._failed_again: Callable[[], None] | None = None
        self._state = SaveState(Safety.KEPT, opened.draft.written_at) if opened.draft else self._saved_state()
        self._shown_state = self._state
        self.recovered_at: datetime | None = opened.draft.written_at if opened.draft else None
        self._draft_timer = self._timer(DRAFT_DELAY, self._write_draft)
        self._slow_timer = self._timer(SLOW_WRITE, lambda: self._show(SaveState(Safety.SAVING, self._state.at)))
        self._timed_timer = self._timer(0, self._timed_revision)
        self._texts.edited.connect(self._text_edited)
        bus.changed.connect(self._desk_changed)

    def _timer(self, interval: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    # What is in the window --------------------------------------------------------------------------------------------

    @property
    def texts(self) -> FieldTexts:
        """The documents of the text fields."""
        return self._texts

    @property
    def body(self) -> QTextDocument:
        """The document of the body."""
        return self._texts.documents[BODY]

    @property
    def status(self) -> Status:
        """The status as stored."""
        return self.article.status

    @property
    def version(self) -> int:
        """The version the next save starts from."""
        return self._base.version

    @property
    def serial(self) -> int:
        """Grows with every edit."""
        return self._serial

    @property
    def dirty(self) -> bool:
        """Whether the window holds anything that no revision holds."""
        return self._serial != self._saved_serial

    @property
    def unwritten(self) -> bool:
        """Whether the window holds anything that is not in the database yet."""
        return self._serial != self._kept

    @property
    def state(self) -> SaveState:
        """What the save indicator shows."""
        return self._shown_state

    @property
    def hero(self) -> HeroImage:
        """The picture with its texts as they now are."""
        return self.fields().hero

    def fields(self) -> ArticleFields:
        """Return everything as it is in the window."""
        fields = self._texts.into(self._values)
        if fields.slug_touched:
            return fields
        stored = self.article.fields
        follows = not stored.slug_touched and stored.slug and fields.headline == stored.headline
        return fields.with_(slug=stored.slug if follows else slugify(fields.headline) if fields.headline else "")

    def value(self, name: str) -> Any:  # noqa: ANN401 -- a field's own type
        """Return a field that is not text: ``language``, ``replies_open``."""
        return getattr(self._values, name)

    def set_value(self, name: str, value: Any) -> None:  # noqa: ANN401 -- a field's own type
        """Change a field that is not text."""
        if getattr(self._values, name) != value:
            self._values = self._values.with_(**{name: value})
            self._touch()

    def replace_picture(self, picture: HeroImage) -> None:
        """Show another picture. Words already written stay; what the picture brings along fills empty ones."""
        for key in ("alt", "caption", "credit"):
            if not self._texts.text(key).strip() and getattr(picture, key):
                self._texts.replace_text(key, getattr(picture, key))
        self._values = self._values.with_(hero=picture)
        self._touch()

    def remove_picture(self) -> None:
        """Take the picture out; its words stay in their fields until another picture or the next save."""
        self._values = self._values.with_(hero=HeroImage())
        self._touch()

    def set_focal_point(self, x: float, y: float) -> None:
        """Say which point of the picture must stay visible when it is cropped; 0 to 1 each way."""
        hero = self._values.hero
        x, y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        if hero and (hero.focal_x, hero.focal_y) != (x, y):
            self._values = self._values.with_(hero=replace(hero, focal_x=x, focal_y=y))
            self._touch()

    def _text_edited(self, _key: str) -> None:
        self._touch()

    def _touch(self) -> None:
        self._serial += 1
        if not self._draft_timer.isActive():
            self._draft_timer.start()
        if not self._timed_timer.isActive():
            self._timed_timer.start(self.timed_minutes * 60_000)
        if self._state.safety is not Safety.FAILED:
            self._set_state(SaveState(Safety.EDITED, self._state.at))
        self.fields_edited.emit()

    # Drafts -----------------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Ask for everything typed so far to be written now: on focus loss, on switching, on closing."""
        if self._serial != self._sent:
            self._write_draft()

    def _write_draft(self) -> None:
        self._draft_timer.stop()
        if self._serial == self._kept or self.gone:
            return
        serial, fields = self._serial, self.fields()
        # by the clock, so that it is beyond whatever an earlier window wrote, even a draft nobody was shown
        number = self._draft_no = max(self._draft_no + 1, int((time.time() - _EPOCH) * 2))
        if self.place_source is not None:
            self.place = self.place_source()
        place, base, article_id = self.place, self._base, self.article_id
        self._sent = serial

        def job(services: Services) -> tuple[datetime, Changes]:
            return services.editing.save_draft(
                article_id, base_version=base.version, serial=number, fields=fields, place=place
            )

        def here(services: Services) -> None:
            services.editing.keep_here(article_id, base_version=base.version, serial=number, fields=fields, place=place)

        self._begin()
        # whatever goes wrong there, the write that follows tries it again and says so
        self._worker.beside(here, None, lambda _error: None)
        self._worker.write(job, lambda result: self._draft_kept(serial, result[0]), self._draft_failed, owner=self)

    def _draft_kept(self, serial: int, written_at: datetime) -> None:
        self._kept = max(self._kept, serial)
        self._end()
        self._messages.over(self._trouble_key)
        if self._serial == self._saved_serial:
            return
        if self._kept == self._serial:
            self._set_state(SaveState(Safety.KEPT, written_at))
        else:
            self._set_state(SaveState(Safety.EDITED, self._state.at))
            self._draft_timer.start()

    def _draft_failed(self, error: UserError) -> None:
        self._sent = self._kept
        self._end()
        self._set_state(SaveState(Safety.FAILED, self._state.at))
        self._failed_again = self._failed_again or self._write_draft
        self._messages.problem(error, self.retry, key=self._trouble_key)
        QTimer.singleShot(RETRY_DELAY, self, self._retry)

    def _retry(self) -> None:
        if self._state.safety is Safety.FAILED and not self._in_flight:
            self._write_draft()

    def retry(self) -> None:
        """Try again now what could not be written."""
        if self._failed_again is not None and self._state.safety is Safety.FAILED:
            self._failed_again()

    def close(self) -> None:
        """Listen to the desk no more; writes already asked for are done. To be deleted once no widget shows it."""
        self._bus.changed.disconnect(self._desk_changed)
        for timer in (self._draft_timer, self._slow_timer, self._timed_timer):
            timer.stop()
        self._messages.over(self._trouble_key)

    @property
    def _trouble_key(self) -> str:
        return f"article-{self.article_id}"

    # Saves ------------------------------------------------------------------------------------------------------------

    def save(self, kind: RevisionKind = RevisionKind.SAVED, name: str = "") -> None:
        """Make a revision of everything in the window. A save that failed and is tried again is still one save."""
        fields = self.fields()
        failed = self._failed_save
        key = failed[1] if failed and failed[0] == fields else uuid4().hex
        base, article_id = self._base, self.article_id

        def job(services: Services) -> tuple[Article, Changes]:
            saved = services.editing.save(
                article_id, base_version=base.version, fields=fields, key=key, kind=kind, name=name
            )
            base.version = saved[0].version
            return saved

        self._send(job, fields, key, lambda: self.save(kind, name))

    def set_status(self, status: Status) -> None:
        """Move the article to ``status``; what is in the window is saved with it."""
        fields = self.fields()
        base, article_id = self._base, self.article_id

        def job(services: Services) -> tuple[Article, Changes]:
            moved = services.editing.set_status(article_id, status, base_version=base.version, fields=fields)
            base.version = moved[0].version
            return moved

        self._send(job, fields, "", lambda: self.set_status(status), lambda: self.status_moved.emit(status))

    def _send(
        self,
        job: Callable[[Services], tuple[Article, Changes]],
        fields: ArticleFields,
        key: str,
        again: Callable[[], None],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        self._draft_timer.stop()
        serial = self._sent = self._serial

        def failed(error: UserError) -> None:
            self._end()
            self._sent = self._kept
            if isinstance(error, StaleVersion):
                self.flush()
                self._meet(fields)
                return
            self._failed_save = (fields, key) if key else None
            self._failed_again = again
            self._set_state(SaveState(Safety.FAILED, self._state.at))
            self._messages.problem(error, again, key=self._trouble_key)
            # the draft may still be kept, if only in the journal
            self._write_draft()

        def stored(result: tuple[Article, Changes]) -> None:
            self._saved_as(serial, result[0])
            done()

        self._begin()
        self._worker.write(job, stored, failed, owner=self)

    def _saved_as(self, serial: int, article: Article) -> None:
        self._failed_save = self._failed_again = None
        self._kept = max(self._kept, serial)
        self._saved_serial = serial
        self._end()
        self._take_article(article)
        self._timed_timer.stop()
        self._messages.over(self._trouble_key)
        self._set_recovered(None)
        if self._serial == serial:
            self._set_state(self._saved_state())
        else:
            self._set_state(SaveState(Safety.EDITED, article.updated_at))
            self._draft_timer.start()
            self._timed_timer.start(self.timed_minutes * 60_000)

    def _timed_revision(self) -> None:
        if self.dirty and self.theirs is None and not self.gone:
            self.save(RevisionKind.TIMED)

    # Somebody else ----------------------------------------------------------------------------------------------------

    def _desk_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is self or self.gone:
            return
        if changes.everything or self.article_id in changes.articles:
            self._worker.read(_opener(self.article_id), self._seen, self._not_found, owner=self)

    def _not_found(self, error: UserError) -> None:
        self.gone = True
        self._messages.problem(error, key=self._trouble_key)
        self.article_changed.emit()

    def _seen(self, opened: OpenArticle) -> None:
        article = opened.article
        if article.version == self._base.version or article.version <= self.article.version:
            if article.version == self.article.version and article != self.article:
                self._take_article(article)
            return
        if self.dirty or self._in_flight:
            if article.fields == self.article.fields:
                # only the status or a mark was moved: nothing to choose between
                self._base.version = article.version
                self._take_article(article)
            else:
                self._meet(self.fields())
            return
        self._take_over(article)

    def _take_over(self, article: Article) -> None:
        """Show what is stored now, in place; the steps of the texts can still be undone."""
        self._base.version = article.version
        self._texts.blockSignals(True)
        try:
            self._values = article.fields
            self._texts.put(article.fields)
        finally:
            self._texts.blockSignals(False)
        self._serial += 1
        self._sent = self._kept = self._saved_serial = self._serial
        self._draft_timer.stop()
        self._take_article(article)
        self._set_state(self._saved_state())
        self.reloaded.emit()
        self.fields_edited.emit()

    def _meet(self, mine: ArticleFields) -> None:
        """Keep this window's text as a revision beside theirs, then ask."""
        if self.theirs is not None:
            return
        article_id = self.article_id

        def job(services: Services) -> tuple[Article, str, Changes]:
            article, changes = services.editing.keep_both(article_id, mine)
            newest = services.editing.revisions(article_id)
            theirs = next((r.person for r in newest if r.person != services.acting.name), "")
            return article, theirs, changes

        self._worker.write(job, self._met, owner=self)

    def _met(self, result: tuple[Article, str, Changes]) -> None:
        self.theirs, self.their_person = result[0], result[1]
        # this window's text is a revision now; as the draft it is what a restart comes back to
        self._kept = self._sent = -1
        self._write_draft()
        self.conflict_changed.emit()

    def keep_mine(self) -> None:
        """Save this window's text over theirs, which stays as a revision."""
        if self.theirs is not None:
            self._base.version = self.theirs.version
            self._end_conflict()
            self.save()

    def take_theirs(self) -> None:
        """Show their text; this window's stays as a revision."""
        theirs = self.theirs
        if theirs is not None:
            self._end_conflict()
            self._take_over(theirs)
            article_id = self.article_id
            self._worker.write(lambda services: services.editing.discard_draft(article_id), owner=self)

    def _end_conflict(self) -> None:
        self.theirs, self.their_person = None, ""
        self.conflict_changed.emit()

    # A draft found at the start ---------------------------------------------------------------------------------------

    def keep_recovered(self) -> None:
        """Go on with the text that was found."""
        self._set_recovered(None)

    def discard_recovered(self) -> None:
        """Go back to the last save. The text that was found stays: as a revision, and one undo away."""
        mine, article_id = self.fields(), self.article_id

        def job(services: Services) -> tuple[Article, Changes]:
            _, kept = services.editing.keep_both(article_id, mine)
            gone = services.editing.discard_draft(article_id)
            return services.library.article(article_id), kept | gone

        self._worker.write(job, lambda result: self._discarded(result[0]), owner=self)

    def _discarded(self, article: Article) -> None:
        self._set_recovered(None)
        self._take_over(article)

    def _set_recovered(self, at: datetime | None) -> None:
        if self.recovered_at != at:
            self.recovered_at = at
            self.recovered_changed.emit()

    # States -----------------------------------------------------------------------------------------------------------

    def _take_article(self, article: Article) -> None:
        self.article = article
        self.article_changed.emit()

    def _saved_state(self) -> SaveState:
        return SaveState(Safety.SAVED, self.article.updated_at)

    def _begin(self) -> None:
        self._in_flight += 1
        if not self._slow_timer.isActive():
            self._slow_timer.start()

    def _end(self) -> None:
        self._in_flight -= 1
        if not self._in_flight:
            self._slow_timer.stop()

    def _set_state(self, state: SaveState) -> None:
        self._state = state
        self._show(state)

    def _show(self, state: SaveState) -> None:
        if state != self._shown_state:
            self._shown_state = state
            self.saved_changed.emit(state)


def _opener(article_id: int) -> Callable[[Services], OpenArticle]:
    return lambda services: services.editing.open(article_id)
