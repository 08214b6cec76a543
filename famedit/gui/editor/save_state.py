"""How safe the open article is, in one value and in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from famedit.core.dates import clock

if TYPE_CHECKING:
    from datetime import datetime


class Safety(StrEnum):
    """The states of the save indicator."""

    SAVED = "saved"
    EDITED = "edited"
    KEPT = "kept"
    SAVING = "saving"
    FAILED = "failed"
    READ_ONLY = "read only"


_ICONS = {
    Safety.SAVED: ("ph.check", "text2"),
    Safety.EDITED: ("ph.pencil-line", "text2"),
    Safety.KEPT: ("ph.pencil-line", "text2"),
    Safety.SAVING: ("ph.arrow-clockwise", "text2"),
    Safety.FAILED: ("ph.warning-circle-fill", "red"),
    Safety.READ_ONLY: ("ph.lock-simple", "text2"),
}


@dataclass(frozen=True, slots=True)
class SaveState:
    """What the save indicator shows. ``at`` is when the text was last saved or kept, aware and in UTC."""

    safety: Safety
    at: datetime | None = None

    @property
    def icon(self) -> str:
        """The indicator's icon."""
        return _ICONS[self.safety][0]

    @property
    def icon_role(self) -> str:
        """The colour of icon and words."""
        return _ICONS[self.safety][1]

    @property
    def words(self) -> str:
        """What the indicator says, in the reader's own time."""
        at = clock(self.at) if self.at else ""
        words = {
            Safety.SAVED: _tr("Saved {time}"),
            Safety.EDITED: _tr("Edited"),
            Safety.KEPT: _tr("Draft kept {time}"),
            Safety.SAVING: _tr("Saving…"),
            Safety.FAILED: _tr("Not saved"),
            Safety.READ_ONLY: _tr("Read only"),
        }[self.safety]
        return words.format(time=at).strip()


def _tr(text: str) -> str:
    return QCoreApplication.translate("SaveState", text)
