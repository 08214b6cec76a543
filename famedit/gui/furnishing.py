"""Fills the window's frame with its bars, pages and menus, right after the first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from famedit.gui.actions import ActionSet
from famedit.gui.command_bar import CommandBar
from famedit.gui.notices import Notices
from famedit.gui.status_bar import StatusBar

if TYPE_CHECKING:
    from famedit.gui.look import Look
    from famedit.gui.main_window import MainWindow
    from famedit.gui.messages import Messages


def furnish(window: MainWindow, look: Look, messages: Messages) -> None:
    """Give the frame everything but its panes."""
    window.commands = ActionSet(window, window.session.get("keys"))
    window.commands.set_icons(look.icons)
    window.bar = CommandBar(look, window.commands)
    window.pages = QStackedWidget()
    window.status = StatusBar(look)
    window.notices = Notices(look, messages, window.commands, window, window.pages)
    root = QWidget()
    layout = QVBoxLayout(root)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(window.bar)
    layout.addWidget(window.notices.banners)
    layout.addWidget(window.pages, 1)
    layout.addWidget(window.status)
    window.menu = QMenu(window)
    for name, title in window.commands.menu_names():
        top = window.menu.addMenu(title)
        window.commands.fill_menu(top, name)
        window.menuBar().addMenu(top)
    window.menuBar().setVisible(bool(window.session.get("menu_bar", default=False)))
    window.setCentralWidget(root)
    window.furnished()
