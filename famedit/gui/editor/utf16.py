"""Text in UTF-16 units, as Qt counts it.

``QTextCursor`` and ``QSyntaxHighlighter`` count UTF-16 units, Python counts code points; they differ from the first
emoji on. Text that is to be measured for Qt is widened first, so that every unit is one character of the ``str``.
"""

from __future__ import annotations

import re

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def widen(text: str) -> str:
    """Return ``text`` with each character beyond the basic plane as its two surrogates."""
    if text.isascii() or not _ASTRAL.search(text):
        return text
    return _ASTRAL.sub(_pair, text)


def narrow(text: str) -> str:
    """Return widened ``text`` as ordinary text again."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def difference(old: str, new: str) -> tuple[int, int, str]:
    """Return start, end, text: putting text for old[start:end] makes ``old`` ``new``, both widened, no pair cut."""
    start = _common(old, new)
    if start and 0xD800 <= ord(old[start - 1]) < 0xDC00:
        start -= 1
    tail = _common(old[start:][::-1], new[start:][::-1])
    if tail and 0xDC00 <= ord(old[len(old) - tail]) < 0xE000:
        tail -= 1
    return start, len(old) - tail, narrow(new[start : len(new) - tail])


def _common(left: str, right: str) -> int:
    """Return how many first characters two texts share, by halving: slices compare far quicker than characters."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _pair(match: re.Match[str]) -> str:
    number = ord(match[0]) - 0x10000
    return chr(0xD800 + (number >> 10)) + chr(0xDC00 + (number & 0x3FF))
