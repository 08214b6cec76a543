"""A segmented control: one choice of a few, all in sight. One tab stop; the arrows move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from famedit.gui.components.paint import draw_line, fill_round, paint_ring, smooth, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from famedit.gui.look import Look

_ICON: Final = 16
_GAP: Final = 6
_PAD: Final = 16
_TRACK: Final = 3


class _Segment(QAbstractButton):
    """One segment. Its width does not depend on being checked, so nothing moves."""

    def __init__(self, look: Look, text: str, icon_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._icon_id = icon_id
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    words_shown = True

    def _words(self) -> str:
        return self.text() if self.words_shown else ""

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        words = self._words()
        width = theme.px(_PAD) * 2 if words else theme.px(12) * 2
        if words:
            width += round(text_width(theme.font("ui_strong"), words) + 0.49)
        if self._icon_id:
            width += theme.px(_ICON) + (theme.px(_GAP) if words else 0)
        return QSize(width, theme.px(28) - 2)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        theme = self._look.theme
        rect = QRectF(self.rect())
        on, live = self.isChecked(), self.isEnabled()
        if on:
            fill_round(painter, rect, 5, theme.color("raised"))
        elif self.underMouse() and live:
            fill_round(painter, rect, 5, theme.color("hover"))
        if self.hasFocus():
            paint_ring(painter, rect, self._look, 5)
        words = self._words()
        font = theme.font("ui_strong" if on else "ui")
        icon = theme.px(_ICON) if self._icon_id else 0
        gap = theme.px(_GAP) if icon and words else 0
        wide = text_width(font, words)
        left = rect.center().x() - (icon + gap + wide) / 2
        if icon:
            role = "disabled" if not live else "accent" if on else "text2"
            place = QRect(round(left), round(rect.center().y() - icon / 2), icon, icon)
            self._look.icons.paint(painter, place, self._icon_id, role)
        if words:
            ink = "disabled" if not live else "text" if on else "text2"
            place_text = QRectF(left + icon + gap, 0, wide + 1, rect.height())
            draw_line(painter, place_text, font, theme.color(ink), words)


class SegmentedControl(QWidget):
    """``chosen(key)`` comes when the user chooses; ``set_current`` is silent.

    ``segments`` are (key, text, icon id). With ``icons_only`` the texts are accessible names and tooltips.
    """

    chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        segments: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
        *,
        name: str = "",
        icons_only: bool = False,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._buttons: dict[str, _Segment] = {}
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(_TRACK, _TRACK, _TRACK, _TRACK)
        row.setSpacing(0)
        for key, text, icon_id in segments:
            button = _Segment(look, text, icon_id, self)
            button.words_shown = not icons_only
            button.setAccessibleName(text)
            if icons_only:
                button.setToolTip(text)
            button.clicked.connect(lambda _checked=False, key=key: self._pick(key))
            row.addWidget(button)
            self._buttons[key] = button
        if segments:
            self.set_current(segments[0][0])
        look.theme.changed.connect(self._retouch)

    @property
    def current(self) -> str:
        """The key of the checked segment, or ""."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Check a segment without announcing it."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == key else Qt.FocusPolicy.NoFocus)

    def set_words_shown(self, shown: bool) -> None:
        """Show words and icons, or icons alone where room is short."""
        for button in self._buttons.values():
            button.words_shown = shown
            button.setToolTip("" if shown else button.text())
            button.updateGeometry()
        self._retouch()

    def set_shortcut_text(self, key: str, shortcut_text: str) -> None:
        """Say in a segment's tooltip by which key it is chosen."""
        button = self._buttons[key]
        button.setToolTip(f"{button.text()}  {shortcut_text}" if shortcut_text else button.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        if self.isRightToLeft() and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = -step
        keys = list(self._buttons)
        at = keys.index(self.current) + step
        if 0 <= at < len(keys):
            self._pick(keys[at])
            self._buttons[keys[at]].setFocus(Qt.FocusReason.TabFocusReason)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        fill_round(painter, QRectF(self.rect()), 8, self._look.theme.color("sunken"))

    def _pick(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _retouch(self) -> None:
        for button in self._buttons.values():
            button.updateGeometry()
            button.update()
        self.update()
