"""The rendering process as the window sees it: give it the newest text, get back what changes on the page.

Nothing waits: the process is spoken to through Qt's event loop. While it works on one text only the newest of the texts
that follow is kept. A text that takes too long is dropped with the process that renders it, and the page stays as it
was.
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

import famedit
from famedit.core.render_wire import RenderJob, Unframer, frame, job_to_json
from famedit.gui.preview.page_state import PageState

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

#: A render may take this long, ms.
RENDER_LIMIT: Final = 2_000
#: The process may take this long to start, ms; on a busy machine it has to load its libraries first.
START_LIMIT: Final = 30_000
#: A process that dies this often without having rendered anything is not started again.
MOST_DEATHS: Final = 3


def child_command() -> list[str]:
    """Return the command that starts the rendering process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--render-child"]
    # -P: whatever lies in the current folder is no part of the program.
    return [sys.executable, "-P", "-m", "famedit.core.render_child"]


class RenderProcess(QObject):
    """Renders pages in a process of its own.

    ``changed(dict)`` carries the change of the page, already taken into ``state``. ``page_made(str)`` carries a whole
    page that was asked for. ``too_slow``: a text was given up; ``in_time`` follows when one is rendered again.
    ``failed(str)``: a fault of the renderer, for the log. ``idle``: nothing is left to do, whatever came of it.
    """

    changed = Signal(dict)
    page_made = Signal(str)
    too_slow = Signal()
    in_time = Signal()
    failed = Signal(str)
    idle = Signal()

    def __init__(self, parent: QObject | None = None, *, command: list[str] | None = None) -> None:
        super().__init__(parent)
        self.state = PageState()
        self._command = command or child_command()
        self._process: QProcess | None = None
        self._unframer = Unframer()
        self._ready = False
        self._serial = 0
        self._working: dict[str, Any] | None = None
        self._next: dict[str, Any] | None = None
        self._pages: list[dict[str, Any]] = []
        self._replies_known: object = None
        self._deaths = 0
        self._slow = False
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._give_up)

    @property
    def pid(self) -> int:
        """The process id, 0 while there is none."""
        return int(self._process.processId()) if self._process else 0

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._working is not None or self._next is not None or bool(self._pages)

    def warm_up(self) -> None:
        """Start the process before there is anything to render."""
        if self._process is None:
            self._start()

    def request(self, job: RenderJob) -> None:
        """Render ``job``, which must have its replies; a job that waits and has not begun is replaced."""
        self._deaths = 0
        self._next = {"job": job}
        self._go_on()

    def request_page(self, job: RenderJob, images: Mapping[str, tuple[str, int, int]]) -> None:
        """Make the whole page of ``job``, its pictures at ``images``: address, width and height by SHA-256."""
        self._deaths = 0
        self._pages.append({"job": job, "images": {sha: list(image) for sha, image in images.items()}})
        self._go_on()

    def clear(self) -> None:
        """Forget the page and what waits; a job under way is finished and dropped."""
        self._next = None
        self._pages.clear()
        if self._working is not None:
            self._working["dropped"] = True

    def close(self) -> None:
        """End the process."""
        self._next = self._working = None
        self._pages.clear()
        self._limit.stop()
        self._end()

    # The process ----------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._unframer = Unframer()
        self._ready = False
        self._replies_known = None
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        checkout = str(Path(famedit.__file__).resolve().parent.parent)
        known = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", f"{checkout}{os.pathsep}{known}" if known else checkout)
        environment.insert("PYTHONUTF8", "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_error)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._error)
        self._process = process
        self._limit.start(START_LIMIT)
        process.start(self._command[0], self._command[1:])

    def _end(self) -> None:
        process, self._process = self._process, None
        self._ready = False
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.readyReadStandardError.disconnect(self._read_error)
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._error)
            if process.state() != QProcess.ProcessState.NotRunning:
                process.kill()
                process.waitForFinished(1000)  # a killed process is gone within a millisecond or so
            process.deleteLater()

    def _go_on(self) -> None:
        if self._working is not None or not (self._next or self._pages):
            return
        if self._process is None:
            self._start()
        if not self._ready or self._process is None:
            return
        if self._next is not None:
            work, self._next = self._next, None
        else:
            work = self._pages.pop(0)
        self._serial += 1
        work["serial"] = self._serial
        self._working = work
        job: RenderJob = work["job"]
        message: dict[str, Any] = {"serial": self._serial, "job": self._message(job)}
        if "images" in work:
            message["images"] = work["images"]
        self._limit.start(RENDER_LIMIT)
        self._process.write(frame(message))

    def _message(self, job: RenderJob) -> dict[str, Any]:
        known = job.replies is self._replies_known
        self._replies_known = job.replies
        return job_to_json(replace(job, replies=None) if known else job)

    @Slot()
    def _read(self) -> None:
        if self._process is None:
            return
        try:
            messages = self._unframer.feed(bytes(self._process.readAllStandardOutput().data()))
        except ValueError:
            log.exception("The rendering process does not speak our language")
            self._end()
            self._died()
            return
        for message in messages:
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        self._limit.stop()
        if message.get("ready"):
            self._ready = True
        else:
            self._answered(message)
        self._go_on()
        if not self.busy:
            self.idle.emit()

    def _answered(self, message: dict[str, Any]) -> None:
        work, self._working = self._working, None
        self._deaths = 0
        if work is None or message.get("serial") != work["serial"]:
            return
        if self._slow:
            self._slow = False
            self.in_time.emit()
        if "error" in message:
            self.failed.emit(message["error"])
        elif "page" in message:
            self.page_made.emit(message["page"])
        else:
            # Each change starts from the one before, so even one nobody waits for any more is taken in.
            change: dict[str, Any] = message["parts"]
            if change.pop("first", False):
                self.state = PageState()
                self.state.take(change)
                change = self.state.whole()
            else:
                self.state.take(change)
            if not work.get("dropped"):
                self.changed.emit(change)

    @Slot()
    def _read_error(self) -> None:
        if self._process is not None:
            words = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            if words:
                log.warning("Rendering process: %s", words)

    @Slot()
    def _give_up(self) -> None:
        ready = self._ready
        self._end()
        if not ready:
            self._died()
            return
        log.warning("A render took more than %d ms and was given up", RENDER_LIMIT)
        self._working = None
        if not self._slow:
            self._slow = True
            self.too_slow.emit()
        self._start()
        if not self.busy:
            self.idle.emit()

    @Slot()
    def _ended(self) -> None:
        self._end()
        self._died()

    @Slot(QProcess.ProcessError)
    def _error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            log.error("The rendering process cannot be started: %s", self._command)
            self._end()
            self._working = self._next = None
            self._pages.clear()
            self._limit.stop()
            self.failed.emit("The rendering process cannot be started.")

    def _died(self) -> None:
        """Start again with the text it died over, unless it keeps dying of it."""
        self._limit.stop()
        self._deaths += 1
        work, self._working = self._working, None
        if self._deaths >= MOST_DEATHS:
            self._next = None
            self._pages.clear()
            self.failed.emit("The rendering process keeps ending.")
            self.idle.emit()
            return
        if work is not None and "images" not in work and self._next is None:
            self._next = work
        self._start()
