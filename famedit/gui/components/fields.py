"""Fields: a line, a search, a box with its label inside, and an error line under a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from famedit.gui.components.chips import key_caps_width, paint_key_caps
from famedit.gui.components.labels import EngravedLabel, TextLabel
from famedit.gui.components.paint import paint_box, paint_ring, smooth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent

    from famedit.gui.look import Look

_TAKES_TEXT: Final = (QEvent.Type.FocusIn, QEvent.Type.FocusOut)


def repolish(widget: QWidget) -> None:
    """Make the style sheet look again at a widget whose dynamic property changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class LineField(QLineEdit):
    """A line of text in the house style; ``set_error`` gives it the red edge."""

    def __init__(self, look: Look, placeholder: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self._look = look
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def set_error(self, wrong: bool) -> None:
        """Mark what is in the field as unusable, or as good again."""
        if bool(self.property("error")) != wrong:
            self.setProperty("error", wrong)
            repolish(self)

    def _retouch(self) -> None:
        self.setFont(self._look.theme.font("ui"))
        self.updateGeometry()


class SearchField(QLineEdit):
    """A line with a magnifying glass and, while empty and idle, the key that leads to it.

    Esc empties it; when it is empty already, ``left`` comes: whoever owns it gives the focus back.
    """

    left = Signal()
    moved_down = Signal()

    def __init__(
        self, look: Look, placeholder: str, key: str = "", parent: QWidget | None = None, *, name: str = ""
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def set_key(self, key: str) -> None:
        """Change the key shown at the right."""
        self._key = key
        self._retouch()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.moved_down.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        px = self._look.theme.px
        side = px(16)
        left = px(11) if not self.isRightToLeft() else self.width() - px(11) - side
        place = QRect(left, round((self.height() - side) / 2), side, side)
        ink = "text3" if self.isEnabled() else "disabled"
        self._look.icons.paint(painter, place, "ph.magnifying-glass", ink)
        if self._key and not self.text() and not self.hasFocus():
            paint_key_caps(painter, self.width() - px(8), self.height() / 2, self._look, self._key)

    def _retouch(self) -> None:
        px = self._look.theme.px
        self.setFont(self._look.theme.font("ui"))
        room = key_caps_width(self._look, self._key) if self._key else 0
        # The style sheet pads by 11; the glass and its gap take 23 more.
        self.setTextMargins(px(22), 0, room, 0)
        self.updateGeometry()


class NumberField(QSpinBox):
    """A whole number between two bounds, with its unit after it. The wheel moves it only while it has the focus."""

    def __init__(
        self, look: Look, low: int, high: int, step: int = 1, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(unit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _retouch(self) -> None:
        # The line inside a spin box is neither padded by the style sheet nor, under one, given the box's font.
        for widget in (self, self.lineEdit()):
            widget.setFont(self._look.theme.font("ui"))
        self.lineEdit().setTextMargins(self._look.theme.px(8), 0, 0, 0)
        self.updateGeometry()


class ChoiceField(QComboBox):
    """One of a few things, by key. ``picked(key)`` comes when the user chooses."""

    picked = Signal(str)

    def __init__(self, look: Look, choices: Iterable[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, words in choices:
            self.addItem(words, key)
        self.activated.connect(lambda _index: self.picked.emit(self.key))
        look.theme.changed.connect(self._retouch)
        self._retouch()

    @property
    def key(self) -> str:
        """The key of what is chosen, or ""."""
        return self.currentData() or ""

    def set_key(self, key: str) -> None:
        """Choose without announcing it; an unknown key chooses nothing."""
        self.setCurrentIndex(self.findData(key))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _retouch(self) -> None:
        self.setFont(self._look.theme.font("ui"))


class LabelledBox(QWidget):
    """A box with its label inside at the left and an editor after it.

    The box paints its own frame, because a style sheet cannot know that the editor inside has the focus. It is at least
    32 high and grows with an editor that grows. ``label_width`` keeps stacked boxes aligned.
    """

    def __init__(
        self, look: Look, label: str, editor: QWidget, parent: QWidget | None = None, *, label_width: int = 68
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._editor = editor
        self._error = False
        self._label_width = label_width
        self.label = EngravedLabel(look, label, self)
        self.label.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label)
        editor.setProperty("bare", True)
        editor.setParent(self)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        # beside the label also where a neighbour's longer text makes the box taller
        self._row.addWidget(editor, 1, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(editor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        editor.installEventFilter(self)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    @property
    def editor(self) -> QWidget:
        """The widget after the label."""
        return self._editor

    def set_error(self, wrong: bool) -> None:
        """Give the box the red edge, or take it away."""
        if wrong != self._error:
            self._error = wrong
            self.update()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint.expandedTo(QSize(0, self._look.theme.px(32)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TAKES_TEXT or event.type() == QEvent.Type.EnabledChange:
            self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._editor.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        rect = QRectF(self.rect())
        off = not self._editor.isEnabled()
        edge = "red_lamp" if self._error else "line"
        foot = edge if self._error or off else "line_strong"
        paint_box(painter, rect, self._look, fill="surface" if off else "raised", edge=edge, foot=foot)
        if self._has_focus():
            paint_ring(painter, rect, self._look, color=edge if self._error else "accent")

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget() if self.isActiveWindow() else None
        return focused is not None and (focused is self._editor or self._editor.isAncestorOf(focused))

    def _retouch(self) -> None:
        theme = self._look.theme
        px = theme.px
        self._row.setContentsMargins(px(11), px(6), px(11), px(6))
        self.label.setFixedWidth(px(self._label_width))
        self.label.setFixedHeight(theme.line_height("ui"))
        self._editor.setFont(theme.font("ui"))
        self.updateGeometry()
        self.update()


class FieldError(QWidget):
    """The line under a field that says what is wrong with it, with its icon. Hidden while there is nothing to say."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._label = TextLabel(look, "caption", "red", "", self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.theme.px(20), look.theme.px(4), 0, 0)
        column.addWidget(self._label)
        self.hide()

    def show_error(self, sentence: str) -> None:
        """Show a sentence, or hide with ""."""
        self._label.setText(sentence)
        self.setVisible(bool(sentence))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        side = self._look.theme.px(14)
        self._look.icons.paint(QPainter(self), QRect(0, self._look.theme.px(5), side, side), "ph.warning-circle", "red")
