"""Transactions, and what the world does to them: two writers, locks, full disks, lost servers, kill -9."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from famedit.core.article import ArticleFields, RevisionKind
from famedit.core.errors import (
    DeskDamaged,
    DeskError,
    DeskLocked,
    DeskMoved,
    DeskReadOnly,
    DeskUnreachable,
    DiskFull,
)
from famedit.store import articles, faults, people, pictures, records
from famedit.store import database as database_module
from famedit.store import engine as engines
from famedit.store import revisions as revisions_store
from famedit.store.database import Database, Writing
from famedit.store.faults import Where
from famedit.store.records import Act
from famedit.store.tables import person, record, record_head, revision
from famedit.store.values import fields_document
from tests.desks import postgres, sqlite_template

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def desk_file(tmp_path: Path) -> Path:
    path = tmp_path / "desk.famedit"
    shutil.copyfile(sqlite_template(), path)
    return path


@pytest.fixture
def on_file(desk_file: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{desk_file}")
    yield opened
    opened.close()


@pytest.fixture
def on_server() -> Iterator[Database]:
    url = postgres().new_desk()
    opened = Database(url)
    yield opened
    opened.close()
    postgres().drop(url)


def raw_writer(database: Database) -> Any:  # noqa: ANN401 -- the connection of whichever driver there is
    assert database._writer is not None
    return engines.raw_connection(database._writer)


def names(database: Database) -> list[str]:
    return database.read(lambda look: look.values(sa.select(person.c.name).order_by(person.c.id)))


def test_a_transaction_is_whole_or_not_at_all(database: Database) -> None:
    def work(tx: Writing) -> None:
        people.meet(tx, "Ada")
        raise InterruptedError

    with pytest.raises(InterruptedError):
        database.write(work)
    assert names(database) == []
    database.write(lambda tx: people.meet(tx, "Ben"))
    assert names(database) == ["Ben"]
    assert database.write(lambda tx: people.name_of(tx, people.meet(tx, "Ben"))) == "Ben"


def test_a_fault_of_the_program_is_not_put_into_words(database: Database) -> None:
    with pytest.raises(IntegrityError):
        database.write(lambda tx: tx.run(person.insert().values(id=1, name=None, created_at=tx.now)))
    with pytest.raises(DBAPIError):
        database.read(lambda look: look.value(sa.text("SELECT nonsense FROM nowhere")))
    assert names(database) == []


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DeskReadOnly):
        database.read(lambda look: look.value(sa.text("DELETE FROM person")))


def test_reading_is_one_moment(desk_url: str, database: Database) -> None:
    other = Database(desk_url)

    def look_twice(look: database_module.Reading) -> tuple[int, int]:
        first = look.value(sa.select(sa.func.count()).select_from(person))
        other.write(lambda tx: people.meet(tx, "Ada"))
        return first, look.value(sa.select(sa.func.count()).select_from(person))

    assert database.read(look_twice) == (0, 0)
    assert names(database) == ["Ada"]
    other.close()


def test_two_writers_take_turns(desk_url: str) -> None:
    desks = [Database(desk_url) for _ in range(2)]
    failed: list[BaseException] = []

    def write(database: Database, name: str) -> None:
        try:
            for number in range(40):
                act = Act("test", after=str(number))
                database.write(lambda tx, act=act: records.append(tx, people.meet(tx, name), [act]))
        except BaseException as error:  # noqa: BLE001 -- reported by the test
            failed.append(error)

    threads = [threading.Thread(target=write, args=(desk, f"writer {n}")) for n, desk in enumerate(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert desks[0].read(records.check) is None
    assert len(desks[0].read(records.entries)) == 80
    for desk in desks:
        desk.close()


# Guards and row truth -----------------------------------------------------------------------------------------------


def some_revision(tx: Writing) -> int:
    number = people.meet(tx, "Ada")
    article_id = articles.insert(tx, ArticleFields(headline="H"))
    document = fields_document(ArticleFields())
    revisions_store.append(tx, article_id, document, key="k", kind=RevisionKind.SAVED, person_id=number)
    records.append(tx, number, [Act("one", payload={"words": "secret"}), Act("two")])
    return article_id


@pytest.mark.parametrize(
    "statement",
    [
        revision.update().values(name="x"),
        revision.delete(),
        record.update().values(action="x"),
        record.update().values(payload=None, salt=None),
        record.delete(),
    ],
    ids=str,
)
def test_what_only_grows_refuses_everything_else(database: Database, statement: sa.Executable) -> None:
    database.write(some_revision)
    with pytest.raises(DBAPIError, match="only grows"):
        database.write(lambda tx: tx.run(statement))
    assert database.read(records.check) is None


@pytest.mark.parametrize(
    "statement", [record.update().values(action="x", payload=None, salt=None), record.delete()], ids=str
)
def test_even_erasing_may_only_drop_the_words(database: Database, statement: sa.Executable) -> None:
    database.write(some_revision)

    def work(tx: Writing) -> None:
        with records.permit(tx):
            tx.run(statement)

    with pytest.raises(DBAPIError, match="only grows"):
        database.write(work)
    database.write(lambda tx: records.erase(tx, [1]))
    assert [entry.payload for entry in database.read(lambda look: list(records.walk(look)))] == [None, {}]
    assert database.read(records.check) is None


def test_entries_cut_off_the_end_are_noticed(database: Database) -> None:
    database.write(some_revision)
    database.write(lambda tx: tx.run(record_head.update().values(number=5)))
    broken = database.read(records.check)
    assert broken is not None
    assert broken.words == "The record ends at entry 2; there were 5."


def test_a_changed_entry_is_noticed(on_file: Database) -> None:
    on_file.write(some_revision)
    on_file.close()
    raw = sqlite3.connect(on_file.path or "")
    query = "SELECT sql FROM sqlite_master WHERE name = 'record_refuses_update'"
    (guard,) = raw.execute(query).fetchone()
    raw.execute("DROP TRIGGER record_refuses_update")
    raw.execute("UPDATE record SET action = 'three' WHERE number = 2")
    raw.execute(guard)
    raw.commit()
    raw.close()
    again = Database(f"sqlite:///{on_file.path}")
    broken = again.read(records.check)
    again.close()
    assert broken is not None
    assert broken.number == 2


def test_nothing_to_record_is_nothing(database: Database) -> None:
    database.write(lambda tx: records.append(tx, 1, []))
    assert database.read(records.entries) == ()


# SQLite and the disk ------------------------------------------------------------------------------------------------


def test_a_new_desk_makes_its_folder(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'desk.famedit'}")
    assert (database.name, database.url_shown) == ("desk", str(tmp_path / "new" / "folder" / "desk.famedit"))
    database.close()
    database.close()


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    (tmp_path / "desk.famedit").touch()
    Database(f"sqlite:///{tmp_path / 'desk.famedit'}").close()
    assert (tmp_path / "desk.famedit").stat().st_size > 0


def test_places_no_desk_can_be_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DeskUnreachable, match="cannot be used"):
        Database(f"sqlite:///{tmp_path / 'file' / 'desk.famedit'}")
    with pytest.raises(DeskUnreachable, match="is a folder"):
        Database(f"sqlite:///{tmp_path}")


def test_another_program_holds_the_write_lock(on_file: Database) -> None:
    raw_writer(on_file).execute("PRAGMA busy_timeout=50")
    # the same library: two libraries in one process do not see each other's locks
    other = engines.sqlite_driver().connect(str(on_file.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DeskLocked, match="Another program is writing"):
        on_file.write(lambda tx: people.meet(tx, "Ada"))
    assert names(on_file) == []  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    on_file.write(lambda tx: people.meet(tx, "Ada"))
    assert names(on_file) == ["Ada"]


def test_a_full_disk_overwrites_nothing_and_heals(on_file: Database) -> None:
    on_file.write(lambda tx: people.meet(tx, "Ada"))
    raw = raw_writer(on_file)
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count={pages + 2}")
    picture = os.urandom(400_000)

    def put(tx: Writing) -> str:
        return pictures.put(tx, picture, media_type="image/png", width=1, height=1, file_name="a")

    with pytest.raises(DiskFull, match="nothing was overwritten"):
        on_file.write(put)
    assert names(on_file) == ["Ada"]
    on_file.write(lambda tx: people.meet(tx, "Ben"))
    raw.execute("PRAGMA max_page_count=1000000")
    name = on_file.write(put)
    assert on_file.read(lambda look: pictures.get(look, name)) == picture


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_really_runs_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=True)
    try:
        database = Database(f"sqlite:///{disk / 'desk.famedit'}")
        written = 0

        def put_any(tx: Writing) -> str:
            return pictures.put(tx, os.urandom(50_000), media_type="", width=1, height=1, file_name="")

        with suppress(DiskFull):
            for _ in range(100):
                database.write(put_any)
                written += 1
        assert 5 < written < 60
        with pytest.raises(DiskFull, match="There is no room left"):
            database.write(put_any)
        kept = database.read(lambda look: look.value(sa.text("SELECT count(*) FROM picture")))
        assert kept == written
        with pytest.raises(DiskFull):
            database.copy_to(disk / "copy.famedit")
        (disk / "copy.famedit").unlink()
        database.close()
        with pytest.raises(DeskError):
            Database(f"sqlite:///{disk / 'second.famedit'}")
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        again = Database(f"sqlite:///{disk / 'desk.famedit'}")
        again.write(lambda tx: people.meet(tx, "Ada"))
        assert again.read(lambda look: look.value(sa.text("SELECT count(*) FROM picture"))) == written
        again.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a disk that cannot be written")
def test_a_disk_that_cannot_be_written(tmp_path: Path, desk_file: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], check=True)
    try:
        shutil.copyfile(desk_file, disk / "desk.famedit")
        database = Database(f"sqlite:///{disk / 'desk.famedit'}")
        database.write(lambda tx: people.meet(tx, "Ada"))
        database.close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        database = Database(f"sqlite:///{disk / 'desk.famedit'}")
        assert isinstance(database.why_read_only, DeskReadOnly)
        assert names(database) == ["Ada"]
        with pytest.raises(DeskReadOnly, match="cannot be written"):
            database.write(lambda tx: people.meet(tx, "Ben"))
        database.copy_to(tmp_path / "copy.famedit")
        database.close()
        copy = Database(f"sqlite:///{tmp_path / 'copy.famedit'}")
        assert names(copy) == ["Ada"]
        copy.close()
        with pytest.raises(DeskError):
            Database(f"sqlite:///{disk / 'new.famedit'}")
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_file_that_was_moved_replaced_or_deleted_is_not_written(on_file: Database, tmp_path: Path) -> None:
    path = on_file.path
    assert path is not None
    path.rename(tmp_path / "elsewhere.famedit")
    with pytest.raises(DeskMoved):
        on_file.write(lambda tx: people.meet(tx, "Ada"))
    shutil.copyfile(sqlite_template(), path)
    with pytest.raises(DeskMoved, match="moved, replaced or deleted"):
        on_file.write(lambda tx: people.meet(tx, "Ada"))
    path.unlink()
    (tmp_path / "elsewhere.famedit").rename(path)
    on_file.write(lambda tx: people.meet(tx, "Ada"))
    assert names(on_file) == ["Ada"]


def test_a_damaged_file_says_so(desk_file: Path) -> None:
    database = Database(f"sqlite:///{desk_file}")
    for number in range(300):
        database.write(lambda tx, n=number: people.meet(tx, f"person {n} " + "x" * 200))
    database.close()
    data = bytearray(desk_file.read_bytes())
    for page in range(len(data) // 4096):
        if b"x" * 200 in data[page * 4096 : (page + 1) * 4096]:
            data[page * 4096 : page * 4096 + 100] = bytes(100)
    desk_file.write_bytes(data)
    broken = Database(f"sqlite:///{desk_file}")
    with pytest.raises(DeskDamaged, match="cannot be read; nothing was deleted"):
        names(broken)
    broken.close()


def test_a_copy_is_whole_and_says_when_it_cannot_be_made(
    on_file: Database, on_server: Database, tmp_path: Path
) -> None:
    on_file.write(lambda tx: people.meet(tx, "Ada"))
    on_file.copy_to(tmp_path / "copy.famedit")
    assert not list(tmp_path.glob("copy.famedit-*"))
    copy = Database(f"sqlite:///{tmp_path / 'copy.famedit'}")
    assert (names(copy), copy.desk_id) == (["Ada"], on_file.desk_id)
    copy.close()
    (tmp_path / "letter").write_text("No database, but long enough to be looked at. " * 30)
    with pytest.raises(DeskError):
        on_file.copy_to(tmp_path / "letter")
    with pytest.raises(NotImplementedError):
        on_server.copy_to(tmp_path / "x")


def test_checkpoints(on_file: Database, on_server: Database) -> None:
    on_file.write(lambda tx: people.meet(tx, "Ada"))
    assert on_file.checkpoint()
    assert on_file.checkpoint(truncate=True)
    assert Path(f"{on_file.path}-wal").stat().st_size == 0
    assert on_server.checkpoint()


WRITE_AND_DIE = """
import sys
from famedit.core.article import ArticleFields, RevisionKind
from famedit.services.desk import open_desk
from pathlib import Path
folder = Path(sys.argv[1])
services = open_desk(f"sqlite:///{folder / 'desk.famedit'}", person="Ada", journal_dir=folder, backup_dir=folder)
article, _ = services.editing.create()
print(article.id, flush=True)
number = 0
while True:
    number += 1
    fields = ArticleFields(headline="H", body="word " * (number % 500) + str(number))
    article, _ = services.editing.save(article.id, base_version=number, fields=fields, key=str(number))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 19, 40])
