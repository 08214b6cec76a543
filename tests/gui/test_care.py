"""The desk is looked after in pauses, never while somebody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from famedit.core.changes import Changes
from famedit.gui import care
from famedit.gui.bus import Bus

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from famedit.gui.worker import DatabaseWorker


class Asked:
    """Stands for the worker and the services: notes what is asked of them."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def write(self, job: Any, *_answers: object, owner: object) -> None:  # noqa: ANN401 -- a job of any kind
        job(self)

    def tidy(self) -> None:
        self.asked.append("tidy")

    def checkpoint(self) -> None:
        self.asked.append("checkpoint")


@pytest.fixture
def desk(qapp: object, monkeypatch: pytest.MonkeyPatch) -> tuple[care.Care, Asked, Bus]:
    monkeypatch.setattr(care, "PAUSE", 30)
    worker, bus = Asked(), Bus()
    return care.Care(cast("DatabaseWorker", worker), bus), worker, bus


def test_a_pause_after_writing_shortens_the_log_once(desk: tuple[care.Care, Asked, Bus], qtbot: QtBot) -> None:
    looks, worker, bus = desk
    looks.desk_opened()
    bus.changed.emit(Changes(articles=frozenset({1})), None)
    bus.changed.emit(Changes(articles=frozenset({1})), None)
    assert worker.asked == []
    qtbot.waitUntil(lambda: worker.asked == ["checkpoint"])


def test_tidying_comes_after_a_while_and_then_hourly(
    desk: tuple[care.Care, Asked, Bus], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "FIRST_TIDY", 0.1)
    looks, worker, bus = desk
    looks.desk_opened()
    qtbot.waitUntil(lambda: worker.asked == ["tidy"])
    bus.changed.emit(Changes(articles=frozenset({1})), None)
    qtbot.waitUntil(lambda: worker.asked == ["tidy", "checkpoint"])


def test_a_desk_that_is_closing_is_left_alone(desk: tuple[care.Care, Asked, Bus], qtbot: QtBot) -> None:
    looks, worker, bus = desk
    looks.desk_opened()
    bus.changed.emit(Changes(articles=frozenset({1})), None)
    looks.desk_closing()
    bus.changed.emit(Changes(articles=frozenset({1})), None)
    with qtbot.assertNotEmitted(bus.changed, wait=100):
        pass
    assert worker.asked == []
