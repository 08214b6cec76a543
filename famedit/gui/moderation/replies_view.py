"""A list of reply cards under the keyboard and the mouse: moving about, selecting, commanding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from famedit.gui.moderation.card_list import ROWS_AHEAD, AnyIndex, CardList

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look
    from famedit.gui.moderation.replies_model import RepliesModel

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
}


class RepliesView(CardList):
    """Shows a ``RepliesModel``; with ``opens_current`` the current card shows its whole text.

    Letters go out as ``commanded`` (ids of the table of commands); ``current_changed`` carries the id of the current
    reply, 0 for none; ``focused`` whether the list has the focus.
    """

    commanded = Signal(str)
    current_changed = Signal(int)
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
        super().__init__(look, model, body_lines=body_lines, parent=parent)
        self._actions = actions
        self._opens_current = opens_current
        self._current_id = 0
        self._anchor_id = 0
        self._picked_before: frozenset[int] = frozenset()
        self._kept_row = -1
        model.modelAboutToBeReset.connect(self._before_reset)
        self.setModel(model)
        model.modelReset.connect(self._after_reset)
        model.replies_changed.connect(self._on_replies_changed)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsRemoved.connect(self._on_rows_removed)

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
        top_before = self._rows.top(row) - self.verticalOffset() if row >= 0 else 0
        self._current_id = self._replies.reply(row).id if row >= 0 else 0
        if self._opens_current:
            self._cards.opened_row = row
            self._measure()
            if row >= 0:
                self.verticalScrollBar().setValue(self._rows.top(row) - top_before)
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

    def _on_rows_removed(self) -> None:
        self._measure()
        row = self.currentIndex().row()
        if row >= 0 and self._replies.reply(row).id != self._current_id:
            self.currentChanged(self._replies.index(row), QModelIndex())

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
        row = self._rows.row_at(round(event.position().y()) + self.verticalOffset())
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
        row = self._rows.row_at(round(event.position().y()) + self.verticalOffset())
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._rows.row_at(round(event.position().y()) + self.verticalOffset()) >= 0:
            self.commanded.emit("replies.open")

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row = self._rows.row_at(event.pos().y() + self.verticalOffset())
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
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            # with the next event: a list that was folded away has its height only then
            QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        self.focused.emit(False)
