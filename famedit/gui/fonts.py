"""The shipped typefaces, the roles text is set in, and how both become a ``QFont``.

Qt needs some 7 ms for its first face and a fraction of one for each further file, several when it comes from the disk.
Only what the first frame shows is loaded before it (``load_first``); the rest follows before the panes are built
(``load_rest``). When a face is missing, the families named after it stand in.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QFontDatabase

from famedit import paths

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)

SANS: Final = ("Inter", "Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans", "sans-serif")
DISPLAY: Final = ("Inter Display", *SANS)
SERIF: Final = ("Noto Serif", "Georgia", "DejaVu Serif", "serif")
MONO: Final = ("Noto Sans Mono", "DejaVu Sans Mono", "Consolas", "Menlo", "monospace")

FIRST_FACES: Final = ("Inter-Regular.otf", "Inter-SemiBold.otf")
REST_FACES: Final = (
    "Inter-Bold.otf",
    "Inter-Italic.otf",
    "Inter-SemiBoldItalic.otf",
    "InterDisplay-SemiBold.otf",
    "NotoSansMono-Regular.ttf",
    "NotoSerif-Bold.ttf",
    # the page in the preview is set in these
    "NotoSerif-Regular.ttf",
    "NotoSerif-Italic.ttf",
    "NotoSerif-BoldItalic.ttf",
)

#: From this size on, unhinted glyphs keep their spacing even at fractional scales.
UNHINTED_FROM_PX: Final = 14

_TABULAR_FIGURES: Final = QFont.Tag("tnum")


@dataclass(frozen=True, slots=True)
class Role:
    """How one kind of text is set. Sizes are device-independent pixels at interface and writing size 100 %."""

    families: tuple[str, ...]
    px: int
    line: int
    weight: int = 400
    capitals: bool = False
    writing: bool = False


ROLES: Final[dict[str, Role]] = {
    "telemetry": Role(MONO, 11, 16),
    "label": Role(SANS, 11, 16, 600, capitals=True),
    "caption": Role(SANS, 12, 16),
    "chip": Role(SANS, 11, 16, 600),
    "ui": Role(SANS, 13, 20),
    "ui_strong": Role(SANS, 13, 20, 600),
    "reply": Role(SANS, 14, 22),
    "reply_detail": Role(SANS, 15, 24),
    "palette": Role(SANS, 16, 24),
    "title": Role(DISPLAY, 16, 22, 600),
    "display": Role(DISPLAY, 26, 32, 600),
    "body": Role(SANS, 16, 26, writing=True),
    "body_focus": Role(SANS, 18, 30, writing=True),
    "standfirst": Role(SANS, 17, 26, writing=True),
    "code": Role(MONO, 15, 26, writing=True),
    "headline": Role(SERIF, 28, 36, 700, writing=True),
}


def make_font(role: Role, px: int) -> QFont:
    """Return the font of a role at ``px`` device-independent pixels."""
    font = QFont()
    font.setFamilies(list(role.families))
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(role.weight))
    if role.capitals:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    if px >= UNHINTED_FROM_PX:
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role.families is not MONO:
        font.setFeature(_TABULAR_FIGURES, 1)
    return font


def load_first() -> None:
    """Load the faces the first frame is set in. Needs a ``QGuiApplication``."""
    _load(FIRST_FACES)


def load_rest() -> None:
    """Load the faces the panes are set in. To be called before they are built, or text will jump."""
    _load(REST_FACES)


def _load(names: Iterable[str]) -> None:
    for name in names:
        path = paths.resource("fonts", name)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            log.warning("The typeface %s cannot be loaded; another stands in.", path)
