"""The second start of a desk brings the first forward and hands over what it was to open."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)
ANSWER_MS = 2000


class Instance(QObject):
    """The door at which later starts knock. ``raised`` carries the files such a start was asked to open."""

    raised = Signal(list)

    def __init__(self, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"famedit-{hashlib.sha256(key.encode()).hexdigest()[:24]}"
        self._server: QLocalServer | None = None

    def listen(self) -> None:
        """Hear later starts. Call it only with the desk's claim in hand: a dead holder's socket is swept away."""
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        if not self._server.listen(self._name):
            log.warning("Later starts cannot be heard: %s", self._server.errorString())

    def hand_over(self, files: Sequence[str]) -> bool:
        """Ask the process that has the desk to come forward and open ``files``; false when it does not answer."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(json.dumps(list(files)).encode() + b"\n")
        return socket.waitForBytesWritten(ANSWER_MS) and socket.waitForReadyRead(ANSWER_MS)

    def close(self) -> None:
        """Hear nobody any more."""
        if self._server is not None:
            self._server.close()

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
