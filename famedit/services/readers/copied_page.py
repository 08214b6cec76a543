"""An article page of a forum-backed news site, copied as plain text: what docs/formats.md calls a copied page.

The page says little about its own structure, so what follows is one grammar and a handful of guesses. Every guess
that could be wrong leaves a sentence in the warnings; none stops the import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from famedit.core.article import ArticleFields, CallToAction, HeroImage
from famedit.core.category import parse_category
from famedit.core.understood import Understood
from famedit.services.readers.page_replies import marker, read_replies, split_replies
from famedit.services.readers.paragraphs import Line, ends_sentence, goes_on, join, lines_of, paragraphs, wrap_width

if TYPE_CHECKING:
    from famedit.services.readers.source import SourceText

READER_ID = "copied-page"

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t", " "))
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")
_LINE_ENDS = re.compile("[\u0085\u2028\u2029]")
_CATEGORY = re.compile(r"(?:posted\b.{0,40}?\s|filed\s|published\s)?in\s+(?P<path>\S.{0,78})$")
_CATEGORY_EDITED = re.compile(r"\s+edited\s+\S.{0,24}$")
_END = re.compile(r"sign\s+in\s+or\s+register\s+to\s+(?:comment|reply)\s*[.!]?$", re.IGNORECASE)
_CLOSED = re.compile(
    r"(?:this discussion has been closed|comments are closed|replies are closed)\s*\.?$", re.IGNORECASE
)
_READ_ON = re.compile(
    r"Read\s+(?:on|more on|the (?:full|whole) (?:article|story) (?:on|at))\s+(?P<where>\S.{0,118})$", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_REPLIES_HEADING = re.compile(r"(?:[\d,]+\s+)?(?:comments|replies)(?:\s*\(?[\d,]+\)?)?:?$", re.IGNORECASE)
_CREDIT = re.compile(
    r"\b(?:credit|photo|photograph|picture|image|courtesy|source|via)\b\s*[:|]|\bcourtesy of\b|©", re.IGNORECASE
)
_BULLET_ITEM = re.compile(r"[•·●◦▪‣∙–]\s+")
_SENTENCES = re.compile(r"[.!?…][\"”’')]*\s+[\"“‘'(]?[A-Z0-9]")
#: Longer lines are paragraphs, not the words about a picture.
_PICTURE_WORDS = 220


@dataclass(slots=True)
class _Page:
    """The article above the replies, as far as it was understood."""

    headline: str = ""
    category: tuple[str, ...] = ()
    standfirst: str = ""
    alt: str = ""
    caption: str = ""
    body: list[str] = field(default_factory=list[str])
    link: str = ""
    reading_words: str = ""
    warnings: list[str] = field(default_factory=list[str])


def looks_copied(text: str) -> bool:
    """Whether ``text`` bears the marks of a copied page: a numbered reply, or the line that ends one."""
    lines = [" ".join(line.translate(_SPACES).split()) for line in text.split("\n")]
    return any(marker(line) or _END.match(line) for line in lines)


def read_copied_page(source: SourceText) -> tuple[Understood, ...]:
    """Understand a copied page; anything that is text yields something, with warnings about what was guessed."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", source.text)).translate(_SPACES)
    kept, is_open, warnings = _without_end(text.split("\n"))
    before, entries = split_replies(kept)
    replies, reply_warnings = read_replies(entries)
    page = _read_article(before)
    only_replies = bool(replies) and not page.headline
    if not only_replies and is_open is None and entries:
        warnings.append('The line "Sign In or Register to comment." is missing; the copy may be cut short.')
    hero = HeroImage(alt=page.alt, caption=page.caption)
    fields = ArticleFields(
        headline=page.headline,
        standfirst=page.standfirst,
        category=page.category,
        body="\n\n".join(page.body),
        hero=hero,
        canonical_link=page.link,
        call_to_action=CallToAction(),
        replies_open=is_open is not False,
        internal_note=f"The page this was copied from says: {page.reading_words}" if page.reading_words else "",
    )
    said = {"headline", "standfirst", "category", "body", "canonical_link"} if not only_replies else set[str]()
    said = {name for name in said if getattr(fields, name)}
    if page.alt or page.caption:
        said.add("hero")
    if is_open is not None:
        said.add("replies_open")
    return (
        Understood(
            fields=fields,
            replies=tuple(replies),
            reader=READER_ID,
            origin=source.name,
            only_replies=only_replies,
            said=frozenset(said),
            reading_words=page.reading_words,
            warnings=(*source.warnings, *warnings, *page.warnings, *reply_warnings),
        ),
    )


