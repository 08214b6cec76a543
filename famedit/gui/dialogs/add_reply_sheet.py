"""Writing one reply in by hand."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QDateTime, QTimeZone, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateTimeEdit, QLabel, QWidget

from famedit.core.reply import NewReply, ReplyAuthor, TextFormat
from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.fields import FieldError, LineField, NumberField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet
from famedit.gui.dialogs.text_box import TextBox
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from famedit.core.errors import UserError
    from famedit.gui.look import Look


class AddReplySheet(Sheet):
    """A form for one reply; ``wanted`` carries the ``NewReply``. It stays open until the reply is stored."""

    FORM: ClassVar[str] = "add_reply"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "author": LineField, "rank": LineField, "posts": NumberField, "text": TextBox, "format": QComboBox,
        "time_known": QCheckBox, "time": QDateTimeEdit,
    }  # fmt: skip

    wanted = Signal(object)

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(look, window, self.tr("Add a reply"), width=560)
        form = QWidget(self.card)
        load_form(self.FORM, form, self._makers())
        self.body.addWidget(form)
        self.author = child(form, LineField, "author")
        self.rank = child(form, LineField, "rank")
        self.posts = child(form, NumberField, "posts")
        self.text = child(form, TextBox, "text")
        self.format = child(form, QComboBox, "format")
        self.time_known = child(form, QCheckBox, "time_known")
        self.time = child(form, QDateTimeEdit, "time")
        self.error = FieldError(look, self.card)
        self.body.addWidget(self.error)
        self._fill()
        self.add_action(SecondaryButton(look, self.tr("Cancel")), self.reject)
        self.add = self.add_action(PrimaryButton(look, self.tr("Add the reply")), self._add, primary=True)
        self.closed.connect(self.deleteLater)
        self._check()

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self.look

        def label(words: str) -> Callable[[QWidget], QLabel]:
            return lambda parent: TextLabel(look, "ui_strong", "text", words, parent)

        return {
            "AuthorLabel": label(self.tr("Author")),
            "RankLabel": label(self.tr("Rank")),
            "PostsLabel": label(self.tr("Posts")),
            "TextLabel": label(self.tr("Text")),
            "FormatLabel": label(self.tr("Written in")),
            "Author": lambda parent: LineField(
                look, self.tr("Name as readers know it"), parent, name=self.tr("Author")
            ),
            "Posts": lambda parent: NumberField(look, -1, 99_999_999, parent=parent),
            "Rank": lambda parent: LineField(look, "", parent, name=self.tr("Rank")),
            "Text": lambda parent: TextBox(look, "", parent, name=self.tr("Text"), rows=6),
        }

    def _fill(self) -> None:
        self.posts.setValue(-1)
        self.posts.setSpecialValueText(self.tr("Not known"))
        self.posts.setAccessibleName(self.tr("Posts"))
        self.format.setAccessibleName(self.tr("Written in"))
        for text_format, words in (
            (TextFormat.PLAIN, self.tr("Plain text")),
            (TextFormat.MARKDOWN, "Markdown"),
            (TextFormat.HTML, "HTML"),
            (TextFormat.BBCODE, "BBCode"),
        ):
            self.format.addItem(words, text_format)
        self.time_known.setText(self.tr("Posted at"))
        self.time_known.setChecked(True)
        self.time.setAccessibleName(self.tr("Posted at"))
        self.time.setDisplayFormat("d MMM yyyy, HH:mm")
        self.time.lineEdit().setTextMargins(self.look.theme.px(8), 0, 0, 0)
        self.time.setDateTime(QDateTime.currentDateTime())
        self.time_known.toggled.connect(self.time.setEnabled)
        self.text.textChanged.connect(self._check)
        self.text.accepted.connect(self._add)

    def first_control(self) -> QWidget | None:
        """Begin with the author."""
        return self.author

    def reply(self) -> NewReply:
        """Return what was written."""
        posts = self.posts.value()
        return NewReply(
            ReplyAuthor(self.author.text().strip(), self.rank.text().strip(), None if posts < 0 else posts),
            self.text.toPlainText().strip(),
            TextFormat(self.format.currentData()),
            posted_at=self._posted_at(),
        )

    def stored(self) -> None:
        """Close: the reply is in the desk."""
        self.finish()

    def show_error(self, error: UserError) -> None:
        """Say why it was not stored; what was typed stays."""
        self.error.show_error(str(error))
        self.add.setEnabled(True)

    def _posted_at(self) -> datetime | None:
        if not self.time_known.isChecked():
            return None
        moment: datetime = self.time.dateTime().toTimeZone(QTimeZone.utc()).toPython()  # type: ignore[assignment]  # typed as object
        return moment.replace(tzinfo=UTC)

    def _check(self) -> None:
        self.add.setEnabled(bool(self.text.toPlainText().strip()))
        self.error.show_error("")

    def _add(self) -> None:
        if self.add.isEnabled():
            # A second press must not add it twice.
            self.add.setEnabled(False)
            self.wanted.emit(self.reply())
