"""Nothing is lost in the running window, whatever happens to its desk: what the user reads, and the way on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from famedit.core.answers import DeskFilter
from famedit.core.article import ArticleFields
from famedit.services.desk import open_desk
from famedit.store.migrating import LATEST
from tests.e2e.windows import NOBODY, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from famedit.core.article import ArticleRow
    from famedit.services.desk import Services

TEXT = "The rover answered at dawn."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    (folder / "data").mkdir(parents=True)
    return folder


@pytest.fixture
def window(home: Path) -> Iterator[Callable[..., Window]]:
    opened: list[Window] = []

    def start(where: Path = home, *, database: str = "", as_nobody: bool = False) -> Window:
        opened.append(Window(where, database=database, as_nobody=as_nobody))
        return opened[-1]

    yield start
    for one in opened:
        one.end()


@contextmanager
def services(home: Path, person: str = "Bela Varga") -> Iterator[Services]:
    """The same desk by another door, as the commands without a window use it."""
    data = home / "data"
    opened = open_desk(
        f"sqlite:///{data / 'desk.famedit'}", person=person, journal_dir=data / "journal", backup_dir=data / "backups"
    )
    try:
        yield opened
    finally:
        opened.close()


def a_desk(home: Path, *, backup: bool = False) -> Path:
    """A desk with one article and, if asked, its backup."""
    with services(home) as desk:
        desk.editing.create(ArticleFields(headline="Rover", body=TEXT))
        if backup:
            desk.backups.make("timed")
    return home / "data" / "desk.famedit"


def garbage(desk: Path) -> None:
    desk.write_bytes(os.urandom(40_000))


def truncated(desk: Path) -> None:
    os.truncate(desk, 5_000)


def without_header(desk: Path) -> None:
    with desk.open("r+b") as file:
        file.write(bytes(100))


@pytest.mark.parametrize("damage", [garbage, truncated, without_header])
def test_a_damaged_desk_is_named_and_its_newest_backup_takes_its_place(
    damage: Callable[[Path], None], home: Path, window: Callable[..., Window]
) -> None:
    desk = a_desk(home, backup=True)
    damage(desk)
    damaged = desk.read_bytes()
    shown = window()
    banner = shown.banner(str(desk))
    assert banner["links"][0] == "Retry"
    assert "Open another desk…" in banner["links"]
    assert any(link.startswith("Restore the backup of") for link in banner["links"])
    assert desk.read_bytes() == damaged
    shown.press("Restore the backup of")
    shown.until(lambda look: look["open"] and look["articles"] == 1 and not look["banners"])
    shown.until(lambda look: any("desk.damaged-1.famedit" in words for words in look["told"]))
    assert desk.with_name("desk.damaged-1.famedit").read_bytes() == damaged
    shown.new_article("Writing goes on.")
    assert shown.leave() == 0


def test_a_backup_that_is_damaged_too_makes_room_for_the_one_before(home: Path, window: Callable[..., Window]) -> None:
    desk = a_desk(home, backup=True)
    with services(home) as opened:
        newest = opened.backups.make("by hand").path
    garbage(newest)
    garbage(desk)
    shown = window()
    shown.banner(str(desk))
    shown.press("Restore the backup of")
    shown.banner(str(newest))
    shown.press("Restore the backup of")
    shown.until(lambda look: look["open"] and look["articles"] == 1 and not look["banners"])


def test_a_damaged_desk_without_a_backup_leaves_another_desk_and_retry(
    home: Path, window: Callable[..., Window]
) -> None:
    desk = a_desk(home)
    whole = desk.read_bytes()
    garbage(desk)
    shown = window()
    assert shown.banner("desk.famedit")["links"] == ["Retry", "Open another desk…"]
    shown.press("Open another desk…")
    shown.until(lambda look: look["choosing"] == ["Open desk"])
    shown.do("open_desk", name=str(home / "other.famedit"))
    shown.until(lambda look: look["open"] and not look["banners"])
    shown.new_article("On another desk.")
    desk.write_bytes(whole)
    shown.do("open_desk", name=str(desk))
    shown.until(lambda look: look["open"] and look["articles"] == 1 and look["headline"] is None)
    assert shown.leave() == 0


def test_a_desk_of_a_newer_program_is_left_as_it_is(home: Path, window: Callable[..., Window]) -> None:
    desk = a_desk(home)
    with sqlite3.connect(desk) as raw:
        raw.execute(f"PRAGMA user_version={LATEST + 1}")
    raw.close()
    before = desk.read_bytes()
    shown = window()
    banner = shown.banner("made by a newer FamEdit")
    assert str(desk) in banner["words"]
    assert banner["links"] == ["Retry", "Open another desk…"]
    assert desk.read_bytes() == before


def test_a_strangers_file_is_left_as_it_is(home: Path, window: Callable[..., Window]) -> None:
    desk = home / "data" / "desk.famedit"
    with sqlite3.connect(desk) as raw:
        raw.execute("CREATE TABLE recipes (dish TEXT)")
    raw.close()
    before = desk.read_bytes()
    shown = window()
    banner = shown.banner("is not a FamEdit desk")
    assert str(desk) in banner["words"]
    assert banner["links"] == ["Retry", "Open another desk…"]
    assert desk.read_bytes() == before
    desk.unlink()
    shown.press("Retry")
    shown.until(lambda look: look["open"] and not look["banners"])


@contextmanager
def small_disk(folder: Path, size: str = "4m") -> Iterator[Path]:
    """A disk of its own at ``folder``: rights prove nothing to the super-user, a mount does."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]).returncode:
        pytest.skip("mounting a disk takes the super-user")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk to its last byte."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            pass
    return ballast


