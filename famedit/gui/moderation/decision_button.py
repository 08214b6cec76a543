"""A button that decides about a reply: icon and words at the left, the key that does the same at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtWidgets import QSizePolicy

from famedit.gui.components.buttons import PRIMARY, SECONDARY, Button
from famedit.gui.components.paint import draw_line, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from famedit.gui.look import Look

#: Gaps in px at interface size 100 %.
_SIDE, _TIGHT_SIDE, _GAP, _ICON = 9, 6, 6, 16


class DecisionButton(Button):
    """Narrower than its words, it shows icon and key alone; its accessible name and tooltip keep the words."""

    def __init__(
        self,
        look: Look,
        icon_id: str,
        text: str,
        key: str = "",
        parent: QWidget | None = None,
        *,
        primary: bool = False,
        height: int = 36,
    ) -> None:
        super().__init__(look, text, icon_id, key, parent, height=height)
        self._side = _SIDE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_words(text, primary=primary)

    def set_words(self, text: str, *, primary: bool | None = None) -> None:
        """Change what it says, and whether it is the one to press first."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {self._key}" if self._key else text)
        if primary is not None:
            self.set_kind(PRIMARY if primary else SECONDARY)

    def set_tight(self, tight: bool) -> None:
        """Take less room at the sides, where every pixel counts."""
        self._side = _TIGHT_SIDE if tight else _SIDE
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self.look.theme.px
        words = px(_GAP) + text_width(self.look.theme.font(self._style.role), self.text())
        return QSize(round(self.narrow_width() + words + 0.49), px(self._tall))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.narrow_width(), self.look.theme.px(self._tall))

    def narrow_width(self) -> int:
        """Return the width of icon and key alone."""
        px = self.look.theme.px
        return px(self._side) * 2 + px(_ICON) + (px(_GAP) + self._caps_width() - px(3) if self._key else 0)

    def _paint_content(self, painter: QPainter, rect: QRectF) -> None:
        theme = self.look.theme
        px = theme.px
        ink, icon_ink = self._inks()
        side = px(_ICON)
        left = round(rect.left()) + px(self._side)
        self.look.icons.paint(
            painter, QRect(left, round(rect.center().y() - side / 2), side, side), self.icon_id, icon_ink
        )
        left += side + px(_GAP)
        right = rect.right() - px(self._side)
        if self._key:
            right -= self._caps_width() - px(3)
            self._paint_caps(painter, right, QPointF(rect.center()).y())
            right -= px(_GAP)
        font = theme.font(self._style.role)
        if text_width(font, self.text()) <= right - left + 1:
            draw_line(
                painter, QRectF(left, rect.top(), right - left + 1, rect.height()), font, theme.color(ink), self.text()
            )
