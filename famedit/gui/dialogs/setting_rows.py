"""One row of the settings: a title, help under it, and the control its kind asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from famedit.gui.components.buttons import SecondaryButton
from famedit.gui.components.fields import ChoiceField, LineField, NumberField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.settings import SettingSpec, SettingValue
    from famedit.gui.look import Look

_FEW = 3
_TYPING_MS = 400


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


class SettingRow(QWidget):
    """``edited(key, value)`` comes when the user has changed the value; ``show_value`` is silent."""

    edited = Signal(str, object)

    def __init__(self, look: Look, spec: SettingSpec, value: SettingValue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._look = look
        px = look.theme.px
        self._show: Callable[[SettingValue], object]
        title = _tr(spec.title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(8), 0, px(8))
        row.setSpacing(px(24))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        if spec.kind not in ("text", "folder"):
            words.addStretch(1)
        name = TextLabel(look, "ui", "text", title, self, wrap=True)
        words.addWidget(name)
        if spec.help:
            words.addWidget(TextLabel(look, "caption", "text2", _tr(spec.help), self, wrap=True))
        words.addStretch(1)
        control = self._control(look)
        name.setBuddy(control)
        for widget in (control, control.focusProxy()):
            if widget is not None:
                widget.setAccessibleName(title)
                widget.setAccessibleDescription(_tr(spec.help))
        if spec.kind in ("text", "folder"):
            # Long answers get a line of their own.
            row.setDirection(QHBoxLayout.Direction.TopToBottom)
            row.setSpacing(px(6))
            row.addLayout(words)
            row.addWidget(control)
        else:
            row.addLayout(words, 1)
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.control = control
        self.show_value(value)

    def show_value(self, value: SettingValue) -> None:
        """Show a value without announcing it."""
        self._show(value)

    def _control(self, look: Look) -> QWidget:
        makers = {
            "switch": self._switch,
            "choice": self._choice,
            "number": self._number,
            "text": self._text,
            "folder": self._folder,
        }
        return makers[self.spec.kind](look)

    def _say(self, value: SettingValue) -> None:
        self.edited.emit(self.spec.key, value)

    def _switch(self, look: Look) -> QWidget:  # noqa: ARG002 -- all makers take the same
        box = QCheckBox(self)
        self._show = lambda value: box.setChecked(bool(value))
        box.clicked.connect(self._say)
        return box

    def _choice(self, look: Look) -> QWidget:
        choices = [(key, _tr(words)) for key, words in self.spec.choices]
        if len(choices) <= _FEW and sum(len(words) for _, words in choices) < 32:
            segments = SegmentedControl(look, [(key, words, "") for key, words in choices], self)
            self._show = lambda value: segments.set_current(str(value))
            segments.chosen.connect(self._say)
            return segments
        field = ChoiceField(look, choices, self)
        self._show = lambda value: field.set_key(str(value))
        field.picked.connect(self._say)
        return field

    def _number(self, look: Look) -> QWidget:
        spec = self.spec
        field = NumberField(look, spec.low, spec.high, spec.step, spec.unit, self)
        field.setMinimumWidth(look.theme.px(116))
        # Typing "120" passes through 1 and 12: the value counts once it is left or confirmed, or stepped.
        field.setKeyboardTracking(False)

        def show(value: SettingValue) -> None:
            field.blockSignals(True)
            field.setValue(int(value))
            field.blockSignals(False)

        self._show = show
        field.valueChanged.connect(self._say)
        return field

    def _text(self, look: Look) -> QWidget:
        field = LineField(look, parent=self)
        self._keep_text(field)
        return field

    def _folder(self, look: Look) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.theme.px(8))
        field = LineField(look, _tr("The usual folder"), box)
        self._keep_text(field)
        choose = SecondaryButton(look, _tr("Choose…"), parent=box)
        choose.setAccessibleName(f"{_tr(self.spec.title)}: {_tr('Choose…')}")

        def pick() -> None:
            dialog = QFileDialog(self.window(), _tr(self.spec.title), field.text())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.fileSelected.connect(lambda path: (field.setText(path), self._say(path)))
            dialog.open()

        choose.clicked.connect(pick)
        row.addWidget(field, 1)
        row.addWidget(choose)
        box.setFocusProxy(field)
        return box

    def _keep_text(self, field: LineField) -> None:
        """Apply what is typed a moment after the last key, and at once when the field is left."""
        wait = QTimer(field)
        wait.setSingleShot(True)
        wait.setInterval(_TYPING_MS)

        def keep() -> None:
            wait.stop()
            self._say(field.text().strip())

        wait.timeout.connect(keep)
        field.textEdited.connect(lambda _text: wait.start())
        field.editingFinished.connect(lambda: keep() if wait.isActive() else None)

        def show(value: SettingValue) -> None:
            if field.text().strip() != value and not wait.isActive():
                field.setText(str(value))

        self._show = show
