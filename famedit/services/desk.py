"""The way in: open a desk and get its use cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from famedit.core.errors import DeskUnreachable
from famedit.services.acting import Acting
from famedit.services.backups import Backups
from famedit.services.doctor import Doctor
from famedit.services.editing import Editing
from famedit.services.exporting import Exporting
from famedit.services.history import History
from famedit.services.importing import Importing
from famedit.services.journal import Journal
from famedit.services.library import Library
from famedit.services.moderating import Moderating
from famedit.services.passwords import refused, with_kept_password
from famedit.store import people
from famedit.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from famedit.core.errors import DeskError


#: The number of somebody a desk that cannot be written does not know; no row has it.
_NOBODY = 0


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

    @property
    def why_read_only(self) -> DeskError | None:
        """Why nothing can be written on this desk; None when everything can."""
        return self.database.why_read_only

    def sign_in(self, person: str) -> None:
        """Let everything written from now on carry the name ``person`` (writing thread)."""
        self.acting.id = self.database.write(lambda tx: people.meet(tx, person), quiet=True)
        self.acting.name = person

    def tidy(self) -> None:
        """Do what can wait: thin old automatic revisions, shorten SQLite's log (writing thread, when idle)."""
        self.editing.thin_revisions()
        self.checkpoint()

    def checkpoint(self) -> None:
        """Move what is written into the desk file, so that its log stays short (writing thread, in a pause)."""
        self.database.checkpoint()

    def close(self) -> None:
        """Close the desk; nothing may be called afterwards."""
        self.database.close()


def open_desk(url: str, *, person: str, journal_dir: Path, backup_dir: Path) -> Services:
    """Open the desk at ``url`` (``sqlite:///PATH`` or ``postgresql+psycopg://...``), creating it when it is new.

    An older desk is backed up into ``backup_dir`` and brought up to date; a newer one is refused, untouched. Raises
    ``DeskError`` in the user's words.
    """
    database = _enter(url, backup_dir)
    try:
        number = database.read(lambda look: people.person_id(look, person))
        if number is None and database.why_read_only is None:
            number = database.write(lambda tx: people.meet(tx, person), quiet=True)
    except BaseException:
        database.close()
        raise
    acting = Acting(person, number or _NOBODY)
    library = Library(database, acting)
    moderating = Moderating(database, acting)
    return Services(
        desk_name=database.name,
        url_shown=database.url_shown,
        database=database,
        acting=acting,
        library=library,
        editing=Editing(database, acting, Journal(journal_dir, database.desk_id)),
        moderating=moderating,
        history=History(database, acting),
        importing=Importing(database, acting),
        exporting=Exporting(library, moderating),
        backups=Backups(database, backup_dir),
        doctor=Doctor(database, backup_dir),
    )


def _enter(url: str, backup_dir: Path) -> Database:
    full_url, trouble = with_kept_password(url)
    try:
        return Database(full_url, backup=lambda older: _back_up(older, backup_dir))
    except DeskUnreachable as error:
        raise refused(error, url, trouble) from error


def _back_up(older: Database, folder: Path) -> None:
    Backups(older, folder).make("before an upgrade")
