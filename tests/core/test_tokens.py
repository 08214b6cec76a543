from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from famedit.core.tokens import CONTRAST, DARK, LIGHT, Contrast, contrast

if TYPE_CHECKING:
    from collections.abc import Mapping

PAIRS = [
    pytest.param(table, pair, background, id=f"{name}-{pair.foreground}-{pair.use}-on-{background}")
    for name, table in (("light", LIGHT), ("dark", DARK))
    for pair in CONTRAST
    for background in pair.backgrounds
]


@pytest.mark.parametrize(("table", "pair", "background"), PAIRS)
def test_each_pair_keeps_its_minimum(table: Mapping[str, str], pair: Contrast, background: str) -> None:
    assert contrast(table[pair.foreground], table[background]) >= pair.minimum


def test_both_appearances_name_the_same_colours() -> None:
    assert list(LIGHT) == list(DARK)


@pytest.mark.parametrize("table", [LIGHT, DARK])
def test_colours_are_six_hexadecimal_digits(table: Mapping[str, str]) -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in table.values())


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#191D1A", "#FCFCFA", 16.59),
        ("#939B95", "#1F3247", 4.59),
        ("#737C76", "#1F3247", 3.04),
    ],
)
def test_contrast_agrees_with_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.006)
    assert contrast(other, one) == contrast(one, other)
