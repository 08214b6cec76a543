"""What the writing commands do to Markdown, as functions from text to text.

Each takes a ``Passage``, whole lines with a selection in them, and returns the passage as it is to be, or None when the
command does not apply there. Nothing here knows of widgets; the editor replaces the passage in one undo step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from famedit.gui.editor.markdown_spans import LINE_HEAD, Format, Span, inline_spans

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[\w’'\-]+")
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
INDENT = "    "
MARKS = {Format.BOLD: "**", Format.ITALIC: "*", Format.CODE: "`"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole lines joined by line feeds; the selection runs from ``start`` to ``end`` (the caret, when equal)."""

    text: str
    start: int
    end: int

    def line_at(self, position: int) -> tuple[int, str]:
        """Return where the line around ``position`` begins, and the line."""
        begin = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return begin, self.text[begin : end if end >= 0 else len(self.text)]

    def replaced(self, start: int, end: int, new: str) -> Passage:
        """Return the passage with text replaced; a selection edge behind it moves along."""
        grown = len(new) - (end - start)

        def moved(edge: int) -> int:
            return edge + grown if edge >= end else min(edge, start + len(new))

        return Passage(self.text[:start] + new + self.text[end:], moved(self.start), moved(self.end))


# Inline formats -------------------------------------------------------------------------------------------------------


def toggle_inline(passage: Passage, kind: Format) -> Passage:
    """Put the selection, or the word at the caret, into bold, italic or code, or take it out."""
    mark = MARKS[kind]
    if passage.start == passage.end:
        return _toggle_at_caret(passage, kind, mark)
    lines = passage.text[passage.start : passage.end].split("\n")
    if len(lines) == 1:
        return _toggle_stretch(passage, kind, mark)
    # marks do not reach across paragraphs: each line gets, or loses, its own
    pieces: list[tuple[int, int]] = []
    at = passage.start
    for line in lines:
        if line.strip():
            pieces.append((at, at + len(line)))
        at += len(line) + 1
    inside = [_span_around(passage, start, end, kind) is not None for start, end in pieces]
    changed, size = passage, len(passage.text)
    for (start, end), is_inside in reversed(list(zip(pieces, inside, strict=True))):
        if is_inside and not all(inside):
            continue
        part = _toggle_stretch(Passage(changed.text, start, end), kind, mark)
        changed = Passage(part.text, passage.start, passage.end)
    end = max(passage.start, passage.end + len(changed.text) - size)
    return Passage(changed.text, passage.start, end)


def _toggle_at_caret(passage: Passage, kind: Format, mark: str) -> Passage:
    at = passage.start
    if _between_marks(passage.text, at, mark):
        return passage.replaced(at - len(mark), at + len(mark), "")
    span = _span_around(passage, at, at, kind)
    if span is not None and at == span.end - span.closing:
        return Passage(passage.text, span.end, span.end)  # typed to its end: what follows is plain again
    if span is not None:
        return _without_marks(passage, span)
    begin, line = passage.line_at(at)
    column = at - begin
    word = next((m for m in _WORD.finditer(line) if m.start() <= column <= m.end()), None)
    if word is None:
        text = passage.text[: passage.start] + mark * 2 + passage.text[passage.start :]
        return Passage(text, passage.start + len(mark), passage.start + len(mark))
    start, end = begin + word.start(), begin + word.end()
    text = f"{passage.text[:start]}{mark}{passage.text[start:end]}{mark}{passage.text[end:]}"
    # behind the word means behind its marks: what is typed next is plain, and Enter does not cut them off
    caret = passage.start + len(mark) * (2 if passage.start == end else 1)
    return Passage(text, caret, caret)


def _between_marks(text: str, at: int, mark: str) -> bool:
    """Tell whether the caret stands between two marks with nothing in them yet."""
    before, behind = text[:at], text[at:]
    size = len(mark)
    return size == len(before) - len(before.rstrip(mark[0])) == len(behind) - len(behind.lstrip(mark[0]))


