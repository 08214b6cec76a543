"""Whole desks from one place to another: into a backup file, out of one, and what is in one."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from famedit.core.record import RecordEntry, find_break
from famedit.store import engine as engines
from famedit.store import migrating, tables
from famedit.store.database import Database, Reading, Writing
from famedit.store.faults import Where, translated
from famedit.store.seals import (
    ARTICLE_COLUMNS,
    REPLY_REVISION_COLUMNS,
    REVISION_COLUMNS,
    hash_of,
    reply_holds,
    seal_text,
)
from famedit.store.server_link import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BATCH = 500
#: Filled by triggers, or only there inside one transaction.
_NOT_COPIED = frozenset({"reply_tally", "erase_permit"})
#: More broken rows are counted, not named.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a desk: its version, its identity, its counter of changes, rows by table, and what is broken.

    ``problems`` are whole sentences; an empty tuple means that everything is as it was written.
    """

    version: int
    desk_id: str
    changes: int
    rows: dict[str, int] = field(default_factory=dict[str, int])
    problems: tuple[str, ...] = ()


def snapshot(database: Database, target: Path) -> None:
    """Write everything in ``database`` into the new desk file ``target``, as of one moment. Raises ``DeskError``."""
    if not database.is_server:
        database.copy_to(target)
        return
    where = Where(str(target), target)
    with translated(where):
        engine = engines.sqlite_engine(target, mode="rwc", begin="BEGIN IMMEDIATE")
        with engine.connect() as connection:
            version = database.read(lambda look: migrating.desk_version(look.connection, database.where))
            migrating.migrate(connection, where, target=version)
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.rollback()
            with connection.begin():
                database.read(lambda look: _copy_all(look, Writing(connection, False, _moment(look))))
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.rollback()
            engines.raw_connection(connection).execute("PRAGMA journal_mode=DELETE").fetchall()
        engine.dispose()


def copy_file(source: Path, target: Path) -> None:
    """Write a copy of the desk file ``source``, which nobody has open, into the new file ``target``.

    Raises ``DeskError``; ``DeskDamaged`` for a file that is no database.
    """
    driver = engines.sqlite_driver()
    with translated(Where(str(source), source)):
        try:
            with closing(_resting(source)) as original, closing(driver.connect(str(target))) as copy:
                original.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        except driver.Error as error:
            raise DBAPIError("backup", None, error) from error


def contents(path: Path) -> Contents:
    """Return what is in the desk file ``path``, which nobody has open, having looked at every row.

    Raises ``DeskDamaged`` for what is no desk, ``DeskNewer`` for a newer one.
    """
    where = Where(str(path), path)
    engine = sa.create_engine(
        "sqlite://", creator=lambda: _resting(path), module=engines.sqlite_driver(), poolclass=NullPool
    )
    with translated(where), engine.connect() as connection:
        version = migrating.desk_version(connection, where)
        if not version:
            return Contents(0, "", 0, {}, ("There is nothing in it.",))
        return _contents(Reading(connection, False), version)


def contents_of(database: Database) -> Contents:
    """Return what is in an open desk, having looked at every row. Raises ``DeskError``."""
    return database.read(lambda look: _contents(look, migrating.LATEST))


def changes_of(database: Database) -> int:
    """Return the counter that grows with every change to a desk."""
    return database.read(lambda look: look.connection.execute(sa.select(tables.desk.c.changes)).scalar_one())


def pour(source: Path, database: Database, room: Path) -> None:
    """Let ``database`` hold what the desk file ``source`` holds, in one transaction, and nothing else.

    ``source`` may be of an older version; it is not changed. People of the same desk that joined it since keep their
    names and numbers, and the counter of changes goes on, so that open windows notice. A file is made in the folder
    ``room`` for the time it takes. Raises ``DeskError``; then ``database`` is as it was.
    """
    ready = room / f".{source.name}.restore"
    _delete(ready)
    try:
        copy_file(source, ready)
        before = _before(database)
        with closing(Database(f"sqlite:///{ready.as_posix()}")) as copy:
            copy.write(lambda work: _prepare(work, before))
            if database.is_server:
                copy.read(lambda look: database.write(lambda work: _replace_all(look, work)))
        if database.path is not None:
            _pour_file(ready, database.path)
    finally:
        _delete(ready)


