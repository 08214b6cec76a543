"""A copy of the page for the browser: a private folder of the moment, written on a worker's thread."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from famedit.core.errors import UserError
from famedit.gui.preview.pictures import for_preview

if TYPE_CHECKING:
    from collections.abc import Iterable

    from famedit.core.article import ArticleFields
    from famedit.services.desk import Services

_MEDIA = re.compile(r"media[/:]([0-9a-f]{64})")
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}


@dataclass(frozen=True, slots=True)
class PageFolder:
    """The folder of a copy; ``images`` are address, width and height of each picture by its SHA-256."""

    path: Path
    images: dict[str, tuple[str, int, int]]


def pictures_named(fields: ArticleFields) -> tuple[str, ...]:
    """Return the SHA-256 of each picture the page may show."""
    hero = [fields.hero.sha256] if fields.hero else []
    return tuple(dict.fromkeys([*hero, *_MEDIA.findall(fields.body)]))


def write_pictures(services: Services, wanted: Iterable[str]) -> PageFolder:
    """Make the folder, for nobody else to read, and put the pictures in. Raises ``UserError``."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="famedit-page-"))
        images: dict[str, tuple[str, int, int]] = {}
        for sha256 in wanted:
            picture = for_preview(services.library.picture(sha256))
            if picture is not None:
                name = sha256[:16] + _SUFFIXES[picture.media_type]
                (folder / name).write_bytes(picture.data)
                images[sha256] = (name, picture.width, picture.height)
    except OSError as error:
        raise _not_written(error) from error
    return PageFolder(folder, images)


def write_page(folder: Path, html: str) -> Path:
    """Put the page in beside its pictures and return it. Raises ``UserError``."""
    page = folder / "index.html"
    try:
        page.write_text(html, encoding="utf-8")
    except OSError as error:
        raise _not_written(error) from error
    return page


def drop_folders(folders: list[Path]) -> None:
    """Delete copies; not on the caller's thread."""

    def run() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    if folders:
        threading.Thread(target=run, name="famedit-page-copies").start()


def _not_written(error: OSError) -> UserError:
    return UserError(
        f"The page for the browser could not be written: {error.strerror}.", "Nothing else is touched. Try again later."
    )
