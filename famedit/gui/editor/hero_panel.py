"""The hero image: drop target, or thumbnail with its alt text, caption and credit, folded where room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QSizePolicy, QWidget

from famedit.gui.components.buttons import LinkButton
from famedit.gui.components.fields import FieldError, LabelledBox
from famedit.gui.components.labels import EngravedLabel, TextLabel
from famedit.gui.components.paint import draw_line, paint_ring, text_width
from famedit.gui.editor.pasted import picture_file
from famedit.gui.editor.picture_view import PictureView
from famedit.gui.editor.text_field import TextField
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.gui.editor.article_document import ArticleDocument
    from famedit.gui.editor.thumbnails import Thumbnails
    from famedit.gui.look import Look

#: A manuscript lower than this folds a complete hero, one narrower puts the thumbnail above its fields; px.
FOLD_BELOW = 760
STACK_BELOW = 500


class DropTarget(QPushButton):
    """Where an image can be dropped, chosen or pasted."""

    pasted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._over = False
        self.setText(self.tr("Drop an image, or choose one"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def set_over(self, over: bool) -> None:
        """Show that what is being dragged may be dropped."""
        self._over = over
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(theme.color("accent_soft" if self._over else "hover" if self.underMouse() else "surface"))
        painter.setPen(QPen(theme.color("accent" if self._over else "line_strong"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, 6, 6)
        font = theme.font("ui")
        width = text_width(font, self.text())
        side = theme.px(16)
        left = (self.width() - width - side - theme.px(8)) / 2
        place = QRectF(left, (self.height() - side) / 2, side, side).toRect()
        self._look.icons.paint(painter, place, "ph.image", "text2")
        draw_line(
            painter,
            QRectF(left + side + theme.px(8), 0, width + 2, self.height()),
            font,
            theme.color("text2"),
            self.text(),
        )
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self._look)

    def _retouch(self) -> None:
        self.setFixedHeight(self._look.theme.px(96))
        self.update()


class HeroPanel(QWidget):
    """``choose_wanted``: open the file dialog. ``picture_given``: a ``Path`` or ``QImage`` was dropped or pasted."""

    FORM = "hero_panel"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "label": EngravedLabel,
        "replace": LinkButton,
        "remove": LinkButton,
        "drop_target": DropTarget,
        "folded": QWidget,
        "small_picture": PictureView,
        "folded_caption": TextLabel,
        "folded_note": TextLabel,
        "edit": LinkButton,
        "full": QWidget,
        "picture": PictureView,
        "boxes": QWidget,
        "alt": LabelledBox,
        "alt_help": TextLabel,
        "caption": LabelledBox,
        "credit": LabelledBox,
        "trouble": FieldError,
    }

    choose_wanted = Signal()
    picture_given = Signal(object)
    remove_wanted = Signal()

    def __init__(self, look: Look, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._thumbnails = thumbnails
        self._document: ArticleDocument | None = None
        self._low = False
        self._opened = False
        self.texts = {
            "alt": TextField(look, "ui", self.tr("Alt text")),
            "caption": TextField(look, "ui", self.tr("Caption")),
            "credit": TextField(look, "ui", self.tr("Credit")),
        }
        load_form(self.FORM, self, self._makers())
        self.label = child(self, EngravedLabel, "label")
        self.replace_link = child(self, LinkButton, "replace")
        self.remove_link = child(self, LinkButton, "remove")
        self.drop_target = child(self, DropTarget, "drop_target")
        self.folded = child(self, QWidget, "folded")
        self.full = child(self, QWidget, "full")
        self.picture = child(self, PictureView, "picture")
        self._small = child(self, PictureView, "small_picture")
        self._folded_caption = child(self, TextLabel, "folded_caption")
        self._alt_help = child(self, TextLabel, "alt_help")
        self._boxes = child(self, QWidget, "boxes")
        self.trouble = child(self, FieldError, "trouble")
        self.edit_link = child(self, LinkButton, "edit")
        self._small.set_movable(False)
        self.setAcceptDrops(True)
        self._connect()
        self._retouch()

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self._look
        return {
            "Label": lambda p: EngravedLabel(look, self.tr("Hero image"), p),
            "Link": lambda p: LinkButton(look, parent=p),
            "DropTarget": lambda p: DropTarget(look, p),
            "Plain": QWidget,
            "Picture": lambda p: PictureView(look, p),
            "Strong": lambda p: TextLabel(look, "ui", "text", "", p),
            "Folded": lambda p: _Written(look, self.tr("Alt text, caption and credit written"), p),
            "Alt": lambda p: LabelledBox(look, self.tr("Alt"), self.texts["alt"], p, label_width=64),
            "Caption": lambda p: LabelledBox(look, self.tr("Caption"), self.texts["caption"], p, label_width=64),
            "Credit": lambda p: LabelledBox(look, self.tr("Credit"), self.texts["credit"], p, label_width=64),
            "Help": lambda p: TextLabel(
                look,
                "caption",
                "amber",
                self.tr("Readers who cannot see the image get nothing. Describe it."),
                p,
                wrap=True,
            ),
            "Trouble": lambda p: FieldError(look, p),
        }

    def _connect(self) -> None:
        self.replace_link.setText(self.tr("Replace…"))
        self.remove_link.setText(self.tr("Remove"))
        self.edit_link.setText(self.tr("Edit"))
        self.edit_link.setAccessibleName(self.tr("Edit the image’s texts"))
        self.replace_link.clicked.connect(self.choose_wanted)
        self.remove_link.clicked.connect(self.remove_wanted)
        self.edit_link.clicked.connect(self._unfold)
        self.drop_target.clicked.connect(self.choose_wanted)
        self.drop_target.pasted.connect(self._paste)
        self.picture.focal_moved.connect(self._focal_moved)
        self._thumbnails.ready.connect(self._picture_ready)
        self._look.theme.changed.connect(self._retouch)
        order = list(self.texts.values())
        for field, following in zip(order, [*order[1:], None], strict=True):
            field.textChanged.connect(self._refresh)
            if following is not None:
                field.entered.connect(following.setFocus)

    def _retouch(self) -> None:
        px = self._look.theme.px
        self._small.setFixedSize(px(88), px(50))
        self._arrange()

    # What it shows ----------------------------------------------------------------------------------------------------

    def show_document(self, document: ArticleDocument) -> None:
        """Show the hero of an article."""
        self._document = document
        self._opened = False
        self.trouble.show_error("")
        for key, field in self.texts.items():
            field.set_document(document.texts.documents[key], document.texts.layouts[key])
        self.refresh_picture()

    def refresh_picture(self) -> None:
        """Show the picture the article has now."""
        if self._document is None:
            return
        hero = self._document.value("hero")
        image = self._thumbnails.get(hero.sha256) if hero else None
        for view in (self.picture, self._small):
            view.show_image(image)
            view.set_focal(hero.focal_x, hero.focal_y)
        self._refresh()

    def set_low(self, low: bool) -> None:
        """Whether the manuscript is too low for a complete hero in full."""
        if low != self._low:
            self._low = low
            self._refresh()

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong with a picture that was given; "" takes it back."""
        self.trouble.show_error(sentence)

    @property
    def complete(self) -> bool:
        """Whether picture, alt text, caption and credit are all there."""
        has_picture = self._document is not None and bool(self._document.value("hero"))
        return has_picture and all(field.toPlainText().strip() for field in self.texts.values())

    def _refresh(self) -> None:
        has_picture = self._document is not None and bool(self._document.value("hero"))
        writing = any(field.hasFocus() for field in self.texts.values())
        folded = has_picture and self._low and self.complete and not self._opened and not writing
        self.drop_target.setVisible(not has_picture)
        self.folded.setVisible(folded)
        self.full.setVisible(has_picture and not folded)
        self.replace_link.setVisible(has_picture)
        self.remove_link.setVisible(has_picture)
        self._alt_help.setVisible(has_picture and not self.texts["alt"].toPlainText().strip())
        caption = " ".join(self.texts["caption"].toPlainText().split())
        width = max(self.width() - self._look.theme.px(88 + 12 + 12 + 60), 60)
        self._folded_caption.setText(
            self._folded_caption.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, width)
        )

    def _unfold(self) -> None:
        self._opened = True
        self._refresh()
        self.texts["alt"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        grid = self.full.layout()
        if not isinstance(grid, QGridLayout):
            return
        stacked = self.width() < self._look.theme.px(STACK_BELOW) - 64
        px = self._look.theme.px
        grid.removeWidget(self._boxes)
        grid.addWidget(self._boxes, *((1, 0) if stacked else (0, 1)), Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1 if stacked else 0)
        grid.setColumnStretch(1, 0 if stacked else 1)
        self.picture.setFixedWidth(min(self.width(), px(320)) if stacked else px(188))
        self.picture.setMinimumHeight(px(180) if stacked else px(106))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
            self._refresh()

    def _picture_ready(self, sha256: str) -> None:
        if self._document is not None and self._document.value("hero").sha256 == sha256:
            self.refresh_picture()

    def _focal_moved(self, x: float, y: float) -> None:
        if self._document is not None:
            self._document.set_focal_point(x, y)
            self._small.set_focal(x, y)

    # What is given ----------------------------------------------------------------------------------------------------

    def _paste(self) -> None:
        self._take(QApplication.clipboard().mimeData())

    def _take(self, mime: QMimeData) -> bool:
        given = picture_file(mime)
        if given is None and mime.hasImage():
            image = mime.imageData()
            given = image if isinstance(image, QImage) else None
        if given is None:
            return False
        self.picture_given.emit(given)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_file(event.mimeData()) is not None or event.mimeData().hasImage():
            event.acceptProposedAction()
            self.drop_target.set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_target.set_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_target.set_over(False)
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()


class _Written(TextLabel):
    """A line with a tick before it."""

    def __init__(self, look: Look, text: str, parent: QWidget) -> None:
        super().__init__(look, "caption", "text2", text, parent)
        self._tick = look
        self.setContentsMargins(look.theme.px(18), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._tick.theme.px(14)
        place = QRectF(0, (self.height() - side) / 2, side, side).toRect()
        self._tick.icons.paint(QPainter(self), place, "ph.check", "green")
