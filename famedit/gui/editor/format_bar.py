"""The bar above the manuscript: what the writing commands do, by mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from famedit.gui.components.buttons import IconButton
from famedit.gui.components.paint import line_between
from famedit.gui.editor.markdown_spans import Format
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look

_BUTTONS: tuple[tuple[str, str, str], ...] = (
    ("heading", "format.heading", "ph.text-h-two"),
    ("bold", "format.bold", "ph.text-bolder"),
    ("italic", "format.italic", "ph.text-italic"),
    ("link", "format.link", "ph.link-simple"),
    ("quote", "format.quote", "ph.quotes"),
    ("bullets", "format.bullets", "ph.list-bullets"),
    ("numbers", "format.numbers", "ph.list-numbers"),
    ("image", "format.image", "ph.image"),
    ("find", "edit.find", "ph.magnifying-glass"),
)
_LIT = {"heading", "bold", "italic", "link", "quote", "bullets", "numbers"}


class _Divider(QWidget):
    """A short upright line between groups."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(13), self._look.theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        middle = self.width() // 2
        line_between(
            QPainter(self),
            QPointF(middle, self.height() / 2 - 10),
            QPointF(middle, self.height() / 2 + 10),
            self._look.theme.color("line"),
        )


class FormatBar(QWidget):
    """Buttons that run commands of the table and light up where the caret is inside their format."""

    FORM = "format_bar"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {name: IconButton for name, _, _ in _BUTTONS}

    def __init__(self, look: Look, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        makers: dict[str, Callable[[QWidget], QWidget]] = {
            "Tool": lambda p: IconButton(look, "", "", parent=p),
            "Divider": lambda p: _Divider(look, p),
        }
        load_form(self.FORM, self, makers)
        self.buttons: dict[str, IconButton] = {}
        for name, action_id, icon in _BUTTONS:
            button = child(self, IconButton, name)
            button.set_icon(icon)
            action = actions.action(action_id)
            button.set_name(actions.words(action_id).rstrip("…").replace("&", ""), actions.keys_text(action_id))
            button.setCheckable(name in _LIT)
            button.clicked.connect(lambda _on=False, name=name, id_=action_id: self._clicked(actions, name, id_))
            action.enabledChanged.connect(button.setEnabled)
            button.setEnabled(action.isEnabled())
            self.buttons[name] = button
        self._shown: frozenset[Format] = frozenset()
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def show_formats(self, formats: frozenset[Format]) -> None:
        """Light the buttons of the formats the caret is inside of."""
        if formats != self._shown:
            self._shown = formats
            self._light()

    def _light(self) -> None:
        for name in _LIT:
            self.buttons[name].setChecked(Format(name) in self._shown)

    def _clicked(self, actions: ActionSet, _name: str, action_id: str) -> None:
        actions.trigger(action_id)
        self._light()  # Qt has flipped the button; the caret's place decides

    def _retouch(self) -> None:
        self.setFixedHeight(self._look.theme.px(40))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.color("surface"))
        y = self.height() - 0.5
        line_between(painter, QPointF(0, y), QPointF(self.width(), y), self._look.theme.color("line"))
