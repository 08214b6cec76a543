"""The rendering process: newest wins, nothing waits, and a text that takes too long takes nobody with it."""

from __future__ import annotations

import os
import signal
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTimer

from famedit import paths
from famedit.core.article import ArticleFields, Status
from famedit.core.public import PageReply, public_replies
from famedit.core.render_wire import RenderJob
from famedit.gui.preview import render_process
from famedit.gui.preview.render_process import RenderProcess
from tests.gui.preview.kit import PUBLISHED, reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from pytestqt.wait_signal import SignalBlocker

# A renderer that never ends on one headline and dies on another; it speaks through the real one for all others.
STUBBORN = """
import sys, time
from famedit.core import render_child
class Stubborn(render_child.Answerer):
    def answer(self, request):
        headline = request["job"]["fields"]["headline"]
        if headline == "for ever":
            time.sleep(600)
        if headline == "deadly":
            sys.exit(3)
        return super().answer(request)
render_child.Answerer = Stubborn
render_child.main()
"""


def sent(blocker: SignalBlocker) -> Any:  # noqa: ANN401 - whatever the signal carried
    assert blocker.args is not None
    return blocker.args[0]


def job(headline: str, body: str = "", replies: tuple[PageReply, ...] = ()) -> RenderJob:
    fields = ArticleFields(headline=headline, body=body)
    return RenderJob(fields, Status.DRAFT, PUBLISHED, PUBLISHED, "UTC", replies, str(paths.resource("templates")))


@pytest.fixture
def renderer(qtbot: QtBot) -> Iterator[RenderProcess]:
    made = RenderProcess()
    yield made
    made.close()


