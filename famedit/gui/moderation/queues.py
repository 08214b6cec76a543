"""The left column of the Moderate page: the seven queues, and the articles with replies to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from famedit.core.article import ArticleRow, Status
from famedit.core.dates import ago
from famedit.core.reply import Queue
from famedit.gui.components.chips import chip_size, paint_chip
from famedit.gui.components.glyphs import paint_phase
from famedit.gui.components.paint import draw_line, fill_round, paint_ring, smooth, text_width
from famedit.gui.moderation import wording
from famedit.gui.moderation.card_layout import TextBreaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from famedit.gui.look import Look

AnyIndex = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
QUEUES: tuple[Queue, ...] = tuple(Queue)


class _List(QListView):
    """A short list with one tab stop; what is current is chosen."""

    def __init__(self, look: Look, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        look.theme.changed.connect(self._retouch)
        look.icons.ready.connect(self.viewport().update)

    def _retouch(self) -> None:
        self.scheduleDelayedItemsLayout()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters and digits are commands here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            event.ignore()  # Qt would take it for a search; the page knows what it means
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()


def _ground(painter: QPainter, look: Look, rect: QRect, option: QStyleOptionViewItem, inset: int) -> None:
    flags: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # missing from the stubs
    chosen = bool(flags & QStyle.StateFlag.State_Selected)
    focused = chosen and bool(flags & QStyle.StateFlag.State_HasFocus)
    colour = "accent_soft" if focused else "sel_idle" if chosen else ""
    if not colour and flags & QStyle.StateFlag.State_MouseOver:
        colour = "hover"
    if colour:
        box = QRectF(rect).adjusted(inset, 0, -inset, 0)
        fill_round(painter, box, look.theme.px(6), look.theme.color(colour))
        if focused:
            paint_ring(painter, box, look, look.theme.px(6))


class _QueueModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.counts: dict[Queue, int] = {}

    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(QUEUES)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- as Qt has it
        queue = QUEUES[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.queue_words(queue)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{wording.queue_words(queue)}, {wording.number_words(self.counts.get(queue, 0))}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{wording.queue_words(queue)}  {index.row() + 1}"
        return None

    def set_counts(self, counts: dict[Queue, int]) -> None:
        self.counts = counts
        self.dataChanged.emit(self.index(0), self.index(len(QUEUES) - 1))


class _QueueDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, model: _QueueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(option.rect.width(), self._look.theme.px(28))  # type: ignore[attr-defined]  # missing from the stubs

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = self._look.theme
        rect: QRect = option.rect  # type: ignore[attr-defined]  # missing from the stubs
        queue = QUEUES[index.row()]
        painter.save()
        smooth(painter)
        _ground(painter, self._look, rect, option, theme.px(6))
        icon, role = wording.QUEUE_ICONS[queue]
        side = theme.px(16)
        self._look.icons.paint(
            painter, QRect(rect.left() + theme.px(18), rect.center().y() - side // 2 + 1, side, side), icon, role
        )
        count = wording.number_words(self._model.counts.get(queue, 0))
        right = rect.right() + 1 - theme.px(18)
        count_font = theme.font("telemetry")
        width = QFontMetrics(count_font).horizontalAdvance(count)
        draw_line(
            painter,
            QRectF(right - width, rect.top(), width + 1, rect.height()),
            count_font,
            theme.color("text2"),
            count,
        )
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]  # missing from the stubs
        left = rect.left() + theme.px(42)
        draw_line(
            painter,
            QRectF(left, rect.top(), right - width - theme.px(8) - left, rect.height()),
            theme.font("ui_strong" if chosen else "ui"),
            theme.color("text" if chosen else "text2"),
            wording.queue_words(queue),
        )
        painter.restore()


class QueueList(_List):
    """The seven queues with their counts; ``chosen`` carries the ``Queue``."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._queues = _QueueModel(self)
        self.setModel(self._queues)
        self.setItemDelegate(_QueueDelegate(look, self._queues, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Queues"))
        self.selectionModel().currentChanged.connect(self._current_changed)
        look.theme.changed.connect(self.updateGeometry)

    @property
    def queue(self) -> Queue:
        """The chosen queue."""
        return QUEUES[max(0, self.currentIndex().row())]

    def choose(self, queue: Queue) -> None:
        """Choose a queue; ``chosen`` follows when it was another one."""
        self.setCurrentIndex(self._queues.index(QUEUES.index(queue)))

    def set_counts(self, counts: dict[Queue, int]) -> None:
        """Show how many replies each queue holds."""
        self._queues.set_counts(counts)

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(200), self._look.theme.px(28) * len(QUEUES))

    minimumSizeHint = sizeHint

    def _current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(QUEUES[current.row()])


class _ArticleModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[ArticleRow, ...] = ()

    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- as Qt has it
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.headline or self.tr("Untitled article")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.headline or self.tr('Untitled article')}, {wording.need_words(row.needs_decision)}"
        return None

    def set_rows(self, rows: tuple[ArticleRow, ...]) -> None:
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class _ArticleDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, model: _ArticleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self._texts = TextBreaker(look)
        look.theme.changed.connect(self._texts.forget)

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        theme = self._look.theme
        height = theme.px(10) * 2 + theme.line_height("ui_strong") * 2 + theme.px(4) + theme.px(18)
        return QSize(option.rect.width(), height)  # type: ignore[attr-defined]  # missing from the stubs

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = self._look.theme
        rect: QRect = option.rect  # type: ignore[attr-defined]  # missing from the stubs
        article = self._model.rows[index.row()]
        painter.save()
        smooth(painter)
        _ground(painter, self._look, rect, option, theme.px(6))
        left, right = rect.left() + theme.px(18), rect.right() + 1 - theme.px(18)
        top = rect.top() + theme.px(10)
        headline = self._texts.broken(str(index.data()), "ui_strong", right - left, 2)
        painter.setPen(theme.color("text"))
        headline.draw(painter, left, top)
        meta_top = top + min(headline.height, theme.line_height("ui_strong") * 2) + theme.px(4)
        line = theme.px(18)
        chip = wording.number_words(article.needs_decision)
        size = chip_size(self._look, chip, "ph.hourglass-medium")
        chip_rect = QRect(right - size.width(), meta_top + (line - size.height()) // 2, size.width(), size.height())
        paint_chip(painter, chip_rect, self._look, chip, "amber", "ph.hourglass-medium")
        glyph = theme.px(12)
        paint_phase(painter, QRectF(left, meta_top + (line - glyph) / 2, glyph, glyph), self._look, article.status)
        words = f"{status_words(article.status)}  ·  {ago(article.updated_at)}"
        place = QRectF(left + glyph + theme.px(6), meta_top, chip_rect.left() - left - glyph - theme.px(12), line)
        if text_width(theme.font("caption"), words) > place.width():
            words = status_words(article.status)
        draw_line(painter, place, theme.font("caption"), theme.color("text2"), words)
        painter.restore()


class ArticleWorkList(_List):
    """The articles whose replies wait; ``chosen`` carries the article's id when the user picks one."""

    chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._articles = _ArticleModel(self)
        self._article_id = 0
        self.setModel(self._articles)
        self.setItemDelegate(_ArticleDelegate(look, self._articles, self))
        self.setAccessibleName(self.tr("Articles with replies to do"))
        self.clicked.connect(self._picked)
        self.activated.connect(self._picked)

    def set_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show these articles."""
        self._articles.set_rows(tuple(rows))
        self.show_article(self._article_id)

    def show_article(self, article_id: int) -> None:
        """Mark the article whose replies are shown; 0 for none."""
        self._article_id = article_id
        for row, article in enumerate(self._articles.rows):
            if article.id == article_id:
                self.setCurrentIndex(self._articles.index(row))
                return
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())

    def waiting_elsewhere(self) -> int:
        """Return how many replies of other articles need a decision."""
        return sum(row.needs_decision for row in self._articles.rows if row.id != self._article_id)

    def _picked(self, index: QModelIndex) -> None:
        self.chosen.emit(self._articles.rows[index.row()].id)


def status_words(status: Status) -> str:
    """Return the word for an article's status."""
    return {
        Status.DRAFT: wording.translate("Moderation", "Draft"),
        Status.IN_REVIEW: wording.translate("Moderation", "In review"),
        Status.READY: wording.translate("Moderation", "Ready"),
        Status.PUBLISHED: wording.translate("Moderation", "Published"),
    }[status]