def test_a_desk_on_a_disk_that_cannot_be_written_is_open_for_reading(home: Path, window: Callable[..., Window]) -> None:
    with small_disk(home / "disk") as disk:
        desk = a_desk(home)
        shutil.move(desk, disk / "desk.famedit")
        remount(disk, "ro")
        shown = window(database=str(disk / "desk.famedit"))
        banner = shown.banner("open for reading only")
        assert str(disk / "desk.famedit") in banner["words"]
        assert banner["links"] == ["Retry", "Open another desk…"]
        seen = shown.until(lambda look: look["articles"] == 1)
        assert seen["indicator"] == "Read only"
        assert seen["read_only"]
        shown.do("open_article", number=1)
        assert shown.until(lambda look: look["body"])["body"] == TEXT
        shown.do("type", text="x")
        assert shown.look()["body"] == TEXT
        remount(disk, "rw")
        shown.press("Retry")
        shown.until(lambda look: look["open"] and not look["banners"] and not look["read_only"])
        shown.do("open_article", number=1)
        shown.until(lambda look: look["body"])
        shown.do("type", text="x")
        shown.until(lambda look: look["safety"] == "kept")
        assert shown.leave() == 0


def test_a_desk_on_a_full_disk_is_open_for_reading(home: Path, window: Callable[..., Window]) -> None:
    with small_disk(home / "disk") as disk:
        desk = a_desk(home)
        shutil.move(desk, disk / "desk.famedit")
        ballast = fill(disk)
        shown = window(database=str(disk / "desk.famedit"))
        banner = shown.banner("open for reading only")
        assert "no room left" in banner["words"]
        seen = shown.until(lambda look: look["articles"] == 1)
        assert seen["indicator"] == "Read only"
        ballast.unlink()
        shown.press("Retry")
        shown.until(lambda look: look["open"] and not look["banners"] and not look["read_only"])


