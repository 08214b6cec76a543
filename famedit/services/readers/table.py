"""READERS, the table of what can be read, and how the right one is found. A new format is one row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from famedit.core.errors import BadInput
from famedit.services.readers import copied_page, markdown_file, reply_file
from famedit.services.readers.front_matter import has_front_matter
from famedit.services.readers.source import SourceText, source_from_bytes, source_from_file, source_from_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.understood import Understood


@dataclass(frozen=True, slots=True)
class Reader:
    """One format. ``fits`` says from 0 (not mine) to 100 (surely mine) whether it should read a text."""

    id: str
    title: str
    suffixes: tuple[str, ...]
    fits: Callable[[SourceText], int]
    read: Callable[[SourceText], tuple[Understood, ...]]


def _fits_markdown(source: SourceText) -> int:
    if has_front_matter(source.text):
        return 95
    return 60 if source.suffix in (".md", ".markdown", ".mdown", ".mkd") else 0


def _fits_page(source: SourceText) -> int:
    # anything else that is text may be a page of which only the article was copied
    return 80 if copied_page.looks_copied(source.text) else 10


def _fits_replies(source: SourceText) -> int:
    if source.suffix == ".json":
        return 100
    return 70 if reply_file.looks_like_replies(source.text) else 0


READERS: tuple[Reader, ...] = (
    Reader(
        markdown_file.READER_ID,
        "Markdown with front matter",
        (".md", ".markdown"),
        _fits_markdown,
        markdown_file.read_markdown,
    ),
    Reader(copied_page.READER_ID, "Article page copied as text", (".txt",), _fits_page, copied_page.read_copied_page),
    Reader(reply_file.READER_ID, "Replies in a JSON file", (".json",), _fits_replies, reply_file.read_reply_file),
)


def understand(
    path_or_text: Path | str | bytes, file_name: str = "", *, pictures: Path | None = None
) -> tuple[Understood, ...]:
    """Understand a file (a ``Path``), the bytes of one or pasted text; nothing is stored.

    ``file_name`` names pasted text for messages and for its suffix. ``pictures`` is the folder in which the pictures
    a file names are looked for, its own unless told. Raises ``BadInput`` for what is no text, is empty
    or breaks its own format's rules, and a ``UserError`` for a file that cannot be read.
    """
    if isinstance(path_or_text, Path):
        source = source_from_file(path_or_text)
    elif isinstance(path_or_text, bytes):
        source = source_from_bytes(path_or_text, file_name)
    else:
        source = source_from_text(path_or_text, file_name)
    if pictures is not None:
        source = replace(source, folder=pictures)
    if not source.text.strip():
        raise BadInput("There is nothing in it.", "Choose another file.", file=source.name)
    return reader_for(source).read(source)


def reader_for(source: SourceText) -> Reader:
    """Return the reader that fits ``source`` best; there is always one."""
    return max(READERS, key=lambda reader: reader.fits(source))
