"""Whatever is decided, undone and redone: the model and the desk agree, and undoing all leads to the start."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from famedit.core.history import Scope, StepState
from famedit.core.moderation import Decision, Standing, Verdict, after
from famedit.core.reply import NewReply, Queue, Reply, ReplyAuthor, ReplyStatus, in_queue
from famedit.services.desk import Services, open_desk
from famedit.store import records
from tests.desks import new_desk

REPLIES = 6
POSITIONS = st.lists(st.integers(0, REPLIES - 1), min_size=1, max_size=REPLIES, unique=True)


class Decisions(RuleBasedStateMachine):
    """One moderator, a stack of states beside the desk's stack of steps."""

    kind: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="famedit-history-"))
        self.desk = new_desk(self.kind, self.folder)
        self.url = next(self.desk)
        self.services = self.open()

    def open(self) -> Services:
        return open_desk(self.url, person="Ada", journal_dir=self.folder / "j", backup_dir=self.folder / "b")

    @initialize(
        standings=st.lists(st.tuples(st.sampled_from(ReplyStatus), st.booleans()), min_size=REPLIES, max_size=REPLIES)
    )
    def fill(self, standings: list[tuple[ReplyStatus, bool]]) -> None:
        article, _ = self.services.editing.create()
        self.article_id = article.id
        self.services.importing.add_replies(
            article.id,
            [
                NewReply(ReplyAuthor(f"r{n}"), f"text {n}", status=status, flagged=flagged)
                for n, (status, flagged) in enumerate(standings)
            ],
        )
        self.states = [self.now()]
        self.place = 0

    def now(self) -> list[Reply]:
        return [replace(reply, version=0) for reply in self.services.moderating.replies(self.article_id)]

    def did(self, moved: bool) -> None:
        if moved:
            del self.states[self.place + 1 :]
            self.states.append(self.now())
            self.place += 1

    @rule(positions=POSITIONS, verdict=st.sampled_from(Verdict), reason=st.sampled_from(["", "spoiler", "other"]))
    def decide(self, positions: list[int], verdict: Verdict, reason: str) -> None:
        before = self.now()
        ids = tuple(before[position].id for position in positions)
        done = self.services.moderating.apply(Decision(ids, verdict, reason))
        for position in positions:
            old, new = before[position], self.now()[position]
            wanted = after(Standing(old.status, old.flagged, old.reason, old.held_because), verdict, reason)
            assert Standing(new.status, new.flagged, new.reason, new.held_because) == wanted
            assert (new.id in done.changed) != (new.id in done.skipped)
        self.did(done.step is not None)

    @rule(position=st.integers(0, REPLIES - 1), text=st.text(min_size=1, max_size=8))
    def edit(self, position: int, text: str) -> None:
        reply = self.services.moderating.replies(self.article_id)[position]
        if text.replace("\0", "").strip():
            self.did(self.services.moderating.edit(reply.id, text, "", version=reply.version).step is not None)

    @rule()
    def add(self) -> None:
        self.did(self.services.moderating.add(self.article_id, [NewReply(ReplyAuthor("x"), "more")]).step is not None)

    @rule()
    def undo(self) -> None:
        done = self.services.history.undo(Scope.REPLIES)
        assert (done.step is None) == (self.place == 0)
        self.place = max(0, self.place - 1)

    @rule()
    def redo(self) -> None:
        done = self.services.history.redo(Scope.REPLIES)
        assert (done.step is None) == (self.place == len(self.states) - 1)
        self.place = min(len(self.states) - 1, self.place + 1)

    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        steps = self.services.history.steps(Scope.REPLIES)
        assert len(steps) == len(self.states) - 1
        if steps:
            choice = data.draw(st.integers(0, len(steps) - 1))
            self.services.history.back_to(Scope.REPLIES, steps[choice].id)
            self.place = len(steps) - choice

    @rule()
    def restart(self) -> None:
        self.services.close()
        self.services = self.open()

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "article_id"):
            return
        now = self.now()
        assert now == self.states[self.place]
        counts = self.services.moderating.queue_counts(self.article_id)
        assert counts == {queue: sum(in_queue(reply, queue) for reply in now) for queue in Queue}
        states = [step.state for step in self.services.history.steps(Scope.REPLIES)]
        undone = len(self.states) - 1 - self.place
        assert states == [StepState.UNDONE] * undone + [StepState.DONE] * self.place

    def teardown(self) -> None:
        if hasattr(self, "article_id"):
            self.services.history.back_to(Scope.REPLIES, 0)
            assert self.now() == self.states[0]
            assert self.services.database.read(records.check) is None
            assert self.services.doctor.check().sound or self.kind == "postgresql"
        self.services.close()
        next(self.desk, None)
        shutil.rmtree(self.folder)


class OnSqlite(Decisions):
    kind = "sqlite"


class OnPostgresql(Decisions):
    kind = "postgresql"


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def _limits(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=SLOW,
    )


TestOnSqlite = OnSqlite.TestCase
TestOnSqlite.settings = _limits(20)
TestOnPostgresql = OnPostgresql.TestCase
TestOnPostgresql.settings = _limits(6)


@pytest.mark.slow
def test_long_histories_on_sqlite() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(OnSqlite, settings=_limits(80))
