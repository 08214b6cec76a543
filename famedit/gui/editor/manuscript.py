"""One page that scrolls as a whole: the fields above, the body below, and only the body's visible part laid out.

The body keeps a viewport of its own, a little taller than the page, so that it lays out what is shown and no more.
Above the body stands the header with the other fields; while any of it is in view the page moves both, pixel by pixel.
Once it is out of view the body's own first line does the scrolling, and the body is shifted up by the rest of a line.

The scroll bar counts pixels of the header and then ``units`` for each line of the body. A blank line or a heading is
not exactly that high, but the document need not be measured to say how long the page is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

if TYPE_CHECKING:
    from famedit.gui.editor.body_edit import BodyEdit
    from famedit.gui.editor.leading import LeadingLayout
    from famedit.gui.look import Look

COLUMN = 680
SIDE = 32
GUTTER = 14
BAR = 3
#: Where typewriter scrolling holds the caret, as a part of the height.
TYPEWRITER = 0.46
_SETTLE = QEvent.Type(QEvent.registerEventType())
_DRAG_TICK = 40


@dataclass(frozen=True, slots=True)
class Spacing:
    """Room at the foot of the page, px; ``half`` asks for at least half the height."""

    bottom: int = 96
    half: bool = False


class Manuscript(QAbstractScrollArea):
    """Holds header and body, and is the only thing that scrolls."""

    scrolled = Signal()
    resized = Signal()

    def __init__(self, look: Look, header: QWidget, body: BodyEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._header = header
        self._body = body
        self._spacing = Spacing()
        self._typewriter = False
        self._anchor: tuple[QTextCursor, float] | None = None
        self._placing = False
        self._settling = False
        self._caret_moved = False
        self._drag_at = QPointF()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # labels take their colour from the role of the ground they stand on, and a viewport's own is that of a field
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.viewport().setAutoFillBackground(False)
        header.setParent(self.viewport())
        body.setParent(self.viewport())
        header.installEventFilter(self)
        self._drag_timer = QTimer(self)
        self._drag_timer.setInterval(_DRAG_TICK)
        self._drag_timer.timeout.connect(self._drag_on)
        body.cursorPositionChanged.connect(self._caret_has_moved)
        body.textChanged.connect(self.settle_soon)
        body.verticalScrollBar().valueChanged.connect(self._body_scrolled)
        body.page_keyed.connect(self._turn_page)
        body.dragging.connect(self._dragging)
        body.drag_ended.connect(self._drag_timer.stop)
        body.focused.connect(self._paint_gutter)
        look.theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take over the theme."""
        self.viewport().update()
        self.settle_soon()

    def set_spacing(self, spacing: Spacing, *, typewriter: bool) -> None:
        """Set the room at the foot and whether the line being written stays in place."""
        self._spacing, self._typewriter = spacing, typewriter
        self.settle_soon()

    # Where things are -------------------------------------------------------------------------------------------------

    @property
    def units(self) -> int:
        """How much of the scroll bar one line of the body is."""
        seat = self._body.seat
        return max(round(seat.line), 1) if seat is not None and seat.line else 20

    @property
    def column(self) -> tuple[int, int]:
        """Return left edge and width of the text, px."""
        side = self._look.theme.px(SIDE)
        room = self.viewport().width() - 2 * side
        width = max(min(room, self._look.theme.px(COLUMN)), 80)
        return side + max((room - width) // 2, 0), width

    def body_place(self) -> tuple[int, int, int]:
        """Return what brings the page back here: caret, anchor of the selection, scroll position."""
        cursor = self._body.textCursor()
        return cursor.position(), cursor.anchor(), self.verticalScrollBar().value()

    def go_to_place(self, caret: int, anchor: int, scroll: int) -> None:
        """Come back to a place of ``body_place``; positions beyond the end mean the end."""
        length = self._body.document().characterCount() - 1
        cursor = QTextCursor(self._body.document())
        cursor.setPosition(min(anchor, length))
        cursor.setPosition(min(caret, length), QTextCursor.MoveMode.KeepAnchor)
        self._body.setTextCursor(cursor)
        self._caret_moved = False
        self._anchor = None
        self._measure()
        self.verticalScrollBar().setValue(scroll)
        self._apply()

    def document_changed(self) -> None:
        """Begin at the top of the document the body shows now."""
        self._anchor = None
        self._caret_moved = False
        self.relayout()

    def top_line(self) -> int:
        """Return the number of the source line at the top of the page; 0 while the header is in view."""
        return self._anchor[0].blockNumber() if self._anchor is not None else 0

    # Layout -----------------------------------------------------------------------------------------------------------

    def settle_soon(self) -> None:
        """Measure and place everything before the next frame, once however often it is asked for."""
        if not self._settling:
            self._settling = True
            QCoreApplication.postEvent(self, QEvent(_SETTLE), Qt.EventPriority.HighEventPriority.value)

    def settle(self) -> None:
        """Measure and place everything now."""
        self._settling = False
        self._measure()
        if not self.verticalScrollBar().isSliderDown():
            self._return_to_anchor()
        self._apply()
        if self._caret_moved:
            self._caret_moved = False
            if self._body.hasFocus():
                self.reveal_caret()
        self._paint_gutter()

    def relayout(self) -> None:
        """Give header and body their sizes and places."""
        page = self.viewport().size()
        left, width = self.column
        header = self._header
        layout = header.layout()
        if layout is not None:
            layout.setContentsMargins(left, layout.contentsMargins().top(), page.width() - left - width, 0)
            layout.activate()
            height = layout.totalHeightForWidth(page.width()) if layout.hasHeightForWidth() else 0
            height = max(height, layout.totalMinimumSize().height())
        else:
            height = header.sizeHint().height()
        if header.size() != page or header.height() != height:
            header.resize(page.width(), height)
        tall = page.height() + 4 * self.units
        if (self._body.width(), self._body.height()) != (width, tall):
            self._body.resize(width, tall)
        self.verticalScrollBar().setSingleStep(self.units)
        self.verticalScrollBar().setPageStep(max(page.height() - 2 * self.units, 1))
        self.settle()

    def _measure(self) -> None:
        """Set the range so that the last line can stand above the room at the foot."""
        seat = self._body.seat
        if seat is None:
            return
        page = self.viewport().height()
        foot = max(self._spacing.bottom, page // 2 if self._spacing.half else 0)
        room = page - foot
        header = self._header.height()
        height = 0.0
        block = self._body.document().lastBlock()
        top = None
        while block.isValid():
            tall = seat.blockBoundingRect(block).height()
            if height + tall > room:
                step = seat.step(block)
                over = height + tall - room
                top = self._value_of(block, int(over // step), over / step - int(over // step))
                break
            height += tall
            block = block.previous()
        if top is None:
            top = max(0, round(header + height + foot - page))
        bar = self.verticalScrollBar()
        if bar.maximum() != top:
            self._placing = True
            bar.setRange(0, top)
            bar.setEnabled(top > 0)  # it keeps its room, but shows no thumb where there is nothing to scroll
            self._placing = False

    def _value_of(self, block: QTextBlock, line: int, part: float) -> int:
        """Return the scroll bar's value at which this line, ``part`` of it gone, is at the top."""
        units = self.units
        return self._header.height() + (block.firstLineNumber() + line) * units + round(min(part, 1.0) * units)

    def _return_to_anchor(self) -> None:
        """Make the bar's value mean the same text again after lines above it came or went."""
        if self._anchor is None:
            return
        cursor, part = self._anchor
        block, line = self._line_of(cursor.position())
        bar = self.verticalScrollBar()
        value = min(self._value_of(block, line, part), bar.maximum())
        if bar.value() != value:
            self._placing = True
            bar.setValue(value)
            self._placing = False

    def _line_of(self, position: int) -> tuple[QTextBlock, int]:
        document = self._body.document()
        block = document.findBlock(min(position, document.characterCount() - 1))
        if self._body.seat is not None:
            self._body.seat.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        return block, max(line.lineNumber(), 0) if line.isValid() else 0

    def _apply(self) -> None:
        """Move header and body to where the bar says."""
        seat = self._body.seat
        if seat is None:
            return
        value = self.verticalScrollBar().value()
        height = self._header.height()
        left, _ = self.column
        self._placing = True
        inner = self._body.verticalScrollBar()
        self._header.move(0, -min(value, height))
        beyond = max(value - height, 0)
        number, part = beyond // self.units, (beyond % self.units) / self.units
        inner.setValue(number)
        block = self._body.firstVisibleBlock()
        tall = seat.blockBoundingRect(block).height()
        step = seat.step(block)
        line = min(max(inner.value() - block.firstLineNumber(), 0), max(round(tall / step) - 1, 0))
        top = self._body.blockBoundingGeometry(block).translated(self._body.contentOffset()).top() + line * step
        y = max(height - value, 0) - (part * step if beyond else 0) - top
        self._body.move(left, round(y))
        self._placing = False
        if value > height:
            cursor = QTextCursor(block)
            first = block.layout().lineAt(line)
            cursor.setPosition(block.position() + (first.textStart() if first.isValid() else 0))
            self._anchor = (cursor, part)
        else:
            self._anchor = None
        self.scrolled.emit()

    # Showing the caret ------------------------------------------------------------------------------------------------

    def reveal_caret(self, *, centre: bool = False) -> None:
        """Scroll as little as shows the caret; to the middle with ``centre`` where it was out of sight."""
        seat = self._body.seat
        if seat is None:
            return
        # what comes into view is coloured, and headings grow with it: then a second look is needed
        for _ in range(3):
            block, line = self._line_of(self._body.textCursor().position())
            y, step = self._y_of(block, line), seat.step(block)
            wanted = self._wanted_y(y, step, centre=centre)
            if abs(wanted - y) < 1:
                return
            self._scroll_line_to(block, line, wanted)

    def _wanted_y(self, y: float, step: float, *, centre: bool) -> float:
        """Return where a line that is at ``y`` should be."""
        page = self.viewport().height()
        above, below = min(8.0, page / 8), min(step + 8.0, page / 6)
        if self._typewriter and self._body.by_key:
            return page * TYPEWRITER - step / 2
        if centre and not 0 <= y <= page - step:
            return page * 0.4
        return max(min(y, page - below - step), above) if y != float("inf") else page - below - step

    def stay(self) -> None:
        """Keep what is being read where it is: the caret was moved by a change from elsewhere."""
        self._caret_moved = False

    def caret_y(self) -> float:
        """Return how far below the top of the page the caret's line is, px; far away it is only roughly so."""
        return self._y_of(*self._line_of(self._body.textCursor().position()))

    def _y_of(self, block: QTextBlock, line: int) -> float:
        """Return how far below the top of the page a line is; infinite when it is pages away."""
        seat = self._body.seat
        assert seat is not None  # noqa: S101 -- only asked with a document shown
        body, far = self._body, 3.0 * self.viewport().height()
        at = body.firstVisibleBlock()
        y = body.y() + body.blockBoundingGeometry(at).translated(body.contentOffset()).top()
        number = block.blockNumber()
        while at.blockNumber() < number:
            y += seat.blockBoundingRect(at).height()
            at = at.next()
            if y > far:
                return float("inf")
        while at.blockNumber() > number:
            at = at.previous()
            y -= seat.blockBoundingRect(at).height()
            if y < -far:
                return float("-inf")
        return y + line * seat.step(block)

    def _scroll_line_to(self, block: QTextBlock, line: int, y: float) -> None:
        """Scroll so that the top of a line is ``y`` px below the top of the page, or as near as the page's ends let."""
        seat = self._body.seat
        assert seat is not None  # noqa: S101 -- only asked with a document shown
        rest = y
        step = seat.step(block)
        above = line * step
        while rest > above:
            rest -= above
            previous = block.previous()
            if not previous.isValid():
                self.verticalScrollBar().setValue(round(max(self._header.height() - rest, 0)))
                return
            block = previous
            above = seat.blockBoundingRect(block).height()
            step = seat.step(block)
        over = above - rest
        first = int(over // step)
        value = self._value_of(block, first, over / step - first)
        self._measure()  # laying out blocks above may have moved the end
        self.verticalScrollBar().setValue(value)

    def reveal_in_header(self, rect: QRect) -> None:
        """Scroll as little as shows a rectangle of the header."""
        bar = self.verticalScrollBar()
        margin = 24
        top, bottom = rect.top() - margin, rect.bottom() + margin
        if bar.value() > top:
            bar.setValue(max(top, 0))
        elif bottom - bar.value() > self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    def go_to_line(self, number: int) -> None:
        """Put the caret at the start of a source line, counted from 0, and show it."""
        block = self._body.document().findBlockByNumber(number)
        if block.isValid():
            self._body.by_key = False
            self._body.setTextCursor(QTextCursor(block))
            self.settle()
            self.reveal_caret(centre=True)

    # Events -----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == _SETTLE:
            if self._settling:
                self.settle()
            return True
        return super().event(event)

    def eventFilter(self, watched, event: QEvent) -> bool:  # noqa: ANN001 -- Qt's type
        if watched is self._header and event.type() == QEvent.Type.LayoutRequest:
            self.relayout()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        body = self._body
        in_sight = body.hasFocus() and body.seat is not None and 0 <= self.caret_y() < event.oldSize().height()
        self.relayout()
        if in_sight:
            self.reveal_caret()
        self.resized.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 -- the bar's value says it all
        if not self._placing:
            self._apply()
            self._paint_gutter()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click beside or below the text as one into the nearest line."""
        below = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and below.y() >= self._body.y():
            point = QPoint(min(max(below.x() - self._body.x(), 0), self._body.width() - 1), below.y() - self._body.y())
            self._body.setFocus(Qt.FocusReason.MouseFocusReason)
            self._body.by_key = False
            self._body.setTextCursor(self._body.cursorForPosition(point))
        else:
            super().mousePressEvent(event)

    def _caret_has_moved(self) -> None:
        self._caret_moved = True
        self.settle_soon()

    def _body_scrolled(self) -> None:
        """Qt scrolled the body to show the caret: the page decides, before anything is painted."""
        if not self._placing:
            self.settle_soon()

    def _turn_page(self, direction: int, select: bool) -> None:
        body, bar = self._body, self.verticalScrollBar()
        self.settle()
        before = bar.value()
        rect = body.cursorRect()
        y = self.caret_y()
        page = self.viewport().height()
        y = y if 0 <= y < page else page / 2
        bar.setValue(before + direction * bar.pageStep())
        cursor = body.textCursor()
        mode = QTextCursor.MoveMode.KeepAnchor if select else QTextCursor.MoveMode.MoveAnchor
        if bar.value() == before:
            cursor.movePosition(
                QTextCursor.MoveOperation.End if direction > 0 else QTextCursor.MoveOperation.Start, mode
            )
        else:
            target = body.cursorForPosition(QPoint(rect.left(), round(y - body.y()) + rect.height() // 2))
            cursor.setPosition(target.position(), mode)
        body.by_key = False
        body.setTextCursor(cursor)

    # Drawing a selection beyond the edge ------------------------------------------------------------------------------

    def _dragging(self, at: QPointF) -> None:
        self._drag_at = at
        y = at.y() + self._body.y()
        if 0 <= y < self.viewport().height():
            self._drag_timer.stop()
        elif not self._drag_timer.isActive():
            self._drag_timer.start()

    def _drag_on(self) -> None:
        page = self.viewport().height()
        y = self._drag_at.y() + self._body.y()
        beyond = y if y < 0 else y - page + 1
        before = self._body.y()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(max(min(beyond, 4 * self.units), -4 * self.units) / 2))
        # the mouse stands still, the text below it does not
        self._drag_at += QPointF(0, before - self._body.y())
        edge = min(max(self._drag_at.y(), -self._body.y()), page - self._body.y() - 1.0)
        target = self._body.cursorForPosition(QPoint(round(self._drag_at.x()), round(edge)))
        cursor = self._body.textCursor()
        cursor.setPosition(target.position(), QTextCursor.MoveMode.KeepAnchor)
        self._body.setTextCursor(cursor)

    # The bar beside the paragraph -------------------------------------------------------------------------------------

    def _paint_gutter(self, *_: object) -> None:
        left, _width = self.column
        self.viewport().update(left - GUTTER - 2, 0, BAR + 4, self.viewport().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.theme.color("surface"))
        if self._body.hasFocus() and self._body.seat is not None:
            y, height = self._paragraph(self._body.seat)
            if height > 0:
                paint_bar(painter, self._look, self.column[0], y, height)

    def _paragraph(self, seat: LeadingLayout) -> tuple[float, float]:
        """Return where the caret's paragraph begins and how high it is; 0 high when it is out of sight."""
        block = self._body.textCursor().block()
        y = self._y_of(block, 0)
        height = seat.blockBoundingRect(block).height()
        shown = y < self.viewport().height() and y + height > 0
        top = max(y, -float(BAR) - 1)
        return top, (min(y + height, self.viewport().height() + 8.0) - top) if shown else 0.0


def paint_bar(painter: QPainter, look: Look, text_left: int, y: float, height: float) -> None:
    """Paint the bar that shows where the focus is, in the gutter left of the text."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.color("accent"))
    painter.drawRoundedRect(QRectF(text_left - GUTTER, y, BAR, height), BAR / 2, BAR / 2)
