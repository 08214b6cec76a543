"""When the desk cannot be opened or read: says why, and offers what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from famedit.core import dates
from famedit.core.errors import DeskDamaged, UserError
from famedit.gui.messages import Way

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from famedit.gui.messages import Messages
    from famedit.gui.worker import DatabaseWorker
    from famedit.services.backups import Backup, Restored

KEY = "desk"


class DeskTrouble(QObject):
    """One banner for whatever keeps the desk from being used: try again, take a backup, take another desk.

    ``backups()`` returns the backups of the desk file, the newest first; ``restore(backup)`` puts one in the file's
    place, keeping the damaged one: both run off the GUI thread. ``closed(then)`` calls ``then`` once this program has
    let go of the file, ``open_again()`` opens it, ``choose()`` asks for another.
    """

    def __init__(
        self,
        worker: DatabaseWorker,
        messages: Messages,
        *,
        backups: Callable[[], Sequence[Backup]],
        restore: Callable[[Path], Restored],
        closed: Callable[[Callable[[], None]], None],
        open_again: Callable[[], object],
        choose: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._messages = messages
        self._backups = backups
        self._restore = restore
        self._closed = closed
        self._open_again = open_again
        self._choose = choose

    def problem(self, error: UserError) -> None:
        """Show the error of a job that has no words of its own for it."""
        if isinstance(error, DeskDamaged):
            self._damaged(error, ())
        else:
            self._messages.problem(error)

    def not_open(self, error: UserError) -> None:
        """Say why the desk could not be opened."""
        if isinstance(error, DeskDamaged):
            self._damaged(error, ())
        else:
            self._offer(error, ())

    def only_reading(self, error: UserError) -> None:
        """Say that the desk is open for reading, and why for no more."""
        words = self.tr("{0} It is open for reading only.").format(error.message)
        self._offer(UserError(words, error.remedy), ())

    def over(self) -> None:
        """Take the banner away: the desk is open."""
        self._messages.over(KEY)

    def _offer(self, error: UserError, ways: tuple[Way, ...]) -> None:
        other = Way(self.tr("Open another desk…"), self._choose)
        self._messages.problem(error, self._open_again, key=KEY, ways=(*ways, other))

    def _damaged(self, error: UserError, tried: tuple[Path, ...]) -> None:
        """Offer the newest backup that was not ``tried`` in vain already."""

        def newest() -> Backup | None:
            return next((backup for backup in self._backups() if backup.path not in tried), None)

        def offer(backup: Backup | None) -> None:
            if backup is None:
                self._offer(error, ())
                return
            words = self.tr("Restore the backup of {0}").format(dates.short_stamp(backup.made_at))
            self._offer(error, (Way(words, lambda: self._take(backup.path, tried)),))

        self._worker.apart(newest, offer, lambda _error: self._offer(error, ()), owner=self)

    def _take(self, backup: Path, tried: tuple[Path, ...]) -> None:
        self.over()

        def done(restored: Restored) -> None:
            self._open_again()
            words = self.tr("The backup is restored. The damaged file is kept as {0}.")
            name = restored.aside.name if restored.aside else ""
            self._messages.tell(words.format(name), "ph.arrow-counter-clockwise")

        def failed(error: UserError) -> None:
            self._damaged(error, (*tried, backup))

        self._closed(lambda: self._worker.apart(lambda: self._restore(backup), done, failed, owner=self))
