"""A window to open dialogs over, and a real desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from tests.gui.desk_fixtures import desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

__all__ = ["desk"]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1200, 800)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
