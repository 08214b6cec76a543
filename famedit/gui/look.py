"""What every widget of ours is given first: the theme and the icons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from famedit.gui.icons import Icons
    from famedit.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """The theme and the icons, handed down together."""

    theme: Theme
    icons: Icons
