"""What comes into the desk and goes out of it: import, export, backups, another desk, and words about the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from famedit import __version__, log, paths
from famedit.core.article import RevisionKind
from famedit.core.errors import ExportRefused
from famedit.gui.components.buttons import PrimaryButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet
from famedit.gui.crash import ReportDialog, system_report
from famedit.gui.dialogs.export_dialog import ExportDialog
from famedit.gui.dialogs.import_dialog import ImportDialog
from famedit.gui.dialogs.restore_dialog import RestoreDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.changes import Changes
    from famedit.core.errors import UserError
    from famedit.gui.editor.pane import EditorPane
    from famedit.gui.look import Look
    from famedit.gui.main_window import MainWindow
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SessionStore, SettingsStore
    from famedit.gui.worker import DatabaseWorker
    from famedit.services.backups import Backup
    from famedit.services.desk import Services
    from famedit.services.exporting import Exported

#: How often it is asked whether a backup is due, ms.
BACKUP_GLANCE = 60_000


class Doors(QObject):
    """Opens the dialogs of File and Help and carries out what they answer.

    ``reopen(between, url)`` closes the desk, runs ``between`` while nobody has it, and opens it, or ``url``, again.
    ``stored``: an import is done; carries the id of its article.
    """

    stored = Signal(int)

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        worker: DatabaseWorker,
        messages: Messages,
        settings: SettingsStore,
        session: SessionStore,
        editor: EditorPane,
        reopen: Callable[[Callable[[], object], str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._worker = worker
        self._messages = messages
        self._settings = settings
        self._session = session
        self._editor = editor
        self._reopen = reopen
        self._import: ImportDialog | None = None
        self._backing_up = False
        self._backup_timer = QTimer(self)
        self._backup_timer.setInterval(BACKUP_GLANCE)
        self._backup_timer.timeout.connect(self._backup_if_due)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what runs for the commands of these doors."""
        return {
            "file.import": lambda: self.import_files([]),
            "file.export": self.export,
            "file.export_again": self.export_again,
            "file.open_desk": self.choose_desk,
            "file.backup_now": lambda: self._back_up("by hand", tell=True),
            "file.restore_backup": self.choose_backup,
            "help.report": self.report_problem,
            "help.about": self.about,
            "help.guide": self.guide,
        }

    def desk_opened(self) -> None:
        """Begin to look after backups."""
        self._backup_timer.start()

    def desk_closing(self) -> None:
        """Leave the desk alone until it is opened again."""
        self._backup_timer.stop()

    # In -------------------------------------------------------------------------------------------------------------

    def import_files(self, files: list[str]) -> None:
        """Show what some files (or, without any, a pasted page) are understood as, and store what is confirmed."""
        dialog = ImportDialog(self._look, self._worker, self._messages, self._settings, self._window)
        dialog.imported.connect(self.stored)
        dialog.open()
        if files:
            dialog.add_files([Path(name) for name in files])

    def load_sample(self, done: Callable[[], object]) -> None:
        """Fill the desk with the sample articles."""
        self._window.status.begin_work(self.tr("Opening the sample desk…"), None)

        def loaded(_changes: Changes) -> None:
            self._window.status.end_work()
            done()

        self._worker.write(lambda services: services.importing.load_sample(), loaded, self._sample_failed, owner=self)

    def _sample_failed(self, error: UserError) -> None:
        self._window.status.end_work()
        self._messages.problem(error)

    # Out ------------------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where to and how, then export what is in the window."""
        document = self._editor.document
        if document is None:
            return
        dialog = ExportDialog(
            self._look,
            self._worker,
            self._messages,
            self._settings,
            document.fields,
            document.article_id,
            self._window,
        )
        dialog.chosen.connect(self.export_to)
        dialog.open()

    def export_again(self) -> None:
        """Export to where the last export of this window went."""
        if self._settings.value.export_folder:
            self.export_to(Path(self._settings.value.export_folder))

    def export_to(self, folder: Path) -> None:
        """Keep a revision of what is in the window and write its page below ``folder``."""
        document = self._editor.document
        if document is None:
            return
        self._settings.change(export_folder=str(folder))
        article_id, settings = document.article_id, self._settings.value
        form = settings.export_format
        self._window.status.begin_work(self.tr("Exporting…"), None)
        document.save(RevisionKind.EXPORT)
        version = document.version

        def write(services: Services) -> Exported:
            if services.library.article(article_id).version < version:
                raise ExportRefused("The page was not written, because the article could not be saved first.")
            options = services.exporting.options(likers=settings.export_likers, smart=settings.smart_punctuation)
            return services.exporting.export(article_id, folder, format=form, options=options)  # type: ignore[arg-type]  # one of the table's choices

        # Writes are done in order: when this one is answered, the revision above is stored, or it was refused.
        self._worker.write(
            lambda _services: None,
            lambda _none: self._worker.read(write, self._exported, self._not_exported, owner=self),
            owner=self,
        )

    def _exported(self, exported: Exported) -> None:
        self._window.status.end_work()
        self._messages.over("export")
        self._window.report(exported_before=True)
        names = {"html": self.tr("HTML"), "single": self.tr("one HTML file"), "markdown": self.tr("Markdown")}
        form = names[self._settings.value.export_format]
        url = QUrl.fromLocalFile(str(exported.page))
        self._messages.tell(
            self.tr("Exported to {0}.").format(form),
            "ph.export",
            link_text=self.tr("Show"),
            link=lambda: QDesktopServices.openUrl(url),
        )

    def _not_exported(self, error: UserError) -> None:
        self._window.status.end_work()
        self._messages.problem(error, self.export_again, key="export")

    # Backups --------------------------------------------------------------------------------------------------------

    def _backup_if_due(self) -> None:
        if self._backing_up:
            return
        minutes = self._settings.value.backup_minutes
        self._worker.beside(
            lambda services: services.backups.due(minutes),
            lambda due: self._back_up("timed") if due else None,
            owner=self,
        )

    def _back_up(self, reason: str, *, tell: bool = False) -> None:
        if self._backing_up:
            return
        self._backing_up = True
        self._window.status.begin_work(self.tr("Backing up…"), None)

        def done(backup: Backup) -> None:
            self._ended_backup()
            self._messages.over("backup")
            if tell:
                self._messages.tell(self.tr("Backed up to {0}.").format(backup.path.name), "ph.copy")

        def failed(error: UserError) -> None:
            self._ended_backup()
            self._messages.problem(error, lambda: self._back_up(reason, tell=True), key="backup")

        # beside everything else: copying and reading through a large desk takes seconds
        budget = self._budget()
        self._worker.beside(lambda services: services.backups.make(reason, budget=budget), done, failed, owner=self)

    def _budget(self) -> int:
        return self._settings.value.backup_budget_mb * 1_000_000

    def last_backup(self) -> Callable[[Services], object]:
        """Return what backs up the desk on closing, if it is due."""
        minutes, budget = self._settings.value.backup_minutes, self._budget()

        def run(services: Services) -> None:
            if services.backups.due(minutes):
                services.backups.make("on closing", budget=budget)

        return run

    def _ended_backup(self) -> None:
        self._backing_up = False
        self._window.status.end_work()

    def choose_backup(self) -> None:
        """List the backups to go back to."""
        dialog = RestoreDialog(self._look, self._worker, self._messages, self._window)
        dialog.restore_chosen.connect(self.restore)
        dialog.open()

    def restore(self, backup: Path) -> None:
        """Go back to a backup; what is there now is backed up first."""
        self._editor.flush()
        self._window.status.begin_work(self.tr("Restoring…"), None)
        self._worker.write(
            lambda services: services.backups.restore(backup),
            lambda _restored: self._restored(),
            self._kept,
            owner=self,
        )

    def _kept(self, error: UserError) -> None:
        self._window.status.end_work()
        self._messages.problem(error, key="restore")

    def _restored(self) -> None:
        self._window.status.end_work()
        self._reopen(lambda: None, "")
        self._messages.tell(self.tr("The backup is restored."), "ph.arrow-counter-clockwise")

    # Another desk ---------------------------------------------------------------------------------------------------

    def choose_desk(self) -> None:
        """Ask for another desk file, or a new one, and open it in this window."""
        dialog = QFileDialog(self._window, self.tr("Open desk"), str(paths.data_dir()))
        dialog.setNameFilter(self.tr("Desks (*.famedit)"))
        dialog.setDefaultSuffix("famedit")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.fileSelected.connect(self.open_desk)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_desk(self, name: str) -> None:
        """Open another desk in this window; the one that is open is closed, everything in it kept."""
        self._editor.flush()
        self._reopen(lambda: None, paths.desk_url(name))

    # Words ----------------------------------------------------------------------------------------------------------

    def report_problem(self) -> None:
        """Show a report to copy: the machine and the end of the log, nothing of what people wrote."""
        path = paths.log_dir() / log.LOG_FILE
        report = ReportDialog(
            self.tr("Report a problem"),
            self.tr("Copy this report and say what you did and what happened. Nothing is sent by itself."),
            f"{system_report()}\n{self.tr('Log file')} {path}",
            self._window,
        )
        report.finished.connect(report.deleteLater)
        report.open()

    def about(self) -> None:
        """Say what this is."""
        words = self.tr("Version {0}. The newsroom editor for the desktop. MIT licence; built with Qt under the LGPL.")
        sheet = Sheet(self._look, self._window, "FamEdit", width=440)
        sheet.body.addWidget(TextLabel(self._look, "ui", "text2", words.format(__version__), sheet.card, wrap=True))
        sheet.add_action(PrimaryButton(self._look, self.tr("Close")), sheet.finish, primary=True)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def guide(self) -> None:
        """Open the user guide that came with the program."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.resource("guide", "index.html"))))
