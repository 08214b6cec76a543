"""Light and dark, sizes and type: the one place that turns the colour table into what Qt draws with."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QDir, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from famedit import paths
from famedit.core import tokens
from famedit.gui import fonts
from famedit.gui.stylesheet import make_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

Appearance = Literal["system", "light", "dark"]

_ROLES: Final[tuple[tuple[QPalette.ColorRole, str], ...]] = (
    (QPalette.ColorRole.Window, "chrome"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "raised"),
    (QPalette.ColorRole.AlternateBase, "sidebar"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.BrightText, "red"),
    (QPalette.ColorRole.Button, "raised"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
    (QPalette.ColorRole.PlaceholderText, "text3"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.ToolTipBase, "inverse"),
    (QPalette.ColorRole.ToolTipText, "on_inverse"),
    # The bevels: left to themselves, Fusion derives stray light and dark edges.
    (QPalette.ColorRole.Light, "raised"),
    (QPalette.ColorRole.Midlight, "line"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Dark, "line_strong"),
    (QPalette.ColorRole.Shadow, "line_strong"),
)
_DISABLED_ROLES: Final = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)

#: What the painted widgets use when the system forces its own colours; anything not named is WindowText.
_FORCED: Final[dict[str, QPalette.ColorRole]] = {
    token: role
    for names, role in (
        ("chrome sidebar hover sunken amber_soft red_soft green_soft", QPalette.ColorRole.Window),
        ("surface raised pressed", QPalette.ColorRole.Base),
        ("accent accent_hover accent_press accent_line", QPalette.ColorRole.Highlight),
        ("on_accent", QPalette.ColorRole.HighlightedText),
        ("accent_soft sel_idle", QPalette.ColorRole.AlternateBase),
        ("inverse", QPalette.ColorRole.ToolTipBase),
        ("on_inverse inverse_accent", QPalette.ColorRole.ToolTipText),
    )
    for token in names.split()
}


class Theme(QObject):
    """The colours, sizes and fonts in force. Painted widgets ask at paint time and ``update()`` on ``changed``.

    Sizes are in percent; ``px`` scales a device-independent length to the interface size.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance: Appearance = "system"
        self._interface = 100
        self._writing = 100
        self._reduced_motion = False
        self._forced = False
        self._app: QApplication | None = None
        self._shown: tuple[object, ...] = ()
        self._font_cache: dict[str, QFont] = {}
        self._dark = False
        self._colors = _parse(tokens.LIGHT)

    # Asked by every widget ------------------------------------------------------------------------------------------

    @property
    def is_dark(self) -> bool:
        """Whether the dark table is in force."""
        return self._dark

    @property
    def appearance(self) -> Appearance:
        """What was chosen: follow the system, light or dark."""
        return self._appearance

    @property
    def tokens(self) -> Mapping[str, str]:
        """The table of colours in force, as "#RRGGBB"."""
        return tokens.DARK if self._dark else tokens.LIGHT

    @property
    def reduced_motion(self) -> bool:
        """Whether things should appear rather than fade."""
        return self._reduced_motion or not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)

    def color(self, token: str) -> QColor:
        """Return the colour of a token; a name that does not exist is a KeyError."""
        return QColor(self._colors[token])

    def hex(self, token: str) -> str:
        """Return the colour of a token as "#rrggbb"."""
        return self._colors[token].name()

    def scrim(self) -> QColor:
        """Return what lies over the window under a sheet."""
        red, green, blue, alpha = tokens.SCRIM_DARK if self._dark else tokens.SCRIM_LIGHT
        return QColor(red, green, blue, round(alpha * 255))

    def font(self, role: str) -> QFont:
        """Return the font of a role, at the size in force."""
        cached = self._font_cache.get(role)
        if cached is None:
            spec = fonts.ROLES[role]
            cached = self._font_cache[role] = fonts.make_font(spec, self._scaled(spec.px, writing=spec.writing))
        return QFont(cached)

    def line_height(self, role: str) -> int:
        """Return the line height of a role in pixels, at the size in force."""
        spec = fonts.ROLES[role]
        return self._scaled(spec.line, writing=spec.writing)

    def px(self, length: int) -> int:
        """Return a length at the interface size in force."""
        return self._scaled(length)

    # Changed by the window ------------------------------------------------------------------------------------------

    def set_appearance(self, appearance: str) -> None:
        """Choose "system", "light" or "dark"; shown at once when the theme has been applied."""
        if appearance not in ("system", "light", "dark"):
            raise ValueError(appearance)
        self._appearance = appearance
        self._show()

    def set_sizes(self, interface_percent: int, writing_percent: int) -> None:
        """Set the interface size (90 to 150) and the writing size, both in percent."""
        self._interface, self._writing = interface_percent, writing_percent
        self._show()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Ask for messages to appear instead of fading in, whatever the system says."""
        self._reduced_motion = reduced

    def set_forced_colours(self, forced: bool) -> None:
        """Give way to a system theme that forces its own colours: no style sheet, the platform's palette."""
        self._forced = forced
        self._show()

    def apply(self, app: QApplication) -> None:
        """Take over the application's style, palette, style sheet and font, and follow the system from now on."""
        self._app = app
        QDir.addSearchPath("look", str(paths.resource("icons")))
        app.setStyle("Fusion")
        fonts.load_first()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        contrast = hints.accessibility()
        contrast.contrastPreferenceChanged.connect(self._contrast_changed)
        # Only Windows has themes that force colours; elsewhere a wish for contrast is met by the tables themselves.
        self._forced = sys.platform == "win32" and contrast.contrastPreference() == Qt.ContrastPreference.HighContrast
        self._show()

    # How it is done -------------------------------------------------------------------------------------------------

    def _scaled(self, length: int, *, writing: bool = False) -> int:
        percent = self._interface * (self._writing / 100 if writing else 1)
        return max(1, round(length * percent / 100)) if length else 0

    @Slot()
    def _system_changed(self) -> None:
        if self._appearance == "system":
            self._show()

    @Slot()
    def _contrast_changed(self) -> None:
        wanted = QGuiApplication.styleHints().accessibility().contrastPreference()
        self.set_forced_colours(sys.platform == "win32" and wanted == Qt.ContrastPreference.HighContrast)

    def _show(self) -> None:
        if self._app is None:
            self._dark = self._appearance == "dark"
            self._colors = self._tables[self._dark]
            self._font_cache.clear()
            return
        hints = QGuiApplication.styleHints()
        if self._appearance == "system":
            hints.unsetColorScheme()
            dark = hints.colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self._appearance == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        wanted = (dark, self._interface, self._writing, self._forced)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._dark = dark
        self._font_cache.clear()
        if self._forced:
            self._app.setStyleSheet("")
            self._app.setPalette(QPalette())
            palette = self._app.palette()
            self._colors = {
                name: palette.color(_FORCED.get(name, QPalette.ColorRole.WindowText)) for name in tokens.LIGHT
            }
        else:
            self._colors = self._tables[dark]
            self._app.setPalette(self.palette())
            self._app.setStyleSheet(make_sheet(self.tokens, dark=dark, px=self.px))
        self._app.setFont(self.font("ui"))
        QToolTip.setFont(self.font("caption"))
        self.changed.emit()

    def palette(self) -> QPalette:
        """Return the palette of the table in force."""
        palette = QPalette()
        for role, token in _ROLES:
            palette.setColor(role, self._colors[token])
        inactive, disabled = QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled
        palette.setColor(inactive, QPalette.ColorRole.Highlight, self._colors["sel_idle"])
        palette.setColor(inactive, QPalette.ColorRole.HighlightedText, self._colors["text"])
        for role in _DISABLED_ROLES:
            palette.setColor(disabled, role, self._colors["disabled"])
        palette.setColor(disabled, QPalette.ColorRole.Highlight, self._colors["sel_idle"])
        palette.setColor(disabled, QPalette.ColorRole.HighlightedText, self._colors["disabled"])
        palette.setColor(disabled, QPalette.ColorRole.Base, self._colors["surface"])
        return palette

    @cached_property
    def _tables(self) -> tuple[dict[str, QColor], dict[str, QColor]]:
        return _parse(tokens.LIGHT), _parse(tokens.DARK)


def _parse(table: Mapping[str, str]) -> dict[str, QColor]:
    return {name: QColor(value) for name, value in table.items()}
