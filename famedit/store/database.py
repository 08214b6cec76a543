"""One desk's database: a connection that writes, a connection that reads, and whole transactions."""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from famedit.core.dates import utc_now
from famedit.core.errors import DeskReadOnly, DeskUnreachable, DiskFull
from famedit.store import engine as engines
from famedit.store import migrating
from famedit.store.faults import Where, damaged, in_words, moved, translated
from famedit.store.server_link import ANSWER_SECONDS, STATEMENT_SECONDS, wait_for
from famedit.store.tables import desk as desk_table

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from datetime import datetime

    from famedit.core.errors import DeskError

T = TypeVar("T")
log = logging.getLogger(__name__)

#: How long to wait before a transaction that met another one, or a dropped connection, is tried again.
RETRY_SECONDS = (0.05, 0.25, 1.0)
#: How long to wait before the server is asked again what became of a transaction.
ASK_SECONDS = 0.05
#: What PostgreSQL says when the same transaction may well succeed the next time.
RETRY_STATES = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A consistent look at the database. The store's functions take one; nobody else looks inside."""

    connection: sa.Connection
    server: bool

    def rows(self, statement: sa.Executable) -> list[dict[str, Any]]:
        """Return all rows of a query."""
        return [dict(row) for row in self.connection.execute(statement).mappings()]  # type: ignore[misc]  # names are str

    def row(self, statement: sa.Executable) -> dict[str, Any] | None:
        """Return the first row of a query, None when there is none."""
        row = self.connection.execute(statement).mappings().first()
        return None if row is None else dict(row)  # type: ignore[arg-type]  # names are str

    def need(self, statement: sa.Executable) -> dict[str, Any]:
        """Return the one row of a query that always has one."""
        return dict(self.connection.execute(statement).mappings().one())  # type: ignore[arg-type]  # names are str

    def value(self, statement: sa.Executable) -> Any:  # noqa: ANN401 -- whatever the column holds
        """Return the first value of the first row, None when there is none."""
        return self.connection.execute(statement).scalar()

    def values(self, statement: sa.Executable) -> list[Any]:
        """Return the first value of every row."""
        return list(self.connection.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class Writing(Reading):
    """A transaction: everything in it happens at ``now``, or not at all."""

    now: datetime

    def run(self, statement: sa.Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> int:
        """Carry out a statement, once for each of ``rows`` if given, and return how many rows it touched."""
        if rows is None:
            return self.connection.execute(statement).rowcount
        return self.connection.execute(statement, rows).rowcount if rows else 0

    def lock(self, name: str) -> None:
        """Let others on a server who lock the same name wait until this transaction is over."""
        if self.server:
            self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"famedit {name}"))))


