"""Pictures from files, drops and the clipboard, on their way into the desk. Nothing here runs on the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QObject
from PySide6.QtGui import QImage

from famedit.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from famedit.core.article import HeroImage
    from famedit.core.errors import UserError
    from famedit.gui.worker import DatabaseWorker

#: No newspaper photograph is larger; what is, is something else.
LARGEST = 64 * 1024 * 1024


def take_picture(
    worker: DatabaseWorker,
    given: Path | QImage,
    done: Callable[[HeroImage], None],
    failed: Callable[[UserError], None],
    owner: QObject,
) -> None:
    """Read ``given`` on the reading thread, store it on the writing thread, and answer on the GUI thread."""

    def store(read: tuple[bytes, str]) -> None:
        data, name = read
        worker.write(lambda services: services.editing.add_picture(data, name), done, failed, owner=owner)

    worker.read(lambda _services: read_picture(given), store, failed, owner=owner)


def read_picture(given: Path | QImage) -> tuple[bytes, str]:
    """Return a picture's bytes and file name. Raises ``BadInput`` in words."""
    if isinstance(given, QImage):
        raw = QByteArray()
        buffer = QBuffer(raw)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        if not given.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs know only str here
            raise BadInput(
                _tr("The picture on the clipboard cannot be read."), _tr("Save it as a file and choose that.")
            )
        return bytes(raw.data()), "pasted.png"
    try:
        if given.stat().st_size > LARGEST:
            raise BadInput(
                _tr("{name} is larger than 64 MB.").format(name=given.name),
                _tr("Make it smaller and choose it again."),
            )
        return given.read_bytes(), given.name
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(
            _tr("{name} cannot be read: {reason}.").format(name=given.name, reason=reason.lower()),
            _tr("The article is as it was."),
        ) from error


def _tr(text: str) -> str:
    return QCoreApplication.translate("PictureSource", text)
