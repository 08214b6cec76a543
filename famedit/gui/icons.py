"""Icons by name and colour role, drawn from qtawesome's Phosphor set.

qtawesome takes 0.15 to 0.5 s to import and is nothing the first frame needs, so ``start`` imports it after that frame.
Until then every icon is an empty box of the right size; icons already handed out fill in by themselves, because they
ask for their drawing each time they are painted. For the same reason they follow the theme.

The import stays on the GUI thread: it makes Python types of Qt classes, which PySide does not allow on two threads at
once (the process dies of it about one time in ten). It goes in steps, so that keys and paints go between them.
"""

from __future__ import annotations

import importlib
import logging
import sys
from typing import TYPE_CHECKING, Final, Protocol
from weakref import ref

import shiboken6
from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from famedit.gui.theme import Theme

log = logging.getLogger(__name__)

#: Parts of Qt under the GPL alone. qtpy, which qtawesome stands on, imports one of them for its constants only.
GPL_ONLY: Final = (
    "QtCharts",
    "QtDataVisualization",
    "QtGraphs",
    "QtGraphsWidgets",
    "QtNetworkAuth",
    "QtVirtualKeyboard",
)

#: What qtawesome imports, the longest parts by themselves: 10 to 40 ms each on a slow machine.
_STEPS: Final = ("qtpy.QtCore", "qtpy.QtGui", "qtpy.QtWidgets", "qtawesome")

_PREFIX: Final = "ph"
_FONT_FILE: Final = "phosphor-1.3.0.ttf"
_CHARMAP_FILE: Final = "phosphor-charmap-1.3.0.json"


class HasIcon(Protocol):
    """A button, an action or a menu."""

    def setIcon(self, icon: QIcon) -> None:  # noqa: N802 -- Qt's name
        """Take an icon."""
        ...


def block_gpl_modules() -> None:
    """Make any import of a GPL-only Qt module fail as if it were not installed.

    Importing such a module maps its library into the process, which its licence does not allow us. None in
    ``sys.modules`` is Python's own way of saying "not here"; qtpy accepts that and goes on.
    """
    for name in GPL_ONLY:
        if sys.modules.get(f"PySide6.{name}") is None:
            sys.modules[f"PySide6.{name}"] = None  # type: ignore[assignment]  # documented: None halts the import


