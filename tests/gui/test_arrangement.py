from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from famedit.gui.arrangement import DESK_MINIMUM, MANUSCRIPT_MINIMUM, PREVIEW_MINIMUM, Arrangement, arrange


def plan(width: int, height: int, **wishes: object) -> Arrangement:
    usual: dict[str, object] = {"write": False, "desk_wanted": None, "replies_wanted": True, "unfolded": None}
    return arrange(width, height, **{**usual, **wishes})  # type: ignore[arg-type]  # the wishes are the tests' own


def test_a_wide_window_puts_the_replies_beside_the_page() -> None:
    wide = plan(1920, 1100)
    assert (wide.desk, wide.desk_width, wide.right_horizontal, wide.replies_folded) == (True, 288, True, False)
    assert wide.right_sizes[1] == 380


def test_a_usual_window_puts_them_under_it() -> None:
    usual = plan(1440, 820)
    assert (usual.desk_width, usual.right_horizontal, usual.replies_folded) == (264, False, False)
    assert usual.columns == (264, 588, 588)
    assert usual.right_sizes == (467, 353)


def test_a_low_window_folds_the_drawer_until_it_is_asked_for() -> None:
    assert plan(1280, 724).replies_folded
    assert not plan(1280, 724, unfolded=True).replies_folded
    assert plan(1440, 900, unfolded=False).replies_folded


def test_a_narrow_window_shows_the_desk_or_the_page() -> None:
    assert not plan(1000, 600).desk
    with_desk = plan(1000, 600, desk_wanted=True)
    assert (with_desk.desk, with_desk.right) == (True, False)


def test_write_shows_the_manuscript_alone() -> None:
    alone = plan(1440, 900, write=True)
    assert (alone.desk, alone.right, alone.replies) == (False, False, False)
    assert alone.columns[1] == 1440


@given(
    width=st.integers(960, 4000),
    height=st.integers(520, 2400),
    desk=st.sampled_from([None, True, False]),
    unfolded=st.sampled_from([None, True, False]),
    replies=st.booleans(),
)
def test_every_pane_that_is_shown_has_its_room(
    width: int, height: int, desk: bool | None, unfolded: bool | None, replies: bool
) -> None:
    found = plan(width, height, desk_wanted=desk, unfolded=unfolded, replies_wanted=replies)
    shown = [size for size, there in zip(found.columns, (found.desk, True, found.right), strict=True) if there]
    assert sum(shown) == width
    assert found.columns[1] >= MANUSCRIPT_MINIMUM
    if found.desk:
        assert found.columns[0] >= DESK_MINIMUM
    if found.right:
        assert found.columns[2] >= PREVIEW_MINIMUM


@pytest.mark.parametrize("width", [960, 1200, 1759, 1760])
def test_the_edges_of_the_bands(width: int) -> None:
    assert plan(width, 900).desk == (width >= 1200)
    assert plan(width, 900).right_horizontal == (width >= 1760)
