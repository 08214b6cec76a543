"""The real program in this process: a window over a desk in a file, worked by commands, keys and the mouse."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from famedit import log, paths
from famedit.app import Application, Options, Program
from famedit.gui.claim import Claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from famedit.core.article import ArticleFields
    from famedit.core.reply import NewReply, Reply
    from famedit.gui.editor.article_document import ArticleDocument
    from famedit.gui.workspace import Workspace
    from famedit.services.desk import Services

ROOT = Path(__file__).parents[2]
#: Whatever a test waits for has happened by then, ms.
PATIENCE = 15_000
T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Exit(QObject):
    """Notices when the program is through with everything: asked to close, the window closes for good only then."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._closes = 0
        window.installEventFilter(self)

    @property
    def reached(self) -> bool:
        return self._closes == 2

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            self._closes += 1
        return super().eventFilter(watched, event)


class Seat:
    """One window and the person at it."""

    def __init__(self, qtbot: QtBot, application: QApplication, person: str, *, desk: str = "", claim: bool) -> None:
        self.qtbot = qtbot
        hooks = sys.excepthook, threading.excepthook, qInstallMessageHandler(None)
        qInstallMessageHandler(hooks[2])
        held = Claim(Path(paths.desk_url(desk).removeprefix("sqlite:///"))) if claim else None
        if held is not None:
            assert held.take()
        self.program = Program(cast("Application", application), Options(desk, person), held)
        self.window = self.program.window
        self.window.resize(1440, 900)
        self.window.show()
        self.until(lambda: self.program.workspace is not None)
        # the program's own crash report would keep a fault from the test
        sys.excepthook, threading.excepthook = hooks[:2]
        qInstallMessageHandler(hooks[2])
        self.faults: list[BaseException] = []
        self.program.worker.fault.connect(self.faults.append)
        self.until(lambda: self.window.commands.state.desk_ready or not person)
        self.come_forward()
        self.open = True

    @property
    def workspace(self) -> Workspace:
        """The panes."""
        assert self.program.workspace is not None
        return self.program.workspace

    @property
    def document(self) -> ArticleDocument:
        """The article that is open."""
        assert self.workspace.editor.document is not None
        return self.workspace.editor.document

    @property
    def fields(self) -> ArticleFields:
        """What stands in the window."""
        return self.document.fields()

    # What a person does ---------------------------------------------------------------------------------------------

    def run(self, command: str) -> None:
        """Carry out a command, as menu and palette do; it must be one that can be chosen now."""
        self.until(lambda: self.window.commands.action(command).isEnabled())
        self.window.commands.trigger(command)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type where the focus is; a line feed is Enter."""
        for char in text:
            if char == "\n":
                self.press(Key.Key_Return)
            else:
                QTest.keyClicks(QApplication.focusWidget() or self.window, char)

    def write(self, text: str) -> None:
        """Type at the end of the body."""
        body = self.workspace.editor.surface.body
        body.setFocus()
        cursor = body.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        body.setTextCursor(cursor)
        self.type(text)

    def click(self, words: str, inside: QWidget | None = None) -> None:
        """Press the button that says ``words``."""
        self.until(lambda: self._button(words, inside) is not None)
        QTest.mouseClick(cast("QWidget", self._button(words, inside)), Qt.MouseButton.LeftButton)

    def _button(self, words: str, inside: QWidget | None) -> QAbstractButton | None:
        found = (inside or self.window).findChildren(QAbstractButton)
        return next((b for b in found if b.isVisible() and b.isEnabled() and b.text() == words), None)

    def dialog(self, kind: type[W]) -> W:
        """Wait for a dialog."""
        self.until(lambda: any(sheet.isVisible() for sheet in self.window.findChildren(kind)))
        return next(sheet for sheet in self.window.findChildren(kind) if sheet.isVisible())

    def come_forward(self) -> None:
        """Turn to this window."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def new_article(self, headline: str, body: str = "") -> int:
        """Start an article by its key and save it."""
        before = self.workspace.editor.document
        self.press(Key.Key_N, Modifier.ControlModifier)
        self.until(lambda: self.workspace.editor.document not in (None, before))
        self.until(self.workspace.editor.surface.header.headline.hasFocus)
        self.type(headline)
        if body:
            self.write(body)
        self.save()
        return self.document.article_id

    def save(self) -> None:
        """Save by its key and wait until it is done."""
        version = self.document.version
        self.press(Key.Key_S, Modifier.ControlModifier)
        self.until(lambda: self.document.version > version and not self.document.dirty)

    def open_article(self, article_id: int) -> None:
        """Open an article as a click in the desk does."""
        self.workspace.desk.article_chosen.emit(article_id)
        self.until(lambda: self.workspace.editor.document and self.document.article_id == article_id)

    # What a person sees ---------------------------------------------------------------------------------------------

    def until(self, fact: Callable[[], object]) -> None:
        """Wait for a fact."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE)

    def told(self) -> str:
        """What the undo bar says."""
        bar = self.window.notices.bar
        return bar.sentence if bar is not None else ""

    def banners(self) -> str:
        """What the banners say."""
        labels = self.window.notices.banners.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def rows(self) -> list[str]:
        """The headlines in the desk, as they stand there."""
        model = self.workspace.desk.list.model()
        return [model.index(at, 0).data(Qt.ItemDataRole.DisplayRole) for at in range(model.rowCount())]

    def page(self) -> str:
        """The words of the preview, once it shows everything."""
        self.until(lambda: self.workspace.preview.page_shown)
        return self.workspace.preview.page_text()

    # What is stored -------------------------------------------------------------------------------------------------

    def ask(self, job: Callable[[Services], T], *, writing: bool = False) -> T:
        """Do something on the desk after everything that was asked of it before."""
        answers: list[T] = []
        do: Any = self.program.worker.write if writing else self.program.worker.read
        self.program.worker.write(lambda _services: None, lambda _none: do(job, answers.append))
        self.until(lambda: answers)
        return answers[0]

    def add_replies(self, *replies: NewReply) -> None:
        """Let readers answer the article that is open."""
        article_id = self.document.article_id
        self.ask(lambda services: services.importing.add_replies(article_id, replies), writing=True)
        self.until(lambda: self.workspace.replies.model.rowCount() == len(replies))

    def replies(self) -> dict[str, Reply]:
        """The replies to the article that is open, by author."""
        article_id = self.document.article_id
        return {r.author.name: r for r in self.ask(lambda services: services.moderating.replies(article_id))}

    # Leaving --------------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close the window by its cross and wait until everything is kept."""
        if not self.open:
            return
        self.open = False
        exit_ = Exit(self.window)
        self.window.close()
        self.until(lambda: exit_.reached)
        self.window.removeEventFilter(exit_)
        gone: list[bool] = []
        self.program.destroyed.connect(lambda: gone.append(True))
        text = (paths.log_dir() / log.LOG_FILE).read_text(encoding="utf-8")
        assert "Unexpected fault" not in text, text
        assert not self.faults
        self.window.deleteLater()
        self.program.deleteLater()
        self.until(lambda: gone)


def command_line(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, on the same desk."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "famedit", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
