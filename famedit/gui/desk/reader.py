"""Reads the desk's rows off the GUI thread so that the newest question wins and none pile up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from famedit.core.answers import DeskFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famedit.core.answers import DeskPage
    from famedit.core.errors import UserError
    from famedit.gui.worker import DatabaseWorker

PAGE: Final = 500


class DeskReader(QObject):
    """``page_read(filter, page)`` for a first page, ``more_read(page)`` for the next ones, ``rows_read(ids, rows)``.

    At most one question is under way; of those asked meanwhile only the newest is asked afterwards.
    """

    page_read = Signal(object, object)
    more_read = Signal(object)
    rows_read = Signal(object, object)

    def __init__(self, worker: DatabaseWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wanted: DeskFilter | None = None
        self._asked: DeskFilter | None = None
        self._latest = DeskFilter(limit=PAGE)

    def ask(self, wanted: DeskFilter) -> None:
        """Ask for the first rows of a filter."""
        self._latest = wanted
        self._wanted = wanted
        if self._asked is None:
            self._send()

    def ask_more(self, offset: int) -> None:
        """Ask for the rows after the first ``offset`` of the filter last asked for."""
        wanted = replace(self._latest, offset=offset, limit=PAGE)

        def done(page: DeskPage) -> None:
            if replace(wanted, offset=0, limit=self._latest.limit) == self._latest:
                self.more_read.emit(page)

        self._worker.read(lambda services: services.library.rows(wanted), done, owner=self)

    def ask_rows(self, ids: Iterable[int]) -> None:
        """Ask for some rows by id."""
        wanted = tuple(ids)
        self._worker.read(
            lambda services: services.library.rows_by_id(wanted),
            lambda rows: self.rows_read.emit(wanted, rows),
            owner=self,
        )

    def _send(self) -> None:
        if self._wanted is None:
            return
        asked = self._asked = self._wanted
        self._wanted = None
        self._worker.read(
            lambda services: services.library.rows(asked),
            lambda page: self._answered(asked, page),
            self._failed,
            owner=self,
        )

    def _answered(self, asked: DeskFilter, page: DeskPage) -> None:
        self._asked = None
        if self._wanted is None:
            self.page_read.emit(asked, page)
        else:
            self._send()

    def _failed(self, error: UserError) -> None:
        self._asked = None
        self._worker.problem.emit(error)
        self._send()