def put_in_place(source: Path, path: Path, aside: Path) -> None:
    """Let ``path``, a desk too damaged to be opened, be a copy of ``source``; the old file is kept as ``aside``."""
    ready = path.with_name(f".{path.name}.restore")
    _delete(ready)
    try:
        copy_file(source, ready)
        for ending in ("", "-wal", "-shm"):
            old = Path(f"{path}{ending}")
            if old.exists():
                old.rename(f"{aside}{ending}")
        ready.rename(path)
        engines.sync_folder(path.parent)
    finally:
        _delete(ready)


def _resting(path: Path) -> Any:  # noqa: ANN401 -- the connection of whichever driver there is
    """Open a file that nobody writes. Without a log beside it, nothing is written to its folder either."""
    driver = engines.sqlite_driver()
    still = "" if Path(f"{path}-wal").exists() else "&immutable=1"
    connection = driver.connect(f"file:{quote(str(path))}?mode=ro{still}", uri=True, isolation_level=None)
    connection.create_function("famedit_seal", 1, seal_text, deterministic=True)
    return connection


def _delete(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _pour_file(source: Path, target: Path) -> None:
    """Replace every page of ``target`` in one transaction of SQLite's own: other connections see it like any change."""
    driver = engines.sqlite_driver()
    with translated(Where(str(target), target)):
        try:
            with (
                closing(_resting(source)) as new,
                closing(engines.sqlite_connector(target, mode="rw")()) as live,
            ):
                new.backup(live, pages=-1)
        except driver.Error as error:
            raise DBAPIError("restore", None, error) from error


@dataclass(frozen=True, slots=True)
class _Before:
    """What of the desk that is replaced lives on."""

    desk_id: str
    changes: int
    people: tuple[dict[str, Any], ...]


def _before(database: Database) -> _Before:
    def look_at(look: Reading) -> _Before:
        row = look.connection.execute(sa.select(tables.desk)).one()
        people = tuple(dict(person) for person in look.connection.execute(sa.select(tables.person)).mappings())
        return _Before(row.desk_id, row.changes, people)

    return database.read(look_at)


def _prepare(work: Writing, before: _Before) -> None:
    desk = work.connection.execute(sa.select(tables.desk)).one()
    if desk.desk_id == before.desk_id:
        there = work.connection.execute(sa.select(tables.person.c.id, tables.person.c.name)).all()
        ids, names = {row.id for row in there}, {row.name for row in there}
        joined = [person for person in before.people if person["id"] not in ids and person["name"] not in names]
        if joined:
            work.connection.execute(tables.person.insert(), joined)
    work.connection.execute(tables.desk.update().values(changes=max(desk.changes, before.changes) + 1))


def _moment(look: Reading) -> Any:  # noqa: ANN401 -- a time, of a desk that has one row
    return look.connection.execute(sa.select(tables.desk.c.created_at)).scalar_one()


def _replace_all(look: Reading, work: Writing) -> None:
    """Empty a server's tables and fill them again; the caller's transaction makes it all or nothing."""
    names = ", ".join(f'"{table.name}"' for table in tables.metadata.sorted_tables)
    wait_for(work.connection, None)
    work.connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
    _copy_all(look, work)


def _copy_all(look: Reading, work: Writing) -> None:
    if look.server:
        wait_for(look.connection, None)
    there = set(sa.inspect(look.connection).get_table_names())
    for table in tables.metadata.sorted_tables:
        if table.name in _NOT_COPIED or table.name not in there:
            continue
        if not work.server:
            work.connection.execute(table.delete())  # a new desk has rows of its own in some
        answers = _insert_all(look, work, table)
        if answers:
            work.connection.execute(
                table.update().where(table.c.id == sa.bindparam("row")).values(parent_id=sa.bindparam("answered")),
                answers,
            )
        if work.server and len(table.primary_key.columns) == 1:
            _go_on_counting(work, table)


def _insert_all(look: Reading, work: Writing, table: sa.Table) -> list[dict[str, int]]:
    """Copy a table; return which replies answer which: a server wants the answered one to be there first."""
    answers: list[dict[str, int]] = []
    for rows in _batches(look, table):
        if work.server and table is tables.reply:
            answers.extend({"row": row["id"], "answered": row["parent_id"]} for row in rows if row["parent_id"])
            rows = [row | {"parent_id": None} for row in rows]  # noqa: PLW2901 -- the same rows, for now
        work.connection.execute(table.insert(), rows)
    return answers


def _batches(look: Reading, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a table in order, a handful at a time."""
    statement = sa.select(table).order_by(*table.primary_key.columns)
    result = look.connection.execution_options(yield_per=_BATCH).execute(statement).mappings()
    for part in result.partitions(_BATCH):
        yield [dict(row) for row in part]


def _go_on_counting(work: Writing, table: sa.Table) -> None:
    """Let a server's counter for new rows go on behind the last copied one."""
    (key,) = table.primary_key.columns
    if not isinstance(key.type, sa.Integer) or key.autoincrement is False:
        return
    found = work.connection.execute(
        sa.text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": key.name}
    ).scalar_one()
    if found:
        last = work.connection.execute(sa.select(sa.func.max(key))).scalar_one() or 0
        work.connection.execute(
            sa.text("SELECT setval(CAST(:name AS regclass), :last, :used)"),
            {"name": found, "last": max(last, 1), "used": last > 0},
        )


def _contents(look: Reading, version: int) -> Contents:
    problems: list[str] = []
    if look.server:
        wait_for(look.connection, None)
    else:
        said = [str(row[0]) for row in look.connection.exec_driver_sql("PRAGMA quick_check(20)")]
        problems.extend(f"The file is damaged: {words}." for words in said if words != "ok")
        broken = look.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            problems.append(f"{len(broken)} rows belong to rows that are gone.")
    there = set(sa.inspect(look.connection).get_table_names())
    rows = {
        table.name: look.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in tables.metadata.sorted_tables
        if table.name in there
    }
    if version == migrating.LATEST:
        problems.extend(_broken_rows(look))
    desk = look.connection.execute(sa.select(tables.desk)).one_or_none()
    if desk is None:
        return Contents(version, "", 0, rows, (*problems, "The desk has lost its identity."))
    return Contents(version, desk.desk_id, desk.changes, rows, tuple(problems))


def _broken_rows(look: Reading) -> list[str]:
    checks: tuple[tuple[sa.Table, str, Callable[[dict[str, Any]], bool]], ...] = (
        (tables.article, "article", lambda row: hash_of(row, ARTICLE_COLUMNS) == row["row_hash"]),
        (tables.revision, "revision", lambda row: hash_of(row, REVISION_COLUMNS) == row["row_hash"]),
        (tables.reply, "reply", reply_holds),
        (tables.reply_revision, "reply version", lambda row: hash_of(row, REPLY_REVISION_COLUMNS) == row["row_hash"]),
    )
    problems: list[str] = []
    for table, name, holds in checks:
        broken: list[int] = []
        for rows in _batches(look, table):
            broken.extend(row["id"] for row in rows if not holds(row))
        if broken:
            shown = ", ".join(str(number) for number in broken[:_MOST_NAMED])
            more = f" and {len(broken) - _MOST_NAMED} more" if len(broken) > _MOST_NAMED else ""
            problems.append(f"No longer as they were written: {name} {shown}{more}.")
    problems.extend(_broken_pictures(look))
    found = find_break(_record(look))
    if found:
        problems.append(found.words)
    last = look.connection.execute(sa.select(sa.func.max(tables.record.c.number))).scalar_one() or 0
    head = look.connection.execute(sa.select(sa.func.max(tables.record_head.c.number))).scalar_one() or 0
    if head != last:
        problems.append(f"The record should end with entry {head} and ends with {last}.")
    return problems


def _broken_pictures(look: Reading) -> list[str]:
    size = sa.func.coalesce(sa.func.sum(sa.func.length(tables.picture_chunk.c.data)), 0)
    rows = look.connection.execute(
        sa.select(tables.picture.c.sha256)
        .outerjoin(tables.picture_chunk, tables.picture_chunk.c.sha256 == tables.picture.c.sha256)
        .group_by(tables.picture.c.sha256, tables.picture.c.size)
        .having(size != tables.picture.c.size)
    ).all()
    return [f"{len(rows)} pictures are not complete."] if rows else []


def _record(look: Reading) -> Iterator[RecordEntry]:
    statement = (
        sa.select(tables.record, tables.person.c.name.label("person"))
        .join(tables.person, tables.person.c.id == tables.record.c.person_id)
        .order_by(tables.record.c.number)
    )
    for row in look.connection.execution_options(yield_per=_BATCH).execute(statement):
        yield RecordEntry(
            number=row.number,
            at=row.at,
            person=row.person,
            action=row.action,
            article_id=row.article_id,
            reply_id=row.reply_id,
            before=row.before,
            after=row.after,
            batch=row.batch,
            payload=None if row.payload is None else json.loads(row.payload),
            salt=row.salt,
            payload_hash=row.payload_hash,
            link=row.link,
        )
