"""Markdown with front matter: the form our own reader understands to the letter."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from famedit.core.category import category_text
from famedit.services.writers.page import ExportOptions, PublicArticle, Written, encoded_pictures, picture_file

if TYPE_CHECKING:
    from datetime import datetime

    from famedit.core.article import HeroImage
    from famedit.services.images import PagePicture

FILE: Final = "article.md"
FORM: Final = 1
_MEDIA_IN_PICTURE = re.compile(r"(!\[[^\]\n]*\]\()media/([0-9a-f]{64})(?=[)\s])")
#: Characters YAML may fold, drop or take for a line end unless they are written as escapes.
_NEEDS_ESCAPES = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class _Dumper(yaml.SafeDumper):
    """Writes every text on one line, with escapes where a plain one would not come back as it was."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - PyYAML's own signature
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _NEEDS_ESCAPES.search(text) else None
    # PyYAML declares no type for the value
    return cast("Any", dumper).represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def write_markdown(public_article: PublicArticle, _options: ExportOptions) -> Written:
    """Return the article as Markdown, its pictures beside it in full size. Replies are not part of it."""
    fields = public_article.article.fields
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    pictures = encoded_pictures(public_article, widest=None)
    for sha256, picture in pictures.items():
        names[sha256] = f"pictures/{picture_file(picture)}"
        files[names[sha256]] = picture.data
    body = _MEDIA_IN_PICTURE.sub(lambda match: match[1] + names.get(match[2], f"media/{match[2]}"), fields.body)
    matter = _matter(public_article)
    if fields.hero.sha256 or fields.hero.alt or fields.hero.caption or fields.hero.credit:
        matter["hero"] = _hero(fields.hero, names, pictures)
    in_body = [sha256 for sha256 in names if names[sha256] in body]
    if in_body:
        matter["pictures"] = [_picture(sha256, names[sha256], pictures[sha256]) for sha256 in in_body]
    block = yaml.dump(matter, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    files[FILE] = f"---\n{block}---\n\n{body}\n".encode()
    return Written(files, FILE)


def _matter(public_article: PublicArticle) -> dict[str, Any]:
    article = public_article.article
    fields = article.fields
    matter: dict[str, Any] = {"famedit": FORM, "headline": fields.headline}
    optional = {"short_headline": fields.short_headline, "standfirst": fields.standfirst}
    if fields.slug or fields.slug_touched:
        matter["slug"] = fields.slug
        if not fields.slug_touched:
            matter["slug_follows_headline"] = True
    optional |= {
        "category": category_text(fields.category),
        "tags": list(fields.tags),
        "byline": list(fields.byline),
        "dateline": fields.dateline,
    }
    matter |= {key: value for key, value in optional.items() if value}
    matter["language"] = fields.language
    if fields.canonical_link:
        matter["canonical_link"] = fields.canonical_link
    matter["call_to_action"] = {"text": fields.call_to_action.text, "link": fields.call_to_action.link}
    matter["replies"] = "open" if fields.replies_open else "closed"
    matter["status"] = article.status.value
    times = {"created": article.created_at, "updated": article.updated_at, "published": article.published_at}
    matter |= {key: _stamp(at) for key, at in times.items() if at}
    matter["zone"] = article.zone
    if public_article.source_id:
        matter |= {"source": public_article.source, "source_id": public_article.source_id}
    return matter


def _stamp(at: datetime) -> str:
    return at.isoformat()


def _hero(hero: HeroImage, names: dict[str, str], pictures: dict[str, PagePicture]) -> dict[str, Any]:
    matter: dict[str, Any] = {}
    if hero.sha256 in names:
        matter |= _picture(hero.sha256, names[hero.sha256], pictures[hero.sha256])
        if hero.file_name:
            matter["name"] = hero.file_name
    matter |= {key: text for key in ("alt", "caption", "credit") if (text := str(getattr(hero, key)))}
    matter["focal_point"] = [hero.focal_x, hero.focal_y]
    return matter


def _picture(sha256: str, name: str, picture: PagePicture) -> dict[str, Any]:
    return {"file": name, "sha256": hashlib.sha256(picture.data).hexdigest(), "original": sha256}
