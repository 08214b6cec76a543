"""Sheets: dialogs inside the window, on a scrim. The focus stays inside and goes back where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from famedit.gui.components.buttons import Button, DangerButton, PrimaryButton, SecondaryButton
from famedit.gui.components.elevation import paint_shadow
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.paint import fill_round, smooth, stroke_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from famedit.gui.look import Look

WIDTH: Final = 520
PADDING: Final = 24
_SHADOW: Final = 44


class _Card(QWidget):
    """The sheet itself."""

    def __init__(self, look: Look, overlay: Overlay) -> None:
        super().__init__(overlay)
        self._look = look
        self._overlay = overlay
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._overlay.isVisible():
            self._overlay.relayout()
        return handled

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        rect = QRectF(self.rect())
        fill_round(painter, rect, 10, self._look.theme.color("raised"))
        if self._look.theme.is_dark:
            stroke_round(painter, rect, 10, self._look.theme.color("line"))


class Overlay(QWidget):
    """A scrim over a window with a card on it; the base of sheets, of the palette and of the keyboard sheet.

    ``card`` holds the content, at most ``width`` wide. ``closed`` comes once it is gone. Esc closes; so does a click on
    the scrim, unless ``sticky``. While it is up, Tab cannot leave it, and shortcuts of the window below are kept out.
    """

    closed = Signal()

    def __init__(self, look: Look, window: QWidget, *, sticky: bool = False, width: int = WIDTH) -> None:
        super().__init__(window)
        self._wide = width
        self.look = look
        self._window = window
        self._sticky = sticky
        self._before: QWidget | None = None
        self.card = _Card(look, self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.hide()
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]  # a widget needs one
        look.theme.changed.connect(self.relayout)

    # Coming and going -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show it and put the focus on its first useful control."""
        self._before = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self.relayout()
        self.show()
        self.raise_()
        first = self.first_control()
        (first or self.card).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Take it away and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def first_control(self) -> QWidget | None:
        """Return what gets the focus on opening; by default the first in tab order."""
        return self._step(None, 1)

    def accept(self) -> None:
        """Do what Enter does; nothing unless a sheet says so."""

    def reject(self) -> None:
        """Do what Esc does."""
        self.close_up()

    # Where it stands ------------------------------------------------------------------------------------------------

    def card_rect(self) -> QRect:
        """Return where the card belongs; called on opening and on each resize."""
        px = self.look.theme.px
        width = min(px(self._wide), self.width() - px(32))
        layout = self.card.layout()
        tall = self.card.sizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            tall = layout.totalHeightForWidth(width)
        height = min(tall, self.height() - px(32))
        top = max(px(16), round((self.height() - height) * 0.4))
        return QRect((self.width() - width) // 2, top, width, height)

    def relayout(self) -> None:
        """Put the card where it belongs now."""
        layout = self.card.layout()
        if layout is not None:
            layout.activate()
        self.card.setGeometry(self.card_rect())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.relayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.look.theme.scrim())
        smooth(painter)
        px = self.look.theme.px
        paint_shadow(painter, QRectF(self.card.geometry()), self.look, 10, blur=px(_SHADOW), drop=px(14))

    # Keys -----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # A key typed here is ours, not a shortcut of the window below.
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Through Qt, not through our own attributes: while Python collects a closed window these are gone already.
        window = self.parentWidget()
        if window is not None and event.type() == QEvent.Type.Resize and watched is window:
            self.setGeometry(window.rect())
        return super().eventFilter(watched, event)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._strayed(now):
            # Not from inside Qt's own change of focus.
            QTimer.singleShot(0, self, self._pull_back)

    def _strayed(self, widget: QWidget) -> bool:
        return (
            widget.window() is self._window and widget is not self and not self.isAncestorOf(widget) and self._is_top()
        )

    def _is_top(self) -> bool:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        shown = [overlay for overlay in self._window.findChildren(Overlay, options=direct) if not overlay.isHidden()]
        return bool(shown) and shown[-1] is self

    def _pull_back(self) -> None:
        focused = QApplication.focusWidget()
        if not self.isHidden() and focused is not None and self._strayed(focused):
            (self.first_control() or self.card).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.accept()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._sticky and not self.card.geometry().contains(event.position().toPoint()):
            self.reject()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._move_focus(forward)

    def _move_focus(self, forward: bool) -> bool:
        focused = QApplication.focusWidget()
        start = focused if focused is not None and self.isAncestorOf(focused) else None
        wanted = self._step(start, 1 if forward else -1)
        if wanted is not None:
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            wanted.setFocus(reason)
        return True

    def _step(self, start: QWidget | None, direction: int) -> QWidget | None:
        stops = self._tab_stops()
        if not stops:
            return None
        if start is None or start not in stops:
            return stops[0] if direction > 0 else stops[-1]
        return stops[(stops.index(start) + direction) % len(stops)]

    def _tab_stops(self) -> list[QWidget]:
        # Not by nextInFocusChain(): PySide makes each widget it returns a child of the one it was asked of, on the
        # Python side only, and widgets of the window below would go invalid together with this sheet.
        return [
            widget
            for widget in self.card.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isEnabled()
            and widget.isVisibleTo(self.card)
            and widget.focusProxy() is None
        ]


