"""A small JSON file, replaced whole on a thread of its own."""

from __future__ import annotations

import json
import logging
import os
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)


class StateFile:
    """Reads once and writes the newest text, atomically; writes asked for while one is under way are merged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wanted: str | None = None
        self._change = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def read(self) -> tuple[dict[str, Any], str]:
        """Return what the file holds, and a sentence when it could not be read and was set aside."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}, ""
        except (OSError, ValueError) as error:
            aside = self._path.with_suffix(".unreadable.json")
            log.warning("Cannot read %s: %s", self._path, error)
            try:
                self._path.replace(aside)
            except OSError:
                return {}, f"{self._path.name} cannot be read; the defaults are used."
            return {}, f"{self._path.name} could not be read and was kept as {aside.name}; the defaults are used."
        return (stored, "") if isinstance(stored, dict) else ({}, "")

    def write(self, text: str) -> None:
        """Keep ``text`` soon; returns at once."""
        with self._change:
            self._wanted = text
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name=f"famedit-{self._path.stem}", daemon=True)
                self._thread.start()
            self._change.notify()

    def close(self) -> None:
        """Return when the newest text is on the disk."""
        with self._change:
            self._closing = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join(5)

    def _loop(self) -> None:
        while True:
            with self._change:
                while self._wanted is None and not self._closing:
                    self._change.wait()
                text, self._wanted = self._wanted, None
                if text is None:
                    return
            try:
                self._replace(text)
            except OSError as error:
                log.warning("Cannot write %s: %s", self._path, error)

    def _replace(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._path)
