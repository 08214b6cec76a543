"""Editing a reply's text: what the reader wrote stays beside it, and a reason is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor

from famedit.core.reply import TextFormat
from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.fields import FieldError, LineField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet
from famedit.gui.dialogs.text_box import TextBox
from famedit.gui.moderation import wording
from famedit.gui.moderation.reply_text import seemly

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from famedit.core.errors import UserError
    from famedit.core.reply import Reply
    from famedit.gui.look import Look


class EditSheet(Sheet):
    """Asks for the new text and the reason; ``wanted(text, reason)`` carries them. It stays until it is stored."""

    wanted = Signal(str, str)

    def __init__(self, look: Look, reply: Reply, pane: QWidget) -> None:
        title = self.tr("Edit reply {0}").format(wording.number_words(reply.position))
        super().__init__(look, pane.window(), title, width=640)
        self._reply = reply
        formats = {TextFormat.HTML: "HTML", TextFormat.MARKDOWN: "Markdown", TextFormat.BBCODE: "BBCode"}
        written_in = formats.get(reply.format, "")
        words = self.tr("{0}. The reader’s own text is kept, and the page says that it was edited.")
        by = wording.author_name(reply) + (self.tr(", written in {0}").format(written_in) if written_in else "")
        self.body.addWidget(TextLabel(look, "caption", "text2", words.format(by), self.card, wrap=True))
        if reply.original_text != reply.text:
            self.body.addWidget(TextLabel(look, "ui_strong", "text", self.tr("What the reader wrote"), self.card))
            original = TextBox(look, "", self.card, name=self.tr("What the reader wrote"), rows=3)
            original.setPlainText(seemly(reply.original_text))
            original.setReadOnly(True)
            self.body.addWidget(original)
        self.body.addWidget(TextLabel(look, "ui_strong", "text", self.tr("Text readers see"), self.card))
        self.text = TextBox(look, "", self.card, name=self.tr("Text readers see"), rows=8)
        self.text.setPlainText(reply.text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.textChanged.connect(self._check)
        self.text.accepted.connect(self._store)
        self.body.addWidget(self.text)
        self.body.addWidget(TextLabel(look, "ui_strong", "text", self.tr("Reason"), self.card))
        self.reason = LineField(
            look, self.tr("For the record: why the text was changed"), self.card, name=self.tr("Reason")
        )
        self.reason.textChanged.connect(self._check)
        self.body.addWidget(self.reason)
        self.error = FieldError(look, self.card)
        self.body.addWidget(self.error)
        self.add_action(SecondaryButton(look, self.tr("Cancel")), self.reject)
        self.save = self.add_action(PrimaryButton(look, self.tr("Save the text")), self._store, primary=True)
        self.closed.connect(self.deleteLater)
        self._check()

    def first_control(self) -> QWidget | None:
        """Begin in the text."""
        return self.text

    def show_error(self, error: UserError) -> None:
        """Say why it was not stored; what was typed stays."""
        self.save.setEnabled(True)
        self.error.show_error(str(error))

    def _check(self) -> None:
        text = self.text.toPlainText()
        self.save.setEnabled(bool(text.strip()) and text != self._reply.text and bool(self.reason.text().strip()))
        self.error.show_error("")

    def _store(self) -> None:
        if self.save.isEnabled():
            # A second press must not store it twice.
            self.save.setEnabled(False)
            self.wanted.emit(self.text.toPlainText(), self.reason.text().strip())
