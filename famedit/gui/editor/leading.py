"""The distance between lines, and paragraphs, that QPlainTextEdit has no word for.

``QPlainTextDocumentLayout`` ignores the line height of a block. This layout lets it break the lines and then seats each
line in a box of its own height, so the editor keeps laying out only what it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QPlainTextDocumentLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QTextBlock, QTextDocument

#: A line whose font is larger than the text's gets this many times its natural height.
LARGE_LINE = 1.22


class LeadingLayout(QPlainTextDocumentLayout):
    """Lines ``line`` px high and blank lines ``blank`` px high, whatever the font's own height is.

    Set the font with ``set_leading``, never on the document alone.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._line = 0.0
        self._blank = 0.0
        self._natural = 0.0

    @property
    def line(self) -> float:
        """The height of an ordinary line, px."""
        return self._line

    def set_leading(self, font: QFont, line: float, blank: float = 0) -> None:
        """Set font, line height and the height of blank lines (0: as other lines), and lay everything out anew."""
        natural = QFontMetricsF(font).height()
        document = self.document()
        if (line, blank, natural) == (self._line, self._blank, self._natural) and document.defaultFont() == font:
            return
        self._line, self._blank, self._natural = line, blank, natural
        document.setDefaultFont(font)
        self.requestUpdate()
        self.documentSizeChanged.emit(self.documentSize())

    def step(self, block: QTextBlock) -> float:
        """Return how high each line of ``block`` is, px. The block must have been laid out."""
        layout = block.layout()
        if self._blank and block.length() <= 1:
            return self._blank
        step = self._line
        if layout.lineCount():
            tallest = layout.lineAt(0).height()
            if tallest > self._natural + 1.5:
                step = max(step, tallest * LARGE_LINE)
        return step

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Seat the lines of ``block`` and return the rectangle around them."""
        rect = super().blockBoundingRect(block)
        if not self._line or not block.isValid() or not block.isVisible():
            return rect
        layout = block.layout()
        count = layout.lineCount()
        step = self.step(block)
        for index in range(count):
            line = layout.lineAt(index)
            y = index * step + (step - line.height()) / 2
            if abs(line.y() - y) <= 0.01:
                if index == 0 and count > 1:
                    # seated before: if the last one sits right, so do those between
                    last = layout.lineAt(count - 1)
                    if abs(last.y() - ((count - 1) * step + (step - last.height()) / 2)) <= 0.01:
                        break
                continue
            line.setPosition(QPointF(line.x(), y))
        return QRectF(rect.x(), rect.y(), rect.width(), count * step)


def line_under(layout: LeadingLayout, block: QTextBlock, y: float) -> float:
    """Return a y inside the text of the line whose box holds ``y``; both from the top of ``block``, px.

    Qt gives a click between two lines to the end of the upper one; the middle of the nearer line is what was meant.
    """
    count = block.layout().lineCount()
    if not count:
        return y
    step = layout.step(block)
    index = min(max(int(y // step), 0), count - 1)
    return index * step + step / 2
