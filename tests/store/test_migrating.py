"""Every older desk comes up to date with everything in it; a newer or a strange one is left as it is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from famedit.core.answers import DeskFilter
from famedit.core.errors import DeskDamaged, DeskNewer
from famedit.core.record import GENESIS
from famedit.services.desk import open_desk
from famedit.store import engine as engines
from famedit.store import migrating, records, tables
from famedit.store.database import Database
from famedit.store.engine import parse_url
from famedit.store.faults import Where
from tests.desks import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("sqlite", "postgresql")
OLDER = range(1, migrating.LATEST)
AT = "2025-03-21 09:12:00.000005"
#: Rows of a desk of the first version, as raw as a program of that time would have written them.
ROWS: dict[str, list[dict[str, Any]]] = {
    "desk": [{"id": 1, "desk_id": "d-1", "created_at": AT, "changes": 7}],
    "person": [{"id": 1, "name": "Ada", "created_at": AT}],
    "picture": [{"sha256": "ab", "size": 3, "added_at": AT}],
    "picture_chunk": [{"sha256": "ab", "number": 0, "data": b"\x00\x01\x02"}],
    "article": [
        {"id": 1, "headline": "Orbital handshake", "slug": "orbital", "body": "crème", "tags": '["dock"]',
         "status": "published", "created_at": AT, "updated_at": AT, "published_at": AT},
        {"id": 2, "headline": "שלום", "slug": "two", "status": "draft", "created_at": AT, "updated_at": AT},
    ],
    "article_draft": [{"article_id": 1, "person_id": 1, "fields": '{"body":"unsaved"}', "written_at": AT}],
    "article_origin": [{"article_id": 1, "headline": "Orbital", "imported_at": AT, "person_id": 1}],
    "revision": [
        {"id": 1, "article_id": 1, "number": 1, "key": "k1", "kind": "saved", "person_id": 1, "made_at": AT,
         "fields": '{"headline":"Orbital handshake"}'},
    ],
    "reply": [
        {"id": 1, "article_id": 1, "position": 1, "author_name": "Pete", "text": "First", "format": "plain",
         "status": "visible", "flagged": True, "created_at": AT},
        {"id": 2, "article_id": 1, "parent_id": 1, "position": 2, "text": "Second", "format": "plain",
         "status": "pending", "created_at": AT},
        {"id": 3, "article_id": 1, "position": 3, "text": "Taken back", "format": "plain", "status": "visible",
         "withdrawn": True, "created_at": AT},
    ],
    "reply_revision": [
        {"id": 1, "reply_id": 1, "number": 1, "text": "Frist", "format": "plain", "person_id": 1, "made_at": AT}
    ],
    "step": [
        {"id": 1, "scope": "replies", "kind": "standing", "person_id": 1, "label": "Reply 2 hidden", "made_at": AT,
         "state": "done"},
    ],
    "step_article": [{"step_id": 1, "article_id": 1}],
    "step_reply": [{"step_id": 1, "reply_id": 2, "before_status": "pending", "after_status": "hidden"}],
}  # fmt: skip


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.famedit'}"
    else:
        url = postgres().empty_database()
        yield url
        postgres().drop(url)


def where_of(url: str) -> Where:
    parsed = parse_url(url)
    return Where(engines.shown(parsed), Path(parsed.database or "") if parsed.drivername == "sqlite" else None)


def writer(url: str) -> sa.Engine:
    path = where_of(url).path
    if path is None:
        return engines.postgresql_engine(parse_url(url))
    return engines.sqlite_engine(path, mode="rwc", begin="BEGIN IMMEDIATE")


def build(url: str, version: int, *, filled: bool = True) -> None:
    """Make a desk of an older version by its own migrations, and fill it."""
    engine = writer(url)
    with engine.connect() as connection:
        migrating.migrate(connection, where_of(url), target=version)
        if filled:
            with connection.begin():
                for table, rows in ROWS.items():
                    for row in rows:
                        names, marks = ", ".join(f'"{n}"' for n in row), ", ".join(f":{n}" for n in row)
                        connection.execute(sa.text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), row)
                    if "id" in rows[0] and table != "desk" and where_of(url).path is None:
                        next_one = f"setval(pg_get_serial_sequence('{table}', 'id'), {len(rows)})"
                        connection.exec_driver_sql(f"SELECT {next_one}")
    engine.dispose()


def contents(url: str) -> dict[str, str]:
    """Return a hash of what is in each of the tables the first version had, by the columns it had."""
    engine = writer(url)
    found: dict[str, str] = {}
    with engine.connect() as connection, connection.begin():
        for table in (*ROWS, "record_head"):
            columns = sorted({name for row in ROWS.get(table, [{"number": 0, "link": ""}]) for name in row})
            names = ", ".join(f'"{name}"' for name in columns)
            rows = connection.execute(sa.text(f'SELECT {names} FROM "{table}" ORDER BY 1, 2'))
            lines = sorted(json.dumps([str(value) for value in row]) for row in rows)
            found[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    engine.dispose()
    return found


@pytest.mark.parametrize("version", OLDER)
def test_every_older_desk_comes_up_to_date_with_everything_in_it(empty_url: str, version: int, tmp_path: Path) -> None:
    build(empty_url, version)
    before = contents(empty_url)
    services = open_desk(empty_url, person="Ada", journal_dir=tmp_path / "j", backup_dir=tmp_path / "backups")
    try:
        assert services.database.desk_id == "d-1"
        # the backup was made before anything changed, and it is whole
        (backup,) = services.backups.list()
        assert backup.reason == "before an upgrade"
        # what the new version adds is there for what was stored before it
        counts = services.moderating.queue_counts(1)
        assert sum(counts.values()) == 2 + 1 + 1 + 1 + 2  # all, visible, pending, flagged, needs a decision
        assert [row.id for row in services.library.rows(DeskFilter(text="hand cre")).rows] == [1]
        assert [reply.position for reply in services.moderating.replies(1)] == [1, 2]
        services.editing.archive([1])
    finally:
        services.close()
    after = contents(empty_url)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"article", "desk", "step", "step_article", "record_head"}


@pytest.mark.parametrize("version", OLDER)
def test_an_upgrade_that_fails_leaves_the_desk_as_it_was(
    empty_url: str, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(empty_url, version)
    before = contents(empty_url)
    real = migrating._upgrade

    def fail(connection: sa.Connection, target: int) -> None:
        real(connection, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(migrating, "_upgrade", fail)
    with pytest.raises(KeyboardInterrupt):
        Database(empty_url)
    monkeypatch.undo()
    engine = writer(empty_url)
    with engine.connect() as connection, connection.begin():
        assert migrating.desk_version(connection, where_of(empty_url)) == version
        assert "reply_tally" not in sa.inspect(connection).get_table_names()
    engine.dispose()
    assert contents(empty_url) == before
    Database(empty_url).close()


def test_a_backup_that_fails_stops_the_upgrade(empty_url: str) -> None:
    build(empty_url, 1)

    def refuse(older: Database) -> None:
        assert older.desk_id == "d-1"
        raise DeskDamaged("No.")

    with pytest.raises(DeskDamaged):
        Database(empty_url, backup=refuse)
    Database(empty_url).close()


def test_a_new_desk_wants_no_backup(empty_url: str) -> None:
    def refuse(older: Database) -> None:
        raise AssertionError(older)

    database = Database(empty_url, backup=refuse)
    first = database.desk_id
    database.close()
    database = Database(empty_url, backup=refuse)
    assert database.desk_id == first
    assert database.read(records.check) is None
    database.close()


def test_the_migrations_make_the_tables_the_program_uses(desk_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = writer(desk_url)
    with engine.connect() as connection, connection.begin():
        own = set(tables.metadata.tables)
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: kind != "table" or name in own,
                "compare_server_default": False,
            },
        )
        different = [
            change
            for change in compare_metadata(context, tables.metadata)
            # the search column and its index are PostgreSQL's own
            if not (change[0] in ("remove_column", "remove_index") and "search" in str(change[-1]))
        ]
    engine.dispose()
    assert different == []


def test_the_newest_migration_is_the_version_the_program_writes() -> None:
    files = sorted((Path(migrating.__file__).parent / "versions").glob("[0-9]*.py"))
    assert [int(file.name[:4]) for file in files] == list(range(1, migrating.LATEST + 1))
    assert set(migrating.TRIGGERS) == set(range(1, migrating.LATEST + 1))


def test_the_triggers_of_each_version_are_known(tmp_path: Path) -> None:
    for version in range(1, migrating.LATEST + 1):
        url = f"sqlite:///{tmp_path / str(version)}"
        build(url, version, filled=False)
        engine = writer(url)
        with engine.connect() as connection, connection.begin():
            assert migrating.trigger_print(connection) == migrating.TRIGGERS[version]
        engine.dispose()


# What is not opened -------------------------------------------------------------------------------------------------


def untouched(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest() + bytes(path.stat().st_mtime_ns.to_bytes(8, "big"))


def test_a_newer_desk_is_refused_and_untouched(desk_url: str) -> None:
    engine = writer(desk_url)
    path = where_of(desk_url).path
    with engine.connect() as connection, connection.begin():
        if path:
            connection.exec_driver_sql(f"PRAGMA user_version={migrating.LATEST + 1}")
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{migrating.LATEST + 1:04}'")
    engine.dispose()
    before = untouched(path) if path else contents(desk_url)
    with pytest.raises(DeskNewer, match="made by a newer FamEdit"):
        Database(desk_url)
    assert (untouched(path) if path else contents(desk_url)) == before
    if path:
        assert [file.name for file in path.parent.iterdir() if file.name.startswith("desk")] == ["desk.famedit"]


@pytest.mark.parametrize(
    "content", [b"Just text, long enough to be something. " * 20, b"SQLite format 3\0" + b"\1" * 600]
)
def test_a_file_of_another_kind_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    before = untouched(path)
    with pytest.raises(DeskDamaged, match="is not a FamEdit desk"):
        Database(f"sqlite:///{path}")
    assert untouched(path) == before


def test_somebody_elses_database_is_refused_and_untouched(empty_url: str) -> None:
    path, before = where_of(empty_url).path, b""
    if path:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE article (id INTEGER)")
        connection.close()
        before = untouched(path)
    else:
        postgres().run("CREATE TABLE article (id INTEGER)", parse_url(empty_url).database or "")
    with pytest.raises(DeskDamaged, match="is not a FamEdit desk"):
        Database(empty_url)
    if path:
        assert untouched(path) == before
    else:
        postgres().run("CREATE TABLE alembic_version (version_num TEXT)", parse_url(empty_url).database or "")
        postgres().run("INSERT INTO alembic_version VALUES ('a1b2c3')", parse_url(empty_url).database or "")
        with pytest.raises(DeskDamaged, match="is not a FamEdit desk"):
            Database(empty_url)


def test_a_desk_with_a_strangers_trigger_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.famedit'}"
    Database(url).close()
    connection = sqlite3.connect(tmp_path / "desk.famedit")
    connection.execute("CREATE TRIGGER evil AFTER INSERT ON person BEGIN UPDATE person SET name = 'DEFACED'; END")
    connection.commit()
    connection.close()
    with pytest.raises(DeskDamaged, match="instructions of its own"):
        Database(url)


# Rebuilding a parent table, and being killed ------------------------------------------------------------------------

LATER = '''
"""A version to come: it rebuilds the parent of everything."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0003", "0002"
def upgrade():
    with op.batch_alter_table("article", recreate="always") as batch:
        batch.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="0"))
