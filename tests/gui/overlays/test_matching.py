from __future__ import annotations

import pytest

from famedit.gui.overlays.matching import match


def matched(query: str, text: str) -> str | None:
    """The matched letters, or None."""
    hit = match(query, text)
    return None if hit is None else "".join(text[at] for at in hit.at)


@pytest.mark.parametrize(
    ("query", "text", "letters"),
    [
        ("moon", "The Moon race", "Moon"),
        ("race moon", "The Moon race", "Moonrace"),
        ("mo ra", "The Moon race", "Mora"),
        ("tmr", "The Moon race", "TMr"),
        ("elan", "Élan of the launch", "Élan"),
        ("exprt", "Export…", "Exprt"),
        ("oo", "The Moon race", None),
        ("moon", "Move paragraph down", None),
        ("moonx", "The Moon race", None),
        ("", "Anything", ""),
    ],
)
def test_what_matches_and_where(query: str, text: str, letters: str | None) -> None:
    assert matched(query, text) == letters


def test_beginnings_of_words_come_before_scattered_letters() -> None:
    texts = ["Set export target", "Export again", "Explore it", "Expert trail"]
    hits = [(hit.rank, text) for text in texts if (hit := match("exp", text)) is not None]
    in_order = [text for _, text in sorted(hits, key=lambda hit: hit[0])]
    assert in_order == ["Export again", "Explore it", "Expert trail", "Set export target"]


def test_places_never_leave_the_text() -> None:
    for text in ("İstanbul", "ﬁne print", "Straße", "e\u0301t\u00e9"):
        for query in ("i", "f", "s", "e", "ist", "str"):
            hit = match(query, text)
            assert hit is None or all(0 <= at < len(text) for at in hit.at)
