"""Where the detail pane stands: beside the list, or over it where the window is narrow; and what is read for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from famedit.gui.moderation.detail_sheet import DetailSheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter, QWidget

    from famedit.core.answers import AuthorRecord
    from famedit.core.reply import Reply
    from famedit.gui.look import Look
    from famedit.gui.moderation.reply_detail import ReplyDetail
    from famedit.gui.worker import DatabaseWorker

#: Widths of the columns, by the page's own width, in px at interface size 100 %.
QUEUES_WIDE, QUEUES_NARROW, QUEUES_NARROW_BELOW = 248, 216, 1400
DETAIL_SHARE, DETAIL_LEAST, DETAIL_MOST, SHEET_BELOW = 0.30, 360, 460, 1100
#: The context of a reply is read when the list has rested on it so long, ms: holding J must not read for every row.
CONTEXT_AFTER = 60


class DetailColumn(QObject):
    """Arranges the columns of the Moderate page and fills its detail pane. ``closed``: focus the list."""

    closed = Signal()

    def __init__(
        self, look: Look, worker: DatabaseWorker, columns: QSplitter, detail: ReplyDetail, page: QWidget
    ) -> None:
        super().__init__(page)
        self._look = look
        self._worker = worker
        self._columns = columns
        self._detail = detail
        self._page = page
        self._sheet: DetailSheet | None = None
        self._sized_by_hand = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(CONTEXT_AFTER)
        self._rest.timeout.connect(self._read_context)
        columns.splitterMoved.connect(self._moved)

    def sizes(self) -> list[int]:
        """Return the widths of the columns if they were set by hand, to be kept; empty otherwise."""
        return self._columns.sizes() if self._sized_by_hand else []

    def take_sizes(self, sizes: list[int]) -> None:
        """Take up widths that were kept."""
        if len(sizes) == self._columns.count():
            self._sized_by_hand = True
            self._columns.setSizes(sizes)

    # What it shows --------------------------------------------------------------------------------------------------

    def show_reply(self, reply: Reply | None) -> None:
        """Show a reply; what it answers and its author's record follow when the list rests on it."""
        self._detail.show_reply(reply)
        self._rest.start()

    def _read_context(self) -> None:
        reply = self._detail.reply
        if reply is None:
            return
        parent_id, name = reply.parent_id, reply.author.name

        def arrived(context: tuple[tuple[Reply, ...], AuthorRecord | None]) -> None:
            now = self._detail.reply
            if now is not None and now.id == reply.id:
                self._detail.show_parent(context[0][0] if context[0] else None)
                self._detail.show_record(context[1])

        self._worker.read(
            lambda services: (
                services.moderating.by_id((parent_id,)) if parent_id is not None else (),
                services.moderating.author_record(name) if name else None,
            ),
            arrived,
            owner=self,
        )

    # Where it stands ------------------------------------------------------------------------------------------------

    @property
    def narrow(self) -> bool:
        """Whether there is no room for it beside the list."""
        return self._page.width() < self._look.theme.px(SHEET_BELOW)

    def open(self) -> None:
        """Go into the pane, opening it over the list where there is no room beside it."""
        if self._detail.reply is None:
            return
        if not self.narrow:
            self._detail.focus_first()
            return
        if self._sheet is None:
            self._sheet = DetailSheet(self._look, self._page.window(), self._detail)
            self._sheet.closed.connect(self.closed)
        self._detail.show_as_sheet(on=True)
        self._sheet.open()

    def scroll(self) -> None:
        """Go a page further down in the pane."""
        if self.narrow:
            self.open()
        else:
            self._detail.scroll_page()

    def leave(self) -> None:
        """Go back to the list."""
        if self._sheet is not None and self._sheet.isVisible():
            self._sheet.close_up()
        else:
            self.closed.emit()

    def arrange(self, width: int) -> None:
        """Share the page's width between queues, list and pane."""
        if self.narrow:
            self._take_out()
        else:
            self._put_in()
        if self._sized_by_hand:
            return
        px = self._look.theme.px
        side = px(QUEUES_NARROW if width < px(QUEUES_NARROW_BELOW) else QUEUES_WIDE)
        detail = min(px(DETAIL_MOST), max(px(DETAIL_LEAST), round(width * DETAIL_SHARE)))
        self._columns.setSizes([side, width - side] if self.narrow else [side, width - side - detail - 2, detail])

    def _take_out(self) -> None:
        if self._columns.indexOf(self._detail) >= 0:
            self._detail.hide()
            self._detail.setParent(self._page)
            self._sized_by_hand = False

    def _put_in(self) -> None:
        if self._columns.indexOf(self._detail) >= 0:
            return
        self._columns.addWidget(self._detail)
        self._detail.show_as_sheet(on=False)
        self._detail.show()
        self._sized_by_hand = False
        if self._sheet is not None:
            self._sheet.close_up()
            self._sheet.deleteLater()
            self._sheet = None

    def _moved(self) -> None:
        self._sized_by_hand = True