def _without_end(lines: list[str]) -> tuple[list[str], bool | None, list[str]]:
    """Cut off the page's last line and what follows; say whether replies are open, None when the page does not."""
    last_reply = max((number for number, line in enumerate(lines) if marker(line)), default=-1)
    for number in range(len(lines) - 1, last_reply, -1):
        line = " ".join(lines[number].split())
        if _END.match(line) or _CLOSED.match(line):
            left_over = [" ".join(rest.split()) for rest in lines[number + 1 :] if rest.strip()]
            warnings = [f'Left out what follows the replies: "{left_over[0][:60]}".'] if left_over else []
            return lines[:number], bool(_END.match(line)), warnings
    return lines, None, []


def _read_article(raw: list[str]) -> _Page:
    page = _Page()
    lines = lines_of("\n".join(raw))
    while lines and _REPLIES_HEADING.match(lines[-1].text):
        lines.pop()
    lines = _take_read_on(page, lines)
    if not lines:
        return page
    lines = _take_headline(page, lines)
    if not lines:
        page.warnings.append("The page has a headline and nothing else.")
        return page
    width = wrap_width(lines)
    lines = _take_standfirst(page, lines, width)
    lines = _take_picture(page, lines, width)
    page.body = [_as_markdown(text) for text in _with_lists(paragraphs(lines, width))]
    if not page.body:
        page.warnings.append("No text was found below the standfirst.")
    for text in page.body[:-1]:
        if len(text) <= 70 and not ends_sentence(text) and not text.startswith(("- ", "1")):
            page.warnings.append(f'"{text}" may be a heading; it was kept as a paragraph.')
    return page


def _take_read_on(page: _Page, lines: list[Line]) -> list[Line]:
    """Take the "Read on ..." line out: the last one, when nothing much follows it."""
    for number in range(len(lines) - 1, max(len(lines) - 6, 0), -1):
        match = _READ_ON.match(lines[number].text)
        if not match or len(match["where"].split()) > 8:
            continue
        address = _ADDRESS.search(lines[number].text)
        follows = lines[number + 1 :]
        if not address and follows and _ADDRESS.fullmatch(follows[0].text):
            address = _ADDRESS.fullmatch(follows[0].text)
            follows = follows[1:]
        if address:
            page.link = address[0].rstrip(".,;)")
        else:
            page.reading_words = lines[number].text
            page.warnings.append(
                f'The page says "{lines[number].text}", but a copied text holds no address: add the canonical link.'
            )
        return [*lines[:number], *follows]
    return lines


def _category_of(line: str) -> tuple[str, ...]:
    """Return the category path a line names, () when it is no such line."""
    match = _CATEGORY.match(line) or re.match(r"(?i:posted|filed).{0,40}?\sin\s+(?P<path>\S.{0,78})$", line)
    if not match:
        return ()
    path = _CATEGORY_EDITED.sub("", match["path"])
    if path.endswith((".", "!", "?", ",", ";", ":")) or len(path.split()) > 10:
        return ()
    return parse_category(path)


def _take_headline(page: _Page, lines: list[Line]) -> list[Line]:
    """Take the headline and the category line below it; all lines above a category line are the headline."""
    for number in range(1, min(4, len(lines))):
        category = _category_of(lines[number].text)
        if category:
            page.category = category
            if not lines[number].text.startswith("in "):
                page.warnings.append(f'The page says "{lines[number].text}"; only the category was taken from it.')
            page.headline = _joined([line.text for line in lines[:number]])
            if number > 1:
                page.warnings.append("The headline stood on several lines.")
            return lines[number + 1 :]
    page.headline = lines[0].text
    taken = 1
    if taken < len(lines) and not lines[1].after_blank and goes_on(lines[0].text, lines[1].text):
        page.headline = join(page.headline, lines[1].text)
        page.warnings.append("The headline stood on several lines.")
        taken = 2
    return lines[taken:]


def _joined(texts: list[str]) -> str:
    whole = texts[0]
    for text in texts[1:]:
        whole = join(whole, text)
    return whole


def _take_standfirst(page: _Page, lines: list[Line], width: int) -> list[Line]:
    """Take the first paragraph; until its sentence has ended, a full line is taken to go on."""
    whole = lines[0].text
    taken = 1
    while taken < len(lines):
        last, line = lines[taken - 1].text, lines[taken]
        first_word = line.text.split(" ", 1)[0]
        full = width and len(last) <= width < len(last) + 1 + len(first_word) and not line.after_blank
        if not (goes_on(last, line.text) or (full and not ends_sentence(last))):
            break
        whole = join(whole, line.text)
        taken += 1
    if taken == len(lines):
        page.warnings.append("There is only one paragraph; it was taken for the text, not for the standfirst.")
        return lines
    if len(whole) > 500:
        page.warnings.append("The page seems to have no standfirst.")
        return lines
    page.standfirst = whole
    return lines[taken:]


