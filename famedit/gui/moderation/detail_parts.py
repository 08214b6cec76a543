"""The parts of the detail pane: the text, the disc, the reply that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextBlockFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from famedit.gui.components.buttons import LinkButton
from famedit.gui.components.glyphs import paint_avatar
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.paint import fill_round, smooth

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from famedit.gui.look import Look


class ReplyText(QTextEdit):
    """The whole text, to read and to copy: plain, as tall as it is, with the theme's leading."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("bare", True)
        self.setStyleSheet("QTextEdit { background: transparent; border: 0; padding: 0 }")
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.setAccessibleName(self.tr("Text of the reply"))
        look.theme.changed.connect(self._retouch)

    def show_text(self, text: str) -> None:
        """Show ``text`` as it is, never as markup."""
        self.setPlainText(text)
        self._retouch()

    def _retouch(self) -> None:
        self.setFont(self._look.theme.font("reply_detail"))
        self.document().setDefaultFont(self._look.theme.font("reply_detail"))
        leading = QTextBlockFormat()
        step = self._look.theme.line_height("reply_detail")
        leading.setLineHeight(step, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(leading)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(max(self._look.theme.line_height("reply_detail"), round(self.document().size().height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The pane scrolls as a whole.
        event.ignore()


class Avatar(QWidget):
    """The disc with the author's initials."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.updateGeometry)

    def show_name(self, name: str) -> None:
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        side = self._look.theme.px(40)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), QRectF(self.rect()), self._look, self._name)


class ParentBox(QWidget):
    """The reply that is answered: a quiet box that leads to it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        px = look.theme.px
        self.author = TextLabel(look, "caption", "text2", "", self)
        self.words = TextLabel(look, "ui", "text", "", self, wrap=True)
        self.go = LinkButton(look, self.tr("Go to this reply"), parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(2))
        for widget in (self.author, self.words):
            column.addWidget(widget)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        fill_round(painter, QRectF(self.rect()), self._look.theme.px(6), self._look.theme.color("sidebar"))


class Gap(QWidget):
    """Empty space of a height on the grid, scaled with the interface."""

    def __init__(self, look: Look, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._tall = height
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def _retouch(self) -> None:
        self.setFixedHeight(self._look.theme.px(self._tall))
