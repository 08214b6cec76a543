"""The colours of FamEdit, one table per appearance, and the contrast each pair must keep.

The window's palette, its one style sheet, the painted widgets and the page readers see are all fed from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "chrome": "#ECEEE9",
        "sidebar": "#F3F4F0",
        "surface": "#FCFCFA",
        "raised": "#FFFFFF",
        "sunken": "#E4E7E0",
        "hover": "#E6E9E2",
        "pressed": "#D9DDD5",
        "line": "#DBDED6",
        "line_strong": "#7B827B",
        "text": "#191D1A",
        "text2": "#474E49",
        "text3": "#5E665F",
        "disabled": "#9DA39D",
        "accent": "#1A5CAD",
        "accent_hover": "#154C90",
        "accent_press": "#103C73",
        "on_accent": "#FFFFFF",
        "accent_soft": "#DEE9F7",
        "accent_line": "#A9C6EA",
        "sel_idle": "#E1E4DD",
        "amber": "#7A4B00",
        "amber_soft": "#FAEACB",
        "amber_lamp": "#AE6D06",
        "red": "#A92318",
        "red_soft": "#FBE4E0",
        "red_lamp": "#C8382B",
        "red_hover": "#8C1B12",
        "green": "#1D6637",
        "green_soft": "#DFF0E2",
        "green_lamp": "#2C8A4D",
        "inverse": "#232825",
        "on_inverse": "#F3F5F1",
        "inverse_accent": "#9CC6F7",
        "shadow": "#191D1A",
    }
)

DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "chrome": "#161918",
        "sidebar": "#131614",
        "surface": "#1B1F1D",
        "raised": "#242927",
        "sunken": "#0E1110",
        "hover": "#262C29",
        "pressed": "#303733",
        "line": "#2E3431",
        "line_strong": "#737C76",
        "text": "#E7EAE6",
        "text2": "#B4BBB5",
        "text3": "#939B95",
        "disabled": "#5F6762",
        "accent": "#86B8F4",
        "accent_hover": "#A6CCF8",
        "accent_press": "#6BA4E8",
        "on_accent": "#0A1A2B",
        "accent_soft": "#1F3247",
        "accent_line": "#3D6491",
        "sel_idle": "#29302C",
        "amber": "#EDBB62",
        "amber_soft": "#3A2E16",
        "amber_lamp": "#DB9C2E",
        "red": "#FF9C91",
        "red_soft": "#452320",
        "red_lamp": "#EE6A5E",
        "red_hover": "#FFB5AC",
        "green": "#87D39C",
        "green_soft": "#1C3626",
        "green_lamp": "#4DB56E",
        "inverse": "#E3E7E2",
        "on_inverse": "#191D1A",
        "inverse_accent": "#1A5CAD",
        "shadow": "#000000",
    }
)

#: What lies over the window under a sheet or the palette: red, green, blue and opacity from 0 to 1.
SCRIM_LIGHT: Final = (20, 24, 21, 0.34)
SCRIM_DARK: Final = (0, 0, 0, 0.55)


@dataclass(frozen=True, slots=True)
class Contrast:
    """``foreground`` keeps at least ``minimum`` to 1 on each of ``backgrounds``, in both appearances."""

    foreground: str
    minimum: float
    backgrounds: tuple[str, ...]
    use: str = "text"


TEXT_MINIMUM: Final = 4.5
MARK_MINIMUM: Final = 3.0


def _text(foreground: str, backgrounds: str) -> Contrast:
    return Contrast(foreground, TEXT_MINIMUM, tuple(backgrounds.split()))


def _mark(foreground: str, backgrounds: str, use: str = "mark") -> Contrast:
    return Contrast(foreground, MARK_MINIMUM, tuple(backgrounds.split()), use)


#: Every pair that may occur on the screen or the page.
CONTRAST: Final[tuple[Contrast, ...]] = (
    _text(
        "text",
        "chrome sidebar surface raised sunken hover pressed accent_soft sel_idle amber_soft red_soft green_soft",
    ),
    _text("text2", "chrome sidebar surface raised sunken hover accent_soft sel_idle amber_soft red_soft"),
    _text("text3", "chrome sidebar surface raised sunken hover accent_soft sel_idle"),
    _text("accent", "chrome sidebar surface raised hover accent_soft sel_idle amber_soft red_soft"),
    _text("accent_hover", "surface raised accent_soft"),
    _text("on_accent", "accent accent_hover accent_press"),
    _text("amber", "surface sidebar chrome raised amber_soft accent_soft hover"),
    _text("red", "surface sidebar chrome raised red_soft accent_soft hover"),
    _text("green", "surface sidebar chrome raised green_soft accent_soft hover"),
    _text("on_inverse", "inverse"),
    _text("inverse_accent", "inverse"),
    _mark("line_strong", "chrome sidebar surface raised hover sel_idle accent_soft", "control edge"),
    _mark("amber_lamp", "chrome sidebar surface raised hover sel_idle accent_soft"),
    _mark("red_lamp", "chrome sidebar surface raised hover sel_idle accent_soft"),
    _mark("green_lamp", "chrome sidebar surface raised hover sel_idle accent_soft"),
    _mark("accent", "chrome sidebar surface raised accent_soft sunken", "focus ring"),
    _mark("on_accent", "accent", "inset ring"),
)


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio, from 1 to 21, of two colours written "#RRGGBB"."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
