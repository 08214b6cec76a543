"""Paints one article of the desk: headline in two lines, phase, status, time, and what its replies need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from famedit.gui.components.chips import chip_size, paint_chip
from famedit.gui.components.glyphs import paint_phase
from famedit.gui.components.paint import draw_line, fill_round, paint_ring, smooth, text_width

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from famedit.core.article import ArticleRow
    from famedit.gui.desk.articles_model import ArticlesModel
    from famedit.gui.look import Look

Index = QModelIndex | QPersistentModelIndex

_PAD_X: Final = 18
_PAD_Y: Final = 10
_LINE: Final = 18
_META: Final = 20
_INSET: Final = 6
_GLYPH: Final = 11
_DOT: Final = 6


class RowDelegate(QStyledItemDelegate):
    """All rows are equally high, so that thousands cost nothing until they are seen."""

    def __init__(self, look: Look, model: ArticlesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self._broken: dict[tuple[str, int], tuple[str, ...]] = {}
        look.theme.changed.connect(self._broken.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 -- the same for all
        px = self._look.theme.px
        return QSize(px(200), px(_PAD_Y) * 2 + px(_LINE) * 2 + px(_META) + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row(index.row())
        theme = self._look.theme
        px = theme.px
        painter.save()
        smooth(painter)
        whole = QRectF(option.rect)  # type: ignore[attr-defined]  # PySide's stubs leave the option's fields out
        self._paint_ground(painter, whole.adjusted(px(_INSET), 1, -px(_INSET), -1), option)
        place = whole.adjusted(px(_PAD_X), px(_PAD_Y) + 1, -px(_PAD_X), -px(_PAD_Y) - 1)
        self._paint_headline(painter, place, row)
        meta = QRectF(place.left(), place.top() + px(_LINE) * 2, place.width(), px(_META))
        self._paint_meta(painter, meta, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem) -> None:
        theme = self._look.theme
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and self._view_focused()
        if state & QStyle.StateFlag.State_Selected:
            fill_round(painter, rect, 6, theme.color("accent_soft" if self._view_focused() else "sel_idle"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_round(painter, rect, 6, theme.color("hover"))
        if focused:
            paint_ring(painter, rect, self._look, 6)

    def _view_focused(self) -> bool:
        view = self.parent()
        return bool(view.hasFocus())  # type: ignore[attr-defined]  # the parent is the view

    def _paint_headline(self, painter: QPainter, place: QRectF, row: ArticleRow) -> None:
        theme = self._look.theme
        px = theme.px
        font = theme.font("ui_strong")
        ink = theme.color("text" if row.headline else "text3")
        lines = self.lines(row.headline or self._model.tr("Untitled article"), int(place.width()))
        for at, line in enumerate(lines):
            draw_line(
                painter,
                QRectF(place.left(), place.top() + at * px(_LINE), place.width() + 1, px(_LINE)),
                font,
                ink,
                line,
            )
        if row.has_draft:
            side = px(_DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("text2"))
            painter.drawEllipse(QPointF(place.left() - side, place.top() + px(_LINE) / 2), side / 2, side / 2)

    def _paint_meta(self, painter: QPainter, place: QRectF, row: ArticleRow) -> None:
        look, theme = self._look, self._look.theme
        px = theme.px
        right = place.right() - self._paint_replies(painter, place, row)
        middle = place.center().y()
        glyph = px(_GLYPH)
        paint_phase(painter, QRectF(place.left(), round(middle - glyph / 2), glyph, glyph), look, row.status)
        font = theme.font("caption")
        left = place.left() + glyph + px(6)
        for text, token in (
            (self._model.status_word(row), "text2"),
            ("  ·  ", "text3"),
            (self._model.when(row), "text3"),
        ):
            width = min(text_width(font, text), right - left)
            if width <= px(4):
                break
            draw_line(painter, QRectF(left, place.top(), width + 1, place.height()), font, theme.color(token), text)
            left += width

    def _paint_replies(self, painter: QPainter, place: QRectF, row: ArticleRow) -> float:
        """Paint the chip or the count at the right and return the width it takes."""
        look, theme = self._look, self._look.theme
        px = theme.px
        if row.needs_decision:
            words = f"{row.needs_decision:,}"
            size = chip_size(look, words, "ph.hourglass-medium")
            left, top = place.right() - size.width(), place.center().y() - size.height() / 2
            paint_chip(
                painter, QRect(round(left), round(top), size.width(), size.height()), look, words, "amber",
                "ph.hourglass-medium",
            )  # fmt: skip
            return size.width() + px(6)
        if not row.reply_count:
            return 0
        words, font = f"{row.reply_count:,}", theme.font("telemetry")
        width = text_width(font, words)
        place_words = QRectF(place.right() - width - px(2), place.top(), width + 2, place.height())
        draw_line(painter, place_words, font, theme.color("text3"), words)
        side = px(14)
        left, top = place_words.left() - side - px(4), place.center().y() - side / 2
        look.icons.paint(painter, QRect(round(left), round(top), side, side), "ph.chats", "text3")
        return width + side + px(12)

    def lines(self, text: str, width: int) -> tuple[str, ...]:
        """Break a headline into at most two lines, the second elided at its end."""
        key = (text, width)
        found = self._broken.get(key)
        if found is None:
            if len(self._broken) > 4000:
                self._broken.clear()
            found = self._broken[key] = self._break(text, width)
        return found

    def _break(self, text: str, width: int) -> tuple[str, ...]:
        font = self._look.theme.font("ui_strong")
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(width, 1))
        cut = line.textLength()
        layout.endLayout()
        first, rest = text[:cut].rstrip(), text[cut:]
        if not rest:
            return (first,)
        return first, QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
