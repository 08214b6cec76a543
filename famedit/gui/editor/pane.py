"""The editor's pane: format bar, find bar, banners, the manuscript, and the articles that are open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QStackedWidget, QWidget

from famedit.core.article import RevisionKind, Status
from famedit.core.settings import LANGUAGES
from famedit.gui.components.empty_state import EmptyState
from famedit.gui.editor.article_document import ArticleDocument
from famedit.gui.editor.ask_banner import AskBanner
from famedit.gui.editor.compare_view import CompareView
from famedit.gui.editor.counts import BodyCounts
from famedit.gui.editor.details_drawer import WIDTH as DRAWER_WIDTH
from famedit.gui.editor.details_drawer import DetailsDrawer
from famedit.gui.editor.find_bar import FindBar
from famedit.gui.editor.format_bar import FormatBar
from famedit.gui.editor.kept_places import KeptPlaces
from famedit.gui.editor.open_articles import OpenArticles
from famedit.gui.editor.revision_name import ask_revision_name
from famedit.gui.editor.thumbnails import Thumbnails
from famedit.gui.editor.two_texts import TwoTexts
from famedit.gui.editor.writing_surface import WritingSurface
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from famedit.core.article import OpenArticle
    from famedit.core.changes import Changes
    from famedit.core.textstats import TextStats
    from famedit.gui.actions import ActionSet
    from famedit.gui.bus import Bus
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SessionStore, SettingsStore
    from famedit.gui.worker import DatabaseWorker

#: Ctrl+S pressed again within this long asks for a name, ms.
TWICE = 2000
WRITING_SIZES = (70, 200, 10)


class EditorPane(QWidget):
    """``document_changed(ArticleDocument | None)``: another article is shown. ``counts_changed(TextStats)``.

    ``files_dropped``: article files to import. ``facts_changed``: this pane's part of the window's state.
    """

    FORM = "editor_pane"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "format_bar": FormatBar,
        "find_bar": FindBar,
        "banners": QWidget,
        "conflict": AskBanner,
        "recovered": AskBanner,
        "pages": QStackedWidget,
        "empty": EmptyState,
        "compare": CompareView,
    }

    document_changed = Signal(object)
    cursor_line_changed = Signal(int)
    counts_changed = Signal(object)
    facts_changed = Signal(dict)
    files_dropped = Signal(object)

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        bus: Bus,
        messages: Messages,
        actions: ActionSet,
        settings: SettingsStore,
        session: SessionStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._worker = worker
        self._bus = bus
        self._messages = messages
        self._actions = actions
        self._settings = settings
        self._open = OpenArticles()
        self._places = KeptPlaces(session)
        self._open.follow(*self._places.trail())
        self._wanted: int | None = None
        self._mode = "split"
        self.document: ArticleDocument | None = None
        self.surface = WritingSurface(look, worker, messages, settings, Thumbnails(worker, self), self)
        load_form(self.FORM, self, self._makers())
        self.format_bar = child(self, FormatBar, "format_bar")
        self.find_bar = child(self, FindBar, "find_bar")
        self.conflict = child(self, AskBanner, "conflict")
        self.recovered = child(self, AskBanner, "recovered")
        self.compare = child(self, CompareView, "compare")
        self._pages = child(self, QStackedWidget, "pages")
        self._empty = child(self, EmptyState, "empty")
        self.two_texts = TwoTexts(
            child(self, QWidget, "banners"), self.conflict, self.recovered, self.compare, messages, self
        )
        self.details = DetailsDrawer(look, worker, self)
        self.counts = BodyCounts(self)
        self._save_again = QTimer(self)
        self._save_again.setSingleShot(True)
        self._save_again.setInterval(TWICE)
        self._connect()
        self._show_page()

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self._look

        def manuscript(parent: QWidget) -> QWidget:
            self.surface.page.setParent(parent)
            return self.surface.page

        return {
            "FormatBar": lambda p: FormatBar(look, self._actions, p),
            "FindBar": lambda p: FindBar(look, self.surface.body, p),
            "Banners": QWidget,
            "ConflictBanner": lambda p: AskBanner(look, "ph.users", p),
            "RecoveredBanner": lambda p: AskBanner(look, "ph.clock-counter-clockwise", p),
            "Empty": lambda p: EmptyState(
                look,
                "ph.article",
                self.tr("Nothing open"),
                self.tr("Choose an article from the desk, or start a new one."),
                self.tr("New article"),
                self._actions.keys_text("file.new"),
                p,
            ),
            "Manuscript": manuscript,
            "Compare": lambda p: CompareView(look, p),
        }

    def _connect(self) -> None:
        surface = self.surface
        surface.line_changed.connect(self.cursor_line_changed)
        surface.formats_changed.connect(self.format_bar.show_formats)
        surface.selection_changed.connect(self._report_text)
        surface.files_dropped.connect(self.files_dropped)
        self.counts.changed.connect(self.counts_changed)
        self.find_bar.left.connect(self.focus_text)
        self.find_bar.found.connect(lambda: surface.page.reveal_caret(centre=True))
        self.details.left.connect(self._close_details)
        self._empty.acted.connect(lambda: self._actions.trigger("file.new"))
        self.two_texts.compare_wanted.connect(self._show_compare)
        self.two_texts.settled.connect(self._two_texts_settled)
        self.compare.closed.connect(self._two_texts_settled)
        self._settings.changed.connect(self._settings_changed)
        self._bus.changed.connect(self._desk_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)
            application.applicationStateChanged.connect(self._application_changed)

    # Opening ----------------------------------------------------------------------------------------------------------

    def open_article(self, article_id: int, focus: str = "") -> None:
        """Show an article, from those open or from the desk; ``focus`` names the field that gets the focus."""
        self._wanted = article_id
        document = self._open.get(article_id)
        if document is not None and not document.gone:
            self._show(document, focus)
            return
        self._worker.read(
            lambda services: services.editing.open(article_id),
            lambda opened: self._opened(opened, focus),
            owner=self,
        )

    def _opened(self, opened: OpenArticle, focus: str) -> None:
        article_id = opened.article.id
        if self._wanted is None:
            return  # the desk was closed meanwhile
        document = self._open.get(article_id)
        if document is None or document.gone:
            document = ArticleDocument(
                opened,
                self._worker,
                self._bus,
                self._messages,
                timed_minutes=self._settings.value.timed_revision_minutes,
                parent=self,
            )
            if opened.draft is None:
                document.place = self._places.get(article_id)
            for gone in self._open.add(document):
                self._let_go(gone)
        if self._wanted == article_id:  # another may have been asked for meanwhile
            self._show(document, focus)

    def _show(self, document: ArticleDocument, focus: str) -> None:
        if document is not self.document:
            self._leave()
            self._open.add(document)
            self._open.visited(document.article_id)
            self._places.keep_trail(self._open.trail)
            self.document = document
            document.place_source = self.surface.place
            document.article_changed.connect(self._article_changed)
            document.reloaded.connect(self.surface.reloaded)
            document.fields_edited.connect(self._report_text)
            document.fields_edited.connect(self._save_again.stop)  # what comes after an edit is no second press
            shown = self.surface.document
            self.surface.show_document(document)
            self.details.show_document(document)
            if shown is not None and shown not in self._open.all():
                shown.deleteLater()  # it was closed: its texts had to live until the fields show others
            self.counts.watch(document.body)
            self._save_again.stop()
            self._refresh_categories()
            self._show_page()
            self.two_texts.show_document(document)
            self.document_changed.emit(document)
            self._report()
        if focus:
            self.surface.focus(focus)

    def _leave(self) -> None:
        """Write what is not written and keep the place: another article comes."""
        document = self.document
        if document is None:
            return
        self._keep_place()
        self.surface.leave()
        document.flush()
        document.place_source = None
        self.find_bar.close_bar()
        for signal, slot in (
            (document.article_changed, self._article_changed),
            (document.reloaded, self.surface.reloaded),
            (document.fields_edited, self._report_text),
            (document.fields_edited, self._save_again.stop),
        ):
            signal.disconnect(slot)

    def _let_go(self, document: ArticleDocument) -> None:
        self.surface.forget(document)
        document.flush()
        document.close()
        if document is not self.surface.document:
            document.deleteLater()

    def close_articles(self) -> None:
        """Write and let go of every article that is open: the desk is closed, and another has the same numbers."""
        self._wanted = None
        self.close_article()
        for document in self._open.all():
            self._open.drop(document.article_id)
            self._let_go(document)

    def close_article(self) -> None:
        """Show nothing; the article that was open is written."""
        if self.document is None:
            return
        self._leave()
        document, self.document = self.document, None
        self._open.drop(document.article_id)
        self.counts.watch(None)
        self.two_texts.show_document(None)
        self._show_page()
        self.document_changed.emit(None)
        self._report()
        self._let_go(document)

    def _keep_place(self) -> None:
        if self.document is not None and self.document.place_source is not None:
            self._places.keep(self.document.article_id, self.document.place_source())

    def flush(self) -> None:
        """Ask for everything that is not written in any open article to be written now."""
        self._keep_place()
        for document in self._open.all():
            document.flush()

    def _go(self, direction: int) -> None:
        article_id = self._open.step(direction)
        if article_id is not None:
            self.open_article(article_id)
            self._report()

    def _refresh_categories(self) -> None:
        self._worker.read(
            lambda services: services.library.categories(), self.surface.header.set_categories, owner=self
        )

    def _desk_changed(self, changes: Changes, initiator: object) -> None:
        if changes.articles and initiator is not self.document:
            self._refresh_categories()

    # What is shown ----------------------------------------------------------------------------------------------------

    def _show_page(self) -> None:
        has_article = self.document is not None
        self._pages.setCurrentWidget(self.surface.page if has_article else self._empty)
        self.format_bar.setVisible(has_article and self._mode != "write")
        if not has_article:
            self._close_details()

    def _show_compare(self) -> None:
        self._pages.setCurrentWidget(self.compare)
        self.compare.left.setFocus(Qt.FocusReason.OtherFocusReason)

    def _two_texts_settled(self) -> None:
        if self._pages.currentWidget() is self.compare:
            self._show_page()
            self.focus_text()

    def set_mode(self, mode: str) -> None:
        """Show the text as "write" or "split" does."""
        if mode != self._mode:
            self._mode = mode
            self.surface.set_mode(mode)
            self.format_bar.setVisible(self.document is not None and mode != "write")

    def focus_text(self) -> None:
        """Put the focus into the text, where it was last."""
        if self.document is None:
            self._empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._pages.currentWidget() is self.compare:
            self.compare.left.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.surface.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_line(self, line: int) -> None:
        """Put the caret at the start of a source line of the body, counted from 0."""
        if self.document is not None:
            self._show_page()
            self.surface.page.go_to_line(line)
            self.surface.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def status_parts(self) -> list[str]:
        """Return what the status bar says at the left: words, characters, reading time, revision."""
        document = self.document
        if document is None:
            return []
        stats: TextStats = self.counts.stats
        words = self.tr("1 word") if stats.words == 1 else self.tr("{count} words").format(count=f"{stats.words:,}")
        parts = [words, self.tr("{count} characters").format(count=f"{stats.characters:,}")]
        parts.append(self.tr("{count} min read").format(count=max(stats.minutes, 1)))
        if document.article.revision_no:
            parts.append(self.tr("Rev {number}").format(number=document.article.revision_no))
        return parts

    def status_right(self) -> list[str]:
        """Return what the status bar says at the right: language and writing size."""
        size = f"{self._settings.value.writing_size}%"
        if self.document is None:
            return [size]
        code = self.document.value("language")
        return [str(dict(LANGUAGES).get(code, code)), size]

    # Commands ---------------------------------------------------------------------------------------------------------

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands of the table do here."""
        return {
            **{id_: self._in_manuscript(handler) for id_, handler in self.surface.handlers().items()},
            "edit.cut": lambda: self._text_do("cut"),
            "edit.copy": lambda: self._text_do("copy"),
            "edit.paste": lambda: self._text_do("paste"),
            "edit.select_all": lambda: self._text_do("selectAll"),
            "edit.find": self._in_manuscript(lambda: self.find_bar.open(replace=False)),
            "edit.replace": self._in_manuscript(lambda: self.find_bar.open(replace=True)),
            "edit.find_next": self._in_manuscript(lambda: self.find_bar.step(forward=True)),
            "edit.find_previous": self._in_manuscript(lambda: self.find_bar.step(forward=False)),
            "article.save": self.save,
            "article.status_draft": lambda: self.set_status(Status.DRAFT),
            "article.status_in_review": lambda: self.set_status(Status.IN_REVIEW),
            "article.status_ready": lambda: self.set_status(Status.READY),
            "article.status_published": lambda: self.set_status(Status.PUBLISHED),
            "article.details": self.toggle_details,
            "article.back": lambda: self._go(-1),
            "article.forward": lambda: self._go(1),
            "view.typewriter": lambda: self._settings.change(typewriter=not self._settings.value.typewriter),
            "view.zoom_in": lambda: self._zoom(1),
            "view.zoom_out": lambda: self._zoom(-1),
            "view.zoom_reset": lambda: self._settings.change(writing_size=100),
        }

    def _in_manuscript(self, handler: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            if self.document is not None:
                if self._pages.currentWidget() is self.compare:
                    self._show_page()
                handler()

        return run

    def save(self) -> None:
        """Make a revision; asked again within two seconds, ask what to call it."""
        document = self.document
        if document is None:
            return
        if document.theirs is not None:
            self.two_texts.compare_conflict()
        elif self._save_again.isActive():
            self._save_again.stop()
            ask_revision_name(
                self._look, self.window(), lambda name: document.save(RevisionKind.NAMED, name) if name else None
            )
        else:
            self._save_again.start()
            document.save()

    def retry_save(self) -> None:
        """Try again what could not be written."""
        if self.document is not None:
            self.document.retry()

    def set_status(self, status: Status) -> None:
        """Move the article that is open to ``status``."""
        if self.document is not None and self.document.status != status:
            self.document.set_status(status)

    def undo(self) -> None:
        """Undo in the field with the focus, else in the body."""
        field = self._focused_text() or self.surface.body
        field.undo()

    def redo(self) -> None:
        """Do again in the field with the focus, else in the body."""
        field = self._focused_text() or self.surface.body
        field.redo()

    def toggle_details(self) -> None:
        """Open or close the drawer with the other fields."""
        if self.details.isVisible():
            self._close_details()
            return
        if self.document is not None:
            self._place_drawer()
            self.details.show()
            self.details.raise_()
            self.details.take_focus()
            self._report()

    def _close_details(self) -> None:
        if self.details.isVisible():
            self.details.hide()
            self.focus_text()
            self._report()

    def _focused_text(self) -> QPlainTextEdit | None:
        focus = QApplication.focusWidget()
        return focus if isinstance(focus, QPlainTextEdit) and self.isAncestorOf(focus) else None

    def _text_do(self, what: str) -> None:
        """Cut, copy, paste or select all where the focus is, text of any kind."""
        focus = QApplication.focusWidget()
        act = getattr(focus, what, None)
        if act is not None:
            act()

    def _zoom(self, direction: int) -> None:
        low, high, step = WRITING_SIZES
        size = self._settings.value.writing_size
        self._settings.change(writing_size=min(max(size + direction * step, low), high))

    # State ------------------------------------------------------------------------------------------------------------

    def _settings_changed(self, keys: frozenset[str]) -> None:
        if keys & {"typewriter", "dim_paragraphs"}:
            self.surface.settings_changed()
        if "timed_revision_minutes" in keys:
            for document in self._open.all():
                document.timed_minutes = self._settings.value.timed_revision_minutes
        if "writing_size" in keys:
            self.counts_changed.emit(self.counts.stats)

    def _article_changed(self) -> None:
        document = self.document
        if document is not None and document.gone:
            self.close_article()
            return
        self.counts_changed.emit(self.counts.stats)
        self._report()

    def _report(self) -> None:
        document = self.document
        self.facts_changed.emit(
            {
                "article_open": document is not None,
                "article_status": str(document.status) if document else "",
                "article_trashed": bool(document and document.article.trashed),
                "article_archived": bool(document and document.article.archived),
                "can_go_back": self._open.can_go_back,
                "can_go_forward": self._open.can_go_forward,
                "details_shown": self.details.isVisible(),
                "typewriter": self._settings.value.typewriter,
            }
        )
        self._report_text()

    def _report_text(self) -> None:
        field = self._focused_text() or self.surface.body
        self.facts_changed.emit(
            {
                "article_dirty": bool(self.document and self.document.dirty),
                "text_selection": field.textCursor().hasSelection(),
                "can_undo_text": self.document is not None and field.document().isUndoAvailable(),
                "can_redo_text": self.document is not None and field.document().isRedoAvailable(),
            }
        )

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        inside_before = old is not None and self.isAncestorOf(old)
        inside_now = now is not None and self.isAncestorOf(now)
        if inside_before and not inside_now:
            self.flush()
        if inside_now:
            self._report_text()

    def _application_changed(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.flush()

    # Events -----------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._look.theme.color("surface"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_drawer()

    def _place_drawer(self) -> None:
        width = min(self._look.theme.px(DRAWER_WIDTH), self.width())
        top = self._pages.y()
        self.details.setGeometry(self.width() - width, top, width, self.height() - top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.document is not None:
            if self.surface.popover.isVisible():
                self.surface.popover.dismiss()
            elif self.find_bar.isVisible():
                self.find_bar.close_bar()
            elif self.details.isVisible():
                self._close_details()
            elif self._pages.currentWidget() is self.compare:
                self._show_page()
                self.focus_text()
            else:
                self.focus_text()
            return
        super().keyPressEvent(event)
