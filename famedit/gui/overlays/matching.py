"""How the palette finds things: by the beginnings of words first, then by letters in order."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass

#: Letters in order count as a hit while the gaps between them are at most this many times their number.
_LOOSEST = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A hit: the smaller ``rank``, the better; equal ones keep the order they came in.

    ``at`` are the places of the matched letters in the text.
    """

    rank: tuple[int, int]
    at: tuple[int, ...]


def match(query: str, text: str) -> Match | None:
    """Find ``query`` in ``text``, ignoring case and accents; None when it is not there.

    Every word of the query has to be found. The ranks: beginnings of words in order (0), in any order (1), first
    letters of words (2), letters one after the other from the beginning of a word and not too far apart (3).
    """
    letters = _folded(text)
    words = _folded(query).split()
    if not words:
        return Match((0, 0), ())
    starts = _word_starts(letters)
    found = _by_starts(words, letters, starts)
    if found is not None:
        in_order = all(a < b for a, b in itertools.pairwise(found))
        first = min(found)
        return Match((0 if in_order else 1, first), tuple(sorted(found)))
    initials = _by_initials("".join(words), letters, starts)
    if initials is not None:
        return Match((2, initials[0]), initials)
    spread = _in_order("".join(words), letters)
    if spread is None:
        return None
    gaps = spread[-1] - spread[0] + 1 - len(spread)
    if spread[0] not in starts or gaps > _LOOSEST * len(spread):
        return None
    return Match((3, gaps), spread)


def _folded(text: str) -> str:
    """Return ``text`` letter for letter without case and accents; its length does not change."""
    return "".join(_fold(letter) for letter in text)


def _fold(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def _word_starts(letters: str) -> list[int]:
    return [at for at, letter in enumerate(letters) if letter.isalnum() and (at == 0 or not letters[at - 1].isalnum())]


def _by_starts(words: list[str], letters: str, starts: list[int]) -> list[int] | None:
    """Return the places of all letters when each word begins a word of its own, else None."""
    places: list[int] = []
    used: set[int] = set()
    for word in words:
        start = next((at for at in starts if at not in used and letters.startswith(word, at)), None)
        if start is None:
            return None
        used.add(start)
        places.extend(range(start, start + len(word)))
    return places


def _by_initials(query: str, letters: str, starts: list[int]) -> tuple[int, ...] | None:
    """Return the places when each letter of the query begins a word, in order ("mrta": Moderate replies to article)."""
    places: list[int] = []
    rest = iter(starts)
    for letter in query:
        place = next((at for at in rest if letters[at] == letter), None)
        if place is None:
            return None
        places.append(place)
    return tuple(places)


def _in_order(query: str, letters: str) -> tuple[int, ...] | None:
    places: list[int] = []
    at = -1
    for letter in query:
        at = letters.find(letter, at + 1)
        if at < 0:
            return None
        places.append(at)
    return tuple(places)
