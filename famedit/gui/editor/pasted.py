"""What comes in by paste and drop: text made plain and tidy, files told apart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

ARTICLE_ENDINGS = frozenset({".md", ".markdown", ".txt"})
PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp"})
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NOTHING = re.compile("[\ufeff\u200b\u2060\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029\ufdd0\ufdd1]")


def tidy(text: str) -> str:
    """Return pasted text with plain spaces and line feeds, and without characters nobody can see."""
    return _NOTHING.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """Return pasted text for a field that has no line breaks: each becomes one space."""
    return re.sub(r"[ \t]*\n\s*", " ", tidy(text).strip("\n"))


def local_files(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files of this machine that are being pasted or dropped."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()) if mime.hasUrls() else ()


def article_files(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files among them that can be imported as articles."""
    return tuple(path for path in local_files(mime) if path.suffix.lower() in ARTICLE_ENDINGS)


def picture_file(mime: QMimeData) -> Path | None:
    """Return the first picture file among them."""
    return next((path for path in local_files(mime) if path.suffix.lower() in PICTURE_ENDINGS), None)
