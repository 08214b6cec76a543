"""The commands of the table as Qt actions, enabled by one state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from famedit.gui.action_table import ACTIONS, MENUS, ActionSpec, UiState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMenu, QWidget

    from famedit.gui.icons import Icons

__all__ = ["ACTIONS", "ActionSet", "ActionSpec", "UiState"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


class ActionSet(QObject):
    """Makes one ``QAction`` a row and keeps it enabled, checked and bound.

    ``keys`` maps ids to the person's own key sequences, which replace the table's. ``triggered`` carries the id of each
    command that ran. Commands whose key is a letter or another plain key are no window shortcuts: lists of replies
    ask ``letter`` instead, so that typing text never decides anything.
    """

    triggered = Signal(str)
    state_changed = Signal(object)

    def __init__(self, window: QWidget, keys: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(window)
        self.state = UiState()
        self.letters_on = True
        self._own_keys = dict(keys or {})
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._handlers: dict[str, Callable[[], object]] = {}
        self._actions: dict[str, QAction] = {}
        self._letters: dict[str, str] = {}
        for spec in ACTIONS:
            self._actions[spec.id] = self._make(spec, window)
        self._refresh()

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(_tr(spec.text), self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checked is not None)
        action.setMenuRole(QAction.MenuRole.NoRole)
        window_keys: list[QKeySequence] = []
        for text in self.keys(spec.id):
            if _is_plain(text):
                self._letters[text] = spec.id
            else:
                window_keys.append(QKeySequence(text, QKeySequence.SequenceFormat.PortableText))
        action.setShortcuts(window_keys)
        if not window_keys and self.keys(spec.id):
            # a plain letter is no shortcut of the window, but menus say it all the same
            action.setText(f"{action.text()}\t{self.keys_text(spec.id)}")
        action.triggered.connect(lambda _checked=False, id_=spec.id: self._run(id_))
        window.addAction(action)
        return action

    def keys(self, action_id: str) -> tuple[str, ...]:
        """Return the portable key sequences of a command, the shown one first."""
        own = self._own_keys.get(action_id)
        return tuple(own) if own is not None else self._specs[action_id].keys

    def words(self, action_id: str) -> str:
        """Return what a command is called, without the key that menus show behind it."""
        return _tr(self._specs[action_id].text)

    def keys_text(self, action_id: str) -> str:
        """Return the shown key as this platform writes it: "Ctrl+E", "A", or "" when there is none."""
        keys = self.keys(action_id)
        if not keys:
            return ""
        return QKeySequence(keys[0], QKeySequence.SequenceFormat.PortableText).toString(
            QKeySequence.SequenceFormat.NativeText
        )

    def spec(self, action_id: str) -> ActionSpec:
        """Return the table's row."""
        return self._specs[action_id]

    def action(self, action_id: str) -> QAction:
        """Return the Qt action, for buttons and menus."""
        return self._actions[action_id]

    def bind(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Say what runs for some commands; an id that is not in the table is a mistake and raises ``KeyError``."""
        for action_id, handler in handlers.items():
            if action_id not in self._specs:
                raise KeyError(action_id)
            self._handlers[action_id] = handler
        self._refresh()

    def bound(self) -> frozenset[str]:
        """Return the ids that have a handler."""
        return frozenset(self._handlers)

    def trigger(self, action_id: str) -> bool:
        """Run a command if it makes sense now; returns whether it ran."""
        if not self._actions[action_id].isEnabled():
            return False
        self._run(action_id)
        return True

    def letter(self, event: QKeyEvent) -> str | None:
        """Return the id of the reply command a key press means in a list of replies, or None."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self.letters_on or modifiers & ~Qt.KeyboardModifier.ShiftModifier:
            return None
        sequence = QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText)
        text = event.text()
        if modifiers & Qt.KeyboardModifier.ShiftModifier and (found := self._letters.get(f"Shift+{sequence}")):
            return found
        # "?" and "/" need Shift on some keyboards and not on others: what was typed decides
        if text and not text.isalpha() and (found := self._letters.get(text)):
            return found
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return None
        return self._letters.get(sequence)

    def set_state(self, state: UiState) -> None:
        """Enable and check every command for ``state``."""
        if state != self.state:
            self.state = state
            self._refresh()
            self.state_changed.emit(state)

    def set_icons(self, icons: Icons) -> None:
        """Give every command its icon, now and whenever icons are re-made."""
        for spec in ACTIONS:
            if spec.icon:
                icons.bind(self._actions[spec.id], spec.icon, "text2", 16)

    def fill_menu(self, menu: QMenu, name: str) -> None:
        """Fill one menu from the table, a separator between groups."""
        group = None
        for spec in ACTIONS:
            if spec.menu != name:
                continue
            if group is not None and spec.group != group:
                menu.addSeparator()
            group = spec.group
            action = self._actions[spec.id]
            menu.addAction(action)

    def menu_names(self) -> tuple[tuple[str, str], ...]:
        """Return (name in the table, translated title) of the menus, in order."""
        return tuple((name, _tr(name)) for name in MENUS)

    def _refresh(self) -> None:
        for spec in ACTIONS:
            action = self._actions[spec.id]
            action.setEnabled(spec.id in self._handlers and spec.enabled(self.state))
            if spec.checked is not None:
                action.setChecked(spec.checked(self.state))

    def _run(self, action_id: str) -> None:
        handler = self._handlers.get(action_id)
        spec = self._specs[action_id]
        if spec.checked is not None:
            # Qt has flipped the tick already; it follows the state, not the click
            self._actions[action_id].setChecked(spec.checked(self.state))
        if handler is not None:
            handler()
            self.triggered.emit(action_id)


def _is_plain(keys: str) -> bool:
    """Whether a sequence is a key without Ctrl, Alt or Meta that would otherwise type something."""
    last = keys.rsplit("+", 1)[-1] or "+"
    return not any(keys.startswith(m) for m in ("Ctrl+", "Alt+", "Meta+")) and not (
        last.startswith("F") and last[1:].isdigit()
    )
