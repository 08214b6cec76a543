"""The check-up: is the desk whole, is the machine fit for it, is there a way back."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from famedit import __version__, paths
from famedit.core import dates
from famedit.core.errors import DeskError
from famedit.services.backups import all_backups
from famedit.store import copying
from famedit.store import engine as engines
from famedit.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

Level = Literal["ok", "note", "problem"]
#: Below this a desk soon stops being able to save.
LITTLE_ROOM = 200_000_000
_OLD_BACKUP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and in a problem's case what can be done."""

    level: Level
    subject: str
    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at, in order."""

    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing needs doing."""
        return all(finding.level != "problem" for finding in self.findings)


class Doctor:
    """Looks at one desk and the machine around it; changes nothing. Belongs on the reading thread."""

    def __init__(self, database: Database, backup_folder: Path) -> None:
        self._database = database
        self._backup_folder = backup_folder

    def check(self) -> Report:
        """Look at every row of the desk and at the machine. Raises ``DeskError`` when the desk cannot be read."""
        return Report((*_machine(), *self._desk(), *self._backups()))

    def _desk(self) -> list[Finding]:
        found = copying.contents_of(self._database)
        rows = f"articles: {found.rows.get('article', 0)}, replies: {found.rows.get('reply', 0)}"
        if found.problems:
            return [
                Finding("problem", "Desk", words, "Restore a backup; nothing is lost that it holds.")
                for words in found.problems
            ]
        findings = [Finding("ok", "Desk", f"{self._database.url_shown} is whole: {rows}.")]
        if self._database.path:
            findings.append(_room(self._database.path.parent))
            if engines.on_network(self._database.path):
                findings.append(
                    Finding("note", "Desk", "It lies on a network disk.", "Let only one machine use it at a time.")
                )
        return findings

    def _backups(self) -> list[Finding]:
        mine = [backup for backup in all_backups(self._backup_folder) if backup.desk_id == self._database.desk_id]
        if not mine:
            return [Finding("note", "Backups", "There is none yet.", "Run famedit backup.")]
        age = dates.utc_now() - mine[0].made_at
        words = f"{len(mine)} in {self._backup_folder}, the last of {dates.long_date(mine[0].made_at)}."
        if age > _OLD_BACKUP and copying.changes_of(self._database) != mine[0].changes:
            return [Finding("note", "Backups", words, "The desk has changed since; run famedit backup.")]
        return [Finding("ok", "Backups", words)]


def check_desk(url: str, backup_folder: Path) -> Report:
    """Look at a desk that may not even open; that it does not is then a finding."""
    try:
        database = Database(url)
    except DeskError as error:
        return Report((*_machine(), Finding("problem", "Desk", error.message, error.remedy)))
    try:
        return Doctor(database, backup_folder).check()
    except DeskError as error:
        return Report((*_machine(), Finding("problem", "Desk", error.message, error.remedy)))
    finally:
        database.close()


def _machine() -> list[Finding]:
    driver = engines.sqlite_driver()
    python = ".".join(str(part) for part in sys.version_info[:3])
    findings = [Finding("ok", "Program", f"FamEdit {__version__} on Python {python}, SQLite {driver.sqlite_version}.")]
    if not engines.wal_is_safe(driver.sqlite_version_info):
        findings.append(
            Finding(
                "note",
                "SQLite",
                f"Version {driver.sqlite_version} is too old for two writers at once; a slower, safe mode is used.",
                "Install the package sqlcipher3.",
            )
        )
    missing = [name for name in ("templates", "icons") if not paths.resource(name).is_dir()]
    if missing:
        findings.append(
            Finding("problem", "Program", f"Parts of it are missing: {', '.join(missing)}.", "Install FamEdit again.")
        )
    return findings


def _room(folder: Path) -> Finding:
    free = LITTLE_ROOM
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
    if free < LITTLE_ROOM:
        return Finding(
            "problem", "Disk", f"Only {free // 1_000_000} MB are left on the disk of the desk.", "Free some space."
        )
    return Finding("ok", "Disk", f"{free // 1_000_000:,} MB are free.")
