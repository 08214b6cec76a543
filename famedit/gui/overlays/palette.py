"""The command palette: every command and every article, a few letters away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from famedit.core.answers import DeskFilter
from famedit.core.reply import Queue
from famedit.gui.actions import ACTIONS
from famedit.gui.components.chips import KeyCap
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Overlay
from famedit.gui.components.surfaces import Hairline
from famedit.gui.desk.articles_model import status_word
from famedit.gui.overlays.matching import match
from famedit.gui.overlays.palette_list import Entry, EntryList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent

    from famedit.core.article import ArticleRow
    from famedit.core.reply import Reply
    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look
    from famedit.gui.worker import DatabaseWorker

ARTICLES: Final = "#"
AUTHORS: Final = "@"
COMMANDS: Final = ">"

_WIDE: Final = 640
_MOST: Final = 24
_RECENT: Final = 3
#: What an empty palette offers when it can be done now, the likeliest first.
_SUGGESTED: Final = ("file.export", "view.moderate", "article.details", "file.new", "file.import")
_VIEW: Final = ("view.write", "view.split", "view.dark", "view.light", "go.settings", "help.keys")


class Palette(Overlay):
    """``open_with(prefix)`` shows it; "#" looks for articles, "@" for authors of replies, ">" for commands only.

    ``article_chosen(id)``, ``new_article_wanted(headline)`` and ``author_chosen(name)`` come after it is gone; commands
    run by themselves.
    """

    article_chosen = Signal(int)
    new_article_wanted = Signal(str)
    author_chosen = Signal(str)

    def __init__(self, look: Look, window: QWidget, worker: DatabaseWorker, actions: ActionSet) -> None:
        super().__init__(look, window, width=_WIDE)
        self._worker = worker
        self._actions = actions
        self._asked = 0
        self._rows: tuple[ArticleRow, ...] = ()
        self._authors: tuple[str, ...] = ()
        self._enabled: frozenset[str] = frozenset()
        self._names = self._own_names()
        self.setAccessibleName(self.tr("Command palette"))
        self._lay_out()

    def _lay_out(self) -> None:
        look, px = self.look, self.look.theme.px
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(10), px(16), px(10))
        head.setSpacing(px(12))
        self._glass = _Glass(look, self.card)
        self.input = QLineEdit(self.card)
        self.input.setProperty("bare", True)
        self.input.setFont(look.theme.font("palette"))
        self.input.setPlaceholderText(self.tr("Type a command, or part of a headline"))
        self.input.setAccessibleName(self.tr("Command or headline"))
        self.input.textChanged.connect(self._typed)
        self.input.installEventFilter(self)
        head.addWidget(self._glass)
        head.addWidget(self.input, 1)
        head.addWidget(KeyCap(look, "Esc", self.card))
        column.addLayout(head)
        column.addWidget(Hairline(look, self.card))
        self.list = EntryList(look, self.card)
        self.list.run_wanted.connect(self.accept)
        self.list.choice_changed.connect(self._announce)
        self._nothing = TextLabel(look, "ui", "text2", "", self.card, wrap=True)
        self._nothing.setMinimumHeight(px(40))
        aside = QHBoxLayout()
        aside.setContentsMargins(px(20), 0, px(20), 0)
        aside.addWidget(self._nothing)
        inset = QHBoxLayout()
        inset.setContentsMargins(px(6), px(4), px(6), px(6))
        inset.addWidget(self.list)
        column.addLayout(aside)
        column.addLayout(inset, 1)
        column.addWidget(Hairline(look, self.card))
        foot = QHBoxLayout()
        foot.setContentsMargins(px(16), px(8), px(16), px(8))
        foot.setSpacing(px(4))
        for keys, words in ((("↑", "↓"), self.tr("choose")), (("Enter",), self.tr("run"))):
            for key in keys:
                foot.addWidget(KeyCap(look, key, self.card))
            foot.addWidget(TextLabel(look, "caption", "text2", words, self.card))
            foot.addSpacing(px(8))
        foot.addStretch(1)
        hint = self.tr("Start with # for articles, @ for authors, > for commands")
        foot.addWidget(TextLabel(look, "caption", "text2", hint, self.card))
        column.addLayout(foot)

    # Coming and going -----------------------------------------------------------------------------------------------

    def open_with(self, prefix: str = "") -> None:
        """Show the palette, with a prefix typed already."""
        # What could be done before the palette took the focus is what it offers.
        self._enabled = frozenset(spec.id for spec in ACTIONS if self._actions.action(spec.id).isEnabled())
        self._rows, self._authors = (), ()
        self.input.setText(prefix)
        self._typed(prefix)
        if self.isHidden():
            self.open()
        self.input.setFocus(Qt.FocusReason.PopupFocusReason)

    def first_control(self) -> QWidget:
        return self.input

    def accept(self) -> None:
        """Run the chosen entry, once the palette is gone and the focus back."""
        entry = self.list.chosen()
        if entry is None or entry.run is None:
            return
        self.close_up()
        QTimer.singleShot(0, self._window, entry.run)

    def card_rect(self) -> QRect:
        px = self.look.theme.px
        width = min(px(_WIDE), self.width() - px(32))
        top = round(self.height() * 0.13)
        chrome = px(48) + px(36) + px(12)
        body = 0 if self.list.isHidden() else self.list.height_wanted()
        body += 0 if self._nothing.isHidden() else px(40)
        height = min(chrome + body, self.height() - top - px(24))
        return QRect((self.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.input and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_PageUp: -8,
                Qt.Key.Key_PageDown: 8,
            }.get(Qt.Key(event.key()))
            if step is not None:
                self.list.step(step)
                return True
        return super().eventFilter(watched, event)

    # Searching ------------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._asked += 1
        prefix, query = _split(text)
        self._show(prefix, query)
        if prefix == AUTHORS:
            self._read_authors(query)
        elif prefix != COMMANDS:
            self._read_articles(query)

    def _read_articles(self, query: str) -> None:
        asked = self._asked
        wanted = DeskFilter(text=query, limit=_MOST if query else _MOST // 3)

        def done(rows: tuple[ArticleRow, ...]) -> None:
            if asked == self._asked:
                self._rows = rows
                self._show(*_split(self.input.text()))

        if self._worker.is_open:
            self._worker.read(lambda services: services.library.rows(wanted).rows, done, owner=self)

    def _read_authors(self, query: str) -> None:
        asked = self._asked

        def done(replies: Sequence[Reply]) -> None:
            if asked == self._asked:
                self._authors = tuple(dict.fromkeys(reply.author.name for reply in replies if reply.author.name))
                self._show(*_split(self.input.text()))

        if self._worker.is_open:
            self._worker.read(
                lambda services: services.moderating.queue(Queue.ALL, None, text=query, limit=200), done, owner=self
            )

    # Showing --------------------------------------------------------------------------------------------------------

    def _show(self, prefix: str, query: str) -> None:
        if prefix == AUTHORS:
            entries = self._author_entries(query)
        elif prefix == ARTICLES:
            entries = self._section(self.tr("Articles"), self._article_entries(query, _MOST))
        elif query or prefix == COMMANDS:
            entries = self._section(self.tr("Commands"), self._command_entries(query))
            if prefix != COMMANDS:
                entries += self._section(self.tr("Go to article"), self._article_entries(query, _MOST // 3))
        else:
            entries = self._moment()
        nothing = not entries
        if query and prefix not in (COMMANDS, AUTHORS) and not any(entry.status for entry in entries):
            entries = [*entries, *self._new_article(query)]
        self.list.setVisible(bool(entries))
        self._nothing.setVisible(nothing)
        self._nothing.setText(self.tr("Nothing called “{0}”.").format(query) if query else self.tr("Nothing here yet."))
        self.list.show_entries(entries)
        if not self.isHidden():
            self.relayout()

    def _moment(self) -> list[Entry]:
        """Return what fits the moment, for an empty palette."""
        suggested = [self._command(id_) for id_ in _SUGGESTED if id_ in self._enabled][:3]
        other = "view.light" if self.look.theme.is_dark else "view.dark"
        offered = (id_ for id_ in _VIEW if id_ in self._enabled and not self._is_on(id_))
        view = [self._command(id_) for id_ in offered if id_ not in ("view.light", "view.dark") or id_ == other]
        return [
            *self._section(self.tr("Suggested"), suggested),
            *self._section(self.tr("Go to article"), self._article_entries("", _RECENT)),
            *self._section(self.tr("View"), view),
        ]

    def _section(self, title: str, entries: list[Entry]) -> list[Entry]:
        return [Entry(title), *entries] if entries else []

    def _command(self, action_id: str, at: tuple[int, ...] = ()) -> Entry:
        spec = self._actions.spec(action_id)
        name = self._name(action_id)
        keys = self._actions.keys_text(action_id)
        return Entry(name, lambda: self._actions.trigger(action_id), spec.icon, keys=keys, at=at)

    def _name(self, action_id: str) -> str:
        """Return a command's name as it reads without the menu around it."""
        return self._names.get(action_id) or self._actions.words(action_id)

    def _own_names(self) -> dict[str, str]:
        status, queue = self.tr("Change status to: {0}"), self.tr("Queue: {0}")
        names = {
            "view.write": self.tr("Write mode"),
            "view.split": self.tr("Split mode"),
            "view.moderate": self.tr("Moderate replies"),
            "view.desk": self.tr("Show or hide the desk"),
            "view.replies": self.tr("Show or hide replies"),
            "view.dark": self.tr("Use dark appearance"),
            "view.light": self.tr("Use light appearance"),
            "view.system": self.tr("Match the system’s appearance"),
            "view.menu": self.tr("Open the menu"),
            "view.menu_bar": self.tr("Show or hide the menu bar"),
            "article.details": self.tr("Article details"),
            "help.keys": self.tr("Keyboard sheet"),
        }
        for spec in ACTIONS:
            words = self._actions.words(spec.id)
            if spec.id.startswith("article.status_") and spec.id != "article.status_published":
                names[spec.id] = status.format(words)
            elif spec.id.startswith("replies.queue_"):
                names[spec.id] = queue.format(words)
        return names

    def _is_on(self, action_id: str) -> bool:
        action = self._actions.action(action_id)
        return action.isCheckable() and action.isChecked()

    def _command_entries(self, query: str) -> list[Entry]:
        found = []
        for spec in ACTIONS:
            if spec.id not in self._enabled or spec.id == "go.palette":
                continue
            hit = match(query, self._name(spec.id))
            if hit is not None:
                found.append((hit.rank, self._command(spec.id, hit.at)))
        if query:
            found.sort(key=lambda pair: pair[0])
        return [entry for _, entry in (found[:_MOST] if query else found)]

    def _article_entries(self, query: str, most: int) -> list[Entry]:
        found = []
        for place, row in enumerate(self._rows):
            headline = row.headline or self.tr("Untitled article")
            hit = match(query, headline) if query else None
            rank = hit.rank if hit is not None else (9, place)
            at = hit.at if hit is not None and hit.rank[0] < 3 else ()
            open_it = self._opener(row.id)
            found.append((rank, Entry(headline, open_it, status=row.status, note=status_word(row.status), at=at)))
        if query:
            found.sort(key=lambda pair: pair[0])
        return [entry for _, entry in found[:most]]

    def _opener(self, article_id: int) -> Callable[[], object]:
        return lambda: self.article_chosen.emit(article_id)

    def _author_entries(self, query: str) -> list[Entry]:
        found = []
        for name in self._authors:
            hit = match(query, name)
            if hit is not None:
                found.append((hit.rank, name, hit.at))
        found.sort()
        entries = [
            Entry(name, lambda name=name: self.author_chosen.emit(name), "ph.user", at=at)
            for _, name, at in found[:_MOST]
        ]
        return self._section(self.tr("Authors of replies"), entries)

    def _new_article(self, query: str) -> list[Entry]:
        if "file.new" not in self._enabled:
            return []
        words = self.tr("Start an article with this headline")
        return [Entry(words, lambda: self.new_article_wanted.emit(query), "ph.note-pencil", note=query)]

    def _announce(self, sentence: str) -> None:
        if not self.isHidden():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.input, sentence))


class _Glass(QWidget):
    """The magnifying glass before the input."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedSize(look.theme.px(20), look.theme.px(20))
        look.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        self._look.icons.paint(QPainter(self), self.rect(), "ph.magnifying-glass", "text2")


def _split(text: str) -> tuple[str, str]:
    """Return (prefix or "", the rest)."""
    text = text.strip()
    if text[:1] in (ARTICLES, AUTHORS, COMMANDS):
        return text[:1], text[1:].strip()
    return "", text
