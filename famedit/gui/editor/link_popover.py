"""A small form beside the caret: a link's text and address, or an image's alt text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from famedit.gui.components.buttons import LinkButton, PrimaryButton, SecondaryButton
from famedit.gui.components.fields import FieldError, LineField
from famedit.gui.components.labels import EngravedLabel
from famedit.gui.components.paint import fill_round, smooth, stroke_round
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.gui.look import Look

WIDTH = 380


class LinkPopover(QWidget):
    """Asks for one or two lines. ``accepted(first, second)``; ``removed``: take the link away; ``closed`` always."""

    FORM = "link_popover"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "first_label": EngravedLabel,
        "first": LineField,
        "second_label": EngravedLabel,
        "second": LineField,
        "error": FieldError,
        "remove": LinkButton,
        "cancel": SecondaryButton,
        "accept": PrimaryButton,
    }

    accepted = Signal(str, str)
    removed = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._pane = parent
        load_form(self.FORM, self, self._makers())
        self.first = child(self, LineField, "first")
        self.second = child(self, LineField, "second")
        self.error = child(self, FieldError, "error")
        self.remove = child(self, LinkButton, "remove")
        self._check: Callable[[str, str], str] = lambda _first, _second: ""
        self.remove.setText(self.tr("Remove the link"))
        self.remove.clicked.connect(self._remove)
        child(self, SecondaryButton, "cancel").setText(self.tr("Cancel"))
        child(self, SecondaryButton, "cancel").clicked.connect(self.dismiss)
        child(self, PrimaryButton, "accept").clicked.connect(self._accept)
        self.first.setAccessibleName(self.tr("Text"))
        self.second.setAccessibleName(self.tr("Address"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self._look
        return {
            "Label": lambda p: EngravedLabel(look, "", p),
            "First": lambda p: LineField(look, "", p),
            "Second": lambda p: LineField(look, "", p),
            "FieldError": lambda p: FieldError(look, p),
            "Link": lambda p: LinkButton(look, parent=p),
            "Secondary": lambda p: SecondaryButton(look, parent=p),
            "Primary": lambda p: PrimaryButton(look, parent=p),
        }

    def ask_link(self, at: QRect, text: str, address: str) -> None:
        """Ask for a link's text and address; ``at`` is the caret in the parent."""
        self.remove.setVisible(bool(address))
        self._set_up(self.tr("Text"), text, self.tr("Address"), address, self.tr("Set link"))
        self._check = lambda _text, where: "" if where.strip() else self.tr("A link needs an address.")
        self._open(at, self.second if text and not address else self.first if not text else self.second)

    def ask_alt(self, at: QRect, alt: str) -> None:
        """Ask what a picture shows."""
        self.remove.hide()
        self._set_up(self.tr("Alt text: what the picture shows"), alt, "", "", self.tr("Put in image"))
        self._check = lambda _first, _second: ""
        self._open(at, self.first)

    def _set_up(self, first: str, first_text: str, second: str, second_text: str, accept: str) -> None:
        for label, field, name, text in (
            ("first_label", self.first, first, first_text),
            ("second_label", self.second, second, second_text),
        ):
            child(self, EngravedLabel, label).setText(name)
            child(self, EngravedLabel, label).setVisible(bool(name))
            field.setVisible(bool(name))
            field.setAccessibleName(name)
            field.setText(text)
        child(self, PrimaryButton, "accept").setText(accept)
        self.error.show_error("")

    def _open(self, at: QRect, focus: LineField) -> None:
        px = self._look.theme.px
        room = self._pane.rect().adjusted(8, 8, -8, -8)
        width = min(px(WIDTH), room.width())
        self.resize(width, self.sizeHint().height())
        y = at.bottom() + 6
        if y + self.height() > room.bottom():
            y = at.top() - 6 - self.height()
        x = min(max(at.left() - 24, room.left()), room.right() - width)
        self.move(QPoint(x, max(y, room.top())))
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        focus.selectAll()

    def dismiss(self) -> None:
        """Close it; nothing is changed."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _accept(self) -> None:
        trouble = self._check(self.first.text(), self.second.text())
        if trouble:
            self.error.show_error(trouble)
            self.resize(self.width(), self.sizeHint().height())
            return
        self.hide()
        self.accepted.emit(self.first.text(), self.second.text())
        self.closed.emit()

    def _remove(self) -> None:
        self.hide()
        self.removed.emit()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        painter = QPainter(self)
        smooth(painter)
        rect = QRectF(self.rect())
        fill_round(painter, rect, 10, self._look.theme.color("raised"))
        stroke_round(painter, rect, 10, self._look.theme.color("line_strong"))
