"""Small pictures, decoded away from the GUI thread and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from famedit.gui.worker import DatabaseWorker

#: Longest side of what is kept, px: enough for 188 px at scale 2, cropped.
SIDE = 720
#: A decoder may take this much memory, MiB; more is refused rather than tried.
MEMORY = 512
_KEPT = 24


class _Decoding(QRunnable):
    def __init__(self, sha256: str, data: bytes, tell: _Teller) -> None:
        super().__init__()
        self._sha256, self._data, self._tell = sha256, data, tell

    def run(self) -> None:
        self._tell.decoded.emit(self._sha256, decode(self._data))


class _Teller(QObject):
    decoded = Signal(str, QImage)


def decode(data: bytes) -> QImage:
    """Return the picture, upright and small; a null image when it cannot be read. Any thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > SIDE:
        reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Thumbnails(QObject):
    """``ready(sha256)`` comes when ``get`` has a picture it did not have before."""

    ready = Signal(str)

    def __init__(self, worker: DatabaseWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(MEMORY)
        self._worker = worker
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()
        self._teller = _Teller()
        self._teller.decoded.connect(self._decoded)

    def get(self, sha256: str) -> QImage | None:
        """Return the picture if it is here; else ask for it and return None."""
        image = self._images.get(sha256)
        if image is not None:
            self._images.move_to_end(sha256)
            return image
        if sha256 and sha256 not in self._asked:
            self._asked.add(sha256)
            self._worker.read(
                lambda services: services.library.picture(sha256),
                lambda data: self._decode(sha256, data),
                lambda _error: self._decode(sha256, None),
                owner=self,
            )
        return None

    def _decode(self, sha256: str, data: bytes | None) -> None:
        if data:
            self._pool.start(_Decoding(sha256, data, self._teller))
        else:
            self._decoded(sha256, QImage())

    def _decoded(self, sha256: str, image: QImage) -> None:
        self._asked.discard(sha256)
        self._images[sha256] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.ready.emit(sha256)
