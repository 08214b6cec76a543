"""The soft shadow under what floats, painted as a few translucent outlines: no effect object, no off-screen copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from famedit.gui.look import Look


def paint_shadow(painter: QPainter, rect: QRectF, look: Look, radius: float, *, blur: int, drop: int) -> None:
    """Paint the shadow that ``rect`` casts; the caller leaves ``blur`` pixels of room around it.

    A stack of rounded rectangles, each a little larger and together as dark as one blurred shadow would be.
    """
    color = look.theme.color("shadow")
    strength = 170 if look.theme.is_dark else 70
    layers = max(6, blur // 2)
    painter.setPen(Qt.PenStyle.NoPen)
    previous = 0.0
    for layer in range(layers):
        # From the outside in: opacity grows like the square of the nearness, as a blur's does.
        nearness = (layer + 1) / layers
        wanted = strength / 255 * nearness**2 * 0.75
        alpha = 1 - (1 - wanted) / (1 - previous)
        previous = wanted
        color.setAlphaF(max(0.0, min(1.0, alpha)))
        spread = blur * (1 - nearness) - blur * 0.25
        painter.setBrush(color)
        grown = rect.adjusted(-spread, -spread + drop, spread, spread + drop)
        painter.drawRoundedRect(grown, radius + max(spread, 0), radius + max(spread, 0))
