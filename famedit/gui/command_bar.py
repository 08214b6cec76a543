"""The bar at the top: menu, desk, status, modes, what is saved, and the one primary button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from famedit.core.article import Status
from famedit.gui.components.buttons import IconButton, PrimaryButton
from famedit.gui.components.glyphs import MarkWidget, paint_phase
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.segmented import SegmentedControl
from famedit.gui.components.surfaces import Surface
from famedit.gui.save_indicator import SaveIndicator

if TYPE_CHECKING:
    from famedit.gui.actions import ActionSet, UiState
    from famedit.gui.look import Look

STATUS_WORDS = {
    Status.DRAFT: "Draft",
    Status.IN_REVIEW: "In review",
    Status.READY: "Ready",
    Status.PUBLISHED: "Published",
}


class StatusButton(QToolButton):
    """Shows the open article's phase and its word; its menu moves it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._status = Status.DRAFT
        self.setObjectName("statusButton")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        look.theme.changed.connect(self.updateGeometry)
        self.show_status(Status.DRAFT)

    def show_status(self, status: Status) -> None:
        """Show another status."""
        self._status = status
        words = self.tr(STATUS_WORDS[status])
        self.setText(words)
        self.setAccessibleName(self.tr("Status: {0}").format(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(px(8) + px(14) + px(8) + width + px(8) + px(14) + px(8), px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        pressed = self.isDown() or (self.menu() is not None and self.menu().isVisible())
        if pressed or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("pressed" if pressed else "hover"))
            painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.color("accent"))
            pen.setWidthF(2)
            painter.setPen(pen)
            painter.drawRoundedRect(rect.toRectF().adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        glyph = rect.adjusted(theme.px(8), 0, 0, 0)
        glyph.setWidth(theme.px(14))
        glyph.setTop(rect.center().y() - theme.px(14) // 2 + 1)
        glyph.setHeight(theme.px(14))
        paint_phase(painter, glyph.toRectF(), self._look, self._status)
        painter.setPen(theme.color("text"))
        painter.setFont(self.font())
        left = glyph.right() + theme.px(8)
        words = rect.adjusted(left, 0, -theme.px(8) - theme.px(14), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        caret = rect.adjusted(rect.width() - theme.px(8) - theme.px(14), 0, -theme.px(8), 0)
        self._look.icons.paint(painter, caret, "ph.caret-down", "text2")


class CommandBar(Surface):
    """Three columns of which the middle one stays centred in the window."""

    EDGE = "bottom"

    def __init__(self, look: Look, commands: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(look, "chrome", parent, lines=self.EDGE)
        self._commands = commands
        self.menu_button = IconButton(look, "ph.list", self.tr("Menu"), commands.keys_text("view.menu"))
        self.desk_button = IconButton(look, "ph.square-half", self.tr("Desk"), commands.keys_text("view.desk"))
        self.desk_button.setCheckable(True)
        self.mark = MarkWidget(look, 20)
        self.word_mark = TextLabel(look, "ui_strong", text="FamEdit")
        self.status_button = StatusButton(look)
        self.modes = SegmentedControl(
            look,
            [
                ("write", self.tr("Write"), "ph.pen-nib"),
                ("split", self.tr("Split"), "ph.columns"),
                ("moderate", self.tr("Moderate"), "ph.chats"),
            ],
        )
        self.modes.setAccessibleName(self.tr("Mode"))
        self.indicator = SaveIndicator(look)
        self.export_button = PrimaryButton(look, self.tr("Export"), "ph.export")
        self.export_button.setToolTip(f"{self.tr('Export')}  {commands.keys_text('file.export')}")
        self.more_button = IconButton(look, "ph.dots-three-outline", self.tr("More"))
        self._lay_out()
        self._connect()
        look.theme.changed.connect(self._resize)
        self._resize()

    def _lay_out(self) -> None:
        px = self._look.theme.px
        left, right = QHBoxLayout(), QHBoxLayout()
        left.setSpacing(px(4))
        for widget in (self.menu_button, self.desk_button):
            left.addWidget(widget)
        left.addSpacing(px(6))
        left.addWidget(self.mark)
        left.addWidget(self.word_mark)
        left.addSpacing(px(8))
        self._divider = Surface(self._look, "line")
        self._divider.setFixedSize(1, px(20))
        left.addWidget(self._divider)
        left.addWidget(self.status_button)
        left.addStretch(1)
        right.setSpacing(px(8))
        right.addStretch(1)
        right.addWidget(self.indicator)
        right.addWidget(self.export_button)
        right.addWidget(self.more_button)
        grid = QGridLayout(self)
        grid.setContentsMargins(px(8), 0, px(8), 0)
        grid.setHorizontalSpacing(px(8))
        for column, layout in ((0, left), (2, right)):
            holder = QWidget()
            holder.setLayout(layout)
            layout.setContentsMargins(0, 0, 0, 0)
            holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(holder, 0, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.modes, 0, 1, Qt.AlignmentFlag.AlignCenter)

    def _connect(self) -> None:
        commands = self._commands
        self.desk_button.clicked.connect(lambda: commands.trigger("view.desk"))
        self.export_button.clicked.connect(lambda: commands.trigger("file.export"))
        self.menu_button.clicked.connect(lambda: commands.trigger("view.menu"))
        self.more_button.clicked.connect(self._open_more)
        self.modes.chosen.connect(lambda mode: commands.trigger(f"view.{mode}"))
        menu = QMenu(self.status_button)
        for status in Status:
            menu.addAction(commands.action(f"article.status_{status.replace(' ', '_')}"))
        self.status_button.setMenu(menu)
        self._more = QMenu(self.more_button)
        for action_id in (
            "article.details",
            "article.duplicate",
            "article.archive",
            "article.trash",
            "article.bring_back",
        ):
            self._more.addAction(commands.action(action_id))
        self._more.addSeparator()
        for action_id in ("file.import", "view.open_in_browser", "go.palette", "go.settings", "help.keys"):
            self._more.addAction(commands.action(action_id))
        commands.state_changed.connect(self._show_state)

    def _open_more(self) -> None:
        corner = self.more_button.mapToGlobal(QPoint(self.more_button.width(), self.more_button.height()))
        self._more.popup(corner - QPoint(self._more.sizeHint().width(), 0))

    def _resize(self) -> None:
        self.setFixedHeight(self._look.theme.px(48))

    def _show_state(self, state: UiState) -> None:
        first_run = state.mode == "first run"
        self.setVisible(not first_run)
        for widget in (self.status_button, self.indicator, self._divider):
            widget.setVisible(state.article_open and not first_run)
        self.export_button.setEnabled(self._commands.action("file.export").isEnabled())
        self.desk_button.setChecked(state.desk_shown)
        if state.mode in ("write", "split", "moderate"):
            self.modes.set_current(state.mode)
        if state.article_status:
            self.status_button.show_status(Status(state.article_status))
