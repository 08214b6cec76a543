"""Files that are old or new, and nothing between."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from famedit.core.errors import DeskReadOnly, DeskUnreachable, DiskFull, UserError
from famedit.services import disk


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EFBIG, DiskFull),
        (errno.EROFS, DeskReadOnly),
        (errno.EACCES, DeskReadOnly),
        (errno.EPERM, DeskReadOnly),
        (errno.ENOTDIR, DeskUnreachable),
        (errno.EEXIST, DeskUnreachable),
        (errno.EISDIR, DeskUnreachable),
        (errno.ENOENT, DeskUnreachable),
        (errno.ENAMETOOLONG, DeskUnreachable),
        (errno.EIO, DeskUnreachable),
    ],
)
def test_words_for_every_trouble(number: int, kind: type[UserError], tmp_path: Path) -> None:
    error = disk.disk_trouble(OSError(number, os.strerror(number)), tmp_path)
    assert isinstance(error, kind)
    assert str(tmp_path) in error.message
    assert error.remedy
    assert "errno" not in str(error).lower()


def test_reading(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert disk.read_bytes(path, at_most=5) == b"12345"
    with pytest.raises(UserError, match="larger than"):
        disk.read_bytes(path, at_most=4)


def test_writing_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    disk.write_whole(path, b"one")
    disk.write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(tmp_path) == ["a.txt"]
    (tmp_path / "folder").mkdir()
    with pytest.raises(DeskUnreachable, match="is a folder"):
        disk.write_whole(tmp_path / "folder", b"x")
    with pytest.raises(DeskUnreachable, match="There is no"):
        disk.write_whole(tmp_path / "gone" / "a", b"x")
    assert names(tmp_path) == ["a.txt", "folder"]


def test_writing_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    assert disk.write_whole_folder(folder, {"a": b"1", "b/c": b"2"}) is False
    assert disk.write_whole_folder(folder, {"a": b"3"}, ["b/c"]) is True
    assert (folder / "a").read_bytes() == b"3"
    assert not (folder / "b").exists()
    (folder / "mine.txt").write_bytes(b"kept")
    (folder / "link").symlink_to("mine.txt")
    assert disk.write_whole_folder(folder, {"a": b"4"}) is True
    assert (folder / "mine.txt").read_bytes() == b"kept"
    assert (folder / "link").is_symlink()
    assert names(tmp_path) == ["page"]


def test_a_linked_folder_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "page").symlink_to(real)
    disk.write_whole_folder(tmp_path / "page", {"a": b"1"})
    assert (tmp_path / "page").is_symlink()
    assert (real / "a").read_bytes() == b"1"


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"a file")
    with pytest.raises(DeskUnreachable, match="a file is in the way"):
        disk.write_whole_folder(tmp_path / "page", {"a": b"1"})
    assert (tmp_path / "page").read_bytes() == b"a file"
    with pytest.raises(DeskUnreachable, match="a file is in the way"):
        disk.made(tmp_path / "page" / "inner")
    assert names(tmp_path) == ["page"]


def test_two_renames_where_there_is_no_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_exchange", lambda one, other: False)
    folder = tmp_path / "page"
    disk.write_whole_folder(folder, {"a": b"1"})
    disk.write_whole_folder(folder, {"a": b"2"})
    assert (folder / "a").read_bytes() == b"2"
    assert names(tmp_path) == ["page"]
    # a crash between the two renames
    folder.rename(tmp_path / f".page{disk.REPLACED}")
    disk.write_whole_folder(folder, {"b": b"3"})
    assert sorted(path.name for path in folder.iterdir()) == ["a", "b"]
    # and one right after them
    (tmp_path / f".page{disk.REPLACED}").mkdir()
    disk.write_whole_folder(folder, {"b": b"4"})
    assert names(tmp_path) == ["page"]


def test_a_failed_second_rename_takes_the_first_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_exchange", lambda one, other: False)
    folder = tmp_path / "page"
    disk.write_whole_folder(folder, {"a": b"1"})
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.endswith(disk.UNFINISHED):
            raise OSError(errno.EIO, "input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(DeskUnreachable, match="cannot be used"):
        disk.write_whole_folder(folder, {"a": b"2"})
    assert (folder / "a").read_bytes() == b"1"
    assert names(tmp_path) == ["page"]


@pytest.mark.parametrize("call", ["fsync", "open", "replace", "link", "mkdir"])
def test_whatever_call_fails_the_old_one_stays(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, file = tmp_path / "page", tmp_path / "a.html"
    disk.write_whole_folder(folder, {"a": b"old", "b": b"old"})
    (folder / "mine").write_bytes(b"mine")
    disk.write_whole(file, b"old")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    targets = {"open": (Path, "open"), "replace": (Path, "replace"), "mkdir": (Path, "mkdir")}
    owner, name = targets.get(call, (os, call))
    real = getattr(owner, name)
    for at in range(1, 12):
        calls = 0

        def failing(*args: object, at: int = at, **kwargs: object) -> object:
            nonlocal calls
            calls += 1
            if calls == at:
                raise OSError(errno.ENOSPC, "no space")
            return real(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, failing)
            results = []
            for work in (
                lambda: disk.write_whole_folder(folder, {"a": b"new", "b": b"new"}),
                lambda: disk.write_whole(file, b"new"),
            ):
                try:
                    work()
                    results.append(True)
                except DiskFull:
                    results.append(False)
        content = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert set(content) == set(before), (call, at)
        assert content[folder / "mine"] == b"mine"
        assert content[folder / "a"] == content[folder / "b"]
        for path in (folder / "a", folder / "b", file):
            if path.read_bytes() == b"new":
                path.write_bytes(b"old")


def test_what_a_dead_writer_left_is_swept_up(tmp_path: Path) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    left = tmp_path / f".page.{int(dead.stdout)}-0{disk.UNFINISHED}"
    left.mkdir()
    (left / "half").write_bytes(b"")
    alive = tmp_path / f".page.{os.getpid()}-99999{disk.UNFINISHED}"
    alive.mkdir()
    mother = tmp_path / f".page.1-0{disk.UNFINISHED}"
    mother.mkdir()
    other = tmp_path / f".other.{int(dead.stdout)}-0{disk.UNFINISHED}"
    other.write_bytes(b"")
    disk.write_whole_folder(tmp_path / "page", {"a": b"1"})
    assert names(tmp_path) == sorted(["page", alive.name, mother.name, other.name])
    disk.sweep_folder(tmp_path)
    assert not other.exists()


def test_names_and_links_without_the_systems_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    folder = tmp_path / "page"
    disk.write_whole_folder(folder, {"a": b"1"})
    (folder / "mine").write_bytes(b"mine")
    disk.write_whole_folder(folder, {"a": b"2"})
    assert (folder / "mine").read_bytes() == b"mine"


def test_a_disk_that_cannot_sync_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError(errno.EINVAL, "no")

    monkeypatch.setattr(os, "fsync", refuse)
    disk.sync_folder(tmp_path)

    def broken(handle: int) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        disk.sync_folder(tmp_path)
