"""How the window's panes share its room: one pure rule for every size and mode."""

from __future__ import annotations

from dataclasses import dataclass

WIDE = 1760
NARROW = 1200
#: Below this height of the workspace the replies drawer folds to its head.
LOW = 780

DESK_MINIMUM, MANUSCRIPT_MINIMUM, PREVIEW_MINIMUM, REPLIES_MINIMUM = 232, 420, 320, 340
DRAWER_HEAD = 40


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which panes are shown and their usual sizes, in device-independent pixels.

    ``right_horizontal`` puts the replies beside the preview instead of under it.
    """

    desk: bool
    right: bool
    right_horizontal: bool
    replies: bool
    replies_folded: bool
    desk_width: int
    columns: tuple[int, int, int]
    right_sizes: tuple[int, int]


def arrange(
    width: int,
    height: int,
    *,
    write: bool,
    desk_wanted: bool | None,
    replies_wanted: bool,
    unfolded: bool | None,
) -> Arrangement:
    """Share ``width`` x ``height`` of the workspace.

    ``desk_wanted`` None means as the width allows; ``unfolded`` None means the drawer folds as the height allows.
    """
    wide, narrow = width >= WIDE, width < NARROW
    desk_width = 288 if wide else 264
    if write:
        desk = bool(desk_wanted)
        rest = width - (desk_width if desk else 0)
        return Arrangement(desk, False, False, False, True, desk_width, (desk_width, rest, 0), (0, 0))
    desk = (not narrow) if desk_wanted is None else desk_wanted
    # in a narrow window there is room for the desk or the page beside the manuscript, not for both
    right = not (narrow and desk)
    folded = False if wide else not unfolded if unfolded is not None else (narrow or height < LOW)
    rest = width - (desk_width if desk else 0)
    if not right:
        columns = (desk_width, rest, 0)
        right_width = 0
    elif wide and replies_wanted:
        right_width = max(round((rest - 380) / 2) + 380, PREVIEW_MINIMUM + 380)
        columns = (desk_width, rest - right_width, right_width)
    else:
        right_width = (
            max(rest // 2, PREVIEW_MINIMUM) if rest - rest // 2 >= MANUSCRIPT_MINIMUM else rest - MANUSCRIPT_MINIMUM
        )
        columns = (desk_width, rest - right_width, right_width)
    if wide:
        sizes = (right_width - 380, 380)
    elif folded:
        sizes = (height - DRAWER_HEAD, DRAWER_HEAD)
    else:
        sizes = (round(height * 0.57), height - round(height * 0.57))
    return Arrangement(desk, right, wide, right and replies_wanted, folded, desk_width, columns, sizes)
