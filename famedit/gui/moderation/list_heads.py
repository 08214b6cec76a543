"""What stands above the list on the Moderate page: its name and tools, or the bar for several selected replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from famedit.gui.components.buttons import IconButton, LinkButton, QuietButton, SecondaryButton
from famedit.gui.components.chips import KeyCaps
from famedit.gui.components.fields import SearchField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.surfaces import Surface
from famedit.gui.moderation import wording

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look


class ListHead(Surface):
    """Queue name, count, what needs a decision, sort and find.

    ``searched`` carries the text as it is typed, ``search_left`` comes when the field is left, ``sort_turned`` when
    the order is to be turned round, ``refresh_wanted`` when the new replies are to be shown.
    """

    searched = Signal(str)
    search_left = Signal()
    sort_turned = Signal()
    refresh_wanted = Signal()

    def __init__(self, look: Look, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(look, "sidebar", parent)
        self.setFixedHeight(look.theme.px(40))
        px = look.theme.px
        self.name = TextLabel(look, "ui_strong", "text", "", self)
        self.count = TextLabel(look, "telemetry", "text3", "", self)
        self.need = TextLabel(look, "caption", "amber", "", self)
        self.new = LinkButton(look, parent=self)
        self.new.hide()
        self.sort = QuietButton(look, "", "ph.arrows-down-up", parent=self, height=28)
        self.find_button = IconButton(
            look, "ph.magnifying-glass", self.tr("Find in replies"), actions.keys_text("replies.find"), self
        )
        self.field = SearchField(look, self.tr("Find in texts and names"), parent=self, name=self.tr("Find in replies"))
        self._plain = QWidget(self)
        row = QHBoxLayout(self._plain)
        row.setContentsMargins(px(16), 0, px(8), 0)
        row.setSpacing(px(8))
        for widget in (self.name, self.count):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.new, self.need, self.sort, self.find_button):
            row.addWidget(widget)
        self._finding = QWidget(self)
        search = QHBoxLayout(self._finding)
        search.setContentsMargins(px(8), 0, px(8), 0)
        search.addWidget(self.field)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._plain)
        self._stack.addWidget(self._finding)
        self.sort.clicked.connect(self.sort_turned)
        self.find_button.clicked.connect(self.begin_search)
        self.new.clicked.connect(self.refresh_wanted)
        self.field.textChanged.connect(self.searched)
        self.field.left.connect(self.end_search)
        self.field.moved_down.connect(self.search_left)
        self.field.returnPressed.connect(self.search_left)
        self.show_order(newest=False)

    def show_facts(self, name: str, count: int, need: int) -> None:
        """Show the queue's name, how many replies it holds, and how many need a decision."""
        self.name.setText(name)
        self.count.setText(wording.number_words(count))
        self.need.setText(wording.need_words(need))
        self.need.setVisible(bool(need))

    def show_new(self, count: int) -> None:
        """Say that replies have come in which the list does not show yet."""
        self.new.setVisible(count > 0)
        self.new.setText(
            self.tr("Show 1 new") if count == 1 else self.tr("Show {0} new").format(wording.number_words(count))
        )

    def show_order(self, *, newest: bool) -> None:
        """Say in which order the list stands."""
        self.sort.setText(self.tr("Newest first") if newest else self.tr("Oldest first"))
        self.sort.setToolTip(self.tr("Turn the order round"))

    def begin_search(self) -> None:
        """Open the field and go there."""
        self._stack.setCurrentWidget(self._finding)
        self.field.setFocus()
        self.field.selectAll()

    def end_search(self) -> None:
        """Close the field; an empty one finds everything."""
        self.field.clear()
        self._stack.setCurrentWidget(self._plain)
        self.search_left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sort.set_words_shown(self.width() > self.look_px(430))

    def look_px(self, length: int) -> int:
        """Return a length at the interface size."""
        return self._look.theme.px(length)


