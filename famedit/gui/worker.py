"""The database's threads: one writes, one reads, and no widget ever sees either.

Jobs run in the order they were given, each kind on its own thread; answers come back on the GUI thread. Work that takes
longer than a moment is a generator: it runs in slices, and drafts and decisions go between them.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from famedit.core.changes import Changes
from famedit.core.errors import DeskUnreachable, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from famedit.gui.bus import Bus
    from famedit.services.desk import Services

T = TypeVar("T")
log = logging.getLogger(__name__)

#: A slice of long work may hold the writer this long before waiting jobs go first.
SLICE_SECONDS = 0.05


class JobFault(Exception):
    """A fault inside a job, with the traceback of the thread it happened on."""


@dataclass(eq=False)
class _Job(Generic[T]):
    run: Callable[[Services], T]
    done: Callable[[T], None] | None
    failed: Callable[[UserError], None] | None
    owner: QObject | None


@dataclass(eq=False)
class LongJob:
    """A handle on work that runs in slices; ``cancel`` stops it before its next slice."""

    run: Callable[[Services], Generator[object, None, object]]
    done: Callable[[Any], None] | None
    failed: Callable[[UserError], None] | None
    progress: Callable[[Any], None] | None
    owner: QObject | None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the work to stop; what it has stored so far stays, whole."""
        self.cancelled.set()


