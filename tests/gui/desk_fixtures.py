"""Fixtures for tests that need a desk behind a worker; a directory's conftest imports what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from famedit.gui.bus import Bus
from famedit.gui.messages import Messages
from famedit.gui.settings_store import SettingsStore
from famedit.gui.worker import DatabaseWorker
from famedit.services.desk import Services, open_desk
from tests.gui.kit import RealDesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    """A new SQLite desk: Mara works in the window, Ines is the colleague."""
    url = f"sqlite:///{tmp_path / 'desk.famedit'}"

    def opened(person: str) -> Services:
        return open_desk(url, person=person, journal_dir=tmp_path / person, backup_dir=tmp_path / "backups")

    bus, messages = Bus(), Messages()
    settings = SettingsStore(tmp_path / "settings.json")
    settings.change(person="Mara")
    worker = DatabaseWorker(bus)
    faults: list[object] = []
    worker.fault.connect(faults.append)
    with qtbot.waitSignal(worker.opened):
        worker.open(lambda: opened("Mara"))
    made = RealDesk(qtbot, worker, bus, messages, settings, opened("Ines"))
    worker.problem.connect(made.problems.append)
    messages.trouble.connect(made.problems.append)
    messages.told.connect(lambda told: made.told.append(told.sentence))
    yield made
    assert worker.close()
    made.colleague.close()
    settings.close()
    QApplication.processEvents()
    assert not faults, faults
