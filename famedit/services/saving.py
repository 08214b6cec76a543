"""What every save of an article has in common: holding it, making a revision of it, making a step of what was done."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from famedit.core.answers import Outcome
from famedit.core.article import RevisionKind
from famedit.core.changes import Changes
from famedit.core.errors import NotFound, StaleVersion
from famedit.core.history import Scope
from famedit.store import articles, records, revisions, steps
from famedit.store.records import Act
from famedit.store.values import fields_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from famedit.core.article import Article, ArticleFields
    from famedit.store.database import Reading, Writing
    from famedit.store.steps import ArticleMove


def article_gone(article_id: int) -> NotFound:
    """Return the words for an article that is not there."""
    return NotFound(f"There is no article {article_id} on this desk.", "It may have been deleted in another window.")


def changed(*ids: int) -> Changes:
    """Return the changes of a write to articles."""
    return Changes(articles=frozenset(ids))


def time_text(at: datetime | None) -> str | None:
    """Return a time as a step keeps it."""
    return at.isoformat() if at else None


def keep_revision(
    tx: Writing,
    current: Article,
    fields: ArticleFields,
    *,
    key: str,
    kind: RevisionKind,
    person_id: int,
    name: str = "",
) -> Article:
    """Let ``current``, which the transaction holds, be ``fields``, and keep that as a revision.

    Nothing is written when nothing would change, unless the revision has a name or marks a move of the status.
    """
    same = fields_document(fields) == fields_document(current.fields)
    if same and kind not in (RevisionKind.NAMED, RevisionKind.STATUS):
        return current
    document = fields_document(current.fields)
    if not same:
        written = articles.write_fields(tx, current, fields)
        if written is None:
            raise stale(current.id, current.version + 1)
        document = written
    number = revisions.append(tx, current.id, document, key=key, kind=kind, person_id=person_id, name=name)
    articles.change(tx, current.id, revision_no=number)
    articles.seal(tx, [current.id])
    return need(tx, current.id)


def stale(article_id: int, version: int) -> StaleVersion:
    """Return the words for a save that met another save."""
    return StaleVersion(
        "Somebody else has saved this article since you opened it; nothing was overwritten.",
        "Compare both texts and choose, or keep both.",
        article_id=article_id,
        current_version=version,
    )


def need(look: Reading, article_id: int) -> Article:
    """Return an article. Raises ``NotFound``."""
    found = articles.get(look, article_id)
    if found is None:
        raise article_gone(article_id)
    return found


def hold(tx: Writing, article_id: int) -> Article:
    """Return an article and hold it. Raises ``NotFound``."""
    found = articles.hold(tx, article_id)
    if found is None:
        raise article_gone(article_id)
    return found


def new_key() -> str:
    """Return a key for a save nobody will try again."""
    return uuid.uuid4().hex


def push_step(tx: Writing, person_id: int, action: str, label: str, moves: Sequence[ArticleMove]) -> Outcome:
    """Make what was just done to articles a step, record it, and renew the row hashes."""
    ids = [move.article_id for move in moves]
    articles.seal(tx, ids)
    batch = new_key()
    step = steps.push(tx, person_id, Scope.DESK, kind=action, label=label, count=len(moves), batch=batch)
    steps.keep_moves(tx, step.id, moves)
    acts = [
        Act(
            action,
            article_id=move.article_id,
            before=str(move.before.get("status", "")),
            after=str(move.after.get("status", "")),
            payload={"step": label},
        )
        for move in moves
    ]
    records.append(tx, person_id, acts, batch=batch)
    return Outcome(step, tuple(ids), (), changed(*ids))
