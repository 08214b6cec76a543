"""Articles, replies and pictures for the tests of readers and writers."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from famedit.core.article import Article, ArticleFields, CallToAction, HeroImage, Status
from famedit.core.category import parse_category
from famedit.core.reply import Reply, ReplyAuthor, ReplyStatus, Report, TextFormat

BORN = datetime(2025, 3, 21, 9, 12, tzinfo=UTC)


def article(fields: ArticleFields, **others: object) -> Article:
    values: dict[str, object] = {
        "id": 7,
        "fields": fields,
        "status": Status.READY,
        "version": 3,
        "created_at": BORN,
        "updated_at": BORN + timedelta(hours=5),
        "published_at": BORN + timedelta(days=1),
        "zone": "Europe/London",
        "revision_no": 4,
    }
    return Article(**{**values, **others})  # type: ignore[arg-type]  # the names are checked by the class


def reply(number: int, text: str, status: ReplyStatus = ReplyStatus.VISIBLE, **others: object) -> Reply:
    values: dict[str, object] = {
        "id": number,
        "article_id": 7,
        "position": number,
        "author": ReplyAuthor(f"Reader{number}", "member", 10 + number),
        "text": text,
        "format": TextFormat.PLAIN,
        "status": status,
        "version": 1,
        "original_text": text,
    }
    return Reply(**{**values, **others})  # type: ignore[arg-type]  # the names are checked by the class


def png(width: int = 40, height: int = 30, colour: tuple[int, ...] = (200, 30, 30), text: str = "") -> bytes:
    out = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    if text:
        info.add_text("Comment", text)
    Image.new("RGB" if len(colour) == 3 else "RGBA", (width, height), colour).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def jpeg(width: int = 40, height: int = 30, *, turned: bool = False, canary: str = "") -> bytes:
    image = Image.new("RGB", (width, height), (30, 60, 200))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    if canary:
        exif[0x010E] = canary
        exif.get_ifd(0x8825)[1] = canary
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=canary.encode())
    return out.getvalue()


#: Text as an editor may write it: anything but control characters, which no reader lets in.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs")),
        st.sampled_from(" \"'#:-[]{}&*!|>%@`\\,?~=\u00a0\u0085\u2028\ufeff\u200b😀"),
    ),
    max_size=40,
).filter(lambda text: "\u0085" not in text)
BODY = st.lists(TEXT | st.just("") | st.just("---") | st.just("# head") | st.just("    code"), max_size=8).map(
    "\n".join
)
NAME = TEXT.filter(bool)
CATEGORY = st.lists(TEXT, max_size=3).map(lambda parts: parse_category(" > ".join(parts)))
TIME = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC) | st.sampled_from([timezone(timedelta(hours=5, minutes=30))]),
).map(lambda at: at.astimezone(UTC))
HERO = st.builds(
    HeroImage,
    sha256=st.just(""),
    alt=TEXT,
    caption=TEXT,
    credit=TEXT,
    focal_x=st.floats(0, 1),
    focal_y=st.floats(0, 1),
).filter(lambda hero: bool(hero.alt or hero.caption or hero.credit) or hero == HeroImage())
FIELDS = st.builds(
    ArticleFields,
    headline=TEXT,
    short_headline=TEXT,
    standfirst=TEXT | st.lists(TEXT, max_size=3).map("\n".join),
    slug=TEXT,
    slug_touched=st.booleans(),
    category=CATEGORY,
    tags=st.lists(NAME, max_size=3).map(tuple),
    byline=st.lists(NAME, max_size=3).map(tuple),
    dateline=TEXT,
    language=st.sampled_from(["en-GB", "fr", "ar", "", "no"]),
    body=BODY,
    hero=HERO,
    canonical_link=TEXT,
    call_to_action=st.builds(CallToAction, text=TEXT, link=TEXT),
    replies_open=st.booleans(),
)
ARTICLES = st.builds(
    article,
    FIELDS,
    status=st.sampled_from(Status),
    created_at=TIME,
    updated_at=TIME,
    published_at=st.none() | TIME,
    zone=st.sampled_from(["UTC", "Europe/London", "Asia/Kolkata"]),
    source=st.just("sample"),
    source_id=st.sampled_from(["", "17"]),
)

#: One canary for every internal field; none may be in anything that is written.
CANARIES = {
    name: f"canary-{name}-9f3e"
    for name in (
        *("note", "source", "source-id", "pending-text", "pending-author", "hidden-text", "hidden-author"),
        *("spam-text", "spam-author", "deleted-text", "reply-source", "reply-source-id", "author-source-id"),
        *("extra-mail", "extra-ip", "reason", "held", "report-by", "report-reason", "original", "decided-by"),
        *("edited-by", "hidden-liker", "picture-comment"),
    )
}


def article_with_canaries() -> tuple[Article, tuple[Reply, ...], dict[str, bytes]]:
    """An article with a canary in everything that must stay inside, a hero and a picture in its text."""
    import hashlib

    c = CANARIES
    hero = jpeg(canary=c["picture-comment"])
    inner = png(text=c["picture-comment"])
    hero_sha, inner_sha = (hashlib.sha256(data).hexdigest() for data in (hero, inner))
    fields = ArticleFields(
        headline="A page with secrets",
        slug="a-page-with-secrets",
        slug_touched=True,
        body=f"Text.\n\n![A red field](media/{inner_sha})\n",
        hero=HeroImage(sha256=hero_sha, alt="A blue field", file_name="blue.jpg"),
        internal_note=c["note"],
    )
    internal = {
        "source": c["reply-source"],
        "source_id": c["reply-source-id"],
        "reports": (Report(c["report-by"], c["report-reason"]),),
        "reason": c["reason"],
        "held_because": c["held"],
        "decided_by": c["decided-by"],
        "decided_at": BORN,
        "moderator_edited_by": c["edited-by"],
        "moderator_edited_at": BORN,
        "extra": {"mail": c["extra-mail"], "ip": c["extra-ip"]},
        "flagged": True,
    }
    author = ReplyAuthor("Open Reader", "member", 3, c["author-source-id"])
    replies = (
        reply(1, "Everybody sees this.", author=author, original_text=c["original"], **internal),
        reply(2, c["pending-text"], ReplyStatus.PENDING, author=ReplyAuthor(c["pending-author"]), **internal),
        reply(
            3,
            c["hidden-text"],
            ReplyStatus.HIDDEN,
            author=ReplyAuthor(c["hidden-author"]),
            liked_by=(c["hidden-liker"],),
            **internal,
        ),
        reply(4, c["spam-text"], ReplyStatus.SPAM, author=ReplyAuthor(c["spam-author"]), **internal),
        reply(5, c["deleted-text"], ReplyStatus.DELETED, author=ReplyAuthor(c["spam-author"]), **internal),
        reply(6, "An answer to one that is hidden.", parent_id=3),
    )
    return (
        article(fields, source=c["source"], source_id=c["source-id"]),
        replies,
        {hero_sha: hero, inner_sha: inner},
    )