class BulkBar(Surface):
    """What can be done with several selected replies."""

    commanded = Signal(str)

    def __init__(self, look: Look, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(look, "sidebar", parent)
        self.setFixedHeight(look.theme.px(40))
        px = look.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(12), 0)
        row.setSpacing(px(8))
        self.count = TextLabel(look, "ui_strong", "text", "", self)
        row.addWidget(self.count)
        self._buttons: list[SecondaryButton] = []
        self._caps: list[KeyCaps] = []
        rows = (
            ("replies.approve", "ph.check", self.tr("Approve")),
            ("replies.hide", "ph.eye-slash", self.tr("Hide")),
            ("replies.spam", "ph.prohibit", self.tr("Spam")),
            ("replies.pending", "ph.hourglass-medium", self.tr("Send to pending")),
        )
        for command, icon, words in rows:
            button = SecondaryButton(look, words, icon, parent=self, height=28)
            button.setToolTip(f"{words}  {actions.keys_text(command)}")
            button.setAccessibleName(words)
            button.clicked.connect(lambda _checked=False, id_=command: self.commanded.emit(id_))
            caps = KeyCaps(look, actions.keys_text(command), self)
            row.addWidget(button)
            row.addWidget(caps)
            self._buttons.append(button)
            self._caps.append(caps)
        row.addStretch(1)
        self.clear = QuietButton(look, self.tr("Clear"), "", "Esc", self, height=28)
        self.clear.clicked.connect(lambda: self.commanded.emit("replies.clear_selection"))
        row.addWidget(self.clear)

    def show_count(self, count: int) -> None:
        """Say how many are selected."""
        self.count.setText(self.tr("{0} selected").format(wording.number_words(count)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._look.theme.px
        for button in self._buttons:
            button.set_words_shown(self.width() > px(560))
        for caps in self._caps:
            caps.setVisible(self.width() > px(800))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())


class ProgressLine(QWidget):
    """Two pixels: how much of the scope is decided."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.update)

    def show_part(self, decided: int, total: int) -> None:
        """Show ``decided`` of ``total``; nothing at all counts as done."""
        self._part = decided / total if total else 1.0
        self.setAccessibleName(
            self.tr("{0} of {1} decided").format(wording.number_words(decided), wording.number_words(total))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, 2)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("line"))
        done = QRectF(0, 0, self.width() * self._part, self.height())
        painter.fillRect(done, self._look.theme.color("green_lamp"))


class KeyStrip(Surface):
    """The keys under the list. ``help_wanted`` comes from "all keys"."""

    help_wanted = Signal()

    def __init__(self, look: Look, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(look, "chrome", parent, lines="top")
        self.setFixedHeight(look.theme.px(36))
        px = look.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(8), 0)
        row.setSpacing(px(6))
        rows = (
            (("replies.next", "replies.previous"), self.tr("move")),
            (("replies.approve",), self.tr("approve")),
            (("replies.hide",), self.tr("hide")),
            (("replies.spam",), self.tr("spam")),
            (("replies.pending",), self.tr("pending")),
            (("replies.flag",), self.tr("flag")),
            (("replies.undo",), self.tr("undo")),
        )
        self._groups: list[QWidget] = []
        for commands, words in rows:
            group = QWidget(self)
            inner = QHBoxLayout(group)
            inner.setContentsMargins(0, 0, px(8), 0)
            inner.setSpacing(px(6))
            for command in commands:
                inner.addWidget(KeyCaps(look, actions.keys_text(command), group))
            inner.addWidget(TextLabel(look, "caption", "text2", words, group))
            row.addWidget(group)
            self._groups.append(group)
        row.addStretch(1)
        self.all_keys = QuietButton(look, self.tr("all keys"), "", "?", self, height=28)
        self.all_keys.clicked.connect(self.help_wanted)
        row.addWidget(self.all_keys)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.all_keys.sizeHint().width() - self._look.theme.px(48)
        for group in self._groups:
            room -= group.sizeHint().width() + self._look.theme.px(6)
            group.setVisible(room >= 0)
