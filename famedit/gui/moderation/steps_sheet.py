"""The list of steps: what was decided, the latest first, and the way back to any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from famedit.core.dates import short_stamp
from famedit.core.history import StepState
from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet
from famedit.gui.dialogs.row_delegate import QUIET, RowDelegate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from famedit.core.history import Step
    from famedit.gui.look import Look


class StepsSheet(Sheet):
    """Lists the steps; ``wanted`` carries the ``Step`` to go back (or forward) to."""

    wanted = Signal(object)

    def __init__(self, look: Look, pane: QWidget) -> None:
        super().__init__(look, pane.window(), self.tr("Steps"), width=560)
        words = self.tr("Going back undoes everything above the step you choose. Each undo stands in the record.")
        self.body.addWidget(TextLabel(look, "caption", "text2", words, self.card, wrap=True))
        self._steps: tuple[Step, ...] = ()
        self.list = QListWidget(self.card)
        self.list.setAccessibleName(self.tr("Steps, the latest first"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        RowDelegate(look, self.list)
        self.list.setMinimumHeight(look.theme.px(280))
        self.list.currentRowChanged.connect(self._check)
        self.list.itemActivated.connect(lambda _item: self._go())
        self.body.addWidget(self.list)
        self.add_action(SecondaryButton(look, self.tr("Close")), self.reject)
        self.go = self.add_action(PrimaryButton(look, self.tr("Go back to here")), self._go, primary=True)
        self.go.setEnabled(False)
        self.closed.connect(self.deleteLater)

    def first_control(self) -> QWidget | None:
        """Begin in the list."""
        return self.list

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show the steps, the latest first; undone ones are dimmed and can be done again."""
        self._steps = steps
        self.list.clear()
        for step in steps:
            words = f"{short_stamp(step.made_at)}   {step.label}"
            if step.state is StepState.UNDONE:
                words += self.tr("   (undone)")
            item = QListWidgetItem(words, self.list)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            if step.state is not StepState.DONE:
                item.setData(QUIET, True)
        standing = next((row for row, step in enumerate(steps) if step.state is StepState.DONE), -1)
        if standing >= 0:
            self.list.setCurrentRow(standing)
        if not steps:
            item = QListWidgetItem(self.tr("Nothing has been decided yet."), self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _check(self, row: int) -> None:
        standing = next((r for r, step in enumerate(self._steps) if step.state is StepState.DONE), -1)
        self.go.setEnabled(0 <= row < len(self._steps) and row != standing)
        forward = 0 <= row < standing or (standing < 0 <= row)
        self.go.setText(self.tr("Go forward to here") if forward else self.tr("Go back to here"))

    def _go(self) -> None:
        row = self.list.currentRow()
        if self.go.isEnabled() and 0 <= row < len(self._steps):
            step = self._steps[row]
            self.finish()
            self.wanted.emit(step)
