"""The author card: what the desk knows of a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from famedit.gui.components.buttons import PrimaryButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet
from famedit.gui.moderation import wording
from famedit.gui.moderation.reply_detail import record_rows

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from famedit.core.answers import AuthorRecord
    from famedit.core.reply import Reply
    from famedit.gui.look import Look


class AuthorSheet(Sheet):
    """Shows the author of a reply; the figures come when they have been read."""

    def __init__(self, look: Look, reply: Reply, pane: QWidget) -> None:
        super().__init__(look, pane.window(), wording.author_name(reply), width=420)
        if rank := wording.rank_line(reply):
            self.body.addWidget(TextLabel(look, "caption", "text2", rank, self.card, wrap=True))
        self._rows = QGridLayout()
        self._rows.setVerticalSpacing(look.theme.px(4))
        self.body.addLayout(self._rows)
        self.add_action(PrimaryButton(look, self.tr("Close")), self.finish, primary=True)
        self.closed.connect(self.deleteLater)

    def show_record(self, record: AuthorRecord) -> None:
        """Show the figures."""
        for row, (words, value) in enumerate(record_rows(record)):
            self._rows.addWidget(TextLabel(self.look, "ui", "text2", words, self.card), row, 0)
            number = TextLabel(self.look, "telemetry", "text", value, self.card)
            self._rows.addWidget(number, row, 1, Qt.AlignmentFlag.AlignRight)
        self.relayout()
