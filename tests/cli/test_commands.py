"""Every command as it is typed, by its exit code and by what stands on stdout and on stderr."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from famedit import log, paths
from famedit.cli import arguments, commands
from famedit.core.article import Place
from famedit.services.desk import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]
    Start = Callable[..., subprocess.Popen[bytes]]

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "fixtures" / "pages"
STORY = """---
headline: A story of our own
slug: own-story
status: ready
byline: [Ann, Ben]
---

The **text** of it.
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text(STORY, encoding="utf-8")
    return path


def one_line_each(errors: str) -> bool:
    return all(line.startswith("famedit: ") for line in errors.splitlines()) and "Traceback" not in errors


def test_the_way_through(famedit: Run, story: Path, tmp_path: Path) -> None:
    done = famedit("import", story, PAGES / "01-plain.txt")
    assert done.returncode == 0, done.stderr
    assert "A story of our own" in done.stdout
    assert "replies: 2" in done.stdout
    assert "-> article 1, stored as a new article" in done.stdout
    assert one_line_each(done.stderr)
    again = famedit("import", story, PAGES / "01-plain.txt")
    assert again.stdout.count("known already") == 2

    rows = json.loads(famedit("list", "--json").stdout)
    assert {row["slug"] for row in rows} >= {"own-story"}
    assert len(rows) == 2
    ready = json.loads(famedit("list", "--status", "ready", "--json").stdout)
    assert [row["slug"] for row in ready] == ["own-story"]
    assert "own-story" in famedit("list", "--text", "story own").stdout
    assert "No article fits" in famedit("list", "--text", "zzzz").stderr

    out = tmp_path / "out"
    done = famedit("export", "--all", "-o", out)
    assert done.returncode == 0, done.stderr
    assert len(list(out.glob("*/index.html"))) == 2
    assert "<strong>text</strong>" in (out / "own-story" / "index.html").read_text(encoding="utf-8")
    assert famedit("export", "own-story", "-o", out, "--format", "single").returncode == 0
    assert (out / "own-story.html").is_file()
    assert famedit("export", "1", "-o", out, "--format", "markdown").returncode == 0
    assert "headline: A story of our own" in (out / "own-story" / "article.md").read_text(encoding="utf-8")
    exported = json.loads(famedit("export", "--all", "--status", "ready", "-o", out, "--json").stdout)["exported"]
    assert [(row["headline"], row["replaced"]) for row in exported] == [("A story of our own", True)]
    # its own Markdown is the same article
    assert "known already" in famedit("import", out / "own-story" / "article.md").stdout


