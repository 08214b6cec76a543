"""The buttons on the opened card, in Split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from famedit.core.reply import Reply, ReplyStatus
from famedit.gui.components.buttons import IconButton
from famedit.gui.moderation.decision_button import DecisionButton

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look


class CardActions(QWidget):
    """Approve, Hide, Pending, Flag and more. Where the words do not fit, only the first button keeps its word."""

    commanded = Signal(str)
    more_wanted = Signal()

    def __init__(self, look: Look, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = (
            ("replies.approve", "ph.check", self.tr("Approve")),
            ("replies.hide", "ph.eye-slash", self.tr("Hide")),
            ("replies.pending", "ph.hourglass-medium", self.tr("Pending")),
            ("replies.flag", "ph.flag", self.tr("Flag")),
        )
        self._look = look
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.theme.px(4))
        self.buttons: dict[str, DecisionButton] = {}
        self._words = ("", "")
        for command, icon, words in rows:
            button = DecisionButton(look, icon, words, actions.keys_text(command), self, height=28)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, id_=command: self.commanded.emit(id_))
            self._row.addWidget(button)
            self.buttons[command] = button
        self._row.addStretch(1)
        self.more = IconButton(look, "ph.dots-three-outline", self.tr("More about this reply"), "", self, height=28)
        self.more.clicked.connect(self.more_wanted)
        self._row.addWidget(self.more)

    def show_reply(self, reply: Reply) -> None:
        """Say what the buttons mean for this reply."""
        visible, pending = reply.status is ReplyStatus.VISIBLE, reply.status is ReplyStatus.PENDING
        buttons = self.buttons
        self._words = (self.tr("Keep visible"), self.tr("Keep")) if visible else (self.tr("Approve"), "")
        buttons["replies.approve"].set_words(self._words[0], primary=reply.needs_decision)
        buttons["replies.flag"].set_words(self.tr("Remove flags") if reply.flagged else self.tr("Flag"))
        for command, button in buttons.items():
            button.setEnabled(
                reply.status is not ReplyStatus.DELETED and (command != "replies.flag" or visible or pending)
            )
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        buttons = list(self.buttons.values())
        gap, more = self._row.spacing(), self.more.sizeHint().width()
        first, *others = buttons
        first.setText(self._words[0] or first.text())
        for button in buttons:
            button.set_tight(False)
        full = [button.sizeHint().width() for button in buttons]
        short = [full[0], *(button.narrow_width() for button in buttons[1:])]
        all_words = sum(full) + gap * len(full) + more <= self.width()
        if sum(short) + gap * (len(short) - 1) > self.width():
            for button in buttons:
                button.set_tight(True)
            narrow = [button.narrow_width() for button in others]
            room = self.width() - sum(narrow) - gap * len(narrow)
            if first.sizeHint().width() > room and self._words[1]:
                first.setText(self._words[1])  # tooltip and accessible name keep the whole words
            short = [min(first.sizeHint().width(), max(room, first.narrow_width())), *narrow]
        for button, width in zip(buttons, full if all_words else short, strict=True):
            button.setFixedWidth(width)
        # What it offers stands in the menu of the card as well.
        self.more.setVisible(sum(short) + gap * len(short) + more <= self.width())
