"""The backups of this desk, and the way back to one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QListWidget, QListWidgetItem

from famedit.core.dates import short_stamp
from famedit.gui.components.buttons import DangerButton, QuietButton, SecondaryButton
from famedit.gui.components.fields import FieldError
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet, confirm
from famedit.gui.dialogs.row_delegate import RowDelegate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from famedit.core.errors import UserError
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.worker import DatabaseWorker
    from famedit.services.backups import Backup


class RestoreDialog(Sheet):
    """Lists the backups, the newest first. ``restore_chosen`` carries the path once it was confirmed."""

    restore_chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        messages: Messages,  # noqa: ARG002 -- all dialogs are made alike
        window: QWidget,
    ) -> None:
        super().__init__(look, window, self.tr("Restore a backup"), width=600)
        self._worker = worker
        self._backups: tuple[Backup, ...] = ()
        words = self.tr("Each backup was read through once after it was written.")
        self.body.addWidget(TextLabel(look, "caption", "text2", words, self.card, wrap=True))
        self.list = QListWidget(self.card)
        self.list.setAccessibleName(self.tr("Backups, the newest first"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        RowDelegate(look, self.list)
        self.list.setMinimumHeight(look.theme.px(240))
        self.list.currentRowChanged.connect(self._row_changed)
        self.body.addWidget(self.list)
        self.facts = TextLabel(look, "caption", "text2", "", self.card, wrap=True)
        self.body.addWidget(self.facts)
        self.error = FieldError(look, self.card)
        self.body.addWidget(self.error)
        other = QuietButton(look, self.tr("Another file…"), "ph.folder-open", parent=self.card)
        other.clicked.connect(self._choose_file)
        self.add_aside(other)
        self.check = self.add_action(SecondaryButton(look, self.tr("Check it")), self._verify)
        self.add_action(SecondaryButton(look, self.tr("Cancel")), self.reject)
        self.restore = self.add_action(DangerButton(look, self.tr("Restore…")), self._ask, primary=True)
        self.closed.connect(self.deleteLater)
        self._row_changed(-1)
        worker.read(lambda services: services.backups.list(), self.show_backups, self.show_error, owner=self)

    def first_control(self) -> QWidget | None:
        """Begin in the list."""
        return self.list

    def show_backups(self, backups: tuple[Backup, ...]) -> None:
        """Show these backups, the newest first."""
        self._backups = backups
        self.list.clear()
        for backup in backups:
            size = QLocale().formattedDataSize(backup.size, 1)
            words = f"{short_stamp(backup.made_at)}   {size}   {backup.reason}"
            item = QListWidgetItem(words, self.list)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        if backups:
            self.list.setCurrentRow(0)
        else:
            item = QListWidgetItem(self.tr("There are no backups of this desk yet."), self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def show_error(self, error: UserError) -> None:
        """Say what is wrong."""
        self.error.show_error(str(error))
        self.relayout()

    # Parts ----------------------------------------------------------------------------------------------------------

    def _current(self) -> Backup | None:
        row = self.list.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _row_changed(self, _row: int) -> None:
        backup = self._current()
        for button in (self.check, self.restore):
            button.setEnabled(backup is not None)
        self.error.show_error("")
        self.facts.setText(f"{self._counted(backup)}. {backup.path}" if backup else "")

    def _counted(self, backup: Backup) -> str:
        articles = self.tr("1 article") if backup.articles == 1 else self.tr("{0} articles")
        replies = self.tr("1 reply") if backup.replies == 1 else self.tr("{0} replies")
        return f"{articles.format(f'{backup.articles:,}')}, {replies.format(f'{backup.replies:,}')}"

    def _verify(self) -> None:
        backup = self._current()
        if backup is None:
            return
        self.facts.setText(self.tr("Reading every row of it…"))

        def checked(problems: tuple[str, ...]) -> None:
            if problems:
                self.facts.setText("")
                self.error.show_error(problems[0])
            else:
                self.facts.setText(self.tr("This backup is whole."))
            self.relayout()

        self._worker.read(lambda services: services.backups.verify(backup.path), checked, self.show_error, owner=self)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.window(), self.tr("Restore from a file"), "", self.tr("Desks (*.famedit);;All files (*)")
        )
        if name:
            self._confirm(Path(name), Path(name).name)

    def _ask(self) -> None:
        backup = self._current()
        if backup is not None:
            self._confirm(backup.path, short_stamp(backup.made_at))

    def _confirm(self, path: Path, words: str) -> None:
        def answered(yes: bool) -> None:
            if yes:
                self.finish()
                self.restore_chosen.emit(path)

        confirm(
            self.look,
            self.window(),
            self.tr("Restore {0}?").format(words),
            self.tr(
                "Everything on the desk becomes what it was then: articles, replies, decisions. "
                "The desk as it is now is backed up first, so you can come back to it."
            ),
            self.tr("Keep the desk"),
            self.tr("Restore"),
            answered,
        )
