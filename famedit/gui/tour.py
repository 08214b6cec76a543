"""The main job, shown: drives the real window as a person would and leaves pictures of it in a folder."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from famedit.gui.dialogs.export_dialog import ExportDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from famedit.gui.main_window import MainWindow
    from famedit.gui.workspace import Workspace

log = logging.getLogger(__name__)

#: A step that takes longer than this has failed, ms.
PATIENCE = 60_000
#: The window is looked at this often, ms.
GLANCE = 25
#: A picture is taken when two looks this far apart show the same, ms.
STILL = 150


class Tour(QObject):
    """Walks through the sample desk, step by step, each waiting for a fact, never for a time.

    ``exit_code`` is 0 when every step was reached.
    """

    def __init__(self, window: MainWindow, workspace: Callable[[], Workspace | None], folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._folder = folder
        self._steps = self._walk()
        self._fact: Callable[[], object] = lambda: True
        self._what = "the first step"
        self._clock = QElapsedTimer()
        self._number = 0
        self._done = False
        self.exit_code = 0
        self._timer = QTimer(self)
        self._timer.setInterval(GLANCE)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin; the application quits at the end."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._clock.start()
        self._timer.start()

    def _look(self) -> None:
        try:
            met = bool(self._fact())
        except (AttributeError, LookupError):
            met = False  # what the fact asks about is not there yet
        if not met:
            if self._clock.elapsed() > PATIENCE:
                self._fail()
            return
        try:
            self._what, self._fact = next(self._steps)
            self._clock.restart()
        except StopIteration:
            self._timer.stop()
            if self._done:
                self._window.close()
            else:  # a step has raised; the crash report has the details
                self._fail()

    def _fail(self) -> None:
        self._timer.stop()
        sys.stderr.write(f"The tour waited in vain for {self._what}.\n")
        self.exit_code = 1
        self._grab("failed")
        QApplication.exit(1)

    # What a person does ---------------------------------------------------------------------------------------------

    def _grab(self, name: str) -> None:
        self._number += 1
        path = self._folder / f"{self._number:02}-{name}.png"
        if not self._window.grab().save(str(path)):
            sys.stderr.write(f"{path} cannot be written.\n")
            self.exit_code = 1
        sys.stdout.write(f"{path}\n")

    def _picture(self, name: str) -> Iterator[tuple[str, Callable[[], object]]]:
        """Wait until the window stands still, then take its picture."""
        last: list[object] = [None]
        clock = QElapsedTimer()
        clock.start()

        def still() -> bool:
            if clock.elapsed() < STILL:
                return False
            clock.restart()
            now = self._window.grab().toImage()
            same = last[0] == now
            last[0] = now
            return same

        yield f"a still window for {name}", still
        self._grab(name)

    def _keys(self, widget: QWidget, text: str) -> None:
        for char in text:
            if char == "\n":
                QTest.keyClick(widget, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(widget, char)

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifier)

    def _click(self, words: str) -> None:
        button = self._button(words)
        assert button is not None, words  # noqa: S101 -- a fact the step before waited for
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _button(self, words: str) -> QPushButton | None:
        found = (b for b in self._window.findChildren(QPushButton) if b.isVisible() and QPushButton.text(b) == words)
        return next(found, None)

    # The way --------------------------------------------------------------------------------------------------------

    def _walk(self) -> Iterator[tuple[str, Callable[[], object]]]:
        window = self._window
        window.resize(QSize(1440, 900))
        yield "the panes", self._workspace
        workspace = self._workspace()
        assert workspace is not None  # noqa: S101 -- just waited for
        yield "the desk", lambda: window.commands.state.desk_ready
        yield "the icons", lambda: workspace.icons_ready
        yield from self._picture("first-run")
        self._click("Open the sample desk")
        yield "the sample articles", lambda: workspace.desk.article_count >= 15
        yield "an open article", lambda: workspace.editor.document is not None
        yield "its page", lambda: workspace.preview.page_shown
        yield from self._picture("split")
        yield from self._write(workspace)
        yield from self._moderate(workspace)
        yield from self._others()
        yield from self._export()
        self._done = True

    def _write(self, workspace: Workspace) -> Iterator[tuple[str, Callable[[], object]]]:
        run = self._window.commands.trigger
        edit = workspace.editor.surface.body
        edit.setFocus()
        cursor = edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.Start)
        edit.setTextCursor(cursor)
        self._keys(edit, "A *first* line, typed in the tour.\n\n")
        yield "the typed line on the page", lambda: "typed in the tour" in workspace.preview.page_text()
        yield from self._picture("typed")
        run("view.write")
        yield "Write mode", lambda: workspace.mode == "write"
        yield from self._picture("write")
        run("view.split")
        run("article.details")
        yield from self._picture("details")
        run("article.details")
        run("article.save")
        yield "a saved article", lambda: not workspace.editor.document.dirty  # type: ignore[union-attr]

    def _moderate(self, workspace: Workspace) -> Iterator[tuple[str, Callable[[], object]]]:
        run = self._window.commands.trigger
        run("view.moderate")
        yield "replies to decide on", lambda: workspace.moderate.model.rowCount() >= 2
        yield from self._picture("moderate")
        self._press(Qt.Key.Key_7)
        yield "all replies", lambda: workspace.moderate.model.rowCount() >= 8
        self._press(Qt.Key.Key_N)
        yield from self._picture("moderate-all")
        self._press(Qt.Key.Key_A)
        yield "an approved reply", lambda: workspace.can_undo_replies
        self._press(Qt.Key.Key_J)
        self._press(Qt.Key.Key_H)
        yield from self._picture("decided")
        self._press(Qt.Key.Key_Z)
        yield from self._picture("undone")

    def _others(self) -> Iterator[tuple[str, Callable[[], object]]]:
        run = self._window.commands.trigger
        run("view.split")
        for name, action in (("palette", "go.palette"), ("keys", "help.keys"), ("settings", "go.settings")):
            run(action)
            yield from self._picture(name)
            self._press(Qt.Key.Key_Escape)
        run("view.dark")
        yield from self._picture("dark-split")
        run("view.moderate")
        yield from self._picture("dark-moderate")
        run("view.split")
        for width, height in ((1280, 800), (1920, 1200), (960, 640)):
            self._window.resize(QSize(width, height))
            yield from self._picture(f"dark-{width}")
        run("view.light")
        self._window.resize(QSize(1280, 800))
        yield from self._picture("light-1280")
        self._window.resize(QSize(1440, 900))

    def _export(self) -> Iterator[tuple[str, Callable[[], object]]]:
        self._window.commands.trigger("file.export")
        yield from self._picture("export")
        dialog = self._window.findChild(ExportDialog)
        assert dialog is not None  # noqa: S101 -- it has just been opened
        field = dialog.folder
        field.selectAll()
        self._keys(field, str(self._folder / "export"))
        self._press(Qt.Key.Key_Return)
        yield "the exported page", lambda: list((self._folder / "export").glob("*/index.html"))
        yield from self._picture("exported")
