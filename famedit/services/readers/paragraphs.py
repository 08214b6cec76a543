"""Putting back together what a hard wrap took apart: which line goes on with the sentence of the line before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_CLOSING = "\"'”’»)]*_"
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", ":")
#: A line that ends with one of these words has not ended its sentence.
_WEAK = re.compile(
    r"\w (?:the|a|an|of|and|or|nor|but|to|in|on|at|by|for|with|from|into|onto|over|under|than|as|that|which|who|whose|"
    r"his|her|its|their|our|your|my|is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|should|must|not|if|"
    r"when|while|where|because|although|after|before|during|between|about|against|through|without|within|until|this|"
    r"these|those|no|every|each|both|either|neither|some|any|another|such|very|so|also|only|more|most|less)$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(
    r"(?:^|[\s(\"“‘'])(?:Mr|Mrs|Ms|Dr|Prof|St|Lt|Col|Gen|Sgt|Capt|Cmdr|Maj|Adm|Sen|Rep|No|vs|e\.g|i\.e|[A-Z])\.$"
)
_LIST_ITEM = re.compile(r"(?:[•·●◦▪‣∙*+–-]|\d{1,2}[.)])\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. ``after_blank``: a blank line stood before it."""

    text: str
    after_blank: bool = False


def lines_of(text: str) -> list[Line]:
    """Return the lines of ``text`` that hold anything, white space at their ends and inside them made single."""
    lines: list[Line] = []
    blank = False
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if line:
            lines.append(Line(line, blank))
        blank = not line
    return lines


def ends_sentence(line: str) -> bool:
    """Whether a sentence may end with this line."""
    bare = line.rstrip(_CLOSING)
    return bare.endswith(_SENTENCE_END) and not _SHORTENED.search(bare)


def goes_on(line: str, following: str) -> bool:
    """Whether ``following`` surely goes on with the sentence of ``line``, whatever lies between them."""
    if ends_sentence(line) or _LIST_ITEM.match(following):
        return False
    start = following.lstrip("\"'“‘«([")
    if start[:1].islower():
        return True
    return line.endswith((",", ";", "–", "—")) or bool(_WEAK.search(line))


def wrap_width(lines: list[Line]) -> int:
    """Return the length to which lines were wrapped; 0 when nothing shows that any were."""
    pairs = pairwise(lines)
    return max((len(one.text) for one, two in pairs if not two.after_blank and goes_on(one.text, two.text)), default=0)


def join(line: str, following: str) -> str:
    """Return both as one: a word parted at its hyphen or dash needs no space."""
    parted = re.search(r"\w[-—]$", line) and following[:1].isalnum()
    return f"{line}{'' if parted else ' '}{following}"


def paragraphs(lines: list[Line], width: int, *, bold: bool = True) -> list[str]:
    """Return ``lines`` as whole paragraphs.

    ``width`` is what ``wrap_width`` said. A line is also taken to go on when its successor's first word would not
    have fitted on it and they are not parted by a blank line; ``bold=False`` does without this guess, for lines that
    stand by themselves.
    """
    whole: list[str] = []
    last = ""  # the line before, as it was
    wrapped = False  # whether the paragraph being read has been seen to be wrapped
    for number, line in enumerate(lines):
        joined = bool(last) and goes_on(last, line.text)
        if last and not joined and bold and width and not line.after_blank and not _LIST_ITEM.match(line.text):
            full = len(last) <= width and len(last) + 1 + len(line.text.split(" ", 1)[0]) > width
            following = lines[number + 1 : number + 2]
            runs_on = bool(following) and not following[0].after_blank and goes_on(line.text, following[0].text)
            joined = full and (not ends_sentence(last) or wrapped or runs_on)
        if joined:
            whole[-1] = join(whole[-1], line.text)
        else:
            whole.append(line.text)
        wrapped = joined
        last = line.text
    return whole
