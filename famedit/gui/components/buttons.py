"""The buttons: primary, secondary, quiet, link, danger, and the square icon button.

All are ``QPushButton`` by behaviour (menus, defaults, accessibility) and painted here, so that rings move nothing,
icons stand at the right distance, and a key cap can stand inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from famedit.gui.components.chips import key_cap_size, key_parts, paint_key_cap
from famedit.gui.components.paint import draw_line, fill_round, paint_box, paint_ring, smooth, stroke_round, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from famedit.gui.look import Look


@dataclass(frozen=True, slots=True)
class ButtonStyle:
    """How one kind of button is painted. Names are colour tokens; "" paints nothing."""

    rest: str = ""
    hover: str = "hover"
    pressed: str = "pressed"
    off: str = ""
    ink: str = "text"
    icon: str = "text2"
    edge: str = ""
    foot: str = ""
    role: str = "ui"
    pad: int = 14
    radius: int = 6


PRIMARY: Final = ButtonStyle(
    "accent", "accent_hover", "accent_press", "sunken", "on_accent", "on_accent", role="ui_strong"
)
SECONDARY: Final = ButtonStyle("raised", "hover", "pressed", "surface", edge="line", foot="line_strong")
DANGER: Final = ButtonStyle(
    "raised", "hover", "pressed", "surface", ink="red", icon="red", edge="line", foot="line_strong"
)
QUIET: Final = ButtonStyle(pad=10)
QUIET_SMALL: Final = ButtonStyle(ink="text2", role="caption", pad=8)
LINK: Final = ButtonStyle(hover="", pressed="", ink="accent", icon="accent", pad=4)
ICON: Final = ButtonStyle(pad=7)

_ICON_GAP: Final = 6
_CAP_GAP: Final = 10
_CARET: Final = 14


class Button(QPushButton):
    """A painted push button. ``key`` is shown as a cap inside it; it binds nothing.

    ``height`` is in device-independent pixels: 32, 28 in bars, 36 for the main decisions.
    """

    STYLE: ButtonStyle = SECONDARY

    def __init__(
        self,
        look: Look,
        text: str = "",
        icon_id: str = "",
        key: str = "",
        parent: QWidget | None = None,
        *,
        height: int = 32,
    ) -> None:
        super().__init__(text, parent)
        self.look = look
        self._icon_id = icon_id
        self._key = key
        self._tall = height
        self._words = True
        self._style = self.STYLE
        self._icon_role = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # By Tab only: a click must not take the focus out of the text, and rings are for the keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        look.theme.changed.connect(self.updateGeometry)
        look.theme.changed.connect(self.update)

    # What it shows --------------------------------------------------------------------------------------------------

    @property
    def icon_id(self) -> str:
        """The icon's name, or ""."""
        return self._icon_id

    def set_icon(self, icon_id: str, role: str = "") -> None:
        """Change the icon; ``role`` overrides the kind's own colour token."""
        if (icon_id, role) != (self._icon_id, self._icon_role):
            self._icon_id, self._icon_role = icon_id, role
            self.updateGeometry()
            self.update()

    def set_key(self, key: str) -> None:
        """Change the key cap."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def set_words_shown(self, shown: bool) -> None:
        """Hide or show the words where room is short; the accessible name keeps them."""
        if shown != self._words:
            self._words = shown
            if not self.accessibleName():
                self.setAccessibleName(self.text())
            self.updateGeometry()
            self.update()

    def set_kind(self, style: ButtonStyle) -> None:
        """Change how it is painted, for a button whose rank depends on the state (PRIMARY, SECONDARY, ...)."""
        if style is not self._style:
            self._style = style
            self.updateGeometry()
            self.update()

    # Size -----------------------------------------------------------------------------------------------------------

    def _shown_text(self) -> str:
        return self.text() if self._words else ""

    def _caps(self) -> list[str]:
        return key_parts(self._key)

    def _caps_width(self) -> int:
        px = self.look.theme.px
        return sum(key_cap_size(self.look, cap).width() + px(3) for cap in self._caps())

    def sizeHint(self) -> QSize:
        px = self.look.theme.px
        text = self._shown_text()
        width = px(self._style.pad) * 2.0
        if text:
            width += text_width(self.look.theme.font(self._style.role), text)
        if self._icon_id:
            width += px(self._icon_size()) + (px(_ICON_GAP) if text else 0)
        if self._key:
            width += self._caps_width() + (px(_CAP_GAP) if text or self._icon_id else 0) - px(6)
        if self.menu() is not None:
            width += px(_CARET) + px(4)
        return QSize(round(width + 0.49), px(self._tall))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _icon_size(self) -> int:
        return 16

    # Painting -------------------------------------------------------------------------------------------------------

    def _ground(self) -> str:
        style = self._style
        if not self.isEnabled():
            return style.off
        if self.isDown():
            return style.pressed
        if self.isChecked():
            return style.pressed if style.edge else "sunken"
        return style.hover if self.underMouse() else style.rest

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled():
            return "disabled", "disabled"
        return self._style.ink, self._icon_role or self._style.icon

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        self._paint_ground(painter, QRectF(self.rect()))
        self._paint_content(painter, QRectF(self.rect()))

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        style, look, radius = self._style, self.look, float(self._style.radius)
        ground = self._ground()
        if style.edge:
            foot = style.foot if self.isEnabled() and not self.isDown() else style.edge
            paint_box(painter, rect, look, fill=ground, edge=style.edge, foot=foot, radius=radius)
        elif ground:
            fill_round(painter, rect, radius, look.theme.color(ground))
        if self.hasFocus():
            if style is PRIMARY:
                # A ring around a filled button cannot stand out on both sides; one inside it does.
                inset = rect.adjusted(3, 3, -3, -3)
                stroke_round(painter, inset, max(radius - 3, 2), look.theme.color("on_accent"), 2)
            else:
                paint_ring(painter, rect, look, radius)

    def _paint_content(self, painter: QPainter, rect: QRectF) -> None:
        theme = self.look.theme
        px = theme.px
        style = self._style
        ink, icon_ink = self._inks()
        text, font = self._shown_text(), theme.font(style.role)
        icon = px(self._icon_size()) if self._icon_id else 0
        caret = px(_CARET) + px(4) if self.menu() is not None else 0
        caps = self._caps_width() + px(_CAP_GAP) - px(6) if self._key else 0
        gap = px(_ICON_GAP) if icon and text else 0
        room = rect.width() - px(style.pad) * (2 if style.pad > 7 else 1) - caps - caret - icon - gap
        words = min(text_width(font, text), max(room, 0.0)) if text else 0.0
        left = rect.left() + (rect.width() - (icon + gap + words + caps + caret)) / 2
        if icon:
            place = QRect(round(left), round(rect.center().y() - icon / 2), icon, icon)
            self.look.icons.paint(painter, place, self._icon_id, icon_ink)
            left += icon + gap
        if text:
            place_text = QRectF(left, rect.top(), words + 1, rect.height())
            draw_line(painter, place_text, font, theme.color(ink), text)
            if style is LINK and self.underMouse() and self.isEnabled():
                base = rect.center().y() + theme.line_height(style.role) * 0.36
                painter.setPen(QPen(theme.color(ink), 1))
                painter.drawLine(QPointF(left, round(base) + 0.5), QPointF(left + words, round(base) + 0.5))
            left += words
        if caret:
            self._paint_caret(painter, QPointF(rect.right() - px(style.pad) - px(5), rect.center().y()), icon_ink)
        if caps:
            self._paint_caps(painter, left + px(_CAP_GAP), rect.center().y())

    def _paint_caps(self, painter: QPainter, left: float, middle: float) -> None:
        ink = "text2" if self.isEnabled() else "disabled"
        for cap in self._caps():
            size = key_cap_size(self.look, cap)
            place = QRectF(round(left), round(middle - size.height() / 2), size.width(), size.height())
            paint_key_cap(painter, place, self.look, cap, ink=ink)
            left += size.width() + self.look.theme.px(3)

    def _paint_caret(self, painter: QPainter, middle: QPointF, ink: str) -> None:
        unit = self.look.theme.px(4)
        pen = QPen(self.look.theme.color(ink), 1.3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(
            [middle + QPointF(-unit, -unit / 2), middle + QPointF(0, unit / 2), middle + QPointF(unit, -unit / 2)]
        )

    # A press inside a style sheet's reach must not move the text, and hovering must repaint.
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class PrimaryButton(Button):
    """The one thing this view is for; there is one at most."""

    STYLE = PRIMARY


class SecondaryButton(Button):
    """An ordinary button."""

    STYLE = SECONDARY


class DangerButton(Button):
    """Does what cannot be undone; never filled."""

    STYLE = DANGER


class QuietButton(Button):
    """A button without a surface until the mouse is over it."""

    STYLE = QUIET


class LinkButton(Button):
    """A button that reads as a link; the target is still 24 high."""

    STYLE = LINK

    def __init__(
        self,
        look: Look,
        text: str = "",
        icon_id: str = "",
        key: str = "",
        parent: QWidget | None = None,
        *,
        height: int = 24,
    ) -> None:
        super().__init__(look, text, icon_id, key, parent, height=height)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class IconButton(Button):
    """A square button with an icon. ``name`` is its accessible name and, with the shortcut, its tooltip."""

    STYLE = ICON

    def __init__(
        self,
        look: Look,
        icon_id: str,
        name: str,
        shortcut_text: str = "",
        parent: QWidget | None = None,
        *,
        height: int = 32,
    ) -> None:
        super().__init__(look, "", icon_id, "", parent, height=height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name, shortcut_text)

    def set_name(self, name: str, shortcut_text: str = "") -> None:
        """Say what it does, and by which key."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {shortcut_text}" if shortcut_text else name)

    def sizeHint(self) -> QSize:
        side = self.look.theme.px(self._tall)
        return QSize(side + (self.look.theme.px(_CARET) if self.menu() is not None else 0), side)

    def _icon_size(self) -> int:
        return 18 if self._tall >= 28 else 16

    def _inks(self) -> tuple[str, str]:
        ink, icon = super()._inks()
        return (ink, "text") if self.isEnabled() and self.isChecked() and not self._icon_role else (ink, icon)
