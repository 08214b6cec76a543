"""The wheel carries every file of resources/ and ui/, where the program looks for them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(folder.glob("famedit-*.whl"))) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


@pytest.mark.parametrize(
    ("folder", "there"), [("resources", "famedit/_resources"), ("ui", "famedit/_ui"), ("famedit", "famedit")]
)
def test_every_file_is_in_it(contents: dict[str, bytes], folder: str, there: str) -> None:
    paths = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert paths
    for path in paths:
        name = f"{there}/{path.relative_to(ROOT / folder).as_posix()}"
        assert contents.get(name) == path.read_bytes(), name


def test_nothing_else_is_in_it(contents: dict[str, bytes]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in contents} == {"famedit"}
    assert not [name for name in contents if name.endswith((".pyc", "~", ".orig"))]
