"""Moving many replies in a few statements: a decision, its undo and its redo, never half of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.core.moderation import Standing
from famedit.core.reply import ReplyStatus
from famedit.store.articles import chunks
from famedit.store.seals import seal_of
from famedit.store.tables import reply, step_reply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from famedit.store.database import Reading, Writing

#: Steps that move where replies stand, steps that change a text, steps that add replies.
STANDING, TEXT, ADDED = "standing", "text", "added"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one reply stands now and who last decided."""

    reply_id: int
    article_id: int
    position: int
    author: str
    standing: Standing
    decided_by: int | None
    decided_at: datetime | None


def stands(tx: Writing, ids: Sequence[int]) -> list[Stand]:
    """Return where these replies stand, held until this transaction is over; those that are gone are left out."""
    columns = ("id", "article_id", "position", "author_name", "status", "flagged", "reason", "held_because")
    query = sa.select(*(reply.c[name] for name in columns), reply.c.decided_by, reply.c.decided_at)
    rows = [
        row
        for some in chunks(ids)
        for row in tx.rows(query.where(reply.c.id.in_(some), ~reply.c.withdrawn).order_by(reply.c.id).with_for_update())
    ]
    return [
        Stand(
            row["id"],
            row["article_id"],
            row["position"],
            row["author_name"],
            Standing(ReplyStatus(row["status"]), row["flagged"], row["reason"], row["held_because"]),
            row["decided_by"],
            row["decided_at"],
        )
        for row in rows
    ]


def keep_standing(tx: Writing, step_id: int, moves: Sequence[tuple[Stand, Standing]], person_id: int) -> None:
    """Keep where a decision takes replies from and to."""
    rows: list[dict[str, Any]] = []
    for stand, after in moves:
        before = stand.standing
        rows.append(
            {
                "step_id": step_id,
                "reply_id": stand.reply_id,
                "before_status": before.status.value,
                "before_flagged": before.flagged,
                "before_reason": before.reason,
                "before_held": before.held_because,
                "before_by": stand.decided_by,
                "before_at": stand.decided_at,
                "after_status": after.status.value,
                "after_flagged": after.flagged,
                "after_reason": after.reason,
                "after_held": after.held_because,
                "after_by": person_id,
                "after_at": tx.now,
            }
        )
    tx.run(step_reply.insert(), rows)


def keep_text(
    tx: Writing, step_id: int, row: dict[str, Any], text: str, edited: tuple[int | None, datetime | None]
) -> None:
    """Keep a text before and after a moderator changed it; ``row`` is the reply's whole row before."""
    tx.run(
        step_reply.insert().values(
            step_id=step_id,
            reply_id=row["id"],
            before_text=row["text"],
            before_by=row["moderator_edited_by"],
            before_at=row["moderator_edited_at"],
            after_text=text,
            after_by=edited[0],
            after_at=edited[1],
        )
    )


def keep_added(tx: Writing, step_id: int, ids: Sequence[int]) -> None:
    """Keep which replies a step added."""
    tx.run(step_reply.insert(), [{"step_id": step_id, "reply_id": number} for number in ids])


def move(tx: Writing, step_id: int, side: str) -> None:
    """Take all replies of a step to its "before" or its "after", in one statement."""
    to = {name: step_reply.c[f"{side}_{name}"] for name in ("status", "flagged", "reason", "held", "by", "at")}
    tx.run(
        reply.update()
        .where(reply.c.id == step_reply.c.reply_id, step_reply.c.step_id == step_id)
        .values(
            status=to["status"],
            flagged=to["flagged"],
            reason=to["reason"],
            held_because=to["held"],
            decided_by=to["by"],
            decided_at=to["at"],
            version=reply.c.version + 1,
            seal=seal_of(reply.c.content_hash, to["status"], to["flagged"], to["reason"], to["held"]),
        )
    )


def withdraw(tx: Writing, step_id: int, *, withdrawn: bool) -> None:
    """Take the replies a step added out of sight, or bring them back."""
    tx.run(
        reply.update()
        .where(reply.c.id == step_reply.c.reply_id, step_reply.c.step_id == step_id)
        .values(withdrawn=withdrawn, version=reply.c.version + 1)
    )


@dataclass(frozen=True, slots=True)
class StepReply:
    """One reply of a step: ``held`` is whether it still is where the step (or its undo) left it."""

    reply_id: int
    article_id: int
    position: int
    held: bool
    row: dict[str, Any]


def of_step(tx: Writing, step_id: int, kind: str, side: str) -> list[StepReply]:
    """Return the replies of a step, each with whether it stands at the step's ``side`` now; they are held."""
    tx.rows(
        sa.select(reply.c.id)
        .where(reply.c.id.in_(sa.select(step_reply.c.reply_id).where(step_reply.c.step_id == step_id)))
        .order_by(reply.c.id)
        .with_for_update()
    )
    match kind:
        case "standing":
            held = sa.and_(
                ~reply.c.withdrawn,
                reply.c.status == step_reply.c[f"{side}_status"],
                reply.c.flagged == step_reply.c[f"{side}_flagged"],
                reply.c.reason == step_reply.c[f"{side}_reason"],
                reply.c.held_because == step_reply.c[f"{side}_held"],
            )
        case "text":
            held = sa.and_(~reply.c.withdrawn, reply.c.text == step_reply.c[f"{side}_text"])
        case _:
            held = reply.c.withdrawn == (side == "before")
    rows = tx.rows(
        sa.select(step_reply, reply.c.article_id, reply.c.position, held.label("held"))
        .join(reply, reply.c.id == step_reply.c.reply_id)
        .where(step_reply.c.step_id == step_id)
        .order_by(step_reply.c.reply_id)
    )
    return [StepReply(row["reply_id"], row["article_id"], row["position"], bool(row["held"]), row) for row in rows]


def touched_since(look: Reading, step_id: int) -> bool:
    """Whether what a step added has been decided about or edited since: then its adding cannot be undone."""
    return bool(
        look.value(
            sa.select(sa.func.count())
            .select_from(reply)
            .join(step_reply, step_reply.c.reply_id == reply.c.id)
            .where(
                step_reply.c.step_id == step_id,
                sa.or_(reply.c.decided_at.is_not(None), reply.c.moderator_edited_at.is_not(None)),
            )
        )
    )
