"""Cuts a Markdown body into segments that can be rendered one by one.

A segment ends at a blank line that no construct reaches across: what stands after it would come out the same if it
stood alone. What does reach further (link addresses, abbreviations and footnotes, all defined anywhere) is collected
into ``Shared`` and handed to each segment that names it. Preview and export both render by segments, so that a key
pressed in a long article costs the rendering of one paragraph, and each segment knows the line it comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FENCE = re.compile(r"(~{3,}|`{3,})")
_LIST = re.compile(r"(?:[-*+]|[0-9]+\.)[ \t]")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}\Z")
_DEFINES_TERM = re.compile(r":[ \t]")
_HTML = re.compile(r" {0,3}<[a-zA-Z/!?]")
_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)\b[^<>]*?(/?)>")
_NOTE = re.compile(r" {0,3}\[\^([^\]]*)\]:[ ]*(.*)\Z")
_NOTE_USED = re.compile(r"(?<!!)\[\^([^\]\[]*)\](?!:)")
_REFERENCE = re.compile(
    r"""^[ ]{0,3}\[([^\[\]\^][^\[\]]*)\]:[ ]*\n?[ ]*([^\s]+)[ ]*(?:\n[ ]*)?((["'])(.*)\4[ ]*|\((.*)\)[ ]*)?$""",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(r"^[*]\[([^\\\]]*?)\][ ]?:[ ]*\n?[ ]*(.*)$", re.MULTILINE)
_HTML_BLOCK = re.compile(
    r"(?:"
    r"address|article|aside|blockquote|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|"
    r"footer|form|h1|h2|h3|h4|h5|h6|header|hgroup|legend|li|main|menu|nav|object|ol|p|pre|script|section|style|"
    r"summary|table|tbody|td|template|tfoot|th|thead|tr|ul|video|audio|iframe"
    r")\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Some lines of a body that render on their own; ``line`` is the first of them, counted from 0."""

    line: int
    text: str


@dataclass(slots=True)
class Shared:
    """What any segment may name. Keys of ``references`` are lower case; ``footnotes`` are in the order of first use."""

    references: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    abbreviations: dict[str, str] = field(default_factory=dict[str, str])
    footnotes: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class _Chunk:
    """Lines without a blank one between them, but for those inside a fence."""

    line: int
    lines: list[str]
    kind: str = "text"


def split_body(text: str) -> tuple[tuple[Segment, ...], Shared]:
    r"""Return the segments of ``text`` (lines end with "\n") in order, and what they share."""
    shared = Shared()
    notes: dict[str, str] = {}
    groups: list[list[_Chunk]] = []
    current: list[_Chunk] = []
    unclosed = 0
    for chunk in _without_notes(_chunks(text.split("\n")), notes):
        chunk.kind = _kind(chunk)
        if current and chunk.kind == "nothing":
            # Addresses of links leave no trace where they stand: a list goes on after them.
            current.append(_Chunk(chunk.line, chunk.lines, current[-1].kind))
            continue
        if current and unclosed <= 0 and not _joins(current[-1].kind, chunk):
            groups.append(current)
            current = []
            unclosed = 0
        if unclosed > 0 or chunk.kind == "html" or any(_HTML.match(line) for line in chunk.lines):
            unclosed = max(0, unclosed + _left_open(chunk))
        if chunk.kind == "html" and not unclosed:
            chunk.kind = "text"
        if current and chunk.kind in ("code", "indented"):
            chunk.kind = current[-1].kind  # part of the list or the definition, which may go on after it
        if chunk.kind == "terms" and groups and _DEFINES_TERM.match(chunk.lines[0]) and groups[-1][-1].kind == "terms":
            current = groups.pop() + current  # the paragraph before turns out to be the next term of that list
        current.append(chunk)
    if current:
        groups.append(current)
    segments = [_segment(group) for group in groups]
    _collect(segments, notes, shared)
    return tuple(segments), shared


def note_uses(text: str) -> list[str]:
    """Return the footnotes ``text`` names, in order, once for each time."""
    return _NOTE_USED.findall(text) if "[^" in text else []


def names_in_brackets(text: str) -> set[str]:
    """Return, in lower case, everything ``text`` has in square brackets: what may be the name of a link."""
    return {" ".join(name.split()).lower() for name in re.findall(r"\[([^\[\]]*)\]", text)}


def _segment(chunks: list[_Chunk]) -> Segment:
    lines: list[str] = []
    for chunk in chunks:
        lines += [""] * (chunk.line - chunks[0].line - len(lines))
        lines += chunk.lines
    return Segment(chunks[0].line, "\n".join(lines))


def _chunks(lines: list[str]) -> list[_Chunk]:
    fences = [(i, line.rstrip(" \t")) for i, line in enumerate(lines) if _FENCE.match(line)]
    ends = _fence_ends(fences)
    chunks: list[_Chunk] = []
    i = 0
    while i < len(lines):
        if not lines[i].strip():
            i += 1
            continue
        start = i
        while i < len(lines) and lines[i].strip():
            i = ends.get(i, i) + 1
        chunks.append(_Chunk(start, lines[start:i]))
    return chunks


def _fence_ends(fences: list[tuple[int, str]]) -> dict[int, int]:
    """Return, for each line that opens a fence, the line that closes it; a fence never closed opens nothing."""
    last: dict[str, list[int]] = {}
    for i, line in fences:
        last.setdefault(line, []).append(i)
    ends: dict[int, int] = {}
    skip_to = -1
    for i, line in fences:
        if i <= skip_to:
            continue
        match = _FENCE.match(line)
        closing = last.get(match[1], []) if match else []
        end = next((c for c in closing if c > i), None)
        if end is not None:
            ends[i] = skip_to = end
    return ends


def _without_notes(chunks: list[_Chunk], notes: dict[str, str]) -> list[_Chunk]:
    """Take the definitions of footnotes out into ``notes``; a definition goes on in chunks indented by four."""
    rest: list[_Chunk] = []
    open_note = ""
    for chunk in chunks:
        if open_note and chunk.lines[0].startswith("    "):
            notes[open_note] += "\n\n" + "\n".join(line.removeprefix("    ") for line in chunk.lines)
            continue
        open_note = ""
        kept: list[str] = []
        fenced = _FENCE.match(chunk.lines[0]) is not None
        for line in chunk.lines:
            if not fenced and (match := _NOTE.match(line)):
                open_note = match[1]
                notes[open_note] = match[2]
            elif open_note:
                notes[open_note] += "\n" + line.removeprefix("    ")
            else:
                kept.append(line)
        if kept:
            rest.append(_Chunk(chunk.line, kept))
    return rest


def _kind(chunk: _Chunk) -> str:
    first = chunk.lines[0]
    if first.startswith(("    ", "\t")):
        return "code"
    if "]" in first and _only_defines("\n".join(chunk.lines)):
        return "nothing"
    if first[0] == " ":
        return "indented"
    if first[0] == ">":
        return "quote"
    if _HTML.match(first):
        return "html"
    if _LIST.match(first) and not _RULE.match(first):
        return "list"
    if any(_DEFINES_TERM.match(line) for line in chunk.lines):
        return "terms"
    return "text"


def _only_defines(text: str) -> bool:
    return not _ABBREVIATION.sub("", _REFERENCE.sub("", text)).strip()


def _joins(before: str, chunk: _Chunk) -> bool:
    """Whether ``chunk`` may continue what a chunk of kind ``before`` began."""
    kind = chunk.kind
    if kind == "indented" or before == "html":
        return True
    if kind == "code":
        return before != "text"
    if kind == "terms":
        return before == "terms" or _DEFINES_TERM.match(chunk.lines[0]) is not None
    return kind == before and kind in ("list", "quote")


def _left_open(chunk: _Chunk) -> int:
    """Return how many block elements of raw HTML ``chunk`` opens and does not close; may be negative."""
    text = "\n".join(chunk.lines)
    count = 0
    for closing, name, alone in _HTML_TAG.findall(text):
        if not alone and _HTML_BLOCK.match(name):
            count += -1 if closing else 1
    return count + text.count("<!--") - text.count("-->")


def _collect(segments: list[Segment], notes: dict[str, str], shared: Shared) -> None:
    used: dict[str, None] = {}
    for text in [*(segment.text for segment in segments), *notes.values()]:
        if "]:" in text or "] :" in text:
            for name, address, *_, quoted, bracketed in _REFERENCE.findall(text):
                key = " ".join(name.split()).lower()
                shared.references[key] = (address.lstrip("<").rstrip(">"), quoted or bracketed)
            for short, full in _ABBREVIATION.findall(text):
                shared.abbreviations[short.strip()] = full.strip()
        for name in note_uses(text):
            if name in notes:
                used[name] = None
    for name in [*used, *(name for name in notes if name not in used)]:
        shared.footnotes[name] = notes[name]
