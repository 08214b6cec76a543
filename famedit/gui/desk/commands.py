"""What can be done to the articles of the desk. Each is applied at once, and the undo bar offers the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from famedit.core.history import Scope
from famedit.gui.components.sheet import confirm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from famedit.core.answers import Outcome
    from famedit.core.article import Article
    from famedit.core.changes import Changes
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.worker import DatabaseWorker
    from famedit.services.desk import Services


class DeskCommands(QObject):
    """Writes what the desk's commands ask for and says what happened. ``created(id)`` comes for a new article."""

    created = Signal(int)

    def __init__(self, look: Look, worker: DatabaseWorker, messages: Messages, pane: QWidget) -> None:
        super().__init__(pane)
        self._look = look
        self._worker = worker
        self._messages = messages
        self._pane = pane

    def duplicate(self, ids: Sequence[int]) -> None:
        """Copy each article into a new draft and open the last copy."""

        def done(result: tuple[Article, Changes]) -> None:
            self._say(self.tr("Article duplicated."), "ph.copy")
            self.created.emit(result[0].id)

        for article_id in ids:
            self._worker.write(lambda services, id_=article_id: services.editing.duplicate(id_), done, owner=self)

    def archive(self, ids: Sequence[int]) -> None:
        """Set articles aside."""
        self._move(
            ids, lambda s, chosen: s.editing.archive(chosen), "ph.archive",
            self.tr("Article archived."), self.tr("{0} articles archived."),
        )  # fmt: skip

    def trash(self, ids: Sequence[int]) -> None:
        """Move articles to the trash."""
        self._move(
            ids, lambda s, chosen: s.editing.trash(chosen), "ph.trash",
            self.tr("Article moved to the trash."), self.tr("{0} articles moved to the trash."),
        )  # fmt: skip

    def bring_back(self, ids: Sequence[int]) -> None:
        """Bring articles back from the archive or the trash."""
        self._move(
            ids, lambda s, chosen: s.editing.bring_back(chosen), "ph.arrow-counter-clockwise",
            self.tr("Article brought back."), self.tr("{0} articles brought back."),
        )  # fmt: skip

    def empty_trash(self, count: int) -> None:
        """Ask, then delete for good what is in the trash."""
        if not count:
            self._messages.tell(self.tr("The trash is empty."), "ph.trash", pane=self._pane)
            return
        one = self.tr("Delete the article in the trash for good?")
        many = self.tr("Delete the {0} articles in the trash for good?")
        confirm(
            self._look,
            self._pane.window(),
            one if count == 1 else many.format(f"{count:,}"),
            self.tr("Their text, revisions, replies and pictures are deleted with them. This cannot be undone."),
            self.tr("Keep"),
            self.tr("Delete"),
            lambda agreed: self._empty(count) if agreed else None,
        )

    def _empty(self, count: int) -> None:
        one, many = self.tr("Article deleted."), self.tr("{0} articles deleted.")
        words = one if count == 1 else many.format(f"{count:,}")
        self._worker.write(
            lambda services: services.editing.empty_trash(),
            lambda _changes: self._messages.tell(words, "ph.trash", pane=self._pane),
            owner=self,
        )

    def _move(
        self, ids: Sequence[int], move: Callable[[Services, Sequence[int]], Outcome], icon: str, one: str, many: str
    ) -> None:
        chosen = tuple(ids)
        if not chosen:
            return

        def done(outcome: Outcome) -> None:
            count = len(outcome.changed)
            if count:
                self._say(one if count == 1 else many.format(f"{count:,}"), icon)

        self._worker.write(lambda services: move(services, chosen), done, owner=self)

    def _say(self, sentence: str, icon: str) -> None:
        self._messages.tell(sentence, icon, Scope.DESK, self._pane)
