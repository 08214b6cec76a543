from __future__ import annotations

import re
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from famedit.core.article import ArticleFields, CallToAction, HeroImage, Status
from famedit.core.markup import BodyRenderer
from famedit.core.page import PageImage, PageOptions, Theme, initials, is_web_address, render_page, render_parts
from famedit.core.page_style import VARIABLES, stylesheet
from famedit.core.public import PageReply, public_replies
from famedit.core.reply import Reply, ReplyAuthor, ReplyStatus, Report, TextFormat
from tests.core.hostile import HTML, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATES = Path(__file__).parents[2] / "resources" / "templates"
OPTIONS = PageOptions(templates=TEMPLATES)
PUBLISHED = datetime(2025, 3, 21, 13, 2, tzinfo=UTC)
PICTURE = "c" * 64
FIELDS = ArticleFields(headline="The Moon race", standfirst="A fifth season.", body="Words.", byline=("Ada Moe", "Ben"))


def reply(number: int, text: str = "Words.", **changes: object) -> Reply:
    made = Reply(
        id=number,
        article_id=1,
        position=number,
        author=ReplyAuthor(f"Reader{number}", "Cadet", 1204, source_id="CANARY-SOURCE"),
        text=text,
        format=TextFormat.PLAIN,
        status=ReplyStatus.VISIBLE,
        version=1,
        original_text="CANARY-ORIGINAL",
        source="CANARY-SITE",
        source_id="CANARY-ID",
        reports=(Report("CANARY-REPORTER", "CANARY-REPORT"),),
        reason="CANARY-REASON",
        held_because="CANARY-HELD",
        decided_by="CANARY-MODERATOR",
        moderator_edited_by="CANARY-EDITOR",
        extra={"ip": "CANARY-203.0.113.7", "mail": "CANARY@example.org"},
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # replace checks the names


def page(
    fields: ArticleFields = FIELDS, replies: Sequence[Reply] = (), options: PageOptions = OPTIONS, **more: object
) -> str:
    facts: dict[str, Any] = {  # Any: a test may put in what it likes
        "status": Status.PUBLISHED,
        "published_at": PUBLISHED,
        "updated_at": PUBLISHED,
        "zone": "Europe/Stockholm",
    }
    facts.update(more)
    return render_page(fields, replies=replies, options=options, **facts)


def words(html: str) -> str:
    """Return the text of the page's body as one line."""
    body = tree_of(html).find("body")
    assert body is not None
    return " ".join("".join(body.itertext()).split())


# What may not be on it ------------------------------------------------------------------------------------------------


def test_nothing_but_what_readers_see_reaches_the_page() -> None:
    hidden = [
        reply(n, f"CANARY-{status}", status=status, author=ReplyAuthor(f"CANARY-NAME-{n}"))
        for n, status in enumerate(ReplyStatus, 10)
        if status is not ReplyStatus.VISIBLE
    ]
    shown = [reply(1), reply(2, parent_id=10), reply(3, parent_id=1, moderator_edited_at=PUBLISHED)]
    made = page(FIELDS.with_(internal_note="CANARY-NOTE"), [*hidden, *shown])
    assert "CANARY" not in made
    assert "Reply 3 of 3" in made
    assert made.count("In reply to") == 1  # not to one nobody sees


def test_the_gate_lets_visible_replies_through_and_hands_on_no_secrets() -> None:
    assert {field.name for field in dataclass_fields(PageReply)}.isdisjoint(
        {"reports", "reason", "held_because", "decided_by", "extra", "original_text", "source", "source_id", "flagged"}
    )
    shown = public_replies([reply(4, flagged=True), reply(2, status=ReplyStatus.HIDDEN), reply(1)])
    assert [(one.number, one.total, one.author.name) for one in shown] == [(1, 2, "Reader1"), (2, 2, "Reader4")]
    assert "CANARY" not in repr(shown)


SHORT = st.sampled_from([text for text in HTML if len(text) < 400])


@settings(deadline=None, max_examples=60)
@given(SHORT, SHORT)
def test_no_field_can_bring_markup(one: str, other: str) -> None:
    fields = ArticleFields(
        headline=one,
        short_headline=other,
        standfirst=one,
        category=(one, other),
        tags=(one,),
        byline=(one, other),
        dateline=other,
        language=one,
        canonical_link=one,
        call_to_action=CallToAction(other, one),
        hero=HeroImage(PICTURE, alt=one, caption=other, credit=one, focal_x=9e9, focal_y=-1),
    )
    author = ReplyAuthor(one, other, 3)
    made = page(
        fields,
        [reply(1, one, author=author, liked_by=(one, other), posted_words=other, edited_words=one)],
        replace(OPTIONS, images={PICTURE: PageImage("x.jpg", 4, 3)}),
    )
    made.encode("utf-8")
    tree = tree_of(made)
    tags = {str(element.tag) for element in tree.iter()}
    assert tags.isdisjoint({"script", "iframe", "object", "embed", "form", "svg", "math", "input", "base", "video"})
    assert len(tree.findall(".//style")) == 1
    assert len(tree.findall(".//main")) == 1
    for element in tree.iter():
        assert not any(name.startswith("on") for name in element.attrib)
        href = element.attrib.get("href", "#")
        assert href.startswith(("#", "http://", "https://", "mailto:")), href
        assert element.attrib.get("src", "x.jpg") == "x.jpg"


def test_the_same_values_give_the_same_page() -> None:
    replies = [reply(n, posted_at=PUBLISHED) for n in range(1, 6)]
    made = page(replies=replies)
    assert page(replies=replies) == made
    assert page(replies=replies[::-1]) == made


# What is on it --------------------------------------------------------------------------------------------------------


def test_the_top() -> None:
    made = page(FIELDS.with_(category=("Television", "Drama"), dateline="Houston"))
    assert words(made).startswith(
        "Skip to article Television › Drama The Moon race A fifth season. "
        "By Ada Moe and Ben Houston · 21 March 2025, 14:02 CET Words."
    )
    assert '<time datetime="2025-03-21T14:02:00+01:00">' in made
    assert "<title>The Moon race</title>" in made
    assert '<meta name="description" content="A fifth season.">' in made
    assert "noindex" not in made


def test_an_unpublished_page_asks_not_to_be_found_and_names_no_day() -> None:
    made = page(status=Status.READY, published_at=None)
    assert '<meta name="robots" content="noindex">' in made
    assert "2025" not in words(made)


def test_an_empty_article_is_still_a_page() -> None:
    made = page(ArticleFields(), published_at=None, updated_at=None)
    assert words(made) == ("Skip to article Untitled article Sign in or register to comment Exported from FamEdit.")


@pytest.mark.parametrize("language", ["ar", "he", "fa-IR", "ur"])
def test_languages_that_run_the_other_way(language: str) -> None:
    assert f'<html lang="{language}" dir="rtl">' in page(FIELDS.with_(language=language))


def test_our_own_words_say_that_they_are_english() -> None:
    made = page(FIELDS.with_(language="ar"), [reply(1)])
    assert '<span lang="en" dir="ltr">1 reply</span>' in made
    assert '<span class="no" lang="en" dir="ltr">' in made
    assert 'lang="en" dir' not in page(replies=[reply(1)])


def test_a_language_that_is_none_is_taken_for_english() -> None:
    assert '<html lang="en" dir="ltr">' in page(FIELDS.with_(language='"><x'))


def test_the_hero_and_pictures_of_the_body() -> None:
    hero = HeroImage(PICTURE, alt='A "red" field', caption="Red", credit="Us", focal_x=0.25)
    images = {PICTURE: PageImage("images/a&b.jpg", 1600, 900)}
    made = page(
        FIELDS.with_(hero=hero, body=f"![B](media/{PICTURE})\n\n![Gone](media/{'d' * 64})"),
        options=replace(OPTIONS, images=images),
    )
    assert (
        '<figure class="hero"><img src="images/a&amp;b.jpg" alt="A &#34;red&#34; field" width="1600" height="900" '
        'style="object-position:25% 50%">' in made
    )
    assert '<p><img src="images/a&amp;b.jpg" alt="B" width="1600" height="900"></p>' in made
    assert "<p><em>Gone</em></p>" in made
    assert '<meta property="og:image" content="images/a&amp;b.jpg">' in made
    assert "<figure" not in page(FIELDS.with_(hero=hero))  # a picture the page cannot show
    assert "og:image" not in page(
        FIELDS.with_(hero=hero), options=replace(OPTIONS, images={PICTURE: PageImage("data:image/png;base64,AA==")})
    )


def test_a_reply_and_all_that_is_said_of_it() -> None:
    made = page(
        replies=[
            reply(
                1,
                "One.\n\nTwo.",
                posted_at=datetime(2025, 3, 21, 8, 12, tzinfo=UTC),
                edited_words="edited May 3 SomeName",
                moderator_edited_at=PUBLISHED,
                likes=34,
                liked_by=("Ada", "Ben"),
            ),
            reply(2, parent_id=1, posted_words="long ago", author=ReplyAuthor("", "", 1)),
        ]
    )
    said = words(made)
    assert (
        "2 replies R1 Reader1Reply 1 of 2 Cadet · 1,204 posts · 21 Mar, 09:12 One.Two. "
        "34 likes: Ada, Ben and 32 moreEdited May 3 SomeNameEdited by a moderator" in said
    )
    assert "? A readerReply 2 of 2 1 post · long ago In reply to Reader1" in said
    assert '<li id="reply-2">' in made
    assert "likes: " not in page(replies=[reply(1, likes=2, liked_by=("Ada",))], options=replace(OPTIONS, likers=False))
    assert "Edited <time" in page(replies=[reply(1, edited_at=PUBLISHED)])


def test_a_stamp_of_another_year_says_so() -> None:
    assert "21 Mar 2023, 10:00" in page(replies=[reply(1, posted_at=datetime(2023, 3, 21, 9, tzinfo=UTC))])
    assert "21 Mar, 10:00" in page(
        replies=[reply(1, posted_at=datetime(2023, 3, 21, 9, tzinfo=UTC))], published_at=None, updated_at=None
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Sign in or register to comment"),
        ({"call_to_action": CallToAction("Join", "https://x.test/join")}, "Join"),
        ({"call_to_action": CallToAction("Join", "javascript:alert(1)")}, "Join"),
        ({"replies_open": False}, "Replies are closed."),
    ],
)
def test_the_call_under_the_replies(fields: dict[str, Any], said: str) -> None:
    made = page(FIELDS.with_(**fields), [reply(1)])
    assert f"{said} Exported" in words(made)
    assert "javascript" not in made
    assert ('<a href="https://x.test/join" rel="noopener">Join</a>' in made) == (said == "Join" and "x.test" in made)


