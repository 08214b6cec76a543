"""Article bodies: Markdown in, HTML that may stand on a page out."""

from __future__ import annotations

import html
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.smarty import SmartyExtension, SubstituteTextPattern
from markdown.treeprocessors import Treeprocessor

from famedit.core.sanitise import clean_article, drop_controls
from famedit.core.segments import names_in_brackets, note_uses, split_body

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from famedit.core.segments import Shared

#: A longer line is shown as typed, without Markdown: some patterns take a time that grows with its square.
MAX_LINE: Final = 20_000
#: Quotes and lists nest no deeper than this.
MAX_NESTING: Final = 32
#: Each "[" makes Python-Markdown look ahead to the end of its paragraph. This many characters may be looked at in all;
#: where that is not enough the brackets that are left over stand for themselves.
BRACKET_BUDGET: Final = 400_000
#: So many brackets of a paragraph always work, however long it is.
FREE_BRACKETS: Final = 40

_MEDIA = re.compile(r"(?:famedit://)?media[:/]([0-9a-f]{64})\Z")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_NESTING = re.compile(rf"((?:[ \t]*(?:>|[-*+][ \t]|[0-9]+\.[ \t])){{{MAX_NESTING}}}[ \t]*)(?=[->*+0-9])")
# A noncharacter, dropped from every source: a bracket that opens nothing, until Python-Markdown is through.
_BRACKET = "\ufdd0"
_OWN_UNIT = re.compile(r"\s*(?:[-*+|#>]|[0-9]+\.)")
_DEEP_INDENT = re.compile(rf"^ {{{4 * MAX_NESTING}}} +", re.MULTILINE)
_HEADING_ONE = re.compile(r"(</?)h1\b", re.IGNORECASE)
_TOP_TAG_END = re.compile(r"</p>\Z")


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language, doubled and single, opening and closing."""

    open_double: str
    close_double: str
    open_single: str
    close_single: str


_ENGLISH = Quotes("“", "”", "‘", "’")
_NARROW_SPACE = "\u202f"
QUOTES: Final[Mapping[str, Quotes]] = {
    "en": _ENGLISH,
    "nl": _ENGLISH,
    "de": Quotes("„", "“", "‚", "‘"),
    "cs": Quotes("„", "“", "‚", "‘"),
    "pl": Quotes("„", "”", "‘", "’"),
    "fr": Quotes("«" + _NARROW_SPACE, _NARROW_SPACE + "»", "‹" + _NARROW_SPACE, _NARROW_SPACE + "›"),
    "es": Quotes("«", "»", "“", "”"),
    "it": Quotes("«", "»", "“", "”"),
    "pt": Quotes("«", "»", "“", "”"),
    "ru": Quotes("«", "»", "„", "“"),
    "nb": Quotes("«", "»", "‘", "’"),
    "sv": Quotes("”", "”", "’", "’"),
    "fi": Quotes("”", "”", "’", "’"),
    "da": Quotes("”", "”", "’", "’"),
    "he": Quotes("”", "”", "’", "’"),
    "ar": Quotes("«", "»", "“", "”"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A rendered piece of a body; ``line`` is the source line it comes from, counted from 0."""

    line: int
    html: str


def render_body(markdown_text: str, *, smart: bool = True, language: str = "en") -> str:
    """Return a body as clean HTML. ``smart`` sets the quotes and dashes of ``language``. Never raises."""
    return "\n".join(block.html for block in BodyRenderer(smart=smart, language=language).blocks(markdown_text))


