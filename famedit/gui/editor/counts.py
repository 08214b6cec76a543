"""Words, characters and reading time of the body, kept up while typing by counting only what changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from famedit.core.textstats import READING_SPEED, TextStats, text_stats

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

#: The words are told this long after the last change, ms.
QUIET = 250
#: How many blocks are counted in one go when an article is opened.
SLICE = 400


class BodyCounts(QObject):
    """Counts one document at a time. ``changed`` carries ``TextStats`` once things are quiet."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: QTextDocument | None = None
        self._words: list[int] = []
        self._total = 0
        self._left = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(self._tell)
        self._filling = QTimer(self)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill)

    def watch(self, document: QTextDocument | None) -> None:
        """Count another document; a long one in slices."""
        if self._document is not None:
            self._document.contentsChange.disconnect(self._changed)
        self._document = document
        self._words, self._total = [], 0
        self._filling.stop()
        if document is not None:
            document.contentsChange.connect(self._changed)
            self._left = document.blockCount()
            self._fill()

    @property
    def stats(self) -> TextStats:
        """The counts as far as they are known."""
        characters = self._document.characterCount() - 1 if self._document is not None else 0
        return TextStats(self._total, characters, math.ceil(self._total / READING_SPEED))

    def _fill(self) -> None:
        document = self._document
        if document is None:
            return
        block = document.findBlockByNumber(len(self._words))
        for _ in range(SLICE):
            if not block.isValid():
                break
            words = text_stats(block.text()).words
            self._words.append(words)
            self._total += words
            block = block.next()
        if block.isValid():
            self._filling.start()
        else:
            self._filling.stop()
            self._tell()

    def _changed(self, position: int, _removed: int, added: int) -> None:
        document = self._document
        if document is None:
            return
        if self._filling.isActive():
            # still counting the first time: begin again, what was edited is in what follows
            self._words, self._total = [], 0
            return
        first = document.findBlock(position)
        last = document.findBlock(min(position + added, document.characterCount() - 1))
        begin, end = first.blockNumber(), last.blockNumber()
        grown = document.blockCount() - len(self._words)
        old_end = end - grown
        new: list[int] = []
        block = first
        while block.isValid() and block.blockNumber() <= end:
            new.append(text_stats(block.text()).words)
            block = block.next()
        self._total += sum(new) - sum(self._words[begin : old_end + 1])
        self._words[begin : old_end + 1] = new
        self._quiet.start()

    def _tell(self) -> None:
        self.changed.emit(self.stats)
