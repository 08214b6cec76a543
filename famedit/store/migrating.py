"""Which version a database is, and bringing an older one up to date, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from famedit.core.errors import DeskDamaged, DeskNewer
from famedit.store.engine import APPLICATION_ID, raw_connection
from famedit.store.faults import Where, not_a_desk
from famedit.store.server_link import wait_for
from famedit.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

#: The version this program writes: the number of the last file in ``versions``.
LATEST = 2
#: The triggers and views of each version. A stranger's trigger would run inside our own writes.
TRIGGERS: dict[int, str] = {1: "63c49dcefe5eb1cb", 2: "bf068abe2ce834ea"}


def desk_version(connection: sa.Connection, where: Where) -> int:
    """Return the version of the database, 0 for one with nothing in it. Changes nothing.

    Raises ``DeskNewer`` for a newer FamEdit's and ``DeskDamaged`` for a file that is something else.
    """
    version = _sqlite_version(connection, where) if where.path else _server_version(connection, where)
    if version > LATEST:
        raise DeskNewer(
            f"The desk {where.shown} was made by a newer FamEdit; it was left exactly as it was.",
            "Install the newest FamEdit, or open another desk.",
        )
    return version


def _sqlite_version(connection: sa.Connection, where: Where) -> int:
    owner = _pragma(connection, "application_id")
    version = _pragma(connection, "user_version")
    if owner != APPLICATION_ID:
        anything = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if owner or version or anything:
            raise not_a_desk(where)
        return 0
    if version in TRIGGERS and trigger_print(connection) != TRIGGERS[version]:
        raise DeskDamaged(
            f"Another program has put instructions of its own into the desk {where.shown}; it was not opened.",
            "Restore a backup.",
        )
    return version


def _pragma(connection: sa.Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def trigger_print(connection: sa.Connection) -> str:
    """Return a short hash of all triggers and views of a SQLite file."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
    )
    text = "\n".join(f"{name} {' '.join(sql.split())}" for name, sql in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _server_version(connection: sa.Connection, where: Where) -> int:
    there = set(sa.inspect(connection).get_table_names())
    if "alembic_version" not in there:
        if there & set(metadata.tables):
            raise not_a_desk(where)
        return 0
    number = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if not isinstance(number, str) or not number.isdigit() or "desk" not in there:
        raise not_a_desk(where)
    return int(number)


def migrate(
    connection: sa.Connection, where: Where, *, before: Callable[[], None] = lambda: None, target: int = LATEST
) -> int:
    """Bring the database to version ``target`` in one transaction; return the version it had.

    ``before`` is called first when there is anything to be lost (the backup). ``connection`` writes and is in no
    transaction. Raises ``DeskNewer`` and ``DeskDamaged`` as ``desk_version``.
    """
    with connection.begin():
        version = desk_version(connection, where)
    if version >= target:
        return version
    if version:
        before()
    if where.path:
        # Inside a transaction, where SQLAlchemy would put it, this is ignored, and a rebuilt parent table would take
        # its children with it.
        raw_connection(connection).execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            if where.path is None:
                wait_for(connection, None)
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1178944596)")  # two programs at once
            if desk_version(connection, where) < target:
                _upgrade(connection, target)
                if where.path:
                    _seal_sqlite(connection, target)
    finally:
        if where.path:
            raw_connection(connection).execute("PRAGMA foreign_keys=ON")
    return version


def _upgrade(connection: sa.Connection, target: int) -> None:
    # Deferred: a desk that is up to date, nearly every start, does without Alembic's 0.3 s
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, f"{target:04}")


def _seal_sqlite(connection: sa.Connection, target: int) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise DeskDamaged(
            f"{len(broken)} rows of this desk belong to rows that are gone; it was left as it was.",
            "Restore a backup.",
        )
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={target}")
