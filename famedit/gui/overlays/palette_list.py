"""The list inside the palette: sections, and rows with icon or phase, name and keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from famedit.gui.components.chips import key_caps_width, paint_key_caps
from famedit.gui.components.glyphs import paint_phase
from famedit.gui.components.paint import draw_line, fill_round, smooth, text_width
from famedit.gui.components.surfaces import set_ground

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from famedit.core.article import Status
    from famedit.gui.look import Look

Index = QModelIndex | QPersistentModelIndex

_ROW: Final = 40
_SECTION: Final = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. A section has no ``run``. ``at`` are the places of the matched letters, which are semibold."""

    text: str
    run: Callable[[], object] | None = None
    icon: str = ""
    status: Status | None = None
    keys: str = ""
    note: str = ""
    at: tuple[int, ...] = field(default=())

    @property
    def is_section(self) -> bool:
        """Whether it is only a heading."""
        return self.run is None


class EntryModel(QAbstractListModel):
    """The entries shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default, never changed
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.entries[index.row()].is_section:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- Qt's signature
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.text, entry.note, entry.keys) if part)
        return None


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, model: EntryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 -- by kind only
        px = self._look.theme.px
        return QSize(px(200), px(_SECTION if self._model.entries[index.row()].is_section else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.entries[index.row()]
        theme = self._look.theme
        px = theme.px
        rect = QRectF(option.rect)  # type: ignore[attr-defined]  # PySide's stubs leave the option's fields out
        painter.save()
        smooth(painter)
        if entry.is_section:
            place = rect.adjusted(px(12), px(6), 0, 0)
            draw_line(painter, place, theme.font("label"), theme.color("text3"), entry.text)
        else:
            self._paint_row(painter, rect, entry, option)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, entry: Entry, option: QStyleOptionViewItem) -> None:
        look, theme = self._look, self._look.theme
        px = theme.px
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        if state & QStyle.StateFlag.State_Selected:
            fill_round(painter, rect, 6, theme.color("accent_soft"))
            bar = QRectF(rect.left(), rect.center().y() - px(9), 3, px(18))
            fill_round(painter, bar, 1.5, theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_round(painter, rect, 6, theme.color("hover"))
        middle = rect.center().y()
        if entry.status is not None:
            side = px(13)
            paint_phase(painter, QRectF(rect.left() + px(14), middle - side / 2, side, side), look, entry.status)
        elif entry.icon:
            side = px(16)
            place = QRect(round(rect.left()) + px(12), round(middle - side / 2), side, side)
            look.icons.paint(painter, place, entry.icon, "text2")
        right = rect.right() - px(12)
        if entry.keys:
            paint_key_caps(painter, right, middle, look, entry.keys)
            right -= key_caps_width(look, entry.keys) + px(12)
        elif entry.note:
            width = text_width(theme.font("caption"), entry.note)
            note = QRectF(right - width, rect.top(), width + 1, rect.height())
            draw_line(painter, note, theme.font("caption"), theme.color("text2"), entry.note)
            right -= width + px(12)
        left = rect.left() + px(42)
        self._paint_name(painter, QRectF(left, rect.top(), right - left, rect.height()), entry)

    def _paint_name(self, painter: QPainter, place: QRectF, entry: Entry) -> None:
        theme = self._look.theme
        font = theme.font("ui")
        ink = theme.color("text")
        shown = entry.text
        if not entry.at:
            draw_line(painter, place, font, ink, shown)
            return
        layout = QTextLayout(shown, font)
        layout.setFormats(_bold_runs(entry.at, ink))
        layout.beginLayout()
        line = layout.createLine()
        line.setNumColumns(len(shown))
        layout.endLayout()
        painter.setPen(ink)
        painter.setClipRect(place)
        layout.draw(painter, place.topLeft() + _centred(place, line.height()))


def _bold_runs(at: Sequence[int], ink: QColor) -> list[QTextLayout.FormatRange]:
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.DemiBold)
    bold.setForeground(ink)
    runs: list[QTextLayout.FormatRange] = []
    for place in at:
        if runs and runs[-1].start + runs[-1].length == place:  # type: ignore[attr-defined]  # PySide's stubs lack them
            runs[-1].length += 1  # type: ignore[attr-defined]  # as above
            continue
        run = QTextLayout.FormatRange()
        run.start, run.length, run.format = place, 1, bold  # type: ignore[attr-defined]  # as above
        runs.append(run)
    return runs


def _centred(place: QRectF, height: float) -> QPointF:
    return QPointF(0, (place.height() - height) / 2)


class EntryList(QListView):
    """Shows entries; the keyboard stays elsewhere, so the choice is moved by ``step``. ``run_wanted`` on a click."""

    run_wanted = Signal()
    choice_changed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entries = EntryModel(self)
        self.setModel(self._entries)
        self.setItemDelegate(_EntryDelegate(look, self._entries, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Results"))
        self.clicked.connect(lambda _index: self.run_wanted.emit())
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries and choose the first that can be run."""
        self._entries.show_entries(entries)
        self.step(1)

    def entries(self) -> list[Entry]:
        """Return what is shown, sections included."""
        return list(self._entries.entries)

    def chosen(self) -> Entry | None:
        """Return the chosen entry."""
        index = self.currentIndex()
        return self._entries.entries[index.row()] if index.isValid() else None

    def step(self, by: int) -> None:
        """Choose the entry ``by`` rows further, skipping sections and stopping at the ends."""
        usable = [at for at, entry in enumerate(self._entries.entries) if not entry.is_section]
        if not usable:
            return
        index = self.currentIndex()
        place = usable.index(index.row()) + by if index.isValid() and index.row() in usable else 0
        at = usable[min(max(place, 0), len(usable) - 1)]
        self.setCurrentIndex(self._entries.index(at))
        if at == usable[0]:
            self.scrollToTop()
        self.choice_changed.emit(str(self._entries.data(self._entries.index(at), Qt.ItemDataRole.AccessibleTextRole)))

    def height_wanted(self) -> int:
        """Return how high all entries together are."""
        px = self._look.theme.px
        return sum(px(_SECTION if entry.is_section else _ROW) for entry in self._entries.entries)

    def _retouch(self) -> None:
        set_ground(self, self._look.theme.color("raised"))
        self.doItemsLayout()
