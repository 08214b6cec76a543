"""A list of reply cards: rows of one height, of which one may stand open, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QStyle, QWidget

from famedit.gui.moderation.card_delegate import CardDelegate

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look
    from famedit.gui.moderation.replies_model import RepliesModel

AnyIndex = QModelIndex | QPersistentModelIndex
#: Ask for more rows when fewer than this many are left below the screen.
ROWS_AHEAD = 40
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
}


class RepliesView(QListView):
    """Shows a ``RepliesModel``.

    Qt's own list measures every row as soon as heights differ. Here every place is computed: all cards are of one
    height, but the opened one (``opens_current``), so a million rows cost no more than ten. Letters go out as
    ``commanded`` (ids of the table of commands); ``current_changed`` carries the id of the current reply, 0 for none.
    """

    commanded = Signal(str)
    current_changed = Signal(int)
    near_end = Signal()
    focused = Signal(bool)
    retry_wanted = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        look: Look,
        model: RepliesModel,
        actions: ActionSet,
        *,
        body_lines: int,
        opens_current: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._replies = model
        self._actions = actions
        self._opens_current = opens_current
        self._cards = CardDelegate(look, model, body_lines=body_lines, parent=self)
        self._open_height = 0
        self._current_id = 0
        self._anchor_id = 0
        self._picked_before: frozenset[int] = frozenset()
        self._hovered = -1
        self._kept_row = -1
        self._actions_widget: QWidget | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.setItemDelegate(self._cards)
        model.modelAboutToBeReset.connect(self._before_reset)
        self.setModel(model)
        model.modelReset.connect(self._after_reset)
        model.replies_changed.connect(self._on_replies_changed)
        model.rowsInserted.connect(self._on_rows_inserted)
        look.theme.changed.connect(self._on_theme)
        look.icons.ready.connect(self.viewport().update)

    # The current reply ----------------------------------------------------------------------------------------------

    @property
    def current_id(self) -> int:
        """The id of the current reply, 0 for none."""
        return self._current_id

    @property
    def current_row(self) -> int:
        """The row of the current reply, -1 for none."""
        return self._replies.row_of(self._current_id)

    def go_to(self, reply_id: int) -> bool:
        """Make a reply the current one and bring it into view; false when it is not in the list."""
        row = self._replies.row_of(reply_id)
        if row < 0:
            return False
        self._set_row(row)
        return True

    def move_by(self, step: int) -> None:
        """Go down or up by some rows."""
        count = self._replies.rowCount()
        if count:
            row = self.current_row
            self._anchor_id = 0
            self._set_row(min(count - 1, max(0, row + step if row >= 0 else 0)))

    def move_to_next(self, wanted: Callable[[int], bool]) -> bool:
        """Go to the next row below that is ``wanted``, else to the first one; false when there is none."""
        count, row = self._replies.rowCount(), self.current_row
        for candidate in (*range(row + 1, count), *range(row)):
            if wanted(candidate):
                self._anchor_id = 0
                self._set_row(candidate)
                return True
        return False

    def advance(self) -> None:
        """Go on to the next row below that still belongs to the list; stay where there is none."""
        for row in range(self.current_row + 1, self._replies.rowCount()):
            if not self._replies.state(row).dimmed:
                self._anchor_id = 0
                self._set_row(row)
                return

    def extend_by(self, step: int) -> None:
        """Select from where the extending began to the row below or above."""
        row, count = self.current_row, self._replies.rowCount()
        if row < 0:
            return
        self._extend_to(min(count - 1, max(0, row + step)))

    def toggle_current(self) -> None:
        """Select the current reply, or take it out."""
        row = self.current_row
        if row >= 0:
            self._anchor_id = 0
            self._replies.pick([self._current_id], on=not self._replies.state(row).picked)

    def select_all(self) -> None:
        """Select every reply of the list."""
        self._replies.pick_only(self._replies.ids())

    def clear_picked(self) -> None:
        """Select none."""
        self._anchor_id = 0
        self._replies.pick_only(())

    def targets(self) -> tuple[int, ...]:
        """Return the ids a decision is about: the selected ones, else the current one."""
        return self._replies.picked() or ((self._current_id,) if self.current_row >= 0 else ())

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands that only move about in the list do."""
        return {
            "replies.next": lambda: self.move_by(1),
            "replies.previous": lambda: self.move_by(-1),
            "replies.extend_next": lambda: self.extend_by(1),
            "replies.extend_previous": lambda: self.extend_by(-1),
            "replies.select": self.toggle_current,
            "replies.clear_selection": self.clear_picked,
            "replies.next_undecided": lambda: self.move_to_next(lambda row: self._replies.reply(row).needs_decision),
        }

    def set_actions_widget(self, widget: QWidget) -> None:
        """Show ``widget`` on the opened card, where its actions belong."""
        widget.setParent(self.viewport())
        self._actions_widget = widget
        self._place_actions()

    def _extend_to(self, row: int) -> None:
        if not self._anchor_id:
            self._anchor_id = self._current_id
            self._picked_before = frozenset(self._replies.picked())
        anchor = max(0, self._replies.row_of(self._anchor_id))
        between = range(min(anchor, row), max(anchor, row) + 1)
        self._replies.pick_only(self._picked_before | {self._replies.reply(r).id for r in between})
        self._set_row(row)

    def _set_row(self, row: int, *, reveal: bool = True) -> None:
        index = self._replies.index(row)
        if index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if reveal:
            self.reveal(row)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Open the new current card so that it stays where it was clicked."""
        super().currentChanged(current, previous)
        row = current.row() if current.isValid() else -1
        top_before = self._top(row) - self.verticalOffset() if row >= 0 else 0
        self._current_id = self._replies.reply(row).id if row >= 0 else 0
        if self._opens_current:
            self._cards.opened_row = row
            self._measure()
            if row >= 0:
                self.verticalScrollBar().setValue(self._top(row) - top_before)
        self.viewport().update()
        self._place_actions()
        self.current_changed.emit(self._current_id)
        if row >= 0 and row >= self._replies.rowCount() - ROWS_AHEAD:
            self.near_end.emit()

    # The model changes ----------------------------------------------------------------------------------------------

    def _before_reset(self) -> None:
        self._kept_row = self.current_row
        self._hovered = -1

    def _after_reset(self) -> None:
        kept_id, count = self._current_id, self._replies.rowCount()
        row = self._replies.row_of(kept_id)
        if row < 0 and count:
            row = min(max(0, self._kept_row), count - 1)
        self._cards.opened_row = -1
        self._measure()
        if row < 0:
            self._current_id = 0
            self.current_changed.emit(0)
        else:
            self._set_row(row)
        self._place_actions()

    def _on_replies_changed(self, ids: frozenset[int]) -> None:
        if self._current_id in ids:
            self._measure()
            self._place_actions()

    def _on_rows_inserted(self) -> None:
        if self._current_id == 0:
            self._set_row(0, reveal=False)
        self._measure()

    def _on_theme(self) -> None:
        self._cards.layout.forget()
        self._measure()
        self._place_actions()
        self.viewport().update()

    # Geometry -------------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        row, width = self._cards.opened_row, self.viewport().width()
        inside = 0 <= row < self._replies.rowCount()
        self._open_height = self._cards.height(row, width) if inside else 0
        if not inside:
            self._cards.opened_row = -1
        self.updateGeometries()

    @property
    def _step(self) -> int:
        return self._cards.layout.row_height

    def _extra(self) -> int:
        return self._open_height - self._step if self._cards.opened_row >= 0 else 0

    def _top(self, row: int) -> int:
        opened = self._cards.opened_row
        return row * self._step + (self._extra() if 0 <= opened < row else 0)

    def _height(self, row: int) -> int:
        return self._open_height if row == self._cards.opened_row else self._step

    def _row_at(self, y: int) -> int:
        opened, count = self._cards.opened_row, self._replies.rowCount()
        if y < 0:
            return -1
        row = y // self._step
        if 0 <= opened < row:
            row = opened if y < self._top(opened) + self._open_height else (y - self._extra()) // self._step
        return row if row < count else -1

    def visualRect(self, index: AnyIndex) -> QRect:
        row = index.row() if index.isValid() else -1
        if row < 0:
            return QRect()
        return QRect(0, self._top(row) - self.verticalOffset(), self.viewport().width(), self._height(row))

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._row_at(point.y() + self.verticalOffset())
        return self._replies.index(row) if row >= 0 else QModelIndex()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        return False

    def doItemsLayout(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height()
        total = self._replies.rowCount() * self._step + self._extra()
        bar.setPageStep(page)
        bar.setSingleStep(self._look.theme.line_height("reply"))
        bar.setRange(0, max(0, total - page))

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Do nothing: Qt asks for this after every layout, and rows must not move by themselves; see ``reveal``."""

    def reveal(self, row: int) -> None:
        """Scroll as little as shows the whole card, its head at least."""
        bar, page = self.verticalScrollBar(), self.viewport().height()
        top, height = self._top(row), self._height(row)
        value = bar.value()
        if top + height > value + page:
            value = top + height - page
        bar.setValue(min(value, top))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()
        self._place_actions()
        bar = self.verticalScrollBar()
        if bar.value() > bar.maximum() - ROWS_AHEAD * self._step:
            self.near_end.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._place_actions()

    def moveCursor(self, cursor_action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, row = self._replies.rowCount(), self.current_row
        page = max(1, self.viewport().height() // self._step - 1)
        moves = {
            QAbstractItemView.CursorAction.MoveHome: -count,
            QAbstractItemView.CursorAction.MoveEnd: count,
            QAbstractItemView.CursorAction.MovePageUp: -page,
            QAbstractItemView.CursorAction.MovePageDown: page,
            QAbstractItemView.CursorAction.MoveUp: -1,
            QAbstractItemView.CursorAction.MovePrevious: -1,
        }
        if not count:
            return QModelIndex()
        return self._replies.index(min(count - 1, max(0, row + moves.get(cursor_action, 1))))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        self.selectionModel().select(self.indexAt(rect.topLeft()), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def _place_actions(self) -> None:
        widget, row = self._actions_widget, self._cards.opened_row
        if widget is None:
            return
        widget.setVisible(row >= 0)
        if row >= 0:
            place = self._cards.parts(row, self.viewport().width()).actions
            widget.setGeometry(place.translated(0, self._top(row) - self.verticalOffset()))

    # Painting -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.theme.color("surface"))
        offset, width = self.verticalOffset(), self.viewport().width()
        row = self._row_at(max(0, event.rect().top() + offset))
        last = self._row_at(event.rect().bottom() + offset)
        last = self._replies.rowCount() - 1 if last < 0 else last
        current = self.current_row
        focus = self.hasFocus() or (self._actions_widget is not None and _holds_focus(self._actions_widget))
        while 0 <= row <= last:
            flags = QStyle.StateFlag.State_Enabled
            if row == current:
                flags |= QStyle.StateFlag.State_Selected
                if focus:
                    flags |= QStyle.StateFlag.State_HasFocus
            if row == self._hovered:
                flags |= QStyle.StateFlag.State_MouseOver
            rect = QRect(0, self._top(row) - offset, width, self._height(row))
            self._cards.draw(painter, rect, row, flags, hairline=not self._filled(row + 1, current))
            row += 1
        painter.end()

    def _filled(self, row: int, current: int) -> bool:
        if row >= self._replies.rowCount():
            return True
        return row in (current, self._hovered) or self._replies.state(row).picked

    # Events ---------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+A and Ctrl+Z for the list while it has the focus: in the window they mean the text."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            wanted = (QKeySequence.StandardKey.SelectAll, QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(key) for key in wanted):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.commanded.emit("replies.undo")
            return
        if event.matches(QKeySequence.StandardKey.Redo):
            self.commanded.emit("replies.redo")
            return
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        step = _MOVES.get(Qt.Key(event.key()))
        if step is not None and shift:
            self.extend_by(step)
        elif step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.move_by(step)
        elif event.key() == Qt.Key.Key_Escape and self._replies.picked():
            self.clear_picked()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.commanded.emit("replies.open")
        elif (command := self._actions.letter(event)) is not None:
            self.commanded.emit(command)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._page_key(Qt.Key(event.key()))
        elif event.key() == Qt.Key.Key_Space:
            self.commanded.emit("replies.show")
        else:
            event.ignore()
            return
        event.accept()

    def _page_key(self, key: Qt.Key) -> None:
        actions = {
            Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
            Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
            Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
            Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
        }
        index = self.moveCursor(actions[key], Qt.KeyboardModifier.NoModifier)
        if index.isValid():
            self._anchor_id = 0
            self._set_row(index.row())

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters decide here."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(round(event.position().y()) + self.verticalOffset())
        if row < 0 or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        reply_id = self._replies.reply(row).id
        at = event.position().toPoint() - self.visualRect(self._replies.index(row)).topLeft()
        if self._cards.retry_hit(row, self.viewport().width(), at):
            self.retry_wanted.emit(reply_id)
            return
        on_avatar = self._cards.parts(row, self.viewport().width()).avatar.contains(at)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(row)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or on_avatar:
            self._set_row(row, reveal=False)
            self.toggle_current()
        else:
            self._anchor_id = 0
            self._set_row(row, reveal=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(round(event.position().y()) + self.verticalOffset())
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._row_at(round(event.position().y()) + self.verticalOffset()) >= 0:
            self.commanded.emit("replies.open")

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row = self._row_at(event.pos().y() + self.verticalOffset())
            if row >= 0:
                self._set_row(row, reveal=False)
            where = event.globalPos()
        else:
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.current_row >= 0:
            self.menu_wanted.emit(where)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        self.focused.emit(False)


def _holds_focus(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)
