"""The page readers get: one template for the preview and for every export.

Templates lie in a folder the caller names (``PageOptions.templates``); this layer knows no place on any disk. What is
not public cannot reach a template: ``public_replies`` (in ``core.public``) is the one gate, and ``PageReply`` has no
field for anything a reader may not see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, cast
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from famedit.core import dates
from famedit.core.article import ArticleFields, Status
from famedit.core.category import names_text
from famedit.core.markup import Block, BodyRenderer
from famedit.core.page_style import stylesheet
from famedit.core.public import PageReply, public_replies
from famedit.core.reply_markup import render_reply
from famedit.core.sanitise import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from jinja2 import Environment

    from famedit.core.reply import Reply

RTL_LANGUAGES: Final = frozenset({"ar", "he", "fa", "ur"})
_IMG_OF_DESK = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_SOURCE = re.compile(r' src="media/([0-9a-f]{64})"')
_SIZE = re.compile(r' (?:width|height)="[^"]*"')
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class PageImage:
    """What an ``<img>`` points to: any address the page may use, and the picture's size in pixels."""

    src: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How a page is made.

    ``templates`` is the folder of ``page.html.j2``. ``images`` maps the SHA-256 of pictures, of the hero and of the
    body, to their addresses; a picture not in it is left out. ``css`` is "inline" or the address of the style sheet.
    """

    templates: Path
    theme: Theme = "auto"
    likers: bool = True
    smart: bool = True
    css: str = "inline"
    images: Mapping[str, PageImage] = field(default_factory=lambda: MappingProxyType[str, PageImage]({}))


@dataclass(frozen=True, slots=True)
class PageParts:
    """The template's parts, as the live preview patches them in one by one. All are HTML but the last three."""

    top: str
    hero: str
    body: tuple[Block, ...]
    replies: str
    end: str
    lang: str
    direction: str
    title: str


def initials(name: str) -> str:
    """Return one or two capitals for a name: "PP" for "PerigeePete", "SE" for "selenographer", "?" for none."""
    words = re.findall(r"[^\W_]+", one_line(name))
    if not words:
        return "?"
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    inner = re.findall(r"[A-Z0-9]", words[0][1:])
    return (words[0][0] + (inner[0] if inner else words[0][1:2])).upper()


