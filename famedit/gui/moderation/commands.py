"""What the commands on replies do, in whichever list has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from famedit.core.moderation import Verdict
from famedit.gui.moderation import wording
from famedit.gui.moderation.author_sheet import AuthorSheet
from famedit.gui.moderation.decisions import Decisions
from famedit.gui.moderation.edit_sheet import EditSheet
from famedit.gui.moderation.reason_sheet import ReasonSheet
from famedit.gui.moderation.steps_sheet import StepsSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from famedit.core.reply import Reply
    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.moderation.replies_model import RepliesModel
    from famedit.gui.moderation.replies_view import RepliesView
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker

#: What the context menu of a reply offers; "" is a separator.
MENU = (
    "replies.approve", "replies.hide", "replies.hide_reason", "replies.spam", "replies.pending", "replies.flag", "",
    "replies.edit", "replies.author", "replies.in_preview", "",
    "replies.select", "", "replies.undo", "replies.redo", "replies.steps",
)  # fmt: skip


class ReplyCommands(QObject):
    """Joins a list of replies with the decisions and the sheets that belong to them.

    ``facts_changed`` carries parts of the window's ``UiState``; ``reply_wanted_on_page`` the id of a reply to show in
    the preview.
    """

    facts_changed = Signal(dict)
    reply_wanted_on_page = Signal(int)

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        messages: Messages,
        actions: ActionSet,
        settings: SettingsStore,
        model: RepliesModel,
        view: RepliesView,
        pane: QWidget,
    ) -> None:
        super().__init__(pane)
        self._look = look
        self._worker = worker
        self._messages = messages
        self._actions = actions
        self._model = model
        self._view = view
        self._pane = pane
        self.decisions = Decisions(worker, messages, settings, model, view)
        self._own = self._make_handlers()
        view.commanded.connect(self.run)
        view.menu_wanted.connect(self.show_menu)
        view.retry_wanted.connect(self.decisions.retry)
        view.current_changed.connect(self._tell_facts)
        model.picked_changed.connect(self._tell_facts)
        self.decisions.steps_changed.connect(self._tell_steps)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what every command on replies does in this list."""
        return dict(self._own)

    def add_handlers(self, handlers: dict[str, Callable[[], object]]) -> None:
        """Take what the pane itself does."""
        self._own.update(handlers)

    def run(self, command: str) -> None:
        """Carry out a command by its id; one that means nothing here is passed over."""
        handler = self._own.get(command)
        if handler is not None:
            handler()

    def current(self) -> Reply | None:
        """Return the current reply."""
        row = self._view.current_row
        return self._model.reply(row) if row >= 0 else None

    def show_menu(self, where: QPoint) -> None:
        """Open the menu of the current reply."""
        menu = QMenu(self._pane)
        for command in MENU:
            if command:
                menu.addAction(self._actions.action(command))
            else:
                menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _make_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **self._view.handlers(),
            "replies.approve": lambda: self._decide(Verdict.APPROVE),
            "replies.hide": lambda: self._after(self.decisions.hide),
            "replies.hide_reason": self._ask_reason,
            "replies.spam": lambda: self._decide(Verdict.SPAM),
            "replies.pending": lambda: self._decide(Verdict.PENDING),
            "replies.flag": lambda: self._after(self.decisions.toggle_flag),
            "replies.edit": self._edit,
            "replies.author": self._show_author,
            "replies.undo": self.decisions.undo,
            "replies.redo": self.decisions.redo,
            "replies.steps": self._show_steps,
            "replies.in_preview": self._show_on_page,
        }

    # Deciding -------------------------------------------------------------------------------------------------------

    def _decide(self, verdict: Verdict) -> None:
        self._after(lambda ids: self.decisions.decide(ids, verdict))

    def _after(self, decide: Callable[[tuple[int, ...]], None]) -> None:
        """Decide about the selected replies, or about the current one and go on to the next."""
        targets, several = self._view.targets(), bool(self._model.picked())
        if not targets:
            return
        decide(targets)
        if several:
            self._view.clear_picked()
        else:
            self._view.advance()

    def _ask_reason(self) -> None:
        if not self._view.targets():
            return
        menu = QMenu(self._pane)
        menu.setAccessibleName(self.tr("Reason for hiding"))
        for number, (code, words) in enumerate(wording.reason_choices(), start=1):
            shown = words if code != "other" else self.tr("Other…")
            action = menu.addAction(f"&{number}  {shown}")
            action.triggered.connect(lambda _checked=False, code=code: self._hide_for(code))
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        row = self._view.visualRect(self._view.currentIndex())
        menu.popup(
            self._view.viewport().mapToGlobal(QPoint(self._look.theme.px(64), max(0, row.top() + row.height() // 2)))
        )

    def _hide_for(self, code: str) -> None:
        if code != "other":
            self._after(lambda ids: self.decisions.hide(ids, code))
            return
        sheet = ReasonSheet(self._look, self._pane)
        sheet.given.connect(lambda words: self._after(lambda ids: self.decisions.hide(ids, words or "other")))
        sheet.open()

    def _edit(self) -> None:
        reply = self.current()
        if reply is not None:
            sheet = EditSheet(self._look, reply, self._pane)
            sheet.wanted.connect(
                lambda text, reason: self.decisions.edit(reply, text, reason, sheet.finish, sheet.show_error)
            )
            sheet.open()

    # Looking --------------------------------------------------------------------------------------------------------

    def _show_author(self) -> None:
        reply = self.current()
        if reply is None:
            return
        sheet = AuthorSheet(self._look, reply, self._pane)
        name = reply.author.name
        self._worker.read(lambda services: services.moderating.author_record(name), sheet.show_record, owner=sheet)
        sheet.open()

    def _show_steps(self) -> None:
        sheet = StepsSheet(self._look, self._pane)
        sheet.wanted.connect(self.decisions.back_to)
        self.decisions.read_steps(sheet.show_steps)
        sheet.open()

    def _show_on_page(self) -> None:
        reply = self.current()
        if reply is None:
            return
        if reply.public:
            self.reply_wanted_on_page.emit(reply.id)
            return
        words = self.tr("Reply {0} is not on the page: it is {1}.")
        status = wording.status_words(reply.status).lower()
        self._messages.tell(words.format(wording.number_words(reply.position), status), "ph.eye-slash", pane=self._view)

    # Facts ----------------------------------------------------------------------------------------------------------

    def _tell_facts(self) -> None:
        self.facts_changed.emit(
            {"reply_current": self._view.current_row >= 0, "replies_selected": len(self._model.picked())}
        )

    def _tell_steps(self, can_undo: bool, can_redo: bool) -> None:
        self.facts_changed.emit({"can_undo_replies": can_undo, "can_redo_replies": can_redo})
