"""What tests of the window share: the look, with icons that were really loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from famedit.gui.icons import Icons
from famedit.gui.look import Look
from famedit.gui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def applied_look(qapp: QApplication) -> Iterator[Look]:
    """The look as the program has it: applied to the application. Icons are not loaded."""
    theme = Theme()
    theme.apply(qapp)
    theme.set_appearance("light")
    yield Look(theme, Icons(theme))
    theme.deleteLater()


@pytest.fixture
def look_with_icons(applied_look: Look, qtbot: QtBot) -> Look:
    """The same with icons that are ready."""
    with qtbot.waitSignal(applied_look.icons.ready):
        applied_look.icons.start()
    return applied_look
