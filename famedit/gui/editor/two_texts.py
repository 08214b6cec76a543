"""When an article has two texts, a colleague's save or a draft from before: says so, compares, and asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from famedit.core import dates
from famedit.gui.editor.compare_view import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from famedit.gui.editor.article_document import ArticleDocument
    from famedit.gui.editor.ask_banner import AskBanner
    from famedit.gui.editor.compare_view import CompareView
    from famedit.gui.messages import Messages


class TwoTexts(QObject):
    """Runs the two banners and the comparison for the article that is shown.

    ``compare_wanted``: show the comparison in the manuscript's place. ``settled``: there is nothing left to choose.
    """

    compare_wanted = Signal()
    settled = Signal()

    def __init__(
        self,
        room: QWidget,
        conflict: AskBanner,
        recovered: AskBanner,
        compare: CompareView,
        messages: Messages,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._room = room
        self._conflict = conflict
        self._recovered = recovered
        self._compare = compare
        self._messages = messages
        self._pane = parent
        self._document: ArticleDocument | None = None
        conflict.set_ways(
            [
                ("compare", self.tr("Compare"), self.compare_conflict),
                ("mine", self.tr("Keep mine"), self._keep_mine),
                ("theirs", self.tr("Take theirs"), self._take_theirs),
            ]
        )
        recovered.set_ways(
            [
                ("compare", self.tr("Compare"), self.compare_recovered),
                ("keep", self.tr("Keep"), self._keep_recovered),
                ("discard", self.tr("Discard"), self._discard_recovered),
            ]
        )
        compare.mine_kept.connect(self._compared_mine)
        compare.theirs_taken.connect(self._compared_theirs)
        room.hide()

    def show_document(self, document: ArticleDocument | None) -> None:
        """Speak of another article from now on."""
        before = self._document
        if before is document:
            return
        if before is not None:
            before.conflict_changed.disconnect(self.refresh)
            before.recovered_changed.disconnect(self.refresh)
        self._document = document
        if document is not None:
            document.conflict_changed.connect(self.refresh)
            document.recovered_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the banners that are true now."""
        document = self._document
        theirs = document.theirs if document is not None else None
        at = document.recovered_at if document is not None else None
        if document is not None and theirs is not None:
            who = document.their_person
            title = self.tr("Saved by {person} meanwhile.").format(person=who) if who else self.tr("Saved elsewhere.")
            self._conflict.show_words(title, self.tr("Both texts are kept. Nothing was overwritten."))
        else:
            self._conflict.hide()
        if at is not None:
            when = f"{dates.long_date(at)}, {dates.clock(at)}"
            self._recovered.show_words(
                self.tr("Unsaved work was found."), self.tr("From {time}, after the last save.").format(time=when)
            )
        else:
            self._recovered.hide()
        self._room.setVisible(theirs is not None or at is not None)
        if theirs is None and at is None:
            self.settled.emit()

    # Comparing --------------------------------------------------------------------------------------------------------

    def compare_conflict(self) -> None:
        """Show this window's text beside the colleague's."""
        document = self._document
        if document is None or document.theirs is None:
            return
        choice = Choice(
            self.tr("Two texts of this article"),
            self.tr("Yours, in this window"),
            self.tr("Saved by {person}").format(person=document.their_person or self.tr("the other window")),
            self.tr("Keep mine"),
            self.tr("Take theirs"),
        )
        self._compare.show_choice(choice, document.fields(), document.theirs.fields)
        self.compare_wanted.emit()

    def compare_recovered(self) -> None:
        """Show the text that was found beside the last save."""
        document = self._document
        if document is None or document.recovered_at is None:
            return
        choice = Choice(
            self.tr("Unsaved work beside the last save"),
            self.tr("Unsaved work, shown now"),
            self.tr("Last save"),
            self.tr("Keep"),
            self.tr("Discard"),
        )
        self._compare.show_choice(choice, document.fields(), document.article.fields)
        self.compare_wanted.emit()

    def _compared_mine(self) -> None:
        if self._document is not None and self._document.theirs is not None:
            self._keep_mine()
        else:
            self._keep_recovered()

    def _compared_theirs(self) -> None:
        if self._document is not None and self._document.theirs is not None:
            self._take_theirs()
        else:
            self._discard_recovered()

    # Choosing ---------------------------------------------------------------------------------------------------------

    def _keep_mine(self) -> None:
        self._choose(lambda document: document.keep_mine())

    def _take_theirs(self) -> None:
        self._choose(lambda document: document.take_theirs())

    def _keep_recovered(self) -> None:
        self._choose(lambda document: document.keep_recovered())

    def _discard_recovered(self) -> None:
        self._choose(lambda document: document.discard_recovered())
        self._messages.tell(self.tr("Unsaved work put aside. It is kept as a revision."), pane=self._pane)

    def _choose(self, how: Callable[[ArticleDocument], None]) -> None:
        if self._document is not None:
            how(self._document)
            self.settled.emit()
