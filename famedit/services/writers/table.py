"""WRITERS, the table of what can be written. A new format is one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from famedit.core.errors import NotFound
from famedit.services.writers.markdown_file import write_markdown
from famedit.services.writers.page import write_folder, write_single

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.services.writers.page import ExportOptions, PublicArticle, Written


@dataclass(frozen=True, slots=True)
class Writer:
    """One format. ``in_folder``: each article gets a folder of its own, else one file with ``suffix``.

    ``owned`` are the beginnings of the names in that folder which belong to this format: a new export replaces them
    all and leaves everything else in the folder alone.
    """

    id: str
    title: str
    write: Callable[[PublicArticle, ExportOptions], Written]
    in_folder: bool = True
    suffix: str = ""
    owned: tuple[str, ...] = ()


WRITERS: tuple[Writer, ...] = (
    Writer(
        "html",
        "Folder with page and images",
        write_folder,
        owned=("index.html", "style.css", "manifest.json", "images/"),
    ),
    Writer("single", "One file with everything in it", write_single, in_folder=False, suffix=".html"),
    Writer("markdown", "Markdown", write_markdown, owned=("article.md", "pictures/")),
)


def writer(format_id: str) -> Writer:
    """Return the writer called ``format_id``. Raises ``NotFound``."""
    for row in WRITERS:
        if row.id == format_id:
            return row
    names = ", ".join(row.id for row in WRITERS)
    raise NotFound(f'There is no format "{format_id}".', f"Choose one of {names}.")