class BodyRenderer:
    """Renders one body again and again; what has not changed since the last time is not rendered again."""

    def __init__(self, *, smart: bool = True, language: str = "en") -> None:
        self._engine = _engine(language.partition("-")[0].lower() if smart else "")
        self._known: dict[object, str] = {}

    def blocks(self, markdown_text: str) -> tuple[Block, ...]:
        """Return the pieces of a body in order; pieces that show nothing are left out."""
        text = drop_controls(markdown_text.replace("\r\n", "\n").replace("\r", "\n"))
        segments, shared = split_body(text)
        used: dict[object, str] = {}
        earlier: dict[str, int] = {}
        blocks: list[Block] = []
        for segment in segments:
            clean = self._piece(segment.text, shared, earlier, used)
            if clean:
                blocks.append(Block(segment.line, clean))
        if shared.footnotes:
            last = segments[-1].line if segments else 0
            blocks.append(Block(last, self._footnotes(shared, earlier, used)))
        self._known = used
        return tuple(blocks)

    def _piece(self, text: str, shared: Shared, earlier: dict[str, int], used: dict[object, str]) -> str:
        names = names_in_brackets(text) if shared.references else set[str]()
        references = {key: value for key, value in shared.references.items() if key in names}
        abbreviations = {short: full for short, full in shared.abbreviations.items() if short in text}
        notes = [name for name in note_uses(text) if name in shared.footnotes]
        order = list(shared.footnotes) if notes else []
        key = (
            text,
            tuple(references.items()),
            tuple(abbreviations.items()),
            tuple((name, order.index(name), earlier.get(name, 0)) for name in notes),
        )
        clean = used.get(key)
        if clean is None:
            clean = self._known.get(key)
        if clean is None:
            clean = clean_article(self._engine.convert(text, references, abbreviations, order, earlier))
        used[key] = clean
        for name in notes:
            earlier[name] = earlier.get(name, 0) + 1
        return clean

    def _footnotes(self, shared: Shared, earlier: dict[str, int], used: dict[object, str]) -> str:
        items: list[str] = []
        texts = [(name, self._piece(text, shared, earlier, used)) for name, text in shared.footnotes.items()]
        for number, (name, clean) in enumerate(texts, 1):
            back = "".join(
                f' <a class="footnote-backref" href="#fnref{n if n > 1 else ""}:{html.escape(name)}" '
                f'title="{number}">↩</a>'
                for n in range(1, earlier.get(name, 0) + 1)
            )
            inside = _TOP_TAG_END.sub("", clean) + back + "</p>" if clean.endswith("</p>") else f"{clean}<p>{back}</p>"
            items.append(f'<li id="fn:{html.escape(name)}">{inside}</li>')
        return clean_article(f'<div class="footnote"><hr><ol>{"".join(items)}</ol></div>')


class _Footnotes(FootnoteExtension):
    """Footnotes whose definitions lie elsewhere: the numbers come from outside, the list is made by the renderer."""

    def expect(self, order: list[str], earlier: Mapping[str, int]) -> None:
        self.footnotes = OrderedDict.fromkeys(order, "")
        for name in order:
            count = earlier.get(name, 0)
            self.used_refs.update(f"fnref{n if n > 1 else ''}:{name}" for n in range(1, count + 1))

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: ARG002, N802 - the base class's name
        return None


class _Abbreviations(AbbrExtension):
    """Abbreviations whose definitions lie elsewhere."""

    abbrs: dict[str, str]


class _Smarty(SmartyExtension):
    """Smart punctuation in which the apostrophe inside a word is an apostrophe in every language."""

    def educateQuotes(self, md: Markdown) -> None:  # noqa: N802 - the base class's name
        self.inlinePatterns.register(SubstituteTextPattern(r"(?<=\w)'(?=\w)", ("’",), md), "apostrophe", 60)
        super().educateQuotes(md)


class _Shape(Treeprocessor):
    """Brings the tree into the form pages use: pictures of the desk only, captions, classes in place of styles."""

    def run(self, root: Element) -> None:
        for parent in root.iter():
            if parent.tag in ("th", "td"):
                _align(parent)
            for child in parent:
                if child.tag == "img":
                    _place_picture(child)
                elif child.tag == "p" and len(child) == 1 and child[0].tag == "img":
                    _caption(child)


def _align(cell: Element) -> None:
    style = cell.attrib.pop("style", "")
    if style.startswith("text-align: "):
        cell.set("class", f"align-{style[12:].rstrip(';')}")


