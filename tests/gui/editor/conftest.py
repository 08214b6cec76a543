"""The editor's pane over a real desk: SQLite file, worker threads, bus, actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from famedit.core.article import ArticleFields
from famedit.gui.actions import ActionSet
from famedit.gui.bus import Bus
from famedit.gui.editor.article_document import ArticleDocument
from famedit.gui.editor.pane import EditorPane
from famedit.gui.look import Look
from famedit.gui.messages import Messages
from famedit.gui.settings_store import SessionStore, SettingsStore
from famedit.gui.worker import DatabaseWorker
from famedit.services.desk import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from famedit.core.article import Article
    from famedit.services.desk import Services

T = TypeVar("T")


@dataclass
class Desk:
    """A desk behind a worker, and a second pair of services on the same file: a colleague, or the command line."""

    qtbot: QtBot
    worker: DatabaseWorker
    bus: Bus
    messages: Messages
    colleague: Services
    problems: list[Any]

    def read(self, job: Callable[[Services], T]) -> T:
        """Run a job on the reading thread, after what was asked of it before, and return its answer."""
        return self._wait(self.worker.read, job)

    def write(self, job: Callable[[Services], T]) -> T:
        """Run a job on the writing thread, after every write asked for so far, and return its answer."""
        return self._wait(self.worker.write, job)

    def _wait(self, how: Callable[..., None], job: Callable[[Services], T]) -> T:
        answers: list[T] = []
        how(job, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    def new(self, **fields: object) -> Article:
        """Make an article."""
        return self.write(lambda services: services.editing.create(ArticleFields().with_(**fields)))[0]

    def stored(self, article_id: int) -> Article:
        """Return the article as it was last saved, seen by the colleague."""
        return self.colleague.library.article(article_id)

    def draft_body(self, article_id: int) -> str | None:
        """Return the body of the draft that is in the database now."""
        draft = self.write(lambda services: services.editing.open(article_id)).draft
        return draft.fields.body if draft else None


@pytest.fixture
def look(applied_look: Look) -> Look:
    return applied_look


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    url = f"sqlite:///{tmp_path / 'desk.famedit'}"

    def opened(person: str) -> Services:
        return open_desk(url, person=person, journal_dir=tmp_path / person, backup_dir=tmp_path / "backups")

    bus, messages = Bus(), Messages()
    worker = DatabaseWorker(bus)
    faults: list[object] = []
    worker.fault.connect(faults.append)
    problems: list[Any] = []
    worker.problem.connect(problems.append)
    messages.trouble.connect(problems.append)
    with qtbot.waitSignal(worker.opened):
        worker.open(lambda: opened("Mara"))
    colleague = opened("Ines")
    yield Desk(qtbot, worker, bus, messages, colleague, problems)
    assert worker.close()
    colleague.close()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    assert not faults, faults


@dataclass
class Editor:
    """The pane in a window of its own."""

    desk: Desk
    pane: EditorPane
    actions: ActionSet
    settings: SettingsStore

    @property
    def document(self) -> ArticleDocument:
        assert self.pane.document is not None
        return self.pane.document

    def open(self, article_id: int, focus: str = "body") -> ArticleDocument:
        """Open an article and wait until it is shown, its field focused."""
        self.pane.open_article(article_id, focus)
        self.desk.qtbot.waitUntil(lambda: self.pane.document is not None and self.document.article_id == article_id)
        return self.document


@pytest.fixture
def editor(desk: Desk, look: Look, qtbot: QtBot, tmp_path: Path) -> Iterator[Editor]:
    window = QWidget()
    qtbot.addWidget(window)
    settings = SettingsStore(tmp_path / "settings.json")
    session = SessionStore(tmp_path / "session.json")
    actions = ActionSet(window)
    pane = EditorPane(look, desk.worker, desk.bus, desk.messages, actions, settings, session, window)
    actions.bind(pane.handlers())
    window.resize(640, 820)
    pane.resize(640, 820)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Editor(desk, pane, actions, settings)
    pane.flush()
    settings.close()
    session.close()
