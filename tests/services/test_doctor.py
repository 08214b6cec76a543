"""The check-up of sound and of broken desks."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from famedit import paths
from famedit.core import dates
from famedit.core.article import ArticleFields
from famedit.services import doctor as module
from famedit.services.backups import Backups
from famedit.services.desk import Services, open_desk
from famedit.services.doctor import check_desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def said(report: module.Report, level: str) -> str:
    return " ".join(f"{f.subject}: {f.words} {f.remedy}" for f in report.findings if f.level == level)


def test_a_sound_desk(services: Services) -> None:
    services.editing.create(ArticleFields(headline="One"))
    report = services.doctor.check()
    assert report.sound
    assert "is whole: articles: 1, replies: 0" in said(report, "ok")
    assert "There is none yet" in said(report, "note")
    services.backups.make("by hand")
    assert "1 in " in said(services.doctor.check(), "ok")


def test_an_old_backup_of_a_desk_that_changed(services: Services, tmp_path: Path) -> None:
    old = Backups(services.database, tmp_path / "backups", now=lambda: dates.utc_now() - timedelta(days=9))
    old.make("by hand")
    assert "changed since" not in said(services.doctor.check(), "note")
    services.editing.create(ArticleFields(headline="One"))
    assert "changed since" in said(services.doctor.check(), "note")


def desk_file(tmp_path: Path) -> Path:
    path = tmp_path / "desk.famedit"
    services = open_desk(f"sqlite:///{path}", person="Ada", journal_dir=tmp_path / "j", backup_dir=tmp_path / "b")
    services.editing.create(ArticleFields(headline="One", body="A text that will be changed."))
    services.close()
    return path


def test_a_row_changed_by_another_hand_is_found(tmp_path: Path) -> None:
    path = desk_file(tmp_path)
    raw = sqlite3.connect(path)
    raw.execute("UPDATE article SET body = 'changed'")
    raw.execute("DELETE FROM person")
    raw.commit()
    raw.close()
    report = check_desk(f"sqlite:///{path}", tmp_path / "b")
    assert not report.sound
    assert "article 1" in said(report, "problem")
    assert "rows belong to rows that are gone" in said(report, "problem")


def test_a_desk_that_does_not_open_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "desk.famedit"
    path.write_bytes(b"no desk" * 1000)
    report = check_desk(f"sqlite:///{path}", tmp_path / "b")
    assert not report.sound
    assert "not a FamEdit desk" in said(report, "problem")


def test_pages_of_the_file_that_are_gone(tmp_path: Path) -> None:
    path = desk_file(tmp_path)
    data = bytearray(path.read_bytes())
    for start in range(8192, len(data), 8192):
        data[start : start + 512] = bytes(512)
    path.write_bytes(data)
    assert not check_desk(f"sqlite:///{path}", tmp_path / "b").sound


def test_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{desk_file(tmp_path)}"
    monkeypatch.setattr(module.engines, "on_network", lambda path: True)
    monkeypatch.setattr(module.engines, "wal_is_safe", lambda version: False)
    monkeypatch.setattr(module, "LITTLE_ROOM", 10**18)
    monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path / "nowhere")
    report = check_desk(url, tmp_path / "b")
    assert "network disk" in said(report, "note")
    assert "too old" in said(report, "note")
    assert "are left on the disk" in said(report, "problem")
    assert "Parts of it are missing: templates, icons" in said(report, "problem")
