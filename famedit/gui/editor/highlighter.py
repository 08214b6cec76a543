"""Quiet colours for Markdown.

Only what is shown gets coloured: a block is formatted when it first comes into view and again when it changes. What a
fence opens reaches as far down as it must, but costs unseen blocks only a look at their first characters.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextBlock, QTextCharFormat

from famedit.gui.editor.markdown_spans import FENCE, LINE_HEAD, Format, inline_spans
from famedit.gui.editor.utf16 import widen

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

    from famedit.gui.look import Look

# What a block's state says: the fence it is in (0 none, 1 backticks, 2 tildes) in the low bits, above them the round of
# colours it was formatted in (0: not yet).
_FENCE_BITS = 3
_ROUND = 2
#: How much larger headings are, px.
HEADING_STEP = 3


class MarkdownHighlighter(QSyntaxHighlighter):
    """Colours the blocks it is told are shown; call ``show`` for every part that comes into view."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look
        self._round = 1
        self._wanted = -1
        self._formats: dict[str, QTextCharFormat] = {}
        self._mixtures: dict[tuple[str, ...], QTextCharFormat] = {}
        self.restyle(document.defaultFont())

    def restyle(self, font: QFont) -> None:
        """Take the theme's colours and the text's ``font`` anew; what is shown has to be shown again."""
        theme = self._look.theme
        self._round += 1

        def made(colour: str = "", weight: QFont.Weight | None = None) -> QTextCharFormat:
            new = QTextCharFormat()
            if colour:
                new.setForeground(theme.color(colour))
            if weight is not None:
                new.setFontWeight(weight)
            return new

        strong = QFont.Weight.DemiBold
        heading = made(weight=strong)
        hashes = made("text3")
        if font.pixelSize() > 0:
            larger = QFont(font)
            larger.setPixelSize(font.pixelSize() + HEADING_STEP)
            larger.setWeight(strong)
            heading.setFont(larger, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
            larger.setWeight(QFont.Weight.Normal)
            hashes.setFont(larger, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
        link = made("accent")
        link.setFontUnderline(True)
        italic = QTextCharFormat()
        italic.setFontItalic(True)
        code = QTextCharFormat()
        mono = theme.font("telemetry")
        code.setFontFamilies(mono.families() or [mono.family()])
        code.setFontFixedPitch(True)
        code.setBackground(theme.color("sunken"))
        self._mixtures = {}
        self._formats = {
            "mark": made("text3"),
            "heading": heading,
            "hashes": hashes,
            "bold": made(weight=strong),
            "italic": italic,
            "code": code,
            "link": link,
            "image": made("accent"),
            "leader": made("accent", QFont.Weight.Bold),
            "quoted": made("text2"),
        }

    def show(self, first: QTextBlock, last: int) -> None:
        """Colour the blocks from ``first`` to number ``last`` that are not yet, or no longer, in these colours."""
        block = first
        while block.isValid() and block.blockNumber() <= last:
            state = block.userState()
            if state < 0 or state >> _ROUND != self._round:
                self._wanted = block.blockNumber()
                self.rehighlightBlock(block)
            block = block.next()
        self._wanted = -1

    def highlightBlock(self, text: str) -> None:
        """Keep track of fences, and colour the block if it is shown."""
        before = self.previousBlockState()
        fence = (before & _FENCE_BITS) if before > 0 else 0
        marked = FENCE.match(text) if "```" in text or "~~~" in text else None
        kind = 0
        if marked is not None:
            kind = 1 if marked[1][0] == "`" else 2
        inside = fence
        if marked is not None and fence in (0, kind):
            fence = 0 if fence else kind
        state = self.currentBlockState()
        shown = self._wanted == self.currentBlock().blockNumber() or (state > 0 and state >> _ROUND == self._round)
        self.setCurrentBlockState(fence | ((self._round if shown else 0) << _ROUND))
        if not shown or not text:
            return
        text = widen(text)
        if inside or fence:
            self.setFormat(0, len(text), self._formats["code"])
            if marked is not None and (not inside or not fence):
                self.setFormat(0, len(text), self._laid(("code", "mark")))
            return
        self._colour(text)

    def _colour(self, text: str) -> None:
        layers: list[tuple[int, int, str]] = []
        head = LINE_HEAD.match(text)
        at = head.end() if head is not None else 0
        if head is not None and at:
            whole = "heading" if head["hashes"] else "quoted" if head["quote"] else ""
            layers.append((0, at, "hashes" if head["hashes"] else "leader"))
            if whole:
                layers.append((at, len(text), whole))
        for span in inline_spans(text):
            if span.end <= at:
                continue
            inner_start, inner_end = span.inner
            layers += ((inner_start, inner_end, span.kind.value), (span.start, inner_start, "mark"))
            layers.append((inner_end, span.end, "mark"))
            if span.kind is Format.CODE:
                layers.append((span.start, span.end, "code"))
        if not layers:
            return
        edges = sorted({edge for start, end, _ in layers for edge in (start, end)})
        for start, end in pairwise(edges):
            names = tuple(name for first, last, name in layers if first <= start and end <= last)
            if names:
                self.setFormat(start, end - start, self._laid(names))

    def _laid(self, names: tuple[str, ...]) -> QTextCharFormat:
        """Return the formats called ``names`` laid over each other: bold within a link within a heading."""
        made = self._mixtures.get(names)
        if made is None:
            made = QTextCharFormat(self._formats[names[0]])
            for name in names[1:]:
                made.merge(self._formats[name])
            self._mixtures[names] = made
        return made
