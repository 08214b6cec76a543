"""The journal: unsaved text in plain files of this machine, for when the desk cannot take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from famedit.core.article import Draft


class Journal:
    """One file per article and person below a folder named after the desk; each is written whole or not at all."""

    def __init__(self, folder: Path, desk_id: str) -> None:
        self._folder = folder / desk_id

    def write(self, draft: Draft) -> None:
        """Keep ``draft``. Raises ``DeskError`` when this machine's disk refuses too."""
        raise NotImplementedError

    def read(self, article_id: int, person: str) -> Draft | None:
        """Return what is kept for this article and person; a file that cannot be read counts as none."""
        raise NotImplementedError

    def all(self, person: str) -> tuple[Draft, ...]:
        """Return everything kept for ``person``."""
        raise NotImplementedError

    def remove(self, article_id: int, person: str) -> None:
        """Forget what is kept, because the desk has it."""
        raise NotImplementedError
