"""The articles of the desk as a list model: pages of rows, replaced one by one where only one changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal

from famedit.core.article import Status
from famedit.core.dates import ago, clock, long_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QObject

    from famedit.core.article import ArticleRow

Index = QModelIndex | QPersistentModelIndex


class ArticlesModel(QAbstractListModel):
    """Rows in the order the desk gave. ``more_wanted`` asks for the rows after those that are here.

    Painters take rows with ``row``; values never go through ``data``, which would copy them.
    """

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ArticleRow] = []
        self._places: dict[int, int] = {}
        self._total = 0
        self._asked = False

    @property
    def total(self) -> int:
        """How many articles there are, also those that are not here yet."""
        return self._total

    def row(self, at: int) -> ArticleRow:
        """Return one row."""
        return self._rows[at]

    def place_of(self, article_id: int) -> int:
        """Return where an article stands, -1 when it is not here."""
        return self._places.get(article_id, -1)

    def ids(self) -> list[int]:
        """Return the ids in order."""
        return [row.id for row in self._rows]

    # Filling --------------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[ArticleRow], total: int) -> bool:
        """Show these rows; returns whether the list was re-made (else only some rows changed in place)."""
        self._total = total
        self._asked = False
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._replace(rows)
            return False
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.id: at for at, row in enumerate(self._rows)}
        self.endResetModel()
        return True

    def append(self, rows: Sequence[ArticleRow], total: int) -> None:
        """Add the next page."""
        self._total = total
        self._asked = False
        fresh = [row for row in rows if row.id not in self._places]
        if not fresh:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        self._rows.extend(fresh)
        self._places.update({row.id: first + at for at, row in enumerate(fresh)})
        self.endInsertRows()

    def replace(self, rows: Iterable[ArticleRow], order: str) -> bool:
        """Take new values of rows that are here; false when one of them would have to move, so that a read is due."""
        known = [(self._places.get(row.id, -1), row) for row in rows]
        for at, row in known:
            if at < 0 or _order_key(self._rows[at], order) != _order_key(row, order):
                return False
        for at, row in known:
            if self._rows[at] != row:
                self._rows[at] = row
                index = self.index(at)
                self.dataChanged.emit(index, index)
        return True

    def _replace(self, rows: Sequence[ArticleRow]) -> None:
        for at, row in enumerate(rows):
            if self._rows[at] != row:
                self._rows[at] = row
                index = self.index(at)
                self.dataChanged.emit(index, index)

    # Qt -------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default, never changed
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._asked and 0 < len(self._rows) < self._total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- Qt's signature
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.headline or self.tr("Untitled article")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row)
        return None

    def sentence(self, row: ArticleRow) -> str:
        """Return a whole row as one sentence, for those who hear it."""
        parts = [row.headline or self.tr("Untitled article"), self.status_word(row)]
        parts.append(self.tr("edited {0}").format(f"{long_date(row.updated_at)}, {clock(row.updated_at)}"))
        if row.needs_decision:
            one, many = self.tr("one reply needs a decision"), self.tr("{0} replies need a decision")
            parts.append(one if row.needs_decision == 1 else many.format(f"{row.needs_decision:,}"))
        elif row.reply_count:
            one, many = self.tr("one reply"), self.tr("{0} replies")
            parts.append(one if row.reply_count == 1 else many.format(f"{row.reply_count:,}"))
        if row.has_draft:
            parts.append(self.tr("with unsaved changes"))
        return ", ".join(parts) + "."

    def status_word(self, row: ArticleRow) -> str:
        """Return what stands beside the phase: the status, or the mark that sets the article aside."""
        if row.trashed:
            return self.tr("Trash")
        if row.archived:
            return self.tr("Archived")
        return status_word(row.status)

    def when(self, row: ArticleRow) -> str:
        """Return how long ago the article was edited."""
        return ago(row.updated_at)

    def _tooltip(self, row: ArticleRow) -> str:
        edited = self.tr("Edited {0}, {1}").format(long_date(row.updated_at), clock(row.updated_at))
        by = ", ".join(row.byline)
        return f"{edited}\n{by}" if by else edited


def status_word(status: Status) -> str:
    """Return a status as the interface says it."""
    translate = QCoreApplication.translate
    words = {
        Status.DRAFT: translate("Status", "Draft"),
        Status.IN_REVIEW: translate("Status", "In review"),
        Status.READY: translate("Status", "Ready"),
        Status.PUBLISHED: translate("Status", "Published"),
    }
    return words[status]


def _order_key(row: ArticleRow, order: str) -> tuple[object, ...]:
    """Return what decides whether a row is shown and where; when it changes, the list has to be read again."""
    by = {"headline": row.headline, "status": row.status}.get(order, "")
    return row.status, row.archived, row.trashed, row.updated_at if order != "headline" else "", by