def test_no_call_when_there_are_no_words_for_it() -> None:
    assert 'class="call"' not in page(FIELDS.with_(call_to_action=CallToAction("", "https://x.test")))


def test_where_it_stands_first() -> None:
    made = page(FIELDS.with_(canonical_link="https://example.org/a?b=1&c"))
    assert '<link rel="canonical" href="https://example.org/a?b=1&amp;c">' in made
    assert "Read on at example.org" in words(made)
    assert "Read on" not in words(page(FIELDS.with_(canonical_link="javascript:alert(1)")))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_appearance_can_be_fixed(theme: Theme) -> None:
    made = page(options=replace(OPTIONS, theme=theme))
    assert f' data-theme="{theme}">' in made
    assert f'<meta name="color-scheme" content="{theme}">' in made


def test_the_style_sheet_may_lie_beside_it() -> None:
    made = page(options=replace(OPTIONS, css="style.css"))
    assert '<link rel="stylesheet" href="style.css">' in made
    assert "<style>" not in made


def test_the_style_sheet_has_every_colour_and_reaches_for_nothing() -> None:
    css = stylesheet(TEMPLATES)
    used = set(re.findall(r"var\(--([a-z0-9]+)\)", css)) - {"serif", "sans", "mono"}
    assert used <= {name for name, _ in VARIABLES}
    assert css.count("--bg:#FCFCFA") == 1
    assert css.count("--bg:#1B1F1D") == 2
    assert "/*" not in css
    assert "url(" not in css
    assert "@import" not in css


