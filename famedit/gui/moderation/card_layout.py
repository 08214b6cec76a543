"""Where everything on a reply card stands: one computation for measuring and for painting."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from famedit.core.reply import Reply, ReplyStatus
from famedit.gui.components.chips import chip_size
from famedit.gui.moderation import wording
from famedit.gui.moderation.reply_text import plain_words

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from famedit.gui.components.chips import Tone
    from famedit.gui.look import Look

#: Broken texts kept; a screen shows about ten cards.
CACHED_TEXTS = 400
#: No line of a card holds more characters than this; what is cut off could not be seen.
LINE_CHARACTERS = 220
#: An opened card shows at most this many lines; the rest is in the detail pane.
OPEN_LINES = 40


@dataclass(frozen=True, slots=True)
class FootPart:
    """One entry of a card's last line."""

    icon: str
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A small word in a tone, with its icon."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class BrokenText:
    """A text broken into lines: layouts with their offset from the top, and the height of it all."""

    layouts: tuple[tuple[QTextLayout, float], ...]
    height: int
    whole: bool

    def draw(self, painter: QPainter, left: int, top: int) -> None:
        """Draw every line in the painter's pen."""
        for layout, y in self.layouts:
            layout.draw(painter, QPointF(left, top + y))


@dataclass(frozen=True, slots=True)
class CardParts:
    """The rectangles and texts of one card, in the coordinates of its row."""

    bar: QRect
    avatar: QRect
    name: QRect
    chips: tuple[tuple[Chip, QRect], ...]
    place: QRect
    meta: QRect
    body_left: int
    body_top: int
    body: BrokenText
    note: BrokenText | None
    note_top: int
    foot: QRect
    foot_parts: tuple[FootPart, ...]
    actions: QRect
    height: int


