"""The desk: search, filters, and the list of articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QWidget

from famedit.core.answers import DeskFilter
from famedit.gui.components.buttons import QUIET_SMALL, IconButton, QuietButton
from famedit.gui.components.empty_state import EmptyState
from famedit.gui.components.fields import SearchField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.surfaces import Hairline, Surface
from famedit.gui.desk.article_list import ArticleList
from famedit.gui.desk.articles_model import ArticlesModel
from famedit.gui.desk.commands import DeskCommands
from famedit.gui.desk.filters import DeskFilters
from famedit.gui.desk.reader import PAGE, DeskReader
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent

    from famedit.core.answers import DeskPage, Sort
    from famedit.core.article import ArticleRow
    from famedit.core.changes import Changes
    from famedit.gui.actions import ActionSet
    from famedit.gui.bus import Bus
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SessionStore
    from famedit.gui.worker import DatabaseWorker

IMPORTABLE: Final = (".md", ".markdown", ".txt")
_MINUTE: Final = 60_000


class DeskPane(Surface):
    """``article_chosen(id)`` asks for an article to be opened, ``files_dropped`` carries paths to import.

    ``facts_changed`` reports how many articles are selected; ``reveal`` asks for the pane to be shown.
    """

    FORM: ClassVar[str] = "desk_pane"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "title": QLabel,
        "new_button": IconButton,
        "search": SearchField,
        "filters": DeskFilters,
        "line": Hairline,
        "count": QLabel,
        "sort_button": QuietButton,
        "stack": QStackedWidget,
    }

    article_chosen = Signal(int)
    files_dropped = Signal(list)
    facts_changed = Signal(dict)
    reveal = Signal()

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        bus: Bus,
        messages: Messages,
        actions: ActionSet,
        session: SessionStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "sidebar", parent)
        self._look = look
        self._actions = actions
        self._session = session
        self._open_id: int | None = None
        self._ready = False
        self._stale = False
        self._model = ArticlesModel(self)
        self._reader = DeskReader(worker, self)
        self._commands = DeskCommands(look, worker, messages, self)
        self._sort: Sort = _known_sort(session.get("desk.sort"))
        self._lay_out()
        self._connect(bus)
        self.filters.set_current(str(session.get("desk.filter", "all")))
        self._retouch()
        self._show_sort()

    # Building -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look, keys = self._look, self._actions.keys_text
        load_form(
            self.FORM,
            self,
            {
                "TitleLabel": lambda parent: TextLabel(look, "title", "text", "", parent),
                "CaptionLabel": lambda parent: TextLabel(look, "caption", "text2", "", parent),
                "IconButton": lambda parent: IconButton(
                    look, "ph.note-pencil", self.tr("New article"), keys("file.new"), parent
                ),
                "QuietButton": lambda parent: QuietButton(look, parent=parent, height=28),
                "SearchField": lambda parent: SearchField(look, self.tr("Search articles"), parent=parent),
                "DeskFilters": lambda parent: DeskFilters(look, parent),
                "Hairline": lambda parent: Hairline(look, parent),
            },
        )
        self.title = child(self, QLabel, "title")
        self.title.setText(self.tr("Desk"))
        self.new_button = child(self, IconButton, "new_button")
        self.search = child(self, SearchField, "search")
        self.search.setToolTip(f"{self.tr('Search the desk')}  {keys('go.search')}")
        self.filters = child(self, DeskFilters, "filters")
        self.count = child(self, QLabel, "count")
        self.sort_button = child(self, QuietButton, "sort_button")
        self.sort_button.set_kind(QUIET_SMALL)
        self.sort_button.set_icon("ph.arrows-down-up")
        self.stack = child(self, QStackedWidget, "stack")
        self.list = ArticleList(look, self._model, self)
        self.empty = EmptyState(look, parent=self)
        blank = QWidget(self)
        for page in (blank, self.list, self.empty):
            self.stack.addWidget(page)
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Desk"))
        self.setMinimumWidth(look.theme.px(232))

    def _connect(self, bus: Bus) -> None:
        self.new_button.clicked.connect(lambda: self._actions.trigger("file.new"))
        self.search.textChanged.connect(lambda _text: self.refresh())
        self.search.left.connect(self.focus_list)
        self.search.moved_down.connect(self.focus_list)
        self.search.returnPressed.connect(self._open_first)
        self.filters.chosen.connect(self._filter_chosen)
        self.sort_button.clicked.connect(self._open_sort_menu)
        self.list.opened.connect(self.article_chosen)
        self.list.selected.connect(self._selection_changed)
        self.list.focus_lost.connect(self._focus_left)
        self.list.menu_wanted.connect(self._open_menu)
        self.empty.acted.connect(self._empty_acted)
        self._model.more_wanted.connect(lambda: self._reader.ask_more(self._model.rowCount()))
        self._reader.page_read.connect(self._show_page)
        self._reader.more_read.connect(lambda page: self._model.append(page.rows, page.total))
        self._reader.rows_read.connect(self._rows_read)
        self._commands.created.connect(self.article_chosen)
        bus.changed.connect(self._changed)
        self._look.theme.changed.connect(self._retouch)
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE)
        self._clock.timeout.connect(self.list.viewport().update)
        self._clock.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)

    def _retouch(self) -> None:
        px = self._look.theme.px
        margins = {"head": (18, 10, 10, 2), "search_box": (12, 2, 12, 8), "count_box": (18, 4, 10, 2)}
        for name, (left, top, right, bottom) in margins.items():
            layout = child(self, QWidget, name).layout()
            if layout is not None:
                layout.setContentsMargins(px(left), px(top), px(right), px(bottom))

    # What the window calls ------------------------------------------------------------------------------------------

    @property
    def article_count(self) -> int:
        """How many articles the list shows."""
        return self._model.rowCount()

    def refresh(self) -> None:
        """Read the desk again: the filter has changed, or a desk has been opened."""
        shelf = self.filters.current
        limit = max(PAGE, self._model.rowCount()) if self._ready else PAGE
        self._reader.ask(
            DeskFilter(
                text=self.search.text().strip(),
                status=shelf.status,
                shelf=shelf.shelf,  # type: ignore[arg-type]  # one of the table's three
                sort=self._sort,
                limit=limit,
            )
        )

    def select(self, article_id: int | None) -> None:
        """Mark the article that is open in the editor."""
        self._open_id = article_id
        if self.list.selected_ids() != [article_id] or self.list.current_id() != article_id:
            self.list.choose([article_id] if article_id is not None else [], article_id)
            self._scroll_to(article_id)

    def focus_list(self) -> None:
        """Put the keyboard into the list, or into the search when there is no list."""
        target = self.list if self.stack.currentWidget() is self.list else self.search
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_search(self) -> None:
        """Show the pane and put the keyboard into the search."""
        self.reveal.emit()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the desk's commands run."""
        commands = self._commands
        return {
            "article.duplicate": lambda: commands.duplicate(self._chosen()),
            "article.archive": lambda: commands.archive(self._chosen()),
            "article.trash": lambda: commands.trash(self._chosen()),
            "article.bring_back": lambda: commands.bring_back(self._chosen()),
            "article.empty_trash": lambda: commands.empty_trash(self.filters.count("trashed")),
            "article.next": lambda: self._step(1),
            "article.previous": lambda: self._step(-1),
            "go.search": self.focus_search,
        }

    # Reading --------------------------------------------------------------------------------------------------------

    def _show_page(self, asked: DeskFilter, page: DeskPage) -> None:
        self._ready = True
        self._stale = False
        kept, current = self.list.selected_ids(), self.list.current_id()
        scroll = self.list.verticalScrollBar().value()
        total = max(page.total, len(page.rows))
        if self._model.show_rows(page.rows, total):
            still = [id_ for id_ in kept if self._model.place_of(id_) >= 0]
            if not still and self._open_id is not None:
                still, current = [self._open_id], self._open_id
            self.list.choose(still, current if current in still else (still[0] if still else None))
            self.list.verticalScrollBar().setValue(scroll)
        self.filters.show_counts(page.counts)
        self._show_count(total, asked)
        self._show_empty(asked, page)

    def _show_count(self, total: int, asked: DeskFilter) -> None:
        if asked.text:
            one, many = self.tr("1 match"), self.tr("{0} matches")
        else:
            one, many = self.tr("1 article"), self.tr("{0} articles")
        self.count.setText(one if total == 1 else many.format(f"{total:,}"))

    def _show_empty(self, asked: DeskFilter, page: DeskPage) -> None:
        if page.rows:
            self.stack.setCurrentWidget(self.list)
            return
        had_focus = self.list.hasFocus()
        self.empty.show_state(*self._nothing(asked, page))
        self.stack.setCurrentWidget(self.empty)
        if had_focus:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing(self, asked: DeskFilter, page: DeskPage) -> tuple[str, str, str, str, str]:
        """Return icon, title, sentence, action and key for a list without rows."""
        if asked.text:
            sentence = self.tr("No headline, byline or text has “{0}” in it.").format(asked.text)
            return "ph.magnifying-glass", self.tr("No match"), sentence, self.tr("Clear search"), "Esc"
        show_all = self.tr("Show all")
        match self.filters.current.key:
            case "archived":
                sentence = self.tr("Articles set aside wait here. Replies to them can still be moderated.")
                return "ph.archive", self.tr("Nothing archived"), sentence, show_all, ""
            case "trashed":
                sentence = self.tr("Articles moved to the trash stay here until you empty it.")
                return "ph.trash", self.tr("The trash is empty"), sentence, show_all, ""
        words = {
            "draft": (self.tr("No drafts"), self.tr("Articles that are yours alone wait here.")),
            "in review": (self.tr("Nothing in review"), self.tr("Articles sent to the desk wait here.")),
            "ready": (self.tr("Nothing ready"), self.tr("Articles cleared to publish wait here.")),
            "published": (self.tr("Nothing published"), self.tr("Articles out in the world are listed here.")),
        }
        found = words.get(self.filters.current.key)
        if found is not None and page.counts.get("all", 0):
            return "ph.stack", *found, show_all, ""
        sentence = self.tr("Everything you write on this desk is listed here.")
        key = self._actions.keys_text("file.new")
        return "ph.article", self.tr("No articles yet"), sentence, self.tr("New article"), key

    def _empty_acted(self) -> None:
        if self.search.text():
            self.search.clear()
        elif (self.filters.current.key != "all" and self.filters.count("all")) or self.filters.current.key in (
            "archived",
            "trashed",
        ):
            self.filters.set_current("all")
            self._filter_chosen("all")
        else:
            self._actions.trigger("file.new")

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if not self._ready:
            return
        if not self.isVisible():
            self._stale = True
        elif changes.articles and not changes.everything:
            self._reader.ask_rows(changes.articles)
        elif changes.everything or changes.replies:
            self._soon.start()

    def _rows_read(self, wanted: tuple[int, ...], rows: tuple[ArticleRow, ...]) -> None:
        if len(rows) != len(wanted) or self.search.text() or not self._model.replace(rows, self._sort):
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    # Choosing -------------------------------------------------------------------------------------------------------

    def _chosen(self) -> list[int]:
        chosen = self.list.selected_ids()
        if len(chosen) > 1 or (chosen and self.list.hasFocus()):
            return chosen
        return [self._open_id] if self._open_id is not None else chosen

    def _selection_changed(self) -> None:
        self.facts_changed.emit({"desk_selected": len(self.list.selected_ids())})

    def _focus_left(self) -> None:
        # Whoever only walked through the list finds the open article marked again.
        if len(self.list.selected_ids()) <= 1 and self._open_id is not None:
            self.select(self._open_id)

    def _step(self, by: int) -> None:
        at = self._model.place_of(self._open_id) if self._open_id is not None else -1
        wanted = at + by if at >= 0 else 0
        if 0 <= wanted < self._model.rowCount():
            self.article_chosen.emit(self._model.row(wanted).id)

    def _open_first(self) -> None:
        if self._model.rowCount():
            self.article_chosen.emit(self._model.row(0).id)

    def _scroll_to(self, article_id: int | None) -> None:
        at = self._model.place_of(article_id) if article_id is not None else -1
        if at >= 0:
            self.list.scrollTo(self._model.index(at))

    def _filter_chosen(self, key: str) -> None:
        self._session.put("desk.filter", key)
        self.list.scrollToTop()
        self.refresh()

    # Menus ----------------------------------------------------------------------------------------------------------

    def _sort_words(self) -> dict[Sort, str]:
        return {"edited": self.tr("Last edited"), "headline": self.tr("Headline"), "status": self.tr("Status")}

    def _show_sort(self) -> None:
        words = self._sort_words()[self._sort]
        self.sort_button.setText(words)
        self.sort_button.setAccessibleName(self.tr("Sorted by: {0}").format(words))

    def _open_sort_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for key, words in self._sort_words().items():
            action = QAction(words, menu, checkable=True, checked=key == self._sort)
            action.triggered.connect(lambda _checked=False, key=key: self._sort_by(_known_sort(key)))
            group.addAction(action)
            menu.addAction(action)
        menu.popup(self.sort_button.mapToGlobal(QPoint(0, self.sort_button.height())))

    def _sort_by(self, key: Sort) -> None:
        self._sort = key
        self._session.put("desk.sort", key)
        self._show_sort()
        self.refresh()

    def _open_menu(self, at: QPoint) -> None:
        chosen = self.list.selected_ids()
        shelf = self.filters.current.shelf
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The chosen rows need not be the open article, so the commands are enabled by what is chosen here.
        commands = self._commands
        if chosen:
            self._add(menu, self.tr("Open"), "ph.article", lambda: self.article_chosen.emit(chosen[0]))
            self._add(menu, self.tr("Duplicate"), "ph.copy", lambda: commands.duplicate(chosen), "article.duplicate")
            menu.addSeparator()
            if shelf == "desk":
                self._add(menu, self.tr("Archive"), "ph.archive", lambda: commands.archive(chosen), "article.archive")
            else:
                self._add(
                    menu, self.tr("Bring back"), "ph.arrow-counter-clockwise", lambda: commands.bring_back(chosen),
                    "article.bring_back",
                )  # fmt: skip
            if shelf != "trashed":
                self._add(menu, self.tr("Move to trash"), "ph.trash", lambda: commands.trash(chosen), "article.trash")
        if shelf == "trashed" and self.filters.count("trashed"):
            menu.addSeparator()
            count = self.filters.count("trashed")
            self._add(menu, self.tr("Empty the trash…"), "ph.trash", lambda: commands.empty_trash(count))
        if menu.isEmpty():
            self._add(
                menu, self.tr("New article"), "ph.note-pencil", lambda: self._actions.trigger("file.new"), "file.new"
            )
        menu.popup(at)

    def _add(self, menu: QMenu, words: str, icon: str, act: Callable[[], object], action_id: str = "") -> None:
        action = menu.addAction(self._look.icons.icon(icon, "text2", 16), words)
        if action_id:
            # Shown, not bound: the window's own action of the same id has the shortcut.
            action.setText(f"{words}\t{self._actions.keys_text(action_id)}".rstrip("\t"))
        action.triggered.connect(lambda _checked=False: act())

    # Files ----------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _files(event)
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)


def _files(event: QDropEvent) -> list[Path]:
    local = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in local if path.suffix.lower() in IMPORTABLE]


def _known_sort(kept: Any) -> Sort:  # noqa: ANN401 -- whatever the session file held
    return kept if kept in ("edited", "headline", "status") else "edited"
