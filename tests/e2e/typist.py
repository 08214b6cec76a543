"""A person at the keyboard, in a process of their own that can be killed: types into the real window without a pause.

Usage: typist.py SEED. Tells on standard output what the window shows after the start ("SHOWS {json}") and each key the
window has taken ("KEY n"), n being the number of characters typed by this process.
"""

from __future__ import annotations

import json
import random
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from famedit.app import Options, main

if TYPE_CHECKING:
    from famedit.app import Program

WORDS = (
    *("orbit", "lander", "visor", "regolith", "telemetry", "capsule", "umbilical"),
    *("ullage", "perigee", "module", "crater", "airlock", "burn", "dock", "hatch"),
)


def say(word: str, value: object) -> None:
    sys.stdout.write(f"{word} {json.dumps(value)} {time.monotonic()}\n")
    sys.stdout.flush()


class Typist(QObject):
    def __init__(self, program: Program, seed: int) -> None:
        super().__init__(program)
        self._program = program
        self._random = random.Random(seed)
        self._typed = 0
        self._pending = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._wait)
        self._timer.start(5)

    def _wait(self) -> None:
        workspace = self._program.workspace
        if workspace is None or not self._program.worker or not self._program.worker.is_open:
            return
        document = workspace.editor.document
        if document is None:
            if not self._asked:
                self._asked = True
                if self._program.session.get("open_article") is None:
                    workspace.new_article()
            return
        self._timer.timeout.disconnect()
        say("SHOWS", document.fields().body)
        edit = workspace.editor.surface.body
        edit.setFocus()
        cursor = edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        edit.setTextCursor(cursor)
        self._timer.timeout.connect(self._type)
        self._timer.start(self._random.choice([1, 5, 20, 60]))

    _asked = False

    def _type(self) -> None:
        if not self._pending:
            self._pending = self._random.choice(WORDS) + self._random.choice([" ", " ", " ", ". ", "\n\n"])
        char, self._pending = self._pending[0], self._pending[1:]
        workspace = self._program.workspace
        assert workspace is not None
        if char == "\n":
            QTest.keyClick(workspace.editor.surface.body, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(workspace.editor.surface.body, char)
        self._typed += 1
        say("KEY", char)


if __name__ == "__main__":
    sys.exit(main(Options(actor="Ines Okafor"), lambda program: Typist(program, int(sys.argv[1])) and None))
