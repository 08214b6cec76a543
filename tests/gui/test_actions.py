from __future__ import annotations

import itertools
from collections import Counter

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from famedit.gui.action_table import ACTIONS, MENUS, UiState
from famedit.gui.actions import ActionSet


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def press(key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def test_ids_are_unique_and_every_menu_exists() -> None:
    assert [id_ for id_, n in Counter(spec.id for spec in ACTIONS).items() if n > 1] == []
    assert {spec.menu for spec in ACTIONS} <= set(MENUS)


def test_no_two_commands_share_a_key() -> None:
    keys = Counter(key for spec in ACTIONS for key in spec.keys)
    assert [key for key, n in keys.items() if n > 1] == []


def test_every_key_can_be_typed_without_altgr_on_the_common_layouts() -> None:
    """Ctrl+Alt is AltGr; brackets, backslash and Ctrl+Shift+digit need AltGr or type something else on many layouts."""
    for spec, key in [(row, sequence) for row in ACTIONS for sequence in row.keys]:
        assert QKeySequence(key).toString(), f"{spec.id}: {key} is no key"
        assert "Ctrl+Alt" not in key, spec.id
        last = key.rsplit("+", 1)[-1]
        assert last not in ("\\", "[", "]", "{", "}", "@", "~", "|", "`"), spec.id
        if key.startswith("Ctrl+Shift+"):
            assert not last.isdigit(), spec.id


def test_groups_of_a_menu_stand_together() -> None:
    for menu in MENUS:
        groups = [group for group, _ in itertools.groupby(spec.group for spec in ACTIONS if spec.menu == menu)]
        assert groups == sorted(set(groups)), menu


def test_letters_decide_only_bare(window: QWidget) -> None:
    commands = ActionSet(window)
    assert commands.letter(press(Qt.Key.Key_A, "a")) == "replies.approve"
    assert commands.letter(press(Qt.Key.Key_H, "H", Qt.KeyboardModifier.ShiftModifier)) == "replies.hide_reason"
    assert commands.letter(press(Qt.Key.Key_A, "A", Qt.KeyboardModifier.ShiftModifier)) is None
    assert commands.letter(press(Qt.Key.Key_A, "", Qt.KeyboardModifier.ControlModifier)) is None
    assert commands.letter(press(Qt.Key.Key_7, "/", Qt.KeyboardModifier.ShiftModifier)) == "replies.find"
    assert commands.letter(press(Qt.Key.Key_3, "3")) == "replies.queue_3"
    commands.letters_on = False
    assert commands.letter(press(Qt.Key.Key_A, "a")) is None


def test_letters_are_no_shortcuts_of_the_window(window: QWidget) -> None:
    commands = ActionSet(window)
    assert commands.action("replies.approve").shortcuts() == []
    assert commands.keys_text("replies.approve") == "A"
    assert commands.action("file.export").shortcuts() == [QKeySequence("Ctrl+E")]


def test_own_keys_replace_those_of_the_table(window: QWidget) -> None:
    commands = ActionSet(window, {"file.export": ["Ctrl+Shift+X"], "replies.approve": ["V"]})
    assert commands.keys_text("file.export") == "Ctrl+Shift+X"
    assert commands.letter(press(Qt.Key.Key_V, "v")) == "replies.approve"
    assert commands.letter(press(Qt.Key.Key_A, "a")) is None


def test_a_command_without_a_handler_is_disabled_and_an_unknown_id_is_refused(window: QWidget) -> None:
    commands = ActionSet(window)
    commands.set_state(UiState(desk_ready=True, article_open=True))
    assert not commands.action("file.export").isEnabled()
    ran: list[str] = []
    commands.bind({"file.export": lambda: ran.append("export")})
    assert commands.trigger("file.export")
    assert ran == ["export"]
    with pytest.raises(KeyError):
        commands.bind({"file.exprot": lambda: None})


def test_enabling_follows_the_state_and_nothing_else(window: QWidget) -> None:
    commands = ActionSet(window)
    commands.bind({spec.id: lambda: None for spec in ACTIONS})
    enabled = lambda: {spec.id for spec in ACTIONS if commands.action(spec.id).isEnabled()}  # noqa: E731 -- asked often
    commands.set_state(UiState(mode="first run"))
    assert {"file.quit", "go.settings", "help.keys"} <= enabled()
    assert not {"file.export", "article.save", "replies.approve"} & enabled()
    commands.set_state(UiState(desk_ready=True, article_open=True))
    assert {"file.export", "article.save", "format.bold"} <= enabled()
    commands.set_state(UiState(desk_ready=True, article_open=True, read_only=True))
    assert not {"article.save", "format.bold"} & enabled()
    commands.set_state(UiState(desk_ready=True, mode="moderate", reply_current=True))
    assert {"replies.approve", "replies.hide"} <= enabled()


def test_undo_belongs_to_the_focused_pane(window: QWidget) -> None:
    commands = ActionSet(window)
    commands.bind({"edit.undo": lambda: None})
    commands.set_state(UiState(desk_ready=True, focus="replies", can_undo_text=True))
    assert not commands.action("edit.undo").isEnabled()
    commands.set_state(UiState(desk_ready=True, focus="replies", can_undo_replies=True))
    assert commands.action("edit.undo").isEnabled()


def test_a_switch_shows_the_state_not_the_click(window: QWidget) -> None:
    commands = ActionSet(window)
    commands.bind({"view.write": lambda: None})
    commands.set_state(UiState(desk_ready=True, mode="split"))
    commands.action("view.write").trigger()
    assert not commands.action("view.write").isChecked()
    commands.set_state(UiState(desk_ready=True, mode="write"))
    assert commands.action("view.write").isChecked()


def test_menus_are_drawn_from_the_table(window: QWidget) -> None:
    commands = ActionSet(window)
    menu = QMenu(window)
    commands.fill_menu(menu, "File")
    shown = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    assert shown == [spec.id for spec in ACTIONS if spec.menu == "File"]
    assert sum(action.isSeparator() for action in menu.actions()) == 4