def _place_picture(image: Element) -> None:
    """Give a picture of the desk its address; turn one from the web into a link, since pages load nothing remote."""
    address = image.get("src", "")
    if match := _MEDIA.match(address):
        image.set("src", f"media/{match[1]}")
    elif _WEB.match(address):
        image.tag = "a"
        image.text = image.get("alt") or address
        tail = image.tail
        image.attrib.clear()
        image.set("href", address)
        image.tail = tail


def _caption(paragraph: Element) -> None:
    image = paragraph[0]
    title = image.attrib.pop("title", "")
    alone = not (paragraph.text or "").strip() and not (image.tail or "").strip()
    if title and alone and _MEDIA.match(image.get("src", "")):
        paragraph.tag = "figure"
        caption = paragraph.makeelement("figcaption", {})
        caption.text = title
        paragraph.append(caption)


class _Engine:
    """One Python-Markdown, set up for one language's punctuation ("" for none)."""

    def __init__(self, language: str) -> None:
        self._footnotes = _Footnotes()
        self._abbreviations = _Abbreviations()
        extensions: list[Any] = ["tables", "fenced_code", "def_list", self._footnotes, self._abbreviations]
        if language:
            quotes = QUOTES.get(language, _ENGLISH)
            extensions.append(
                _Smarty(
                    substitutions={
                        "left-double-quote": quotes.open_double,
                        "right-double-quote": quotes.close_double,
                        "left-single-quote": quotes.open_single,
                        "right-single-quote": quotes.close_single,
                    }
                )
            )
        self._markdown = Markdown(extensions=extensions, output_format="html")
        self._markdown.treeprocessors.register(_Shape(self._markdown), "page shape", 12)

    def convert(
        self,
        text: str,
        references: Mapping[str, tuple[str, str]],
        abbreviations: Mapping[str, str],
        notes: list[str],
        earlier: Mapping[str, int],
    ) -> str:
        """Return one segment as HTML, not yet cleaned."""
        if any(len(line) > MAX_LINE for line in text.split("\n")):
            return as_typed(text)
        self._markdown.reset()
        self._markdown.references.update(references)
        self._abbreviations.abbrs.update(abbreviations)
        self._footnotes.expect(notes, earlier)
        try:
            made = self._markdown.convert(tame(text))
        except RecursionError:
            return as_typed(text)
        return _HEADING_ONE.sub(r"\1h2", made.replace(_BRACKET, "["))


def tame(text: str) -> str:
    """Return ``text`` with nesting beyond the limit cut and brackets beyond the budget put out of action."""
    text = _DEEP_INDENT.sub(" " * (4 * MAX_NESTING), text)
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if len(line) > MAX_NESTING and (deep := _NESTING.match(line)):
            lines[i] = f"{deep[1]}\\{line[deep.end() :]}"
    if text.count("[") <= FREE_BRACKETS:
        return "\n".join(lines)
    units: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or _OWN_UNIT.match(line):
            units.append([])
        units[-1].append(line)
    return "\n".join(_within_budget("\n".join(unit)) for unit in units if unit)


def _within_budget(paragraph: str) -> str:
    allowed = max(FREE_BRACKETS, BRACKET_BUDGET // max(1, len(paragraph)))
    pieces = paragraph.split("[", allowed)
    pieces[-1] = pieces[-1].replace("[", _BRACKET)
    return "[".join(pieces)


def as_typed(text: str) -> str:
    """Return ``text`` as paragraphs of plain words, every mark shown as it stands."""
    paragraphs = (html.escape(part.strip("\n"), quote=False) for part in re.split(r"\n\s*\n", text) if part.strip())
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs)


_engines = threading.local()


def _engine(language: str) -> _Engine:
    """Return this thread's engine: Python-Markdown keeps state and may not be shared between threads."""
    made: dict[str, _Engine] | None = getattr(_engines, "made", None)
    if made is None:
        made = _engines.made = {}
    if language not in made:
        made[language] = _Engine(language)
    return made[language]
