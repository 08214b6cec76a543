"""Find and replace in the body, in place: what is typed is found at once, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from famedit.gui.components.buttons import IconButton, SecondaryButton
from famedit.gui.components.fields import LineField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.paint import line_between
from famedit.gui.editor.field_texts import document_text
from famedit.gui.editor.matches import MOST, Search, next_match
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.gui.editor.body_edit import BodyEdit
    from famedit.gui.look import Look

#: A change of the text is searched anew after this long, ms.
LATER = 150
#: Matches are marked this far around the caret's own; more would slow the paint down and be seen by nobody.
MARKED = 200


class FindBar(QWidget):
    """``left``: the text should have the focus again. ``found``: the current match should be shown."""

    FORM = "find_bar"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "find": LineField,
        "count": TextLabel,
        "previous": IconButton,
        "next": IconButton,
        "case": IconButton,
        "word": IconButton,
        "close_bar": IconButton,
        "replace_part": QWidget,
        "replacement": LineField,
        "replace": SecondaryButton,
        "replace_all": SecondaryButton,
    }

    left = Signal()
    found = Signal()

    def __init__(self, look: Look, body: BodyEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._body = body
        self._matches: tuple[tuple[int, int], ...] = ()
        self._from = 0
        load_form(self.FORM, self, self._makers())
        self.words = child(self, LineField, "find")
        self.count = child(self, TextLabel, "count")
        self.case = child(self, IconButton, "case")
        self.whole = child(self, IconButton, "word")
        self.replacement = child(self, LineField, "replacement")
        self._replace_part = child(self, QWidget, "replace_part")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER)
        self._later.timeout.connect(self._search_again)
        self._connect()
        self.hide()

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self._look
        return {
            "FindField": lambda p: LineField(look, self.tr("Find in the text"), p),
            "Count": lambda p: TextLabel(look, "telemetry", "text2", "", p),
            "PreviousButton": lambda p: IconButton(look, "ph.caret-up", self.tr("Previous match"), "Shift+F3", p),
            "NextButton": lambda p: IconButton(look, "ph.caret-down", self.tr("Next match"), "F3", p),
            "CaseButton": lambda p: IconButton(look, "ph.text-aa", self.tr("Match capitals"), "", p),
            "WordButton": lambda p: IconButton(look, "ph.text-t", self.tr("Whole words"), "", p),
            "CloseButton": lambda p: IconButton(look, "ph.x", self.tr("Close find"), "Esc", p),
            "Plain": QWidget,
            "ReplaceField": lambda p: LineField(look, self.tr("Replace by"), p),
            "ReplaceButton": lambda p: SecondaryButton(look, self.tr("Replace"), parent=p),
            "AllButton": lambda p: SecondaryButton(look, self.tr("Replace all"), parent=p),
        }

    def _connect(self) -> None:
        for button in (self.case, self.whole):
            button.setCheckable(True)
            button.toggled.connect(lambda _on: self._search_now())
        self.words.textChanged.connect(lambda _text: self._search_now())
        child(self, IconButton, "previous").clicked.connect(lambda: self.step(forward=False))
        child(self, IconButton, "next").clicked.connect(lambda: self.step(forward=True))
        child(self, IconButton, "close_bar").clicked.connect(self.close_bar)
        child(self, SecondaryButton, "replace").clicked.connect(self.replace)
        child(self, SecondaryButton, "replace_all").clicked.connect(self.replace_all)
        self._body.textChanged.connect(self._text_changed)
        self._body.selectionChanged.connect(self._show_count)
        self._look.theme.changed.connect(self._mark)

    # Opening ----------------------------------------------------------------------------------------------------------

    def open(self, *, replace: bool) -> None:
        """Show the bar, with the selection as what is looked for."""
        cursor = self._body.textCursor()
        chosen = cursor.selectedText()
        self._from = cursor.selectionStart()
        self._replace_part.setVisible(replace)
        self.show()
        self._body.set_searching(True)
        if chosen and "\u2029" not in chosen and not self.words.hasFocus():
            self.words.setText(chosen)
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._search_again()

    def close_bar(self) -> None:
        """Hide the bar and go back to the text."""
        if self.isVisible():
            self.hide()
            self._later.stop()
            self._matches = ()
            self._body.set_marks("find", [])
            self._body.set_searching(False)
            self.left.emit()

    @property
    def search(self) -> Search:
        """What is looked for."""
        return Search(self.words.text(), self.case.isChecked(), self.whole.isChecked())

    # Finding ----------------------------------------------------------------------------------------------------------

    def step(self, *, forward: bool) -> None:
        """Go to the next or previous match, round at the ends."""
        if not self.search.words:
            self.open(replace=False)
            return
        self._refresh()
        cursor = self._body.textCursor()
        index = next_match(
            self._matches, cursor.selectionEnd() if forward else cursor.selectionStart(), forward=forward
        )
        if index >= 0:
            self._choose(index)
        self._mark()
        self._show_count()

    def _search_now(self) -> None:
        """Find while typing: the first match from where the search began."""
        self._refresh()
        index = next_match(self._matches, self._from, forward=True)
        if index >= 0:
            self._choose(index)
        self._mark()
        self._show_count()

    def _search_again(self) -> None:
        self._refresh()
        self._mark()
        self._show_count()

    def _text_changed(self) -> None:
        if self.isVisible():
            self._later.start()

    def _refresh(self) -> None:
        self._later.stop()
        self._matches = self.search.find_all(document_text(self._body.document()))

    def _choose(self, index: int) -> None:
        start, end = self._matches[index]
        cursor = self._body.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._body.by_key = False
        self._body.setTextCursor(cursor)
        self.found.emit()

    def _current(self) -> int:
        cursor = self._body.textCursor()
        chosen = (cursor.selectionStart(), cursor.selectionEnd())
        return self._matches.index(chosen) if chosen in self._matches else -1

    def _show_count(self) -> None:
        if not self.isVisible():
            return
        total = len(self._matches)
        at = self._current()
        self.words.set_error(bool(self.search.words) and not total)
        if not self.search.words:
            words = ""
        elif not total:
            words = self.tr("No match")
        elif total >= MOST:
            words = self.tr("{count} and more").format(count=MOST)
        elif at >= 0:
            words = self.tr("{number} of {count}").format(number=at + 1, count=total)
        else:
            words = self.tr("1 match") if total == 1 else self.tr("{count} matches").format(count=total)
        self.count.setText(words)

    def _mark(self) -> None:
        at = next_match(self._matches, self._body.textCursor().selectionStart(), forward=True)
        near = self._matches[max(at - MARKED, 0) : at + MARKED] if at >= 0 else ()
        style = QTextCharFormat()
        style.setBackground(self._look.theme.color("amber_soft"))
        marks: list[QTextEdit.ExtraSelection] = []
        for start, end in near:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self._body.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, style  # type: ignore[attr-defined]  # missing in the stubs
            marks.append(mark)
        self._body.set_marks("find", marks)

    # Replacing --------------------------------------------------------------------------------------------------------

    def replace(self) -> None:
        """Replace the current match and go to the next."""
        self._refresh()
        if self._current() >= 0:
            cursor = self._body.textCursor()
            cursor.insertText(self.replacement.text())
            self._body.setTextCursor(cursor)
        self.step(forward=True)

    def replace_all(self) -> None:
        """Replace every match, as one undo step."""
        self._refresh()
        cursor = QTextCursor(self._body.document())
        cursor.beginEditBlock()
        for start, end in reversed(self._matches):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(self.replacement.text())
        cursor.endEditBlock()
        replaced = len(self._matches)
        self._refresh()
        self._mark()
        self.count.setText(self.tr("{count} replaced").format(count=replaced))

    # Keys -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.replacement.hasFocus():
                self.replace()
            else:
                self.step(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.color("sidebar"))
        y = self.height() - 0.5
        line_between(painter, QPointF(0, y), QPointF(self.width(), y), self._look.theme.color("line"))