class Icons(QObject):
    """Hands out icons. ``ready`` comes once, when the drawings are there."""

    ready = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._source: _Source | None = None
        self._steps: Iterator[str] | None = None
        self._cache: dict[tuple[str, int, int], QPixmap] = {}
        self._bound: list[tuple[ref[QObject], str, str, int]] = []
        self._complained: set[str] = set()
        theme.changed.connect(self._retouch)

    @property
    def is_ready(self) -> bool:
        """Whether drawings are there."""
        return self._source is not None

    def start(self) -> None:
        """Begin to load the drawings. Call it once, after the first frame."""
        if self._steps is None:
            block_gpl_modules()
            self._steps = iter(_STEPS)
            QTimer.singleShot(0, self, self._step)

    def icon(self, name: str, role: str = "text2", size: int = 18) -> QIcon:
        """Return an icon in a colour role of the theme, at most ``size`` device-independent pixels large.

        It stays right through ``ready`` and theme changes; its disabled state takes the colour ``disabled``.
        """
        return QIcon(_Engine(self, name, role, size))

    def pixmap(self, name: str, role: str = "text2", size: int = 18, dpr: float = 1.0) -> QPixmap:
        """Return a drawing of ``size`` device-independent pixels, made for a screen of that pixel ratio."""
        return self.colored(name, self._theme.color(role), size, dpr)

    def colored(self, name: str, color: QColor, size: int, dpr: float = 1.0) -> QPixmap:
        """Return a drawing in any colour; transparent until ``ready``."""
        physical = max(1, round(size * dpr))
        key = (name, color.rgba(), physical)
        drawn = self._cache.get(key)
        if drawn is None:
            drawn = self._draw(name, color, physical)
            if self._source is not None:
                if len(self._cache) > 2000:  # a long session over many sizes; drawing again is cheap
                    self._cache.clear()
                self._cache[key] = drawn
        shown = QPixmap(drawn)
        shown.setDevicePixelRatio(physical / size)
        return shown

    def paint(self, painter: QPainter, rect: QRect, name: str, role: str = "text2") -> None:
        """Paint an icon into ``rect``, crisp at the painter's own pixel ratio."""
        self.paint_colored(painter, rect, name, self._theme.color(role))

    def paint_colored(self, painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
        """Paint an icon into ``rect`` in any colour."""
        size = min(rect.width(), rect.height())
        if size <= 0:
            return
        place = QRect(0, 0, size, size)
        place.moveCenter(rect.center())
        painter.drawPixmap(place, self.colored(name, color, size, _ratio(painter)))

    def bind(self, target: QObject, name: str, role: str = "text2", size: int = 18) -> None:
        """Give ``target`` this icon and see to it that it is shown afresh on ``ready`` and on a change of theme."""
        self._bound = [entry for entry in self._bound if (held := entry[0]()) is not None and held is not target]
        self._bound.append((ref(target), name, role, size))
        target.setIcon(self.icon(name, role, size))  # type: ignore[attr-defined]  # see HasIcon

    # How it is done -------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        name = next(self._steps or iter(()), "")
        try:
            if name:
                importlib.import_module(name)
                QTimer.singleShot(0, self, self._step)
                return
            # Deferred: it costs a noticeable part of a second, and nothing before the first frame needs it.
            from qtawesome.iconic_font import IconicFont
        except ImportError:
            log.exception("There are no icons: qtawesome cannot be imported.")
            return
        self._load(IconicFont)

    def _load(self, iconic_font: type[_Source]) -> None:
        # Of qtawesome's twelve sets only ours; its own ``icon`` would read and hash all of them, on this thread.
        self._source = iconic_font((_PREFIX, _FONT_FILE, _CHARMAP_FILE))
        self._retouch()
        self.ready.emit()

    def _draw(self, name: str, color: QColor, physical: int) -> QPixmap:
        if self._source is not None and name.partition(".")[2] in self._source.charmap[_PREFIX]:
            return self._source.icon(name, color=color).pixmap(QSize(physical, physical), 1.0)
        if self._source is not None and name not in self._complained:
            self._complained.add(name)
            log.error("There is no icon called %s.", name)
        blank = QPixmap(physical, physical)
        blank.fill(Qt.GlobalColor.transparent)
        return blank

    @Slot()
    def _retouch(self) -> None:
        kept: list[tuple[ref[QObject], str, str, int]] = []
        for entry in self._bound:
            target = entry[0]()
            if target is None or not shiboken6.isValid(target):
                continue
            kept.append(entry)
            target.setIcon(self.icon(*entry[1:]))  # type: ignore[attr-defined]  # see HasIcon
        self._bound = kept
        if self._source is not None:
            for window in QApplication.topLevelWidgets():
                _repaint(window)


class _Source(Protocol):
    """What we use of qtawesome's ``IconicFont``."""

    charmap: dict[str, dict[str, str]]

    def __init__(self, *fonts: tuple[str, str, str]) -> None: ...

    def icon(self, *names: str, color: QColor) -> QIcon: ...


class _Engine(QIconEngine):
    """Asks ``Icons`` for the drawing at each paint."""

    def __init__(self, icons: Icons, name: str, role: str, size: int) -> None:
        super().__init__()
        self._made_from = (icons, name, role, size)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        icons, name, role, _ = self._made_from
        icons.paint(painter, rect, name, "disabled" if mode == QIcon.Mode.Disabled else role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002, N802
        """``size`` is in device-independent pixels, ``scale`` the pixel ratio of the screen."""
        icons, name, role, _ = self._made_from
        side = max(1, min(size.width(), size.height()))
        return icons.pixmap(name, "disabled" if mode == QIcon.Mode.Disabled else role, side, scale)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: ARG002, N802
        side = min(size.width(), size.height(), self._made_from[3])
        return QSize(side, side)

    def clone(self) -> QIconEngine:
        return _Engine(*self._made_from)


def _ratio(painter: QPainter) -> float:
    return painter.device().devicePixelRatioF()


def _repaint(window: QWidget) -> None:
    # A window's own update() reaches its children only where they are not opaque.
    if window.isVisible():
        window.update()
        for widget in window.findChildren(QWidget):
            widget.update()
