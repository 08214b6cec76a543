"""Deciding about readers' replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from famedit.core import wording
from famedit.core.answers import AuthorRecord, Outcome
from famedit.core.changes import Changes
from famedit.core.errors import BadInput, NotFound, StaleVersion
from famedit.core.history import Scope
from famedit.core.moderation import after
from famedit.services.saving import hold, new_key
from famedit.store import arrivals, articles, records, replies, steps, verdicts
from famedit.store.records import Act
from famedit.store.values import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.core.article import ArticleRow
    from famedit.core.moderation import Decision, Standing
    from famedit.core.record import RecordEntry
    from famedit.core.reply import NewReply, Queue, Reply
    from famedit.services.acting import Acting
    from famedit.store.database import Database, Reading, Writing
    from famedit.store.verdicts import Stand


class Moderating:
    """The use cases of the moderation panes. (R) belongs on the reading thread, (W) on the writing thread."""

    def __init__(self, database: Database, acting: Acting) -> None:
        self._database = database
        self._acting = acting

    # Reading --------------------------------------------------------------------------------------------------------

    def replies(self, article_id: int) -> tuple[Reply, ...]:
        """(R) Return all replies of an article in the order of their source."""
        return self._database.read(lambda look: replies.of_article(look, article_id))

    def by_id(self, ids: Sequence[int]) -> tuple[Reply, ...]:
        """(R) Return these replies in the order asked for; those that are gone are left out."""
        return self._database.read(lambda look: replies.by_id(look, ids))

    def queue_counts(self, article_id: int | None) -> dict[Queue, int]:
        """(R) Return how many replies each queue holds, of one article or of the whole desk."""
        return self._database.read(lambda look: replies.counts(look, article_id))

    def queue(
        self,
        queue: Queue,
        article_id: int | None,
        text: str = "",
        limit: int = 500,
        offset: int = 0,
        *,
        newest_first: bool = False,
    ) -> tuple[Reply, ...]:
        """(R) Return a page of a queue; ``text`` searches texts and authors as it is typed.

        One article's replies come in the order of their source, the desk's in the order they came in;
        ``newest_first`` turns either round.
        """
        return self._database.read(
            lambda look: replies.page(
                look, queue, article_id, text=text, limit=limit, offset=offset, newest_first=newest_first
            )
        )

    def articles_with_work(self) -> tuple[ArticleRow, ...]:
        """(R) Return the articles with replies that need a decision, the most needy first."""
        return self._database.read(lambda look: articles.with_work(look, self._acting.id))

    def author_record(self, name: str) -> AuthorRecord:
        """(R) Return what the desk knows of a reply's author."""

        def work(look: Reading) -> AuthorRecord:
            first_seen, by_status, flags = replies.of_author(look, name)
            return AuthorRecord(
                name,
                first_seen,
                visible=by_status["visible"],
                hidden=by_status["hidden"],
                pending=by_status["pending"],
                spam=by_status["spam"],
                flags=flags,
                decisions=records.entries(look, replies=replies.ids_of_author(name), limit=50),
            )

        return self._database.read(work)

    def record_of(self, reply_id: int) -> tuple[RecordEntry, ...]:
        """(R) Return everything that was ever done to a reply, the latest first."""
        return self._database.read(lambda look: records.entries(look, replies=[reply_id]))

    # Deciding -------------------------------------------------------------------------------------------------------

    def apply(self, decision: Decision) -> Outcome:
        """(W) Carry out a decision on all its replies at once, or on none. Undoable, recorded.

        ``skipped`` are those it does not move: they stand there already, were deleted by their source, or are gone.
        """
        wanted = tuple(dict.fromkeys(decision.reply_ids))
        reason, note = clean(decision.reason), clean(decision.note)

        def work(tx: Writing) -> Outcome:
            moves: list[tuple[Stand, Standing]] = []
            for stand in verdicts.stands(tx, wanted):
                to = after(stand.standing, decision.verdict, reason)
                if to != stand.standing:
                    moves.append((stand, to))
            moved = {stand.reply_id for stand, _ in moves}
            skipped = tuple(number for number in wanted if number not in moved)
            if not moves:
                return Outcome(skipped=skipped)
            batch = new_key()
            step = steps.push(
                tx,
                self._acting.id,
                Scope.REPLIES,
                kind=verdicts.STANDING,
                label=wording.replies_decided(decision.verdict, [stand.position for stand, _ in moves]),
                count=len(moves),
                batch=batch,
            )
            verdicts.keep_standing(tx, step.id, moves, self._acting.id)
            verdicts.move(tx, step.id, "after")
            acts = [
                Act(
                    decision.verdict.value,
                    article_id=stand.article_id,
                    reply_id=stand.reply_id,
                    before=stand.standing.status.value,
                    after=to.status.value,
                    payload={"reason": reason, "note": note, "author": stand.author},
                )
                for stand, to in moves
            ]
            records.append(tx, self._acting.id, acts, batch=batch)
            changed = tuple(number for number in wanted if number in moved)
            changes = Changes(frozenset(stand.article_id for stand, _ in moves), frozenset(changed))
            return Outcome(step, changed, skipped, changes)

        return self._database.write(work)

    def edit(self, reply_id: int, text: str, reason: str, *, version: int) -> Outcome:
        """(W) Change the text readers see; the original is kept. Undoable, recorded.

        Raises ``StaleVersion`` when the reply was changed since ``version``, ``NotFound``, ``BadInput`` for an empty
        text.
        """
        text = clean(text).replace("\r\n", "\n").strip("\n")
        if not text.strip():
            raise BadInput("A reply cannot be empty.", "Hide it instead.")

        def work(tx: Writing) -> Outcome:
            row = replies.whole(tx, reply_id)
            if row is None:
                raise NotFound("This reply is not on the desk any more.", "Look at the list again.")
            if row["version"] != version:
                raise StaleVersion(
                    "Somebody else has changed this reply since you opened it; your text was not stored.",
                    "Copy your text, then look at the reply as it is now.",
                    article_id=row["article_id"],
                    current_version=row["version"],
                )
            if row["text"] == text:
                return Outcome(skipped=(reply_id,))
            as_written = text == row["original_text"]
            edited = (None, None) if as_written else (self._acting.id, tx.now)
            batch = new_key()
            step = steps.push(
                tx,
                self._acting.id,
                Scope.REPLIES,
                kind=verdicts.TEXT,
                label=wording.reply_edited(row["position"]),
                count=1,
                batch=batch,
            )
            verdicts.keep_text(tx, step.id, row, text, edited)
            replies.keep_text(tx, row, text, clean(reason), self._acting.id)
            replies.rewrite(tx, row, text=text, moderator_edited_by=edited[0], moderator_edited_at=edited[1])
            act = Act(
                "edit",
                article_id=row["article_id"],
                reply_id=reply_id,
                before=row["status"],
                after=row["status"],
                payload={"reason": clean(reason), "before": row["text"], "after": text, "author": row["author_name"]},
            )
            records.append(tx, self._acting.id, [act], batch=batch)
            return Outcome(step, (reply_id,), (), Changes(frozenset({row["article_id"]}), frozenset({reply_id})))

        return self._database.write(work)

    def add(self, article_id: int, new: Sequence[NewReply]) -> Outcome:
        """(W) Add replies by hand at the end of an article's list. Undoable, recorded."""
        if not new:
            return Outcome()

        def work(tx: Writing) -> Outcome:
            hold(tx, article_id)
            arrived = arrivals.receive(tx, article_id, new, self._acting.id, by_hand=True)
            batch = new_key()
            positions = [reply.position for reply in replies.by_id(tx, arrived.ids)]
            step = steps.push(
                tx,
                self._acting.id,
                Scope.REPLIES,
                kind=verdicts.ADDED,
                label=wording.replies_added(positions),
                count=len(arrived.ids),
                batch=batch,
            )
            verdicts.keep_added(tx, step.id, arrived.ids)
            acts = [
                Act("add", article_id=article_id, reply_id=number, after=one.status.value)
                for number, one in zip(arrived.ids, new, strict=True)
            ]
            records.append(tx, self._acting.id, acts, batch=batch)
            return Outcome(step, arrived.ids, (), Changes(frozenset({article_id}), frozenset(arrived.ids)))

        return self._database.write(work)
