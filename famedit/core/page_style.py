"""The page's style sheet: one file of rules, its colours out of the same tables as the window's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from famedit.core.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The page's variables and the tokens they are made of.
VARIABLES: Final = (
    ("bg", "surface"),
    ("panel", "raised"),
    ("soft", "sidebar"),
    ("line", "line"),
    ("ink", "text"),
    ("ink2", "text2"),
    ("ink3", "text3"),
    ("link", "accent"),
    ("linkhover", "accent_hover"),
    ("noteline", "accent_line"),
)


@lru_cache(maxsize=8)
def stylesheet(templates: Path) -> str:
    """Return the style sheet that lies in the folder of the templates, colours filled in."""
    text = (templates / "page.css").read_text(encoding="utf-8")
    return text.replace("/*light*/", _variables(LIGHT)).replace("/*dark*/", _variables(DARK))


def _variables(table: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{table[token]};" for name, token in VARIABLES)
