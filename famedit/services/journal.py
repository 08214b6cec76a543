"""The journal: unsaved text in plain files of this machine, for when the desk cannot take it."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

from famedit.services.disk import disk_trouble, made, write_whole
from famedit.store.values import draft_document, draft_from

if TYPE_CHECKING:
    from pathlib import Path

    from famedit.core.article import Draft

log = logging.getLogger(__name__)


class Journal:
    """One file per article and person below a folder named after the desk; each is written whole or not at all.

    Safe to call from any thread: an older draft never replaces a newer one, whichever comes first.
    """

    def __init__(self, folder: Path, desk_id: str) -> None:
        self._folder = folder / desk_id
        self._lock = threading.Lock()
        self._newest: dict[Path, int] = {}
        self._done: dict[Path, int] = {}

    def _file(self, article_id: int, person: str) -> Path:
        # a person's name may hold anything, a file's name may not
        who = hashlib.blake2b(person.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return self._folder / f"{article_id}-{who}.json"

    def write(self, draft: Draft) -> None:
        """Keep ``draft``, unless it or a newer one is kept or done with. Raises ``DeskError`` when the disk refuses."""
        file = self._file(draft.article_id, draft.person)
        text = json.dumps(draft_document(draft), ensure_ascii=False, indent=1)
        with self._lock:
            if draft.serial > max(self._newest.get(file, -1), self._done.get(file, -1)):
                made(self._folder)
                write_whole(file, text.encode())
                self._newest[file] = draft.serial

    def read(self, article_id: int, person: str) -> Draft | None:
        """Return what is kept for this article and person; a file that cannot be read counts as none."""
        return self._read(self._file(article_id, person), person)

    def all(self, person: str) -> tuple[Draft, ...]:
        """Return everything kept for ``person``, in the order of the articles' numbers."""
        drafts = (self._read(file, person) for file in self._folder.glob("*.json"))
        return tuple(sorted((draft for draft in drafts if draft), key=lambda draft: draft.article_id))

    def remove(self, article_id: int, person: str, *, up_to: int | None = None) -> None:
        """Forget what is kept, because the desk has it: all, or drafts up to this serial. Raises ``DeskError``."""
        file = self._file(article_id, person)
        with self._lock:
            newest = self._newest.get(file, -1)
            if up_to is not None:
                self._done[file] = max(self._done.get(file, -1), up_to)
                if newest > up_to:
                    return
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise disk_trouble(error, file) from error
            self._newest.pop(file, None)

    def _read(self, file: Path, person: str) -> Draft | None:
        try:
            document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            if document["person"] != person:
                return None
            return draft_from({**document, "written_at": datetime.fromisoformat(document["written_at"])}, person)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("The journal %s cannot be read: %s", file, error)
            return None
