"""The manuscript with its fields, and what is done to the text in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QTextEdit, QWidget

from famedit.core.article import Place
from famedit.gui.editor import markdown_edits as edits
from famedit.gui.editor.body_edit import BodyEdit
from famedit.gui.editor.hero_panel import FOLD_BELOW
from famedit.gui.editor.highlighter import MarkdownHighlighter
from famedit.gui.editor.link_popover import LinkPopover
from famedit.gui.editor.manuscript import Manuscript, Spacing
from famedit.gui.editor.manuscript_header import ManuscriptHeader
from famedit.gui.editor.markdown_spans import Format
from famedit.gui.editor.pasted import PICTURE_ENDINGS
from famedit.gui.editor.picture_source import take_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.article import HeroImage
    from famedit.core.errors import UserError
    from famedit.gui.editor.article_document import ArticleDocument
    from famedit.gui.editor.thumbnails import Thumbnails
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker

#: Blocks coloured beyond what is in view, so that a turn of the wheel shows colours at once.
AHEAD = 12
#: The preview is told where the caret is after this long, ms: a held arrow key scrolls it once a frame or so.
LINE_DELAY = 30


class WritingSurface(QObject):
    """Ties header, body, page and highlighter together for one document at a time."""

    line_changed = Signal(int)
    formats_changed = Signal(object)
    selection_changed = Signal()
    files_dropped = Signal(object)

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        messages: Messages,
        settings: SettingsStore,
        thumbnails: Thumbnails,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._worker = worker
        self._messages = messages
        self._settings = settings
        self._pane = parent
        self._mode = "split"
        self._line = -1
        self.document: ArticleDocument | None = None
        self.body = BodyEdit(look)
        self.header = ManuscriptHeader(look, thumbnails)
        self.page = Manuscript(look, self.header, self.body, parent)
        self.popover = LinkPopover(look, parent)
        self._highlighters: dict[int, MarkdownHighlighter] = {}
        self._dialog: QFileDialog | None = None
        self._accepted: Callable[[str, str], None] = lambda _first, _second: None
        self._removed: Callable[[], None] = lambda: None
        self._line_timer = QTimer(self)
        self._line_timer.setSingleShot(True)
        self._line_timer.setInterval(LINE_DELAY)
        self._line_timer.timeout.connect(self._tell_line)
        self._connect()
        self.set_mode("split")

    def _connect(self) -> None:
        body, header, page = self.body, self.header, self.page
        body.setPlaceholderText(self.tr("Begin here. Markdown works, and so do the buttons above."))
        body.cursorPositionChanged.connect(self._caret_moved)
        body.selectionChanged.connect(self.selection_changed)
        body.focused.connect(self._body_focused)
        body.files_dropped.connect(self.files_dropped)
        body.picture_given.connect(self._picture_for_body)
        for field in header.fields.values():
            field.files_dropped.connect(self.files_dropped)
            field.selectionChanged.connect(self.selection_changed)
        header.body_wanted.connect(lambda: body.setFocus(Qt.FocusReason.TabFocusReason))
        header.shown_wanted.connect(page.reveal_in_header)
        header.hero.choose_wanted.connect(self.choose_hero)
        header.hero.picture_given.connect(self.take_hero)
        header.hero.remove_wanted.connect(self.remove_hero)
        page.scrolled.connect(self._colour)
        page.resized.connect(self._room_changed)
        self.popover.accepted.connect(self._popover_accepted)
        self.popover.removed.connect(self._popover_removed)
        self.popover.closed.connect(lambda: body.setFocus(Qt.FocusReason.PopupFocusReason))
        self._look.theme.changed.connect(self._restyle)
        QWidget.setTabOrder(header, body)

    # Showing ----------------------------------------------------------------------------------------------------------

    def show_document(self, document: ArticleDocument) -> None:
        """Show an article at the place where it was left."""
        self.document = document
        self.popover.dismiss()
        self.header.show_document(document)
        self.body.set_document(document.body, document.texts.layouts["body"])
        self._restyle_body()
        if document.article_id not in self._highlighters:
            self._highlighters[document.article_id] = MarkdownHighlighter(document.body, self._look)
        self._highlighters[document.article_id].restyle(document.body.defaultFont())
        self.page.document_changed()
        place = document.place
        caret, anchor = (place.cursor, place.anchor) if place.field == "body" else (0, 0)
        self.page.go_to_place(*(document.body_place or (caret, anchor, place.scroll)))
        self._line = -1
        self._tell_line()
        self._dim()

    def reloaded(self) -> None:
        """Show fields that were taken over from elsewhere, without moving the page."""
        self.page.stay()
        self.header.hero.refresh_picture()

    def leave(self) -> None:
        """Keep the place in the document that is shown, for when it is shown again."""
        if self.document is not None:
            self.document.place = self.place()
            self.document.body_place = self.page.body_place()

    def forget(self, document: ArticleDocument) -> None:
        """Let go of what was kept for a document that is closed."""
        self._highlighters.pop(document.article_id, None)

    def place(self) -> Place:
        """Return where the writer is."""
        focus = QApplication.focusWidget()
        cursor, anchor, scroll = self.page.body_place()
        name = next((key for key, field in self.header.fields.items() if field is focus), "body")
        if name != "body":
            at = self.header.fields[name].textCursor()
            cursor, anchor = at.position(), at.anchor()
        return Place(name, cursor, anchor, scroll)

    def focus(self, field: str = "") -> None:
        """Put the focus into a field; into the one of the document's place without a name."""
        name = field or (self.document.place.field if self.document is not None else "body")
        widget = self.header.fields.get(name)
        if widget is None:
            self.body.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        place = self.document.place if self.document is not None else Place()
        if place.field == name:
            cursor = widget.textCursor()
            length = widget.document().characterCount() - 1
            cursor.setPosition(min(place.anchor, length))
            cursor.setPosition(min(place.cursor, length), QTextCursor.MoveMode.KeepAnchor)
            widget.setTextCursor(cursor)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def focused_text(self) -> QPlainTextEdit | None:
        """Return the text field with the focus, in the header or the body."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPlainTextEdit) and (focus is self.body or focus in self.header.fields.values()):
            return focus
        return None

    def set_mode(self, mode: str) -> None:
        """Set the text for "write" or "split"."""
        self._mode = mode
        self._restyle()

    def set_read_only(self, on: bool) -> None:
        """Let the texts be read and not be written in: the desk takes nothing."""
        for field in (self.body, *self.header.fields.values()):
            field.setReadOnly(on)

    def settings_changed(self) -> None:
        """Take over settings of the writing surface."""
        self._restyle()

    def _restyle(self) -> None:
        writing = self._mode == "write"
        px = self._look.theme.px
        self.header.set_top(px(56 if writing else 24))
        bottom = Spacing(px(96), half=writing)
        self.page.set_spacing(bottom, typewriter=writing and self._settings.value.typewriter)
        self._restyle_body()
        if self.document is not None and self.document.article_id in self._highlighters:
            self._highlighters[self.document.article_id].restyle(self.document.body.defaultFont())
        self.page.relayout()
        self._colour()
        self._dim()

    def _restyle_body(self) -> None:
        self.body.restyle("body_focus" if self._mode == "write" else "body")

    def _room_changed(self) -> None:
        self.header.hero.set_low(self.page.viewport().height() < self._look.theme.px(FOLD_BELOW))

    def _colour(self) -> None:
        if self.document is None:
            return
        highlighter = self._highlighters.get(self.document.article_id)
        if highlighter is not None:
            first, last = self.body.shown_blocks()
            highlighter.show(first, last + AHEAD)

    # Around the caret -------------------------------------------------------------------------------------------------

    def _caret_moved(self) -> None:
        if not self._line_timer.isActive():
            self._line_timer.start()
        self._dim()

    def _tell_line(self) -> None:
        line = self.body.textCursor().blockNumber()
        if line != self._line:
            self._line = line
            self.line_changed.emit(line)
        self.formats_changed.emit(self.body.formats() if self.body.hasFocus() else frozenset())

    def _body_focused(self, on: bool) -> None:
        self.header.set_body_focused(on)
        self._dim()
        self._tell_line()

    def _dim(self) -> None:
        """In Write, dim every paragraph but the one being written: two stretches, no colouring anew."""
        marks: list[QTextEdit.ExtraSelection] = []
        if self._mode == "write" and self.body.hasFocus() and self._settings.value.dim_paragraphs:
            style = QTextCharFormat()
            style.setForeground(self._look.theme.color("text3"))
            block = self.body.textCursor().block()
            length = self.body.document().characterCount() - 1
            for start, end in ((0, block.position()), (block.position() + block.length() - 1, length)):
                if start < end:
                    mark = QTextEdit.ExtraSelection()
                    cursor = QTextCursor(self.body.document())
                    cursor.setPosition(start)
                    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                    mark.cursor, mark.format = cursor, style  # type: ignore[attr-defined]  # missing in the stubs
                    marks.append(mark)
        self.body.set_marks("dim", marks)

    def _caret_rect(self) -> QRect:
        """Return where the caret is in the pane."""
        rect = self.body.cursorRect()
        return QRect(self.body.viewport().mapTo(self._pane, rect.topLeft()), rect.size())

    # Commands ---------------------------------------------------------------------------------------------------------

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the writing commands of the table do."""
        return {
            **{
                f"format.{kind.value}": self._toggler(kind)
                for kind in Format
                if kind not in (Format.LINK, Format.IMAGE)
            },
            "format.link": self.ask_link,
            "format.image": self.choose_image,
            "format.move_up": lambda: self.body.move_paragraph(down=False),
            "format.move_down": lambda: self.body.move_paragraph(down=True),
            "article.choose_hero": self.choose_hero,
        }

    def _toggler(self, kind: Format) -> Callable[[], None]:
        def toggle() -> None:
            self.body.setFocus(Qt.FocusReason.OtherFocusReason)
            self.body.toggle(kind)
            self._tell_line()

        return toggle

    def ask_link(self) -> None:
        """Open the small form for the link at the caret, or for a new one over the selection."""
        before, begin = self.body.passage()
        found = edits.link_at(before)
        start = before
        text, address = before.text[before.start : before.end], ""
        if found is not None:
            start, text, address = found
        if edits.is_address(text) and not address:
            text, address = "", text
        self._answer(
            lambda new_text, new_address: self.body.put_passage(
                before, edits.put_link(start, new_text, new_address), begin
            ),
            lambda: self.body.put_passage(before, edits.put_link(start, text, ""), begin),
        )
        self.popover.ask_link(self._caret_rect(), text.replace("\n", " "), address)

    def _answer(self, accepted: Callable[[str, str], None], removed: Callable[[], None]) -> None:
        self._accepted, self._removed = accepted, removed

    def _popover_accepted(self, first: str, second: str) -> None:
        self._accepted(first, second)

    def _popover_removed(self) -> None:
        self._removed()

    # Pictures ---------------------------------------------------------------------------------------------------------

    def choose_hero(self) -> None:
        """Let the person choose a file for the hero image."""
        self._choose(self.tr("Choose the hero image"), self.take_hero)

    def choose_image(self) -> None:
        """Let the person choose a file to put into the text."""
        self._choose(self.tr("Choose an image"), self._picture_for_body)

    def _choose(self, title: str, then: Callable[[Path], None]) -> None:
        endings = " ".join(f"*{ending}" for ending in sorted(PICTURE_ENDINGS))
        dialog = QFileDialog(self._pane.window(), title, "", self.tr("Images ({endings})").format(endings=endings))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        self._dialog = dialog
        dialog.open()

    def take_hero(self, given: Path | QImage) -> None:
        """Make a file or picture the hero of the article that is open now."""
        document = self.document
        if document is None:
            return
        self.header.hero.show_trouble("")

        def stored(hero: HeroImage) -> None:
            document.replace_picture(hero)
            if document is self.document:
                self.header.hero.refresh_picture()
                if not self.header.hero.complete:
                    self.header.hero.texts["alt"].setFocus(Qt.FocusReason.OtherFocusReason)

        take_picture(self._worker, given, stored, lambda error: self._hero_refused(error, document), owner=document)

    def _hero_refused(self, error: UserError, document: ArticleDocument) -> None:
        if document is self.document:
            self.header.hero.show_trouble(str(error))
        else:
            self._messages.problem(error)

    def remove_hero(self) -> None:
        """Take the picture out of the article; one link in the message bar brings it back."""
        document = self.document
        if document is None:
            return
        before = document.value("hero")
        document.remove_picture()
        self.header.hero.refresh_picture()

        def bring_back() -> None:
            document.replace_picture(before)
            if document is self.document:
                self.header.hero.refresh_picture()

        self._messages.tell(
            self.tr("Image removed."), "ph.image", pane=self._pane, link_text=self.tr("Undo"), link=bring_back
        )

    def _picture_for_body(self, given: Path | QImage) -> None:
        document = self.document
        if document is None:
            return

        def stored(picture: HeroImage) -> None:
            if document is not self.document:
                self._messages.tell(self.tr("The image is kept; another article is open now."), "ph.image")
                return
            before, begin = self.body.passage()
            self._answer(
                lambda alt, _none: self.body.put_passage(
                    before, edits.put_image(before, alt, f"media/{picture.sha256}"), begin
                ),
                lambda: None,
            )
            self.popover.ask_alt(self._caret_rect(), picture.alt)

        take_picture(self._worker, given, stored, self._messages.problem, owner=document)
