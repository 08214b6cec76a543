"""Connections: which driver, with which settings.

SQLite before 3.51.3 (3.50.7 and 3.44.6 in their lines) can lose commits in WAL mode when two connections write or
checkpoint at once, and the system's own is usually older. ``sqlcipher3`` brings a newer one, used here for plain files;
without it the journal mode falls back to TRUNCATE.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.event import listen
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from famedit.core.errors import DeskUnreachable
from famedit.store.seals import seal_text
from famedit.store.server_link import limit_waiting

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

#: "FEDT", in the header of every desk file.
APPLICATION_ID = 0x46454454
BUSY_SECONDS = 5.0
_FILE = "sqlite:///"
_POSTGRESQL_PORT = 5432
_DEFENSIVE = 1010  # SQLITE_DBCONFIG_DEFENSIVE, which Python names since 3.12
_NETWORK_DISKS = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs")


def sqlite_driver() -> ModuleType:
    """Return the DB-API module with the newest SQLite there is."""
    try:
        return import_module("sqlcipher3.dbapi2")
    except ImportError:  # no wheel for this platform
        return sqlite3


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite keeps every commit in WAL mode with several connections."""
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )  # fmt: skip


def on_network(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether ``path`` lies on a network disk, where WAL's shared memory does not work."""
    if sys.platform == "win32":
        return str(path).startswith("\\\\")
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not Linux
        return False
    best, kind = "", ""
    for line in lines:
        _, folder, disk, *_ = line.split(" ")
        folder = folder.replace("\\040", " ")
        if len(folder) >= len(best) and (str(path) + "/").startswith(folder.rstrip("/") + "/"):
            best, kind = folder, disk
    return kind.startswith(_NETWORK_DISKS)


def parse_url(url: str) -> sa.URL:
    """Read a desk's address. Raises ``DeskUnreachable`` for one FamEdit has no use for."""
    if url.startswith(_FILE):
        # taken as it is written: a folder may be called "50% off?", and nobody escapes the names of folders
        named = url.removeprefix(_FILE)
        if named not in ("", ":memory:"):
            return sa.URL.create("sqlite", database=named)
    try:
        parsed = sa.make_url(url)
    except ArgumentError as error:
        raise DeskUnreachable(
            "This is no address of a desk.", "It reads sqlite:///PATH or postgresql+psycopg://NAME@SERVER/DATABASE."
        ) from error
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg") and parsed.database:
        return parsed.set(drivername="postgresql+psycopg")
    raise DeskUnreachable(
        f"FamEdit cannot open {shown(parsed)}.",
        "A desk's address reads sqlite:///PATH or postgresql+psycopg://NAME@SERVER/DATABASE.",
    )


def shown(url: sa.URL) -> str:
    """Return an address for people and logs: a file's path, or a server's without password and options."""
    if url.drivername == "sqlite":
        return str(Path(url.database or "").absolute())
    bare = sa.URL.create(url.drivername, username=url.username, host=url.host, port=url.port, database=url.database)
    return bare.render_as_string()


def address_of(url: str) -> str:
    """Return NAME@SERVER:PORT/DATABASE of a server's address without a password; "" for any other address.

    Raises ``DeskUnreachable``.
    """
    parsed = parse_url(url)
    if parsed.drivername == "sqlite" or parsed.password is not None:
        return ""
    named = parsed.query.get("host", ())
    host = parsed.host or (named if isinstance(named, str) else ",".join(named)) or "localhost"
    user = f"{parsed.username}@" if parsed.username else ""
    return f"{user}{host}:{parsed.port or _POSTGRESQL_PORT}/{parsed.database}"


def with_password(url: str, password: str) -> str:
    """Return a server's address with a password in it: for connecting, never to be shown or logged."""
    return parse_url(url).set(password=password).render_as_string(hide_password=False)


def _settings(*, write: bool, wal: bool) -> tuple[str, ...]:
    return (
        *(("journal_mode=WAL" if wal else "journal_mode=TRUNCATE",) if write else ()),
        "synchronous=FULL",
        "fullfsync=ON",
        "checkpoint_fullfsync=ON",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "secure_delete=ON",
        "recursive_triggers=ON",
        "wal_autocheckpoint=1000",
        "journal_size_limit=16777216",
        "temp_store=MEMORY",
        "cache_size=-32768",
        *(() if write else ("query_only=ON",)),
    )


def sqlite_connector(path: Path, *, mode: str = "rw", settings: bool = True) -> Callable[[], Any]:
    """Return what opens ``path``. ``mode`` is SQLite's: "ro" reads only, "rw" writes, "rwc" also creates."""
    driver = sqlite_driver()
    address = f"file:{quote(str(path))}?mode={mode}"
    wal = wal_is_safe(driver.sqlite_version_info) and not on_network(path)

    def connect() -> Any:  # noqa: ANN401 -- the connection of whichever driver there is
        connection = driver.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.create_function("famedit_seal", 1, seal_text, deterministic=True)
            if settings:
                for setting in _settings(write=not mode.startswith("ro"), wal=wal):
                    connection.execute(f"PRAGMA {setting}").fetchall()
                if hasattr(connection, "setconfig"):  # Python 3.12's own sqlite3
                    connection.setconfig(_DEFENSIVE, True)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def sqlite_engine(path: Path, *, mode: str, begin: str, settings: bool = True) -> sa.Engine:
    """Return an engine whose connections begin with ``begin``: BEGIN IMMEDIATE for a writer, BEGIN for a reader."""
    engine = sa.create_engine(
        "sqlite://",
        creator=sqlite_connector(path, mode=mode, settings=settings),
        module=sqlite_driver(),
        poolclass=NullPool,
    )

    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    listen(engine, "begin", start)
    return engine


def postgresql_engine(url: sa.URL) -> sa.Engine:
    """Return an engine that notices a dead server within seconds."""
    local = url.host in (None, "", "localhost", "127.0.0.1", "::1") or (url.host or "").startswith("/")
    socket_in_query = "host" in url.query
    wanted: dict[str, Any] = {
        "connect_timeout": 5,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "target_session_attrs": "read-write",
        "application_name": "famedit",
        "options": "-c statement_timeout=30000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=60000",
    }
    if sys.platform.startswith("linux"):
        wanted["tcp_user_timeout"] = 10000
    if not local and not socket_in_query:
        wanted["sslmode"] = "verify-full"
    engine = sa.create_engine(
        url,
        pool_size=2,
        max_overflow=2,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_timeout=5,
        pool_use_lifo=True,
        # what the address itself says goes first
        connect_args={name: value for name, value in wanted.items() if name not in url.query},
    )
    limit_waiting(engine)
    return engine


def sync_folder(folder: Path) -> None:
    """Make a file just created in ``folder`` survive a power cut; nothing where the system has no such call."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some network disks cannot; SQLite's own syncs are all there is then
        pass
    finally:
        os.close(handle)


def raw_connection(connection: sa.Connection) -> Any:  # noqa: ANN401 -- the driver's connection
    """Return the driver's own connection, for SQLite's backup call."""
    return cast("Any", connection.connection).driver_connection
