"""Completion of category paths while they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.gui.editor.text_field import TextField


class FieldCompleter(QObject):
    """Offers words for a ``TextField``: those that hold what was typed; Down shows all."""

    def __init__(self, field: TextField) -> None:
        super().__init__(field)
        self._field = field
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(field)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.popup = self._completer.popup() or QListView()
        field.set_offers(self.popup)
        self._completer.activated.connect(self._chosen)
        field.installEventFilter(self)
        self._offering = False

    @property
    def words(self) -> list[str]:
        """What is offered."""
        return self._words.stringList()

    def set_words(self, words: Sequence[str]) -> None:
        """Offer these from now on."""
        if list(words) != self._words.stringList():
            self._words.setStringList(list(words))

    def offer(self, *, everything: bool = False) -> None:
        """Show what fits what the field says; everything when asked."""
        text = "" if everything else self._field.toPlainText().strip()
        if not text and not everything:
            self.popup.hide()
            return
        self._completer.setCompletionPrefix(text)
        count = self._completer.completionCount()
        if count == 0 or (count == 1 and self._completer.currentCompletion() == text):
            self.popup.hide()
            return
        self.popup.setFont(self._field.font())
        self._completer.complete()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and not event.modifiers():
                self.offer(everything=True)
                return True
            self._offering = bool(event.text().strip()) or event.key() == Qt.Key.Key_Backspace
        elif event.type() == QEvent.Type.KeyRelease and self._offering:
            self._offering = False
            self.offer()
        return super().eventFilter(watched, event)

    def _chosen(self, text: str) -> None:
        cursor = self._field.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self._field.setTextCursor(cursor)
