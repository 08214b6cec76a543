"""Counts of words, characters and reading time."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

#: Words a minute of silent reading of English non-fiction (Brysbaert 2019, a meta-analysis of 190 studies: 238).
READING_SPEED = 238
_WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")


@dataclass(frozen=True, slots=True)
class TextStats:
    """``minutes`` is whole and at least 1 for any text."""

    words: int
    characters: int
    minutes: int


def text_stats(text: str) -> TextStats:
    """Count ``text``, Markdown marks and all; a mark is no word."""
    words = sum(1 for _ in _WORD.finditer(text))
    return TextStats(words, len(text), math.ceil(words / READING_SPEED))
