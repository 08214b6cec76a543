"""Real windows in processes of their own, for tests that kill them or take the ground from under them."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
NOBODY = 65534


class Window:
    """One window. ``look`` returns what is on the screen, ``until`` waits for it to satisfy a condition."""

    def __init__(self, home: Path, *, database: str = "", as_nobody: bool = False) -> None:
        environment = {
            **os.environ,
            "FAMEDIT_HOME": str(home),
            "FAMEDIT_NO_WEBENGINE": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
        }
        self.errors = home.parent / f"{home.name}-stderr-{time.monotonic_ns()}"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-u", str(ROOT / "tests" / "e2e" / "remote.py"), *([database] if database else [])],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                user=NOBODY if as_nobody else None,
                group=NOBODY if as_nobody else None,
                extra_groups=[] if as_nobody else None,
            )
        self._rest = b""

    def do(self, order: str, **details: object) -> Any:  # noqa: ANN401 -- JSON
        """Ask the window to do something; return its answer."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps({"do": order, **details}).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise AssertionError(f"The window is gone: {self.said()}") from None
        return json.loads(self._line(60))

    def _line(self, seconds: float) -> bytes:
        assert self.process.stdout is not None
        until = time.monotonic() + seconds
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, until - time.monotonic()))
            chunk = os.read(self.process.stdout.fileno(), 1 << 20) if ready else b""
            if not chunk:
                raise AssertionError(f"The window {'ended' if ready else 'does not answer'}: {self.said()}")
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def said(self) -> str:
        """Return what the window wrote on standard error."""
        return self.errors.read_text(encoding="utf-8", errors="replace")[-3000:]

    def look(self) -> dict[str, Any]:
        """Return what is on the screen."""
        return self.do("look")

    def until(self, holds: Callable[[dict[str, Any]], object], seconds: float = 30) -> dict[str, Any]:
        """Return what is on the screen once ``holds`` is true of it."""
        deadline = time.monotonic() + seconds
        while not holds(seen := self.look()):
            assert time.monotonic() < deadline, f"The window never got there; it shows {seen}. {self.said()}"
            select.select([], [], [], 0.02)
        return seen

    def banner(self, words: str, seconds: float = 30) -> dict[str, Any]:
        """Wait for a banner that says ``words`` and return it."""
        seen = self.until(lambda look: any(words in banner["words"] for banner in look["banners"]), seconds)
        return next(banner for banner in seen["banners"] if words in banner["words"])

    def press(self, words: str) -> None:
        """Press the link that begins with ``words``."""
        assert self.do("press", words=words), f"There is no link {words!r}: {self.look()['banners']}"

    def new_article(self, text: str) -> None:
        """Begin an article and type ``text`` into its body, until the draft is kept."""
        self.until(lambda look: look["open"])
        self.do("new")
        self.until(lambda look: look["headline"] == "" and look["body"] == "")
        self.do("type", text=text)
        self.until(lambda look: look["safety"] == "kept")

    def leave(self) -> int:
        """Close the window as its user does; return the exit code."""
        self.do("close")
        return self.process.wait(60)

    def kill(self) -> None:
        """Kill it as the system does, without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """End it, whatever state it is in."""
        if self.process.poll() is None:
            self.kill()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
