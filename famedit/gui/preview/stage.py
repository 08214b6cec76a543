"""Where the page stands: as wide as the pane or as wide as a phone, over ground in the page's own colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from famedit.core import tokens
from famedit.gui.components.empty_state import EmptyState
from famedit.gui.components.paint import line_between

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from famedit.gui.look import Look

#: The width of the page on a phone, in CSS pixels.
PHONE: Final = 390


class Stage(QWidget):
    """Holds the view of the page and, in its place, words for when there is no page.

    Before the engine is there the stage already has the page's colour, so nothing flashes when it comes.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._phone = False
        self._dark = look.theme.is_dark
        self._view: QWidget | None = None
        self.empty = EmptyState(look, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        look.theme.changed.connect(self.update)

    def set_view(self, view: QWidget | None) -> None:
        """Show this view of the page; None takes the one before away without deleting it."""
        self._view = view
        if view is not None:
            view.setParent(self)
            view.setVisible(self.empty.isHidden())
        self._place()

    def set_phone(self, phone: bool) -> None:
        """Show the page as wide as on a phone, or as wide as there is room."""
        self._phone = phone
        self._place()

    def set_dark(self, dark: bool) -> None:
        """Say whether the page is dark."""
        self._dark = dark
        self.update()

    def show_empty(self, empty: bool) -> None:
        """Show the words in place of the page, or the page."""
        self.empty.setVisible(empty)
        if self._view is not None:
            self._view.setVisible(not empty)
        self.update()

    def page_rect(self) -> QRect:
        """Return where the page stands."""
        if not self._phone or self.width() <= PHONE:
            return self.rect()
        return QRect((self.width() - PHONE) // 2, 0, PHONE, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._look.theme
        if not self.empty.isHidden():
            painter.fillRect(event.rect(), theme.color("surface"))
            return
        page = self.page_rect()
        painter.fillRect(event.rect(), theme.color("chrome"))
        painter.fillRect(page, QColor((tokens.DARK if self._dark else tokens.LIGHT)["surface"]))
        if page.width() < self.width():
            for x in (page.left() - 0.5, page.right() + 1.5):
                line_between(painter, QPointF(x, 0), QPointF(x, self.height()), theme.color("line"))

    def _place(self) -> None:
        self.empty.setGeometry(self.rect())
        if self._view is not None:
            self._view.setGeometry(self.page_rect())
        self.update()
