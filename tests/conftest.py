"""What every test shares: an offscreen platform, a home of its own, and Qt set up before the first application."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "0")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def _web_engine_ready() -> None:
    """The engine's environment and our scheme must be there before any application is made."""
    from famedit.gui.preview.engine import prepare_environment, register_scheme

    prepare_environment()
    register_scheme()


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No test ever touches the person's own desk or settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FAMEDIT_HOME", str(home))
    return home


def pytest_configure(config: pytest.Config) -> None:
    """A short switch interval keeps the GUI thread lively beside busy threads, as in the program itself."""
    sys.setswitchinterval(0.0005)