# Parts and small things -----------------------------------------------------------------------------------------------


def test_the_parts_make_up_the_page() -> None:
    fields = FIELDS.with_(body="# A\n\nB[^1].\n\n[^1]: C", canonical_link="https://x.test")
    replies = [reply(1), reply(2)]
    renderer = BodyRenderer(language=fields.language)
    for _ in range(2):
        parts = render_parts(
            fields,
            status=Status.PUBLISHED,
            published_at=PUBLISHED,
            updated_at=PUBLISHED,
            zone="Europe/Stockholm",
            replies=public_replies(replies),
            options=OPTIONS,
            renderer=renderer,
        )
        body = "\n".join(block.html for block in parts.body)
        whole = page(fields, replies)
        for part in (parts.top, parts.hero, body, parts.replies, parts.end):
            assert part in whole
        assert (parts.lang, parts.direction, parts.title) == ("en-GB", "ltr", "The Moon race")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("PerigeePete", "PP"),
        ("selenographer", "SE"),
        ("Halyard_7", "H7"),
        ("orbital_mechanic", "OM"),
        ("Ada", "AD"),
        ("x", "X"),
        ("", "?"),
        ("!!!", "?"),
        ("Ada Moe", "AM"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://x.test", True),
        ("http://x.test/a", True),
        ("mailto:a@x.test", False),
        ("https://", False),
        ("http://[::1", False),
        ("", False),
        ("//x.test", False),
    ],
)
def test_web_addresses(address: str, good: bool) -> None:
    assert is_web_address(address) is good
