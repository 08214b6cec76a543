"""The geometry and the painting of a list of cards; what keys and the mouse do is in ``replies_view``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QStyle, QWidget

from famedit.gui.moderation.card_delegate import CardDelegate
from famedit.gui.moderation.card_rows import CardRows

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from famedit.gui.look import Look
    from famedit.gui.moderation.replies_model import RepliesModel

AnyIndex = QModelIndex | QPersistentModelIndex
#: Ask for more rows when fewer than this many are left below the screen.
ROWS_AHEAD = 40


class CardList(QListView):
    """Shows cards at computed places.

    Qt's own list measures every row as soon as heights differ. Here all cards are of one height, but the opened one,
    so a million rows cost no more than ten. ``near_end`` comes when the last rows are not far.
    """

    near_end = Signal()

    def __init__(self, look: Look, model: RepliesModel, *, body_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._replies = model
        self._cards = CardDelegate(look, model, body_lines=body_lines, parent=self)
        self._rows = CardRows()
        self._hovered = -1
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
        look.theme.changed.connect(self._on_theme)
        look.icons.ready.connect(self.viewport().update)

    @property
    def current_row(self) -> int:
        """The row of the current reply, -1 for none."""
        return self.currentIndex().row()

    def set_actions_widget(self, widget: QWidget) -> None:
        """Show ``widget`` on the opened card, where its actions belong."""
        widget.setParent(self.viewport())
        self._actions_widget = widget
        self._place_actions()

    def _on_theme(self) -> None:
        self._cards.layout.forget()
        self._measure()
        self._place_actions()
        self.viewport().update()

    # Geometry -------------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        rows, cards, width = self._rows, self._cards, self.viewport().width()
        rows.count, rows.step = self._replies.rowCount(), cards.layout.row_height
        if not 0 <= cards.opened_row < rows.count:
            cards.opened_row = -1
        rows.opened = cards.opened_row
        rows.open_height = cards.height(rows.opened, width) if rows.opened >= 0 else 0
        self.updateGeometries()

    def visualRect(self, index: AnyIndex) -> QRect:
        row = index.row() if index.isValid() else -1
        if row < 0:
            return QRect()
        return QRect(0, self._rows.top(row) - self.verticalOffset(), self.viewport().width(), self._rows.height(row))

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._rows.row_at(point.y() + self.verticalOffset())
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
        bar.setPageStep(page)
        bar.setSingleStep(self._look.theme.line_height("reply"))
        bar.setRange(0, max(0, self._rows.total - page))

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Do nothing: Qt asks for this after every layout, and rows must not move by themselves; see ``reveal``."""

    def reveal(self, row: int) -> None:
        """Scroll as little as shows the whole card, its head at least."""
        bar, page = self.verticalScrollBar(), self.viewport().height()
        top, height = self._rows.top(row), self._rows.height(row)
        value = bar.value()
        if top + height > value + page:
            value = top + height - page
        bar.setValue(min(value, top))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()
        self._place_actions()
        bar = self.verticalScrollBar()
        if bar.value() > bar.maximum() - ROWS_AHEAD * self._rows.step:
            self.near_end.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._place_actions()

    def moveCursor(self, cursor_action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, row = self._replies.rowCount(), self.current_row
        page = max(1, self.viewport().height() // self._rows.step - 1)
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
            widget.setGeometry(place.translated(0, self._rows.top(row) - self.verticalOffset()))

    # Painting -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.theme.color("surface"))
        offset, width = self.verticalOffset(), self.viewport().width()
        row = self._rows.row_at(max(0, event.rect().top() + offset))
        last = self._rows.row_at(event.rect().bottom() + offset)
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
            rect = QRect(0, self._rows.top(row) - offset, width, self._rows.height(row))
            self._cards.draw(painter, rect, row, flags, hairline=not self._filled(row + 1, current))
            row += 1
        painter.end()

    def _filled(self, row: int, current: int) -> bool:
        if row >= self._replies.rowCount():
            return True
        return row in (current, self._hovered) or self._replies.state(row).picked


def _holds_focus(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)