@pytest.fixture
def stubborn(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[RenderProcess]:
    monkeypatch.setattr(render_process, "RENDER_LIMIT", 400)
    made = RenderProcess(command=[sys.executable, "-c", STUBBORN])
    yield made
    made.close()


def test_only_what_changed_is_told(qtbot: QtBot, renderer: RenderProcess) -> None:
    shown = public_replies((reply(1, "A reply."),))
    with qtbot.waitSignal(renderer.changed, timeout=20_000) as first:
        renderer.request(job("One", "A.\n\nB.\n\nC.", shown))
    assert sent(first)["top"]
    assert "A reply." in renderer.state.replies
    with qtbot.waitSignal(renderer.changed, timeout=20_000) as second:
        renderer.request(job("One", "A.\n\nB is new.\n\nC.", shown))
    change = sent(second)
    assert change["top"] is None
    assert change["replies"] is None
    assert change["body"] == {"head": 1, "tail": 1, "blocks": ["<p>B is new.</p>"], "lines": [0, 2, 4]}
    assert renderer.state.blocks == ["<p>A.</p>", "<p>B is new.</p>", "<p>C.</p>"]
    with qtbot.waitSignal(renderer.changed, timeout=20_000):
        renderer.request(job("One", "A.\n\nB is new.\n\nC."))
    assert "A reply." not in renderer.state.replies


def test_texts_in_between_are_left_out(qtbot: QtBot, renderer: RenderProcess) -> None:
    answers: list[object] = []
    renderer.changed.connect(answers.append)
    for n in range(100):
        renderer.request(job(f"State {n}"))
    qtbot.waitUntil(lambda: not renderer.busy, timeout=20_000)
    assert "State 99" in renderer.state.top
    assert len(answers) <= 3


def test_a_text_that_takes_too_long_is_given_up(qtbot: QtBot, stubborn: RenderProcess) -> None:
    with qtbot.waitSignal(stubborn.changed, timeout=20_000):
        stubborn.request(job("quick"))
    before = stubborn.pid
    with qtbot.waitSignal(stubborn.too_slow, timeout=20_000):
        stubborn.request(job("for ever"))
    assert "quick" in stubborn.state.top  # the last good page
    with qtbot.waitSignals([stubborn.in_time, stubborn.changed], timeout=20_000):
        stubborn.request(job("quick again"))
    assert "quick again" in stubborn.state.top
    assert stubborn.pid != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_what_came_while_it_was_stuck_is_rendered_next(qtbot: QtBot, stubborn: RenderProcess) -> None:
    stubborn.request(job("for ever"))
    stubborn.request(job("the newest"))
    qtbot.waitUntil(lambda: "the newest" in stubborn.state.top, timeout=20_000)
    assert not stubborn.busy


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_it_starts_again_when_it_is_killed(qtbot: QtBot, renderer: RenderProcess) -> None:
    with qtbot.waitSignal(renderer.changed, timeout=20_000):
        renderer.request(job("One", "A.\n\nB."))
    os.kill(renderer.pid, signal.SIGKILL)
    with qtbot.waitSignal(renderer.changed, timeout=20_000) as told:
        renderer.request(job("Two", "A.\n\nB."))
    assert sent(told)["body"]["all"]  # a new process starts from an empty page, so the whole page is told
    assert renderer.state.blocks == ["<p>A.</p>", "<p>B.</p>"]


def test_a_text_it_dies_of_is_dropped(qtbot: QtBot, stubborn: RenderProcess) -> None:
    with qtbot.waitSignal(stubborn.failed, timeout=20_000):
        stubborn.request(job("deadly"))
    assert not stubborn.busy
    with qtbot.waitSignal(stubborn.changed, timeout=20_000):
        stubborn.request(job("quick"))


def test_a_program_that_is_not_there_is_reported(qtbot: QtBot, tmp_path: Path) -> None:
    renderer = RenderProcess(command=[str(tmp_path / "nothing")])
    with qtbot.waitSignal(renderer.failed, timeout=20_000):
        renderer.request(job("One"))
    assert not renderer.busy
    renderer.close()


def test_one_that_does_not_speak_our_language_is_dropped(qtbot: QtBot) -> None:
    renderer = RenderProcess(
        command=[sys.executable, "-c", "import sys; sys.stdout.write('x' * 100); sys.stdin.read()"]
    )
    with qtbot.waitSignal(renderer.failed, timeout=20_000):
        renderer.request(job("One"))
    renderer.close()


def test_a_whole_page_is_made_beside_the_parts(qtbot: QtBot, renderer: RenderProcess) -> None:
    picture = "a" * 64
    with qtbot.waitSignal(renderer.page_made, timeout=20_000) as made:
        renderer.request_page(job("Whole", f"![x](media/{picture})"), {picture: ("x.jpg", 4, 3)})
    assert '<img src="x.jpg" alt="x" width="4" height="3">' in sent(made)
    assert sent(made).startswith("<!doctype html>")


def test_the_window_stays_alive_while_a_hostile_text_is_rendered(qtbot: QtBot, renderer: RenderProcess) -> None:
    with qtbot.waitSignal(renderer.changed, timeout=20_000):
        renderer.request(job("One"))
    beats: list[float] = []
    heart = QTimer()
    heart.setInterval(5)
    heart.timeout.connect(lambda: beats.append(time.monotonic()))
    heart.start()
    for text in ("[" * 5000, "*a" * 20_000, "![" * 5000, "`" * 19_000, "> " * 5000 + "x", "<b>" * 20_000):
        renderer.request(job("Hostile", text))
        qtbot.waitUntil(lambda: not renderer.busy, timeout=30_000)
    heart.stop()
    assert len(beats) > 5
    assert max(later - sooner for sooner, later in pairwise(beats)) < 0.5


def test_it_ends_with_its_input(qtbot: QtBot, renderer: RenderProcess) -> None:
    renderer.warm_up()
    renderer.request(job("One"))
    qtbot.waitUntil(lambda: not renderer.busy, timeout=20_000)
    process = renderer._process
    assert process is not None
    with qtbot.waitSignal(process.finished, timeout=10_000) as ended:
        process.closeWriteChannel()
    assert sent(ended) == 0
