"""The first run: a name, an appearance, and three ways to begin. Enter accepts everything as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from famedit.core.settings import APPEARANCES
from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.fields import FieldError, LineField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.segmented import SegmentedControl
from famedit.gui.components.surfaces import Surface
from famedit.gui.forms import child, load_form
from famedit.gui.orbit import Orbit

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from famedit.gui.look import Look

#: The gaps of the form from top to bottom, in device-independent pixels.
_GAPS = (6, 26, 6, 6, 22, 6, 32, 18)
_ICONS = {"system": "ph.desktop", "light": "ph.sun", "dark": "ph.moon"}


class FirstRun(QWidget):
    """``start_writing``, ``open_sample`` and ``import_files`` carry the name; ``appearance_chosen`` comes at once."""

    FORM: ClassVar[str] = "first_run"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "orbit": Orbit,
        "title": QLabel,
        "name_field": LineField,
        "name_error": FieldError,
        "appearance": SegmentedControl,
        "start_button": PrimaryButton,
        "sample_button": SecondaryButton,
        "import_button": SecondaryButton,
    }

    start_writing = Signal(str)
    open_sample = Signal(str)
    import_files = Signal(str)
    appearance_chosen = Signal(str)

    def __init__(
        self, look: Look, name: str = "", appearance: str = "system", parent: QWidget | None = None, *, where: str = ""
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._lay_out(appearance)
        self.name_field.setText(name)
        if where:
            child(self, QLabel, "where").setText(
                self.tr("Articles, pictures and replies stay on this computer, in {0}.").format(where)
            )
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def _lay_out(self, appearance: str) -> None:
        look = self._look
        segments = [(key, words, _ICONS[key]) for key, words in self._appearances()]
        load_form(
            self.FORM,
            self,
            {
                "Orbit": lambda parent: Orbit(look, parent),
                "Paper": lambda parent: Surface(look, "surface", parent),
                "DisplayLabel": lambda parent: TextLabel(look, "display", "text", "", parent),
                "SecondLabel": lambda parent: TextLabel(look, "ui", "text2", "", parent, wrap=True),
                "StrongLabel": lambda parent: TextLabel(look, "ui_strong", "text", "", parent),
                "HelpLabel": lambda parent: TextLabel(look, "caption", "text2", "", parent, wrap=True),
                "LineField": lambda parent: LineField(look, parent=parent),
                "FieldError": lambda parent: FieldError(look, parent),
                "Appearance": lambda parent: SegmentedControl(look, segments, parent, name=self.tr("Appearance")),
                "PrimaryButton": lambda parent: PrimaryButton(look, parent=parent),
                "SecondaryButton": lambda parent: SecondaryButton(look, parent=parent),
            },
        )
        words = {
            "title": self.tr("Set up your desk"),
            "subtitle": self.tr("Two answers and you can write. Change them later in Settings."),
            "name_label": self.tr("Your name"),
            "name_help": self.tr("Stands in the record, in revisions and as the byline of new articles."),
            "appearance_label": self.tr("Appearance"),
            "where": self.tr("Articles, pictures and replies stay on this computer."),
        }
        for name, text in words.items():
            child(self, QLabel, name).setText(text)
        self.name_field = child(self, LineField, "name_field")
        self.name_field.setAccessibleName(words["name_label"])
        self.name_field.setAccessibleDescription(words["name_help"])
        self.name_field.textChanged.connect(lambda _text: self._complain(""))
        child(self, QLabel, "name_label").setBuddy(self.name_field)
        self.appearance = child(self, SegmentedControl, "appearance")
        self.appearance.set_current(appearance)
        self.appearance.chosen.connect(self.appearance_chosen)
        for button, text, signal in (
            ("start_button", self.tr("Start writing"), self.start_writing),
            ("sample_button", self.tr("Open the sample desk"), self.open_sample),
            ("import_button", self.tr("Import…"), self.import_files),
        ):
            widget = child(self, PrimaryButton if button == "start_button" else SecondaryButton, button)
            widget.setText(text)
            widget.clicked.connect(lambda _checked=False, signal=signal: self._leave(signal))

    def _appearances(self) -> list[tuple[str, str]]:
        words = {"system": self.tr("Match system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        return [(key, words[key]) for key, _ in APPEARANCES]

    @property
    def name(self) -> str:
        """What stands in the field."""
        return self.name_field.text().strip()

    def _leave(self, signal: SignalInstance) -> None:
        if self.name:
            signal.emit(self.name)
        else:
            self._complain(self.tr("A name is needed: the record says who did what."))
            self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complain(self, sentence: str) -> None:
        self.name_field.set_error(bool(sentence))
        child(self, FieldError, "name_error").show_error(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, SecondaryButton):
                focused.click()
            else:
                self._leave(self.start_writing)  # type: ignore[arg-type]  # a Signal of an instance is a SignalInstance
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name_field.selectAll()

    def _retouch(self) -> None:
        px = self._look.theme.px
        answers = child(self, QWidget, "answers")
        answers.setFixedWidth(px(440))
        column = answers.layout()
        if column is not None:
            # Spacers, because a label's own margins do not survive a change of style.
            items = [column.itemAt(at) for at in range(column.count())]
            spacers = [spacer for item in items if item is not None and (spacer := item.spacerItem()) is not None]
            for spacer, gap in zip(spacers, _GAPS, strict=True):
                spacer.changeSize(0, px(gap), QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            column.invalidate()
        buttons = child(self, QWidget, "buttons").layout()
        if buttons is not None:
            buttons.setContentsMargins(0, 0, 0, 0)
            buttons.setSpacing(px(8))
