"""Printing: results on stdout, problems on stderr, one line each; a reader who leaves early stops nothing."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from famedit.core.errors import UserError


class Output:
    """Where a command says things. ``as_json`` keeps stdout for the one JSON document a command prints at its end."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self.problems = 0

    def say(self, words: str = "") -> None:
        """Print a line for people; nothing when JSON is wanted."""
        if not self.as_json:
            _write(sys.stdout, words)

    def result(self, value: object) -> None:
        """Print the JSON document, when it is wanted."""
        if self.as_json:
            _write(sys.stdout, json.dumps(value, ensure_ascii=False, indent=2))

    def note(self, words: str) -> None:
        """Say something worth knowing that is no failure."""
        _write(sys.stderr, f"famedit: {one_line(words)}")

    def problem(self, error: UserError | str) -> None:
        """Say what was not done and why; the exit code will tell too."""
        self.problems += 1
        self.note(str(error))


def one_line(words: str) -> str:
    """Return words on a single line."""
    return " ".join(words.split())


def _write(stream: TextIO, words: str) -> None:
    try:
        stream.write(words + "\n")
        stream.flush()
    except BrokenPipeError:
        # whoever read has seen enough; the work goes on, and Python must not complain at its end
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        _write(stream, words.encode(encoding, "replace").decode(encoding))
