"""Which driver, which settings, which addresses."""

from __future__ import annotations

import importlib
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from famedit.core.errors import DeskUnreachable
from famedit.store import engine as engines
from famedit.store import server_link
from famedit.store.database import Database


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 6), False),
        ((3, 50, 7), True), ((3, 51, 0), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True),
    ],
)  # fmt: skip
def test_which_sqlite_keeps_every_commit_in_wal_mode(version: tuple[int, ...], safe: bool) -> None:
    assert engines.wal_is_safe(version) is safe


def test_the_settings_of_both_connections(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a b%20ü?x=1.famedit'}")
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1,
        "mmap_size": 0, "secure_delete": 1, "recursive_triggers": 1, "busy_timeout": 5000, "cache_size": -32768,
        "temp_store": 2, "application_id": engines.APPLICATION_ID,
    }  # fmt: skip
    for connection, query_only in ((database._writer, 0), (database._reader, 1)):
        assert connection is not None
        raw = engines.raw_connection(connection)
        found = {name: (raw.execute(f"PRAGMA {name}").fetchone() or [0])[0] for name in wanted}
        assert found == wanted
        assert raw.execute("PRAGMA query_only").fetchone()[0] == query_only
    database.close()
    assert (tmp_path / "a b%20ü?x=1.famedit").exists()
    assert not (tmp_path / "a b%20ü?x=1.famedit-wal").exists()


def test_without_a_safe_sqlite_the_desk_works_in_truncate_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'desk.famedit'}"
    Database(url).close()

    def missing(name: str, package: str | None = None) -> object:
        raise ImportError(name)

    monkeypatch.setattr(engines, "import_module", missing)
    assert engines.sqlite_driver() is sqlite3
    monkeypatch.setattr(engines, "wal_is_safe", lambda version: False)
    database = Database(url)
    assert database._writer is not None
    assert engines.raw_connection(database._writer).execute("PRAGMA journal_mode").fetchone()[0] == "truncate"
    assert database.write(lambda tx: tx.server) is False
    database.close()


def test_the_newer_sqlite_is_the_one_that_is_used() -> None:
    driver = engines.sqlite_driver()
    assert driver is importlib.import_module("sqlcipher3.dbapi2")
    assert engines.wal_is_safe(driver.sqlite_version_info)


def test_network_disks_are_recognised(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\nsrv:/x /mnt/a\\040b nfs4 rw 0 0\ntmpfs /mnt/a\\040b/local tmpfs rw 0 0\n"
    )
    assert engines.on_network(Path("/mnt/a b/desk.famedit"), mounts)
    assert not engines.on_network(Path("/mnt/a b/local/desk.famedit"), mounts)
    assert not engines.on_network(Path("/mnt/a bc/desk.famedit"), mounts)
    assert not engines.on_network(Path("/home/desk.famedit"), tmp_path / "none")


@pytest.mark.parametrize(
    "url",
    ["", "desk", "sqlite://", "sqlite:///:memory:", "mysql://a@b/c", "postgresql://host", "sqlite+aiosqlite:///x"],
)
def test_other_addresses_are_refused_in_words(url: str) -> None:
    with pytest.raises(DeskUnreachable, match="address"):
        engines.parse_url(url)


def test_a_password_is_never_shown() -> None:
    for url in (
        "postgresql://ada:geheim@srv:5433/desk?password=geheim&sslmode=require",
        "postgres://ada:geheim@srv:5433/desk",
    ):
        parsed = engines.parse_url(url)
        assert engines.shown(parsed) == "postgresql+psycopg://ada@srv:5433/desk"
        with pytest.raises(DeskUnreachable) as refused:
            engines.parse_url(url.replace("postgres", "oracle"))
        assert "geheim" not in str(refused.value)


def test_a_server_elsewhere_is_asked_for_its_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    def arguments(url: str) -> dict[str, object]:
        engine = engines.postgresql_engine(engines.parse_url(url))
        (_, keywords) = engine.dialect.create_connect_args(engine.url)
        seen: dict[str, object] = {}

        def look(*_given: object, **keywords: object) -> None:
            seen.update(keywords)
            raise InterruptedError

        monkeypatch.setattr(server_link, "_connection_class", lambda: SimpleNamespace(connect=look))
        with pytest.raises(InterruptedError):
            engine.connect()
        engine.dispose()
        return {**keywords, **seen}

    assert arguments("postgresql://ada@srv/desk")["sslmode"] == "verify-full"
    assert arguments("postgresql://ada@srv/desk?sslmode=require")["sslmode"] == "require"
    assert "sslmode" not in arguments("postgresql://ada@localhost/desk")
    assert "sslmode" not in arguments("postgresql://ada@/desk?host=/run/pg")
    assert arguments("postgresql://ada@srv/desk")["target_session_attrs"] == "read-write"
