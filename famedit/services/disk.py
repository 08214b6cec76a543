"""Writing files so that a reader finds the old one or the new one, whole; and disk errors in the user's words."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from famedit.core.errors import DeskReadOnly, DeskUnreachable, DiskFull, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The end of the names of what is being written. Whatever carries it after a crash is rubbish and may be deleted.
UNFINISHED = ".famedit-part"
#: The end of the name the old folder carries for the blink in which two renames replace it.
REPLACED = ".famedit-old"

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
    part = path.with_name(path.name + UNFINISHED)
    try:
        _write_synced(part, data)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise disk_trouble(error, path) from error


def write_whole_folder(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Write ``folder`` with exactly ``files`` (relative names with "/"), so that the old folder stays whole until then.

    Return whether it replaced one. What stood in the old folder is gone afterwards, so the caller makes sure that it
    is its own. On Linux both folders change places in one step; elsewhere two renames do it, and a crash between them
    is put right by ``mend_folder`` the next time. Raises a ``UserError``.
    """
    part = folder.with_name(folder.name + UNFINISHED)
    try:
        mend_folder(folder)
        _remove_tree(part)
        part.mkdir()
        folders = {part}
        for name, data in files.items():
            target = part.joinpath(*name.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
            _write_synced(target, data)
        for inner in sorted(folders, key=lambda f: -len(f.parts)):
            sync_folder(inner)
        replaced = folder.exists()
        if replaced:
            _swap_in(part, folder)
        else:
            part.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        with suppress(OSError):
            _remove_tree(part)
        raise disk_trouble(error, folder) from error
    return replaced


def mend_folder(folder: Path) -> None:
    """Finish or take back a replacement of ``folder`` that a crash interrupted. Raises ``OSError``."""
    old = folder.with_name(folder.name + REPLACED)
    if old.exists():
        if folder.exists():
            _remove_tree(old)
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


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _swap_in(new: Path, folder: Path) -> None:
    """Put ``new`` in the place of ``folder`` and delete the old one."""
    old = folder.with_name(folder.name + REPLACED)
    if _exchange(new, folder):
        # the old page now carries the unfinished name, which any later start may delete
        _remove_tree(new)
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    _remove_tree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step, where the system can (Linux: renameat2). Return whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # only here, because nothing but a replaced export needs it

    at_cwd, exchange = -100, 2
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        call = libc.renameat2
    except AttributeError:  # a C library older than glibc 2.28
        return False
    return call(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0


def _remove_tree(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
