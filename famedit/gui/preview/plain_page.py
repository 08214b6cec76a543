"""The page without the web engine: the same HTML in Qt's own rich text, which knows less of style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtWidgets import QTextBrowser

from famedit.core import tokens
from famedit.gui.preview.guard import link_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from famedit.gui.preview.page_state import PageState

#: The whole page is set anew each time, so this waits for a pause in the typing, ms.
PAUSE: Final = 250


class PlainPage(QTextBrowser):
    """Shows the state of a page. Fetches nothing, follows no link by itself."""

    shown = Signal()
    link_clicked = Signal(str)

    def __init__(self, state: Callable[[], PageState], *, dark: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._dark = dark
        self.setOpenLinks(False)
        self.setFrameStyle(0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.anchorClicked.connect(self._clicked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._show)

    def patch(self, _change: dict[str, Any]) -> None:
        """Show the page anew in the next pause."""
        if not self._pause.isActive():
            self._pause.start()

    def set_dark(self, dark: bool) -> None:
        """Turn the page's appearance."""
        self._dark = dark
        self._show()

    def loadResource(self, type_: int, name: QUrl | str) -> Any:  # noqa: ANN401, ARG002 - Qt's signature
        """Refuse every picture and style sheet, from wherever."""
        return None

    def _show(self) -> None:
        bar = self.verticalScrollBar()
        place = bar.value()
        table = tokens.DARK if self._dark else tokens.LIGHT
        self.document().setDefaultStyleSheet(
            f"body{{color:{table['text']}}}a{{color:{table['accent']}}}h1{{font-size:28px}}"
            f".kicker{{color:{table['accent']};font-size:13px}}.standfirst{{font-size:18px;color:{table['text2']}}}"
            f".who,footer,.end,.no{{color:{table['text3']};font-size:12px}}blockquote{{color:{table['text2']}}}"
        )
        self.document().setDocumentMargin(20)
        self.setStyleSheet(f"QTextBrowser{{background:{table['surface']};border:0}}")
        self.setHtml(f"<body>{self._state().as_html()}</body>")
        bar.setValue(place)
        self.shown.emit()

    def _clicked(self, url: QUrl) -> None:
        if link_host(url.toString()):
            self.link_clicked.emit(url.toString())