def _toggle_stretch(passage: Passage, kind: Format, mark: str) -> Passage:
    span = _span_around(passage, passage.start, passage.end, kind)
    if span is not None:
        return _without_marks(passage, span)
    start, end = passage.start, passage.end
    begin, line = passage.line_at(start)
    head = LINE_HEAD.match(line)
    if head is not None:
        start = max(start, min(begin + head.end(), end))
    while start < end and passage.text[start].isspace():
        start += 1
    while end > start and passage.text[end - 1].isspace():
        end -= 1
    if start == end:
        return passage
    text = f"{passage.text[:start]}{mark}{passage.text[start:end]}{mark}{passage.text[end:]}"
    return Passage(text, start + len(mark), end + len(mark))


def _span_around(passage: Passage, start: int, end: int, kind: Format) -> Span | None:
    """Return the innermost span of that kind that holds the stretch, marks selected or not; in passage positions."""
    begin, line = passage.line_at(start)
    found: Span | None = None
    for span in inline_spans(line):
        if span.kind is kind and begin + span.start <= start and end <= begin + span.end:
            found = span
    return replace(found, start=found.start + begin, end=found.end + begin) if found else None


def _without_marks(passage: Passage, span: Span) -> Passage:
    closed = passage.replaced(span.end - span.closing, span.end, "")
    opened = closed.replaced(span.start, span.start + span.opening, "")
    inner_end = span.end - span.opening - span.closing
    return Passage(opened.text, max(span.start, min(opened.start, inner_end)), min(opened.end, inner_end))


# Links ----------------------------------------------------------------------------------------------------------------


