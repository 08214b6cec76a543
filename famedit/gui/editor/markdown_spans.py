"""Where the formats of one Markdown line begin and end, for colouring and for the format bar.

A reading of one line, good enough to colour by while typing; the page itself is rendered by the real parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Format(StrEnum):
    """What a stretch of text or a whole line can be."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    QUOTE = "quote"
    BULLETS = "bullets"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Span:
    """An inline format: text from ``start`` to ``end``, its marks ``opening`` and ``closing`` units long, inside."""

    kind: Format
    start: int
    end: int
    opening: int
    closing: int

    @property
    def inner(self) -> tuple[int, int]:
        """Return where the marked text itself begins and ends."""
        return self.start + self.opening, self.end - self.closing


LINE_HEAD = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>(?:>[ ]?)*)"
    r"(?:(?P<hashes>\#{1,6})(?=[ \t]|$)[ \t]*|(?P<bullet>[-*+])(?=[ ]|$)[ ]?"
    r"|(?P<number>\d{1,9})(?P<point>[.)])(?=[ ]|$)[ ]?)?"
)
FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_SPECIAL = re.compile(r"[\\`*_\[!]")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\](\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])")
_RUN = {"*": re.compile(r"\*+"), "_": re.compile(r"_+"), "`": re.compile(r"`+")}
#: A line longer than this is coloured up to here only: a megabyte pasted as one line must not stop the keys.
LONGEST_LINE = 20_000


@lru_cache(maxsize=512)
def inline_spans(line: str) -> tuple[Span, ...]:
    """Return the inline formats of ``line`` in the order in which they begin."""
    spans: list[Span] = []
    openers: list[tuple[str, int, int]] = []
    at = 0
    line = line[:LONGEST_LINE]
    while match := _SPECIAL.search(line, at):
        at, mark = match.start(), match[0]
        if mark == "\\":
            at += 2
        elif mark == "`":
            at = _code(line, at, spans)
        elif mark in "[!":
            at = _link(line, at, spans)
        else:
            at = _emphasis(line, at, mark, openers, spans)
    spans.sort(key=lambda span: (span.start, -span.end))
    return tuple(spans)


def _code(line: str, at: int, spans: list[Span]) -> int:
    run = _RUN["`"].match(line, at)
    assert run is not None  # noqa: S101 -- the caller saw the backtick
    width = len(run[0])
    closing = re.compile(rf"(?<!`)`{{{width}}}(?!`)").search(line, run.end())
    if closing is None:
        return run.end()
    spans.append(Span(Format.CODE, at, closing.end(), width, width))
    return closing.end()


def _link(line: str, at: int, spans: list[Span]) -> int:
    image = line[at] == "!"
    begin = at + image
    match = _LINK.match(line, begin) if begin < len(line) and line[begin] == "[" else None
    if match is None:
        return at + 1
    kind = Format.IMAGE if image else Format.LINK
    spans.append(Span(kind, at, match.end(), 1 + image, match.end() - match.end(1)))
    # what stands between the brackets may be formatted itself; the address may not
    inner = line[match.start(1) : match.end(1)]
    if any(mark in inner for mark in "*_`"):
        shift = match.start(1)
        spans += [Span(s.kind, s.start + shift, s.end + shift, s.opening, s.closing) for s in inline_spans(inner)]
    return match.end()


def _emphasis(line: str, at: int, mark: str, openers: list[tuple[str, int, int]], spans: list[Span]) -> int:
    run = _RUN[mark].match(line, at)
    assert run is not None  # noqa: S101 -- the caller saw the mark
    end = run.end()
    before = line[at - 1] if at else " "
    after = line[end] if end < len(line) else " "
    can_open, can_close = not after.isspace(), not before.isspace()
    if mark == "_":
        can_open = can_open and not before.isalnum()
        can_close = can_close and not after.isalnum()
    width = len(run[0])
    position = at
    while can_close and width and openers:
        found = next((i for i in range(len(openers) - 1, -1, -1) if openers[i][0] == mark), -1)
        if found < 0:
            break
        _, start, free = openers[found]
        use = 2 if width >= 2 and free >= 2 else 1
        begin = start + free - use
        spans.append(Span(Format.BOLD if use == 2 else Format.ITALIC, begin, position + use, use, use))
        del openers[found + 1 :]
        if free > use:
            openers[found] = (mark, start, free - use)
        else:
            del openers[found]
        width -= use
        position += use
    if can_open and width:
        openers.append((mark, position, width))
    return end


def line_format(line: str) -> Format | None:
    """Return what the whole line is, if it is anything."""
    head = LINE_HEAD.match(line)
    if head is None:
        return None
    if head["hashes"]:
        return Format.HEADING if len(head["hashes"]) <= 2 else Format.SUBHEADING
    if head["bullet"]:
        return Format.BULLETS
    if head["number"]:
        return Format.NUMBERS
    return Format.QUOTE if head["quote"] else None


def formats_at(line: str, column: int) -> frozenset[Format]:
    """Return every format the caret at ``column`` is inside of; beside a mark counts as outside."""
    found = {span.kind for span in inline_spans(line) if span.inner[0] <= column <= span.inner[1]}
    whole = line_format(line)
    if whole is not None:
        found.add(whole)
    if line.lstrip().startswith(">"):
        found.add(Format.QUOTE)
    return frozenset(found)