def test_somebody_elses_desk_without_the_right_to_write(window: Callable[..., Window]) -> None:
    try:
        subprocess.run([sys.executable, "-c", ""], user=NOBODY, group=NOBODY, extra_groups=[], check=True)
    except PermissionError:
        pytest.skip("becoming somebody else takes the super-user, and a Python that everybody may run")
    with tempfile.TemporaryDirectory(prefix="famedit-office-") as name:
        office = Path(name)
        office.chmod(0o711)
        shared = office / "shared"
        (shared / "data").mkdir(parents=True)
        desk = a_desk(shared)
        desk.chmod(0o644)
        mine = office / "mine"
        mine.mkdir()
        os.chown(mine, NOBODY, NOBODY)
        shown = window(mine, database=str(desk), as_nobody=True)
        banner = shown.banner("open for reading only")
        assert "Check the rights of the file and its folder" in banner["words"]
        shown.until(lambda look: look["articles"] == 1)


# While it is open ---------------------------------------------------------------------------------------------------


def test_typing_goes_on_while_the_disk_is_full_and_heals_by_itself(home: Path, window: Callable[..., Window]) -> None:
    shown = window()
    shown.new_article("Before. ")
    shown.do("pages", more=1)
    long = "No room for this line of text. " * 300
    shown.do("type", text=long)
    banner = shown.banner("no room left")
    assert "nothing was overwritten" in banner["words"]
    assert "Your text is kept on this machine" in banner["words"]
    assert shown.look()["indicator"] == "Not saved"
    shown.do("type", text="And on it goes. ")
    assert [one["words"] for one in shown.look()["banners"]] == [banner["words"]]
    shown.do("pages", more=0)
    shown.until(lambda look: look["safety"] == "kept" and not look["banners"])
    shown.kill()
    again = window()
    assert again.until(lambda look: look["body"])["body"] == f"Before. {long}And on it goes. "


def test_killed_while_the_disk_is_full_the_text_is_there(home: Path, window: Callable[..., Window]) -> None:
    shown = window()
    shown.new_article("Before. ")
    shown.do("pages", more=1)
    long = "No room for this line of text. " * 300
    shown.do("type", text=long)
    shown.banner("kept on this machine")
    shown.kill()
    again = window()
    assert again.until(lambda look: look["body"])["body"] == f"Before. {long}"
    # and it is what goes into the desk with the next key
    again.do("type", text="x")
    again.until(lambda look: look["safety"] == "kept")
    assert not list((home / "data" / "journal").rglob("*.json"))


