"""Clicks, seen by an editor whose lines have their own leading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QMouseEvent

from famedit.gui.editor.leading import LeadingLayout, line_under

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit


def seated(editor: QPlainTextEdit, layout: LeadingLayout | None, event: QMouseEvent) -> QMouseEvent:
    """Return ``event`` moved onto the line it means, and into the viewport.

    The viewport's edge is the limit so that Qt starts no scrolling of its own: the page scrolls.
    """
    place = event.position()
    height = editor.viewport().height()
    y = min(max(place.y(), 0.0), height - 1.0)
    if layout is not None:
        block = editor.firstVisibleBlock()
        offset = editor.contentOffset()
        top = editor.blockBoundingGeometry(block).translated(offset).top()
        while block.isValid():
            tall = layout.blockBoundingRect(block).height()
            if top <= y < top + tall:
                y = top + line_under(layout, block, y - top)
                break
            top += tall
            block = block.next()
    if y == place.y():
        return event
    moved = QPointF(place.x(), y)
    return QMouseEvent(
        event.type(),
        moved,
        editor.viewport().mapToGlobal(moved),
        event.button(),
        event.buttons(),
        event.modifiers(),
        event.pointingDevice(),
    )