_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier


class Sheet(Overlay):
    """A dialog: title, content, actions bottom right with the primary last. Enter is the primary, Esc cancels.

    Put the content into ``body`` (a vertical layout) and the buttons in with ``add_action``.
    """

    accepted = Signal()
    rejected = Signal()

    def __init__(self, look: Look, window: QWidget, title: str = "", *, width: int = WIDTH) -> None:
        super().__init__(look, window, sticky=True, width=width)
        self._primary: Button | None = None
        px = look.theme.px
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(PADDING), px(PADDING - 4), px(PADDING), px(PADDING))
        column.setSpacing(0)
        self.title = TextLabel(look, "title", "text", title, self.card, wrap=True)
        self.title.setVisible(bool(title))
        column.addWidget(self.title)
        column.addSpacing(px(8) if title else 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        column.addLayout(self.body, 1)
        column.addSpacing(px(20))
        self._actions = QHBoxLayout()
        self._actions.setSpacing(px(8))
        self._actions.addStretch(1)
        column.addLayout(self._actions)
        self.setAccessibleName(title)

    def add_action(self, button: Button, act: Callable[[], object], *, primary: bool = False) -> Button:
        """Add a button at the right; ``primary`` is what Enter does."""
        button.setParent(self.card)
        button.clicked.connect(act)
        self._actions.addWidget(button)
        if primary:
            self._primary = button
        return button

    def add_aside(self, widget: QWidget) -> None:
        """Put something at the left of the actions."""
        self._actions.insertWidget(0, widget)

    def accept(self) -> None:
        """Press the focused button, else the primary one."""
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and self.isAncestorOf(focused):
            focused.click()
        elif self._primary is not None and self._primary.isEnabled():
            self._primary.click()

    def finish(self) -> None:
        """Close as done: ``accepted``."""
        self.close_up()
        self.accepted.emit()

    def reject(self) -> None:
        """Close as cancelled: ``rejected``."""
        self.close_up()
        self.rejected.emit()


def confirm(
    look: Look,
    window: QWidget,
    title: str,
    sentence: str,
    keep_text: str,
    do_text: str,
    done: Callable[[bool], object],
    *,
    danger: bool = True,
) -> Sheet:
    """Ask before what cannot be undone. Returns at once; ``done(True)`` or ``done(False)`` follows.

    The answer that keeps things has the focus. The sheet deletes itself.
    """
    sheet = Sheet(look, window, title, width=440)
    sheet.body.addWidget(TextLabel(look, "ui", "text2", sentence, sheet.card, wrap=True))
    keep = sheet.add_action(SecondaryButton(look, keep_text), sheet.reject, primary=danger)
    do = sheet.add_action(
        DangerButton(look, do_text) if danger else PrimaryButton(look, do_text), sheet.finish, primary=not danger
    )
    sheet.accepted.connect(lambda: done(True))
    sheet.rejected.connect(lambda: done(False))
    sheet.closed.connect(sheet.deleteLater)
    sheet.open()
    (keep if danger else do).setFocus(Qt.FocusReason.PopupFocusReason)
    return sheet
