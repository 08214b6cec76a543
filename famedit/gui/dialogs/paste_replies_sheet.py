"""Adding replies from the text of a copied page or from a file: what was understood is shown before it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication

from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.fields import FieldError
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet
from famedit.gui.dialogs.found_replies import FoundRepliesModel, FoundRepliesTable
from famedit.gui.dialogs.text_box import TextBox

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from famedit.core.errors import UserError
    from famedit.core.understood import Understood
    from famedit.gui.look import Look
    from famedit.gui.worker import DatabaseWorker

#: How long after the last change the pasted text is read, ms.
READ_AFTER = 250


class PasteRepliesSheet(Sheet):
    """Takes a text, shows the replies in it; ``wanted`` carries those to add, corrected."""

    wanted = Signal(object)

    def __init__(self, look: Look, worker: DatabaseWorker, window: QWidget) -> None:
        super().__init__(look, window, self.tr("Add replies from a copied page"), width=860)
        self._worker = worker
        self._asked = 0
        words = self.tr("Copy the whole page in the browser and paste it here. Nothing is stored before you say so.")
        self.body.addWidget(TextLabel(look, "caption", "text2", words, self.card, wrap=True))
        self.text = TextBox(look, self.tr("Text of the page"), self.card, name=self.tr("Text of the page"), rows=6)
        self.body.addWidget(self.text)
        self.found = TextLabel(look, "ui_strong", "text", "", self.card, wrap=True)
        self.body.addWidget(self.found)
        self.warnings = TextLabel(look, "caption", "amber", "", self.card, wrap=True)
        self.body.addWidget(self.warnings)
        self.model = FoundRepliesModel(self)
        self.table = FoundRepliesTable(look, self.model, self.card)
        self.body.addWidget(self.table, 1)
        self.error = FieldError(look, self.card)
        self.body.addWidget(self.error)
        self.add_action(SecondaryButton(look, self.tr("Cancel")), self.reject)
        self.add = self.add_action(PrimaryButton(look, self.tr("Add replies")), self._add, primary=True)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(READ_AFTER)
        self._delay.timeout.connect(self._read_text)
        self.text.textChanged.connect(self._delay.start)
        self.model.changed.connect(self._check)
        self.closed.connect(self.deleteLater)
        self._show(())

    def first_control(self) -> QWidget | None:
        """Begin where the page is pasted."""
        return self.text

    def open(self) -> None:
        """Open with what is on the clipboard, if it looks like a page with replies."""
        super().open()
        copied = QGuiApplication.clipboard().text()
        if "Reply 1 of" in copied or "Reply 2 of" in copied:
            self.text.setPlainText(copied)
            self._delay.stop()
            self._read_text()

    def read_file(self, path: Path) -> None:
        """Show what a file holds instead of pasted text."""
        self.text.hide()
        self.title.setText(self.tr("Add replies from {0}").format(path.name))
        self._understand(path, path.name)

    def show_error(self, error: UserError) -> None:
        """Say what is wrong; nothing was stored."""
        self.error.show_error(str(error))
        self.add.setEnabled(bool(self.model.chosen()))

    def _read_text(self) -> None:
        text = self.text.toPlainText()
        if text.strip():
            self._understand(text, "")
        else:
            self._show(())

    def _understand(self, path_or_text: Path | str, name: str) -> None:
        self._asked += 1
        asked = self._asked

        def failed(error: UserError) -> None:
            if asked == self._asked:
                self._show(())
                self.show_error(error)

        def arrived(found: tuple[Understood, ...]) -> None:
            if asked == self._asked:
                self._show(found)

        self._worker.read(
            lambda services: services.importing.understand(path_or_text, name), arrived, failed, owner=self
        )

    def _show(self, found: tuple[Understood, ...]) -> None:
        self.error.show_error("")
        replies = [reply for understood in found for reply in understood.replies]
        self.model.show_replies(replies)
        self.table.setVisible(bool(replies))
        warnings = [warning for understood in found for warning in understood.warnings]
        self.warnings.setText("\n".join(warnings[:6]))
        self.warnings.setVisible(bool(warnings))
        self.found.setVisible(bool(found))
        if found and not replies:
            self.found.setText(self.tr("There are no replies in this text."))
        elif replies:
            many = self.tr("{0} replies found").format(f"{len(replies):,}")
            self.found.setText(self.tr("1 reply found") if len(replies) == 1 else many)
        self.relayout()

    def _check(self) -> None:
        count = len(self.model.chosen())
        self.add.setEnabled(count > 0)
        many = self.tr("Add {0} replies").format(f"{count:,}") if count else self.tr("Add replies")
        self.add.setText(self.tr("Add 1 reply") if count == 1 else many)

    def _add(self) -> None:
        chosen = self.model.chosen()
        if chosen and self.add.isEnabled():
            self.add.setEnabled(False)
            self.wanted.emit(chosen)
