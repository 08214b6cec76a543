"""Adding replies to the open article: by hand, from a copied page, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from famedit.gui.dialogs.add_reply_sheet import AddReplySheet
from famedit.gui.dialogs.paste_replies_sheet import PasteRepliesSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from famedit.core.answers import Imported
    from famedit.core.errors import UserError
    from famedit.core.reply import NewReply
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.worker import DatabaseWorker

    class AddsReplies(Protocol):
        """Who stores replies added by hand, so that they can be undone."""

        def add(
            self,
            article_id: int,
            replies: Sequence[NewReply],
            done: Callable[[], None],
            failed: Callable[[UserError], None],
        ) -> None: ...


class AddReplies(QObject):
    """Opens the sheets and stores what they bring, for the article that is open."""

    def __init__(
        self, look: Look, worker: DatabaseWorker, messages: Messages, decisions: AddsReplies, pane: QWidget
    ) -> None:
        super().__init__(pane)
        self._look = look
        self._worker = worker
        self._messages = messages
        self._decisions = decisions
        self._pane = pane
        self._article_id: int | None = None

    def set_article(self, article_id: int | None) -> None:
        """Add to this article from now on."""
        self._article_id = article_id

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands do."""
        return {
            "replies.add": self.by_hand,
            "replies.paste_page": self.from_page,
            "replies.import": self.from_file,
        }

    def choices(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Return the entries of the menu on the list's head."""
        return (
            (self.tr("By hand…"), self.by_hand),
            (self.tr("From a copied page…"), self.from_page),
            (self.tr("From a file…"), self.from_file),
        )

    def by_hand(self) -> None:
        """Ask for one reply and add it; it can be undone."""
        article_id = self._article_id
        if article_id is None:
            return
        sheet = AddReplySheet(self._look, self._pane.window())
        sheet.wanted.connect(lambda reply: self._decisions.add(article_id, (reply,), sheet.stored, sheet.show_error))
        sheet.open()

    def from_page(self) -> None:
        """Take the text of a copied page."""
        if self._article_id is not None:
            self._open_paste()

    def from_file(self) -> None:
        """Take a file: a copied page kept as text, Markdown, or replies as JSON."""
        if self._article_id is None:
            return
        name, _ = QFileDialog.getOpenFileName(
            self._pane.window(),
            self.tr("Add replies from a file"),
            "",
            self.tr("Texts (*.txt *.md *.json);;All files (*)"),
        )
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Show what a file holds, ready to be added."""
        sheet = self._open_paste()
        if sheet is not None:
            sheet.read_file(path)

    def _open_paste(self) -> PasteRepliesSheet | None:
        article_id = self._article_id
        if article_id is None:
            return None
        sheet = PasteRepliesSheet(self._look, self._worker, self._pane.window())

        def stored(imported: Imported) -> None:
            sheet.finish()
            self._messages.tell(imported_sentence(imported), "ph.chat-circle-text", pane=self._pane)

        def store(replies: tuple[NewReply, ...]) -> None:
            self._worker.write(
                lambda services: services.importing.add_replies(article_id, replies),
                stored,
                sheet.show_error,
                owner=self,
            )

        sheet.wanted.connect(store)
        sheet.open()
        return sheet


def imported_sentence(imported: Imported) -> str:
    """Return "3 replies added, 1 brought up to date, 2 already here."."""
    tr = QCoreApplication.translate
    counted = (
        (imported.replies_added, tr("Import", "1 reply added"), tr("Import", "{0} replies added")),
        (imported.replies_updated, tr("Import", "1 brought up to date"), tr("Import", "{0} brought up to date")),
        (imported.unchanged, tr("Import", "1 already here"), tr("Import", "{0} already here")),
    )
    parts = [one if count == 1 else many.format(f"{count:,}") for count, one, many in counted if count]
    return (", ".join(parts) or tr("Import", "Nothing new")) + "."