def _take_picture(page: _Page, lines: list[Line], width: int) -> list[Line]:
    """Take the picture's alternative text and its caption, each a line of its own, when they look like that."""
    parts: list[tuple[str, int]] = []  # the paragraphs at the start, and how many lines each took
    position = 0
    while position < len(lines) and len(parts) < 6:
        size = 1
        while position + size < len(lines) and goes_on(lines[position + size - 1].text, lines[position + size].text):
            size += 1
        parts.append((_joined([line.text for line in lines[position : position + size]]), size))
        position += size
    texts = [text for text, _ in parts]
    count = _picture_lines(page, texts, width)
    if count == 2:
        page.alt, page.caption = texts[0], texts[1]
    elif count == 1:
        page.caption = texts[0] if ends_sentence(texts[0]) or _CREDIT.search(texts[0]) else ""
        page.alt = "" if page.caption else texts[0]
        page.warnings.append(
            f"One line about a picture was found and taken for its {'caption' if page.caption else 'alternative text'}."
        )
    if count:
        page.warnings.append("A copied text holds no picture: add the one these words belong to.")
    return lines[sum(size for _, size in parts[:count]) :]


def _picture_lines(page: _Page, texts: list[str], width: int) -> int:
    """Return how many of ``texts``, 0 to 2, are words about a picture rather than the beginning of the text."""
    if len(texts) < 2:
        return 0
    one, two = texts[0], texts[1]
    if not _like_picture(one):
        return 0
    open_ended = not ends_sentence(one) or bool(_CREDIT.search(one))
    if len(texts) == 2:
        return 1 if open_ended and len(two) > len(one) else 0
    second = (_like_picture(two) or bool(_CREDIT.search(two))) and len(two) <= _PICTURE_WORDS + 80
    if second and (not ends_sentence(two) or _CREDIT.search(two) or open_ended):
        if ends_sentence(one) and not _CREDIT.search(two):
            page.warnings.append("The words about the picture were told from the text by their length.")
        return 2
    if open_ended:
        return 1
    longest_below = max(len(text) for text in texts[2:])
    if second and longest_below > 1.3 * max(len(one), len(two)) and _shares_words(one, two):
        page.warnings.append("The words about the picture were told from the text by their length.")
        return 2
    if second and (not width or len(one) < width):
        page.warnings.append("The first lines of the text may be the words about a picture.")
    return 0


def _like_picture(text: str) -> bool:
    return len(text) <= _PICTURE_WORDS and not _SENTENCES.search(text) and not _BULLET_ITEM.match(text)


def _shares_words(one: str, two: str) -> bool:
    """Whether both speak of the same thing: one longer word, compared without its end."""
    stems = [{word.lower()[:5] for word in re.findall(r"\w{4,}", text)} for text in (one, two)]
    return bool(stems[0] & stems[1])


def _with_lists(texts: list[str]) -> list[str]:
    """Return paragraphs with the lines of a bulleted list put together as Markdown."""
    whole: list[str] = []
    in_list = False
    for text in texts:
        item = _BULLET_ITEM.match(text)
        if item:
            line = f"- {text[item.end() :]}"
            if in_list:
                whole[-1] = f"{whole[-1]}\n{line}"
            else:
                whole.append(line)
        else:
            whole.append(text)
        in_list = bool(item)
    return whole


def _as_markdown(text: str) -> str:
    """Return a plain paragraph so that Markdown shows it as it reads; only real marks are escaped."""
    text = re.sub(r"&(?=#?\w{2,10};)", "&amp;", text)
    text = re.sub(r"<(?=[a-zA-Z/!?])", "&lt;", text)
    text = re.sub(r"\[(?=[^\]\n]*\](?:[\[(:]|\s*$))|\[(?=\^)", r"\\[", text)
    if text.count("`") > 1:
        text = text.replace("`", "\\`")
    if len(re.findall(r"\*", text)) > 1:
        text = re.sub(r"\*(?=\S)|(?<=\S)\*", r"\\*", text)
    text = re.sub(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)", r"\\_", text) if text.count("_") > 1 else text
    if text.startswith("- "):
        return text
    text = re.sub(r"^(#{1,6}(?=\s|\w)|>|[+*-](?=\s)|~~~|===+$|---+$|:(?=\s))", r"\\\1", text)
    return re.sub(r"^(\d{1,9})\.(?=\s)", r"\1\\.", text)
