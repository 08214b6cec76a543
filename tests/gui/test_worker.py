from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QObject

from famedit.core.changes import Changes
from famedit.core.errors import DeskUnreachable, UserError
from famedit.gui.bus import Bus
from famedit.gui.worker import DatabaseWorker

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from pytestqt.qtbot import QtBot

    from famedit.services.desk import Services


class Desk:
    """Stands for whatever the jobs work on; it only notes what happened to it."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.closed = False

    def close(self) -> None:
        self.closed = True


def desk_of(services: Services) -> Desk:
    return cast("Desk", services)


@pytest.fixture
def bus(qapp: object) -> Bus:
    return Bus()


@pytest.fixture
def worker(bus: Bus) -> Iterator[DatabaseWorker]:
    worker = DatabaseWorker(bus)
    yield worker
    assert worker.close(5)


def open_worker(worker: DatabaseWorker, qtbot: QtBot) -> Desk:
    desk = Desk()
    with qtbot.waitSignal(worker.opened):
        worker.open(lambda: cast("Any", desk))
    return desk


def test_jobs_wait_for_the_desk_and_run_in_order_off_the_gui_thread(worker: DatabaseWorker, qtbot: QtBot) -> None:
    threads: list[int] = []
    answers: list[int] = []

    def job(number: int) -> int:
        threads.append(threading.get_ident())
        return number

    for number in range(50):
        worker.write(lambda _services, n=number: job(n), answers.append)
    assert answers == []
    open_worker(worker, qtbot)
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_reads_do_not_wait_for_writes(worker: DatabaseWorker, qtbot: QtBot) -> None:
    open_worker(worker, qtbot)
    gate = threading.Event()
    order: list[str] = []
    worker.write(lambda _s: gate.wait(5), lambda _v: order.append("write"))
    worker.read(lambda _s: "read", order.append)
    qtbot.waitUntil(lambda: order == ["read"])
    gate.set()
    qtbot.waitUntil(lambda: order == ["read", "write"])


def test_what_a_write_changed_goes_on_the_bus_with_its_initiator(
    worker: DatabaseWorker, bus: Bus, qtbot: QtBot
) -> None:
    open_worker(worker, qtbot)
    owner = QObject()
    seen: list[tuple[Changes, object]] = []
    bus.changed.connect(lambda changes, initiator: seen.append((changes, initiator)))
    worker.write(lambda _s: ("article", Changes(articles=frozenset({7}))), owner=owner)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen == [(Changes(articles=frozenset({7})), owner)]


def test_answers_for_an_owner_that_is_gone_are_dropped(worker: DatabaseWorker, qtbot: QtBot) -> None:
    desk = open_worker(worker, qtbot)
    owner = QObject()
    answers: list[object] = []
    gate = threading.Event()

    def job(services: Services) -> str:
        gate.wait(5)
        desk_of(services).log.append("written")
        return "answer"

    worker.write(job, answers.append, owner=owner)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    gate.set()
    worker.write(lambda _s: "last", answers.append)
    qtbot.waitUntil(lambda: answers == ["last"])
    assert desk.log == ["written"]


def test_an_error_goes_to_failed_or_else_to_problem(worker: DatabaseWorker, qtbot: QtBot) -> None:
    open_worker(worker, qtbot)
    failures: list[UserError] = []

    def refuse(_services: Services) -> None:
        raise UserError("The disk is full.")

    worker.write(refuse, failed=failures.append)
    with qtbot.waitSignal(worker.problem) as problem:
        worker.write(refuse)
    assert [str(e) for e in failures] == ["The disk is full."]
    assert problem.args is not None
    assert str(problem.args[0]) == "The disk is full."


def test_a_fault_carries_the_trace_of_its_thread(worker: DatabaseWorker, qtbot: QtBot) -> None:
    open_worker(worker, qtbot)
    with qtbot.waitSignal(worker.fault) as fault:
        worker.read(lambda _s: 1 / 0)
    assert fault.args is not None
    assert "ZeroDivisionError" in str(fault.args[0])
    answers: list[int] = []
    worker.read(lambda _s: 1, answers.append)
    qtbot.waitUntil(lambda: answers == [1])


def test_a_desk_that_cannot_be_opened_may_be_tried_again(worker: DatabaseWorker, qtbot: QtBot) -> None:
    def refuse() -> Services:
        raise DeskUnreachable("No such folder.")

    answers: list[str] = []
    worker.read(lambda _s: "read", answers.append)
    with qtbot.waitSignal(worker.open_failed):
        worker.open(refuse)
    assert not worker.is_open
    open_worker(worker, qtbot)
    qtbot.waitUntil(lambda: answers == ["read"])


def test_long_work_lets_other_jobs_through_and_tells_how_far_it_is(worker: DatabaseWorker, qtbot: QtBot) -> None:
    open_worker(worker, qtbot)
    order: list[str] = []
    progress: list[int] = []
    short_asked = threading.Event()

    def work(_services: Services) -> Generator[int, None, str]:
        yield 1
        short_asked.wait(5)
        yield from range(2, 200)
        return "long"

    worker.write_long(work, order.append, progress=progress.append)
    worker.write(lambda _s: "short", order.append)
    short_asked.set()
    qtbot.waitUntil(lambda: order == ["short", "long"] or order == ["long", "short"])
    assert order[-1] == "long" or progress == []
    assert progress == sorted(progress)


def test_long_work_can_be_cancelled(worker: DatabaseWorker, qtbot: QtBot) -> None:
    open_worker(worker, qtbot)
    ended: list[str] = []
    stopped: list[UserError] = []

    def work(_services: Services) -> Generator[int, None, None]:
        try:
            step = 0
            while True:
                step += 1
                yield step
        finally:
            ended.append("cleaned up")

    started: list[int] = []
    job = worker.write_long(work, failed=stopped.append, progress=started.append)
    qtbot.waitUntil(lambda: bool(started))
    job.cancel()
    qtbot.waitUntil(lambda: bool(stopped))
    assert ended == ["cleaned up"]
    assert stopped[0].message == "Stopped."


def test_reopening_runs_something_while_nobody_has_the_desk(worker: DatabaseWorker, qtbot: QtBot) -> None:
    first = open_worker(worker, qtbot)
    second = Desk()
    between: list[bool] = []
    answers: list[Desk] = []
    with qtbot.waitSignal(worker.opened):
        worker.reopen(lambda: between.append(first.closed), lambda: worker.open(lambda: cast("Any", second)))
        worker.write(desk_of, answers.append)
        worker.read(desk_of, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert between == [True]
    assert answers == [second, second]


def test_finishing_writes_what_was_asked_for_and_closes_the_desk(bus: Bus, qtbot: QtBot) -> None:
    worker = DatabaseWorker(bus)
    desk = open_worker(worker, qtbot)
    for number in range(20):
        worker.write(lambda services, n=number: desk_of(services).log.append(str(n)))
    outcome: list[bool] = []
    worker.finish(outcome.append)
    qtbot.waitUntil(lambda: outcome == [True])
    assert desk.log == [str(n) for n in range(20)]
    assert desk.closed


def test_a_desk_that_is_busy_for_too_long_stays_open_and_takes_what_is_typed_meanwhile(
    worker: DatabaseWorker, qtbot: QtBot
) -> None:
    desk = open_worker(worker, qtbot)
    gate = threading.Event()
    worker.write(lambda _services: gate.wait(20))
    outcome: list[bool] = []
    worker.finish(outcome.append, patience=0.05)
    qtbot.waitUntil(lambda: outcome == [False])
    worker.write(lambda services: desk_of(services).log.append("typed meanwhile"))
    gate.set()
    worker.finish(outcome.append)
    qtbot.waitUntil(lambda: outcome == [False, True])
    assert desk.log == ["typed meanwhile"]
    assert desk.closed


def test_what_is_done_last_finds_everything_kept_and_the_desk_open_and_may_fail(bus: Bus, qtbot: QtBot) -> None:
    worker = DatabaseWorker(bus)
    desk = open_worker(worker, qtbot)
    worker.write(lambda services: desk_of(services).log.append("written"))
    seen: list[object] = []
    outcome: list[bool] = []

    def last(services: Services) -> None:
        seen.append((list(desk_of(services).log), desk_of(services).closed))
        raise OSError

    worker.finish(outcome.append, kept=lambda: seen.append("kept"), last=last)
    qtbot.waitUntil(lambda: outcome == [True])
    assert (["written"], False) in seen
    assert "kept" in seen
    assert desk.closed


def test_work_beside_holds_up_neither_reads_nor_writes(worker: DatabaseWorker, qtbot: QtBot) -> None:
    desk = open_worker(worker, qtbot)
    gate = threading.Event()
    answers: list[object] = []
    worker.beside(lambda services: gate.wait(20) and services, answers.append)
    worker.read(lambda _services: "read", answers.append)
    worker.write(lambda _services: "written", answers.append)
    qtbot.waitUntil(lambda: sorted(map(str, answers)) == ["read", "written"])
    gate.set()
    qtbot.waitUntil(lambda: answers[-1] is desk)
