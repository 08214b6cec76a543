"""The body of the article: Markdown in, Markdown out, one undo step a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from famedit.gui.editor import markdown_edits as edits
from famedit.gui.editor.markdown_edits import Passage
from famedit.gui.editor.markdown_spans import Format, formats_at
from famedit.gui.editor.pasted import article_files, local_files, picture_file, tidy
from famedit.gui.editor.seating import seated
from famedit.gui.editor.utf16 import difference, widen

if TYPE_CHECKING:
    from famedit.gui.editor.leading import LeadingLayout
    from famedit.gui.look import Look

Change = Callable[[Passage], Passage | None]
_PAGE_KEYS = (
    (QKeySequence.StandardKey.MoveToNextPage, 1, False),
    (QKeySequence.StandardKey.MoveToPreviousPage, -1, False),
    (QKeySequence.StandardKey.SelectNextPage, 1, True),
    (QKeySequence.StandardKey.SelectPreviousPage, -1, True),
)


class BodyEdit(QPlainTextEdit):
    """The text of the article. The manuscript places and scrolls it; it never scrolls the page itself.

    ``page_keyed(direction, select)``: PgUp or PgDn. ``dragging(point in the viewport)``: a selection is being drawn
    with the mouse. ``picture_given``: a ``Path`` or ``QImage`` to be put where the caret is.
    """

    page_keyed = Signal(int, bool)
    dragging = Signal(QPointF)
    drag_ended = Signal()
    focused = Signal(bool)
    files_dropped = Signal(object)
    picture_given = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._seat: LeadingLayout | None = None
        self._marks: dict[str, list[QTextEdit.ExtraSelection]] = {}
        #: Whether the caret last moved by a key (typewriter scrolling follows keys, not clicks).
        self.by_key = False
        self.setAccessibleName(self.tr("Body"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setCenterOnScroll(True)  # so that any line may be the first one shown
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)

    @property
    def seat(self) -> LeadingLayout | None:
        """The layout of the document that is shown."""
        return self._seat

    def set_document(self, document: QTextDocument, layout: LeadingLayout) -> None:
        """Show another document."""
        self._seat = layout
        self._marks = {}
        self.setExtraSelections([])
        self.setDocument(document)

    def restyle(self, role: str) -> None:
        """Take over the theme, the text set in ``role``."""
        theme = self._look.theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.color("surface"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("text"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.color("text3"))
        self.setPalette(palette)
        # The viewport too: under a style sheet it keeps the palette it was polished with.
        self.viewport().setPalette(palette)
        if self._seat is not None:
            blank = theme.line_height(role) * (16 / 26 if role == "body" else 18 / 30)
            self._seat.set_leading(theme.font(role), theme.line_height(role), round(blank))

    def set_searching(self, searching: bool) -> None:
        """While something is looked for, show the selection in full although the focus is elsewhere."""
        theme = self._look.theme
        palette = self.palette()
        inactive = QPalette.ColorGroup.Inactive
        ground, ink = ("accent", "on_accent") if searching else ("sel_idle", "text")
        palette.setColor(inactive, QPalette.ColorRole.Highlight, theme.color(ground))
        palette.setColor(inactive, QPalette.ColorRole.HighlightedText, theme.color(ink))
        self.setPalette(palette)

    def set_marks(self, group: str, marks: list[QTextEdit.ExtraSelection]) -> None:
        """Mark stretches of the text without changing it; each group replaces its own marks only."""
        if marks or self._marks.get(group):
            self._marks[group] = marks
            # what dims lies below what was found
            self.setExtraSelections([mark for key in sorted(self._marks) for mark in self._marks[key]])

    # Commands ---------------------------------------------------------------------------------------------------------

    def passage(self, *, around: bool = False) -> tuple[Passage, int]:
        """Return the selected lines, widened for Qt's counting, and where they begin.

        ``around`` takes in the paragraphs before and after too.
        """
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        if around:
            first, last = _reach(first, up=True), _reach(last, up=False)
        lines: list[str] = []
        block = first
        while block.isValid():
            lines.append(block.text())
            if block == last:
                break
            block = block.next()
        begin = first.position()
        text = widen("\n".join(lines))
        return Passage(text, cursor.selectionStart() - begin, cursor.selectionEnd() - begin), begin

    def change(self, how: Change, *, around: bool = False) -> bool:
        """Apply a function of ``markdown_edits`` to the selected lines as one undo step; false if it declined."""
        before, begin = self.passage(around=around)
        after = how(before)
        if after is None:
            return False
        self.put_passage(before, after, begin)
        return True

    def put_passage(self, before: Passage, after: Passage, begin: int) -> None:
        """Replace ``before``, which begins at ``begin``, by ``after``, touching only what differs."""
        cursor = self.textCursor()
        if before.text != after.text:
            start, end, text = difference(before.text, after.text)
            cursor.beginEditBlock()
            cursor.setPosition(begin + start)
            cursor.setPosition(begin + end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text)
            cursor.endEditBlock()
        cursor.setPosition(begin + after.start)
        cursor.setPosition(begin + after.end, QTextCursor.MoveMode.KeepAnchor)
        self.by_key = True
        self.setTextCursor(cursor)

    def toggle(self, kind: Format) -> None:
        """Switch a format of the selection, the word or the lines on or off."""
        changes: dict[Format, Change] = {
            Format.HEADING: lambda p: edits.toggle_heading(p, 2),
            Format.SUBHEADING: lambda p: edits.toggle_heading(p, 3),
            Format.QUOTE: edits.toggle_quote,
            Format.BULLETS: lambda p: edits.toggle_list(p, kind),
            Format.NUMBERS: lambda p: edits.toggle_list(p, kind),
        }
        self.change(changes.get(kind, lambda p: edits.toggle_inline(p, kind)))

    def move_paragraph(self, *, down: bool) -> None:
        """Swap the paragraph, or list item, with its neighbour."""
        self.change(lambda p: edits.move_paragraph(p, down=down), around=True)

    def shown_blocks(self) -> tuple[QTextBlock, int]:
        """Return the first block in view and the number of the last, or of one not far below it."""
        first = self.firstVisibleBlock()
        if self._seat is None or not first.isValid():
            return first, -1
        room = self.viewport().height()
        block, last = first, first.blockNumber()
        while block.isValid() and room > 0:
            room -= self._seat.blockBoundingRect(block).height()
            last = block.blockNumber()
            block = block.next()
        return first, last

    def formats(self) -> frozenset[Format]:
        """Return the formats the caret is inside of."""
        cursor = self.textCursor()
        block = cursor.block()
        return formats_at(widen(block.text()), cursor.position() - block.position())

    # Events -----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = Qt.KeyboardModifier.ControlModifier
            if event.modifiers() == control and event.key() in (Qt.Key.Key_K, Qt.Key.Key_H):
                # Qt's line-end and backspace keys on some platforms; here they are link and replace
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_key = True
        for key, direction, select in _PAGE_KEYS:
            if event.matches(key):
                self.page_keyed.emit(direction, select)
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isReadOnly():
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if modifiers == Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("  \n")
                return
            if modifiers == Qt.KeyboardModifier.NoModifier and self._continues():
                return
        super().keyPressEvent(event)

    def _continues(self) -> bool:
        """Continue a list or quotation; the look at one line comes first, for Enter is mostly just Enter."""
        head = self.textCursor().block().text().lstrip()[:1]
        return bool(head) and (head in "-*+>" or head.isdigit()) and self.change(edits.enter, around=True)

    def focusNextPrevChild(self, next_child: bool) -> bool:
        if not self.isReadOnly() and self.change(lambda p: edits.indent(p, deeper=next_child)):
            return True
        return super().focusNextPrevChild(next_child)

    def focusInEvent(self, event) -> None:  # noqa: ANN001 -- Qt's type
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event) -> None:  # noqa: ANN001 -- Qt's type
        super().focusOutEvent(event)
        self.focused.emit(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_key = False
        super().mousePressEvent(seated(self, self._seat, event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(seated(self, self._seat, event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(seated(self, self._seat, event))
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragging.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(seated(self, self._seat, event))
        self.drag_ended.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.by_key = False
        super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasImage() or bool(local_files(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        articles, picture = article_files(source), picture_file(source)
        if articles:
            self.files_dropped.emit(articles)
        elif picture is not None:
            self.picture_given.emit(picture)
        elif source.hasText() and not local_files(source):
            self._paste(tidy(source.text()))
        elif source.hasImage():
            image = source.imageData()
            if isinstance(image, QImage):
                self.picture_given.emit(image)

    def _paste(self, text: str) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection() and edits.is_address(text) and "\u2029" not in cursor.selectedText():
            before, begin = self.passage()
            chosen = before.text[before.start : before.end]
            if chosen.strip() and not edits.is_address(chosen):
                self.put_passage(before, edits.put_link(before, chosen, text.strip()), begin)
                return
        self.insertPlainText(text)


def _reach(block: QTextBlock, *, up: bool) -> QTextBlock:
    """Walk to the far end of the neighbouring paragraph: out of this one, over blank lines, through the next."""

    def following(b: QTextBlock) -> QTextBlock:
        return b.previous() if up else b.next()

    phases = (True, False, True) if block.text().strip() else (False, True)
    for filled in phases:
        while (beyond := following(block)).isValid() and bool(beyond.text().strip()) == filled:
            block = beyond
    return block
