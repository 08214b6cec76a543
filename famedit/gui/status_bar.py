"""The bar at the foot: counts in a fixed pitch, and what the program is busy with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from famedit.gui.components.buttons import LinkButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.surfaces import Surface

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from famedit.gui.look import Look


class StatusBar(Surface):
    """Left: what the mode tells. Right: language and size, and long work with its Cancel."""

    EDGE = "top"

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "chrome", parent, lines=self.EDGE)
        self._cancel: Callable[[], object] | None = None
        self._left = TextLabel(look, "telemetry", "text2")
        self._right = TextLabel(look, "telemetry", "text2")
        self._work = TextLabel(look, "telemetry", "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = LinkButton(look, self.tr("Cancel"))
        self._stop.clicked.connect(self._cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(look.theme.px(12), 0, look.theme.px(12), 0)
        layout.setSpacing(look.theme.px(16))
        layout.addWidget(self._left, 1)
        layout.addWidget(self._work)
        layout.addWidget(self._bar)
        layout.addWidget(self._stop)
        layout.addWidget(self._right)
        look.theme.changed.connect(self._resize)
        self._resize()
        self.end_work()

    def show_left(self, parts: Sequence[str]) -> None:
        """Show the parts side by side, three spaces of the fixed pitch between them."""
        self._left.setText("   ".join(part for part in parts if part))

    def show_right(self, parts: Sequence[str]) -> None:
        """Show the parts at the right."""
        self._right.setText("   ".join(part for part in parts if part))

    def begin_work(self, words: str, cancel: Callable[[], object] | None) -> None:
        """Say what is going on; ``cancel`` None means that it cannot be stopped."""
        self._cancel = cancel
        self._work.setText(words)
        self._bar.setRange(0, 0)
        self._work.show()
        self._bar.show()
        self._stop.setVisible(cancel is not None)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is; a total of 0 means nobody knows."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def end_work(self) -> None:
        """Take the work away again: it is over."""
        self._cancel = None
        for widget in (self._work, self._bar, self._stop):
            widget.hide()

    def _cancelled(self) -> None:
        if self._cancel is not None:
            self._cancel()

    def _resize(self) -> None:
        self.setFixedHeight(self._look.theme.px(28))
        self._bar.setFixedSize(self._look.theme.px(120), self._look.theme.px(4))
