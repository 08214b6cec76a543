"""The claim of one process on one desk file: a lock of the operating system, which dies with the process."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Claim:
    """Held from ``take`` until ``release`` or the end of the process, however that comes.

    Nothing but Python's own modules is needed, so it can be taken before the first frame.
    """

    def __init__(self, desk: Path) -> None:
        self._path = desk.with_name(f".{desk.name}.lock")
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Take the desk; false when another process has it. A folder that cannot be written needs no claim."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("ab")
        except OSError:
            return True  # opening the desk will say what is wrong with the folder
        if not _try_lock(file):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give the desk up."""
        if self._file is not None:
            self._file.close()
            self._file = None


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
