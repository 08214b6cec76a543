"""Joins the panes: what is opened here is shown there. Panes know nothing of each other; this room knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from famedit import paths
from famedit.core.article import ArticleFields, Status
from famedit.core.changes import EVERYTHING, Changes
from famedit.core.history import Scope, StepState
from famedit.gui.care import Care
from famedit.gui.desk.pane import DeskPane
from famedit.gui.dialogs.settings_dialog import SettingsDialog
from famedit.gui.doors import Doors
from famedit.gui.editing_page import EditingPage
from famedit.gui.editor.pane import EditorPane
from famedit.gui.first_run import FirstRun
from famedit.gui.moderation.drawer import RepliesDrawer
from famedit.gui.moderation.page import ModeratePage
from famedit.gui.overlays.key_sheet import KeySheet
from famedit.gui.overlays.palette import Palette
from famedit.gui.preview.pane import PreviewPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.article import Article
    from famedit.core.history import Step
    from famedit.gui.arrangement import Arrangement
    from famedit.gui.bus import Bus
    from famedit.gui.editor.article_document import ArticleDocument
    from famedit.gui.look import Look
    from famedit.gui.main_window import MainWindow
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker

#: What is opened first on the sample desk.
SAMPLE_ARTICLE = "moon-race-another-lap"
#: How often another program's writes are looked for, ms.
LOOK_AROUND = 1000


class Workspace(QObject):
    """Builds the panes into the window and keeps them in step.

    Built after the first frame. ``desk_opened`` must be called once the services are there.
    """

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        worker: DatabaseWorker,
        bus: Bus,
        messages: Messages,
        settings: SettingsStore,
        reopen: Callable[[Callable[[], object], str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._worker = worker
        self._bus = bus
        self._messages = messages
        self._settings = settings
        self._session = session = window.session
        commands = window.commands
        self.desk = DeskPane(look, worker, bus, messages, commands, session)
        self.editor = EditorPane(look, worker, bus, messages, commands, settings, session)
        self.preview = PreviewPane(look, worker, bus, messages, commands, settings)
        self.replies = RepliesDrawer(look, worker, bus, messages, commands, settings)
        self.moderate = ModeratePage(look, worker, bus, messages, commands, settings)
        self.page = EditingPage(
            look,
            session,
            (self.desk, self.editor, self.preview, self.replies),
            self.replies,
            (
                self.desk.focus_list,
                self.editor.focus_text,
                lambda: self.preview.setFocus(Qt.FocusReason.TabFocusReason),
                self.replies.focus_list,
            ),
        )
        self.doors = Doors(window, look, worker, messages, settings, session, self.editor, reopen)
        self.care = Care(worker, bus, self)
        self.palette = Palette(look, window, worker, commands)
        self.keys = KeySheet(look, window, commands)
        self.settings_dialog = SettingsDialog(look, window, settings)
        self._first_run: FirstRun | None = None
        self._document: ArticleDocument | None = None
        self._coming_back = False
        window.pages.addWidget(self.page)
        window.pages.addWidget(self.moderate)
        self._connect()
        self._bind()
        self._around = QTimer(self)
        self._around.setInterval(LOOK_AROUND)
        self._around.timeout.connect(self._look_around)
        self.set_mode(str(session.get("mode", default="split")), remember=False)

    # Wiring ---------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        window, commands = self._window, self._window.commands
        self.desk.article_chosen.connect(self.open_article)
        self.editor.document_changed.connect(self._document_changed)
        self.editor.cursor_line_changed.connect(self.preview.scroll_to_line)
        self.editor.counts_changed.connect(self._counts_changed)
        self.preview.line_clicked.connect(self.editor.go_to_line)
        self.replies.replies_changed.connect(self.preview.set_replies)
        self.replies.fold_wanted.connect(lambda fold: self.page.fold_replies(fold=fold))
        self.replies.moderate_wanted.connect(lambda: self.set_mode("moderate"))
        self.replies.reply_wanted_on_page.connect(self.preview.scroll_to_reply)
        self.moderate.article_chosen.connect(self.open_article)
        self.moderate.reply_wanted_on_page.connect(self._show_on_page)
        self.moderate.status_changed.connect(self._show_status)
        self.desk.reveal.connect(self._reveal_desk)
        self.doors.stored.connect(self.open_article)
        self.palette.article_chosen.connect(self.open_article)
        self.palette.new_article_wanted.connect(self.new_article)
        self.palette.author_chosen.connect(self._find_author)
        kept = self._session.get("sizes.moderate")
        self.moderate.detail_column.take_sizes(kept if isinstance(kept, list) else [])
        for pane in (self.desk, self.editor):
            pane.files_dropped.connect(lambda files: self.import_files([str(name) for name in files]))
        for pane in (self.desk, self.editor, self.preview, self.replies, self.moderate):
            pane.facts_changed.connect(self._facts)
        window.bar.indicator.retry.connect(self.editor.retry_save)
        self.page.arranged.connect(self._arranged)
        self._bus.changed.connect(self._changed)
        self._settings.changed.connect(lambda _keys: self._apply_settings())
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]  # it is there
        commands.letters_on = self._settings.value.letter_keys

    def _bind(self) -> None:
        commands = self._window.commands
        for pane in (self.desk, self.editor, self.preview):
            commands.bind(pane.handlers())
        commands.bind(self._replies_handlers())
        commands.bind(self.doors.handlers())
        commands.bind(
            {
                "view.write": lambda: self.set_mode("write"),
                "view.split": lambda: self.set_mode("split"),
                "view.moderate": lambda: self.set_mode("moderate"),
                "view.desk": self._toggle_desk,
                "view.replies": self._toggle_replies,
                "view.next_pane": lambda: self._cycle(1),
                "view.previous_pane": lambda: self._cycle(-1),
                "view.pane_edge_left": lambda: self.page.move_edge(-32),
                "view.pane_edge_right": lambda: self.page.move_edge(32),
                "view.light": lambda: self._settings.change(appearance="light"),
                "view.dark": lambda: self._settings.change(appearance="dark"),
                "view.system": lambda: self._settings.change(appearance="system"),
                "file.new": self.new_article,
                "go.palette": lambda: self.palette.open_with(""),
                "go.article": lambda: self.palette.open_with("#"),
                "go.settings": self.settings_dialog.open,
                "help.keys": self.keys.open,
                "article.status": self._window.bar.status_button.showMenu,
                "desk.undo": lambda: self._step(Scope.DESK, undo=True),
                "desk.redo": lambda: self._step(Scope.DESK, undo=False),
                "edit.undo": lambda: self._undo(undo=True),
                "edit.redo": lambda: self._undo(undo=False),
            }
        )

    def _replies_handlers(self) -> dict[str, Callable[[], object]]:
        """Commands on replies go to the list that is shown: the page's in Moderate, the drawer's else."""
        drawer, page = self.replies.handlers(), self.moderate.handlers()

        def route(action_id: str) -> Callable[[], object]:
            def run() -> object:
                here = page if self._mode == "moderate" else drawer
                there = drawer if self._mode == "moderate" else page
                handler = here.get(action_id)
                if handler is not None:
                    return handler()
                if self._mode != "moderate" and action_id in page:
                    self.set_mode("moderate")
                return (there.get(action_id) or (lambda: None))()

            return run

        return {action_id: route(action_id) for action_id in {**drawer, **page}}

    def _facts(self, facts: dict[str, Any]) -> None:
        self._window.report(**facts)

    # The desk -------------------------------------------------------------------------------------------------------

    def desk_opened(self, *, read_only: bool = False) -> None:
        """Fill the panes: the services are there."""
        self._window.report(desk_ready=True, read_only=read_only)
        self._window.bar.indicator.set_read_only(read_only)
        self.editor.surface.set_read_only(read_only)
        self.desk.refresh()
        self.moderate.refresh()
        self._read_steps()
        self._around.start()
        self.doors.desk_opened()
        self.care.desk_opened()
        last = self._session.get("open_article")
        self._coming_back = isinstance(last, int)
        if isinstance(last, int):
            self._worker.read(
                lambda services: services.library.rows_by_id([last]),
                lambda rows: self.open_article(last) if rows else None,
                owner=self,
            )
        else:
            self._focus_first()

    def _focus_first(self) -> None:
        """Put the focus to where the work is, unless somebody has begun already."""
        state = self._window.commands.state
        if state.mode == "first run" or state.focus != "other":
            return
        if self._mode == "moderate":
            self.moderate.focus_list()
        elif self.editor.document is not None:
            self.editor.surface.focus()
        else:
            self.editor.focus_text()

    def desk_closing(self) -> None:
        """Leave the desk alone: it is being closed to be opened again, or another in its place."""
        self._around.stop()
        self.doors.desk_closing()
        self.care.desk_closing()
        self.editor.close_articles()
        self._window.report(desk_ready=False)

    # First run ------------------------------------------------------------------------------------------------------

    def first_run(self, name: str) -> None:
        """Ask for the name and the appearance, and how to begin."""
        page = self._first_run = FirstRun(self._look, name, self._settings.value.appearance, where=self._where())
        page.appearance_chosen.connect(lambda appearance: self._settings.change(appearance=appearance))
        page.start_writing.connect(lambda person: self._begin(person, self.new_article))
        page.open_sample.connect(lambda person: self._begin(person, self._load_sample))
        page.import_files.connect(lambda person: self._begin(person, lambda: self.import_files([])))
        self._window.status.hide()
        self._window.report(mode="first run")
        self._window.pages.addWidget(page)
        self._window.pages.setCurrentWidget(page)
        self._window.settle()  # else it is painted once where the bars were

    def _where(self) -> str:
        return str(paths.data_dir())

    def _begin(self, person: str, then: Callable[[], object]) -> None:
        self._settings.change(person=person)
        self._worker.write(lambda services: services.sign_in(person))
        if self._first_run is not None:
            self._window.pages.removeWidget(self._first_run)
            self._first_run.deleteLater()
            self._first_run = None
        self._window.status.show()
        self.set_mode("split")
        then()

    def _load_sample(self) -> None:
        self.doors.load_sample(self._sample_loaded)

    def _sample_loaded(self) -> None:
        self.desk.refresh()
        self.desk.focus_list()
        self._worker.read(
            lambda services: services.library.find(SAMPLE_ARTICLE),
            self.open_article,
            lambda _error: None,  # the sample desk may have been emptied; then nothing is opened
            owner=self,
        )

    def start_engine(self) -> None:
        """Make the web view, in a moment when nobody waits."""
        self.preview.start_engine()

    def open_article(self, article_id: int) -> None:
        """Open an article in the editor, the page and the list of replies."""
        self.editor.open_article(article_id)

    def import_files(self, files: list[str]) -> None:
        """Show what files are understood as, to be imported."""
        self.doors.import_files(files)

    def new_article(self, headline: str = "") -> None:
        """Start an article and put the cursor into its headline."""
        fields = ArticleFields(
            headline=headline,
            byline=(self._settings.value.person,) * bool(self._settings.value.person),
            language=self._settings.value.language,
        )
        if self._mode == "moderate":
            self.set_mode("split")
        self._worker.write(
            lambda services: services.editing.create(fields),
            self._created,
            owner=self,
        )

    def _created(self, result: tuple[Article, Changes]) -> None:
        self.editor.open_article(result[0].id, focus="headline")
        self._messages.tell(self.tr("New article."), "ph.note-pencil", Scope.DESK, self.desk)

    def _document_changed(self, document: ArticleDocument | None) -> None:
        left, self._document = self._document, document
        if left is not None and isValid(left):
            # it stays open and still has things to tell: of what is shown no more
            left.saved_changed.disconnect(self._window.bar.indicator.show_state)
            left.article_changed.disconnect(self._report_article)
            left.status_moved.disconnect(self._status_moved)
        self.preview.show_document(document)
        self.replies.set_article(document.article_id if document else None)
        self.moderate.set_article(document.article_id if document else None)
        self._session.put("open_article", document.article_id if document else None)
        if document is not None:
            self.desk.select(document.article_id)
            document.saved_changed.connect(self._window.bar.indicator.show_state)
            document.article_changed.connect(self._report_article)
            document.status_moved.connect(self._status_moved)
            self._window.bar.indicator.show_state(document.state)
        self._report_article()
        if document is not None and self._coming_back:
            self._coming_back = False
            self._focus_first()

    def _status_moved(self, status: Status) -> None:
        words = {
            Status.DRAFT: self.tr("Moved to draft."),
            Status.IN_REVIEW: self.tr("Sent to review."),
            Status.READY: self.tr("Marked as ready."),
            Status.PUBLISHED: self.tr("Marked as published."),
        }
        self._messages.tell(words[status], "ph.check", Scope.DESK, self.desk)

    def _report_article(self) -> None:
        document = self.editor.document
        if document is None:
            self._window.report(article_open=False, article_status="", article_archived=False, article_trashed=False)
            self._window.setWindowTitle("FamEdit")
            return
        article = document.article
        self._window.report(
            article_open=True,
            article_status=str(article.status),
            article_archived=article.archived,
            article_trashed=article.trashed,
        )
        self._window.setWindowTitle(f"{document.fields().title} – FamEdit")

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if changes:
            self._read_steps()

    def _look_around(self) -> None:
        self._worker.read(
            lambda services: services.library.changed_elsewhere(),
            lambda changed: self._bus.changed.emit(EVERYTHING, None) if changed else None,
            lambda _error: None,  # whoever needs the desk next will say what is wrong
            owner=self,
        )

    # Undo -----------------------------------------------------------------------------------------------------------

    def _undo(self, *, undo: bool) -> None:
        focus = self._window.commands.state.focus
        if focus == "desk":
            self._step(Scope.DESK, undo=undo)
        elif focus == "replies":
            self._window.commands.trigger("replies.undo" if undo else "replies.redo")
        elif undo:
            self.editor.undo()
        else:
            self.editor.redo()

    def _step(self, scope: Scope, *, undo: bool) -> None:
        self._worker.write(
            lambda services: services.history.undo(scope) if undo else services.history.redo(scope),
            lambda outcome: self._stepped(outcome.step, undo=undo),
            owner=self,
        )

    def _stepped(self, step: Step | None, *, undo: bool) -> None:
        if step is not None:
            words = self.tr("Undone: {0}.") if undo else self.tr("Done again: {0}.")
            self._messages.tell(words.format(step.label), "ph.arrow-counter-clockwise", pane=self.desk)

    def _read_steps(self) -> None:
        self._worker.read(
            lambda services: services.history.steps(Scope.DESK, limit=100),
            lambda steps: self._window.report(
                can_undo_desk=any(s.state is StepState.DONE for s in steps),
                can_redo_desk=any(s.state is StepState.UNDONE for s in steps),
            ),
            owner=self,
        )

    # Modes and room -------------------------------------------------------------------------------------------------

    def set_mode(self, mode: str, *, remember: bool = True) -> None:
        """Go to "write", "split" or "moderate"."""
        if mode not in ("write", "split", "moderate"):
            mode = "split"
        self._mode = mode
        if remember:
            self.editor.flush()
            self._session.put("mode", mode)
            if self._window.notices.bar is not None:
                self._window.notices.bar.dismiss()
        self._window.report(mode=mode)
        self._window.paper(on=mode == "write")
        self.editor.set_mode("write" if mode == "write" else "split")
        if mode == "moderate":
            self._window.pages.setCurrentWidget(self.moderate)
            self.moderate.enter()
        else:
            self._window.pages.setCurrentWidget(self.page)
            self.page.set_write(write=mode == "write")
            if remember:
                self.editor.focus_text()
        self._show_status()

    @property
    def mode(self) -> str:
        """The mode in force."""
        return self._mode

    @property
    def icons_ready(self) -> bool:
        """Whether icons are drawn yet."""
        return self._look.icons.is_ready

    @property
    def can_undo_replies(self) -> bool:
        """Whether a decision can be undone."""
        return self._window.commands.state.can_undo_replies

    def _reveal_desk(self) -> None:
        if not self.page.desk_shown:
            self._toggle_desk()

    def _show_on_page(self, reply_id: int) -> None:
        self.set_mode("split")
        self.preview.scroll_to_reply(reply_id)

    def _find_author(self, name: str) -> None:
        self.set_mode("moderate")
        self.moderate.find_text(name)

    def _arranged(self, plan: Arrangement) -> None:
        self._window.report(desk_shown=plan.desk, replies_shown=plan.replies and not plan.replies_folded)

    def _toggle_desk(self) -> None:
        shown = not self.page.desk_shown
        if self._mode == "moderate":
            self.set_mode("split")
        self.page.show_desk(shown=shown)
        if shown:
            self.desk.focus_list()

    def _toggle_replies(self) -> None:
        if self._mode != "split":
            self.set_mode("split")
        self.page.fold_replies(fold=self.replies.isVisible() and not self.replies.folded)
        if not self.replies.folded:
            self.replies.focus_list()

    def _cycle(self, step: int) -> None:
        if self._mode == "moderate":
            self.moderate.cycle(step)
        else:
            self.page.cycle(step)

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or isinstance(now, QMenu):
            return  # a menu is opened for what had the focus before it
        focus = "other"
        if self.editor.isAncestorOf(now):
            focus = "text"
        elif self.replies.isAncestorOf(now) or self.moderate.isAncestorOf(now):
            focus = "replies"
        elif self.desk.isAncestorOf(now):
            focus = "desk"
        self._window.report(focus=focus)

    # Status bar -----------------------------------------------------------------------------------------------------

    def _counts_changed(self, _counts: object) -> None:
        self._show_status()

    def _show_status(self) -> None:
        status = self._window.status
        status.show_left(self.moderate.status_parts() if self._mode == "moderate" else self.editor.status_parts())
        status.show_right(self.editor.status_right())

    def _apply_settings(self) -> None:
        settings = self._settings.value
        self._window.commands.letters_on = settings.letter_keys
        self._window.report(appearance=settings.appearance, typewriter=settings.typewriter)

    # Leaving --------------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what is not written yet."""
        self.editor.flush()
        self._session.put("sizes.moderate", self.moderate.detail_column.sizes())

    def close(self) -> None:
        """Take the web engine down; after this nothing is shown."""
        self._around.stop()
        self.preview.close_engine()