class TextBreaker:
    """Breaks texts into lines and remembers the last few hundred."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._kept: OrderedDict[tuple[str, str, int, int, int], BrokenText] = OrderedDict()

    def forget(self) -> None:
        """Drop everything: the fonts or the size have changed."""
        self._kept.clear()

    def broken(self, text: str, role: str, width: int, lines: int, blank: int = 0) -> BrokenText:
        """Break ``text`` to ``width`` in at most ``lines`` lines; empty lines are ``blank`` px high."""
        key = (text, role, width, lines, blank)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        made = self._break(text, role, width, lines, blank)
        self._kept[key] = made
        if len(self._kept) > CACHED_TEXTS:
            self._kept.popitem(last=False)
        return made

    def _break(self, text: str, role: str, width: int, lines: int, blank: int) -> BrokenText:
        step = self._look.theme.line_height(role)
        cut = text[: lines * LINE_CHARACTERS]
        paragraphs = cut.split("\n")
        layouts: list[tuple[QTextLayout, float]] = []
        top, left_over = 0, lines
        for number, paragraph in enumerate(paragraphs):
            if not paragraph.strip():
                top += blank if layouts else 0
                continue
            more_after = len(cut) < len(text) or any(p.strip() for p in paragraphs[number + 1 :])
            starts, ends = self._line_starts(paragraph, role, width, left_over)
            last = len(starts) == left_over
            if last and (not ends or more_after):
                head, tail = paragraph[: starts[-1]], paragraph[starts[-1] :]
                if head:
                    layouts.append((self._laid(head, role, width), top))
                words = self._elided(tail.strip().rstrip(".…") + "…" if more_after else tail.strip(), role, width)
                layouts.append((self._laid(words, role, width * 2), top + step * (len(starts) - 1)))
                return BrokenText(tuple(layouts), top + step * len(starts), whole=False)
            layouts.append((self._laid(paragraph, role, width), top))
            top += step * len(starts)
            left_over -= len(starts)
            if not left_over:
                break
        return BrokenText(tuple(layouts), top, whole=True)

    def _line_starts(self, paragraph: str, role: str, width: int, most: int) -> tuple[list[int], bool]:
        """Return where the first ``most`` lines begin, and whether the paragraph ends with them."""
        layout = self._new_layout(paragraph, role)
        starts: list[int] = []
        end = 0
        layout.beginLayout()
        while len(starts) < most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            starts.append(line.textStart())
            end = line.textStart() + line.textLength()
        layout.endLayout()
        return starts, end >= len(paragraph)

    def _laid(self, text: str, role: str, width: int) -> QTextLayout:
        layout = self._new_layout(text, role)
        step = self._look.theme.line_height(role)
        number = 0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, number * step + (step - line.height()) / 2))
            number += 1
        layout.endLayout()
        return layout

    def _new_layout(self, text: str, role: str) -> QTextLayout:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(text, self._look.theme.font(role))
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        return layout

    def _elided(self, text: str, role: str, width: int) -> str:
        return QFontMetricsF(self._look.theme.font(role)).elidedText(text, Qt.TextElideMode.ElideRight, width)


class CardLayout:
    """Computes the parts of cards of one list: the Moderate list, or the replies of the open article."""

    def __init__(self, look: Look, *, body_lines: int) -> None:
        self._look = look
        self._body_lines = body_lines
        self._texts = TextBreaker(look)

    def forget(self) -> None:
        """Drop broken texts after a change of size or fonts."""
        self._texts.forget()

    @property
    def row_height(self) -> int:
        """The one height of every card that is not opened."""
        px, line = self._look.theme.px, self._look.theme.line_height
        return px(14) + px(20) + px(18) + px(8) + self._body_lines * line("reply") + px(8) + px(18) + px(14)

    def parts(self, reply: Reply, width: int, *, opened: bool = False, failed: bool = False) -> CardParts:
        """Return where everything stands on a card ``width`` px wide."""
        px = self._look.theme.px
        left, right = px(64), width - px(20)
        room = max(px(80), right - left)
        top = px(14)
        chips, place, name = self._head(reply, left, right, top)
        meta = QRect(left, top + px(20), room, px(18))
        body_top = meta.bottom() + 1 + px(8)
        lines = OPEN_LINES if opened else self._body_lines
        words = plain_words(reply.text[: OPEN_LINES * LINE_CHARACTERS * 2], reply.format)
        body = self._texts.broken(words, "reply", room, lines, px(10 if opened else 5))
        foot_parts = foot(reply, failed=failed, with_waiting=not opened)
        note: BrokenText | None = None
        if not opened:
            foot_rect = QRect(left, body_top + body.height + px(8), room, px(18))
            return CardParts(
                bar=QRect(px(10), px(14), px(3), self.row_height - px(28)),
                avatar=QRect(px(22), top, px(30), px(30)), name=name, chips=chips, place=place, meta=meta,
                body_left=left, body_top=body_top, body=body, note=None, note_top=0,
                foot=foot_rect, foot_parts=foot_parts, actions=QRect(), height=self.row_height,
            )  # fmt: skip
        below = body_top + body.height + px(8)
        note_top = below
        if waiting := wording.waiting_line(reply):
            note = self._texts.broken(waiting, "caption", room, 4)
            below += note.height + px(4)
        foot_rect = QRect(left, below, room, px(18)) if foot_parts else QRect(left, below, room, 0)
        below = foot_rect.bottom() + 1
        actions = QRect(left, below + px(12 if foot_parts or note else 4), room, px(28))
        height = max(self.row_height, actions.bottom() + 1 + px(14))
        return CardParts(
            bar=QRect(px(10), px(14), px(3), height - px(28)),
            avatar=QRect(px(22), top, px(30), px(30)), name=name, chips=chips, place=place, meta=meta,
            body_left=left, body_top=body_top, body=body, note=note, note_top=note_top,
            foot=foot_rect, foot_parts=foot_parts, actions=actions, height=height,
        )  # fmt: skip

    def _head(
        self, reply: Reply, left: int, right: int, top: int
    ) -> tuple[tuple[tuple[Chip, QRect], ...], QRect, QRect]:
        px = self._look.theme.px
        line = px(20)
        place_width = round(
            QFontMetricsF(self._look.theme.font("telemetry")).horizontalAdvance(wording.place_words(reply))
        )
        place = QRect(right - place_width, top, place_width + 1, line)
        edge = place.left() - px(10)
        placed: list[tuple[Chip, QRect]] = []
        for chip in reversed(chips(reply)):
            size = chip_size(self._look, chip.text, chip.icon)
            placed.insert(
                0, (chip, QRect(edge - size.width(), top + (line - size.height()) // 2, size.width(), size.height()))
            )
            edge -= size.width() + px(6)
        return tuple(placed), place, QRect(left, top, max(0, edge - left), line)


def chips(reply: Reply) -> tuple[Chip, ...]:
    """Return the chips of a card, the one that matters most at the right."""
    found: list[Chip] = []
    if reply.status is ReplyStatus.PENDING:
        found.append(Chip(wording.status_words(reply.status), "amber", "ph.hourglass-medium"))
    if wording.flag_shown(reply):
        found.append(Chip(wording.flag_chip(reply), "red", "ph.flag-fill"))
    if reply.status is ReplyStatus.HIDDEN:
        found.append(Chip(wording.status_words(reply.status), "neutral", "ph.eye-slash"))
    elif reply.status is ReplyStatus.SPAM:
        found.append(Chip(wording.status_words(reply.status), "neutral", "ph.prohibit"))
    elif reply.status is ReplyStatus.DELETED:
        found.append(Chip(wording.status_words(reply.status), "neutral", "ph.trash"))
    return tuple(found)


def foot(reply: Reply, *, failed: bool = False, with_waiting: bool = True) -> tuple[FootPart, ...]:
    """Return what stands in a card's last line; a decision that was not stored comes before everything."""
    found: list[FootPart] = []
    if failed:
        found.append(FootPart("ph.warning-circle-fill", wording.not_saved(), "red"))
    if with_waiting and (waiting := wording.waiting_line(reply)):
        found.append(FootPart("", waiting, "amber"))
    if reply.likes:
        found.append(FootPart("ph.heart-straight", wording.number_words(reply.likes), "text2"))
    if reports := wording.reports_line(reply):
        found.append(FootPart("ph.flag-fill", reports, "red"))
    if removed := wording.removed_line(reply):
        found.append(FootPart("", removed, "text2"))
    if edited := wording.edited_line(reply):
        found.append(FootPart("ph.pencil-line", edited, "text2"))
    return tuple(found)
