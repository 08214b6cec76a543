"""Kill -9 while somebody types into the real window: what comes back lacks at most the last second."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

TYPIST = Path(__file__).with_name("typist.py")
#: A draft is on the disk at most this long after its first key, s.
PROMISE = 1.0


@dataclass
class Life:
    """What one life of the program showed at its start and took from the keyboard."""

    shows: str = ""
    keys: list[tuple[float, str]] = field(default_factory=list)
    killed_at: float = 0.0


def live(home: Path, seed: int, pause: float, *, engine: bool) -> Life:
    """Start the program, let it be typed into for ``pause`` seconds, and kill it."""
    root = TYPIST.parents[2]
    environment = {**os.environ, "FAMEDIT_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    if not engine:
        environment["FAMEDIT_NO_WEBENGINE"] = "1"
    process = subprocess.Popen(
        [sys.executable, str(TYPIST), str(seed)],
        env=environment,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    life = Life()
    assert process.stdout is not None
    assert process.stderr is not None
    os.set_blocking(process.stdout.fileno(), False)
    deadline = time.monotonic() + 60
    kill_at = float("inf")
    rest = ""
    while time.monotonic() < min(deadline, kill_at):
        select.select([process.stdout], [], [], min(0.05, max(0.0, min(deadline, kill_at) - time.monotonic())))
        chunk = (process.stdout.read() or b"").decode()
        rest += chunk
        if chunk and "SHOWS " in rest and kill_at == float("inf"):
            kill_at = time.monotonic() + pause
        if process.poll() is not None:
            pytest.fail(f"The program ended by itself: {process.stderr.read().decode()}")
    assert kill_at != float("inf"), "The window never showed the article"
    life.killed_at = time.monotonic()
    process.send_signal(signal.SIGKILL)
    process.wait()
    rest += (process.stdout.read() or b"").decode()
    process.stdout.close()
    process.stderr.close()
    for line in rest.splitlines():
        word, _, value = line.partition(" ")
        value, _, at = value.rpartition(" ")
        if word == "SHOWS":
            life.shows = json.loads(value)
        elif word == "KEY" and at:
            life.keys.append((float(at), json.loads(value)))
    return life


def check_lives(home: Path, rounds: int, seed: int) -> int:
    """Live and die ``rounds`` times; returns how many keys were typed over all of it."""
    chance = random.Random(seed)
    typed = 0
    before = live(home, seed, chance.uniform(0.2, 2.5), engine=False)
    for number in range(rounds):
        after = live(home, seed + number + 1, chance.uniform(0.0, 2.5), engine=number % 10 == 0)
        full = before.shows + "".join(char for _, char in before.keys)
        safe = before.shows + "".join(char for at, char in before.keys if at <= before.killed_at - PROMISE)
        typed += len(before.keys)
        # a key may have reached the draft although its announcement did not get out any more
        assert after.shows.startswith(safe), f"round {number}: {safe[-80:]!r} came back as {after.shows[-80:]!r}"
        assert full.startswith(after.shows[: len(full)]), f"round {number}: what came back was never typed"
        assert len(after.shows) <= len(full) + 2, f"round {number}: more came back than was typed"
        before = after
    return typed


def test_killed_while_typing(tmp_path: Path) -> None:
    assert check_lives(tmp_path, 3, seed=7) > 20


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_killed_a_hundred_times_while_typing(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    typed = check_lives(tmp_path, 100, seed=1969)
    record_property("keys typed over 100 kills", typed)
    assert typed > 2000
