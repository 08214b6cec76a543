"""Chips and key caps, as functions for delegates and as widgets for everything else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from famedit.gui.components.paint import draw_line, fill_round, paint_box, smooth, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from famedit.gui.look import Look

Tone = Literal["amber", "red", "green", "neutral", "accent"]

#: tone: (words, background, icon)
_TONES: Final[dict[str, tuple[str, str, str]]] = {
    "amber": ("amber", "amber_soft", "amber"),
    "red": ("red", "red_soft", "red"),
    "green": ("green", "green_soft", "green"),
    "neutral": ("text2", "sunken", "text2"),
    "accent": ("accent", "accent_soft", "accent"),
}
_CHIP_HEIGHT: Final = 18
_CHIP_PAD: Final = 7
_CHIP_ICON: Final = 14
_CHIP_GAP: Final = 4
_CAP_HEIGHT: Final = 18
_CAP_PAD: Final = 5
_MAC_KEYS: Final = {"Ctrl": "⌘", "Shift": "⇧", "Alt": "⌥", "Meta": "⌃"}


def chip_size(look: Look, text: str, icon_id: str = "") -> QSize:
    """Return the size of a chip with these words."""
    px = look.theme.px
    width = text_width(look.theme.font("chip"), text) + px(_CHIP_PAD) * 2
    if icon_id:
        width += px(_CHIP_ICON) + (px(_CHIP_GAP) if text else 0)
    return QSize(round(width + 0.49), px(_CHIP_HEIGHT))


def paint_chip(
    painter: QPainter, rect: QRect | QRectF, look: Look, text: str, tone: Tone = "neutral", icon_id: str = ""
) -> None:
    """Paint a chip: words and icon in a tone on its soft tone. ``rect`` is as ``chip_size`` says, or wider."""
    words, ground, icon_role = _TONES[tone]
    px = look.theme.px
    box = QRectF(rect)
    painter.save()
    smooth(painter)
    fill_round(painter, box, 4, look.theme.color(ground))
    left = box.left() + px(_CHIP_PAD)
    if icon_id:
        side = px(_CHIP_ICON)
        top = box.center().y() - side / 2
        look.icons.paint(painter, QRect(round(left), round(top), side, side), icon_id, icon_role)
        left += side + px(_CHIP_GAP)
    place = QRectF(left, box.top(), box.right() - left - px(_CHIP_PAD) / 2, box.height())
    draw_line(painter, place, look.theme.font("chip"), look.theme.color(words), text)
    painter.restore()


class Chip(QWidget):
    """A chip on its own."""

    def __init__(
        self, look: Look, text: str = "", tone: Tone = "neutral", icon_id: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._text = text
        self._tone: Tone = tone
        self._icon = icon_id
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        look.theme.changed.connect(self.updateGeometry)
        look.theme.changed.connect(self.update)

    def show_words(self, text: str, tone: Tone, icon_id: str = "") -> None:
        """Change what the chip says; without words it hides."""
        self._text = text
        self._tone: Tone = tone
        self._icon = icon_id
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._look, self._text, self._icon)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        paint_chip(QPainter(self), self.rect(), self._look, self._text, self._tone, self._icon)


def key_cap_size(look: Look, text: str) -> QSize:
    """Return the size of one key cap."""
    px = look.theme.px
    width = text_width(look.theme.font("telemetry"), text) + px(_CAP_PAD) * 2
    return QSize(max(px(_CAP_HEIGHT), round(width + 0.49)), px(_CAP_HEIGHT))


def paint_key_cap(
    painter: QPainter,
    rect: QRect | QRectF,
    look: Look,
    text: str,
    *,
    ink: str = "text2",
    fill: str = "raised",
    edge: str = "line",
    foot: str = "line_strong",
) -> None:
    """Paint one key cap; on a filled button give its ink and the button's own colour."""
    painter.save()
    smooth(painter)
    paint_box(painter, QRectF(rect), look, fill=fill, edge=edge, foot=foot, radius=4)
    font = look.theme.font("telemetry")
    draw_line(painter, QRectF(rect), font, look.theme.color(ink), text, Qt.AlignmentFlag.AlignHCenter)
    painter.restore()


def key_parts(keys: str) -> list[str]:
    """Split "Ctrl+Shift+P" into the caps to show; a "+" that is itself a key stays whole."""
    keys = keys.strip()
    if not keys:
        return []
    parts = keys[:-1].split("+") if keys.endswith("++") else keys.split("+")
    if keys.endswith("++"):
        parts = [part for part in parts if part] + ["+"]
    elif keys == "+":
        parts = ["+"]
    return [_MAC_KEYS.get(part, part) for part in parts] if sys.platform == "darwin" else parts


class KeyCap(QWidget):
    """One key."""

    def __init__(self, look: Look, text: str, parent: QWidget | None = None, *, ink: str = "text2") -> None:
        super().__init__(parent)
        self._look = look
        self._text = text
        self._ink = ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        look.theme.changed.connect(self.updateGeometry)
        look.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return key_cap_size(self._look, self._text)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        paint_key_cap(QPainter(self), self.rect(), self._look, self._text, ink=self._ink)


class KeyCaps(QWidget):
    """The caps of one shortcut, in a row. ``keys`` as in "Ctrl+Shift+P"."""

    def __init__(self, look: Look, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.theme.px(4))
        for part in key_parts(keys):
            row.addWidget(KeyCap(look, part, self))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(keys)


def key_caps_width(look: Look, keys: str) -> int:
    """Return the width ``paint_key_caps`` needs."""
    sizes = [key_cap_size(look, part).width() for part in key_parts(keys)]
    return sum(sizes) + look.theme.px(4) * max(0, len(sizes) - 1)


def paint_key_caps(painter: QPainter, right: float, middle: float, look: Look, keys: str) -> None:
    """Paint the caps of a shortcut so that they end at ``right`` and are centred on ``middle``."""
    left = right - key_caps_width(look, keys)
    for part in key_parts(keys):
        size = key_cap_size(look, part)
        paint_key_cap(
            painter, QRectF(round(left), round(middle - size.height() / 2), size.width(), size.height()), look, part
        )
        left += size.width() + look.theme.px(4)
