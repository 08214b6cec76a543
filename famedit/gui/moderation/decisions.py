"""From a moderator's key to the database and back: shown at once, stored in order, corrected if it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from famedit.core.history import Scope, StepState
from famedit.core.moderation import Decision, Verdict
from famedit.gui.moderation import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from famedit.core.answers import Outcome
    from famedit.core.errors import UserError
    from famedit.core.history import Step
    from famedit.core.reply import NewReply, Reply
    from famedit.gui.messages import Messages
    from famedit.gui.moderation.replies_model import RepliesModel
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker

#: What a trouble about replies is called, so that the next decision that is stored takes it away.
TROUBLE_KEY = "replies"


class Decisions(QObject):
    """Carries out what is decided in one pane.

    ``stored``: a decision, an undo or a redo has reached the database (ids). ``returned``: an undo or a redo moved
    these replies, and the list should go there. ``steps_changed``: (can undo, can redo).
    """

    stored = Signal(object)
    returned = Signal(object)
    steps_changed = Signal(bool, bool)

    def __init__(
        self, worker: DatabaseWorker, messages: Messages, settings: SettingsStore, model: RepliesModel, pane: QWidget
    ) -> None:
        super().__init__(pane)
        self._worker = worker
        self._messages = messages
        self._settings = settings
        self._model = model
        self._pane = pane
        self._last_refused: dict[int, tuple[Verdict, str]] = {}
        self.last_reason = ""

    def decide(self, ids: Sequence[int], verdict: Verdict, reason: str = "") -> None:
        """Carry out a verdict on some replies of the list, shown before it is stored."""
        replies = [self._model.reply(row) for row in map(self._model.row_of, ids) if row >= 0]
        if not replies:
            return
        wanted = tuple(reply.id for reply in replies)
        person = self._settings.value.person
        token = self._model.show_decision(wanted, verdict, reason, person)
        decision = Decision(wanted, verdict, reason)
        self._worker.write(
            lambda services: services.moderating.apply(decision),
            lambda outcome: self._decided(token, decision, replies, outcome),
            lambda error: self._refused(token, decision, error),
            owner=self,
        )

    def hide(self, ids: Sequence[int], reason: str = "") -> None:
        """Hide, with the reason given or else the one given last."""
        if reason:
            self.last_reason = reason
        self.decide(ids, Verdict.HIDE, reason or self.last_reason)

    def toggle_flag(self, ids: Sequence[int]) -> None:
        """Flag what is not flagged; take the flags off when all of it is."""
        replies = [self._model.reply(row) for row in map(self._model.row_of, ids) if row >= 0]
        flagged = bool(replies) and all(reply.flagged for reply in replies)
        self.decide(ids, Verdict.UNFLAG if flagged else Verdict.FLAG)

    def retry(self, reply_id: int) -> None:
        """Try once more what was not stored for this reply."""
        refused = self._last_refused.get(reply_id)
        if refused:
            ids = [other for other, what in self._last_refused.items() if what == refused]
            self.decide(ids, *refused)

    def edit(
        self, reply: Reply, text: str, reason: str, done: Callable[[], None], failed: Callable[[UserError], None]
    ) -> None:
        """Change the text readers see; the original is kept."""

        def edited(outcome: Outcome) -> None:
            done()
            words = self.tr("Reply {0} edited.").format(wording.number_words(reply.position))
            self._messages.tell(words, "ph.pencil-line", undo=Scope.REPLIES, pane=self._pane)
            self._settled(outcome)

        self._worker.write(
            lambda services: services.moderating.edit(reply.id, text, reason, version=reply.version),
            edited,
            failed,
            owner=self,
        )

    def add(
        self,
        article_id: int,
        replies: Sequence[NewReply],
        done: Callable[[], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Add replies by hand to an article."""

        def added(outcome: Outcome) -> None:
            done()
            count = len(outcome.changed)
            words = (
                self.tr("1 reply added.")
                if count == 1
                else self.tr("{0} replies added.").format(wording.number_words(count))
            )
            self._messages.tell(words, "ph.chat-circle-text", undo=Scope.REPLIES, pane=self._pane)
            self._settled(outcome)

        kept = tuple(replies)
        self._worker.write(lambda services: services.moderating.add(article_id, kept), added, failed, owner=self)

    # Steps ----------------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the latest step, of whatever list and whatever day."""
        self._worker.write(
            lambda services: services.history.undo(Scope.REPLIES),
            lambda outcome: self._moved(outcome, self.tr("Nothing to undo."), self.tr("Undone: {0}.")),
            owner=self,
        )

    def redo(self) -> None:
        """Do again what was undone last."""
        self._worker.write(
            lambda services: services.history.redo(Scope.REPLIES),
            lambda outcome: self._moved(outcome, self.tr("Nothing to redo."), self.tr("Done again: {0}.")),
            owner=self,
        )

    def back_to(self, step: Step) -> None:
        """Undo or redo until ``step`` is the latest one that stands."""
        self._worker.write(
            lambda services: services.history.back_to(Scope.REPLIES, step.id),
            lambda outcome: self._moved(outcome, self.tr("Nothing to change."), self.tr("Back to: {0}.")),
            owner=self,
        )

    def read_steps(self, done: Callable[[tuple[Step, ...]], None]) -> None:
        """Fetch the list of steps, the latest first."""
        self._worker.read(lambda services: services.history.steps(Scope.REPLIES), done, owner=self)

    def refresh_steps(self) -> None:
        """Find out whether there is something to undo or to redo."""

        def found(steps: tuple[Step, ...]) -> None:
            states = {step.state for step in steps}
            self.steps_changed.emit(StepState.DONE in states, StepState.UNDONE in states)

        self.read_steps(found)

    # Answers --------------------------------------------------------------------------------------------------------

    def _decided(self, token: int, decision: Decision, replies: list[Reply], outcome: Outcome) -> None:
        self._model.settle(token)
        for reply_id in decision.reply_ids:
            self._last_refused.pop(reply_id, None)
        if outcome.step is not None:
            moved = [reply for reply in replies if reply.id in outcome.changed]
            words = wording.decided_sentence(decision.verdict, moved, len(outcome.skipped))
            icon = wording.VERDICT_ICONS[decision.verdict]
            self._messages.tell(words, icon, undo=Scope.REPLIES, pane=self._pane)
        self._settled(outcome)

    def _refused(self, token: int, decision: Decision, error: UserError) -> None:
        for reply_id in self._model.fail(token):
            self._last_refused[reply_id] = (decision.verdict, decision.reason)
        self._messages.problem(
            error, lambda: self.decide(decision.reply_ids, decision.verdict, decision.reason), key=TROUBLE_KEY
        )

    def _moved(self, outcome: Outcome, nothing: str, moved: str) -> None:
        if outcome.step is None:
            self._messages.tell(nothing, "ph.clock-counter-clockwise", pane=self._pane)
            return
        label = outcome.step.label
        self._messages.tell(moved.format(label[:1].lower() + label[1:]), "ph.arrow-counter-clockwise", pane=self._pane)
        self._settled(outcome)
        self.returned.emit(outcome.changed)

    def _settled(self, outcome: Outcome) -> None:
        self._messages.over(TROUBLE_KEY)
        self.stored.emit(outcome.changed)
        self.refresh_steps()
