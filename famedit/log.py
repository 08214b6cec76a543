"""The log file: what a report of a problem can be made from. It never holds passwords or what people write."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOG_FILE = "famedit.log"
_MOST_BYTES = 1_000_000
_KEPT_FILES = 3
_FORM = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


def set_up(folder: Path, level: int = logging.INFO) -> Path | None:
    """Let everything that is logged go into a file in ``folder``; return it, None when it cannot be written there.

    Calling it again moves the log to the new place. A program that cannot log goes on all the same.
    """
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()
    path = folder / LOG_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(_FORM))
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    return path
