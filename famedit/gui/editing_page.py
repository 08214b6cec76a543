"""The page that Write and Split share: desk, manuscript, and the live page with its replies, each in its room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from famedit.gui.arrangement import DRAWER_HEAD, NARROW, WIDE, Arrangement, arrange

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from famedit.gui.look import Look
    from famedit.gui.settings_store import SessionStore

    class Foldable(Protocol):
        """What the drawer of replies offers beside being a widget."""

        @property
        def folded(self) -> bool:
            """Whether only the head is shown."""
            ...

        def set_folded(self, folded: bool) -> None:
            """Show only the head, or all of it."""
            ...


class EditingPage(QSplitter):
    """Shares its room by the rule in ``arrangement`` and keeps the edges where they were left, per mode and width.

    ``arranged`` carries the arrangement in force. ``ways_in`` are called to give a pane the focus, in the order of the
    panes: desk, manuscript, page, replies.
    """

    arranged = Signal(object)

    def __init__(
        self,
        look: Look,
        session: SessionStore,
        panes: tuple[QWidget, QWidget, QWidget, QWidget],
        drawer: Foldable,
        ways_in: Sequence[Callable[[], object]],
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look = look
        self._session = session
        self._panes = panes
        self._desk, self._editor, self._preview, self._replies = panes
        self._drawer = drawer
        self._ways_in = ways_in
        self._write = False
        self._desk_wanted: bool | None = session.get("desk_wanted")
        self._unfolded: bool | None = session.get("replies_unfolded")
        self._last: object = None
        self.right = QSplitter(Qt.Orientation.Vertical)
        for splitter in (self, self.right):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(lambda *_: self._keep_sizes())
        self.right.addWidget(self._preview)
        self.right.addWidget(self._replies)
        for pane in (self._desk, self._editor, self.right):
            self.addWidget(pane)
        look.theme.changed.connect(self.rearrange)

    # Room -----------------------------------------------------------------------------------------------------------

    def set_write(self, *, write: bool) -> None:
        """Show the manuscript alone, or all panes."""
        self._write = write
        self.rearrange()

    def rearrange(self) -> None:
        """Share the room afresh, whatever has been decided before."""
        self._last = None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _plan(self) -> Arrangement:
        scale = self._look.theme.px(100) / 100
        return arrange(
            round(self.width() / scale),
            round(self.height() / scale),
            write=self._write,
            desk_wanted=self._desk_wanted,
            replies_wanted=True,
            unfolded=self._unfolded,
        )

    def _arrange(self) -> None:
        plan = self._plan()
        key = (plan, self.size().toTuple())
        if key == self._last:
            return
        self._last = key
        px = self._look.theme.px
        self._desk.setVisible(plan.desk)
        self.right.setVisible(plan.right)
        self._replies.setVisible(plan.replies)
        self._drawer.set_folded(plan.replies_folded)
        beside = Qt.Orientation.Horizontal if plan.right_horizontal else Qt.Orientation.Vertical
        if self.right.orientation() != beside:
            self.right.setOrientation(beside)
        self.setSizes(self._kept("columns", plan.columns))
        if plan.replies_folded:
            self.right.setSizes([self.height() - px(DRAWER_HEAD), px(DRAWER_HEAD)])
        else:
            self.right.setSizes(self._kept("right", plan.right_sizes))
        self.arranged.emit(plan)

    def _size_key(self, name: str) -> str:
        band = "wide" if self.width() >= WIDE else "middle" if self.width() >= NARROW else "narrow"
        mode = "write" if self._write else "split"
        return f"sizes.{mode}.{band}.{name}.{int(self._desk.isVisibleTo(self))}"

    def _kept(self, name: str, usual: tuple[int, ...]) -> list[int]:
        kept = self._session.get(self._size_key(name))
        if isinstance(kept, list) and len(kept) == len(usual):
            return [int(size) for size in kept]
        return [self._look.theme.px(size) for size in usual]

    def _keep_sizes(self) -> None:
        self._session.put(self._size_key("columns"), self.sizes())
        if not self._drawer.folded:
            self._session.put(self._size_key("right"), self.right.sizes())

    # What the user asks for -----------------------------------------------------------------------------------------

    @property
    def desk_shown(self) -> bool:
        """Whether the desk has a place."""
        return self._desk.isVisibleTo(self)

    def show_desk(self, *, shown: bool) -> None:
        """Give the desk a place, or take it."""
        self._desk_wanted = shown
        self._session.put("desk_wanted", shown)
        self.rearrange()

    def fold_replies(self, *, fold: bool) -> None:
        """Fold the drawer of replies to its head, or open it."""
        self._unfolded = not fold
        self._session.put("replies_unfolded", self._unfolded)
        self.rearrange()

    def cycle(self, step: int) -> None:
        """Give the focus to the next pane, or the previous one."""
        shown = [i for i, pane in enumerate(self._panes) if pane.isVisible()]
        focus = QApplication.focusWidget()
        at = next((n for n, i in enumerate(shown) if focus is not None and self._panes[i].isAncestorOf(focus)), 0)
        self._ways_in[shown[(at + step) % len(shown)]]()

    def move_edge(self, distance: int) -> None:
        """Move the edge beside the pane that has the focus; ``distance`` in device-independent pixels."""
        sizes = self.sizes()
        shown = [i for i, size in enumerate(sizes) if size > 0]
        columns = (self._desk, self._editor, self.right)
        focus = QApplication.focusWidget()
        at = next((i for i in shown if focus is not None and columns[i].isAncestorOf(focus)), shown[0])
        edge = at if at != shown[-1] else shown[max(len(shown) - 2, 0)]
        if edge + 1 < len(sizes):
            sizes[edge] += self._look.theme.px(distance)
            sizes[edge + 1] -= self._look.theme.px(distance)
            self.setSizes(sizes)
            self._keep_sizes()
