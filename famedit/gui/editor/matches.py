"""Finding words in a text and what to put in their place, in the positions Qt counts by."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from famedit.gui.editor.utf16 import widen

#: More matches than this are not counted one by one.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for."""

    words: str = ""
    match_case: bool = False
    whole_words: bool = False

    def find_all(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the matches in ``text`` begin and end, in UTF-16 units."""
        if not self.words:
            return ()
        pattern = re.escape(widen(self.words))
        if self.whole_words:
            pattern = rf"(?<!\w){pattern}(?!\w)"
        found = re.compile(pattern, 0 if self.match_case else re.IGNORECASE).finditer(widen(text))
        return tuple(match.span() for match, _ in zip(found, range(MOST), strict=False))


def next_match(matches: tuple[tuple[int, int], ...], position: int, *, forward: bool) -> int:
    """Return the index of the match after, or before, ``position``, going round at the ends; -1 without any."""
    if not matches:
        return -1
    starts = [start for start, _ in matches]
    index = bisect_left(starts, position)
    if forward:
        return index % len(matches)
    return (index - 1) % len(matches)
