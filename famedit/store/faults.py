"""What goes wrong with a database, in the user's words."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from famedit.core.errors import (
    DeskDamaged,
    DeskError,
    DeskLocked,
    DeskMoved,
    DeskReadOnly,
    DeskUnreachable,
    DiskFull,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

#: Below this a failed write is taken for a full disk: the system says "I/O error" when it runs full in an fsync.
NEARLY_FULL = 1 << 20
#: SQLite's own words, for the few calls (backup) whose errors come without a name.
_NAMES = {
    "database or disk is full": "SQLITE_FULL",
    "file is not a database": "SQLITE_NOTADB",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "database is locked": "SQLITE_BUSY",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
}


@dataclass(frozen=True, slots=True)
class Where:
    """Which desk an error speaks of. ``path`` is None for a server; ``shown`` never holds a password."""

    shown: str
    path: Path | None


def no_room(where: Where) -> DiskFull:
    """Return the words for a disk that is full."""
    place = f"the disk of {where.path}" if where.path else f"the disk of {where.shown}"
    return DiskFull(f"There is no room left on {place}: nothing was overwritten.", "Free some space, then try again.")


def moved(where: Where) -> DeskMoved:
    """Return the words for a file that is not the one that was opened."""
    return DeskMoved(
        f"The desk {where.shown} was moved, replaced or deleted by another program; nothing was written.",
        "Put it back, or open the desk from where it is now.",
    )


def not_a_desk(where: Where) -> DeskDamaged:
    """Return the words for a file of another kind."""
    return DeskDamaged(
        f"{where.shown} is not a FamEdit desk; it was left as it is.", "Open another file, or start a new desk."
    )


def _read_only(where: Where) -> DeskReadOnly:
    return DeskReadOnly(
        f"The desk {where.shown} cannot be written to.",
        "Check the rights of the file and its folder, or open another desk.",
    )


def _locked(where: Where) -> DeskLocked:
    return DeskLocked(
        f"Another program is writing to the desk {where.shown} and has not finished.",
        "Nothing is lost; try again when it is done.",
    )


def damaged(where: Where) -> DeskDamaged:
    """Return the words for a desk of which not everything can be read."""
    return DeskDamaged(
        f"Parts of the desk {where.shown} cannot be read; nothing was deleted.",
        "Restore a backup, or run the check-up to see what is readable.",
    )


def _unreachable(where: Where) -> DeskUnreachable:
    if where.path is None:
        return DeskUnreachable(
            f"The server of {where.shown} does not answer.",
            "Check the network; what you write is kept on this machine.",
        )
    return DeskUnreachable(f"The desk {where.shown} cannot be opened.", "Check that its folder exists.")


def _sqlite_error(name: str, where: Where) -> DeskError | None:
    kind = name.removeprefix("SQLITE_").split("_", maxsplit=1)[0]
    full = where.path is not None and _free_bytes(where.path) < NEARLY_FULL
    if name == "SQLITE_READONLY_DBMOVED":
        return moved(where)
    if kind == "FULL" or (kind in ("IOERR", "CANTOPEN") and full):
        return no_room(where)
    if kind in ("READONLY", "PERM", "AUTH") or (kind == "CANTOPEN" and where.path and _is_read_only(where.path)):
        return _read_only(where)
    if kind in ("BUSY", "LOCKED", "PROTOCOL"):
        return _locked(where)
    if kind == "NOTADB":
        return not_a_desk(where)
    if kind == "CORRUPT":
        return damaged(where)
    if kind == "IOERR":
        return DeskError(
            f"The disk of {where.shown} reports an error; nothing was overwritten.",
            "Keep this window open, look at the disk, then try again.",
        )
    return _unreachable(where) if kind in ("CANTOPEN", "NOLFS") else None


def _is_read_only(path: Path) -> bool:
    """Whether the file is there and may be read, but it or its folder may not be written."""
    return os.access(path, os.R_OK) and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _free_bytes(path: Path) -> int:
    with contextlib.suppress(OSError):
        return shutil.disk_usage(path.parent).free
    return NEARLY_FULL


def _server_error(state: str, where: Where, *, operational: bool) -> DeskError | None:
    if state == "53100":
        return no_room(where)
    if state in ("25006", "42501"):
        return _read_only(where)
    if state in ("55P03", "57014", "40001", "40P01"):
        return _locked(where)
    if state in ("XX001", "XX002"):
        return damaged(where)
    if state in ("28P01", "28000"):
        return DeskUnreachable(
            f"The server refuses the name or the password for {where.shown}.", "Check both.", wants_password=True
        )
    if state == "3D000":
        return DeskUnreachable(f"The server has no database for {where.shown}.", "Check its name.")
    if state[:2] in ("08", "57", "53") or (not state and operational):
        return _unreachable(where)
    return None


def in_words(error: DBAPIError, where: Where) -> DeskError | None:
    """Return what a driver's error means to the user; None when it is a fault of the program."""
    cause = error.orig
    if where.path is not None:
        name = getattr(cause, "sqlite_errorname", None) or _NAMES.get(str(cause))
        return _sqlite_error(name, where) if name else None
    state = getattr(cause, "sqlstate", None) or ""
    text = str(cause)
    if not state and ("password authentication failed" in text or "no password supplied" in text):
        state = "28P01"
    if not state and "does not exist" in text and "database" in text:
        state = "3D000"
    kinds = {kind.__name__ for kind in type(cause).__mro__}  # psycopg itself is imported for servers only
    return _server_error(state, where, operational=error.connection_invalidated or "OperationalError" in kinds)


@contextlib.contextmanager
def translated(where: Where) -> Generator[None]:
    """Raise a ``DeskError`` in place of a driver's error that is the world's fault."""
    try:
        yield
    except DBAPIError as error:
        told = in_words(error, where)
        if told is None:
            raise
        raise told from error
