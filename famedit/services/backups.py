"""Backups: timed, verified, thinned out with age, and the way back from one.

A backup is a whole desk file. Beside them lies a manifest, one JSON line for each, appended when it has been verified;
a file without a line was never finished and is not offered.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from famedit import __version__
from famedit.core.dates import utc_now
from famedit.core.errors import DeskDamaged, DeskError, DeskUnreachable, DiskFull, NotFound
from famedit.core.slug import slugify
from famedit.services.disk import disk_trouble, made, sweep_folder, sync_file, sync_folder, unfinished_name, write_whole
from famedit.store import copying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from famedit.store.copying import Contents
    from famedit.store.database import Database

MANIFEST: Final = "backups.jsonl"
SUFFIX: Final = ".famedit"
NEVER_BELOW: Final = 3
#: (how old at most, one for each): all of a day, one an hour for a week, a day for a month, a week, a month.
_KEEP: Final = (
    (timedelta(days=1), ""),
    (timedelta(days=7), "%Y-%m-%d %H"),
    (timedelta(days=30), "%Y-%m-%d"),
    (timedelta(weeks=26), "%G week %V"),
    (timedelta(days=731), "%Y-%m"),
)


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup. ``changes`` is the desk's counter at that moment, ``size`` is in bytes.

    ``source`` is the path or the address of the desk then; "" where it is not known.
    """

    path: Path
    made_at: datetime
    reason: str
    desk_id: str
    changes: int
    size: int
    sha256: str
    articles: int = 0
    replies: int = 0
    version: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``before`` is the backup of what was there; ``aside`` where a damaged file is kept."""

    articles: int
    replies: int
    before: Backup | None = None
    aside: Path | None = None


class Backups:
    """The backups of one desk. ``restore`` belongs on the writing thread; the others may run beside writes.

    A backup holds up other readers only while it is copied, not while it is looked at.

    ``budget`` is how many bytes all of them may take; the newest three stay whatever they take.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        budget: int = 2_000_000_000,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._folder = folder
        self._budget = budget
        self._now = now

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    def list(self) -> tuple[Backup, ...]:
        """Return the backups of this desk that are still there, the newest first."""
        return tuple(backup for backup in all_backups(self._folder) if backup.desk_id == self._database.desk_id)

    def due(self, minutes: int) -> bool:
        """Whether the desk has changed since the last backup and that one is older than ``minutes``."""
        last = next(iter(self.list()), None)
        if last is None:
            return copying.changes_of(self._database) > 0
        old = self._now() - last.made_at >= timedelta(minutes=minutes)
        return old and copying.changes_of(self._database) != last.changes

    def make(self, reason: str, *, budget: int | None = None) -> Backup:
        """Write a backup, verify it, thin out the older ones. ``reason`` is said in lists: "before an import".

        ``budget`` is how many bytes all of them may take from now on.

        Raises ``DiskFull`` when there is no room for two of it, ``DeskDamaged`` when what was written is not what
        should have been (the file is deleted), and other ``DeskError``.
        """
        made(self._folder)
        _require_room(self._folder, self._database)
        at = self._now()
        name = f"{slugify(self._database.name)}-{at:%Y-%m-%dT%H%M%S}"
        target = self._folder / f"{name}{SUFFIX}"
        number = 1
        while target.exists():
            number += 1
            target = self._folder / f"{name}-{number}{SUFFIX}"
        found = _write_verified(self._database, target)
        backup = _described(target, at, reason, found, self._database.url_shown)
        _append(self._folder / MANIFEST, backup)
        self._budget = self._budget if budget is None else budget
        self.thin()
        return backup

    def write_to(self, target: Path) -> Backup:
        """Write a verified backup to a file of the caller's choice; it takes no part in thinning.

        A folder gets a file named after the desk and the time. Raises ``DeskError``; an older backup of that name
        is whole until the new one is verified, and any other file is refused.
        """
        at = self._now()
        if target.is_dir():
            target = target / f"{slugify(self._database.name)}-{at:%Y-%m-%dT%H%M%S}{SUFFIX}"
        if self._database.path and target.exists() and target.samefile(self._database.path):
            raise DeskUnreachable(f"{target} is the desk itself.", "Name another file.")
        if target.exists():
            _require_desk(target)
        made(target.parent)
        _require_room(target.parent, self._database)
        return _described(target, at, "by hand", _write_verified(self._database, target), self._database.url_shown)

    def verify(self, path: Path) -> tuple[str, ...]:
        """Look at every row of a backup; return what is wrong with it in sentences. Raises ``DeskError``."""
        found = _contents(path)
        line = next((backup for backup in all_backups(path.parent) if backup.path == path), None)
        changed = line is not None and line.sha256 != _sha256(path)
        return (*found.problems, *(("The file is not as it was written.",) if changed else ()))

    def restore(self, path: Path) -> Restored:
        """Let the desk be what the backup ``path`` holds, having backed up what it is now.

        All or nothing, in one transaction: open windows and other programs see it like any other change. Raises
        ``DeskError``; then the desk is as it was. ``DeskDamaged`` when the backup itself is damaged.
        """
        found = _checked(path)
        before = self.make("before a restore")
        copying.pour(path, self._database, made(self._folder))
        return Restored(found.rows.get("article", 0), found.rows.get("reply", 0), before)

    def thin(self) -> tuple[Path, ...]:
        """Delete the backups that their age or the budget no longer allows; return their paths."""
        mine = self.list()
        keep = kept(mine, self._now())
        room = self._budget
        gone: list[Path] = []
        for number, backup in enumerate(mine):
            room -= backup.size if backup in keep else 0
            if number >= NEVER_BELOW and (backup not in keep or room < 0):
                with suppress(OSError):  # another time then
                    backup.path.unlink()
                    gone.append(backup.path)
        if gone:
            rest = [backup for backup in all_backups(self._folder) if backup.path not in gone]
            write_whole(self._folder / MANIFEST, "".join(map(_line, reversed(rest))).encode())
        with suppress(OSError):
            sweep_folder(self._folder)
        return tuple(gone)