def is_web_address(address: str) -> bool:
    """Whether ``address`` may stand in a link the desk sets itself: http or https, with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def render_page(
    fields: ArticleFields,
    *,
    status: Status,
    published_at: datetime | None,
    updated_at: datetime | None,
    zone: str,
    replies: Sequence[Reply],
    options: PageOptions,
) -> str:
    """Return the whole HTML document of an article.

    ``replies`` may hold all of them; only public ones are used. ``zone`` is an IANA name. The same values always give
    the same text, whatever the time and the machine.
    """
    return render_public_page(
        fields,
        status=status,
        published_at=published_at,
        updated_at=updated_at,
        zone=zone,
        replies=public_replies(replies),
        options=options,
    )


def render_public_page(
    fields: ArticleFields,
    *,
    status: Status,
    published_at: datetime | None,
    updated_at: datetime | None,
    zone: str,
    replies: Sequence[PageReply],
    options: PageOptions,
) -> str:
    """Return the whole document with replies that ``public_replies`` let through."""
    page = _Page(fields, status, published_at, updated_at, zone, tuple(replies), options)
    body = "\n".join(block.html for block in page.body(None))
    return page.render("page.html.j2", body=Markup(body))  # noqa: S704 - cleaned


def render_parts(
    fields: ArticleFields,
    *,
    status: Status,
    published_at: datetime | None,
    updated_at: datetime | None,
    zone: str,
    replies: Sequence[PageReply],
    options: PageOptions,
    renderer: BodyRenderer | None = None,
) -> PageParts:
    """Return the same page in parts. A ``renderer`` kept from the last time renders only what has changed in the body.

    ``replies`` are those ``public_replies`` let through. The renderer must have been made for the article's language
    and ``options.smart``.
    """
    page = _Page(fields, status, published_at, updated_at, zone, tuple(replies), options)
    return PageParts(
        top=page.render("top.html.j2"),
        hero=page.render("hero.html.j2"),
        body=page.body(renderer),
        replies=page.render("replies.html.j2"),
        end=page.render("end.html.j2"),
        lang=page.lang,
        direction=page.direction,
        title=page.title,
    )


@lru_cache(maxsize=8)
def _environment(templates: Path) -> Environment:
    # deferred: a desk is opened without it, and it costs 0.07 s
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters = cast("dict[str, Callable[[int], str]]", made.filters)  # pyright: ignore[reportUnknownMemberType]  # no types
    filters["thousands"] = "{:,}".format
    return made


class _Page:
    """The values of one page, made ready for the templates."""

    def __init__(
        self,
        fields: ArticleFields,
        status: Status,
        published_at: datetime | None,
        updated_at: datetime | None,
        zone: str,
        replies: tuple[PageReply, ...],
        options: PageOptions,
    ) -> None:
        self.fields = fields
        self.status = status
        self.published_at = published_at
        self.options = options
        self.lang = fields.language if _LANGUAGE.match(fields.language) else "en"
        self.direction = "rtl" if self.lang.partition("-")[0].lower() in RTL_LANGUAGES else "ltr"
        self.title = one_line(fields.title)
        self._zone: tzinfo = dates.zone(zone)
        # A stamp of the article's own year goes without the year; the clock on the wall must not decide that.
        self._now = published_at or updated_at
        self._replies = replies

    def render(self, template: str, **more: object) -> str:
        """Return one template filled in."""
        return _environment(self.options.templates).get_template(template).render(self._context(), **more)

    def body(self, renderer: BodyRenderer | None) -> tuple[Block, ...]:
        """Return the body's blocks, its pictures pointing to where the page finds them."""
        renderer = renderer or BodyRenderer(smart=self.options.smart, language=self.fields.language)
        blocks = renderer.blocks(self.fields.body)
        return tuple(
            Block(block.line, _IMG_OF_DESK.sub(self._picture, block.html)) if "<img" in block.html else block
            for block in blocks
        )

    def _context(self) -> dict[str, object]:
        fields = self.fields
        canonical = fields.canonical_link.strip()
        call = fields.call_to_action
        hero = self.options.images.get(fields.hero.sha256) if fields.hero else None
        return {
            "title": self.title,
            "headline": one_line(fields.headline),
            "short_headline": one_line(fields.short_headline),
            "standfirst": one_line(fields.standfirst),
            "category": [one_line(part) for part in fields.category],
            "tags": [one_line(tag) for tag in fields.tags],
            "authors": [one_line(name) for name in fields.byline],
            "byline": one_line(names_text(fields.byline)),
            "dateline": one_line(fields.dateline),
            "lang": self.lang,
            "direction": self.direction,
            # The page's own words are English: elsewhere they say so, and keep their order among words that run left.
            "own": "" if self.lang.lower().startswith("en") else Markup(' lang="en" dir="ltr"'),
            "public": self.status is Status.PUBLISHED,
            "theme": self.options.theme,
            "css": self.options.css,
            "style": Markup(stylesheet(self.options.templates)) if self.options.css == "inline" else "",  # noqa: S704 - ours
            "published": self._stamp(self.published_at, "", long=True),
            "canonical": canonical if is_web_address(canonical) else "",
            "canonical_host": (urlsplit(canonical).hostname or "") if is_web_address(canonical) else "",
            "call_text": one_line(call.text),
            "call_link": call.link.strip() if is_web_address(call.link.strip()) else "",
            "replies_open": fields.replies_open,
            "hero": hero,
            "hero_alt": one_line(fields.hero.alt),
            "hero_caption": one_line(fields.hero.caption),
            "hero_credit": one_line(fields.hero.credit),
            "hero_x": round(min(1.0, max(0.0, fields.hero.focal_x)) * 100),
            "hero_y": round(min(1.0, max(0.0, fields.hero.focal_y)) * 100),
            "replies": [self._reply(reply) for reply in self._replies],
        }

    def _reply(self, reply: PageReply) -> dict[str, object]:
        return {
            "number": reply.number,
            "total": reply.total,
            "initials": initials(reply.author.name),
            "name": one_line(reply.author.name),
            "rank": one_line(reply.author.rank),
            "posts": reply.author.posts,
            "posted": self._stamp(reply.posted_at, reply.posted_words),
            "edited": self._edited(reply),
            "moderator_edited": reply.moderator_edited,
            "answers": reply.answers,
            "answered_name": one_line(reply.answered_author),
            "likes": reply.likes,
            "likers": [one_line(name) for name in reply.liked_by] if self.options.likers else [],
            "text": Markup(render_reply(reply.text, reply.format)),  # noqa: S704 - cleaned there
        }

    def _edited(self, reply: PageReply) -> dict[str, str] | None:
        """Return when the reader edited it, in the source's own words where it has any."""
        words = one_line(reply.edited_words)
        if not words:
            return self._stamp(reply.edited_at, "")
        return {"iso": "", "words": re.sub(r"\A(?:last )?edited\s*:?\s*", "", words, flags=re.IGNORECASE) or words}

    def _stamp(self, at: datetime | None, words: str, *, long: bool = False) -> dict[str, str] | None:
        """Return a time for machines and for people; without one, the source's words for it; None without either."""
        if at is None:
            return {"iso": "", "words": one_line(words)} if words.strip() else None
        local = at.astimezone(self._zone)
        if long:
            shown = f"{dates.long_date(at, self._zone)}, {local:%H:%M} {local:%Z}"
        else:
            shown = dates.short_stamp(at, self._zone, self._now or at)
        return {"iso": local.isoformat(timespec="seconds"), "words": shown}

    def _picture(self, tag: re.Match[str]) -> str:
        """Return a body's picture with the address and the size the page knows for it, else its alternative text."""
        source = _SOURCE.search(tag[1])
        image = self.options.images.get(source[1]) if source else None
        if image is None:
            alt = re.search(r' alt="([^"]*)"', tag[1])
            return f"<em>{alt[1]}</em>" if alt and alt[1] else ""
        rest = _SIZE.sub("", _SOURCE.sub("", tag[1]))
        size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
        return f'<img src="{escape(image.src)}"{rest}{size}>'
