"""The desk's pane over a real SQLite desk behind the real worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QMainWindow

from famedit.core.article import ArticleFields
from famedit.gui.action_table import ACTIONS
from famedit.gui.actions import ActionSet
from famedit.gui.bus import Bus
from famedit.gui.desk.pane import DeskPane
from famedit.gui.messages import Messages, Told
from famedit.gui.settings_store import SessionStore
from famedit.gui.worker import DatabaseWorker
from famedit.services.desk import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from famedit.gui.look import Look
    from famedit.services.desk import Services

T = TypeVar("T")


@dataclass
class Stage:
    """A window with a desk in it, and what it said and asked for."""

    qtbot: QtBot
    window: QMainWindow
    pane: DeskPane
    worker: DatabaseWorker
    actions: ActionSet
    session: SessionStore
    opened: list[int] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def write(self, job: Callable[[Services], T]) -> T:
        """Write something and return the answer, once the pane has heard of it."""
        answers: list[T] = []
        self.worker.write(job, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    def new(self, headline: str, **fields: object) -> int:
        """Make an article and return its id."""
        fields["headline"] = headline
        return self.write(lambda services: services.editing.create(ArticleFields().with_(**fields)))[0].id

    def headlines(self) -> list[str]:
        """Return what the list shows."""
        model = self.pane.list.model()
        return [model.index(at, 0).data() for at in range(model.rowCount())]

    def wait_for(self, headlines: list[str]) -> None:
        """Wait until the list shows this."""
        self.qtbot.waitUntil(lambda: self.headlines() == headlines)

    def run(self, action_id: str) -> None:
        """Run one of the pane's commands."""
        self.pane.handlers()[action_id]()


@pytest.fixture
def stage(qtbot: QtBot, applied_look: Look, tmp_path: Path) -> Iterator[Stage]:
    window = QMainWindow()
    qtbot.addWidget(window)
    bus, messages = Bus(), Messages()
    worker = DatabaseWorker(bus)
    faults: list[object] = []
    worker.fault.connect(faults.append)
    actions = ActionSet(window)
    session = SessionStore(tmp_path / "session.json")
    pane = DeskPane(applied_look, worker, bus, messages, actions, session)
    window.setCentralWidget(pane)
    window.resize(300, 800)
    window.show()
    window.activateWindow()
    stage = Stage(qtbot, window, pane, worker, actions, session)
    pane.article_chosen.connect(stage.opened.append)
    messages.told.connect(stage.told.append)
    ids = {spec.id for spec in ACTIONS}
    assert set(pane.handlers()) <= ids
    with qtbot.waitSignal(worker.opened):
        worker.open(
            lambda: open_desk(
                f"sqlite:///{tmp_path / 'desk.famedit'}",
                person="Mara",
                journal_dir=tmp_path / "journal",
                backup_dir=tmp_path / "backups",
            )
        )
    pane.refresh()
    qtbot.waitUntil(lambda: pane.stack.currentWidget() is pane.empty)
    yield stage
    assert worker.close()
    session.close()
    assert not faults, faults