def is_address(text: str) -> bool:
    """Tell whether ``text`` is one web or mail address and nothing else."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def link_at(passage: Passage) -> tuple[Passage, str, str] | None:
    """Return the link the caret or selection is in: the passage with the whole link selected, its text, its address."""
    span = _span_around(passage, passage.start, passage.end, Format.LINK)
    if span is None or passage.text[span.inner[1] + 1 : span.inner[1] + 2] != "(":
        return None
    address = passage.text[span.inner[1] + 2 : span.end - 1]
    return Passage(passage.text, span.start, span.end), passage.text[slice(*span.inner)], address


def put_link(passage: Passage, text: str, address: str) -> Passage:
    """Replace the selection by a link; without an address by its text alone. The caret stands behind it."""
    shown = text.replace("\n", " ").strip() or address
    new = f"[{_escaped(shown)}]({_safe_address(address)})" if address.strip() else shown
    at = passage.start + len(new)
    return Passage(passage.text[: passage.start] + new + passage.text[passage.end :], at, at)


def put_image(passage: Passage, alt: str, address: str) -> Passage:
    """Put an image on a line of its own, in place of the selection; the caret stands behind it."""
    before, after = passage.text[: passage.start], passage.text[passage.end :]
    lead = "" if not before or before.endswith("\n\n") else ("\n" if before.endswith("\n") else "\n\n")
    tail = "" if not after or after.startswith("\n\n") else ("\n" if after.startswith("\n") else "\n\n")
    new = f"{lead}![{_escaped(' '.join(alt.split()))}]({address})"
    return Passage(before + new + tail + after, len(before + new), len(before + new))


def _escaped(text: str) -> str:
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", text)


def _safe_address(address: str) -> str:
    address = address.strip().replace(" ", "%20")
    if address.count("(") != address.count(")"):
        address = address.replace("(", "%28").replace(")", "%29")
    return address


# Lines ----------------------------------------------------------------------------------------------------------------


def toggle_heading(passage: Passage, level: int) -> Passage:
    """Make the selected lines headings of ``level``, or plain again when they all are."""
    hashes = "#" * level
    pattern = re.compile(r"#{1,6}(?:[ \t]+|$)")

    def already(line: str) -> bool:
        return re.match(rf"{hashes}(?!#)", line) is not None

    def plain(line: str) -> str:
        return pattern.sub("", line, count=1) if pattern.match(line) else line

    return _toggle_lines(passage, already, plain, lambda line, _: f"{hashes} {plain(line)}")


def toggle_quote(passage: Passage) -> Passage:
    """Put the selected lines, blank ones between them too, into a quotation, or take them out."""

    def already(line: str) -> bool:
        return line.startswith(">")

    return _toggle_lines(
        passage, already, lambda line: re.sub(r"^>[ ]?", "", line), lambda line, _: f"> {line}".rstrip(), blanks=True
    )


_BULLET = re.compile(r"([ \t]*)[-*+](?:[ ]|$)")
_NUMBER = re.compile(r"([ \t]*)\d{1,9}[.)](?:[ ]|$)")


def toggle_list(passage: Passage, kind: Format) -> Passage:
    """Make the selected lines items of a bulleted or numbered list, or plain again when they all are."""
    wanted, other = (_BULLET, _NUMBER) if kind is Format.BULLETS else (_NUMBER, _BULLET)

    def plain(line: str) -> str:
        line = wanted.sub(r"\1", line, count=1) if wanted.match(line) else line
        return other.sub(r"\1", line, count=1) if other.match(line) else line

    def item(line: str, number: int) -> str:
        bare = plain(line)
        text = bare.lstrip()
        indent = bare[: len(bare) - len(text)]
        return f"{indent}{'-' if kind is Format.BULLETS else f'{number}.'} {text}"

    return _toggle_lines(passage, lambda line: wanted.match(line) is not None, plain, item)


def _toggle_lines(
    passage: Passage,
    already: Callable[[str], bool],
    plain: Callable[[str], str],
    make: Callable[[str, int], str],
    *,
    blanks: bool = False,
) -> Passage:
    """Change every selected line, blank ones only when ``blanks`` or when there is no other."""
    first = passage.text.rfind("\n", 0, passage.start) + 1
    end_at = passage.end - 1 if passage.end > passage.start and passage.text[passage.end - 1] == "\n" else passage.end
    last = passage.text.find("\n", end_at)
    last = last if last >= 0 else len(passage.text)
    lines = passage.text[first:last].split("\n")
    chosen = [bool(line.strip()) or blanks for line in lines]
    if not any(chosen):
        chosen = [True] * len(lines)
    remove = all(already(line) for line, on in zip(lines, chosen, strict=True) if on and (line.strip() or blanks))
    remove = remove and any(already(line) for line in lines)
    new: list[str] = []
    number = 0
    for line, on in zip(lines, chosen, strict=True):
        if not on:
            new.append(line)
            continue
        number += 1
        new.append(plain(line) if remove else line if already(line) and not line[:1].isdigit() else make(line, number))
    text = passage.text[:first] + "\n".join(new) + passage.text[last:]
    grown = len("\n".join(new)) - (last - first)
    if passage.start == passage.end:
        caret = max(first, passage.start + grown)
        return Passage(text, caret, caret)
    return Passage(text, first, last + grown)


def enter(passage: Passage) -> Passage | None:
    """Continue a list or quotation on a new line; on an empty item end it. None: an ordinary new line."""
    begin, line = passage.line_at(passage.start)
    head = LINE_HEAD.match(line)
    if head is None or head["hashes"] or passage.start - begin < head.end():
        return None
    if not (head["bullet"] or head["number"] or head["quote"]):
        return None
    if passage.start == passage.end and not line[head.end() :].strip():
        return _ended(passage, begin, line, head)
    marker = line[: head.end()]
    if head["number"]:
        marker = f"{head['indent']}{head['quote']}{int(head['number']) + 1}{head['point']} "
    elif head["bullet"]:
        marker = f"{head['indent']}{head['quote']}{head['bullet']} "
    elif not marker.endswith(" "):
        marker += " "
    at = passage.start + 1 + len(marker)
    rest = passage.text[passage.end :]
    if head["number"]:
        rest = _renumbered(rest, head["indent"] + head["quote"], int(head["number"]) + 2)
    return Passage(f"{passage.text[: passage.start]}\n{marker}{rest}", at, at)


def _ended(passage: Passage, begin: int, line: str, head: re.Match[str]) -> Passage:
    """Step out of an empty item: a nested one to its parent's level, the outermost to plain text."""
    if len(head["indent"]) >= len(INDENT) and not head["quote"]:
        new = line[len(INDENT) :]
    elif head["quote"] and (head["bullet"] or head["number"]):
        new = head["indent"] + head["quote"]
    else:
        new = ""
    caret = begin + len(new)
    return Passage(passage.text[:begin] + new + passage.text[begin + len(line) :], caret, caret)


