"""The one signal that says what changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """Carries ``Changes`` from whoever wrote to every model that shows the same things.

    ``changed(changes, initiator)``: the initiator may leave out what it has already shown; it is None when another
    program wrote.
    """

    changed = Signal(object, object)
