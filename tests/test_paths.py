"""Where things are, in a checkout, in an installed package and in a frozen program; and the log."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from famedit import log, paths


def test_one_variable_moves_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    folders = [paths.data_dir(), paths.config_dir(), paths.log_dir(), paths.backup_dir(), paths.journal_dir()]
    assert all(folder.is_relative_to(tmp_path) for folder in folders)
    assert len(set(folders)) == len(folders)
    assert not any(folder.exists() for folder in folders)
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert paths.home() is None
    assert not paths.data_dir().is_relative_to(tmp_path)


def test_what_names_a_desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert paths.desk_url() == f"sqlite:///{tmp_path}/data/desk.famedit"
    assert paths.desk_url("a b.famedit") == f"sqlite:///{tmp_path}/a b.famedit"
    assert paths.desk_url("postgresql+psycopg://a@b/c") == "postgresql+psycopg://a@b/c"


def test_what_is_shipped_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert paths.resource("templates", "page.html.j2").is_file()
    assert paths.ui_form("x") == paths.ui_form("x.ui")
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "famedit")
    (tmp_path / "famedit" / "_resources").mkdir(parents=True)
    assert paths.resource("icons") == tmp_path / "famedit" / "_resources" / "icons"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "frozen"), raising=False)
    assert paths.resource("icons") == tmp_path / "frozen" / "famedit" / "_resources" / "icons"


def test_the_log(tmp_path: Path) -> None:
    level = logging.getLogger().level
    try:
        path = log.set_up(tmp_path / "log")
        assert path
        logging.getLogger("famedit.test").info("a line")
        assert log.set_up(tmp_path / "other") == tmp_path / "other" / log.LOG_FILE
        logging.getLogger("famedit.test").info("another line")
        assert path.read_text(encoding="utf-8").count("\n") == 1
        (tmp_path / "file").write_bytes(b"")
        assert log.set_up(tmp_path / "file") is None
    finally:
        logging.captureWarnings(False)
        logging.getLogger().setLevel(level)
