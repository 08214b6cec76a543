"""Readers' replies: four ways of writing, one narrow kind of HTML out."""

from __future__ import annotations

import html
import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

import bbcode  # pyright: ignore[reportMissingTypeStubs]  # it has none
from markdown import Markdown

from famedit.core.markup import MAX_LINE, as_typed, tame
from famedit.core.reply import TextFormat
from famedit.core.sanitise import MAX_REPLY, clean_reply, drop_controls

if TYPE_CHECKING:
    from collections.abc import Callable

_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_URL_TAIL = re.compile(r"[.,:;!?…)\]]+\Z")
_IMG = re.compile(r"<img\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_AS_PARAGRAPH = re.compile(
    r"<(/?)(?:div|section|article|h[1-6]|header|footer|figure|figcaption|dl|dt|dd|table|tr|caption|center)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL_END = re.compile(r"</(?:td|th)\s*>", re.IGNORECASE)
_BREAKS = re.compile(r"(?:<br>\s*){2,}")
_MAX_TAG_DEPTH: Final = 32


@lru_cache(maxsize=4096)
def render_reply(text: str, text_format: TextFormat) -> str:
    """Return a reply as clean HTML of the narrow list; text beyond ``MAX_REPLY`` characters is cut. Never raises."""
    text = drop_controls(text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    if len(text) > MAX_REPLY:
        text = text[:MAX_REPLY].rstrip() + "…"
    return clean_reply(_READERS[text_format](text))


def _plain(text: str) -> str:
    """Return paragraphs; lines that begin with ">" are words of another reader."""
    made: list[str] = []
    for part in re.split(r"\n[^\S\n]*\n\s*", text):
        quoted: bool | None = None
        lines: list[str] = []
        for line in [*part.split("\n"), None]:
            is_quote = line is not None and line.lstrip().startswith(">")
            if line is None or is_quote is not quoted:
                made.append(_paragraph(lines, quoted=bool(quoted)))
                lines, quoted = [], is_quote
            if line is not None:
                lines.append(line.lstrip().lstrip("> ") if is_quote else line)
    return "".join(made)


def _paragraph(lines: list[str], *, quoted: bool) -> str:
    if not any(line.strip() for line in lines):
        return ""
    inside = "<br>".join(_linked(line.strip()) for line in lines)
    return f"<blockquote><p>{inside}</p></blockquote>" if quoted else f"<p>{inside}</p>"


def _linked(line: str) -> str:
    """Return one line escaped, its web addresses made links; full stops and brackets around them stay outside."""
    made: list[str] = []
    end = 0
    for match in _URL.finditer(line):
        address = match[0]
        if "(" not in address or address.count(")") > address.count("("):
            address = _URL_TAIL.sub("", address)
        escaped = html.escape(address)
        made += [html.escape(line[end : match.start()], quote=False), f'<a href="{escaped}">{escaped}</a>']
        end = match.start() + len(address)
    made.append(html.escape(line[end:], quote=False))
    return "".join(made)


def _html(text: str) -> str:
    text = _IMG.sub(_picture_as_link, text)
    text = _AS_PARAGRAPH.sub(r"<\1p>", text)
    return _CELL_END.sub(" ", text)


def _picture_as_link(tag: re.Match[str]) -> str:
    found = {name.lower(): two or one or bare for name, two, one, bare in _ATTRIBUTE.findall(tag[1])}
    source = html.unescape(found.get("src", "")).strip()
    words = html.unescape(found.get("alt", "")).strip() or source
    return f'<a href="{html.escape(source)}">{html.escape(words)}</a>' if source else html.escape(words)


def _markdown(text: str) -> str:
    if any(len(line) > MAX_LINE for line in text.split("\n")):
        return as_typed(text)
    made: Markdown | None = getattr(_readers, "markdown", None)
    if made is None:
        made = _readers.markdown = Markdown(extensions=["fenced_code", "nl2br"], output_format="html")
    made.reset()
    try:
        return _html(made.convert(tame(text)))
    except RecursionError:
        return as_typed(text)


def _bbcode(text: str) -> str:
    parser: Any = getattr(_readers, "bbcode", None)
    if parser is None:
        parser = _readers.bbcode = _bbcode_parser()
    if any(len(line) > MAX_LINE for line in text.split("\n")):
        return as_typed(text)
    try:
        made = cast("str", parser.format(text))
    except RecursionError:
        return as_typed(text)
    return "<p>" + _BREAKS.sub("</p><p>", made) + "</p>"


def _bbcode_parser() -> Any:  # noqa: ANN401 - the library has no types
    parser: Any = bbcode.Parser(
        newline="<br>", replace_cosmetic=False, max_tag_depth=_MAX_TAG_DEPTH, url_template='<a href="{href}">{text}</a>'
    )

    def quote(_name: str, value: str, options: dict[str, str] | None, _parent: object, _context: object) -> str:
        who = html.escape((options or {}).get("quote", "").split(";")[0].strip())
        said = f"<p><b>{who}</b></p>" if who else ""
        return f"<blockquote>{said}<p>{value}</p></blockquote>"

    def picture(_name: str, value: str, _options: object, _parent: object, _context: object) -> str:
        address = html.escape(value.strip())
        return f'<a href="{address}">{address}</a>'

    parser.add_formatter("quote", quote, strip=True, swallow_trailing_newline=True)
    parser.add_formatter("img", picture, replace_links=False, render_embedded=False, escape_html=False)
    parser.add_simple_formatter(
        "code",
        "<pre><code>%(value)s</code></pre>",
        render_embedded=False,
        transform_newlines=False,
        swallow_trailing_newline=True,
        replace_cosmetic=False,
        replace_links=False,
    )
    for heading in ("h1", "h2", "h3", "size", "font"):
        parser.add_simple_formatter(heading, "%(value)s")
    return parser


_readers = threading.local()  # both libraries keep state while they work, so each thread has its own

_READERS: Final[dict[TextFormat, Callable[[str], str]]] = {
    TextFormat.PLAIN: _plain,
    TextFormat.HTML: _html,
    TextFormat.MARKDOWN: _markdown,
    TextFormat.BBCODE: _bbcode,
}
