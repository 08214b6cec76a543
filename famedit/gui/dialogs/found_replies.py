"""The replies a reader found, in a table where each can be left out or corrected before anything is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from famedit.core.dates import short_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from famedit.core.reply import NewReply
    from famedit.gui.look import Look

AnyIndex = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
INCLUDE, AUTHOR, RANK, POSTS, EDITED, LIKES, TEXT = range(7)
_WIDTHS = {INCLUDE: 64, AUTHOR: 130, RANK: 110, POSTS: 64, EDITED: 90, LIKES: 52}
#: A cell shows so much of a text; the editor gets all of it.
_SHOWN = 300


class FoundRepliesModel(QAbstractTableModel):
    """``changed`` comes when what would be stored differs."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replies: list[NewReply] = []
        self._kept: list[bool] = []

    def show_replies(self, replies: Sequence[NewReply]) -> None:
        """Show these, all of them included."""
        self.beginResetModel()
        self._replies = list(replies)
        self._kept = [True] * len(self._replies)
        self.endResetModel()
        self.changed.emit()

    def chosen(self) -> tuple[NewReply, ...]:
        """Return the replies that are included, as corrected.

        One that answered a reply which is left out answers nobody.
        """
        places = {reply.position for reply, kept in zip(self._replies, self._kept, strict=True) if kept}
        return tuple(
            reply if reply.parent_position in places else replace(reply, parent_position=None)
            for reply, kept in zip(self._replies, self._kept, strict=True)
            if kept
        )

    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._replies)

    def columnCount(self, parent: AnyIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else TEXT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- as Qt has it
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Include"), self.tr("Author"), self.tr("Rank"), self.tr("Posts"), self.tr("Edited"),
            self.tr("Likes"), self.tr("Text"),
        )[section]  # fmt: skip

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- as Qt has it
        reply, column = self._replies[index.row()], index.column()
        if column == INCLUDE:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if self._kept[index.row()] else Qt.CheckState.Unchecked
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return f"#{reply.position or index.row() + 1}"
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            value = _value(reply, column)
            if column == TEXT and role == Qt.ItemDataRole.DisplayRole:
                return " ".join(str(value)[: _SHOWN * 2].split())[:_SHOWN]
            return value
        if role == Qt.ItemDataRole.ToolTipRole and column == TEXT:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (POSTS, LIKES):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401 -- as Qt has it
        row, column = index.row(), index.column()
        if column == INCLUDE and role == Qt.ItemDataRole.CheckStateRole:
            self._kept[row] = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole:
            changed = _with(self._replies[row], column, str(value))
            if changed is None:
                return False
            self._replies[row] = changed
        else:
            return False
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if index.column() == INCLUDE else Qt.ItemFlag.ItemIsEditable)


def _value(reply: NewReply, column: int) -> str | int:
    if column == AUTHOR:
        return reply.author.name
    if column == RANK:
        return reply.author.rank
    if column == POSTS:
        return "" if reply.author.posts is None else reply.author.posts
    if column == EDITED:
        return short_stamp(reply.edited_at) if reply.edited_at else reply.edited_words
    if column == LIKES:
        return reply.likes or ""
    return reply.text


def _with(reply: NewReply, column: int, text: str) -> NewReply | None:
    """Return the reply with one field corrected, None for what cannot stand there."""
    text = text.strip()
    if column == AUTHOR:
        return replace(reply, author=replace(reply.author, name=text))
    if column == RANK:
        return replace(reply, author=replace(reply.author, rank=text))
    if column in (POSTS, LIKES):
        digits = text.replace(",", "").replace("\u00a0", "").replace(" ", "")
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) < 12):
            return None
        number = int(digits) if digits else None
        if column == POSTS:
            return replace(reply, author=replace(reply.author, posts=number))
        return replace(reply, likes=number or 0)
    if column == EDITED:
        return replace(reply, edited_at=None, edited_words=text)
    return replace(reply, text=text) if text else None


class FoundRepliesTable(QTableView):
    """Shows a ``FoundRepliesModel``."""

    def __init__(self, look: Look, model: FoundRepliesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setModel(model)
        self.setAccessibleName(self.tr("Replies found"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def _retouch(self) -> None:
        px = self._look.theme.px
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(30))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, px(width))
        self.setMinimumHeight(px(30) * 5)