class Database:
    """One desk. ``path`` is None for a server; ``name`` is what the window's title shows."""

    def __init__(self, url: str, *, backup: Callable[[Database], None] | None = None) -> None:
        """Open the desk at ``url``; create it when there is nothing, bring an older one up to date.

        ``backup`` is called with this database, readable but not yet changed, before an older desk is changed.
        Raises ``DeskError``.
        """
        self._url = engines.parse_url(url)
        self.url_shown = engines.shown(self._url)
        self.is_server = self._url.drivername != "sqlite"
        self.path = None if self.is_server else Path(self._url.database or "").absolute()
        self.name = self.path.stem if self.path else str(self._url.database)
        self.where = Where(self.url_shown, self.path)
        self._write_lock = threading.RLock()
        self._read_lock = threading.RLock()
        self._seen = 0
        self._others_wrote = False
        self._closed = False
        #: Why nothing can be written; None when everything can.
        self.why_read_only: DeskError | None = None
        with translated(self.where):
            try:
                self._open(backup)
            except DBAPIError as error:
                self._open_to_read(error)
        try:
            self._recognise()
        except BaseException:
            self.close()
            raise

    def _recognise(self) -> None:
        """Learn which desk this is."""
        row = self.read(lambda look: look.row(sa.select(desk_table.c.desk_id, desk_table.c.changes)))
        if row is None:
            raise damaged(self.where)
        self.desk_id: str = row["desk_id"]
        self._seen = row["changes"]

    # Opening --------------------------------------------------------------------------------------------------------

    def _open(self, backup: Callable[[Database], None] | None) -> None:
        if self.path is None:
            self._write_engine = self._read_engine = engines.postgresql_engine(self._url)
            self._writer = self._reader = None
            try:
                self._look_first()
                with self._write_engine.connect() as connection:
                    self._migrate(connection, backup)
            except BaseException:
                self._write_engine.dispose()
                raise
            return
        new = self._prepare_file(self.path)
        if not new:
            self._look_first()
        self._write_engine = engines.sqlite_engine(self.path, mode="rwc" if new else "rw", begin="BEGIN IMMEDIATE")
        self._read_engine = engines.sqlite_engine(self.path, mode="ro", begin="BEGIN")
        self._reader = None
        self._writer = self._write_engine.connect()
        try:
            if not new:
                self._identity = _identity(self.path)
            self._migrate(self._writer, backup)
            self._reader = self._reader or self._read_engine.connect()
            if new:
                engines.sync_folder(self.path.parent)
                self._identity = _identity(self.path)
        except BaseException:
            self.close()
            raise

    def _open_to_read(self, error: DBAPIError) -> None:
        """Open a whole desk that cannot be written, for reading; raise ``error`` when that cannot be done either."""
        why = in_words(error, self.where)
        if self.path is None or not isinstance(why, DeskReadOnly | DiskFull) or not self.path.exists():
            raise error
        # Nobody can have unfinished business where nothing lies beside the file; it then needs no file beside it
        # either, which is what cannot be made here.
        beside = (Path(f"{self.path}{end}") for end in ("-wal", "-journal"))
        resting = not any(file.exists() and file.stat().st_size for file in beside)
        mode = "ro&immutable=1" if resting else "ro"
        self._write_engine = self._read_engine = engines.sqlite_engine(self.path, mode=mode, begin="BEGIN")
        self._writer = None
        self._reader = self._read_engine.connect()
        self._closed = False
        try:
            with self._reader.begin():
                version = migrating.desk_version(self._reader, self.where)
            if version != migrating.LATEST:
                raise why  # noqa: TRY301 -- an older desk cannot be brought up to date here
        except BaseException:
            self.close()
            raise
        self._identity = _identity(self.path)
        self.why_read_only = why

    def _prepare_file(self, path: Path) -> bool:
        """Make the folder of a new desk. Return whether there is nothing yet."""
        try:
            if path.exists():
                if path.is_dir():
                    raise DeskUnreachable(f"{path} is a folder, not a desk.", "Choose a file.")
                return path.stat().st_size == 0
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeskUnreachable(
                f"The folder {path.parent} cannot be used: {(error.strerror or str(error)).lower()}.",
                "Choose another place for the desk.",
            ) from error
        return True

    def _look_first(self) -> None:
        """Refuse what is newer or no desk over a connection that cannot change anything."""
        if self.path is None:
            with self._write_engine.connect() as connection, connection.begin():
                migrating.desk_version(connection, self.where)
            return
        # Nobody is writing when nothing lies beside the file; it is then read without leaving anything there either.
        resting = not any(Path(f"{self.path}{end}").exists() for end in ("-wal", "-journal"))
        mode = "ro&immutable=1" if resting else "ro"
        look = engines.sqlite_engine(self.path, mode=mode, begin="BEGIN", settings=False)
        with look.connect() as connection, connection.begin():
            migrating.desk_version(connection, self.where)

    def _migrate(self, connection: sa.Connection, backup: Callable[[Database], None] | None) -> None:
        def before() -> None:
            if backup is None:
                return
            if self.path is not None:
                self._reader = self._read_engine.connect()
            self._recognise()
            backup(self)

        if migrating.migrate(connection, self.where, before=before) == 0:
            with connection.begin():
                if connection.execute(sa.select(desk_table.c.id)).first() is None:
                    connection.execute(
                        desk_table.insert().values(id=1, desk_id=str(uuid.uuid4()), created_at=utc_now())
                    )

    # Reading --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Generator[Reading]:
        if self._reader is not None:
            with self._reader.begin():
                yield Reading(self._reader, self.is_server)
            return
        with self._read_engine.connect() as connection:
            connection = connection.execution_options(  # noqa: PLW2901 -- the same connection, with options
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with connection.begin():
                wait_for(connection, STATEMENT_SECONDS)
                yield Reading(connection, self.is_server)

    def read(self, work: Callable[[Reading], T]) -> T:
        """Run ``work`` on the reading connection. Raises ``DeskError``."""
        with self._read_lock, translated(self.where):
            began = time.monotonic()
            try:
                with self._reading() as look:
                    return work(look)
            except DBAPIError as error:
                if not error.connection_invalidated or time.monotonic() - began > ANSWER_SECONDS:
                    raise
                # the server went and may be back: reading twice does no harm
                with self._reading() as look:
                    return work(look)

    def changed_elsewhere(self) -> bool:
        """Whether another program has written since the last call."""
        with self._read_lock:
            before = self._seen
            number = self.read(lambda look: look.connection.execute(sa.select(desk_table.c.changes)).scalar_one())
            changed = self._others_wrote or number > max(before, self._seen)
            self._others_wrote = False
            self._seen = max(self._seen, number)
            return changed

    # Writing --------------------------------------------------------------------------------------------------------

    def write(self, work: Callable[[Writing], T], *, quiet: bool = False) -> T:
        """Run ``work`` in one transaction on the writing connection and commit it. Raises ``DeskError``.

        ``work`` may run twice when a server drops the connection, so it must have no effect outside the database.
        ``quiet`` writes do not count as a change to other windows (drafts).
        """
        if self.why_read_only is not None:
            raise type(self.why_read_only)(self.why_read_only.message, self.why_read_only.remedy)
        with self._write_lock, translated(self.where):
            if self._writer is not None:
                self._check_moved()
                with self._writer.begin():
                    return self._one_transaction(self._writer, work, quiet=quiet)
            return self._write_to_server(work, quiet=quiet)

    def _one_transaction(self, connection: sa.Connection, work: Callable[[Writing], T], *, quiet: bool) -> T:
        result = work(Writing(connection, self.is_server, utc_now()))
        if not quiet:
            # last of all, because on a server everybody queues for this row
            number = connection.execute(
                desk_table.update().values(changes=desk_table.c.changes + 1).returning(desk_table.c.changes)
            ).scalar_one()
            self._others_wrote = self._others_wrote or number > self._seen + 1
            self._seen = max(self._seen, number)
        return result

    def _write_to_server(self, work: Callable[[Writing], T], *, quiet: bool) -> T:
        began = time.monotonic()
        for attempt in range(len(RETRY_SECONDS) + 1):
            transaction_id, result = None, None
            try:
                with self._write_engine.connect() as connection, connection.begin():
                    wait_for(connection, ANSWER_SECONDS if quiet else STATEMENT_SECONDS)
                    transaction_id = connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one()
                    result = (self._one_transaction(connection, work, quiet=quiet),)
            except DBAPIError as error:
                if result is not None and error.connection_invalidated and self._committed(transaction_id):
                    return result[0]  # only the answer to COMMIT was lost
                state = getattr(error.orig, "sqlstate", None)
                again = error.connection_invalidated or state in RETRY_STATES
                waited = time.monotonic() - began
                if attempt == len(RETRY_SECONDS) or not again or waited > ANSWER_SECONDS:
                    raise
                log.info("The server dropped a transaction (%s); trying again.", state or "connection lost")
                time.sleep(RETRY_SECONDS[attempt])
            else:
                return result[0]
        raise AssertionError  # pragma: no cover -- the last attempt returns or raises

    def _committed(self, transaction_id: str | None) -> bool:
        """Ask the server what became of a transaction whose end we did not hear of."""
        with suppress(OperationalError), self._write_engine.connect() as connection:
            for _ in range(20):
                status = connection.execute(
                    sa.text("SELECT pg_xact_status(CAST(CAST(:id AS text) AS xid8))"), {"id": transaction_id}
                ).scalar_one()
                if status != "in progress":
                    return status == "committed"
                connection.rollback()
                time.sleep(ASK_SECONDS)
        return False

    def _check_moved(self) -> None:
        """Refuse to write when the path no longer leads to the file that is open: writes would vanish with it."""
        if self.path is None or os.name != "posix":  # Windows does not let an open file be moved
            return
        try:
            identity = _identity(self.path)
        except OSError:
            raise moved(self.where) from None
        if identity != self._identity:
            raise moved(self.where)

    # Care -----------------------------------------------------------------------------------------------------------

    def checkpoint(self, *, truncate: bool = False) -> bool:
        """Move SQLite's log into the file; return whether all of it went (a reader may hold some back)."""
        if self._writer is None:
            return True
        kind = "TRUNCATE" if truncate else "PASSIVE"
        with self._write_lock, translated(self.where):
            with _as_dbapi_error():
                raw = engines.raw_connection(self._writer)
                busy, pages, done = raw.execute(f"PRAGMA wal_checkpoint({kind})").fetchone()
            return not busy and pages == done

    def copy_to(self, target: Path) -> None:
        """Write a whole copy of a SQLite desk into the new file ``target``, in one step.

        Over a connection of its own, so that neither reads nor writes wait for it, from any thread.
        """
        if self._reader is None:
            raise NotImplementedError("a server's desk is copied row by row")
        self._check_moved()
        driver = engines.sqlite_driver()
        with translated(Where(str(target), target)), self._read_engine.connect() as original:
            with _as_dbapi_error():
                copy = driver.connect(str(target))
            try:
                with _as_dbapi_error():
                    engines.raw_connection(original).backup(copy, pages=-1)
                    # a file of its own: no log beside it
                    copy.execute("PRAGMA journal_mode=DELETE").fetchall()
            finally:
                copy.close()

    def close(self) -> None:
        """Close both connections; SQLite's log is emptied into the file first."""
        if self._closed:
            return
        self._closed = True
        with self._write_lock, self._read_lock:
            if self._reader is not None:
                self._reader.close()
            if self._writer is not None:
                with suppress(DBAPIError, engines.sqlite_driver().Error):
                    # a full or missing disk at this point loses nothing: the log is read at the next start
                    engines.raw_connection(self._writer).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                self._writer.close()
            self._write_engine.dispose()
            self._read_engine.dispose()


def _identity(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_dev, stat.st_ino


@contextmanager
def _as_dbapi_error() -> Generator[None]:
    """Wrap an error of SQLite's own backup call as SQLAlchemy does all others, so that it is put into words."""
    driver = engines.sqlite_driver()
    try:
        yield
    except driver.Error as error:
        raise DBAPIError("backup", None, error) from error
