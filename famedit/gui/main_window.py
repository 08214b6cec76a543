"""The window's frame: its place on the screen and the tones of its parts, shown before anything else is loaded."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from famedit.gui.arrangement import arrange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QStackedWidget

    from famedit.gui.actions import ActionSet
    from famedit.gui.command_bar import CommandBar
    from famedit.gui.notices import Notices
    from famedit.gui.settings_store import SessionStore
    from famedit.gui.status_bar import StatusBar

SMALLEST = QSize(960, 640)
USUAL = QSize(1440, 900)
BAR, FOOT = 48, 28
#: How much of the window's width the left half of the first run has.
ORBIT_SHARE = 0.46


class MainWindow(QMainWindow):
    """A frame that is painted at once in the colours of what will fill it; ``furnishing.furnish`` fills it.

    ``first_painted`` comes once, after the first frame; ``closing`` when the user wants to leave: whoever must keep
    something first calls ``leave`` when it is kept. ``tones`` are the colours of the theme by token; ``first_run``
    says that the two halves of the first run will fill it.
    """

    first_painted = Signal()
    closing = Signal()

    # made by furnishing.furnish, right after the first frame
    commands: ActionSet
    bar: CommandBar
    pages: QStackedWidget
    status: StatusBar
    notices: Notices
    menu: QMenu

    def __init__(self, tones: Mapping[str, str], session: SessionStore, *, first_run: bool = False) -> None:
        super().__init__()
        self._first_run = first_run
        self._tones = tones
        self.session = session
        self._painted = False
        self._furnished = False
        self._leaving = False
        self.setWindowTitle("FamEdit")
        self.setMinimumSize(SMALLEST)
        kept = session.get("geometry")
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray(base64.b64decode(kept)))):
            room = self.screen().availableSize()
            self.resize(USUAL.boundedTo(room).expandedTo(SMALLEST))

    def furnished(self) -> None:
        """Take the filled window for granted from now on."""
        self._furnished = True
        self.commands.bind(
            {
                "view.menu": self.open_menu,
                "view.menu_bar": self.toggle_menu_bar,
                "view.full_screen": self.toggle_full_screen,
                "file.quit": self.close,
            }
        )
        self.report(menu_bar=self.menuBar().isVisibleTo(self))

    # Its place on the screen ----------------------------------------------------------------------------------------

    def keep_place(self) -> None:
        """Remember where the window is."""
        self.session.put("geometry", base64.b64encode(self.saveGeometry().data()).decode())
        if self._furnished:
            self.session.put("menu_bar", self.menuBar().isVisibleTo(self))

    def open_menu(self) -> None:
        """Open the menu under its button."""
        button = self.bar.menu_button
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def toggle_menu_bar(self) -> None:
        """Pin the classic menu bar, or fold it into the button again."""
        self.menuBar().setVisible(not self.menuBar().isVisibleTo(self))
        self.keep_place()
        self.report(menu_bar=self.menuBar().isVisibleTo(self))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or come back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def settle(self) -> None:
        """Lay out what the frame holds now, not with the next event."""
        root = self.centralWidget()
        layout = root.layout() if root is not None else None
        if layout is not None:
            layout.activate()

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
            bar.set_color("surface" if on else "chrome", "" if on else bar.EDGE)

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
        if event.type() == QEvent.Type.WindowStateChange and self._furnished:
            self.report(full_screen=bool(self.windowState() & Qt.WindowState.WindowFullScreen))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._furnished:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        for rect, tone in self._bare_parts():
            painter.fillRect(rect, QColor(self._tones[tone]))
        painter.end()
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def _bare_parts(self) -> list[tuple[QRect, str]]:
        """Where the parts of the window will be, so that filling it in moves nothing."""
        if self._first_run:
            half = QRect(0, 0, round(self.width() * ORBIT_SHARE), self.height())
            return [(self.rect(), "surface"), (half, "sidebar")]
        room = self.rect().adjusted(0, BAR, 0, -FOOT)
        mode = self.session.get("mode", default="split")
        desk = self.session.get("desk_wanted")
        plan = arrange(
            room.width(), room.height(), write=mode == "write", desk_wanted=desk, replies_wanted=True, unfolded=None
        )
        parts = [(self.rect(), "surface" if mode == "write" else "chrome"), (room, "surface")]
        if plan.desk:
            parts.append((QRect(room.left(), room.top(), plan.desk_width, room.height()), "sidebar"))
        return parts
