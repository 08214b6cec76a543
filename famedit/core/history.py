"""Steps that can be undone: one step is one thing a person did, to one or many articles or replies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Scope(StrEnum):
    """The two stacks of steps. Text has a third, kept by the editor itself."""

    DESK = "desk"
    REPLIES = "replies"


class StepState(StrEnum):
    """``DONE`` can be undone, ``UNDONE`` redone; ``GONE`` was undone and then something else was done."""

    DONE = "done"
    UNDONE = "undone"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the list of steps. ``label`` is a sentence without its full stop ("3 replies hidden")."""

    id: int
    scope: Scope
    label: str
    person: str
    made_at: datetime
    state: StepState
    count: int
