"""Plain coloured ground, hairlines and dividers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from famedit.gui.components.paint import line_between

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent
    from PySide6.QtWidgets import QAbstractScrollArea

    from famedit.gui.look import Look


class Surface(QWidget):
    """Ground in one colour of the theme, with hairlines at the edges named in ``lines`` ("top bottom left right")."""

    def __init__(self, look: Look, color: str = "surface", parent: QWidget | None = None, *, lines: str = "") -> None:
        super().__init__(parent)
        self._look = look
        self._color = color
        self._lines = lines.split()
        # The whole rectangle is painted below, so Qt need not clear what is under it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        look.theme.changed.connect(self.update)

    def set_color(self, color: str, lines: str | None = None) -> None:
        """Change the ground, and the hairlines unless they are to stay."""
        self._color = color
        if lines is not None:
            self._lines = lines.split()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.color(self._color))
        color = self._look.theme.color("line")
        width, height = self.width(), self.height()
        edges = {
            "top": (QPointF(0, 0.5), QPointF(width, 0.5)),
            "bottom": (QPointF(0, height - 0.5), QPointF(width, height - 0.5)),
            "left": (QPointF(0.5, 0), QPointF(0.5, height)),
            "right": (QPointF(width - 0.5, 0), QPointF(width - 0.5, height)),
        }
        for name in self._lines:
            line_between(painter, *edges[name], color)


class Hairline(QWidget):
    """One pixel of ``line``, across or upright; ``inset`` leaves room at both ends."""

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, upright: bool = False, inset: int = 0, length: int = 0
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._upright = upright
        self._inset = inset
        self._length = length
        fixed, grow = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        along = fixed if length else grow
        self.setSizePolicy(*((fixed, along) if upright else (along, fixed)))
        look.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        length = self._look.theme.px(self._length) or 1
        return QSize(1, length) if self._upright else QSize(length, 1)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        rect = QRectF(self.rect())
        rect = (
            rect.adjusted(0, self._inset, 0, -self._inset)
            if self._upright
            else rect.adjusted(self._inset, 0, -self._inset, 0)
        )
        QPainter(self).fillRect(rect, self._look.theme.color("line"))


def set_ground(area: QAbstractScrollArea, color: QColor, text: QColor | None = None) -> None:
    """Give a list or a text its ground, and its text colour if one is named; call it again on a change of theme.

    The viewport has to be told as well: under a style sheet it keeps the palette it had when it was polished.
    """
    for widget in (area, area.viewport()):
        palette = widget.palette()
        palette.setColor(QPalette.ColorRole.Base, color)
        if text is not None:
            palette.setColor(QPalette.ColorRole.Text, text)
        widget.setPalette(palette)
