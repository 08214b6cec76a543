"""What every writer gets: an article without anything readers may not see; and the pages made of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from famedit import __version__, paths
from famedit.core.page import PageImage, PageOptions, Theme, public_replies, render_page, stylesheet
from famedit.core.slug import slugify
from famedit.services.images import PAGE_WIDTH, PagePicture, for_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from famedit.core.article import Article
    from famedit.core.reply import Reply

PAGE: Final = "index.html"
STYLE: Final = "style.css"
MANIFEST: Final = "manifest.json"
_MEDIA = re.compile(r"media/([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How pages are written: their colours, whether likers are named, curly quotes and dashes."""

    theme: Theme = "auto"
    likers: bool = True
    smart: bool = True


@dataclass(frozen=True, slots=True)
class PublicArticle:
    """An article on its way out.

    ``article`` carries no internal note and no source, ``replies`` are only those readers may see, without reports,
    reasons, extra fields or names of moderators. ``pictures`` are the original bytes by their SHA-256; ``source`` and
    ``source_id`` are only for the form that can be imported again.
    """

    article: Article
    replies: tuple[Reply, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    source: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one export by their names, "/" between folders; ``page`` is the one to open."""

    files: dict[str, bytes]
    page: str


def public(article: Article, replies: Sequence[Reply], pictures: Mapping[str, bytes]) -> PublicArticle:
    """Return what may leave the house: the one gate every writer stands behind."""
    visible = tuple(
        replace(
            reply,
            original_text="",
            source="",
            source_id="",
            author=replace(reply.author, source_id=""),
            reports=(),
            flagged=False,
            reason="",
            held_because="",
            decided_by="",
            decided_at=None,
            moderator_edited_by="",
            extra={},
        )
        for reply in replies
        if reply.public
    )
    clean = replace(article, fields=article.fields.with_(internal_note=""), source="", source_id="")
    return PublicArticle(clean, visible, dict(pictures), article.source, article.source_id)


def pictures_named(article: Article) -> tuple[str, ...]:
    """Return the SHA-256 of every picture the page may show, the hero's first, each once."""
    hero = [article.fields.hero.sha256] if article.fields.hero.sha256 else []
    return tuple(dict.fromkeys([*hero, *_MEDIA.findall(article.fields.body)]))


def encoded_pictures(public_article: PublicArticle, *, widest: int | None = PAGE_WIDTH) -> dict[str, PagePicture]:
    """Return every picture of the article encoded anew, by the SHA-256 of its original. Raises ``BadInput``."""
    return {
        sha256: for_page(data, widest=widest)
        for sha256, data in public_article.pictures.items()
        if sha256 in pictures_named(public_article.article)
    }


def picture_file(picture: PagePicture) -> str:
    """Return the name of a picture's file: by what is in it, so that it says nothing else."""
    return f"{hashlib.sha256(picture.data).hexdigest()[:16]}{picture.suffix}"


def write_folder(public_article: PublicArticle, options: ExportOptions) -> Written:
    """Return a page with its style sheet, its pictures and a manifest."""
    files: dict[str, bytes] = {}
    images: dict[str, PageImage] = {}
    for sha256, picture in encoded_pictures(public_article).items():
        name = f"images/{picture_file(picture)}"
        files[name] = picture.data
        images[sha256] = PageImage(name, picture.width, picture.height)
    files[PAGE] = _page(public_article, options, images, STYLE)
    files[STYLE] = stylesheet(paths.resource("templates")).encode()
    files[MANIFEST] = _manifest(public_article, files)
    return Written(files, PAGE)


def write_single(public_article: PublicArticle, options: ExportOptions) -> Written:
    """Return one page that holds its style sheet and its pictures."""
    images = {
        sha256: PageImage(
            f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode('ascii')}",
            picture.width,
            picture.height,
        )
        for sha256, picture in encoded_pictures(public_article).items()
    }
    return Written({PAGE: _page(public_article, options, images, "inline")}, PAGE)


def _page(public_article: PublicArticle, options: ExportOptions, images: dict[str, PageImage], css: str) -> bytes:
    article = public_article.article
    html = render_page(
        article.fields,
        status=article.status,
        published_at=article.published_at,
        updated_at=article.updated_at,
        zone=article.zone,
        replies=public_article.replies,
        options=PageOptions(
            templates=paths.resource("templates"),
            theme=options.theme,
            likers=options.likers,
            smart=options.smart,
            css=css,
            images=images,
        ),
    )
    return html.encode("utf-8")


def _manifest(public_article: PublicArticle, files: dict[str, bytes]) -> bytes:
    """Return what was written, without a time in it: the same revision gives the same bytes."""
    article = public_article.article
    facts = {
        "famedit": __version__,
        "format": "html",
        "article": article.fields.slug or slugify(article.fields.headline),
        "revision": article.revision_no,
        "replies": len(public_replies(public_article.replies)),
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(files.items())
        },
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
