"""One reply in full, with why it waits, what may be decided, what it answers and what is known of its author."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from famedit.core.dates import long_date, short_stamp
from famedit.core.reply import Reply, ReplyStatus
from famedit.gui.components.banner import Banner
from famedit.gui.components.buttons import IconButton, LinkButton
from famedit.gui.components.empty_state import EmptyState
from famedit.gui.components.labels import EngravedLabel, TextLabel
from famedit.gui.components.surfaces import Hairline, Surface
from famedit.gui.forms import child, load_form
from famedit.gui.moderation import wording
from famedit.gui.moderation.decision_button import DecisionButton
from famedit.gui.moderation.detail_parts import Avatar, Gap, ParentBox, ReplyText
from famedit.gui.moderation.reply_text import one_line, plain_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from famedit.core.answers import AuthorRecord
    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look

#: So much of a reply is shown at first; a link shows the rest of a longer one.
FIRST_CHARACTERS = 20_000


class ReplyDetail(QWidget):
    """The detail pane. ``commanded`` carries the id of a command; ``left`` comes with Esc; ``parent_wanted`` an id."""

    FORM: ClassVar[str] = "reply_detail"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "head": Surface, "place": TextLabel, "pages": QStackedWidget, "scroll": QScrollArea, "content": Surface,
        "why": Banner, "avatar": Avatar, "author": TextLabel, "rank": TextLabel, "text": ReplyText, "more": LinkButton,
        "when": TextLabel, "edited": TextLabel, "earlier": LinkButton, "likers": TextLabel, "approve": DecisionButton,
        "hide_reply": DecisionButton, "pending": DecisionButton, "flag": DecisionButton, "spam": DecisionButton,
        "edit": DecisionButton, "parent_title": EngravedLabel, "parent_box": ParentBox, "record_title": EngravedLabel,
        "show_on_page": IconButton, "copy": IconButton, "close_detail": IconButton, "nothing": EmptyState,
    }  # fmt: skip

    commanded = Signal(str)
    left = Signal()
    parent_wanted = Signal(int)

    def __init__(self, look: Look, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._actions = actions
        self._reply: Reply | None = None
        self._shows_original = False
        load_form(self.FORM, self, self._makers())
        self.place = child(self, TextLabel, "place")
        self.pages = child(self, QStackedWidget, "pages")
        self.scroll_area = child(self, QScrollArea, "scroll")
        # Else a click on a button would take the focus, and with it the letters, out of the list.
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.why = child(self, Banner, "why")
        self.avatar = child(self, Avatar, "avatar")
        self.author = child(self, TextLabel, "author")
        self.rank = child(self, TextLabel, "rank")
        self.text = child(self, ReplyText, "text")
        self.more = child(self, LinkButton, "more")
        self.when = child(self, TextLabel, "when")
        self.edited = child(self, TextLabel, "edited")
        self.earlier = child(self, LinkButton, "earlier")
        self.likers = child(self, TextLabel, "likers")
        self.parent_title = child(self, EngravedLabel, "parent_title")
        self.parent_box = child(self, ParentBox, "parent_box")
        self.record_title = child(self, EngravedLabel, "record_title")
        self.close_button = child(self, IconButton, "close_detail")
        self.buttons = {
            name: child(self, DecisionButton, name)
            for name in ("approve", "hide_reply", "pending", "flag", "spam", "edit")
        }
        self._record = self.findChild(QGridLayout, "record_rows") or QGridLayout()
        self._join()
        self.show_reply(None)

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look, key = self._look, self._actions.keys_text

        def decide(action: str, icon: str, text: str) -> Callable[[QWidget], QWidget]:
            return lambda parent: DecisionButton(look, icon, text, key(action), parent)

        def gap(height: int) -> Callable[[QWidget], QWidget]:
            return lambda parent: Gap(look, height, parent)

        def label(role: str, colour: str, *, wrap: bool = True) -> Callable[[QWidget], QWidget]:
            return lambda parent: TextLabel(look, role, colour, "", parent, wrap=wrap)

        return {
            "Head": lambda parent: _head(look, parent),
            "Strong": label("ui_strong", "text", wrap=False),
            "Name": label("title", "text"),
            "Caption": label("caption", "text2"),
            "ShowButton": lambda parent: IconButton(
                look, "ph.arrow-square-out", self.tr("Show on the page"), key("replies.in_preview"), parent
            ),
            "CopyButton": lambda parent: IconButton(look, "ph.copy", self.tr("Copy the text"), "", parent),
            "CloseButton": lambda parent: IconButton(look, "ph.x", self.tr("Back to the list"), "Esc", parent),
            "Paper": lambda parent: Surface(look, "surface", parent),
            "WhyBanner": lambda parent: Banner(look, "amber", parent),
            "Avatar": lambda parent: Avatar(look, parent),
            "ReplyText": lambda parent: ReplyText(look, parent),
            "MoreLink": lambda parent: LinkButton(look, self.tr("Show all of it"), parent=parent),
            "EarlierLink": lambda parent: LinkButton(look, self.tr("Show what the reader wrote"), parent=parent),
            "Approve": decide("replies.approve", "ph.check", self.tr("Approve")),
            "Hide": decide("replies.hide", "ph.eye-slash", self.tr("Hide")),
            "Pending": decide("replies.pending", "ph.hourglass-medium", self.tr("Send to pending")),
            "Flag": decide("replies.flag", "ph.flag", self.tr("Flag")),
            "Spam": decide("replies.spam", "ph.prohibit", self.tr("Spam")),
            "Edit": decide("replies.edit", "ph.pencil-line", self.tr("Edit…")),
            "Line": lambda parent: Hairline(look, parent),
            "ParentTitle": lambda parent: EngravedLabel(look, self.tr("In reply to"), parent),
            "ParentBox": lambda parent: ParentBox(look, parent),
            "RecordTitle": lambda parent: EngravedLabel(look, self.tr("Author’s record"), parent),
            "NoReply": lambda parent: EmptyState(
                look,
                "ph.chat-circle-text",
                self.tr("No reply chosen"),
                self.tr("Choose a reply to see it with its context."),
                parent=parent,
            ),
            **{f"Gap{height}": gap(height) for height in (8, 12, 16, 20)},
        }

    def _join(self) -> None:
        commands = {
            "approve": "replies.approve", "hide_reply": "replies.hide", "pending": "replies.pending",
            "flag": "replies.flag", "spam": "replies.spam", "edit": "replies.edit",
        }  # fmt: skip
        for name, command in commands.items():
            self.buttons[name].clicked.connect(lambda _checked=False, id_=command: self.commanded.emit(id_))
        child(self, IconButton, "show_on_page").clicked.connect(lambda: self.commanded.emit("replies.in_preview"))
        child(self, IconButton, "copy").clicked.connect(self._copy)
        self.close_button.clicked.connect(self.left)
        self.close_button.hide()
        self.more.clicked.connect(self._show_all)
        self.earlier.clicked.connect(self._turn_text)
        self.parent_box.go.clicked.connect(lambda: self._reply and self.parent_wanted.emit(self._reply.parent_id or 0))

    # Showing --------------------------------------------------------------------------------------------------------

    @property
    def reply(self) -> Reply | None:
        """The reply that is shown."""
        return self._reply

    def show_reply(self, reply: Reply | None) -> None:
        """Show a reply, in place: what is the same stays, and so does the scroll position of the same reply."""
        same = reply is not None and self._reply is not None and self._reply.id == reply.id
        before = self._reply
        self._reply = reply
        self.pages.setCurrentIndex(0 if reply else 1)
        self.place.setText(wording.place_words(reply) if reply else "")
        for button in (child(self, IconButton, "show_on_page"), child(self, IconButton, "copy")):
            button.setEnabled(reply is not None)
        if reply is None:
            return
        if not same:
            self._shows_original = False
            self.show_parent(None)
            self.show_record(None)
            self.scroll_area.verticalScrollBar().setValue(0)
        name = wording.author_name(reply)
        self.avatar.show_name(name)
        self.author.setText(name)
        _show(self.rank, wording.rank_line(reply))
        if not same or before is None or before.text != reply.text or before.format != reply.format:
            self._show_text(FIRST_CHARACTERS)
        times = [wording.posted_words(reply), wording.likes_words(reply.likes)]
        _show(self.when, "  ·  ".join(part for part in times if part))
        _show(self.edited, wording.edited_line(reply))
        self.earlier.setVisible(reply.original_text != reply.text)
        _show(self.likers, wording.likers_line(reply))
        self._show_why(reply)
        child(self, Gap, "gap_why").setVisible(not self.why.isHidden())
        self._show_buttons(reply)
        self.parent_title.setVisible(reply.parent_id is not None)
        if reply.parent_id is None:
            self.parent_box.hide()

    def show_parent(self, parent: Reply | None) -> None:
        """Show the reply that is answered."""
        self.parent_box.setVisible(parent is not None)
        for gap in ("gap_parent_box", "gap_record"):
            child(self, Gap, gap).setVisible(parent is not None)
        if parent is not None:
            place = self.tr("Reply {0}").format(wording.number_words(parent.position))
            self.parent_box.author.setText(f"{wording.author_name(parent)}  ·  {place}")
            self.parent_box.words.setText(one_line(plain_words(parent.text[:4000], parent.format), 180))

    def show_record(self, record: AuthorRecord | None) -> None:
        """Show what is known of the author."""
        while self._record.count():
            item = self._record.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        self.record_title.setVisible(record is not None)
        if record is None:
            return
        for row, (words, value) in enumerate(record_rows(record)):
            self._record.addWidget(TextLabel(self._look, "ui", "text2", words, self), row, 0)
            number = TextLabel(self._look, "telemetry", "text", value, self)
            self._record.addWidget(number, row, 1, Qt.AlignmentFlag.AlignRight)

    def show_as_sheet(self, on: bool) -> None:
        """Offer a way back while the pane lies over the list."""
        self.close_button.setVisible(on)

    def focus_first(self) -> None:
        """Give the focus to the text, to read on with the arrow keys."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def scroll_page(self) -> bool:
        """Go a page further down; false at the end."""
        bar = self.scroll_area.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + round(bar.pageStep() * 0.9))
        return bar.value() != before

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # Parts ----------------------------------------------------------------------------------------------------------

    def _show_text(self, most: int) -> None:
        if self._reply is None:
            return
        raw = self._reply.original_text if self._shows_original else self._reply.text
        words = plain_words(raw, self._reply.format)
        self.text.show_text(words[:most])
        self.more.setVisible(len(words) > most)
        self.more.setText(self.tr("Show all {0} characters").format(wording.number_words(len(words))))
        self.earlier.setText(
            self.tr("Show the text as edited") if self._shows_original else self.tr("Show what the reader wrote")
        )

    def _show_all(self) -> None:
        self._show_text(10**9)

    def _turn_text(self) -> None:
        self._shows_original = not self._shows_original
        self._show_text(FIRST_CHARACTERS)

    def _copy(self) -> None:
        if self._reply is not None:
            QGuiApplication.clipboard().setText(plain_words(self._reply.text, self._reply.format))

    def _show_why(self, reply: Reply) -> None:
        flagged = wording.flag_shown(reply)
        if flagged:
            reasons = wording.report_reasons(reply)
            by = wording.readers_words(len(reply.reports))
            title = self.tr("Flagged by {0}").format(by) if reply.reports else self.tr("Flagged for a second look")
            given = self.tr("Reason given: {0}.").format(reasons) + " " if reasons else ""
            state = (
                self.tr("Still visible on the page.")
                if reply.status is ReplyStatus.VISIBLE
                else self.tr("Not visible: it also waits for a decision.")
            )
            self.why.set_icon("ph.flag-fill")
            self.why.show_words(title, given + state, "", "red")
        elif reply.status is ReplyStatus.PENDING:
            self.why.set_icon("ph.hourglass-medium")
            words = wording.waiting_line(reply) or self.tr("Readers do not see it before it is approved.")
            self.why.show_words(self.tr("Waiting for a decision"), words, "", "amber")
        elif removed := wording.removed_line(reply):
            self.why.set_icon("ph.eye-slash")
            self.why.show_words(wording.status_words(reply.status), removed, "", "neutral")
        else:
            self.why.show_words("")

    def _show_buttons(self, reply: Reply) -> None:
        status, flagged = reply.status, wording.flag_shown(reply)
        b = self.buttons
        b["approve"].set_words(
            self.tr("Keep visible") if status is ReplyStatus.VISIBLE else self.tr("Approve"),
            primary=reply.needs_decision,
        )
        b["hide_reply"].set_words(self.tr("Keep hidden") if status is ReplyStatus.HIDDEN else self.tr("Hide"))
        b["pending"].set_words(self.tr("Keep pending") if status is ReplyStatus.PENDING else self.tr("Send to pending"))
        b["flag"].set_words(self.tr("Remove flags") if flagged else self.tr("Flag"))
        for name, button in b.items():
            possible = status is not ReplyStatus.DELETED
            if name == "flag":
                possible = status in (ReplyStatus.VISIBLE, ReplyStatus.PENDING)
            button.setEnabled(possible)


def record_rows(record: AuthorRecord) -> list[tuple[str, str]]:
    """Return what is known of an author as (words, value)."""
    tr, number = wording.translate, wording.number_words
    rows = [
        (tr("Moderation", "First seen here"), long_date(record.first_seen) if record.first_seen else "–"),
        (tr("Moderation", "Visible replies"), number(record.visible)),
        (tr("Moderation", "Pending"), number(record.pending)),
        (tr("Moderation", "Hidden"), number(record.hidden)),
        (tr("Moderation", "Spam"), number(record.spam)),
        (tr("Moderation", "Flagged now"), number(record.flags)),
    ]
    rows += [(f"{entry.person}: {entry.action}", short_stamp(entry.at)) for entry in record.decisions[:5]]
    return rows


def _head(look: Look, parent: QWidget) -> QWidget:
    head = Surface(look, "sidebar", parent, lines="bottom")
    head.setFixedHeight(look.theme.px(40))
    return head


def _show(label: TextLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
