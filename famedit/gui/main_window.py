"""The window itself: bars, pages, menus and its place on the screen. What fills it is the workspace's business."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from famedit.gui.actions import ActionSet
from famedit.gui.command_bar import CommandBar
from famedit.gui.notices import Notices
from famedit.gui.status_bar import StatusBar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SessionStore

SMALLEST = QSize(960, 640)
USUAL = QSize(1440, 900)


class MainWindow(QMainWindow):
    """An empty window of the right shape and colours, ready to be shown before anything else is built.

    ``first_painted`` comes once, after the first frame; ``closing`` when the user wants to leave: whoever must keep
    something first calls ``leave`` when it is kept.
    """

    first_painted = Signal()
    closing = Signal()
    resized = Signal()

    def __init__(self, look: Look, messages: Messages, session: SessionStore) -> None:
        super().__init__()
        self._look = look
        self._session = session
        self._painted = False
        self._leaving = False
        self.setWindowTitle("FamEdit")
        self.setMinimumSize(SMALLEST)
        self.commands = ActionSet(self, session.get("keys"))
        self.bar = CommandBar(look, self.commands)
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self.status = StatusBar(look)
        self.notices = Notices(look, messages, self.commands, self)
        root = QWidget()
        layout = QVBoxLayout(root)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.notices.banners)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(root)
        self.menu = QMenu(self)
        self._fill_menus()
        self.commands.bind(
            {
                "view.menu": self.open_menu,
                "view.menu_bar": self.toggle_menu_bar,
                "view.full_screen": self.toggle_full_screen,
                "file.quit": self.close,
            }
        )
        self._restore_place()

    def _fill_menus(self) -> None:
        for name, title in self.commands.menu_names():
            top = self.menu.addMenu(title)
            self.commands.fill_menu(top, name)
            self.menuBar().addMenu(top)
        self.menuBar().setVisible(bool(self._session.get("menu_bar", default=False)))

    # Its place on the screen ----------------------------------------------------------------------------------------

    def _restore_place(self) -> None:
        kept = self._session.get("geometry")
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray(base64.b64decode(kept)))):
            room = self.screen().availableSize()
            self.resize(USUAL.boundedTo(room).expandedTo(SMALLEST))

    def keep_place(self) -> None:
        """Remember where the window is."""
        self._session.put("geometry", base64.b64encode(self.saveGeometry().data()).decode())
        self._session.put("menu_bar", self.menuBar().isVisible())

    def open_menu(self) -> None:
        """Open the menu under its button."""
        button = self.bar.menu_button
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def toggle_menu_bar(self) -> None:
        """Pin the classic menu bar, or fold it into the button again."""
        self.menuBar().setVisible(not self.menuBar().isVisible())
        self.keep_place()
        self.report(menu_bar=self.menuBar().isVisible())

    def toggle_full_screen(self) -> None:
        """Fill the screen, or come back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def come_forward(self) -> None:
        """Show this window above the others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # What panes report ----------------------------------------------------------------------------------------------

    def report(self, **facts: Any) -> None:  # noqa: ANN401 -- fields of UiState; replace() checks their names
        """Take some fields of the state of the window."""
        self.commands.set_state(self.commands.state.with_(**facts))

    def paper(self, *, on: bool) -> None:
        """Give the bars the colour of paper, as Write mode has it."""
        for bar in (self.bar, self.status):
            bar.setProperty("paper", on)
            bar.style().unpolish(bar)
            bar.style().polish(bar)

    # Qt -------------------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close for good: everything is kept."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_place()
        if self._leaving:
            event.accept()
        else:
            event.ignore()
            self.closing.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.report(full_screen=bool(self.windowState() & Qt.WindowState.WindowFullScreen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
