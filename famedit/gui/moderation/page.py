"""The Moderate page: queues, a list, one reply in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QWidget

from famedit.core.reply import Queue, Reply, in_queue
from famedit.gui.components.empty_state import EmptyState
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.segmented import SegmentedControl
from famedit.gui.components.surfaces import Hairline, Surface
from famedit.gui.dialogs.add_replies import AddReplies
from famedit.gui.forms import child, load_form
from famedit.gui.moderation import wording
from famedit.gui.moderation.commands import ReplyCommands
from famedit.gui.moderation.detail_column import DetailColumn
from famedit.gui.moderation.list_heads import BulkBar, KeyStrip, ListHead, ProgressLine
from famedit.gui.moderation.queue_reader import QueueReader, Scope, Tally
from famedit.gui.moderation.queues import QUEUES, ArticleWorkList, QueueList
from famedit.gui.moderation.replies_model import RepliesModel
from famedit.gui.moderation.replies_view import RepliesView
from famedit.gui.moderation.reply_detail import ReplyDetail

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

    from famedit.gui.actions import ActionSet
    from famedit.gui.bus import Bus
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker


class ModeratePage(QWidget):
    """``article_chosen`` carries the article whose replies were picked; ``status_changed`` asks for ``status_parts``.

    ``reply_wanted_on_page`` carries the id of a reply to show in the preview.
    """

    FORM: ClassVar[str] = "moderate_page"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "columns": QSplitter, "side": Surface, "scope": SegmentedControl, "queues": QueueList, "work": ArticleWorkList,
        "work_title": TextLabel, "middle": QWidget, "heads": QStackedWidget, "list_head": ListHead, "bulk_bar": BulkBar,
        "progress": ProgressLine, "list_pages": QStackedWidget, "list": RepliesView, "empty": EmptyState,
        "key_strip": KeyStrip, "detail": ReplyDetail,
    }  # fmt: skip

    article_chosen = Signal(int)
    facts_changed = Signal(dict)
    status_changed = Signal()
    reply_wanted_on_page = Signal(int)

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        bus: Bus,
        messages: Messages,
        actions: ActionSet,
        settings: SettingsStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._worker = worker
        self._actions = actions
        self._settings = settings
        self.model = RepliesModel(self)
        load_form(self.FORM, self, self._makers())
        self.columns = child(self, QSplitter, "columns")
        self.scope = child(self, SegmentedControl, "scope")
        self.queues = child(self, QueueList, "queues")
        self.work = child(self, ArticleWorkList, "work")
        self._work_title = child(self, TextLabel, "work_title")
        self._heads = child(self, QStackedWidget, "heads")
        self.head = child(self, ListHead, "list_head")
        self.bulk = child(self, BulkBar, "bulk_bar")
        self._progress = child(self, ProgressLine, "progress")
        self._pages = child(self, QStackedWidget, "list_pages")
        self.list = child(self, RepliesView, "list")
        self._nothing = child(self, EmptyState, "empty")
        self._strip = child(self, KeyStrip, "key_strip")
        self.detail = child(self, ReplyDetail, "detail")
        self.reader = QueueReader(worker, bus, self.model, self)
        self.commands = ReplyCommands(look, worker, messages, actions, settings, self.model, self.list, self)
        self._adding = AddReplies(look, worker, messages, self.commands.decisions, self)
        self.detail_column = DetailColumn(look, worker, self.columns, self.detail, self)
        self.commands.add_handlers({**self._adding.handlers(), **self._own_handlers()})
        self._join()
        self.columns.setStretchFactor(1, 1)
        self._heads.setFixedHeight(look.theme.px(40))
        self.queues.choose(Queue.NEEDS_DECISION)
        self._strip.setVisible(settings.value.key_strip)

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look, actions = self._look, self._actions
        scopes = [("article", self.tr("Article"), ""), ("desk", self.tr("Whole desk"), "")]
        return {
            "Side": lambda parent: Surface(look, "sidebar", parent),
            "Title": lambda parent: _padded(
                TextLabel(look, "title", "text", self.tr("Moderate"), parent), look.theme.px(6), 0
            ),
            "Scope": lambda parent: SegmentedControl(look, scopes, parent, name=self.tr("Scope")),
            "Queues": lambda parent: QueueList(look, parent),
            "Gap12": lambda parent: _gap(look.theme.px(12), parent),
            "Line": lambda parent: Hairline(look, parent),
            "WorkTitle": lambda parent: _padded(
                TextLabel(look, "caption", "text3", self.tr("Articles with replies to do"), parent), look.theme.px(18)
            ),
            "Work": lambda parent: ArticleWorkList(look, parent),
            "ListHead": lambda parent: ListHead(look, actions, parent),
            "BulkBar": lambda parent: BulkBar(look, actions, parent),
            "Progress": lambda parent: ProgressLine(look, parent),
            "Replies": lambda parent: RepliesView(look, self.model, actions, body_lines=3, parent=parent),
            "Nothing": lambda parent: EmptyState(look, parent=parent, ground="surface"),
            "KeyStrip": lambda parent: KeyStrip(look, actions, parent),
            "Detail": lambda parent: ReplyDetail(look, actions, parent),
        }

    def _join(self) -> None:
        commands, reader = self.commands, self.reader
        self.scope.chosen.connect(lambda key: self.set_scope(Scope(key)))
        self.queues.chosen.connect(self._queue_chosen)
        self.work.chosen.connect(self._work_chosen)
        self.head.searched.connect(reader.search)
        self.head.search_left.connect(self.focus_list)
        self.head.sort_turned.connect(self._turn_order)
        self.head.refresh_wanted.connect(reader.load)
        self.bulk.commanded.connect(commands.run)
        self._strip.help_wanted.connect(lambda: self._actions.trigger("help.keys"))
        self._nothing.acted.connect(lambda: self.set_scope(Scope.DESK))
        self.list.near_end.connect(reader.more)
        self.list.current_changed.connect(self._show_current)
        self.list.setAccessibleName(self.tr("Replies"))
        self.model.replies_changed.connect(self._replies_changed)
        self.model.picked_changed.connect(self._show_picked)
        self.detail.commanded.connect(commands.run)
        self.detail.left.connect(self.detail_column.leave)
        self.detail.parent_wanted.connect(self._go_to)
        commands.facts_changed.connect(self.facts_changed)
        commands.reply_wanted_on_page.connect(self.reply_wanted_on_page)
        commands.decisions.returned.connect(lambda ids: self._go_to(ids[0]) if ids else None)
        reader.loaded.connect(self._show_list)
        reader.tallied.connect(self._show_tally)
        reader.lost.connect(self._seek_in_article)
        self._settings.changed.connect(lambda _keys: self._strip.setVisible(self._settings.value.key_strip))
        self.detail_column.closed.connect(self.focus_list)
        self._look.theme.changed.connect(self._arrange)

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        handlers: dict[str, Callable[[], object]] = {
            f"replies.queue_{number}": lambda queue=queue: self.choose_queue(queue)
            for number, queue in enumerate(QUEUES, start=1)
        }
        return {
            **handlers,
            "replies.open": self.detail_column.open,
            "replies.show": self.detail_column.scroll,
            "replies.scope": self._turn_scope,
            "replies.find": self.head.begin_search,
        }

    # For the window -------------------------------------------------------------------------------------------------

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands on replies do here."""
        return self.commands.handlers()

    def set_article(self, article_id: int | None) -> None:
        """Take the article that is open in the window."""
        self.work.show_article(article_id or 0)
        self._adding.set_article(article_id)
        self.reader.set_article(article_id)
        self.scope.set_current(self.reader.scope)

    def enter(self) -> None:
        """Read the queue afresh and put the focus into the list: the mode was chosen."""
        self.refresh()
        self.focus_list()

    def refresh(self) -> None:
        """Read the queue and the counts afresh."""
        self.reader.load()
        self.commands.decisions.refresh_steps()

    def focus_list(self) -> None:
        """Give the focus to the list, or to what stands in its place."""
        self._go_first()
        instead = self.queues if self._nothing.button.isHidden() else self._nothing.button
        shown = self.list if self._pages.currentWidget() is self.list else instead
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def cycle(self, step: int) -> None:
        """Move the focus to the next or previous column."""
        stops: list[QWidget] = [self.queues, self.list]
        if self.columns.indexOf(self.detail) >= 0:
            stops.append(self.detail)
        focused = QApplication.focusWidget() or self.list
        at = next((n for n, stop in enumerate(stops) if stop is focused or stop.isAncestorOf(focused)), 1)
        wanted = stops[(at + step) % len(stops)]
        if wanted is self.detail:
            self.detail.focus_first()
        elif wanted is self.list:
            self.focus_list()
        else:
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def status_parts(self) -> tuple[str, ...]:
        """Return the tally for the status bar."""
        tally = self.reader.tally
        number = wording.number_words
        total, open_ = tally.here.get(Queue.ALL, 0), tally.here.get(Queue.NEEDS_DECISION, 0)
        parts = [
            self.tr("{0} of {1} decided").format(number(total - open_), number(total)),
            self.tr("{0} to go").format(number(open_)),
        ]
        if self.reader.scope is Scope.ARTICLE:
            waiting = number(tally.desk.get(Queue.NEEDS_DECISION, 0))
            parts.append(self.tr("Whole desk: {0} to go").format(waiting))
        return tuple(parts)

    # Queues and scope -----------------------------------------------------------------------------------------------

    def choose_queue(self, queue: Queue) -> None:
        """Go to a queue; the one that is shown already is read afresh."""
        if queue is self.queues.queue:
            self.reader.load()
        self.queues.choose(queue)
        self.focus_list()

    def set_scope(self, scope: Scope) -> None:
        """Show the replies of the open article, or of the whole desk."""
        self.reader.set_scope(scope)
        self.scope.set_current(self.reader.scope)
        self.focus_list()

    def find_text(self, text: str) -> None:
        """Look for an author or for words over the whole desk."""
        self.set_scope(Scope.DESK)
        self.head.begin_search()
        self.head.field.setText(text)

    def _turn_scope(self) -> None:
        self.set_scope(Scope.DESK if self.reader.scope is Scope.ARTICLE else Scope.ARTICLE)

    def _queue_chosen(self, queue: Queue) -> None:
        self.model.pick_only(())
        self.reader.set_queue(queue)

    def _work_chosen(self, article_id: int) -> None:
        self.article_chosen.emit(article_id)
        self.reader.set_article(article_id)
        self.set_scope(Scope.ARTICLE)

    def _turn_order(self) -> None:
        self.reader.set_newest(not self.reader.newest)
        self.head.show_order(newest=self.reader.newest)

    # Going to a reply -----------------------------------------------------------------------------------------------

    def _go_to(self, reply_id: int) -> None:
        """Go to a reply, in another queue or on another article if need be."""
        if self.list.go_to(reply_id):
            self.focus_list()
            return

        def found(replies: tuple[Reply, ...]) -> None:
            if not replies:
                return
            (reply,) = replies
            if not in_queue(reply, self.queues.queue):
                self.queues.choose(Queue.ALL)
            if self.reader.scope is Scope.ARTICLE and reply.article_id != self.reader.article_id:
                self.set_scope(Scope.DESK)
            self.reader.load(then=reply_id)

        self._worker.read(lambda services: services.moderating.by_id((reply_id,)), found, owner=self)

    def _seek_in_article(self, reply: Reply) -> None:
        """Show a reply that lies far down in a long queue among those of its own article."""
        self.article_chosen.emit(reply.article_id)
        self.queues.choose(Queue.ALL)
        self.reader.set_article(reply.article_id)
        self.reader.set_scope(Scope.ARTICLE)
        self.scope.set_current(self.reader.scope)
        self.reader.load(then=reply.id)

    # Showing --------------------------------------------------------------------------------------------------------

    def _show_list(self, reply_id: int) -> None:
        had_focus = self._pages.isAncestorOf(QApplication.focusWidget() or self)
        empty = not self.model.rowCount()
        if empty:
            self._show_empty()
        self._pages.setCurrentWidget(self._nothing if empty else self.list)
        if reply_id:
            self.list.go_to(reply_id)
        self._go_first()
        if had_focus:
            self.focus_list()
        self._show_current()

    def _go_first(self) -> None:
        if self.list.current_row < 0 and self.model.rowCount():
            self.list.move_by(1)

    def _show_empty(self) -> None:
        queue, here = self.queues.queue, self.reader.scope is Scope.ARTICLE
        elsewhere = self.work.waiting_elsewhere() if here else 0
        action, key = "", ""
        if self.reader.text:
            title = self.tr("No match")
            words = self.tr("No text or name in this queue has “{0}” in it.").format(self.reader.text)
            icon = "ph.magnifying-glass"
        elif queue is Queue.NEEDS_DECISION:
            icon, title = "ph.check-circle", self.tr("All clear")
            words = (
                self.tr("Every reply to this article has a decision.")
                if here
                else self.tr("Every reply on the desk has a decision.")
            )
            if elsewhere:
                words += " " + self.tr("{0} waiting on the rest of the desk.").format(_are(elsewhere))
                action, key = self.tr("Go to the whole desk"), self._actions.keys_text("replies.scope")
        else:
            icon, title = "ph.chat-circle-text", self.tr("Nothing here")
            words = self.tr("There are no replies in “{0}”.").format(wording.queue_words(queue))
        self._nothing.show_state(icon, title, words, action, key)

    def _show_tally(self, tally: Tally) -> None:
        self.queues.set_counts(tally.here)
        self.work.set_rows(tally.work)
        self._work_title.setVisible(bool(tally.work))
        total, open_ = tally.here.get(Queue.ALL, 0), tally.here.get(Queue.NEEDS_DECISION, 0)
        self._progress.show_part(total - open_, total)
        queue = self.queues.queue
        need = 0 if queue is Queue.NEEDS_DECISION else open_
        self.head.show_facts(wording.queue_words(queue), tally.here.get(queue, 0), need)
        self.head.show_new(self.reader.unseen())
        if not self.model.rowCount():
            self._show_empty()
        self.status_changed.emit()

    def _show_picked(self, count: int) -> None:
        self.bulk.show_count(count)
        self._heads.setCurrentWidget(self.bulk if count > 0 else self.head)

    def _replies_changed(self, ids: frozenset[int]) -> None:
        if self.list.current_id in ids:
            self.detail.show_reply(self.commands.current())

    def _show_current(self) -> None:
        self.detail_column.show_reply(self.commands.current())

    def _arrange(self) -> None:
        self.detail_column.arrange(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reader.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.reader.set_active(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let what needs no reply work beside the list too: among the queues, and on what stands for an empty list."""
        beside = self.queues.hasFocus() or self.work.hasFocus() or self._nothing.button.hasFocus()
        command = self._actions.letter(event) if beside else None
        if command is not None and (command.startswith("replies.queue_") or command in _WITHOUT_A_REPLY):
            self.commands.run(command)
            return
        super().keyPressEvent(event)


#: What the letters do also where no reply is chosen.
_WITHOUT_A_REPLY = ("replies.scope", "replies.find", "replies.undo", "replies.redo")


def _are(count: int) -> str:
    if count == 1:
        return wording.translate("Moderation", "1 is")
    return wording.translate("Moderation", "{0} are").format(wording.number_words(count))


def _gap(height: int, parent: QWidget) -> QWidget:
    gap = QWidget(parent)
    gap.setFixedHeight(height)
    return gap


def _padded(label: TextLabel, side: int, top: int = 12) -> TextLabel:
    label.setContentsMargins(side, top, side, 4 if top else 0)
    return label
