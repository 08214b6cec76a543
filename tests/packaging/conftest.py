"""The set-up programs are scripts beside each other, not a package: their folder is put on the path for their tests."""

from __future__ import annotations

import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "packaging"))

WATCHED = ("requirements.lock", "requirements-dev.lock", "packaging/syslibs.txt")


@dataclass(frozen=True)
class Checkout:
    """A checkout of nothing but the commands and their set-up, in a folder whose name has a blank."""

    root: Path

    def script(self, name: str, text: str) -> Path:
        """Write a shell script into it."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A bare checkout, not set up."""
    root = tmp_path / "a checkout"
    (root / "packaging").mkdir(parents=True)
    for name in ("run", "test"):
        shutil.copy(ROOT / name, root / name)
    for path in (ROOT / "packaging").iterdir():
        if path.suffix in (".sh", ".py", ".txt", ".lock") and path.is_file():
            shutil.copy(path, root / "packaging" / path.name)
    for name in WATCHED[:2]:
        shutil.copy(ROOT / name, root / name)
    return Checkout(root)


@pytest.fixture
def ready(checkout: Checkout) -> Callable[[str], None]:
    """Make the checkout ready for the given needs, with a Python that prints what it is told."""
    import prepare

    def make_ready(needs: str) -> None:
        checkout.script(".venv/bin/python", 'printf "%s\\n" "PYTHONPATH=$PYTHONPATH" "$@"')
        text = f"{needs}\n{prepare.sums(checkout.root)}\nmade by set-up\n"
        (checkout.root / ".venv/prepared").write_text(text, encoding="utf-8")

    return make_ready
