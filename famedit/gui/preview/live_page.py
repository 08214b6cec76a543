"""The page as the engine shows it: one shell, loaded once, then patched part by part."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QColor

from famedit import paths
from famedit.core import tokens
from famedit.core.page_style import stylesheet
from famedit.gui.preview.engine import Served, make_page, make_profile, register_scheme
from famedit.gui.preview.guard import PAGE_ADDRESS, Blocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QWidget

    from famedit.gui.preview.page_state import PageState
    from famedit.gui.preview.pictures import PreviewPicture

log = logging.getLogger(__name__)

#: The engine's process may die so often in ``DEATH_WINDOW`` seconds; then the preview is switched off.
MOST_DEATHS: Final = 3
DEATH_WINDOW: Final = 60.0


class LivePage(QObject):
    """Owns profile, page and view. Made on the GUI thread when it has time; that takes a quarter of a second.

    ``ready``: the shell stands and patches arrive. ``shown``: the engine has taken a patch in. ``line_clicked`` and
    ``link_clicked`` come from the page; ``gave_up`` when its process has died too often.
    """

    ready = Signal()
    shown = Signal()
    line_clicked = Signal(int)
    link_clicked = Signal(str)
    gave_up = Signal()

    def __init__(
        self,
        holder: QWidget,
        state: Callable[[], PageState],
        picture: Callable[[str, Callable[[PreviewPicture | None], None]], None],
        *,
        dark: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        from PySide6.QtWebEngineCore import QWebEngineScript  # costs start-up time: only once the window is up
        from PySide6.QtWebEngineWidgets import QWebEngineView  # the same

        register_scheme()
        self._state = state
        self._dark = dark
        self._token = secrets.token_hex(16)
        self._world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
        self._standing = False
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        self._following = -2
        self.blocked = Blocked()
        self._served = Served(self._shell, picture)
        self._walled = make_profile(self._served, self.blocked, self)
        self._page = make_page(self._walled.profile, self._heard, self)
        self._page.setBackgroundColor(self._ground())
        self._page.loadFinished.connect(self._loaded)
        self._page.renderProcessTerminated.connect(self._died)
        self.view: QWebEngineView = QWebEngineView(holder)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAcceptDrops(False)
        self.view.setPage(self._page)
        self._page.load(QUrl(PAGE_ADDRESS))

    @property
    def is_ready(self) -> bool:
        """Whether patches arrive."""
        return self._standing

    def patch(self, change: dict[str, Any]) -> None:
        """Bring one change onto the page; before the shell stands it is left to the whole state that comes then."""
        if self._standing:
            self._run(f"famedit.patch({json.dumps(change)})", lambda _result: self.shown.emit())

    def show_whole(self) -> None:
        """Bring everything onto the page anew; what is equal stays untouched."""
        self.patch(self._state().whole())

    def set_dark(self, dark: bool) -> None:
        """Turn the page's appearance at once."""
        if dark == self._dark:
            return
        self._dark = dark
        self._page.setBackgroundColor(self._ground())
        self._run(f"famedit.appearance({json.dumps(self._appearance())})")

    def follow(self, line: int) -> None:
        """Keep the block of a source line (from 0) in sight; -1 is the top of the page."""
        self._following = line
        self._run(f"famedit.follow({line})")

    def show_reply(self, number: int) -> None:
        """Scroll to a reply by its number on the page; 0 is the head of the replies."""
        self._run(f"famedit.showReply({number})")

    def ask(self, script: str, answer: Callable[[Any], None]) -> None:
        """Evaluate an expression in our own world on the page."""
        self._page.runJavaScript(script, self._world, answer)

    def copy(self) -> None:
        """Copy what is selected on the page."""
        self._page.triggerAction(self._page.WebAction.Copy)

    def select_all(self) -> None:
        """Select the whole page."""
        self._page.triggerAction(self._page.WebAction.SelectAll)

    @property
    def has_selection(self) -> bool:
        """Whether anything on the page is selected."""
        return self._page.hasSelection()

    @property
    def renderer_pid(self) -> int:
        """The process that draws the page."""
        return int(self._page.renderProcessPid())

    def close(self) -> None:
        """Take page, profile and view down, in this order: a profile that goes first takes the program with it."""
        self._standing = False
        self._served.forget()
        for part in (self._page, self._walled.profile, self.view):
            if shiboken6.isValid(part):
                shiboken6.delete(part)

    # How it is done -------------------------------------------------------------------------------------------------

    def _shell(self) -> bytes:
        text = paths.resource("preview", "shell.html").read_text(encoding="utf-8")
        css = stylesheet(paths.resource("templates"))
        for mark, words in (
            ("@THEME@", self._appearance()),
            ("@SCROLL_LIGHT@", tokens.LIGHT["line_strong"]),
            ("@SCROLL_DARK@", tokens.DARK["line_strong"]),
            ("@CSS@", css),
        ):
            text = text.replace(mark, words)
        return text.encode()

    def _appearance(self) -> str:
        return "dark" if self._dark else "light"

    def _ground(self) -> QColor:
        return QColor((tokens.DARK if self._dark else tokens.LIGHT)["surface"])

    def _run(self, script: str, done: Callable[[Any], None] | None = None) -> None:
        if not self._standing:
            return
        if done is None:
            self._page.runJavaScript(script, self._world)
        else:
            self._page.runJavaScript(script, self._world, done)

    @Slot(bool)
    def _loaded(self, well: bool) -> None:
        if not well:
            log.warning("The preview's shell did not load")
            return
        script = paths.resource("preview", "patch.js").read_text(encoding="utf-8").replace("@TOKEN@", self._token)
        self._page.runJavaScript(script, self._world)

    def _heard(self, message: str) -> None:
        """Take in what the page says; only our own script knows the token."""
        if not message.startswith(self._token):
            log.debug("Page: %s", message)
            return
        what, value = json.loads(message[len(self._token) :])
        match what:
            case "ready":
                self._standing = True
                # The appearance may have been turned while the shell was loading.
                self._run(f"famedit.appearance({json.dumps(self._appearance())})")
                self.show_whole()
                if self._following > -2:
                    self.follow(self._following)
                self.ready.emit()
            case "line":
                self.line_clicked.emit(int(value))
            case "link":
                self.link_clicked.emit(str(value))
            case _:
                log.debug("The page says %s", what)

    @Slot()
    def _died(self) -> None:
        self._standing = False
        now = time.monotonic()
        self._deaths.append(now)
        log.warning("The process that draws the preview has ended (%d)", len(self._deaths))
        if len(self._deaths) == MOST_DEATHS and now - self._deaths[0] < DEATH_WINDOW:
            self.gave_up.emit()
            return
        # Not from inside the engine's own signal.
        QTimer.singleShot(0, self, lambda: self._page.load(QUrl(PAGE_ADDRESS)))
