"""The hero's thumbnail: cropped about the point that must stay visible, which a click, a drag or the arrows move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from famedit.gui.components.paint import paint_ring

if TYPE_CHECKING:
    from famedit.gui.look import Look

_STEP = 0.02
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class PictureView(QWidget):
    """Shows one picture. ``focal_moved(x, y)``: 0 to 1 from the left and from the top of the whole picture."""

    focal_moved = Signal(float, float)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._image: QImage | None = None
        self._focal = (0.5, 0.5)
        self._held: QRectF | None = None
        self._movable = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Hero image: point to keep in view"))
        self.setToolTip(self.tr("Click the point that must stay in view; the arrow keys move it."))
        look.theme.changed.connect(self.update)

    def set_movable(self, movable: bool) -> None:
        """Whether the point can be moved and is shown."""
        self._movable = movable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if movable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.CrossCursor if movable else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_image(self, image: QImage | None) -> None:
        """Show a picture; None while it is on its way, a null one when it cannot be shown."""
        self._image = image
        self.update()

    def set_focal(self, x: float, y: float) -> None:
        """Show where the point is."""
        if self._focal != (x, y):
            self._focal = (x, y)
            self.setAccessibleDescription(
                self.tr("{x} % from the left, {y} % from the top").format(x=round(x * 100), y=round(y * 100))
            )
            self.update()

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        return QSize(px(188), px(106))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.theme.px(60), self._look.theme.px(50))

    def _whole(self) -> QRectF:
        """Return where the whole picture would lie so that this widget shows its crop, widget coordinates."""
        if self._held is not None:
            return self._held
        image = self._image
        if image is None or image.isNull():
            return QRectF(self.rect())
        scale = max(self.width() / image.width(), self.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        left = min(max(self._focal[0] * width - self.width() / 2, 0), width - self.width())
        top = min(max(self._focal[1] * height - self.height() / 2, 0), height - self.height())
        return QRectF(-left, -top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- always painted whole
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(frame, 6, 6)
        painter.setClipPath(clip)
        painter.fillRect(frame, theme.color("sunken"))
        image = self._image
        if image is not None and not image.isNull():
            whole = self._whole()
            painter.drawImage(whole, image)
            if self._movable:
                at = QPointF(
                    whole.left() + self._focal[0] * whole.width(), whole.top() + self._focal[1] * whole.height()
                )
                self._paint_point(painter, at)
        elif image is not None:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("red"))
            painter.drawText(
                frame.adjusted(8, 8, -8, -8),
                int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
                self.tr("The picture is missing"),
            )
        painter.setClipping(False)
        if self.hasFocus():
            paint_ring(painter, frame, self._look)

    @staticmethod
    def _paint_point(painter: QPainter, at: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # dark around light: seen on any picture
        painter.setPen(QPen(Qt.GlobalColor.black, 3.5))
        painter.drawEllipse(at, 7, 7)
        painter.setPen(QPen(Qt.GlobalColor.white, 1.5))
        painter.drawEllipse(at, 7, 7)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._movable and event.button() == Qt.MouseButton.LeftButton and self._image is not None:
            self._held = self._whole()
            self._point_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._point_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 -- any button ends it
        self._held = None
        self.update()

    def _point_to(self, at: QPointF) -> None:
        whole = self._whole()
        self._move_to((at.x() - whole.left()) / whole.width(), (at.y() - whole.top()) / whole.height())

    def _move_to(self, x: float, y: float) -> None:
        x, y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        self.set_focal(round(x, 3), round(y, 3))
        self.focal_moved.emit(*self._focal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _ARROWS.get(Qt.Key(event.key()))
        if move is not None and self._movable and self._image is not None:
            self._move_to(self._focal[0] + move[0], self._focal[1] + move[1])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:  # noqa: ANN001 -- Qt's type
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:  # noqa: ANN001 -- Qt's type
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()