def _renumbered(rest: str, lead: str, number: int) -> str:
    """Count on through the items that follow directly, so that an inserted item leaves no number twice."""
    lines = rest.split("\n")
    pattern = re.compile(rf"{re.escape(lead)}(\d{{1,9}})([.)] )")
    for index in range(1, len(lines)):
        match = pattern.match(lines[index])
        if match is None:
            if lines[index].startswith(lead + " ") and lines[index].strip():
                continue
            break
        lines[index] = f"{lead}{number}{match[2]}{lines[index][match.end() :]}"
        number += 1
    return "\n".join(lines)


def in_list(passage: Passage) -> bool:
    """Tell whether the selection begins in a list item."""
    head = LINE_HEAD.match(passage.line_at(passage.start)[1])
    return head is not None and bool(head["bullet"] or head["number"])


def indent(passage: Passage, *, deeper: bool) -> Passage | None:
    """Move the selected list items one level in or out; None when the selection is not in a list."""
    if not in_list(passage):
        return None
    first = passage.text.rfind("\n", 0, passage.start) + 1
    last = passage.text.find("\n", passage.end)
    last = last if last >= 0 else len(passage.text)
    lines = passage.text[first:last].split("\n")

    def moved(line: str) -> str:
        if not line.strip():
            return line
        if deeper:
            return INDENT + line
        return line.removeprefix("\t") if line.startswith("\t") else line[min(4, len(line) - len(line.lstrip(" "))) :]

    new = [moved(line) for line in lines]
    text = passage.text[:first] + "\n".join(new) + passage.text[last:]
    start = max(first, passage.start + len(new[0]) - len(lines[0]))
    return Passage(text, start, max(start, passage.end + len("\n".join(new)) - (last - first)))


# Paragraphs -----------------------------------------------------------------------------------------------------------


def move_paragraph(passage: Passage, *, down: bool) -> Passage | None:
    """Swap the selected paragraph, or list item, with its neighbour; None at the end of the text.

    The blank lines between the two stay where they are.
    """
    lines = passage.text.split("\n")
    first = passage.text.count("\n", 0, passage.start)
    last = passage.text.count("\n", 0, passage.end)
    if not any(line.strip() for line in lines[first : last + 1]):
        return None
    first, last = _paragraph(lines, first, last)
    if down:
        begin = next((i for i in range(last + 1, len(lines)) if lines[i].strip()), None)
        if begin is None:
            return None
        _, end = _paragraph(lines, begin, begin)
        new = (
            lines[:first]
            + lines[begin : end + 1]
            + lines[last + 1 : begin]
            + lines[first : last + 1]
            + lines[end + 1 :]
        )
        shift = sum(len(line) + 1 for line in lines[last + 1 : end + 1])
    else:
        end_before = next((i for i in range(first - 1, -1, -1) if lines[i].strip()), None)
        if end_before is None:
            return None
        begin, _ = _paragraph(lines, end_before, end_before)
        new = lines[:begin] + lines[first : last + 1] + lines[end_before + 1 : first] + lines[begin : end_before + 1]
        new += lines[last + 1 :]
        shift = -sum(len(line) + 1 for line in lines[begin:first])
    return Passage("\n".join(new), passage.start + shift, passage.end + shift)


def _paragraph(lines: list[str], first: int, last: int) -> tuple[int, int]:
    """Widen a range of lines to whole paragraphs; a list item is one, with the lines that hang on it, and a heading."""
    while first > 0 and _goes_on(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1]):
        last += 1
    return first, last


def _goes_on(line: str, following: str) -> bool:
    """Tell whether two lines after each other are one paragraph."""
    if not line.strip() or not following.strip():
        return False
    above, below = LINE_HEAD.match(line), LINE_HEAD.match(following)
    return not (above and above["hashes"]) and not (below and (below["bullet"] or below["number"] or below["hashes"]))
