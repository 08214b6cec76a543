"""The undo bar: one sentence about what has just happened, with the way back, at the foot of a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QElapsedTimer,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QWidget

from famedit.gui.components.buttons import ButtonStyle, LinkButton
from famedit.gui.components.chips import KeyCap, key_parts, paint_key_cap
from famedit.gui.components.elevation import paint_shadow
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.paint import fill_round, paint_ring, smooth

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QEnterEvent, QPaintEvent

    from famedit.gui.look import Look

SHOWN_MS: Final = 8000
FADE_MS: Final = 120
_HEIGHT: Final = 40
_ABOVE_EDGE: Final = 16
_MARGIN: Final = 28
_WATCHED: Final = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.FocusIn, QEvent.Type.FocusOut)
_ACTION: Final = ButtonStyle(hover="", pressed="", ink="inverse_accent", icon="inverse_accent", role="ui_strong", pad=6)


class _ActionLink(LinkButton):
    STYLE = _ACTION

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        if self.hasFocus():
            paint_ring(painter, rect, self.look, 4, "inverse_accent")


class _DarkCap(KeyCap):
    """A key cap on the inverse ground."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        paint_key_cap(
            QPainter(self), self.rect(), self._look, self._text,
            ink="on_inverse", fill="inverse", edge="line_strong", foot="line_strong",
        )  # fmt: skip


class UndoBar(QWidget):
    """Floats over ``pane`` at its bottom centre; never takes the focus.

    It stays eight seconds, and does not count while the mouse is over it or the focus inside. A new message replaces
    the old one. ``acted`` comes when its link is pressed, before the callback runs.
    """

    acted = Signal()

    def __init__(self, look: Look, pane: QWidget) -> None:
        super().__init__(pane.window())
        self._pane = pane
        self._look = look
        self._icon_id = "ph.check"
        self._act: Callable[[], object] | None = None
        self._label = TextLabel(look, "ui", "on_inverse", "", self)
        self._link = _ActionLink(look, parent=self)
        self._link.clicked.connect(self._clicked)
        self._caps: list[_DarkCap] = []
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label)
        self._row.addWidget(self._link)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._since = QElapsedTimer()
        self._left = SHOWN_MS
        self._fade = QPropertyAnimation(self)
        self._fade.setPropertyName(b"opacity")
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.finished.connect(self._faded)
        pane.installEventFilter(self)
        # A child of the window, not of the pane: a narrow pane must not cut it off.
        pane.destroyed.connect(self.deleteLater)
        self._link.installEventFilter(self)
        look.theme.changed.connect(self._retouch)
        self._retouch()
        self.hide()

    def show_message(
        self,
        sentence: str,
        icon_id: str = "ph.check",
        action: str = "",
        key: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        """Say ``sentence``; with ``action`` offer it as a link, its key beside it, and call ``act`` when pressed."""
        self._icon_id = icon_id
        self._act = act
        self._label.setText(sentence)
        self._link.setText(action)
        self._link.setVisible(bool(action))
        for cap in self._caps:
            self._row.removeWidget(cap)
            cap.deleteLater()
        self._caps = [_DarkCap(self._look, part, self) for part in key_parts(key)] if action else []
        for cap in self._caps:
            self._row.addWidget(cap)
            cap.show()
        self.setAccessibleName(sentence)
        appears = not self.isVisible()
        if self.parentWidget() is not self._pane.window():
            self.setParent(self._pane.window())
        # Before it is shown, or Qt takes it to be under a mouse that rests in the window's corner.
        self._place()
        self.show()
        self.raise_()
        if appears and not self._look.theme.reduced_motion:
            self._fade_in()
        self.update()
        self._left = SHOWN_MS
        self._resume()
        announcement = QAccessibleAnnouncementEvent(self, sentence)
        QAccessible.updateAccessibility(announcement)

    @property
    def sentence(self) -> str:
        """What it says, or "" while hidden."""
        return self._label.text() if not self.isHidden() else ""

    def press(self) -> None:
        """Do what the link does."""
        if not self.isHidden():
            self._clicked()

    def dismiss(self) -> None:
        """Take the bar away."""
        self._timer.stop()
        if self._fade.state() == QAbstractAnimation.State.Running:
            self._fade.stop()
            self._faded()
        self.hide()

    # Counting -------------------------------------------------------------------------------------------------------

    def _pause(self) -> None:
        if self._timer.isActive():
            self._left = max(0, self._left - int(self._since.elapsed()))
            self._timer.stop()

    def _resume(self) -> None:
        if self.isHidden() or self.underMouse() or self._link.hasFocus():
            return
        self._since.start()
        self._timer.start(self._left)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._pause()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._resume()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _WATCHED or not self.isVisible():
            return super().eventFilter(watched, event)
        if watched is not self._link:
            self._place()
        elif kind == QEvent.Type.FocusIn:
            self._pause()
        elif kind == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._resume)
        return super().eventFilter(watched, event)

    # Looks ----------------------------------------------------------------------------------------------------------

    def _clicked(self) -> None:
        act = self._act
        self.dismiss()
        self.acted.emit()
        if act is not None:
            act()

    def _fade_in(self) -> None:
        effect = QGraphicsOpacityEffect(self)
        effect.setOpacity(0.0)
        self.setGraphicsEffect(effect)
        self._fade.setTargetObject(effect)
        self._fade.start()

    def _faded(self) -> None:
        # An effect draws through an off-screen copy: it is kept only while it is needed.
        self._fade.setTargetObject(None)  # type: ignore[arg-type]  # Qt takes a null target
        self.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes a null effect to remove one

    def _place(self) -> None:
        window, px = self._pane.window(), self._look.theme.px
        room = px(_MARGIN)
        self._row.activate()
        width = min(self._row.sizeHint().width(), window.width() - px(8) * 2 + room * 2)
        self.resize(width, px(_HEIGHT) + room * 2)
        foot = self._pane.mapTo(window, QPoint(self._pane.width() // 2, self._pane.height()))
        left = min(max(foot.x() - width // 2, px(8) - room), window.width() - px(8) + room - width)
        self.move(left, foot.y() - px(_HEIGHT) - px(_ABOVE_EDGE) - room)

    def _bar(self) -> QRectF:
        room = self._look.theme.px(_MARGIN)
        return QRectF(self.rect()).adjusted(room, room, -room, -room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        bar = self._bar()
        px = self._look.theme.px
        paint_shadow(painter, bar, self._look, 8, blur=px(22), drop=px(5))
        fill_round(painter, bar, 8, self._look.theme.color("inverse"))
        side = px(16)
        place = QRect(round(bar.left()) + px(14), round(bar.center().y() - side / 2), side, side)
        self._look.icons.paint(painter, place, self._icon_id, "on_inverse")

    def _retouch(self) -> None:
        px = self._look.theme.px
        room = px(_MARGIN)
        self._row.setContentsMargins(room + px(40), room, room + px(12), room)
        self._row.setSpacing(px(8))
        if not self.isHidden():
            self._place()
        self.update()
