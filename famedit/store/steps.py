"""The steps a person can undo, and the states they lead between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.core.history import Scope, Step, StepState
from famedit.store.tables import person, step, step_article
from famedit.store.values import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from famedit.core.reply import Json
    from famedit.store.database import Reading, Writing


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step with what it takes to undo it: ``kind`` says which of its states it moves."""

    step: Step
    kind: str


def push(tx: Writing, person_id: int, scope: Scope, *, kind: str, label: str, count: int, batch: str) -> Step:
    """Add a step that was just done; what was undone before it can no longer be redone."""
    mine = (step.c.person_id == person_id, step.c.scope == scope.value, step.c.state == StepState.UNDONE.value)
    tx.run(step.update().where(*mine).values(state=StepState.GONE.value))
    row: dict[str, Any] = {
        "scope": scope.value,
        "kind": kind,
        "person_id": person_id,
        "label": clean(label),
        "made_at": tx.now,
        "state": StepState.DONE.value,
        "count": count,
        "batch": batch,
    }
    number: int = tx.value(step.insert().values(row).returning(step.c.id))
    name: str = tx.value(sa.select(person.c.name).where(person.c.id == person_id))
    return Step(number, scope, row["label"], name, tx.now, StepState.DONE, count)


_QUERY = sa.select(step, person.c.name.label("person")).join(person, person.c.id == step.c.person_id)


def _from(row: Mapping[str, Any]) -> KeptStep:
    return KeptStep(
        Step(
            id=row["id"],
            scope=Scope(row["scope"]),
            label=row["label"],
            person=row["person"],
            made_at=row["made_at"],
            state=StepState(row["state"]),
            count=row["count"],
        ),
        row["kind"],
    )


def _stack(person_id: int, scope: Scope, *states: StepState) -> sa.Select[Any]:
    names = [state.value for state in states]
    return _QUERY.where(step.c.person_id == person_id, step.c.scope == scope.value, step.c.state.in_(names))


def next_to_undo(look: Reading, person_id: int, scope: Scope) -> KeptStep | None:
    """Return the latest step that stands."""
    row = look.row(_stack(person_id, scope, StepState.DONE).order_by(step.c.id.desc()).limit(1))
    return _from(row) if row else None


def next_to_redo(look: Reading, person_id: int, scope: Scope) -> KeptStep | None:
    """Return the step that was undone last."""
    row = look.row(_stack(person_id, scope, StepState.UNDONE).order_by(step.c.id).limit(1))
    return _from(row) if row else None


def get(look: Reading, person_id: int, scope: Scope, step_id: int) -> KeptStep | None:
    """Return a person's step that can be undone or redone."""
    row = look.row(_stack(person_id, scope, StepState.DONE, StepState.UNDONE).where(step.c.id == step_id))
    return _from(row) if row else None


def latest(look: Reading, person_id: int, scope: Scope, limit: int) -> tuple[Step, ...]:
    """Return the steps that can be undone or redone, the latest first."""
    query = _stack(person_id, scope, StepState.DONE, StepState.UNDONE).order_by(step.c.id.desc()).limit(limit)
    return tuple(_from(row).step for row in look.rows(query))


def mark(tx: Writing, step_id: int, state: StepState) -> None:
    """Say whether a step stands."""
    tx.run(step.update().where(step.c.id == step_id).values(state=state.value))


@dataclass(frozen=True, slots=True)
class ArticleMove:
    """What a step did to one article: the same columns before and after."""

    article_id: int
    before: dict[str, Json]
    after: dict[str, Json]


def keep_moves(tx: Writing, step_id: int, moves: Sequence[ArticleMove]) -> None:
    """Keep what a step did to articles."""
    rows = [{"step_id": step_id, "article_id": m.article_id, "before": m.before, "after": m.after} for m in moves]
    tx.run(step_article.insert(), rows)


def moves_of(look: Reading, step_id: int) -> tuple[ArticleMove, ...]:
    """Return what a step did to articles."""
    rows = look.rows(
        sa.select(step_article).where(step_article.c.step_id == step_id).order_by(step_article.c.article_id)
    )
    return tuple(ArticleMove(row["article_id"], row["before"], row["after"]) for row in rows)
