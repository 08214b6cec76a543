"""Undo and redo of what was done to articles and replies: linear, unlimited, across restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from famedit.core.answers import Outcome
    from famedit.core.history import Scope, Step
    from famedit.services.acting import Acting
    from famedit.store.database import Database


class History:
    """This person's steps. An undo is a new decision in the record, never a deletion."""

    def __init__(self, database: Database, acting: Acting) -> None:
        self._database = database
        self._acting = acting

    def undo(self, scope: Scope) -> Outcome:
        """(W) Take back the latest step that stands; ``step`` is None when there is none.

        Raises ``UndoRefused`` when somebody else changed the same thing since; nothing was moved then.
        """
        raise NotImplementedError

    def redo(self, scope: Scope) -> Outcome:
        """(W) Do again the step that was taken back last. Raises ``UndoRefused``."""
        raise NotImplementedError

    def back_to(self, scope: Scope, step_id: int) -> Outcome:
        """(W) Undo or redo, all or nothing, until ``step_id`` is the latest step that stands; 0 undoes everything.

        Raises ``UndoRefused`` and ``NotFound``.
        """
        raise NotImplementedError

    def steps(self, scope: Scope, limit: int = 200) -> tuple[Step, ...]:
        """(R) Return this person's steps, the latest first, without those that can neither be undone nor redone."""
        raise NotImplementedError
