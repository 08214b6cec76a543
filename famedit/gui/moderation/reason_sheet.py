"""Hiding a reply for a reason in one's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.fields import LineField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from famedit.gui.look import Look


class ReasonSheet(Sheet):
    """Asks for the reason; ``given`` carries it, "" when none was written."""

    given = Signal(str)

    def __init__(self, look: Look, pane: QWidget) -> None:
        super().__init__(look, pane.window(), self.tr("Hide with another reason"))
        words = self.tr("It stands in the record and on the card. Readers do not see it.")
        self.body.addWidget(TextLabel(look, "caption", "text2", words, self.card, wrap=True))
        self.reason = LineField(look, self.tr("Reason"), self.card, name=self.tr("Reason"))
        self.reason.setMaxLength(200)
        self.body.addWidget(self.reason)
        self.add_action(SecondaryButton(look, self.tr("Cancel")), self.reject)
        self.add_action(PrimaryButton(look, self.tr("Hide"), "ph.eye-slash"), self._give, primary=True)
        self.closed.connect(self.deleteLater)

    def _give(self) -> None:
        self.finish()
        self.given.emit(self.reason.text().strip())
