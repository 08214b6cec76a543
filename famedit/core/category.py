"""Category paths as people write them."""

from __future__ import annotations

import re


def parse_category(text: str) -> tuple[str, ...]:
    """Split a path at "/" and ">" only: " + " is part of a name, as in "Audio + Video + Home"."""
    return tuple(part for part in (" ".join(piece.split()) for piece in re.split(r"[/>]", text)) if part)


def category_text(path: tuple[str, ...]) -> str:
    """Return a path as it is shown and typed: "Television > Drama"."""
    return " > ".join(path)


def parse_names(text: str) -> tuple[str, ...]:
    """Split a byline or a list of tags: at commas, semicolons and a lone "and" or "&" between names."""
    pieces = re.split(r"[,;]|\s+and\s+|\s+&\s+", text)
    return tuple(name for name in (" ".join(piece.split()) for piece in pieces) if name)


def names_text(names: tuple[str, ...]) -> str:
    """Return names as a byline shows them: "Ada, Ben and Cleo"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
