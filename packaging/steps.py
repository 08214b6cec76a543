"""What set-up shows and writes down: one line a step with its time, the output of every command in a log file."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_TAIL_LINES = 12


class SetupFailed(Exception):
    """Set-up cannot go on.

    `sentence` says what went wrong, `advice` what the reader can do about it (it may hold a command on a line of its
    own), `code` is the exit code: 1, or 3 when something of the operating system is missing.
    """

    def __init__(self, sentence: str, advice: str = "", *, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        self.code = code


class CommandFailed(Exception):
    """A command ended with another exit code than 0; `tail` holds its last lines."""

    def __init__(self, command: Sequence[str], code: int, tail: str) -> None:
        super().__init__(f"{shlex.join(command)} ended with {code}")
        self.code = code
        self.tail = tail


class Steps:
    """Shows the steps of one set-up on stderr (stdout belongs to the program) and keeps its log.

    `keep_open` are file descriptors every command inherits: the set-up lock is among them, so that the lock outlives
    a killed set-up for as long as a command it started still changes files.
    """

    def __init__(self, log: Path, *, keep_open: Sequence[int] = ()) -> None:
        self.log = log
        self.keep_open = tuple(keep_open)
        self.terminal = sys.stderr.isatty()
        self._log_mode = "w"

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    @contextmanager
    def step(self, label: str, *, asks: bool = False) -> Iterator[None]:
        """Show one line for what happens inside: the label at once, the time when it has ended.

        On a terminal the seconds are counted meanwhile, unless a command inside `asks` something there.
        """
        self._note(f"== {label}")
        line = f"  {label} ... "
        print(line, end="\n" if asks else "", file=sys.stderr, flush=True)
        began = time.monotonic()
        ended = threading.Event()
        counter = threading.Thread(target=self._count, args=(line, began, ended), daemon=True)
        if self.terminal and not asks:
            counter.start()
        outcome = "failed"
        try:
            yield
            outcome = f"{time.monotonic() - began:.1f} s"
        finally:
            ended.set()
            if counter.is_alive():
                counter.join()
            counted = "\r" + line if self.terminal and not asks else ""
            self.say(f"{counted}{'  ... ' if asks else ''}{outcome}")

    def _count(self, line: str, began: float, ended: threading.Event) -> None:
        while not ended.wait(1.0):
            print(f"\r{line}{time.monotonic() - began:.0f} s", end="", file=sys.stderr, flush=True)

    def run(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        asks: bool = False,
    ) -> str:
        """Run a command, its output into the log. Returns its standard output.

        `asks`: it may ask something on the terminal (sudo's password). Raises CommandFailed.
        """
        self._note(f"$ {shlex.join(command)}")
        done = subprocess.run(
            list(command),
            stdin=None if asks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if asks else subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            pass_fds=self.keep_open if os.name == "posix" else (),
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        self._note(done.stdout)
        if done.returncode != 0:
            tail = "\n".join(done.stdout.strip().splitlines()[-_TAIL_LINES:])
            raise CommandFailed(command, done.returncode, tail)
        return done.stdout

    def _note(self, text: str) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open(self._log_mode, encoding="utf-8") as file:
            file.write(text.rstrip("\n") + "\n")
        self._log_mode = "a"
