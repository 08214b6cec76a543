"""Undo and redo of what was done to articles and replies: linear, unlimited, across restarts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from famedit.core.answers import Outcome
from famedit.core.article import RevisionKind
from famedit.core.changes import NOTHING, Changes
from famedit.core.errors import NotFound, UndoRefused
from famedit.core.history import Scope, Step, StepState
from famedit.services.saving import keep_revision, new_key, time_text
from famedit.store import articles, records, replies, revisions, steps, verdicts
from famedit.store.records import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from famedit.core.article import Article
    from famedit.services.acting import Acting
    from famedit.store.database import Database, Writing
    from famedit.store.steps import KeptStep
    from famedit.store.verdicts import StepReply

Way = Literal["undo", "redo"]


class History:
    """This person's steps. An undo is a new decision in the record, never a deletion."""

    def __init__(self, database: Database, acting: Acting) -> None:
        self._database = database
        self._acting = acting

    def undo(self, scope: Scope) -> Outcome:
        """(W) Take back the latest step that stands; ``step`` is None when there is none.

        Raises ``UndoRefused`` when somebody else changed the same thing since; nothing was moved then.
        """
        return self._database.write(lambda tx: self._turn_next(tx, scope, "undo"))

    def redo(self, scope: Scope) -> Outcome:
        """(W) Do again the step that was taken back last. Raises ``UndoRefused``."""
        return self._database.write(lambda tx: self._turn_next(tx, scope, "redo"))

    def back_to(self, scope: Scope, step_id: int) -> Outcome:
        """(W) Undo or redo, all or nothing, until ``step_id`` is the latest step that stands; 0 undoes everything.

        Raises ``UndoRefused`` and ``NotFound``.
        """

        def work(tx: Writing) -> Outcome:
            wanted = steps.get(tx, self._acting.id, scope, step_id) if step_id else None
            if step_id and wanted is None:
                raise NotFound("This step is not in the list any more.", "Look at the list again.")
            way: Way = "redo" if wanted is not None and wanted.step.state is StepState.UNDONE else "undo"
            return self._turn_until(tx, scope, way, step_id)

        return self._database.write(work)

    def steps(self, scope: Scope, limit: int = 200) -> tuple[Step, ...]:
        """(R) Return this person's steps, the latest first, without those that can neither be undone nor redone."""
        return self._database.read(lambda look: steps.latest(look, self._acting.id, scope, limit))

    # ----------------------------------------------------------------------------------------------------------------

    def _turn_until(self, tx: Writing, scope: Scope, way: Way, step_id: int) -> Outcome:
        last: Step | None = None
        touched: dict[int, None] = {}
        changes = NOTHING
        while _id(steps.next_to_undo(tx, self._acting.id, scope)) != step_id:
            done = self._turn_next(tx, scope, way)
            last = done.step
            touched.update(dict.fromkeys(done.changed))
            changes |= done.changes
        return Outcome(last, tuple(touched), (), changes)

    def _turn_next(self, tx: Writing, scope: Scope, way: Way) -> Outcome:
        next_step = steps.next_to_undo if way == "undo" else steps.next_to_redo
        kept = next_step(tx, self._acting.id, scope)
        if kept is None:
            return Outcome()
        if scope is Scope.DESK:
            changed = self._turn_articles(tx, kept, way)
            changes = Changes(articles=frozenset(changed))
        else:
            changed, changes = self._turn_replies(tx, kept, way)
        state = StepState.UNDONE if way == "undo" else StepState.DONE
        steps.mark(tx, kept.step.id, state)
        return Outcome(replace(kept.step, state=state), tuple(changed), (), changes)

    # Articles -------------------------------------------------------------------------------------------------------

    def _turn_articles(self, tx: Writing, kept: KeptStep, way: Way) -> list[int]:
        moves = steps.moves_of(tx, kept.step.id)
        held = articles.hold_all(tx, [move.article_id for move in moves])
        acts: list[Act] = []
        for move in moves:
            stands, goes = (move.after, move.before) if way == "undo" else (move.before, move.after)
            article = held[move.article_id]
            if "revision" in goes:
                self._turn_revision(tx, article, stands["revision"], goes["revision"])
            else:
                _turn_marks(tx, article, stands, goes)
            before, after = str(stands.get("status", "")), str(goes.get("status", ""))
            acts.append(Act(way, article_id=article.id, before=before, after=after, payload={"step": kept.step.label}))
        ids = [move.article_id for move in moves]
        articles.seal(tx, ids)
        records.append(tx, self._acting.id, acts, batch=new_key())
        return ids

    def _turn_revision(self, tx: Writing, article: Article, stands: object, goes: object) -> None:
        from_, to = (revisions.by_number(tx, article.id, int(str(number))) for number in (stands, goes))
        if from_ is None or to is None or from_.fields is None or to.fields is None:
            raise UndoRefused("The revision this step leads to has thinned out; nothing was changed.")
        if from_.fields != article.fields:
            raise _refused(f"“{article.fields.title}”")
        keep_revision(
            tx,
            article,
            to.fields,
            key=new_key(),
            kind=RevisionKind.RESTORE,
            person_id=self._acting.id,
            name=f"Revision {to.number} restored",
        )

    # Replies --------------------------------------------------------------------------------------------------------

    def _turn_replies(self, tx: Writing, kept: KeptStep, way: Way) -> tuple[list[int], Changes]:
        stands, goes = ("after", "before") if way == "undo" else ("before", "after")
        found = verdicts.of_step(tx, kept.step.id, kept.kind, stands)
        moved = [one for one in found if not one.held]
        if moved:
            raise _refused(f"Reply {moved[0].position}" if len(moved) == 1 else f"{len(moved)} replies")
        match kept.kind:
            case verdicts.STANDING:
                verdicts.move(tx, kept.step.id, goes)
            case verdicts.TEXT:
                for one in found:
                    self._turn_text(tx, one, goes, way)
            case _:
                if way == "undo" and verdicts.touched_since(tx, kept.step.id):
                    raise _refused("What this step added")
                verdicts.withdraw(tx, kept.step.id, withdrawn=way == "undo")
        acts = [
            Act(
                way,
                article_id=one.article_id,
                reply_id=one.reply_id,
                before=str(one.row[f"{stands}_status"]),
                after=str(one.row[f"{goes}_status"]),
                payload={"step": kept.step.label},
            )
            for one in found
        ]
        records.append(tx, self._acting.id, acts, batch=new_key())
        ids = [one.reply_id for one in found]
        return ids, Changes(frozenset(one.article_id for one in found), frozenset(ids))

    def _turn_text(self, tx: Writing, one: StepReply, goes: str, way: Way) -> None:
        row = replies.whole(tx, one.reply_id)
        assert row is not None  # noqa: S101 -- of_step has found it and holds it
        text = one.row[f"{goes}_text"]
        replies.keep_text(tx, row, text, way, self._acting.id)
        replies.rewrite(
            tx,
            row,
            text=text,
            moderator_edited_by=one.row[f"{goes}_by"],
            moderator_edited_at=one.row[f"{goes}_at"],
        )


def _id(kept: KeptStep | None) -> int:
    return kept.step.id if kept else 0


def _refused(what: str) -> UndoRefused:
    return UndoRefused(f"{what} was changed by somebody else since; nothing was moved.", "Decide about it anew.")


def _turn_marks(tx: Writing, article: Article, stands: Mapping[str, object], goes: Mapping[str, object]) -> None:
    now = {
        "status": article.status.value,
        "published_at": time_text(article.published_at),
        "archived": article.archived,
        "trashed": article.trashed,
    }
    if any(now[name] != value for name, value in stands.items()):
        raise _refused(f"“{article.fields.title}”")
    columns = dict(goes)
    published = columns.get("published_at")
    if isinstance(published, str):
        columns["published_at"] = datetime.fromisoformat(published)
    articles.change(tx, article.id, **columns)
