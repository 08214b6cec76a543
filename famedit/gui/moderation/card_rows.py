"""Where the cards of a list stand: all of one height but the one that is open. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class CardRows:
    """``count`` rows of ``step`` px; ``opened`` is the row that is ``open_height`` px high instead, -1 for none.

    Every answer takes the same time for ten rows and for a million.
    """

    count: int = 0
    step: int = 1
    opened: int = -1
    open_height: int = 0

    @property
    def extra(self) -> int:
        """By how much the open row is taller than the others."""
        return self.open_height - self.step if 0 <= self.opened < self.count else 0

    @property
    def total(self) -> int:
        """The height of all rows."""
        return self.count * self.step + self.extra

    def top(self, row: int) -> int:
        """Return where a row begins."""
        return row * self.step + (self.extra if 0 <= self.opened < row else 0)

    def height(self, row: int) -> int:
        """Return how tall a row is."""
        return self.step + (self.extra if row == self.opened else 0)

    def row_at(self, y: int) -> int:
        """Return the row at a height, -1 above the first and below the last."""
        if y < 0 or y >= self.total:
            return -1
        row = y // self.step
        if 0 <= self.opened < row:
            below = self.top(self.opened) + self.height(self.opened)
            row = self.opened if y < below else (y - self.extra) // self.step
        return row
