"""Draw the small SVG files the style sheet shows in combo boxes, menus and check boxes, one set per appearance.

Run once after a change of the colour table:  PYTHONPATH=. python packaging/control_marks.py
A test compares the files with what this draws.
"""

from __future__ import annotations

from pathlib import Path

from famedit.core import tokens

ROOT = Path(__file__).resolve().parent.parent
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{box}" height="{box}" viewBox="0 0 {box} {box}">'
    '<path d="{d}" fill="none" stroke="{color}" stroke-width="{width}" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>\n'
)
#: name: (box, path, colour token, stroke width)
MARKS = {
    "caret-down": (12, "M2.5 4.25 6 7.75 9.5 4.25", "text2", 1.3),
    "caret-up": (12, "M2.5 7.75 6 4.25 9.5 7.75", "text2", 1.3),
    "caret-right": (12, "M4.25 2.5 7.75 6 4.25 9.5", "text2", 1.3),
    "check": (14, "M2.5 7.5 5.5 10.5 11.5 4", "accent", 1.6),
    "tick": (16, "M3.5 8.5 6.75 11.75 12.75 4.75", "on_accent", 2),
    "dash": (16, "M4 8 12 8", "on_accent", 2),
    "dot": (16, "M8 8 8 8.01", "on_accent", 6),
}


def marks() -> dict[str, str]:
    """Return file name: SVG text."""
    files = {}
    for mode, table in (("light", tokens.LIGHT), ("dark", tokens.DARK)):
        for name, (box, path, token, width) in MARKS.items():
            files[f"{name}-{mode}.svg"] = SVG.format(box=box, d=path, color=table[token], width=width)
    return files


if __name__ == "__main__":
    for file_name, text in marks().items():
        (ROOT / "resources" / "icons" / file_name).write_text(text, encoding="utf-8")
