"""The sheet that asks what a revision is to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from famedit.core import dates
from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.fields import LineField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from famedit.gui.look import Look


def ask_revision_name(look: Look, window: QWidget, named: Callable[[str], object]) -> Sheet:
    """Ask for a name, prefilled with day and time; ``named`` gets it, and is not called when the sheet is cancelled."""
    sheet = Sheet(look, window, _tr("Name this revision"))
    sheet.body.addWidget(
        TextLabel(look, "ui", "text2", _tr("Named revisions are kept for good and are easy to find."), wrap=True)
    )
    now = dates.utc_now()
    name = LineField(look, _tr("Name"), sheet.card)
    name.setText(_tr("Version of {day}, {time}").format(day=dates.long_date(now), time=dates.clock(now)))
    name.selectAll()
    sheet.body.addWidget(name)
    sheet.add_action(SecondaryButton(look, _tr("Cancel")), sheet.reject)
    sheet.add_action(PrimaryButton(look, _tr("Keep revision")), sheet.finish, primary=True)
    sheet.accepted.connect(lambda: named(" ".join(name.text().split())))
    sheet.closed.connect(sheet.deleteLater)
    sheet.open()
    name.setFocus()
    return sheet


def _tr(text: str) -> str:
    return QCoreApplication.translate("RevisionName", text)
