"""One window a desk file: the second start brings the first forward and hands over what it was to open."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

log = logging.getLogger(__name__)
ANSWER_MS = 2000


class Instance(QObject):
    """Holds the claim of this process on one desk.

    The claim is a lock of the operating system on a file beside the journals: it dies with the process, however that
    ends. ``raised`` carries the files a later start was asked to open.
    """

    raised = Signal(list)

    def __init__(self, key: str, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(f"{folder}|{key}".encode()).hexdigest()[:24]
        self._name = f"famedit-{digest}"
        self._path = folder / f"{self._name}.lock"
        self._lock: IO[bytes] | None = None
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Take the desk for this process; false when another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = self._path.open("ab")
        if not _try_lock(lock):
            lock.close()
            return False
        self._lock = lock
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        if not self._server.listen(self._name):
            log.warning("Later starts cannot be heard: %s", self._server.errorString())
        return True

    def hand_over(self, files: Sequence[str]) -> bool:
        """Ask the process that has the desk to come forward and open ``files``; false when it does not answer."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(json.dumps(list(files)).encode() + b"\n")
        return socket.waitForBytesWritten(ANSWER_MS) and socket.waitForReadyRead(ANSWER_MS)

    def release(self) -> None:
        """Give the desk up."""
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _greet(self) -> None:
        assert self._server is not None  # noqa: S101 -- it is what signalled
        socket = self._server.nextPendingConnection()
        if socket is None:
            return
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(lambda: self._hear(socket))

    def _hear(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            files = json.loads(bytes(socket.readLine().data()))
        except ValueError:
            files = []
        socket.write(b"ok\n")
        socket.flush()
        self.raised.emit([str(name) for name in files] if isinstance(files, list) else [])


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
