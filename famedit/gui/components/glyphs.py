"""Glyphs that are painted, not taken from the icon set: the phase of a story, the lamp, the mark, the avatar disc."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from famedit.core.article import Status
from famedit.gui.components.paint import draw_line, half_disc, smooth

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from famedit.gui.look import Look

Verdict = Literal["go", "hold", "no-go"]

#: Status: (how much of the disc is lit, the colour of its ring and fill)
PHASES: Final[dict[Status, tuple[float, str]]] = {
    Status.DRAFT: (0.0, "text3"),
    Status.IN_REVIEW: (0.5, "amber_lamp"),
    Status.READY: (0.78, "accent"),
    Status.PUBLISHED: (1.0, "green_lamp"),
}
_LAMPS: Final[dict[str, str]] = {"go": "green_lamp", "hold": "amber_lamp", "no-go": "red_lamp"}
_WORD_STARTS: Final = re.compile(r"[^\W_]+")


def paint_phase(painter: QPainter, rect: QRectF, look: Look, status: Status, *, stroke: float = 1.5) -> None:
    """Paint the lunar phase of a status into the largest square of ``rect``."""
    fraction, token = PHASES[status]
    color = look.theme.color(token)
    radius = min(rect.width(), rect.height()) / 2 - stroke / 2
    center = rect.center()
    painter.save()
    smooth(painter)
    painter.setPen(QPen(color, stroke))
    painter.setBrush(color if fraction == 1 else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(center, radius, radius)
    if 0 < fraction < 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPath(half_disc(center, radius, fraction * 2 - 1))
    painter.restore()


def paint_lamp(painter: QPainter, rect: QRectF, look: Look, verdict: Verdict) -> None:
    """Paint the preflight lamp: a green disc with a tick, an amber one with bars, a red one with a cross."""
    side = min(rect.width(), rect.height())
    center = rect.center()
    painter.save()
    smooth(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.color(_LAMPS[verdict]))
    painter.drawEllipse(center, side / 2, side / 2)
    pen = QPen(look.theme.color("raised" if not look.theme.is_dark else "surface"), side * 0.11)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    unit = side / 2

    def at(x: float, y: float) -> QPointF:
        return QPointF(center.x() + x * unit, center.y() + y * unit)

    if verdict == "go":
        painter.drawPolyline([at(-0.42, 0.05), at(-0.1, 0.36), at(0.44, -0.3)])
    elif verdict == "hold":
        painter.drawLine(at(-0.22, -0.36), at(-0.22, 0.36))
        painter.drawLine(at(0.22, -0.36), at(0.22, 0.36))
    else:
        painter.drawLine(at(-0.32, -0.32), at(0.32, 0.32))
        painter.drawLine(at(-0.32, 0.32), at(0.32, -0.32))
    painter.restore()


def paint_mark(painter: QPainter, rect: QRectF, look: Look) -> None:
    """Paint FamEdit's mark: a disc in an open orbit, with a small moon in the gap at 31 degrees."""
    side = min(rect.width(), rect.height())
    center = rect.center()
    stroke = side * 0.085
    moon = side * 0.115
    orbit = side / 2 - max(stroke / 2, moon * 0.72)
    ink = look.theme.color("text")
    painter.save()
    smooth(painter)
    pen = QPen(ink, stroke)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(center.x() - orbit, center.y() - orbit, orbit * 2, orbit * 2)
    gap = 27.0
    painter.drawArc(box, round((31 + gap) * 16), round((360 - 2 * gap) * 16))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(center, side * 0.2, side * 0.2)
    painter.setBrush(look.theme.color("accent"))
    angle = math.radians(31)
    painter.drawEllipse(QPointF(center.x() + orbit * math.cos(angle), center.y() - orbit * math.sin(angle)), moon, moon)
    painter.restore()


def initials(name: str) -> str:
    """Return two letters that stand for a name: of two words, of two capitals, of a word and its digit."""
    words = _WORD_STARTS.findall(name)
    if not words:
        return "?"
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    word = words[0]
    capitals = [letter for letter in word if letter.isupper()]
    if len(capitals) > 1:
        return capitals[0] + capitals[1]
    return word[:2].upper()


def paint_avatar(
    painter: QPainter, rect: QRectF, look: Look, name: str, ticked: bool = False, *, ground: str = "sunken"
) -> None:
    """Paint the disc that stands for a reader: initials, or a tick while the reply is selected.

    ``ground`` is the disc's colour: "raised" on a selected row, where "sunken" would not show.
    """
    side = min(rect.width(), rect.height())
    painter.save()
    smooth(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.color("accent" if ticked else ground))
    painter.drawEllipse(rect.center(), side / 2, side / 2)
    if ticked:
        pen = QPen(look.theme.color("on_accent"), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        c, u = rect.center(), side / 2
        painter.drawPolyline(
            [
                QPointF(c.x() - 0.36 * u, c.y() + 0.03 * u),
                QPointF(c.x() - 0.08 * u, c.y() + 0.3 * u),
                QPointF(c.x() + 0.4 * u, c.y() - 0.28 * u),
            ]
        )
    else:
        color = look.theme.color("text2")
        draw_line(painter, rect, look.theme.font("chip"), color, initials(name), Qt.AlignmentFlag.AlignHCenter)
    painter.restore()


class _Painted(QWidget):
    """A square that repaints on a change of theme."""

    def __init__(self, look: Look, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.updateGeometry)
        look.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        side = self._look.theme.px(self._size)
        return QSize(side, side)

    minimumSizeHint = sizeHint


class PhaseGlyph(_Painted):
    """The phase of a status, always beside its word."""

    def __init__(
        self, look: Look, status: Status = Status.DRAFT, size: int = 14, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, size, parent)
        self._status = status

    def set_status(self, status: Status) -> None:
        """Show another status."""
        self._status = status
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        paint_phase(QPainter(self), QRectF(self.rect()), self._look, self._status)


class Lamp(_Painted):
    """The preflight lamp."""

    def __init__(self, look: Look, verdict: Verdict = "go", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(look, size, parent)
        self._verdict: Verdict = verdict

    def set_verdict(self, verdict: Verdict) -> None:
        """Show another verdict."""
        self._verdict = verdict
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        paint_lamp(QPainter(self), QRectF(self.rect()), self._look, self._verdict)


class MarkWidget(_Painted):
    """FamEdit's mark."""

    def __init__(self, look: Look, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(look, size, parent)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        paint_mark(QPainter(self), QRectF(self.rect()), self._look)