def test_killed_in_the_middle_of_commits_nothing_acknowledged_is_lost(tmp_path: Path, after: int) -> None:
    shutil.copyfile(sqlite_template(), tmp_path / "desk.famedit")
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    child = subprocess.Popen(
        [sys.executable, "-c", WRITE_AND_DIE, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert child.stdout is not None
    article_id = int(child.stdout.readline())
    for _ in range(after):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.wait()
    child.stdout.close()
    acknowledged = max([after, *(int(line) for line in rest if line.isdigit())])
    database = Database(f"sqlite:///{tmp_path / 'desk.famedit'}")
    stored = database.read(lambda look: articles.get(look, article_id))
    assert stored is not None
    assert acknowledged <= int(stored.fields.body.split()[-1]) <= acknowledged + 1
    assert stored.version == stored.revision_no == int(stored.fields.body.split()[-1]) + 1
    assert database.read(records.check) is None
    assert raw_writer(database).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


# PostgreSQL and the network -----------------------------------------------------------------------------------------


def end_sessions(database: Database) -> None:
    postgres().run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        f"'{database.name}' AND pid <> pg_backend_pid()"
    )


def test_a_dropped_connection_is_made_again(on_server: Database) -> None:
    on_server.write(lambda tx: people.meet(tx, "Ada"))
    end_sessions(on_server)
    on_server.write(lambda tx: people.meet(tx, "Ben"))
    end_sessions(on_server)
    assert names(on_server) == ["Ada", "Ben"]


def test_a_connection_dropped_inside_a_transaction_loses_and_doubles_nothing(
    on_server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "RETRY_SECONDS", (0.0, 0.0, 0.0))
    tries: list[int] = []

    def work(tx: Writing) -> int:
        tries.append(1)
        number = people.meet(tx, "Ada")
        if len(tries) == 1:
            end_sessions(on_server)
        return number

    assert on_server.write(work) == people_row(on_server, "Ada")
    assert len(tries) == 2

    def look(look: database_module.Reading) -> list[str]:
        tries.append(1)
        if len(tries) == 3:
            end_sessions(on_server)
        return look.values(sa.select(person.c.name))

    assert on_server.read(look) == ["Ada"]


def people_row(database: Database, name: str) -> int | None:
    return database.read(lambda look: people.person_id(look, name))


def test_an_answer_to_commit_that_got_lost_is_asked_for(on_server: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The transaction is committed, then the connection goes before the program hears of it."""
    real = on_server._write_engine.dialect.do_commit
    lost: list[int] = []

    def commit_and_lose(connection: Any) -> None:  # noqa: ANN401 -- the driver's connection in SQLAlchemy's wrapping
        real(connection)
        if not lost:
            lost.append(1)
            connection.driver_connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(on_server._write_engine.dialect, "do_commit", commit_and_lose)
    tries: list[int] = []

    def work(tx: Writing) -> str:
        tries.append(1)
        people.meet(tx, "Ada")
        return "done"

    assert on_server.write(work) == "done"
    assert (len(tries), lost) == (1, [1])
    assert names(on_server) == ["Ada"]


def test_an_end_nobody_knows_is_waited_for(on_server: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The transaction is still going on at the server when its end is asked for, and is rolled back then."""
    monkeypatch.setattr(database_module, "ASK_SECONDS", 0.0)
    address = on_server._url.set(drivername="postgresql").render_as_string(hide_password=False)
    other = psycopg.connect(address)
    row = other.execute("SELECT pg_current_xact_id()::text").fetchone()
    assert row is not None
    assert not on_server._committed(row[0])
    other.rollback()
    assert not on_server._committed(row[0])
    row = other.execute("SELECT pg_current_xact_id()::text").fetchone()
    assert row is not None
    other.commit()
    other.close()
    assert on_server._committed(row[0])


def test_a_desk_without_its_first_row_is_refused(on_file: Database) -> None:
    on_file.close()
    raw = sqlite3.connect(on_file.path or "")
    raw.execute("DELETE FROM desk")
    raw.commit()
    raw.close()
    with pytest.raises(DeskDamaged, match="cannot be read"):
        Database(f"sqlite:///{on_file.path}")


def test_a_server_that_stays_away_is_told_of(on_server: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "RETRY_SECONDS", (0.0,))

    def always(tx: Writing) -> None:
        tx.value(sa.select(sa.func.count()).select_from(person))
        end_sessions(on_server)
        people.meet(tx, "Ada")

    with pytest.raises(DeskUnreachable, match="does not answer"):
        on_server.write(always)


def test_no_server_no_database_no_password() -> None:
    with pytest.raises(DeskUnreachable, match="does not answer"):
        Database("postgresql://ada@127.0.0.1:1/desk")
    url = postgres().url("no_such_database")
    with pytest.raises(DeskUnreachable, match="no database"):
        Database(url)


def test_a_server_that_must_not_be_written(on_server: Database) -> None:
    postgres().run(f"ALTER DATABASE {on_server.name} SET default_transaction_read_only = on")
    with pytest.raises(DeskError):
        Database(str(on_server._url.render_as_string(hide_password=False)))
    postgres().run(f"ALTER DATABASE {on_server.name} SET default_transaction_read_only = off")


def test_a_lock_held_by_a_colleague_is_told_of(on_server: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "RETRY_SECONDS", ())
    with psycopg.connect(on_server._url.set(drivername="postgresql").render_as_string(hide_password=False)) as other:
        other.execute("LOCK TABLE person")

        def work(tx: Writing) -> None:
            tx.connection.exec_driver_sql("SET LOCAL lock_timeout = 50")
            people.meet(tx, "Ada")

        with pytest.raises(DeskLocked):
            on_server.write(work)


# Words --------------------------------------------------------------------------------------------------------------


class _Sqlite(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sqlite_errorname = name


class _Server(Exception):
    def __init__(self, sqlstate: str | None, text: str = "") -> None:
        super().__init__(text)
        self.sqlstate = sqlstate


HERE = Where("/d/desk.famedit", Path("/d/desk.famedit"))
THERE = Where("postgresql://srv/desk", None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", DiskFull), ("SQLITE_READONLY", DeskReadOnly), ("SQLITE_READONLY_DBMOVED", DeskMoved),
        ("SQLITE_BUSY_SNAPSHOT", DeskLocked), ("SQLITE_LOCKED", DeskLocked), ("SQLITE_CORRUPT_INDEX", DeskDamaged),
        ("SQLITE_NOTADB", DeskDamaged), ("SQLITE_CANTOPEN_ISDIR", DeskUnreachable), ("SQLITE_PERM", DeskReadOnly),
        ("SQLITE_IOERR_FSYNC", DeskError), ("SQLITE_CONSTRAINT_UNIQUE", None), ("SQLITE_ERROR", None),
    ],
)  # fmt: skip
def test_words_for_sqlite(name: str, kind: type[DeskError] | None) -> None:
    told = faults.in_words(DBAPIError("s", None, _Sqlite(name)), HERE)
    assert type(told) is (kind or type(None))
    if told:
        assert "/d/desk.famedit" in told.message
        assert "SQLITE" not in str(told)
        assert told.remedy


def test_an_io_error_on_a_full_disk_is_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    where = Where("desk", tmp_path / "desk")
    error = DBAPIError("s", None, _Sqlite("SQLITE_IOERR_FSYNC"))
    assert type(faults.in_words(error, where)) is DeskError
    monkeypatch.setattr(faults, "NEARLY_FULL", 1 << 62)
    assert type(faults.in_words(error, where)) is DiskFull


@pytest.mark.parametrize(
    ("state", "text", "kind"),
    [
        ("53100", "", DiskFull), ("25006", "", DeskReadOnly), ("42501", "", DeskReadOnly), ("55P03", "", DeskLocked),
        ("57014", "", DeskLocked), ("XX001", "", DeskDamaged), ("28P01", "", DeskUnreachable),
        ("3D000", "", DeskUnreachable), ("57P01", "", DeskUnreachable), ("08006", "", DeskUnreachable),
        ("23505", "", None), (None, "something", None),
        (None, "password authentication failed for user", DeskUnreachable),
    ],
)  # fmt: skip
def test_words_for_a_server(state: str | None, text: str, kind: type[DeskError] | None) -> None:
    told = faults.in_words(DBAPIError("s", None, _Server(state, text)), THERE)
    assert type(told) is (kind or type(None))


def test_an_error_without_a_name_is_a_fault_of_the_program() -> None:
    assert faults.in_words(DBAPIError("s", None, ValueError("x")), HERE) is None
