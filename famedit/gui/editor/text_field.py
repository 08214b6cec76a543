"""A text field of the manuscript: as tall as its text, without a frame or scroll bars of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from famedit.gui.editor.pasted import article_files, local_files, one_line, tidy
from famedit.gui.editor.seating import seated

if TYPE_CHECKING:
    from famedit.gui.editor.leading import LeadingLayout
    from famedit.gui.look import Look

_FOR_OFFERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)


class TextField(QPlainTextEdit):
    """Grows with its text. Shows whichever document it is given; the document keeps text and undo steps.

    ``entered``: Enter was pressed where the field has no line breaks. ``caret_moved`` carries the caret's rectangle in
    the field. ``files_dropped`` carries article files.
    """

    entered = Signal()
    caret_moved = Signal(QRect)
    focused = Signal(bool)
    files_dropped = Signal(object)

    def __init__(
        self, look: Look, role: str, name: str, *, breaks: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._role = role
        self._prompt = ""
        self._breaks = breaks
        self._seat: LeadingLayout | None = None
        self._offers: QWidget | None = None
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(0, 0, 0, 0)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.cursorPositionChanged.connect(self._tell_caret)
        look.theme.changed.connect(self.restyle)

    def set_document(self, document: QTextDocument, layout: LeadingLayout) -> None:
        """Show another document."""
        if self._seat is not None:
            self._seat.documentSizeChanged.disconnect(self._refit_later)
        self._seat = layout
        self.setDocument(document)
        layout.documentSizeChanged.connect(self._refit_later)
        self.restyle()

    def restyle(self) -> None:
        """Take over font, line height and colours of the theme."""
        theme = self._look.theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, theme.color("text"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.color("text3"))
        self.setPalette(palette)
        if self._seat is not None:
            self._seat.set_leading(theme.font(self._role), theme.line_height(self._role))
        self._refit()

    def set_prompt(self, words: str) -> None:
        """Say what belongs here while the field is empty, in the face the text will have.

        Qt's own placeholder is set in the widget's font, which is that of the interface.
        """
        self._prompt = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def set_offers(self, popup: QWidget) -> None:
        """Leave Enter, Tab and Esc to ``popup``, a list of completions, while it is open."""
        self._offers = popup

    def set_role(self, role: str) -> None:
        """Set the text in another role of the type table."""
        if role != self._role:
            self._role = role
            self.restyle()

    def line_height(self) -> int:
        """Return the height of one line, px."""
        return self._look.theme.line_height(self._role)

    def text_height(self) -> int:
        """Return the height of the whole text at the present width, px."""
        layout = self._seat
        if layout is None:
            return self.line_height()
        height = 0.0
        block = self.document().firstBlock()
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return max(round(height), self.line_height())

    def sizeHint(self) -> QSize:
        return QSize(200, self.text_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.text_height())

    def _refit_later(self, *_: object) -> None:
        self._refit()

    def _refit(self) -> None:
        height = self.text_height()
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
            self.updateGeometry()
        self.verticalScrollBar().setValue(0)

    def _tell_caret(self) -> None:
        self.caret_moved.emit(self.cursorRect())

    # Events -----------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._prompt and self.document().isEmpty():
            theme = self._look.theme
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(self._role))
            painter.setPen(theme.color("text3"))
            line = QRect(0, 0, self.viewport().width(), self.line_height())
            words = painter.fontMetrics().elidedText(self._prompt, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._refit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.verticalScrollBar().value():
            self._refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._offers is not None and self._offers.isVisible() and event.key() in _FOR_OFFERS:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._breaks:
                self.entered.emit()
                return
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                # Qt would put a line separator, which is no line end in Markdown
                self.insertPlainText("\n")
                return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)
        self._tell_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            cursor = self.textCursor()
            if cursor.hasSelection():
                cursor.clearSelection()
                self.setTextCursor(cursor)
        self.focused.emit(False)

    def wheelEvent(self, event) -> None:  # noqa: ANN001 -- Qt's type; the page scrolls, not the field
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(seated(self, self._seat, event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(seated(self, self._seat, event))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or bool(article_files(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = article_files(source)
        if files:
            self.files_dropped.emit(files)
        elif source.hasText() and not local_files(source):
            self.insertPlainText(tidy(source.text()) if self._breaks else one_line(source.text()))