def restore_damaged(path: Path, source: Path) -> Restored:
    """Put a copy of the backup ``source`` in the place of the desk file ``path`` that can no longer be opened.

    The damaged file is kept beside it under another name. Raises ``DeskError``.
    """
    found = _checked(source)
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    try:
        copying.put_in_place(source, path, aside)
    except OSError as error:
        raise disk_trouble(error, path) from error
    return Restored(found.rows.get("article", 0), found.rows.get("reply", 0), aside=aside)


def all_backups(folder: Path) -> tuple[Backup, ...]:
    """Return every backup the manifest of ``folder`` knows and that is there, of any desk, the newest first."""
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    found: dict[Path, Backup] = {}
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):  # a line cut off by a crash: its file was never promised
            backup = _from_line(folder, line)
            if backup.path.is_file():
                found[backup.path] = backup
    return tuple(sorted(found.values(), key=lambda backup: (backup.made_at, backup.path.name), reverse=True))


def backups_of(path: Path, folder: Path) -> tuple[Backup, ...]:
    """Return the backups in ``folder`` of the desk file ``path``, the newest first, without looking into that file."""
    return tuple(backup for backup in all_backups(folder) if backup.source == str(path.absolute()))


def kept(backups: Iterable[Backup], now: datetime) -> frozenset[Backup]:
    """Return which of ``backups``, the newest first, their age allows: of each hour, day, week, month the last."""
    keep: set[Backup] = set()
    seen: set[str] = set()
    for backup in backups:
        age = now - backup.made_at
        slot = next((pattern for oldest, pattern in _KEEP if age <= oldest), None)
        if slot is None:
            continue
        name = f"{slot}: {backup.made_at:{slot}}" if slot else backup.path.name
        if name not in seen:
            seen.add(name)
            keep.add(backup)
    return frozenset(keep)


