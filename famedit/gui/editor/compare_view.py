"""Two texts of the same article side by side, to read and to choose between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from famedit.gui.components.buttons import IconButton, PrimaryButton, SecondaryButton
from famedit.gui.components.labels import EngravedLabel, TextLabel
from famedit.gui.editor.leading import LeadingLayout
from famedit.gui.editor.paragraph_diff import Side, compare
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.article import ArticleFields
    from famedit.gui.look import Look


@dataclass(frozen=True, slots=True)
class Choice:
    """What is being compared: the titles of the sides and the words on the buttons. ``mine`` stands on the left."""

    title: str
    mine: str
    theirs: str
    keep_mine: str
    take_theirs: str


class _SideText(QPlainTextEdit):
    """One side, read only; what differs has ground of its own and a bar is not needed to see it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._side = Side((), frozenset())
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._seat = LeadingLayout(self.document())
        self.document().setDocumentLayout(self._seat)
        self.document().setDocumentMargin(look.theme.px(12))
        look.theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take over the theme."""
        theme = self._look.theme
        self._seat.set_leading(theme.font("reply_detail"), theme.line_height("reply_detail"))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.color("raised"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("text"))
        self.setPalette(palette)
        # The viewport too: under a style sheet it keeps the palette it was polished with.
        self.viewport().setPalette(palette)
        self._mark()

    def show_side(self, side: Side) -> None:
        """Show one side from its top."""
        self._side = side
        self.setPlainText("\n".join(side.lines))
        self._mark()

    def first_difference(self) -> QTextBlock | None:
        """Return the first paragraph that differs."""
        return self.document().findBlockByNumber(min(self._side.differing)) if self._side.differing else None

    def _mark(self) -> None:
        style = QTextCharFormat()
        style.setBackground(self._look.theme.color("amber_soft"))
        style.setFontUnderline(True)
        style.setUnderlineColor(self._look.theme.color("amber_lamp"))
        marks: list[QTextEdit.ExtraSelection] = []
        for number in sorted(self._side.differing):
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document().findBlockByNumber(number))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, style  # type: ignore[attr-defined]  # missing in the stubs
            marks.append(mark)
        self.setExtraSelections(marks)


class CompareView(QWidget):
    """Stands in the manuscript's place. Signals say what was chosen; nothing is changed here."""

    FORM = "compare_view"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "title": TextLabel,
        "take_theirs": SecondaryButton,
        "keep_mine": PrimaryButton,
        "close_view": IconButton,
        "left_label": EngravedLabel,
        "right_label": EngravedLabel,
        "left": QPlainTextEdit,
        "right": QPlainTextEdit,
    }

    mine_kept = Signal()
    theirs_taken = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        load_form(self.FORM, self, self._makers())
        self.title = child(self, TextLabel, "title")
        self.keep = child(self, PrimaryButton, "keep_mine")
        self.take = child(self, SecondaryButton, "take_theirs")
        self.left = child(self, _SideText, "left")
        self.right = child(self, _SideText, "right")
        self.keep.clicked.connect(self.mine_kept)
        self.take.clicked.connect(self.theirs_taken)
        child(self, IconButton, "close_view").clicked.connect(self.closed)
        # both show the same part; each keeps its own length
        for one, other in ((self.left, self.right), (self.right, self.left)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self._look
        return {
            "Title": lambda p: TextLabel(look, "title", "text", "", p),
            "Secondary": lambda p: SecondaryButton(look, parent=p),
            "Primary": lambda p: PrimaryButton(look, parent=p),
            "CloseButton": lambda p: IconButton(look, "ph.x", self.tr("Back to the text"), "Esc", p),
            "Label": lambda p: EngravedLabel(look, "", p),
            "Text": lambda p: _SideText(look, p),
        }

    def show_choice(self, choice: Choice, mine: ArticleFields, theirs: ArticleFields) -> None:
        """Show two texts; the focus goes into the left one."""
        left, right = compare(mine, theirs)
        self.title.setText(choice.title)
        self.keep.setText(choice.keep_mine)
        self.take.setText(choice.take_theirs)
        for name, words, text, side in (
            ("left_label", choice.mine, self.left, left),
            ("right_label", choice.theirs, self.right, right),
        ):
            child(self, EngravedLabel, name).setText(words)
            text.setAccessibleName(words)
            text.show_side(side)
        first = self.left.first_difference()
        if first is not None:
            self.left.setTextCursor(QTextCursor(first))
            self.left.centerCursor()
        self.left.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._look.theme.color("surface"))
