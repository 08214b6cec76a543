"""A preview pane with the real engine, over a small desk."""

from __future__ import annotations

from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtWidgets import QMainWindow

from famedit.core.article import HeroImage
from famedit.gui.actions import ActionSet
from famedit.gui.bus import Bus
from famedit.gui.icons import Icons
from famedit.gui.look import Look
from famedit.gui.messages import Messages
from famedit.gui.preview.pane import PreviewPane
from famedit.gui.settings_store import SettingsStore
from famedit.gui.theme import Theme
from famedit.gui.worker import DatabaseWorker
from tests.gui.preview.kit import Desk, picture_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

#: What Qt and Chromium say on a machine without a graphics card; it says nothing about us.
NO_GRAPHICS = (
    "QRhiGles2",
    "Failed to create RHI",
    "GPUInfo",
    "Vulkan",
    "GBM is not supported",
    "This plugin does not support",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/gui/preview" in item.nodeid:
            item.add_marker(pytest.mark.qt_log_ignore(*NO_GRAPHICS, extend=True))


@pytest.fixture
def look(qapp: object) -> Iterator[Look]:
    theme = Theme()
    theme.set_appearance("light")
    yield Look(theme, Icons(theme))
    theme.deleteLater()


@pytest.fixture
def desk(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Desk]:
    window = QMainWindow()
    qtbot.addWidget(window)
    bus = Bus()
    worker = DatabaseWorker(bus)
    pictures: dict[str, bytes] = {}
    services = SimpleNamespace(library=SimpleNamespace(picture=pictures.get), close=lambda: None)
    worker.open(lambda: cast("Any", services))
    messages = Messages()
    settings = SettingsStore(tmp_path / "settings.json")
    pane = PreviewPane(look, worker, bus, messages, ActionSet(window), settings, window)
    window.setCentralWidget(pane)
    window.resize(900, 700)
    window.show()
    made = Desk(qtbot, pane, window, look)
    made.settings, made.messages, made.pictures = settings, messages, pictures
    yield made
    pane.show_document(None)
    pane.close_engine()
    assert worker.close()
    settings.close()


@pytest.fixture
def add_picture(desk: Desk) -> Callable[..., HeroImage]:
    def add(width: int = 2400, height: int = 1350) -> HeroImage:
        data = picture_bytes(width, height)
        name = sha256(data).hexdigest()
        desk.pictures[name] = data
        return HeroImage(name, alt="A red field", caption="Red", credit="Us", width=width, height=height)

    return add
