"""The way in: open a desk and get its use cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from famedit.services.acting import Acting
from famedit.services.backups import Backups
from famedit.services.doctor import Doctor
from famedit.services.editing import Editing
from famedit.services.exporting import Exporting
from famedit.services.history import History
from famedit.services.importing import Importing
from famedit.services.library import Library
from famedit.services.moderating import Moderating
from famedit.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Services:
    """The use cases over one desk, for one person.

    Safe to call from one writing thread and one reading thread at a time. ``url_shown`` never holds a password.
    """

    desk_name: str
    url_shown: str
    database: Database
    acting: Acting
    library: Library
    editing: Editing
    moderating: Moderating
    history: History
    importing: Importing
    exporting: Exporting  # Exporting(library, moderating)
    backups: Backups  # Backups(database, backup_dir)
    doctor: Doctor  # Doctor(database, backup_dir)

    def sign_in(self, person: str) -> None:
        """Let everything written from now on carry the name ``person`` (writing thread)."""
        raise NotImplementedError

    def tidy(self) -> None:
        """Do what can wait: thin old automatic revisions, shorten SQLite's log (writing thread, when idle)."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the desk; nothing may be called afterwards."""
        raise NotImplementedError


def open_desk(url: str, *, person: str, journal_dir: Path, backup_dir: Path) -> Services:
    """Open the desk at ``url`` (``sqlite:///PATH`` or ``postgresql+psycopg://...``), creating it when it is new.

    An older desk is backed up into ``backup_dir`` and brought up to date; a newer one is refused, untouched. Raises
    ``DeskError`` in the user's words.
    """
    raise NotImplementedError
