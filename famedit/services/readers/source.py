"""A file or a pasted text on its way to a reader: its bytes as clean text, and what had to be done to them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from famedit.core.errors import BadInput
from famedit.services.disk import read_bytes

#: No article and no page of replies comes near it; a video dropped by mistake does.
MOST_BYTES = 32_000_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: Bytes that begin files which are no text; their names are for the message.
_NOT_TEXT = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word file or another zipped one"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a rich text file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
)


@dataclass(frozen=True, slots=True)
class SourceText:
    r"""Text ready to be read: only "\n" ends a line, no control characters, no byte order mark.

    ``folder`` is where the pictures beside a file are looked for, None for pasted text. ``warnings`` say in whole
    sentences what was changed on the way.
    """

    text: str
    name: str = ""
    folder: Path | None = None
    warnings: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The end of the file's name, in lower case: ".md"."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix."""
        return Path(self.name).stem


def source_from_file(path: Path) -> SourceText:
    """Read ``path``. Raises ``BadInput`` for what is no text, a ``UserError`` for what cannot be read."""
    return source_from_bytes(read_bytes(path, at_most=MOST_BYTES), path.name, path.parent)


def source_from_bytes(data: bytes, name: str = "", folder: Path | None = None) -> SourceText:
    """Decode ``data``: UTF-8, UTF-16 and, failing those, Windows-1252. Raises ``BadInput`` for what is no text."""
    for start, what in _NOT_TEXT:
        if data.startswith(start):
            raise BadInput(f"This is {what}, not text.", "Export it as text or Markdown first.", file=name)
    text, warning = _decode(data, name)
    source = source_from_text(text, name, folder)
    return SourceText(source.text, name, folder, (*((warning,) if warning else ()), *source.warnings))


def source_from_text(text: str, name: str = "", folder: Path | None = None) -> SourceText:
    """Clean pasted ``text``: line ends, control characters, a byte order mark, halves of characters."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, removed = _CONTROLS.subn("", text)
    warnings: list[str] = []
    if removed:
        characters = "one control character" if removed == 1 else f"{removed} control characters"
        warnings.append(f"Left out {characters} that no text needs.")
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be stored anywhere
    if whole != text:
        warnings.append("Some characters were broken and are shown as question marks.")
    return SourceText(whole, name, folder, tuple(warnings))


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of ``data``, and a warning when it was not plain UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "The file is in UTF-16; it was turned into UTF-8."
    sample = data[:4096]
    if len(sample) >= 4 and b"\x00" in sample:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            zeros = sample[offset::2].count(0)
            if zeros * 2 > len(sample) // 2 and sample[1 - offset :: 2].count(0) * 20 < len(sample) // 2:
                return data.decode(encoding, "replace"), "The file is in UTF-16; it was turned into UTF-8."
        if sample.count(0) * 100 > len(sample):  # one that strayed into a text does no harm
            raise BadInput("This is not text.", "Choose a text or Markdown file.", file=name)
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; they become visible marks instead of stopping the import
        return data.decode("cp1252", "replace"), "The file is not in UTF-8; it was read as Windows-1252."