HOLDER = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
raw.execute("ROLLBACK")
print("free", flush=True)
"""


def test_another_program_holds_the_desk_longer_than_we_wait(home: Path, window: Callable[..., Window]) -> None:
    shown = window()
    shown.new_article("Before. ")
    desk = home / "data" / "desk.famedit"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(desk)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        shown.do("type", text="Meanwhile. ")
        shown.until(lambda look: look["safety"] == "saving")  # waiting is shown at once
        banner = shown.banner("Another program is writing")
        assert "Nothing is lost" in banner["words"]
        assert "Your text is kept on this machine" in banner["words"]
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "free\n"
    shown.until(lambda look: look["safety"] == "kept" and not look["banners"])
    shown.kill()
    assert window().until(lambda look: look["body"])["body"] == "Before. Meanwhile. "


def test_the_file_is_moved_away_and_comes_back(home: Path, window: Callable[..., Window]) -> None:
    shown = window()
    shown.new_article("Before. ")
    desk = home / "data" / "desk.famedit"
    away = home / "elsewhere"
    away.mkdir()
    files = [Path(f"{desk}{end}") for end in ("", "-wal", "-shm")]
    for file in files:
        file.rename(away / file.name)
    shown.do("type", text="After. ")
    banner = shown.banner("was moved, replaced or deleted")
    assert str(desk) in banner["words"]
    assert "Your text is kept on this machine" in banner["words"]
    assert not desk.exists()
    for file in files:
        (away / file.name).rename(file)
    shown.until(lambda look: look["safety"] == "kept" and not look["banners"])
    shown.kill()
    assert window().until(lambda look: look["body"])["body"] == "Before. After. "


def test_what_is_written_beside_the_window_is_seen_and_nothing_is_overwritten(
    home: Path, window: Callable[..., Window]
) -> None:
    shown = window()
    shown.new_article("Mine. ")
    shown.do("command", name="article.save")
    shown.until(lambda look: look["safety"] == "saved")
    with services(home) as desk:
        desk.editing.create(ArticleFields(headline="By hand"))
        shown.until(lambda look: look["articles"] == 2)
        # a clean article follows
        (article,) = [desk.library.article(row.id) for row in all_rows(desk) if row.headline != "By hand"]
        fields = article.fields.with_(body="Theirs. ")
        theirs, _ = desk.editing.save(article.id, base_version=article.version, fields=fields, key="one")
        shown.until(lambda look: look["body"] == "Theirs. ")
        # one that is being written in does not
        shown.do("type", text="Mine again. ")
        shown.until(lambda look: look["safety"] == "kept")
        mine = shown.look()["body"]
        fields = theirs.fields.with_(body="Theirs again. ")
        desk.editing.save(article.id, base_version=theirs.version, fields=fields, key="two")
        banner = shown.banner("Bela Varga")
        assert banner["links"] == ["Compare", "Keep mine", "Take theirs"]
        assert shown.look()["body"] == mine
        texts = [desk.editing.revision(one.id).fields for one in desk.editing.revisions(article.id)]
        kept = {fields.body for fields in texts if fields}
        assert {mine, "Theirs again. "} <= kept
        assert desk.library.article(article.id).fields.body == "Theirs again. "


def all_rows(desk: Services) -> tuple[ArticleRow, ...]:
    return desk.library.rows(DeskFilter()).rows


def test_another_desk_in_the_same_window_shows_its_own_articles(home: Path, window: Callable[..., Window]) -> None:
    """Both desks number their articles from 1: nothing of the first may reach the second."""
    shown = window()
    shown.new_article("One of the first desk. ")
    shown.new_article("Two of the first desk. ")
    other = home / "other"
    (other / "data").mkdir(parents=True)
    with services(other) as desk:
        desk.editing.create(ArticleFields(headline="Other", body="One of the other desk. "))
        desk.editing.create(ArticleFields(headline="Another", body="Two of the other desk. "))
    shown.do("open_desk", name=str(other / "data" / "desk.famedit"))
    shown.until(lambda look: look["open"] and look["articles"] == 2 and look["headline"] is None)
    for number, body in ((1, "One of the other desk. "), (2, "Two of the other desk. ")):
        shown.do("open_article", number=number)
        shown.until(lambda look, body=body: look["body"] == body)
        shown.do("type", text="x")
        shown.until(lambda look: look["safety"] == "kept")
    shown.do("open_desk", name=str(home / "data" / "desk.famedit"))
    shown.until(lambda look: look["open"] and look["headline"] is None)
    shown.do("open_article", number=1)
    shown.until(lambda look: look["body"] == "One of the first desk. ")
    assert shown.leave() == 0


def test_a_second_start_on_the_same_desk_brings_the_first_forward(home: Path, window: Callable[..., Window]) -> None:
    shown = window()
    shown.new_article(TEXT)
    second = window()
    assert second.process.wait(60) == 0
    assert shown.look()["shown"]
    assert shown.look()["body"] == TEXT
    other = window(database=str(home / "other.famedit"))
    other.until(lambda look: look["open"])
    # neither does a window take a desk that another has
    other.do("open_desk", name=str(home / "data" / "desk.famedit"))
    other.banner("Another window has this desk open")
    assert shown.leave() == 0
    other.do("open_desk", name=str(home / "data" / "desk.famedit"))
    other.until(lambda look: look["open"] and look["articles"] == 1)


def test_a_backup_that_is_due_is_made_on_closing(home: Path, window: Callable[..., Window]) -> None:
    shown = window()
    shown.new_article(TEXT)
    shown.do("command", name="article.save")
    shown.until(lambda look: look["safety"] == "saved")
    assert shown.leave() == 0
    with services(home) as desk:
        (backup,) = desk.backups.list()
        assert backup.reason == "on closing"
        assert backup.articles == 1
