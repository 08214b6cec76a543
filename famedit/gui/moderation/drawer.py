"""The replies of the open article, under the preview or beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from famedit.core.reply import Reply, ReplyStatus
from famedit.gui.components.buttons import IconButton, QuietButton
from famedit.gui.components.chips import Chip
from famedit.gui.components.empty_state import EmptyState
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.surfaces import Surface
from famedit.gui.dialogs.add_replies import AddReplies
from famedit.gui.forms import child, load_form
from famedit.gui.moderation import wording
from famedit.gui.moderation.card_actions import CardActions
from famedit.gui.moderation.commands import ReplyCommands
from famedit.gui.moderation.replies_model import RepliesModel
from famedit.gui.moderation.replies_view import RepliesView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from famedit.core.changes import Changes
    from famedit.gui.actions import ActionSet
    from famedit.gui.bus import Bus
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker


class RepliesDrawer(QWidget):
    """``replies_changed`` carries every reply of the article as it stands on screen, also before it is stored.

    ``fold_wanted`` asks the window for room or gives it back; ``moderate_wanted`` asks for the Moderate mode;
    ``reply_wanted_on_page`` carries the id of a reply to show in the preview.
    """

    FORM: ClassVar[str] = "replies_drawer"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "head": Surface, "title": TextLabel, "count": TextLabel, "pending_chip": Chip, "flagged_chip": Chip,
        "add": IconButton, "moderate": QuietButton, "fold": IconButton, "pages": QStackedWidget, "list": RepliesView,
        "nothing": EmptyState,
    }  # fmt: skip

    replies_changed = Signal(object)
    fold_wanted = Signal(bool)
    moderate_wanted = Signal()
    reply_wanted_on_page = Signal(int)
    facts_changed = Signal(dict)

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
        self._article_id: int | None = None
        self._folded = False
        self.model = RepliesModel(self)
        load_form(self.FORM, self, self._makers())
        self.list = child(self, RepliesView, "list")
        self._pages = child(self, QStackedWidget, "pages")
        self._nothing = child(self, EmptyState, "nothing")
        self._count = child(self, TextLabel, "count")
        self._pending = child(self, Chip, "pending_chip")
        self._flagged = child(self, Chip, "flagged_chip")
        self._moderate = child(self, QuietButton, "moderate")
        self._fold = child(self, IconButton, "fold")
        self._add = child(self, IconButton, "add")
        self._card_actions = CardActions(look, actions, self.list.viewport())
        self.list.set_actions_widget(self._card_actions)
        self.list.setAccessibleName(self.tr("Replies to this article"))
        self.commands = ReplyCommands(look, worker, messages, actions, settings, self.model, self.list, self)
        self._adding = AddReplies(look, worker, messages, self.commands.decisions, self)
        self.commands.add_handlers({**self._adding.handlers(), **self._own_handlers()})
        self._join()
        bus.changed.connect(self._changed)
        self._show_replies()

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look, actions = self._look, self._actions
        return {
            "Head": lambda parent: _fixed(Surface(look, "sidebar", parent, lines="top bottom"), look.theme.px(40)),
            "Strong": lambda parent: TextLabel(look, "ui_strong", "text", self.tr("Replies"), parent),
            "Count": lambda parent: TextLabel(look, "telemetry", "text3", "", parent),
            "Chip": lambda parent: Chip(look, parent=parent),
            "AddButton": lambda parent: IconButton(look, "ph.plus", self.tr("Add replies"), "", parent, height=28),
            "ModerateButton": lambda parent: QuietButton(
                look, self.tr("Moderate"), "ph.chats", parent=parent, height=28
            ),
            "FoldButton": lambda parent: IconButton(
                look, "ph.caret-down", self.tr("Fold the replies"), actions.keys_text("view.replies"), parent, height=28
            ),
            "Replies": lambda parent: RepliesView(
                look, self.model, actions, body_lines=2, opens_current=True, parent=parent
            ),
            "Nothing": lambda parent: EmptyState(look, parent=parent, ground="surface"),
        }

    def _join(self) -> None:
        model, view = self.model, self.list
        model.replies_changed.connect(self._show_replies)
        model.modelReset.connect(self._show_replies)
        model.rowsInserted.connect(self._show_replies)
        model.rowsRemoved.connect(self._show_replies)
        view.current_changed.connect(self._show_actions)
        self._card_actions.commanded.connect(self.commands.run)
        self._card_actions.more_wanted.connect(
            lambda: self.commands.show_menu(
                self._card_actions.more.mapToGlobal(self._card_actions.more.rect().bottomLeft())
            )
        )
        self.commands.decisions.returned.connect(self._returned)
        self.commands.facts_changed.connect(self.facts_changed)
        self.commands.reply_wanted_on_page.connect(self.reply_wanted_on_page)
        self._moderate.clicked.connect(self.moderate_wanted)
        self._moderate.setToolTip(f"{self.tr('Moderate')}  {self._actions.keys_text('view.moderate')}")
        self._fold.clicked.connect(lambda: self.fold_wanted.emit(not self._folded))
        menu = QMenu(self._add)
        for words, handler in self._adding.choices():
            menu.addAction(words).triggered.connect(handler)
        self._add.setMenu(menu)

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "replies.open": self.moderate_wanted.emit,
            "replies.show": lambda: self.list.reveal(self.list.current_row),
            "replies.clear_selection": self.list.clear_picked,
        }

    # For the window -------------------------------------------------------------------------------------------------

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands on replies do here."""
        return self.commands.handlers()

    def set_article(self, article_id: int | None) -> None:
        """Show the replies of an article, or of none."""
        if article_id == self._article_id:
            return
        self._article_id = article_id
        self._adding.set_article(article_id)
        self._add.setEnabled(article_id is not None)
        self.model.pick_only(())
        self.model.reset(())
        self._read_all()
        self.commands.decisions.refresh_steps()

    @property
    def article_id(self) -> int | None:
        """The article whose replies are shown."""
        return self._article_id

    @property
    def folded(self) -> bool:
        """Whether only the head is shown."""
        return self._folded

    def set_folded(self, folded: bool) -> None:
        """Show the head alone, or head and list."""
        self._folded = folded
        self._pages.setVisible(not folded)
        self._fold.set_icon("ph.caret-up" if folded else "ph.caret-down")
        name = self.tr("Unfold the replies") if folded else self.tr("Fold the replies")
        self._fold.set_name(name, self._actions.keys_text("view.replies"))

    def focus_list(self) -> None:
        """Give the focus to the list, or to what can be reached where there is none or it is folded away."""
        if self.list.current_row < 0 and self.model.rowCount():
            self.list.move_by(1)
        shown = self.list if self.list.isVisible() else self._add
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Reading --------------------------------------------------------------------------------------------------------

    def _read_all(self) -> None:
        article_id = self._article_id
        if article_id is None:
            return

        def arrived(replies: tuple[Reply, ...]) -> None:
            if article_id != self._article_id:
                return
            first = self.list.current_row < 0
            self.model.take(replies)
            waiting = next((reply.id for reply in replies if reply.needs_decision), 0)
            if first and waiting:
                self.list.go_to(waiting)

        self._worker.read(lambda services: services.moderating.replies(article_id), arrived, owner=self)

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if self._article_id is None:
            return
        if changes.everything:
            self._read_all()
            self.commands.decisions.refresh_steps()
        elif changes.replies:
            article_id, ids = self._article_id, tuple(changes.replies)
            self._worker.read(
                lambda services: services.moderating.by_id(ids),
                lambda replies: self._refreshed(article_id, ids, replies),
                owner=self,
            )

    def _refreshed(self, article_id: int, asked: tuple[int, ...], replies: tuple[Reply, ...]) -> None:
        if article_id != self._article_id:
            return
        known = self.model.ids()
        self.model.refresh(replies)
        self.model.remove(set(asked) - {reply.id for reply in replies})
        if any(reply.article_id == article_id and reply.id not in known for reply in replies):
            self._read_all()

    def _returned(self, ids: tuple[int, ...]) -> None:
        if ids and self.list.go_to(ids[0]):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing --------------------------------------------------------------------------------------------------------

    def _show_replies(self) -> None:
        replies = self.model.replies()
        self._count.setText(wording.number_words(len(replies)) if replies else "")
        pending = sum(1 for reply in replies if reply.status is ReplyStatus.PENDING)
        flagged = sum(1 for reply in replies if wording.flag_shown(reply))
        number = wording.number_words
        self._pending.show_words(
            self.tr("{0} pending").format(number(pending)) if pending else "", "amber", "ph.hourglass-medium"
        )
        self._flagged.show_words(
            self.tr("{0} flagged").format(number(flagged)) if flagged else "", "red", "ph.flag-fill"
        )
        if replies:
            self._pages.setCurrentWidget(self.list)
        else:
            self._nothing.show_state(
                "ph.chat-circle-text",
                self.tr("No replies yet"),
                self.tr("Replies appear when readers have answered this article."),
            )
            self._pages.setCurrentWidget(self._nothing)
        self._show_actions()
        self.replies_changed.emit(replies)

    def _show_actions(self) -> None:
        reply = self.commands.current()
        if reply is not None:
            self._card_actions.show_reply(reply)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._moderate.set_words_shown(self.width() > self._look.theme.px(400))


def _fixed(widget: QWidget, height: int) -> QWidget:
    widget.setFixedHeight(height)
    return widget
