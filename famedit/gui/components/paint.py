"""The few shapes every painted part is made of: control boxes, rings, one-line text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont

    from famedit.gui.look import Look

RING = 2.0


def smooth(painter: QPainter) -> None:
    """Switch antialiasing on for shapes and text."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)


def fill_round(painter: QPainter, rect: QRectF, radius: float, color: QColor) -> None:
    """Fill a rounded rectangle."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(rect, radius, radius)


def stroke_round(painter: QPainter, rect: QRectF, radius: float, color: QColor, width: float = 1.0) -> None:
    """Draw a line of ``width`` just inside the edge of a rounded rectangle."""
    half = width / 2
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)


def paint_box(
    painter: QPainter,
    rect: QRectF,
    look: Look,
    *,
    fill: str = "raised",
    edge: str = "line",
    foot: str = "line_strong",
    radius: float = 6.0,
) -> None:
    """Paint a control's box: a fill, a hairline around it, and a stronger bottom edge."""
    theme = look.theme
    fill_round(painter, rect, radius, theme.color(fill))
    stroke_round(painter, rect, radius, theme.color(edge))
    if foot != edge:
        painter.save()
        # Only the last part of the outline, so that the strong edge dies away in the corners.
        painter.setClipRect(QRectF(rect.left(), rect.bottom() - radius * 0.55, rect.width(), radius))
        stroke_round(painter, rect, radius, theme.color(foot))
        painter.restore()


def paint_ring(painter: QPainter, rect: QRectF, look: Look, radius: float = 6.0, color: str = "accent") -> None:
    """Paint the focus ring in place of a control's edge."""
    stroke_round(painter, rect, radius, look.theme.color(color), RING)


def text_width(font: QFont, text: str) -> float:
    """Return how wide one line of text is, in device-independent pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def draw_line(
    painter: QPainter,
    rect: QRectF,
    font: QFont,
    color: QColor,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one line of text, vertically centred, elided where it does not fit."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) > rect.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(color)
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), text)


def line_between(painter: QPainter, start: QPointF, end: QPointF, color: QColor, width: float = 1.0) -> None:
    """Draw a straight line."""
    painter.setPen(QPen(color, width))
    painter.drawLine(start, end)


def half_disc(center: QPointF, radius: float, bulge: float) -> QPainterPath:
    """Return the lit part of a moon: the right half of a disc, its inner edge bent by ``bulge`` (-1 to 1) radii."""
    path = QPainterPath()
    box = QRectF(center.x() - radius, center.y() - radius, radius * 2, radius * 2)
    path.moveTo(center.x(), center.y() - radius)
    path.arcTo(box, 90, -180)
    inner = QRectF(center.x() - abs(bulge) * radius, box.top(), abs(bulge) * radius * 2, radius * 2)
    if bulge == 0:
        path.lineTo(center.x(), center.y() - radius)
    else:
        path.arcTo(inner, 270, -180 if bulge > 0 else 180)
    path.closeSubpath()
    return path
