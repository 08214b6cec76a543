"""Exporting: an article as its last revision has it, written so that the old page stays whole until the new one is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from famedit.core.answers import DeskFilter
from famedit.core.errors import BadInput, ExportRefused
from famedit.core.slug import slugify
from famedit.services.disk import made, write_whole, write_whole_folder
from famedit.services.writers.page import MANIFEST, PAGE, ExportOptions, pictures_named, public
from famedit.services.writers.table import Writer, writer

if TYPE_CHECKING:
    from pathlib import Path

    from famedit.core.article import Article, ArticleFields, ArticleRow, Status
    from famedit.core.page import Theme
    from famedit.services.library import Library
    from famedit.services.moderating import Moderating
    from famedit.services.writers.page import Written

Format = Literal["html", "single", "markdown"]
#: Longer names fit on no common disk once a suffix is added.
_MOST_NAME_BYTES = 200
#: Names Windows keeps for devices, with any suffix.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. ``page`` is the file to open, ``files`` all of them.

    ``replaced``: an older one stood there. ``newer_draft``: somebody has unsaved text that is not in it.
    """

    article_id: int
    headline: str
    page: Path
    files: tuple[Path, ...]
    replaced: bool
    revision: int
    replies: int
    newer_draft: bool


class Exporting:
    """Writing pages. Reads the desk and writes files, never the desk: every method belongs on the reading thread.

    To export what is in a window, save it first as a revision of the kind ``EXPORT``: every export is a revision.
    """

    def __init__(self, library: Library, moderating: Moderating) -> None:
        self._library = library
        self._moderating = moderating

    def export(
        self,
        article_id: int,
        folder: Path,
        *,
        format: Format = "html",  # noqa: A002 - the user's word
        options: ExportOptions | None = None,
    ) -> Exported:
        """Write one article below ``folder``, atomically: whatever fails, the old page is untouched.

        Raises ``NotFound`` for an article or a format that is not there, ``ExportRefused`` when something that
        FamEdit did not write is in the way, and ``DeskError`` for the disk's troubles.
        """
        kind = writer(format)
        article = self._library.article(article_id)
        pictures = {
            sha256: data for sha256 in pictures_named(article) if (data := self._library.picture(sha256)) is not None
        }
        shown = public(article, self._moderating.replies(article_id), pictures)
        try:
            written = kind.write(shown, options or ExportOptions())
        except BadInput as error:
            raise ExportRefused(
                f'"{article.fields.title}" was not written: {error.message[:1].lower()}{error.message[1:]}',
                error.remedy,
            ) from error
        name = export_name(article)
        made(folder)
        target = folder / name if kind.in_folder else folder / f"{name}{kind.suffix}"
        replaced = _write_folder(target, kind, written) if kind.in_folder else _write_file(target, written)
        base = target if kind.in_folder else None
        return Exported(
            article_id=article_id,
            headline=article.fields.title,
            page=base / written.page if base else target,
            files=tuple(base / file for file in written.files) if base else (target,),
            replaced=replaced,
            revision=article.revision_no,
            replies=len(shown.replies),
            newer_draft=article_id in self._library.drafted(),
        )

    @staticmethod
    def options(*, theme: Theme = "auto", likers: bool = True, smart: bool = True) -> ExportOptions:
        """Return options, for callers that import no services."""
        return ExportOptions(theme, likers, smart)

    @staticmethod
    def target(fields: ArticleFields, folder: Path, *, format: Format = "html") -> tuple[Path, bool]:  # noqa: A002 - the user's word
        """Return where an export would go, and whether something stands there already."""
        kind = writer(format)
        path = folder / (name_of(fields) if kind.in_folder else f"{name_of(fields)}{kind.suffix}")
        return path, path.exists()

    def every(self, status: Status | None = None) -> tuple[ArticleRow, ...]:
        """Return every article that is neither archived nor trashed, by headline; ``status`` narrows."""
        rows: list[ArticleRow] = []
        while page := self._library.rows(DeskFilter(status=status, sort="headline", offset=len(rows))).rows:
            rows.extend(page)
        return tuple(rows)


def export_name(article: Article) -> str:
    """Return the name an article's folder or file gets: its slug, made safe for any disk."""
    return name_of(article.fields)


def name_of(fields: ArticleFields) -> str:
    """Return the name the folder or file of an article with these fields gets."""
    name = slugify(fields.slug or fields.headline)
    while len(name.encode()) > _MOST_NAME_BYTES:
        name = name[:-1].rstrip("-")
    return f"{name}-article" if name in _DEVICES else name


def _write_folder(target: Path, kind: Writer, written: Written) -> bool:
    _refuse_strangers(target, kind)
    dropped = [name for name in _names_in(target) if name.startswith(kind.owned)]
    return write_whole_folder(target, written.files, dropped)


def _write_file(target: Path, written: Written) -> bool:
    replaced = target.exists()
    if target.is_file() and not _is_ours(target):
        raise _refused(target)
    write_whole(target, written.files[written.page])
    return replaced


def _names_in(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]


def _refuse_strangers(target: Path, kind: Writer) -> None:
    """Raise when a page in that folder is somebody else's, which the new one would replace."""
    if kind.id == "html" and (target / PAGE).exists():
        manifest = target / MANIFEST
        if not (manifest.is_file() and _manifest_is_ours(manifest)):
            raise _refused(target)
    article = target / "article.md"
    if kind.id == "markdown" and article.is_file() and b"\nfamedit: " not in _start_of(article):
        raise _refused(target)


def _manifest_is_ours(manifest: Path) -> bool:
    try:
        facts = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(facts, dict) and "famedit" in facts


def _is_ours(page: Path) -> bool:
    return b"FamEdit" in _start_of(page, 64_000_000)


def _start_of(path: Path, size: int = 4096) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _refused(target: Path) -> ExportRefused:
    return ExportRefused(
        f"{target} holds something that FamEdit did not write; it is untouched.", "Move it away, or export elsewhere."
    )