class _Thread:
    """One thread with a queue of jobs; the writer also runs at most one long job in slices between them."""

    def __init__(self, name: str, worker: DatabaseWorker) -> None:
        self._jobs: queue.SimpleQueue[_Job[Any] | LongJob | None] = queue.SimpleQueue()
        self._waiting_long: list[LongJob] = []
        self._slices: tuple[LongJob, Generator[object, None, object]] | None = None
        self._worker = worker
        self._thread = threading.Thread(target=self._loop, name=f"famedit-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, job: _Job[Any] | LongJob | None) -> None:
        self._jobs.put(job)

    def join(self, timeout: float) -> bool:
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        if not self._worker.wait_for_services():
            return
        while True:
            try:
                job = self._jobs.get_nowait() if self._slices else self._jobs.get()
            except queue.Empty:
                self._run_slice()
                continue
            if job is None:
                if self._slices:
                    self._slices[1].close()
                return
            if isinstance(job, LongJob):
                self._waiting_long.append(job)
            else:
                self._run(job)
            self._begin_long()

    def _run(self, job: _Job[Any]) -> None:
        try:
            self._worker.answer(job, job.run(self._worker.services), None)
        except UserError as error:
            self._worker.answer(job, None, error)
        except BaseException as error:  # noqa: BLE001 -- the edge of the thread: the fault goes to the crash dialog
            self._worker.answer(job, None, _fault(error))

    def _begin_long(self) -> None:
        if self._slices is None and self._waiting_long:
            job = self._waiting_long.pop(0)
            try:
                self._slices = job, job.run(self._worker.services)
            except UserError as error:
                self._worker.answer(job, None, error)

    def _run_slice(self) -> None:
        assert self._slices is not None  # noqa: S101 -- only called while there is one
        job, generator = self._slices
        until = time.monotonic() + SLICE_SECONDS
        step: object = None
        try:
            if job.cancelled.is_set():
                generator.close()
                self._slices = None
                self._worker.answer(job, None, UserError("Stopped.", "What was stored before that stays."))
            else:
                while time.monotonic() < until:
                    step = next(generator)
                self._worker.report(job, step)
        except StopIteration as end:
            self._slices = None
            self._worker.answer(job, end.value, None)
        except UserError as error:
            self._slices = None
            self._worker.answer(job, None, error)
        except BaseException as error:  # noqa: BLE001 -- the edge of the thread: the fault goes to the crash dialog
            self._slices = None
            self._worker.answer(job, None, _fault(error))
        if self._slices is None:
            self._begin_long()


def _try_last(last: Callable[[Services], object], services: Services | None) -> None:
    try:
        if services is not None:
            last(services)
    except Exception:
        log.exception("What was to be done last could not be done")


def _fault(error: BaseException) -> JobFault:
    fault = JobFault("".join(traceback.format_exception(error)))
    fault.__cause__ = error
    return fault


class DatabaseWorker(QObject):
    """Runs jobs against the services, off the GUI thread, in order.

    ``problem`` carries a ``UserError`` of a job that gave no ``failed``; ``fault`` carries anything else that was
    raised. Both come on the GUI thread.
    """

    opened = Signal(object)
    open_failed = Signal(object)
    problem = Signal(object)
    fault = Signal(object)
    _answered = Signal(object, object, object)
    _reported = Signal(object, object)
    _opened = Signal(object, object)
    _finished = Signal(bool)
    _settled = Signal()
    _closed = Signal()

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._services: Services | None = None
        self._ready = threading.Event()
        self._ready_again = threading.Event()
        self._stopping = False
        self._writer = _Thread("writer", self)
        self._reader = _Thread("reader", self)
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self._deliver, queued)
        self._reported.connect(self._deliver_progress, queued)
        self._opened.connect(self._deliver_opened, queued)
        self._writer.start()
        self._reader.start()

    # What the threads call ------------------------------------------------------------------------------------------

    @property
    def services(self) -> Services:
        """The services; only for the threads. Raises ``DeskUnreachable`` when the desk could not be opened again."""
        if self._services is None:
            raise DeskUnreachable("The desk is not open.", "Open it again and repeat what you did.")
        return self._services

    def wait_for_services(self) -> bool:
        """Block the calling thread until the desk is open; false when the worker stops instead."""
        self._ready.wait()
        return self._services is not None

    def answer(self, job: _Job[Any] | LongJob, value: object, error: Exception | None) -> None:
        """Send a job's outcome to the GUI thread."""
        self._answered.emit(job, value, error)

    def report(self, job: LongJob, step: object) -> None:
        """Send a long job's progress to the GUI thread."""
        self._reported.emit(job, step)

    # What the window calls ------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a desk is open."""
        return self._services is not None

    def open(self, opener: Callable[[], Services]) -> None:
        """Build the services on a thread of their own; ``opened`` or ``open_failed`` follows. May be tried again."""

        def run() -> None:
            try:
                services = opener()
            except UserError as error:
                self._opened.emit(None, error)
            except BaseException as error:  # noqa: BLE001 -- the edge of the thread: the fault goes to the crash dialog
                self._opened.emit(None, _fault(error))
            else:
                self._services = services
                self._ready.set()
                self._ready_again.set()
                self._opened.emit(services, None)

        threading.Thread(target=run, name="famedit-open", daemon=True).start()

    def write(
        self,
        job: Callable[[Services], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run ``job`` on the writing thread. Answers for an ``owner`` that is gone are dropped; the write is not."""
        self._writer.put(_Job(job, done, failed, owner))

    def read(
        self,
        job: Callable[[Services], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run ``job`` on the reading thread; it may see a write that was asked for later, never half of one."""
        self._reader.put(_Job(job, done, failed, owner))

    def write_long(
        self,
        job: Callable[[Services], Generator[object, None, T]],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        progress: Callable[[Any], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> LongJob:
        """Run a generator on the writing thread in slices; what it yields goes to ``progress``."""
        handle = LongJob(job, done, failed, progress, owner)
        self._writer.put(handle)
        return handle

    def beside(
        self,
        job: Callable[[Services], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run ``job`` on a thread of its own: for long work that needs neither of the desk's connections (backups)."""
        self.apart(lambda: job(self.services), done, failed, owner=owner)

    def apart(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run ``job`` on a thread of its own, whether a desk is open or not."""
        handle = _Job(lambda _services: job(), done, failed, owner)

        def run() -> None:
            try:
                self.answer(handle, job(), None)
            except UserError as error:
                self.answer(handle, None, error)
            except BaseException as error:  # noqa: BLE001 -- the edge of the thread: the fault goes to the crash dialog
                self.answer(handle, None, _fault(error))

        threading.Thread(target=run, name="famedit-apart", daemon=True).start()

    def finish(
        self,
        done: Callable[[bool], None],
        patience: float = 20.0,
        *,
        kept: Callable[[], None] | None = None,
        last: Callable[[Services], object] | None = None,
    ) -> None:
        """Like ``close``, but without making the GUI thread wait: ``done(kept)`` follows.

        ``kept`` is called as soon as everything asked for is done; then ``last`` runs, off the GUI thread, and the
        desk is closed after it. What ``last`` raises is logged: there is nobody left to tell.
        """
        self._finished.connect(done, Qt.ConnectionType.SingleShotConnection)
        if kept is not None:
            self._settled.connect(kept, Qt.ConnectionType.SingleShotConnection)

        def run() -> None:
            ended = self._end_threads(patience)
            if ended:
                self._settled.emit()
                if last is not None:
                    _try_last(last, self._services)
                self._close_services()
            self._finished.emit(ended)

        threading.Thread(target=run, name="famedit-finish", daemon=True).start()

    def reopen(self, between: Callable[[], object], again: Callable[[], None]) -> None:
        """Finish what was asked for, close the desk, run ``between`` while nobody has it, then call ``again``.

        Jobs given meanwhile wait for the desk that ``again`` opens. What ``between`` raises goes to ``problem`` or
        ``fault``; the desk is opened again all the same.
        """

        def close(services: Services) -> None:
            gate.wait()
            self._ready.clear()
            services.close()
            self._services = None
            try:
                between()
            except UserError as error:
                self.problem.emit(error)
            except BaseException as error:  # noqa: BLE001 -- the edge of the thread: the fault goes to the crash dialog
                self.fault.emit(_fault(error))
            self._closed.emit()
            self._ready.wait()

        def hold(_services: Services) -> None:
            gate.set()
            self._ready_again.wait()

        gate = threading.Event()
        self._ready_again.clear()
        self._closed.connect(again, Qt.ConnectionType.SingleShotConnection)
        self._reader.put(_Job(hold, None, None, None))
        self._writer.put(_Job(close, None, None, None))

    def close(self, timeout: float = 20.0) -> bool:
        """Finish what was asked for, close the desk and end both threads; false when they did not end in time."""
        ended = self._end_threads(timeout)
        if ended:
            self._close_services()
        return ended

    def _end_threads(self, timeout: float) -> bool:
        until = time.monotonic() + timeout
        # Only when everything asked for is done: a worker that is still busy goes on taking what is typed.
        if not self._stopping and not self._idle(until):
            return False
        self._stopping = True
        self._reader.put(None)
        self._writer.put(None)
        self._ready.set()
        self._ready_again.set()
        return all(thread.join(max(0.0, until - time.monotonic())) for thread in (self._reader, self._writer))

    def _idle(self, until: float) -> bool:
        """Wait until both threads have done what they were asked before this, or until the moment ``until``."""
        if self._services is None:
            return True
        marks = (threading.Event(), threading.Event())
        for thread, mark in zip((self._reader, self._writer), marks, strict=True):
            thread.put(_Job(lambda _services, mark=mark: mark.set(), None, None, None))
        return all(mark.wait(max(0.0, until - time.monotonic())) for mark in marks)

    def _close_services(self) -> None:
        services, self._services = self._services, None
        if services is not None:
            services.close()

    # Back on the GUI thread -----------------------------------------------------------------------------------------

    @Slot(object, object)
    def _deliver_opened(self, services: Services | None, error: Exception | None) -> None:
        if isinstance(error, UserError):
            self.open_failed.emit(error)
        elif error is not None:
            self.fault.emit(error)
        else:
            self.opened.emit(services)

    @Slot(object, object, object)
    def _deliver(self, job: _Job[Any] | LongJob, value: object, error: Exception | None) -> None:
        alive = job.owner is None or shiboken6.isValid(job.owner)
        if isinstance(error, UserError):
            if not alive:
                log.warning("Nobody left to hear: %s", error)
            elif job.failed is not None:
                job.failed(error)
            else:
                self.problem.emit(error)
            return
        if error is not None:
            self.fault.emit(error)
            return
        if alive and job.done is not None:
            job.done(value)
        changes = _changes_of(value)
        if changes:
            self._bus.changed.emit(changes, job.owner if alive else None)

    @Slot(object, object)
    def _deliver_progress(self, job: LongJob, step: object) -> None:
        if job.progress is not None and (job.owner is None or shiboken6.isValid(job.owner)):
            job.progress(step)


def _changes_of(value: object) -> Changes | None:
    if isinstance(value, Changes):
        return value
    if isinstance(value, tuple) and value and isinstance(value[-1], Changes):
        return value[-1]
    carried = getattr(value, "changes", None)
    return carried if isinstance(carried, Changes) else None
