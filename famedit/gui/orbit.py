"""The left half of the first run: an orbit with the four phases of a story. It doubles as their legend."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRadialGradient
from PySide6.QtWidgets import QWidget

from famedit.core.article import Status
from famedit.gui.components.glyphs import paint_mark, paint_phase
from famedit.gui.components.paint import draw_line, line_between, smooth
from famedit.gui.desk.articles_model import status_word

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from famedit.gui.look import Look

#: Where each phase stands on the orbit, in degrees from the right, anticlockwise.
_PLACES: Final = {Status.DRAFT: 78.5, Status.IN_REVIEW: 55.3, Status.READY: 31.0, Status.PUBLISHED: 7.8}
_GLYPH: Final = 44
_GAP: Final = 31


class Orbit(QWidget):
    """Painted whole: planet, orbit, phases with their words, and the mark at the top."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setMinimumWidth(look.theme.px(300))
        meanings = self._meanings()
        sentences = [f"{status_word(status)}: {meanings[status]}." for status in Status]
        self.setAccessibleName(self.tr("The four phases of an article"))
        self.setAccessibleDescription(" ".join(sentences))
        look.theme.changed.connect(self.update)

    def _meanings(self) -> dict[Status, str]:
        return {
            Status.DRAFT: self.tr("Yours alone"),
            Status.IN_REVIEW: self.tr("With the desk"),
            Status.READY: self.tr("Cleared to publish"),
            Status.PUBLISHED: self.tr("Out in the world"),
        }

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme = self._look.theme
        painter.fillRect(event.rect(), theme.color("sidebar"))
        width, height = self.width(), self.height()
        line_between(painter, QPointF(width - 0.5, 0), QPointF(width - 0.5, height), theme.color("line"))
        # The drawing is made for 660 x 900 and keeps its shape; its centre lies at the left, below the middle.
        # The words beside the outermost phase must have room.
        unit = min((width - theme.px(160)) / 466, height / 900)
        center = QPointF(20 * unit, height - 55 * unit)
        self._paint_planet(painter, center, unit)
        self._paint_rings(painter, center, unit)
        for status, degrees in _PLACES.items():
            self._paint_station(painter, center, unit, status, degrees)
        self._paint_head(painter)

    def _paint_planet(self, painter: QPainter, center: QPointF, unit: float) -> None:
        theme = self._look.theme
        radius = 198 * unit
        shine = QRadialGradient(center + QPointF(54 * unit, -72 * unit), radius * 0.9)
        shine.setColorAt(0, theme.color("raised"))
        shine.setColorAt(1, theme.color("pressed" if not theme.is_dark else "hover"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(shine)
        painter.drawEllipse(center, radius, radius)

    def _paint_rings(self, painter: QPainter, center: QPointF, unit: float) -> None:
        theme = self._look.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("line"), 1))
        for radius in (324 * unit, 730 * unit):
            painter.drawEllipse(center, radius, radius)
        radius = self._radius(unit)
        painter.setPen(QPen(theme.color("line_strong"), 1.2))
        box = QRectF(center.x() - radius, center.y() - radius, radius * 2, radius * 2)
        gap = math.degrees(self._look.theme.px(_GAP) / radius)
        edge = 100.0
        for degrees in _PLACES.values():
            painter.drawArc(box, round((degrees + gap) * 16), round((edge - degrees - gap) * 16))
            edge = degrees - gap
        painter.drawArc(box, -12 * 16, round((edge + 12) * 16))

    def _radius(self, unit: float) -> float:
        return 450 * unit

    def _paint_station(self, painter: QPainter, center: QPointF, unit: float, status: Status, degrees: float) -> None:
        theme = self._look.theme
        px = theme.px
        angle = math.radians(degrees)
        radius = self._radius(unit)
        at = center + QPointF(radius * math.cos(angle), -radius * math.sin(angle))
        side = px(_GLYPH)
        paint_phase(painter, QRectF(at.x() - side / 2, at.y() - side / 2, side, side), self._look, status)
        left = at.x() + side / 2 + px(20)
        room = max(self.width() - left - px(8), px(40))
        lift = px(30) if status is Status.DRAFT else px(20)
        name = QRectF(left, at.y() - lift - px(2), room, px(22))
        draw_line(painter, name, theme.font("title"), theme.color("text"), status_word(status))
        meaning = QRectF(left, at.y() - lift + px(20), room, px(18))
        draw_line(painter, meaning, theme.font("caption"), theme.color("text2"), self._meanings()[status])

    def _paint_head(self, painter: QPainter) -> None:
        theme = self._look.theme
        px = theme.px
        paint_mark(painter, QRectF(px(32), px(28), px(27), px(27)), self._look)
        name = QRectF(px(68), px(30), px(200), px(24))
        draw_line(painter, name, theme.font("title"), theme.color("text"), "FamEdit")
