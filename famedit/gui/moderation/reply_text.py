"""A reply's text as plain words: what a moderator reads never is markup that works."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from famedit.core.reply import TextFormat

#: Characters that turn the reading direction around or cannot be seen: they could make a reply read as something else.
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")
_BB_LINK = re.compile(r"\[url=[\"']?([^\]\"']{1,2000})[\"']?\](.{0,2000}?)\[/url\]", re.IGNORECASE | re.DOTALL)
_BB_TAG = re.compile(
    r"\[/?(?:b|i|u|s|url|quote|code|list|img|size|color|font|center|\*)(?:=[^\]]{0,200})?\]", re.IGNORECASE
)
_BLANKS = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[^\S\n]+")
_BLOCKS = frozenset({"p", "div", "br", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "tr"})
_DROPPED = frozenset({"script", "style"})


def plain_words(text: str, text_format: TextFormat = TextFormat.PLAIN) -> str:
    """Return ``text`` as words and line breaks; the address of a link stands in brackets after its words."""
    if text_format is TextFormat.HTML:
        text = _without_tags(text)
    elif text_format is TextFormat.BBCODE:
        text = _BB_TAG.sub("", _BB_LINK.sub(lambda m: _with_address(m.group(2), m.group(1)), text))
    return _BLANKS.sub("\n\n", seemly(text)).strip()


def seemly(text: str) -> str:
    """Return ``text`` without invisible controls, with towers of accents cut to four and one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _MARKS.sub(r"\1", _INVISIBLE.sub("", text))


def one_line(text: str, limit: int = 200) -> str:
    """Return the first ``limit`` characters of ``text`` on one line, with an ellipsis when there is more."""
    head = " ".join(seemly(text[: limit * 4]).split())
    return head if len(head) <= limit and len(text) <= limit * 4 else head[: limit - 1].rstrip() + "…"


def _with_address(words: str, address: str) -> str:
    words, address = words.strip(), address.strip()
    return address if not words or words == address else f"{words} ({address})"


class _Words(HTMLParser):
    """Gathers the words of a piece of HTML, with line breaks where blocks begin and end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[tuple[int, str]] = []
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropping += 1
        elif tag in _BLOCKS:
            self._break("\n\n" if tag in ("p", "blockquote", "ul", "ol") else "\n")
        elif tag == "a":
            self._links.append((len(self.parts), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropping = max(0, self._dropping - 1)
        elif tag in _BLOCKS and tag != "br":
            self._break("\n\n" if tag in ("p", "blockquote", "ul", "ol") else "\n")
        elif tag == "a" and self._links:
            start, address = self._links.pop()
            words = "".join(self.parts[start:])
            if address:
                del self.parts[start:]
                self.parts.append(_with_address(words, address))

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.parts.append(_SPACES.sub(" ", data.replace("\n", " ")))

    def _break(self, ends: str) -> None:
        if self.parts:
            self.parts.append(ends)


def _without_tags(text: str) -> str:
    words = _Words()
    words.feed(text)
    words.close()
    lines = [line.strip() for line in "".join(words.parts).split("\n")]
    kept = [line for line, after in pairwise([*lines, ""]) if line or after]
    return "\n".join(kept)
