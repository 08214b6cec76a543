"""Writing files so that a reader finds the old one or the new one, whole; and disk errors in the user's words."""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from famedit.core.errors import DeskReadOnly, DeskUnreachable, DiskFull, UserError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

#: The end of the names of what is being written. Whatever carries it after a crash is rubbish and may be deleted.
UNFINISHED = ".famedit-part"
#: The end of the name the old folder carries for the moment in which two renames replace it.
REPLACED = ".famedit-old"

_numbers = itertools.count()
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def disk_trouble(error: OSError, path: Path) -> UserError:
    """Return what an ``OSError`` at ``path`` means to the user; the caller raises it."""
    number = error.errno
    if number in _NO_ROOM:
        return DiskFull(f"There is no room left to write {path}.", "Free some space, or choose another folder.")
    if number == errno.EROFS:
        return DeskReadOnly(f"{path} is on a disk that cannot be written to.", "Choose another folder.")
    if number in (errno.EACCES, errno.EPERM):
        return DeskReadOnly(f"You have no right to use {path}.", "Choose another folder, or ask for the right.")
    if number in (errno.ENOTDIR, errno.EEXIST):
        return DeskUnreachable(f"{path} cannot be a folder: a file is in the way.", "Choose another folder.")
    if number == errno.EISDIR:
        return DeskUnreachable(f"{path} is a folder, not a file.", "Choose another name.")
    if number == errno.ENOENT:
        return DeskUnreachable(f"There is no {path}.", "Check the name.")
    if number == errno.ENAMETOOLONG:
        return DeskUnreachable(f"The name {path} is too long for this disk.", "Choose a shorter one.")
    words = (error.strerror or str(error)).lower()
    return DeskUnreachable(f"{path} cannot be used: {words}.", "Look at the disk, or choose another folder.")


def made(folder: Path) -> Path:
    """Create ``folder`` with its parents and return it. Raises a ``UserError`` that says why it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_trouble(error, folder) from error
    return folder


def read_bytes(path: Path, *, at_most: int) -> bytes:
    """Return the bytes of ``path``. Raises a ``UserError`` when it cannot be read or is longer than ``at_most``."""
    try:
        with path.open("rb") as file:
            data = file.read(at_most + 1)
    except OSError as error:
        raise disk_trouble(error, path) from error
    if len(data) > at_most:
        raise UserError(
            f"{path} is larger than {at_most // 1_000_000} MB.", "FamEdit does not read files of that size."
        )
    return data


def write_whole(path: Path, data: bytes) -> None:
    """Write ``path`` so that it holds its old bytes or all the new ones, whatever happens. Raises a ``UserError``."""
    try:
        sweep(path)
        part = unfinished_name(path)
        try:
            write_synced(part, data)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "is a folder")
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise disk_trouble(error, path) from error


def write_whole_folder(folder: Path, files: Mapping[str, bytes], dropped: Collection[str] = ()) -> bool:
    """Write ``files`` (relative names with "/") into ``folder`` so that a reader finds the old folder or the new one.

    What else lies in the old folder goes over into the new one, but for the names in ``dropped``. Return whether there
    was an old one. On Linux both folders change places in one step; elsewhere two renames do it, and a crash between
    them is put right the next time. Raises a ``UserError``; then the old folder is as it was.
    """
    folder = folder.resolve()  # a link stays one: its target is replaced
    try:
        sweep(folder)
        _mend(folder)
        part = unfinished_name(folder)
        try:
            part.mkdir()
            replaced = folder.exists()
            if replaced:
                if not folder.is_dir():
                    raise NotADirectoryError(errno.ENOTDIR, "is a file")
                _carry_over(folder, part, {*files, *dropped})
            for name, data in files.items():
                target = part.joinpath(*name.split("/"))
                target.parent.mkdir(parents=True, exist_ok=True)
                write_synced(target, data)
            for inner in sorted({part, *(path for path in part.rglob("*") if path.is_dir())}, reverse=True):
                sync_folder(inner)
            if replaced:
                _swap_in(part, folder)
            else:
                part.rename(folder)
            sync_folder(folder.parent)
        finally:
            _discard(part)
    except OSError as error:
        raise disk_trouble(error, folder) from error
    return replaced


def sweep(path: Path) -> None:
    """Delete what writers of ``path`` left behind that did not live to finish. Raises ``OSError``."""
    _sweep(path.parent, re.escape(path.name))


def sweep_folder(folder: Path) -> None:
    """Delete whatever unfinished files and folders lie in ``folder`` whose writers are gone. Raises ``OSError``."""
    _sweep(folder, ".+")


def _sweep(folder: Path, names: str) -> None:
    pattern = re.compile(rf"\.{names}\.(\d+)-\d+{re.escape(UNFINISHED)}(?:-journal|-wal|-shm)?$")
    with os.scandir(folder) as entries:
        found = [(match, entry.name) for entry in entries if (match := pattern.match(entry.name))]
    for match, name in found:
        if not _is_running(int(match[1])):
            _discard(folder / name)


def unfinished_name(path: Path) -> Path:
    """Return a name beside ``path`` that no other writer uses: the process and a number are in it.

    ``sweep`` deletes what carries such a name once that process is gone.
    """
    return path.with_name(f".{path.name}.{os.getpid()}-{next(_numbers)}{UNFINISHED}")


def _is_running(pid: int) -> bool:
    if pid == os.getpid():
        return True
    if sys.platform == "win32":
        return False  # there, files of a running program are open and refuse to be deleted
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _carry_over(old: Path, new: Path, without: set[str]) -> None:
    """Let ``new`` hold what ``old`` holds, but for the files named; nothing is copied where a second name will do."""
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        if name in without or (path.is_dir() and not path.is_symlink()):
            continue
        target = new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target, follow_symlinks=False)
        except OSError:  # a disk without second names
            shutil.copy2(path, target, follow_symlinks=False)


def _mend(folder: Path) -> None:
    """Finish or take back a replacement of ``folder`` that a crash interrupted between two renames."""
    old = folder.with_name(f".{folder.name}{REPLACED}")
    if old.exists():
        if folder.exists():
            _discard(old)
        else:
            old.rename(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a power cut; does nothing where the system has no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks cannot; the data is synced already
            raise
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of ``path`` survive a power cut. Raises ``OSError``."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def write_synced(path: Path, data: bytes) -> None:
    """Write ``path`` and make its bytes survive a power cut. Raises ``OSError``."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _swap_in(new: Path, folder: Path) -> None:
    """Put ``new`` in the place of ``folder``; the old one carries the name of ``new`` then, or is gone."""
    if _exchange(new, folder):
        return
    old = folder.with_name(f".{folder.name}{REPLACED}")
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    _discard(old)


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step, where the system can (Linux: renameat2). Return whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # only here, because nothing but a replaced page needs it

    at_cwd, exchange = -100, 2
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # a C library without it
        return False
    return call(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0


def _discard(path: Path) -> None:
    """Delete a file or a whole folder that nobody needs; what cannot be deleted now is swept up another time."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
