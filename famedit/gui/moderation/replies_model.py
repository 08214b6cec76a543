"""The replies of a list: the rows stay where they are while their replies change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from famedit.core.moderation import Standing, Verdict, after
from famedit.core.reply import Queue, Reply, in_queue
from famedit.gui.moderation import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AnyIndex = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class CardState:
    """What a row knows beside its reply. ``dimmed``: it was decided here and no longer belongs to the list."""

    picked: bool = False
    dimmed: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A decision that is shown already and not yet stored."""

    token: int
    verdict: Verdict
    reason: str
    person: str


class RepliesModel(QAbstractListModel):
    """Rows of replies, one object each, found by row and by id.

    A decision shows at once (``show_decision``) and is settled when the database has answered; until then what comes
    from the database for that reply is kept under it, so that quick keys never make a card flicker back.
    ``picked_changed`` tells how many rows are selected; ``replies_changed`` the ids whose replies differ now.
    """

    picked_changed = Signal(int)
    replies_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stored: list[Reply] = []
        self._shown: list[Reply] = []
        self._rows: dict[int, int] = {}
        self._waiting: dict[int, list[_Waiting]] = {}
        self._failed: set[int] = set()
        self._picked: set[int] = set()
        self._token = 0
        self.queue = Queue.ALL

    # Reading --------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- as Qt has it
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.author_name(self._shown[index.row()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            reply = self._shown[index.row()]
            return wording.spoken(reply, picked=reply.id in self._picked)
        return None

    def reply(self, row: int) -> Reply:
        """Return the reply of a row, as it is shown."""
        return self._shown[row]

    def replies(self) -> tuple[Reply, ...]:
        """Return every loaded reply, as shown, in the order of the rows."""
        return tuple(self._shown)

    def row_of(self, reply_id: int) -> int:
        """Return the row of a reply, -1 when it is not in the list."""
        return self._rows.get(reply_id, -1)

    def ids(self) -> frozenset[int]:
        """Return the ids of every loaded reply."""
        return frozenset(self._rows)

    def state(self, row: int) -> CardState:
        """Return what the row knows beside its reply."""
        reply = self._shown[row]
        return CardState(reply.id in self._picked, not in_queue(reply, self.queue), reply.id in self._failed)

    def still_here(self) -> int:
        """Return how many loaded replies still belong to the queue."""
        return sum(1 for reply in self._shown if in_queue(reply, self.queue))

    # The rows -------------------------------------------------------------------------------------------------------

    def reset(self, replies: Iterable[Reply], queue: Queue = Queue.ALL) -> None:
        """Show another list; the selection keeps those that are still there."""
        self.beginResetModel()
        self.queue = queue
        self._stored = list(replies)
        self._rows = {reply.id: row for row, reply in enumerate(self._stored)}
        self._shown = [self._with_waiting(reply) for reply in self._stored]
        self._failed &= self._rows.keys()
        kept = self._picked & self._rows.keys()
        changed, self._picked = kept != self._picked, set(kept)
        self.endResetModel()
        if changed:
            self.picked_changed.emit(len(self._picked))

    def take(self, replies: Sequence[Reply]) -> None:
        """Show what a list holds now; rows that are there already stay in their place if they can."""
        known = [reply.id for reply in self._stored]
        if known and [reply.id for reply in replies[: len(known)]] == known:
            self.append(replies)
        else:
            self.reset(replies, self.queue)

    def append(self, replies: Sequence[Reply]) -> None:
        """Add further replies below; those already there are refreshed in their place."""
        new = [reply for reply in replies if reply.id not in self._rows]
        self.refresh([reply for reply in replies if reply.id in self._rows])
        if not new:
            return
        first = len(self._stored)
        self.beginInsertRows(NO_PARENT, first, first + len(new) - 1)
        for reply in new:
            self._rows[reply.id] = len(self._stored)
            self._stored.append(reply)
            self._shown.append(self._with_waiting(reply))
        self.endInsertRows()

    def refresh(self, replies: Iterable[Reply]) -> None:
        """Take newer values of replies that are in the list; none moves."""
        changed: list[int] = []
        for reply in replies:
            row = self._rows.get(reply.id, -1)
            if row < 0 or self._stored[row] == reply:
                continue
            self._stored[row] = reply
            if self._show(row):
                changed.append(reply.id)
        if changed:
            self.replies_changed.emit(frozenset(changed))

    def remove(self, ids: Iterable[int]) -> None:
        """Take out replies that are gone from the desk."""
        for row in sorted((self._rows[reply_id] for reply_id in ids if reply_id in self._rows), reverse=True):
            self.beginRemoveRows(NO_PARENT, row, row)
            gone = self._stored.pop(row)
            self._shown.pop(row)
            self._picked.discard(gone.id)
            self._rows = {reply.id: number for number, reply in enumerate(self._stored)}
            self.endRemoveRows()

    # Decisions ------------------------------------------------------------------------------------------------------

    def show_decision(self, ids: Sequence[int], verdict: Verdict, reason: str = "", person: str = "") -> int:
        """Show a decision that is on its way to the database; returns the token to settle it with."""
        self._token += 1
        changed: list[int] = []
        for reply_id in ids:
            row = self._rows.get(reply_id, -1)
            if row >= 0:
                self._failed.discard(reply_id)
                self._waiting.setdefault(reply_id, []).append(_Waiting(self._token, verdict, reason, person))
                self._show(row, always=True)
                changed.append(reply_id)
        if changed:
            self.replies_changed.emit(frozenset(changed))
        return self._token

    def settle(self, token: int) -> None:
        """Take what was shown as stored; the refreshed values that follow may correct it."""
        for reply_id, waiting in list(self._waiting.items()):
            if waiting and waiting[0].token == token:
                row = self._rows.get(reply_id, -1)
                if row >= 0:
                    self._stored[row] = _decided(self._stored[row], waiting[0])
                self._drop(reply_id, token)

    def fail(self, token: int) -> tuple[int, ...]:
        """Take back what was shown and not stored; the cards say so. Returns the ids concerned."""
        ids = tuple(reply_id for reply_id, waiting in self._waiting.items() if any(w.token == token for w in waiting))
        for reply_id in ids:
            self._drop(reply_id, token)
            row = self._rows.get(reply_id, -1)
            if row >= 0:
                self._failed.add(reply_id)
                self._show(row, always=True)
        if ids:
            self.replies_changed.emit(frozenset(ids))
        return ids

    def _drop(self, reply_id: int, token: int) -> None:
        left = [waiting for waiting in self._waiting[reply_id] if waiting.token != token]
        if left:
            self._waiting[reply_id] = left
        else:
            del self._waiting[reply_id]

    def _with_waiting(self, reply: Reply) -> Reply:
        for waiting in self._waiting.get(reply.id, ()):
            reply = _decided(reply, waiting)
        return reply

    def _show(self, row: int, *, always: bool = False) -> bool:
        shown = self._with_waiting(self._stored[row])
        if shown == self._shown[row] and not always:
            return False
        self._shown[row] = shown
        index = self.index(row)
        self.dataChanged.emit(index, index)
        return True

    # Selecting several ----------------------------------------------------------------------------------------------

    def picked(self) -> tuple[int, ...]:
        """Return the ids of the selected rows, in the order of the rows."""
        return tuple(sorted(self._picked, key=lambda reply_id: self._rows.get(reply_id, 0)))

    def pick(self, ids: Iterable[int], *, on: bool = True) -> None:
        """Select rows, or take them out of the selection."""
        wanted = {reply_id for reply_id in ids if reply_id in self._rows}
        before = set(self._picked)
        self._picked = before | wanted if on else before - wanted
        self._tell_picked(before)

    def pick_only(self, ids: Iterable[int]) -> None:
        """Select exactly these rows."""
        before = self._picked
        self._picked = {reply_id for reply_id in ids if reply_id in self._rows}
        self._tell_picked(before)

    def _tell_picked(self, before: set[int]) -> None:
        differ = [self._rows[reply_id] for reply_id in before ^ self._picked if reply_id in self._rows]
        if not differ:
            return
        self.dataChanged.emit(self.index(min(differ)), self.index(max(differ)))
        self.picked_changed.emit(len(self._picked))


def _decided(reply: Reply, waiting: _Waiting) -> Reply:
    before = Standing(reply.status, reply.flagged, reply.reason, reply.held_because)
    then = after(before, waiting.verdict, waiting.reason)
    decided = then.status is not before.status
    return replace(
        reply,
        status=then.status,
        flagged=then.flagged,
        reason=then.reason,
        held_because=then.held_because,
        decided_by=waiting.person if decided else reply.decided_by,
        decided_at=None if decided else reply.decided_at,
    )