def _write_verified(database: Database, target: Path) -> Contents:
    """Write a snapshot under an unfinished name, look at all of it, and only then give it its name."""
    try:
        sweep_folder(target.parent)
        part = unfinished_name(target)
        try:
            copying.snapshot(database, part)
            found = copying.contents(part)
            if found.problems:
                raise DeskDamaged(
                    f"The backup was not kept: {found.problems[0]}", "Run the check-up; an older backup may be whole."
                )
            sync_file(part)
            part.replace(target)
            sync_folder(target.parent)
        finally:
            for ending in ("", "-journal", "-wal", "-shm"):
                Path(f"{part}{ending}").unlink(missing_ok=True)
    except OSError as error:
        raise disk_trouble(error, target) from error
    return found


def _require_room(folder: Path, database: Database) -> None:
    size = database.path.stat().st_size if database.path else 0
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise disk_trouble(error, folder) from error
    if free < 2 * size:
        raise DiskFull(
            f"There is no room for a backup: {folder} has {free // 1_000_000} MB left, the desk takes "
            f"{size // 1_000_000} MB.",
            "Free some space, or keep backups elsewhere.",
        )


def _contents(path: Path) -> Contents:
    if not path.exists():
        raise NotFound(f"There is no backup {path}.", "Check the name.")
    if not path.is_file():
        raise DeskUnreachable(f"{path} is not a file.", "Name a backup.")
    return copying.contents(path)


def _checked(path: Path) -> Contents:
    """Return what is in a backup, or raise: only a whole one is restored."""
    found = _contents(path)
    if found.problems:
        raise DeskDamaged(
            f"The backup {path} is damaged: {found.problems[0]} Nothing was changed.", "Restore another one."
        )
    return found


def _require_desk(path: Path) -> None:
    try:
        copying.contents(path)
    except DeskError as error:
        raise DeskUnreachable(
            f"{path} is something else than a backup; it is untouched.", "Name another file."
        ) from error


def _described(path: Path, at: datetime, reason: str, found: Contents, source: str) -> Backup:
    return Backup(
        path=path,
        made_at=at,
        reason=reason,
        desk_id=found.desk_id,
        changes=found.changes,
        size=path.stat().st_size,
        sha256=_sha256(path),
        articles=found.rows.get("article", 0),
        replies=found.rows.get("reply", 0),
        version=found.version,
        source=source,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _line(backup: Backup) -> str:
    facts = {
        "file": backup.path.name,
        "at": backup.made_at.isoformat(),
        "reason": backup.reason,
        "desk": backup.desk_id,
        "changes": backup.changes,
        "bytes": backup.size,
        "sha256": backup.sha256,
        "articles": backup.articles,
        "replies": backup.replies,
        "version": backup.version,
        "source": backup.source,
        "famedit": __version__,
    }
    return json.dumps(facts, ensure_ascii=False) + "\n"


def _from_line(folder: Path, line: str) -> Backup:
    facts = cast("dict[str, Any]", json.loads(line))
    name = str(facts["file"])
    if not re.fullmatch(r"[^/\\]+", name):
        raise ValueError(name)
    return Backup(
        path=folder / name,
        made_at=datetime.fromisoformat(facts["at"]),
        reason=str(facts["reason"]),
        desk_id=str(facts["desk"]),
        changes=int(facts["changes"]),
        size=int(facts["bytes"]),
        sha256=str(facts["sha256"]),
        articles=int(facts["articles"]),
        replies=int(facts["replies"]),
        version=int(facts["version"]),
        source=str(facts.get("source", "")),
    )


def _append(manifest: Path, backup: Backup) -> None:
    try:
        cut_off = manifest.exists() and not manifest.read_bytes().endswith(b"\n")
        with manifest.open("a", encoding="utf-8") as file:
            file.write(("\n" if cut_off else "") + _line(backup))
        sync_file(manifest)
        sync_folder(manifest.parent)
    except OSError as error:
        raise disk_trouble(error, manifest) from error
