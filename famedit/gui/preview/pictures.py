"""Pictures for the preview: as large as a page shows them, not as large as they were taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImageIOHandler, QImageReader, QImageWriter

#: The longer side of a picture in the preview, in pixels: enough for a page of 980 at a dense screen.
LONGEST: Final = 1600
#: A picture not longer than that goes out as it is when it has at most so many bytes.
SMALL_BYTES: Final = 1_500_000
_MEDIA_TYPES: Final = {b"jpeg": "image/jpeg", b"png": "image/png", b"webp": "image/webp", b"gif": "image/gif"}


@dataclass(frozen=True, slots=True)
class PreviewPicture:
    """Encoded bytes, their media type, and the size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def for_preview(original: bytes | None) -> PreviewPicture | None:
    """Return ``original`` fit for the preview; None for no bytes and for what is no picture. For a worker's thread."""
    if not original:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(original))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    media_type = _MEDIA_TYPES.get(bytes(reader.format().data()), "")
    size = reader.size()
    if not media_type or size.isEmpty():
        return None
    longest = max(size.width(), size.height())
    if longest <= LONGEST and len(original) <= SMALL_BYTES:
        shown = _turned(reader, size)
        return PreviewPicture(original, media_type, shown.width(), shown.height())
    if longest > LONGEST:
        reader.setScaledSize(size.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    opaque = not image.hasAlphaChannel()
    sink = QBuffer()
    sink.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(sink, QByteArray(b"jpeg" if opaque else b"png"))
    writer.setQuality(85 if opaque else -1)
    if not writer.write(image):
        return None
    encoded = bytes(sink.data().data())
    return PreviewPicture(encoded, "image/jpeg" if opaque else "image/png", image.width(), image.height())


def _turned(reader: QImageReader, size: QSize) -> QSize:
    quarter = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return size.transposed() if quarter else size