def test_some_things_done_and_some_not(famedit: Run, story: Path, tmp_path: Path) -> None:
    done = famedit("import", story, tmp_path / "gone.md", ROOT / "resources" / "sample" / "pictures" / "suit.jpg")
    assert done.returncode == 1
    assert "stored as a new article" in done.stdout
    assert "gone.md" in done.stderr
    assert "a picture, not text" in done.stderr
    assert one_line_each(done.stderr)
    done = famedit("export", "own-story", "nobody", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert (tmp_path / "out" / "own-story" / "index.html").is_file()
    assert "nobody" in done.stderr
    (tmp_path / "file").write_bytes(b"")
    done = famedit("export", "--all", "-o", tmp_path / "file")
    assert done.returncode == 1
    assert "a file is in the way" in done.stderr
    assert one_line_each(done.stderr)


def test_replies_and_stdin(famedit: Run, story: Path, tmp_path: Path) -> None:
    famedit("import", story)
    replies = tmp_path / "r.json"
    replies.write_text('[{"text": "One.", "author": "Ann"}, {"text": "Two."}]', encoding="utf-8")
    done = famedit("import", replies)
    assert done.returncode == 1
    assert "--article" in done.stderr
    done = famedit("import", replies, "--article", "own-story")
    assert done.returncode == 0, done.stderr
    assert "replies: 2 new" in done.stdout
    assert "2, 1 without an author" in done.stdout
    done = famedit("import", "-", given=(PAGES / "03-crlf-nbsp.txt").read_bytes())
    assert done.returncode == 0, done.stderr
    assert "Why the red suits creak" in done.stdout
    done = famedit("import", "--dry-run", "--json", PAGES / "04-names-with-digits.txt")
    facts = json.loads(done.stdout)["imported"][0]
    assert [reply["author"] for reply in facts["replies"]] == ["Apollo11", "tinplate62", "1966", "R2D2", "K9"]
    assert len(json.loads(famedit("list", "--json").stdout)) == 2
    imported = json.loads(famedit("import", "--json", PAGES / "04-names-with-digits.txt").stdout)["imported"][0]
    assert (imported["created"], imported["replies_added"]) == (True, 5)


def test_a_newer_draft_is_told(famedit: Run, story: Path, tmp_path: Path) -> None:
    famedit("import", story)
    services = open_desk(paths.desk_url(), person="Ben", journal_dir=paths.journal_dir(), backup_dir=paths.backup_dir())
    article = services.library.article(1)
    draft = article.fields.with_(body="unsaved words")
    services.editing.save_draft(1, base_version=article.version, serial=1, fields=draft, place=Place())
    services.close()
    assert "[newer draft]" in famedit("list").stdout
    done = famedit("export", "1", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "has a newer draft" in done.stderr
    assert "unsaved" not in (tmp_path / "out" / "own-story" / "index.html").read_text(encoding="utf-8")


def test_backup_and_restore(famedit: Run, story: Path, tmp_path: Path) -> None:
    famedit("import", story)
    done = famedit("backup", "--json")
    made = json.loads(done.stdout)
    assert Path(made["file"]).is_file()
    assert made["articles"] == 1
    assert famedit("backup", tmp_path / "copy.famedit").returncode == 0
    famedit("import", PAGES / "01-plain.txt")
    listed = json.loads(famedit("backup", "--list", "--json").stdout)
    assert {row["reason"] for row in listed} >= {"by hand", "before an import"}
    done = famedit("restore", tmp_path / "copy.famedit")
    assert done.returncode == 0, done.stderr
    assert "1 article, 0 replies" in done.stdout
    assert len(json.loads(famedit("list", "--json").stdout)) == 1
    done = famedit("restore", Path(made["file"]).name, "--json")
    assert json.loads(done.stdout)["articles"] == 1
    assert famedit("restore", "gone").returncode == 1
    desk = paths.default_desk()
    desk.write_bytes(b"\x00" * 5000)
    assert famedit("list").returncode == 1
    done = famedit("restore", tmp_path / "copy.famedit")
    assert done.returncode == 0, done.stderr
    assert "the damaged file is kept" in done.stderr
    assert len(json.loads(famedit("list", "--json").stdout)) == 1


def test_another_desk(famedit: Run, story: Path, tmp_path: Path) -> None:
    for name in ("other.famedit", f"sqlite:///{tmp_path}/third.famedit"):
        assert famedit("--database", name, "--actor", "Zoë", "import", story).returncode == 0
        assert "own-story" in famedit("--database", name, "list").stdout
    raw = sqlite3.connect(tmp_path / "other.famedit")
    assert ("Zoë",) in raw.execute("SELECT name FROM person").fetchall()
    raw.close()
    assert famedit("list").returncode == 1
    done = famedit("--database", "gone.famedit", "list")
    assert done.returncode == 1
    assert "There is no desk at" in done.stderr
    assert not (tmp_path / "gone.famedit").exists()
    done = famedit("--database", "mysql://x/y", "list")
    assert done.returncode == 1
    assert one_line_each(done.stderr)
    done = famedit("--database", "postgresql+psycopg://ann:secret@127.0.0.1:1/news", "list")
    assert done.returncode == 1
    assert "secret" not in done.stderr + done.stdout
    assert one_line_each(done.stderr)


def test_doctor_and_sample(famedit: Run, tmp_path: Path) -> None:
    done = famedit("sample")
    assert done.returncode == 0, done.stderr
    assert re.search(r"2\d articles added", done.stdout)
    assert "all there" in famedit("sample").stdout
    done = famedit("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is whole" in done.stdout
    report = json.loads(famedit("doctor", "--json").stdout)
    assert report["sound"]
    (tmp_path / "bad.famedit").write_bytes(b"bad" * 4000)
    done = famedit("--database", "bad.famedit", "doctor")
    assert done.returncode == 1
    assert "Desk: " in done.stderr
    out = tmp_path / "out"
    assert famedit("export", "--all", "-o", out).returncode == 0
    pages = sorted(out.glob("*/index.html"))
    assert len(pages) >= 19
    assert not any("internal_note" in path.read_text(encoding="utf-8") for path in pages)


def test_wrong_usage(famedit: Run) -> None:
    for wrong in (
        ["fly"],
        ["export", "-o", "x", "--all", "a"],
        ["export", "--all"],
        ["list", "--status", "nearly"],
        ["import"],
    ):
        done = famedit(*wrong)
        assert done.returncode == 2, wrong
        assert "Traceback" not in done.stderr
    assert "choose one of draft, in-review, ready, published" in famedit("list", "--status", "nearly").stderr


def test_help_is_worth_reading(famedit: Run) -> None:
    done = famedit("--help")
    assert done.returncode == 0
    for command in arguments.COMMANDS:
        assert f"  {command.name} " in done.stdout
        own = famedit(command.name, "--help").stdout
        assert command.description.split("\n")[0] in own
    assert "exit codes" in done.stdout
    assert famedit("--version").stdout.startswith("FamEdit ")


def test_without_a_screen_the_window_says_so(famedit: Run) -> None:
    if not sys.platform.startswith("linux"):
        return
    done = famedit()
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    for word in ("import", "export", "list", "backup", "restore", "doctor", "tour"):
        assert word in done.stderr


PROBE = """
import sys
from famedit.__main__ import main
code = main(sys.argv[1:])
print("QT", sorted(name for name in sys.modules if name.startswith("PySide6") or name == "qtawesome"), code)
"""


def test_no_command_brings_qt(story: Path, tmp_path: Path) -> None:
    for command in (
        ["import", str(story)],
        ["list"],
        ["export", "--all", "-o", "o"],
        ["backup"],
        ["doctor"],
        ["sample"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", PROBE, *command],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert done.stdout.splitlines()[-1] == "QT [] 0", command


def test_the_help_brings_neither_database_nor_qt(tmp_path: Path) -> None:
    heavy = "{'PySide6', 'sqlalchemy', 'PIL', 'yaml', 'nh3'}"
    code = f"import sys, famedit.__main__; print(sorted(set(sys.modules) & {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


def test_a_reader_that_leaves_early_is_no_error(famedit: Run, start: Start, tmp_path: Path) -> None:
    famedit("sample")
    process = start("export", "--all", "-o", tmp_path / "out")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 0
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors
    assert len(list((tmp_path / "out").glob("*/index.html"))) >= 19


def test_ctrl_c_stops_in_words(famedit: Run, start: Start, tmp_path: Path) -> None:
    famedit("sample")
    process = start("export", "--all", "-o", tmp_path / "out")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert "Stopped." in errors.decode()
    assert "Traceback" not in errors.decode()
    whole = [path.parent for path in (tmp_path / "out").glob("*/index.html")]
    assert whole
    assert all((folder / "manifest.json").is_file() for folder in whole)


def test_a_terminal_without_unicode(start: Start) -> None:
    process = start("import", "--dry-run", PAGES / "01-plain.txt", PYTHONIOENCODING="ascii")
    printed, _ = process.communicate()
    assert process.returncode == 0
    assert b"?Red Horizon?" in printed


def test_the_edge_keeps_the_details(famedit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(options: object) -> int:
        raise RuntimeError("an unheard-of fault")

    monkeypatch.setattr(commands, "run", broken)
    done = famedit("list")
    assert done.returncode == 1
    assert one_line_each(done.stderr)
    assert "unheard-of fault" in (paths.log_dir() / log.LOG_FILE).read_text(encoding="utf-8")
    monkeypatch.setattr(paths, "log_dir", lambda: Path("/dev/null/log"))
    assert "unheard-of fault" in famedit("list").stderr

    def missing(options: object) -> int:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(commands, "run", missing)
    done = famedit("list")
    assert done.returncode == 3
    assert "libEGL.so.1" in done.stderr

    def stopped(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "run", stopped)
    assert famedit("list").returncode == 1


def test_the_settings_are_heard(famedit: Run, story: Path, tmp_path: Path) -> None:
    paths.config_dir().mkdir(parents=True)
    settings = {"person": "Mara", "backup_folder": str(tmp_path / "mine")}
    (paths.config_dir() / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    famedit("import", story)
    assert famedit("backup").returncode == 0
    assert list((tmp_path / "mine").glob("*.famedit"))
    raw = sqlite3.connect(paths.default_desk())
    assert ("Mara",) in raw.execute("SELECT name FROM person").fetchall()
    raw.close()
    (paths.config_dir() / "settings.json").write_text("[broken", encoding="utf-8")
    assert famedit("list").returncode == 0
