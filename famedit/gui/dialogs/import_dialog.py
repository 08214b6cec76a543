"""Importing: what every file was understood as is shown, and can be corrected, before anything is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from famedit.gui.components.buttons import PrimaryButton, QuietButton, SecondaryButton
from famedit.gui.components.fields import FieldError, LineField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.segmented import SegmentedControl
from famedit.gui.components.sheet import Sheet
from famedit.gui.dialogs.add_replies import imported_sentence
from famedit.gui.dialogs.found_replies import FoundRepliesModel, FoundRepliesTable
from famedit.gui.dialogs.import_entry import LINES, ImportEntry
from famedit.gui.dialogs.row_delegate import SECOND_LINE, RowDelegate
from famedit.gui.dialogs.text_box import TextBox
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from famedit.core.answers import Imported
    from famedit.core.article import ArticleRow
    from famedit.core.errors import UserError
    from famedit.core.understood import Understood
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker

#: How long after the last change a headline is looked up and a pasted text is read, ms.
READ_AFTER = 250


class ImportDialog(Sheet):
    """Takes files (``add_files``) or a pasted page; ``imported`` carries the id of the last article that was stored."""

    FORM: ClassVar[str] = "import_dialog"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "entries": QListWidget, "pages": QStackedWidget, "paste_page": TextBox, "entry_page": QWidget,
        "verdict": TextLabel, "remark": TextLabel, "warnings": TextLabel, "parts": SegmentedControl,
        "part_pages": QStackedWidget, "fields_scroll": QScrollArea, "fields_page": QWidget, "body": TextBox,
        "table": FoundRepliesTable,
    }  # fmt: skip

    imported = Signal(int)

    def __init__(
        self, look: Look, worker: DatabaseWorker, messages: Messages, settings: SettingsStore, window: QWidget
    ) -> None:
        super().__init__(look, window, self.tr("Import"), width=960)
        self._worker = worker
        self._messages = messages
        self._settings = settings
        self._entries: list[ImportEntry] = []
        self._showing = False
        self._left: list[ImportEntry] = []
        self._done: list[Imported] = []
        self._stop = False
        self._no_replies = FoundRepliesModel(None)
        self._no_replies.setParent(self)
        form = QWidget(self.card)
        load_form(self.FORM, form, self._makers())
        self.body.addWidget(form, 1)
        self.entries = child(form, QListWidget, "entries")
        self.pages = child(form, QStackedWidget, "pages")
        self.paste = child(form, TextBox, "paste_page")
        self.verdict = child(form, TextLabel, "verdict")
        self.remark = child(form, TextLabel, "remark")
        self.warnings = child(form, TextLabel, "warnings")
        self.parts = child(form, SegmentedControl, "parts")
        self.part_pages = child(form, QStackedWidget, "part_pages")
        self.text = child(form, TextBox, "body")
        self.table = child(form, FoundRepliesTable, "table")
        self.lines = self._make_lines(child(form, QWidget, "fields_page"))
        self._grounds = (child(form, QScrollArea, "fields_scroll").viewport(), child(form, QWidget, "fields_page"))
        look.theme.changed.connect(self._paint_grounds)
        self._paint_grounds()
        self.error = FieldError(look, self.card)
        self.body.addWidget(self.error)
        self._make_buttons()
        self._known_soon = self._timer(self._ask_known)
        self._read_soon = self._timer(self._read_pasted)
        self._join()
        self.closed.connect(self.deleteLater)
        self._show_entries()

    # Building -------------------------------------------------------------------------------------------------------

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self.look
        parts = [("fields", self.tr("Fields"), ""), ("body", self.tr("Text"), ""), ("replies", self.tr("Replies"), "")]

        def label(role: str, colour: str) -> Callable[[QWidget], QWidget]:
            return lambda parent: TextLabel(look, role, colour, "", parent, wrap=True)

        paste = self.tr("Paste the text of a page here, or choose files.")
        return {
            "Paste": lambda parent: TextBox(look, paste, parent, name=self.tr("Text of a page"), rows=10),
            "Verdict": label("ui_strong", "text"),
            "Remark": label("caption", "text2"),
            "Warnings": label("caption", "amber"),
            "Parts": lambda parent: SegmentedControl(look, parts, parent, name=self.tr("What to look at")),
            "Body": lambda parent: TextBox(look, "", parent, name=self.tr("Text"), rows=10),
            "Table": lambda parent: FoundRepliesTable(look, self._no_replies, parent),
        }

    def _make_lines(self, page: QWidget) -> dict[str, LineField]:
        words = {
            "headline": self.tr("Headline"),
            "standfirst": self.tr("Standfirst"),
            "category": self.tr("Category"),
            "byline": self.tr("Byline"),
            "alt": self.tr("Alt text"),
            "caption": self.tr("Caption"),
            "credit": self.tr("Credit"),
            "canonical_link": self.tr("Read on"),
        }
        layout = page.layout()
        lines: dict[str, LineField] = {}
        for key in LINES:
            line = LineField(self.look, "", page, name=words[key])
            label = TextLabel(self.look, "ui", "text2", words[key], page)
            label.setBuddy(line)
            if isinstance(layout, QFormLayout):
                layout.addRow(label, line)
            line.textEdited.connect(lambda text, key=key: self._corrected(key, text))
            lines[key] = line
        return lines

    def _paint_grounds(self) -> None:
        """Let the fields stand on the card: under a style sheet a scroll area takes the window's colour."""
        for ground in self._grounds:
            palette = ground.palette()
            palette.setColor(QPalette.ColorRole.Window, self.look.theme.color("raised"))
            ground.setPalette(palette)

    def _make_buttons(self) -> None:
        look = self.look
        self.choose = QuietButton(look, self.tr("Choose files…"), "ph.folder-open", parent=self.card)
        self.from_clipboard = QuietButton(look, self.tr("Paste a page"), "ph.clipboard-text", parent=self.card)
        self.add_aside(self.from_clipboard)
        self.add_aside(self.choose)
        self.cancel = self.add_action(SecondaryButton(look, self.tr("Cancel")), self.reject)
        self.store = self.add_action(
            PrimaryButton(look, self.tr("Import"), "ph.download-simple"), self._store_all, primary=True
        )

    def _join(self) -> None:
        self.choose.clicked.connect(self._choose_files)
        self.from_clipboard.clicked.connect(self.paste_clipboard)
        self.paste.textChanged.connect(self._read_soon.start)
        self.entries.currentRowChanged.connect(lambda _row: self._show_current())
        self.entries.setAccessibleName(self.tr("What is to be imported"))
        self.entries.setFixedWidth(self.look.theme.px(220))
        RowDelegate(self.look, self.entries, lines=2)
        self.parts.chosen.connect(self._show_part)
        self.text.textChanged.connect(self._text_edited)
        self.pages.setMinimumHeight(self.look.theme.px(300))

    def _timer(self, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(READ_AFTER)
        timer.timeout.connect(slot)
        return timer

    def first_control(self) -> QWidget | None:
        """Begin where a page is pasted, or with the headline."""
        return self.paste if not self._entries else self.lines["headline"]

    # What comes in --------------------------------------------------------------------------------------------------

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read files and show what is in them."""
        for path in paths:
            self._understand(path, path.name)

    def paste_clipboard(self) -> None:
        """Read what is on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._understand(text, "")
        else:
            self.error.show_error(self.tr("There is no text on the clipboard."))

    def _read_pasted(self) -> None:
        text = self.paste.toPlainText()
        if text.strip():
            self._understand(text, "")

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self.window(), self.tr("Import"), "", self.tr("Texts (*.md *.markdown *.txt *.json);;All files (*)")
        )
        self.add_files([Path(name) for name in names])

    def _understand(self, path_or_text: Path | str, name: str) -> None:
        shown = name or self.tr("Pasted page")
        self.error.show_error("")

        def arrived(found: tuple[Understood, ...]) -> None:
            self._add([ImportEntry(shown, one, None, self) for one in found])

        def failed(error: UserError) -> None:
            if name:
                self._add([ImportEntry(shown, None, error, self)])
            else:
                self.error.show_error(str(error))

        self._worker.read(
            lambda services: services.importing.understand(path_or_text, name), arrived, failed, owner=self
        )

    def _add(self, entries: list[ImportEntry]) -> None:
        first = len(self._entries)
        self._entries += entries
        for entry in entries:
            entry.changed.connect(self._refresh)
            QListWidgetItem(entry.title, self.entries)
        self._show_entries()
        if entries and self.entries.currentRow() < first:
            self.entries.setCurrentRow(first)
        self._ask_known()
        if first == 0 and entries:
            self.lines["headline"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_known(self) -> None:
        """Ask the desk which of these it has already."""
        for entry in self._entries:
            understood = entry.understood
            if understood is None or entry.asked or not entry.ready:
                continue

            def known(row: ArticleRow | None, entry: ImportEntry = entry) -> None:
                entry.known, entry.asked = row, True
                self._refresh()

            self._worker.read(lambda services, one=understood: services.importing.known(one), known, owner=self)

    # Showing and correcting -----------------------------------------------------------------------------------------

    def _current(self) -> ImportEntry | None:
        row = self.entries.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def _show_entries(self) -> None:
        self.entries.setVisible(len(self._entries) > 1)
        self.pages.setCurrentIndex(1 if self._entries else 0)
        self._refresh()

    def _show_current(self) -> None:
        entry = self._current()
        if entry is None:
            return
        self._showing = True
        for key, line in self.lines.items():
            line.setText(entry.value(key))
            line.setCursorPosition(0)
        self.text.setPlainText(entry.value("body"))
        self.table.setModel(entry.replies)
        self._showing = False
        self._refresh()

    def _show_part(self, key: str) -> None:
        self.part_pages.setCurrentIndex(("fields", "body", "replies").index(key))

    def _corrected(self, key: str, text: str) -> None:
        entry = self._current()
        if entry is not None and not self._showing:
            entry.correct(key, text)
            self._known_soon.start()

    def _text_edited(self) -> None:
        if not self._showing:
            self._corrected("body", self.text.toPlainText())

    def _refresh(self) -> None:
        """Show what depends on the entries, not the fields that are being written in."""
        for row, entry in enumerate(self._entries):
            item = self.entries.item(row)
            item.setText(entry.title)
            item.setData(SECOND_LINE, entry.verdict())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title}. {entry.verdict()}")
        entry = self._current()
        if entry is not None:
            warnings = entry.understood.warnings if entry.understood else ()
            self.verdict.setText(entry.verdict())
            self.remark.setText(entry.remark())
            self.warnings.setText("\n".join(warnings))
            self.warnings.setVisible(bool(warnings))
            editable = entry.ready or (entry.understood is not None and not entry.understood.only_replies)
            self.parts.setVisible(editable)
            self.part_pages.setVisible(editable)
        ready = [entry for entry in self._entries if entry.ready]
        self.store.setEnabled(bool(ready) and not self._left)
        many = self.tr("Import {0} articles").format(len(ready)) if ready else self.tr("Import")
        self.store.setText(self.tr("Import") if len(ready) == 1 else many)
        self.relayout()

    # Storing --------------------------------------------------------------------------------------------------------

    def _store_all(self) -> None:
        if self._left or not self.store.isEnabled():
            return
        self._stop = False
        self._done = []
        self._left = [entry for entry in self._entries if entry.ready]
        self.error.show_error("")
        self._refresh()
        self._store_next()

    def _store_next(self) -> None:
        entry = self._left[0] if self._left and not self._stop else None
        understood = entry.corrected() if entry else None
        if entry is None or understood is None:
            self._finished()
            return
        number, total = len(self._done) + 1, len(self._done) + len(self._left)
        self.store.setText(self.tr("Importing {0} of {1}…").format(number, total))
        self._worker.write(
            lambda services: services.importing.store(understood),
            lambda imported: self._stored(entry, imported),
            lambda error: self._refused(entry, error),
            owner=self,
        )

    def _stored(self, entry: ImportEntry, imported: Imported) -> None:
        self._done.append(imported)
        self._left.remove(entry)
        self._drop(entry)
        self._store_next()

    def _refused(self, entry: ImportEntry, error: UserError) -> None:
        self._left = []
        self.entries.setCurrentRow(self._entries.index(entry))
        self.error.show_error(str(error))
        self._refresh()

    def _drop(self, entry: ImportEntry) -> None:
        """Take away what is stored: what stays in the dialog is what is still to be done."""
        row = self._entries.index(entry)
        self._entries.remove(entry)
        self.entries.takeItem(row)

    def _finished(self) -> None:
        self._left = []
        if self._done:
            self._messages.tell(self._sentence(), "ph.download-simple")
            last = self._done[-1].article_id
            self.finish()
            self.imported.emit(last)
        else:
            self._refresh()

    def _sentence(self) -> str:
        done = self._done
        if len(done) == 1:
            words = self.tr("Imported.") if done[0].created else self.tr("Brought up to date.")
            any_replies = done[0].replies_added or done[0].replies_updated
            return f"{words} {imported_sentence(done[0])}" if any_replies else words
        new = sum(1 for one in done if one.created)
        return self.tr("{0} articles imported, {1} of them new.").format(len(done), new)

    def reject(self) -> None:
        """Stop after the article that is being stored, else close."""
        if self._left:
            self._stop = True
        else:
            super().reject()
