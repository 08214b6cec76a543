from __future__ import annotations

import json
from pathlib import Path

from pytestqt.qtbot import QtBot

from famedit.gui.settings_store import SessionStore, SettingsStore
from famedit.gui.state_file import StateFile


def test_settings_come_back_and_only_what_differs_is_written(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "settings.json"
    store = SettingsStore(path)
    with qtbot.waitSignal(store.changed) as changed:
        store.change(appearance="dark", interface_size=100)
    assert changed.args == [frozenset({"appearance"})]
    store.close()
    assert json.loads(path.read_text()) == {"appearance": "dark"}
    assert SettingsStore(path).value.appearance == "dark"


def test_settings_of_a_newer_program_survive(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"holographic": True, "interface_size": 5000}))
    store = SettingsStore(path)
    assert store.value.interface_size == 100
    store.change(person="Ines Okafor")
    store.close()
    assert json.loads(path.read_text()) == {"holographic": True, "interface_size": 5000, "person": "Ines Okafor"}


def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"person": "In')
    store = SettingsStore(path)
    assert "settings.unreadable.json" in store.complaint
    assert (tmp_path / "settings.unreadable.json").read_text() == '{"person": "In'


def test_the_newest_of_many_writes_is_what_stays(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "new" / "session.json")
    for number in range(500):
        file.write(json.dumps({"number": number}))
    file.close()
    assert StateFile(tmp_path / "new" / "session.json").read() == ({"number": 499}, "")


def test_the_session_remembers(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "session.json")
    store.put("mode", "write")
    store.close()
    again = SessionStore(tmp_path / "session.json")
    assert again.get("mode") == "write"
    assert again.get("nothing", default=7) == 7
