"""A window that is told by its parent what a person at it does, and tells what that person sees.

Usage: remote.py [DATABASE]. Each line on standard input is {"do": ..., ...}; each is answered by one line of JSON. What
is pressed and typed goes through the widgets; "look" answers what is on the screen.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from famedit.app import Options, main
from famedit.gui.components.banner import Banner
from famedit.gui.doors import Doors
from famedit.gui.editor.ask_banner import AskBanner

if TYPE_CHECKING:
    from famedit.app import Program
    from famedit.gui.workspace import Workspace
    from famedit.services.desk import Services


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


class Remote(QObject):
    """Does in the window what the lines on standard input ask."""

    heard = Signal(object)

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        program.window.resize(1440, 900)  # wide enough for all panes
        self.heard.connect(self._do, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.heard.emit(json.loads(line))

    @property
    def workspace(self) -> Workspace:
        assert self._program.workspace is not None
        return self._program.workspace

    def _do(self, order: dict[str, Any]) -> None:
        say(getattr(self, "do_" + order.pop("do"))(**order))

    def do_look(self) -> dict[str, Any]:
        program = self._program
        if program.workspace is None:
            return {
                "open": False,
                "banners": [],
                "told": [],
                "articles": 0,
                "headline": None,
                "body": None,
                "safety": "",
            }
        document = self.workspace.editor.document
        return {
            "open": program.worker.is_open,
            "shown": program.window.isVisible(),
            "banners": [self._banner(banner) for banner in self._banners()],
            "told": [label.text() for label in self._told()],
            "indicator": program.window.bar.indicator.accessibleName(),
            "read_only": program.window.commands.state.read_only,
            "articles": self.workspace.desk.article_count,
            "headline": document.fields().headline if document else None,
            "body": document.fields().body if document else None,
            "safety": str(document.state.safety) if document else "",
            "version": document.version if document else 0,
            "choosing": [box.windowTitle() for box in self._dialogs()],
        }

    def _banners(self) -> list[Banner | AskBanner]:
        window = self._program.window
        above = window.notices.banners
        found: list[Banner | AskBanner] = [*above.findChildren(Banner), *window.findChildren(AskBanner)]
        return [banner for banner in found if banner.isVisible()]

    def _banner(self, banner: Banner | AskBanner) -> dict[str, Any]:
        return {
            "words": " ".join(label.text() for label in banner.findChildren(QLabel) if label.isVisible()),
            "links": [link.text() for link in banner.findChildren(QAbstractButton) if link.isVisible() and link.text()],
        }

    def _told(self) -> list[QLabel]:
        bar = self._program.window.notices.bar
        return [label for label in bar.findChildren(QLabel) if label.text()] if bar is not None else []

    def _dialogs(self) -> list[Any]:
        from PySide6.QtWidgets import QFileDialog

        return [box for box in self._program.window.findChildren(QFileDialog) if box.isVisible()]

    def do_press(self, words: str) -> bool:
        for banner in self._banners():
            for link in banner.findChildren(QAbstractButton):
                if link.isVisible() and link.text().startswith(words):
                    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
                    return True
        return False

    def do_open_article(self, number: int) -> None:
        self.workspace.open_article(number)

    def do_new(self) -> None:
        self.workspace.new_article()

    def do_type(self, text: str, field: str = "body") -> None:
        assert field == "body"
        body = self.workspace.editor.surface.body
        body.setFocus()
        QTest.keyClicks(body, text)

    def do_command(self, name: str) -> None:
        self._program.window.commands.trigger(name)

    def do_open_desk(self, name: str) -> None:
        doors: Doors = self.workspace.doors
        doors.open_desk(name)

    def do_pages(self, more: int) -> int:
        """Let the desk grow by so many pages and no more, as a disk does that is full; 0 takes the limit away."""
        answer: list[int] = []
        done = threading.Event()

        def limit(services: Services) -> None:
            raw: Any = services.database._writer.connection.driver_connection  # type: ignore[union-attr]  # a file's
            (now,) = raw.execute("PRAGMA page_count").fetchone()
            answer.append(raw.execute(f"PRAGMA max_page_count={now + more if more else 1 << 30}").fetchone()[0])
            done.set()

        self._program.worker.write(limit)
        done.wait(20)
        return answer[0]

    def do_close(self) -> None:
        self._program.window.close()


if __name__ == "__main__":
    database = sys.argv[1] if len(sys.argv) > 1 else ""
    sys.exit(main(Options(database=database, actor="Ines Okafor"), lambda program: Remote(program) and None))
