"""What every test shares: an offscreen platform, a home of its own, and Qt set up before the first application."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from famedit.platform import SWITCH_INTERVAL, prepare_platform

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test ever touches the person's own desk or settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FAMEDIT_HOME", str(home))
    return home


def pytest_configure(config: pytest.Config) -> None:
    """Set up what the program itself sets up before its first application."""
    prepare_platform()
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    sys.setswitchinterval(SWITCH_INTERVAL)
