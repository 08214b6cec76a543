"""Draws a reply card: in the list under the preview, in the column, and on the Moderate page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QDateTime,
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from famedit.core.reply import Reply, ReplyStatus
from famedit.gui.components.chips import paint_chip
from famedit.gui.components.glyphs import paint_avatar
from famedit.gui.moderation import wording
from famedit.gui.moderation.card_layout import CardLayout, CardParts, FootPart

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from famedit.gui.look import Look
    from famedit.gui.moderation.replies_model import CardState, RepliesModel

AnyIndex = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Paints the rows of a ``RepliesModel``. ``opened_row`` is the one card that shows its whole text, or -1."""

    def __init__(self, look: Look, model: RepliesModel, *, body_lines: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self.layout = CardLayout(look, body_lines=body_lines)
        self.opened_row = -1

    def parts(self, row: int, width: int) -> CardParts:
        """Return where everything on the card of ``row`` stands."""
        return self.layout.parts(
            self._model.reply(row), width, opened=row == self.opened_row, failed=self._model.state(row).failed
        )

    def height(self, row: int, width: int) -> int:
        """Return the height of the card of ``row``; the same for all that are not opened."""
        return self.parts(row, width).height if row == self.opened_row else self.layout.row_height

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        width = option.rect.width()  # type: ignore[attr-defined]  # missing from the stubs
        return QSize(width, self.height(index.row(), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # missing from the stubs
        flags: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # missing from the stubs
        self.draw(painter, rect, index.row(), flags, hairline=True)

    def draw(self, painter: QPainter, rect: QRect, row: int, flags: QStyle.StateFlag, *, hairline: bool) -> None:
        """Draw one card; ``hairline`` asks for the line that parts it from the next."""
        reply, state = self._model.reply(row), self._model.state(row)
        parts = self.parts(row, rect.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        box = QRect(0, 0, rect.width(), rect.height())
        filled = self._ground(painter, box, state, flags)
        if hairline and not filled:
            self._hairline(painter, box, parts)
        self._bar(painter, parts, reply)
        paint_avatar(painter, QRectF(parts.avatar), self._look, wording.author_name(reply), ticked=state.picked)
        self._words(painter, parts, reply, state)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        reply = self._model.reply(index.row())
        at = event.pos() - option.rect.topLeft()  # type: ignore[attr-defined]  # missing from the stubs
        parts = self.parts(index.row(), option.rect.width())  # type: ignore[attr-defined]  # missing from the stubs
        words = ""
        if parts.meta.contains(at) and reply.posted_at:
            words = QLocale().toString(
                QDateTime.fromSecsSinceEpoch(int(reply.posted_at.timestamp())), QLocale.FormatType.LongFormat
            )
        elif parts.foot.contains(at):
            words = "\n".join(part.text for part in parts.foot_parts)
        QToolTip.showText(event.globalPos(), words, view)
        return True

    def retry_hit(self, row: int, width: int, at: QPoint) -> bool:
        """Whether a point of a card lies on "Not saved. Retry"."""
        if not self._model.state(row).failed:
            return False
        foot = self.parts(row, width).foot
        metrics = QFontMetrics(self._look.theme.font("caption"))
        return QRect(foot.left(), foot.top() - 3, metrics.horizontalAdvance(wording.not_saved()) + 24, 24).contains(at)

    # Parts ----------------------------------------------------------------------------------------------------------

    def _ground(self, painter: QPainter, box: QRect, state: CardState, flags: QStyle.StateFlag) -> bool:
        """Paint what lies behind the words; returns whether anything does."""
        theme = self._look.theme
        current = bool(flags & QStyle.StateFlag.State_Selected)
        focused = bool(flags & QStyle.StateFlag.State_HasFocus)
        colour = ""
        if state.picked or (current and focused):
            colour = "accent_soft"
        elif current:
            colour = "sel_idle"
        elif flags & QStyle.StateFlag.State_MouseOver:
            colour = "hover"
        if not colour:
            return False
        inset, radius = theme.px(6), theme.px(8)
        ground = QRectF(box).adjusted(inset, 1, -inset, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(colour))
        painter.drawRoundedRect(ground, radius, radius)
        if current and focused:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        return True

    def _hairline(self, painter: QPainter, box: QRect, parts: CardParts) -> None:
        painter.fillRect(QRect(parts.meta.left(), box.bottom(), parts.meta.width(), 1), self._look.theme.color("line"))

    def _bar(self, painter: QPainter, parts: CardParts, reply: Reply) -> None:
        colour = ""
        if wording.flag_shown(reply):
            colour = "red_lamp"
        elif reply.status is ReplyStatus.PENDING:
            colour = "amber_lamp"
        if colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.theme.color(colour))
            painter.drawRoundedRect(QRectF(parts.bar), 1.5, 1.5)

    def _words(self, painter: QPainter, parts: CardParts, reply: Reply, state: CardState) -> None:
        theme = self._look.theme
        quiet = state.dimmed or reply.status in (ReplyStatus.HIDDEN, ReplyStatus.SPAM, ReplyStatus.DELETED)
        self._line(
            painter, parts.name, wording.author_name(reply), "ui_strong", theme.color("text2" if quiet else "text")
        )
        for chip, rect in parts.chips:
            paint_chip(painter, rect, self._look, chip.text, chip.tone, chip.icon)
        self._line(painter, parts.place, wording.place_words(reply), "telemetry", theme.color("text3"))
        self._line(painter, parts.meta, wording.meta_line(reply), "caption", theme.color("text3"))
        painter.setPen(theme.color("text3" if quiet else "text"))
        parts.body.draw(painter, parts.body_left, parts.body_top)
        if parts.note is not None:
            painter.setPen(theme.color("amber"))
            parts.note.draw(painter, parts.body_left, parts.note_top)
        self._foot(painter, parts.foot, parts.foot_parts)

    def _line(self, painter: QPainter, rect: QRect, text: str, role: str, colour: QColor) -> None:
        font = self._look.theme.font(role)
        painter.setFont(font)
        painter.setPen(colour)
        words = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(
            rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words
        )

    def _foot(self, painter: QPainter, rect: QRect, entries: tuple[FootPart, ...]) -> None:
        theme = self._look.theme
        metrics = QFontMetrics(theme.font("caption"))
        left, icon_size = rect.left(), theme.px(14)
        for entry in entries:
            if left >= rect.right() - theme.px(24):
                return
            if entry.icon:
                spot = QRect(left, rect.top() + (rect.height() - icon_size) // 2, icon_size, icon_size)
                self._look.icons.paint(painter, spot, entry.icon, entry.role)
                left += icon_size + theme.px(4)
            room = rect.right() + 1 - left
            self._line(
                painter, QRect(left, rect.top(), room, rect.height()), entry.text, "caption", theme.color(entry.role)
            )
            left += min(room, metrics.horizontalAdvance(entry.text)) + theme.px(14)