'''


def test_rebuilding_a_parent_table_keeps_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    shutil.copytree(Path(migrating.__file__).parent, store, ignore=shutil.ignore_patterns("__pycache__"))
    (store / "versions" / "0003_later.py").write_text(LATER)
    url = f"sqlite:///{tmp_path / 'old.famedit'}"
    build(url, 1)
    monkeypatch.setattr(migrating, "__file__", str(store / "migrating.py"))
    before = contents(url)
    engine = writer(url)
    with engine.connect() as connection:
        assert migrating.migrate(connection, where_of(url), target=3) == 1
        with connection.begin():
            assert connection.exec_driver_sql("SELECT weight FROM article").scalars().all() == [0, 0]
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
    assert contents(url) == before


def test_rows_that_belong_to_nothing_stop_the_upgrade(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.famedit'}"
    build(url, 1)
    connection = sqlite3.connect(tmp_path / "old.famedit")
    connection.execute("UPDATE reply SET article_id = 99 WHERE id = 1")
    connection.commit()
    connection.close()
    with pytest.raises(DeskDamaged, match="belong to rows that are gone"):
        Database(url)
    engine = writer(url)
    with engine.connect() as opened, opened.begin():
        assert migrating.desk_version(opened, where_of(url)) == 1
    engine.dispose()


UPGRADE_AND_DIE = """
import os, signal, sys
import sqlalchemy as sa
from famedit.store.database import Database
dies_at, count = int(sys.argv[2]), 0
def count_down(*_):
    global count
    count += 1
    if count == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
sa.event.listen(sa.engine.Engine, "after_cursor_execute", count_down)
Database(sys.argv[1]).close()
print(count)
"""


def test_an_upgrade_killed_after_any_statement_is_whole_or_not_at_all(tmp_path: Path) -> None:
    template = tmp_path / "template.famedit"
    build(f"sqlite:///{template}", 1)
    before = contents(f"sqlite:///{template}")
    data = template.read_bytes()

    def run(dies_at: int) -> tuple[int, str]:
        path = tmp_path / f"{dies_at}.famedit"
        path.write_bytes(data)
        command = [sys.executable, "-c", UPGRADE_AND_DIE, f"sqlite:///{path}", str(dies_at)]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())}
        )
        return done.returncode, done.stdout

    code, statements = run(0)
    assert code == 0
    last = int(statements)
    assert last > 20
    for dies_at in sorted({5, last // 3, last // 2, last - 8, last - 4, last - 1}):
        assert run(dies_at)[0] == -signal.SIGKILL
        url = f"sqlite:///{tmp_path / f'{dies_at}.famedit'}"
        assert contents(url) == before
        database = Database(url)
        database.close()
        assert contents(url) == before


def test_the_first_link_is_the_cores() -> None:
    text = (Path(migrating.__file__).parent / "versions" / "0001_first_tables.py").read_text()
    assert "'0' * 64" in text
    assert GENESIS == "0" * 64
