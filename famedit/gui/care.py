"""Looks after the desk while nobody writes: shortens SQLite's log after a pause, thins out old revisions hourly."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from famedit.core.changes import Changes
    from famedit.core.errors import UserError
    from famedit.gui.bus import Bus
    from famedit.gui.worker import DatabaseWorker

_log = logging.getLogger(__name__)

#: Nothing was written for this long: a pause, ms.
PAUSE = 5_000
#: The first tidying this long after the desk was opened, and then this long after the last, s.
FIRST_TIDY, NEXT_TIDY = 30.0, 3600.0


class Care(QObject):
    """Every draft and decision comes over the bus, so the bus is what tells a pause from work."""

    def __init__(self, worker: DatabaseWorker, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._tidy_at = 0.0
        self._written = False
        self._open = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._paused)
        bus.changed.connect(self._changed)

    def desk_opened(self) -> None:
        """Begin."""
        self._open = True
        self._tidy_at = time.monotonic() + FIRST_TIDY
        self._pause.start(PAUSE)

    def desk_closing(self) -> None:
        """Leave the desk alone."""
        self._open = False
        self._pause.stop()

    def _changed(self, _changes: Changes, _initiator: QObject | None) -> None:
        self._written = True
        if self._open:
            self._pause.start(PAUSE)

    def _paused(self) -> None:
        wait = self._tidy_at - time.monotonic()
        if wait <= 0:
            self._tidy_at, self._written = time.monotonic() + NEXT_TIDY, False
            self._worker.write(lambda services: services.tidy(), None, _another_time, owner=self)
        elif self._written:
            self._written = False
            self._worker.write(lambda services: services.checkpoint(), None, _another_time, owner=self)
        self._pause.start(max(PAUSE, round(1000 * (self._tidy_at - time.monotonic()))))


def _another_time(error: UserError) -> None:
    _log.info("The desk is tidied up another time: %s", error)
