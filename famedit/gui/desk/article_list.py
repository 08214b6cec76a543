"""The view of the desk's articles: keys, selection, context menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from famedit.gui.components.surfaces import set_ground
from famedit.gui.desk.row_delegate import RowDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent

    from famedit.gui.desk.articles_model import ArticlesModel
    from famedit.gui.look import Look

_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class ArticleList(QListView):
    """``opened(id)`` comes on a click or Enter; ``menu_wanted(QPoint)`` carries a global position."""

    opened = Signal(int)
    menu_wanted = Signal(object)
    selected = Signal()
    focus_lost = Signal()

    def __init__(self, look: Look, model: ArticlesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._articles = model
        self.setModel(model)
        self.setItemDelegate(RowDelegate(look, model, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Articles"))
        self.setTabKeyNavigation(False)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    # What is chosen -------------------------------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """Return the chosen articles, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._articles.row(at).id for at in rows]

    def current_id(self) -> int | None:
        """Return the article the keyboard stands on."""
        index = self.currentIndex()
        return self._articles.row(index.row()).id if index.isValid() else None

    def choose(self, ids: list[int], current: int | None) -> None:
        """Select these articles, as far as they are here, without opening any."""
        model = self.selectionModel()
        model.clear()
        for article_id in ids:
            at = self._articles.place_of(article_id)
            if at >= 0:
                model.select(self._articles.index(at), QItemSelectionModel.SelectionFlag.Select)
        at = self._articles.place_of(current) if current is not None else -1
        if at >= 0:
            model.setCurrentIndex(self._articles.index(at), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selected.emit()

    # Keys and mouse -------------------------------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone: the search field is for searching."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Menu or (
            event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ):
            self.menu_wanted.emit(self._menu_place())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & _SEVERAL
        index = self.indexAt(event.position().toPoint())
        if plain and index.isValid() and index == self.currentIndex():
            self._open(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mouse = event.reason() == event.Reason.Mouse
        self.menu_wanted.emit(event.globalPos() if mouse else self._menu_place())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._articles.rowCount():
            self.setCurrentIndex(self._articles.index(0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.focus_lost.emit()

    def selectionChanged(self, selected: object, deselected: object) -> None:
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]  # passed on as they came
        self.selected.emit()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._articles.row(index.row()).id)

    def _menu_place(self) -> QPoint:
        rect = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(rect.center() if rect.isValid() else QPoint(8, 8))

    def _retouch(self) -> None:
        set_ground(self, self._look.theme.color("sidebar"))
        self.doItemsLayout()
