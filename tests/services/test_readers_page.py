"""Copied pages: the fixtures word for word, whatever a page can be made of, and whatever is no page at all."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from famedit.core.errors import BadInput
from famedit.core.markup import render_body
from famedit.core.reply import ReplyStatus
from famedit.services.readers.copied_page import read_copied_page
from famedit.services.readers.paragraphs import Line, goes_on, lines_of, paragraphs, wrap_width
from famedit.services.readers.source import source_from_text
from famedit.services.readers.table import understand
from tests.services.pages import facts

PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*.txt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    (understood,) = understand(path)
    assert understood.reader == "copied-page"
    assert facts(understood) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_pasted_page_is_read_like_a_file(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert facts(understand(text)[0]) == facts(understand(path)[0])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_bullets_and_spaces_of_other_kinds_change_nothing(path: Path) -> None:
    text = path.read_bytes().decode("utf-8").replace("• Reply", "●\u00a0Reply").replace(" of ", "\u202fof\u00a0")
    got, expected = facts(understand(text)[0]), facts(understand(path)[0])
    assert got == expected


def test_copied_replies_arrive_visible_and_the_article_without_a_status() -> None:
    (understood,) = understand(PAGES[0])
    assert understood.status is None
    assert {reply.status for reply in understood.replies} == {ReplyStatus.VISIBLE}
    assert all(reply.edited_at is None and reply.posted_at is None for reply in understood.replies)


def test_plain_text_shows_on_the_page_as_it_reads() -> None:
    (understood,) = understand(next(path for path in PAGES if path.stem.startswith("13")))
    html = render_body(understood.fields.body, smart=False)
    assert "<ol>" not in html
    assert "<h1" not in html
    assert "<em>" not in html
    assert "&lt;b&gt;tag&lt;/b&gt;" in html
    assert "[this](that)" in html
    assert "snake_case_names" in html
    assert "5 * 3 * 2" in html


# Single rules -------------------------------------------------------------------------------------------------------

HEAD = "A headline of its own\nin Somewhere\nA standfirst that ends here.\nAn alternative text\nA caption\n"
BODY = "The first paragraph is long enough to be one, and it has two sentences. This is the second of them.\n"
END = "Sign In or Register to comment.\n"


def page(replies: str, body: str = BODY) -> str:
    return HEAD + body + replies + END


def one_reply(lines: str) -> tuple[str, str, int | None, str]:
    (understood,) = understand(page(f"• Reply 1 of 1\n{lines}\n"))
    (reply,) = understood.replies
    return reply.author.name, reply.author.rank, reply.author.posts, reply.text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("AnnAnn Posts: 4,087member\nHello", ("Ann", "member", 4087, "Hello")),
        ("Ann Ann Posts: 4,087 member\nHello", ("Ann", "member", 4087, "Hello")),
        ("Ann\nPosts: 3member\nHello", ("Ann", "member", 3, "Hello")),
        ("Ann\nAnn\nPosts: 3\nHello", ("Ann", "", 3, "Hello")),
        ("Ann\nAnn\nHello", ("Ann", "", None, "Hello")),
        ("AnnAnn\nHello", ("Ann", "", None, "Hello")),
        ("Apollo11Apollo11Posts: 12member\nHello", ("Apollo11", "member", 12, "Hello")),
        ("a1a1 Posts: 1.024Mitglied\nHello", ("a1", "Mitglied", 1024, "Hello")),
        ("Posts: 88member\nHello", ("", "member", 88, "Hello")),
        ("space_cadet_9\nHello", ("space_cadet_9", "", None, "Hello")),
        ("Hello there, this is all.", ("", "", None, "Hello there, this is all.")),
        ("hahahaha\nThat was funny.", ("", "", None, "hahahaha\nThat was funny.")),
        ("bye bye\nSee you.", ("", "", None, "bye bye\nSee you.")),
        ("Agreed\nEvery word of it.", ("", "", None, "Agreed\nEvery word of it.")),
        ("AnnAnn", ("", "", None, "AnnAnn")),
        ("mamamama Posts: 4member\nHello", ("mama", "member", 4, "Hello")),
        ("mama Posts: 4member\nHello", ("mama", "member", 4, "Hello")),
        ("Zoë Zoë Posts: 12,345,678senior member\nHello", ("Zoë", "senior member", 12345678, "Hello")),
        ("One line.\nAnd then my Posts: 3 of them.", ("", "", None, "One line.\nAnd then my Posts: 3 of them.")),
    ],
)
def test_author_lines(lines: str, expected: tuple[str, str, int | None, str]) -> None:
    assert one_reply(lines) == expected


def test_a_short_double_is_halved_where_others_are() -> None:
    (understood,) = understand(page("• Reply 1 of 2\nJoJo Posts: 1x\nHi\n• Reply 2 of 2\nAnnaAnna Posts: 2x\nHo\n"))
    assert [reply.author.name for reply in understood.replies] == ["Jo", "Anna"]


def test_a_name_known_from_the_page_needs_no_count() -> None:
    (understood,) = understand(page("• Reply 1 of 2\nOrrinOrrin Posts: 1x\nHi\n• Reply 2 of 2\nOrrin\nHello again\n"))
    assert [reply.author.name for reply in understood.replies] == ["Orrin", "Orrin"]


@pytest.mark.parametrize(
    ("last", "words", "names"),
    [
        ("edited May 3 SomeName", "edited May 3", ("SomeName",)),
        ("edited May 3", "edited May 3", ()),
        ("Edited May 3, 2025 Ann Bob", "Edited May 3, 2025", ("Ann", "Bob")),
        ("edited May 2025 Ann", "edited May 2025", ("Ann",)),
        ("edited May 3 2001fan", "edited May 3", ("2001fan",)),
        ("edited May 3 10:15AM Ann", "edited May 3 10:15AM", ("Ann",)),
        ("edited 3 May Ann, Bob the Great and Cleo", "edited 3 May", ("Ann", "Bob the Great and Cleo")),
        ("edited 2025-05-03 Ann", "edited 2025-05-03", ("Ann",)),
        ("edited yesterday Ann Ann", "edited yesterday", ("Ann",)),
        ("edited 10:15PM Ann", "edited 10:15PM", ("Ann",)),
    ],
)
def test_edited_lines(last: str, words: str, names: tuple[str, ...]) -> None:
    (understood,) = understand(page(f"• Reply 1 of 1\nAnnAnn Posts: 1x\nThe text.\n\n{last}\n"))
    (reply,) = understood.replies
    assert (reply.text, reply.edited_words, reply.liked_by, reply.likes) == ("The text.", words, names, len(names))


@pytest.mark.parametrize(
    "last", ["edited my post to be clear", "edited by hand", "I edited May 3 out", "edited May be"]
)
def test_a_text_that_speaks_of_editing_stays_text(last: str) -> None:
    (understood,) = understand(page(f"• Reply 1 of 1\nAnnAnn Posts: 1x\nThe text.\n{last}\n"))
    assert understood.replies[0].text == f"The text.\n{last}"
    assert understood.replies[0].edited_words == ""


def test_a_reply_that_quotes_another_marker_is_one_reply() -> None:
    quoted = "• Reply 1 of 2\nAnnAnn Posts: 1x\nAs I said in\nReply 9 of 2\nall is well.\n"
    (understood,) = understand(page(f"{quoted}• Reply 2 of 2\nBobBob Posts: 2x\nYes.\n"))
    assert [reply.text for reply in understood.replies] == ["As I said in\nReply 9 of 2\nall is well.", "Yes."]


def test_numbers_that_stand_twice_or_are_missing_are_told() -> None:
    (understood,) = understand(page("• Reply 2 of 3\nA sentence.\n• Reply 2 of 3\nAnother sentence.\n"))
    assert len(understood.replies) == 2
    assert any("stand more than once" in warning for warning in understood.warnings)
    assert any("Replies 1, 3 are not on it" in warning for warning in understood.warnings)


def test_an_empty_reply_is_told() -> None:
    (understood,) = understand(page("• Reply 1 of 2\n\n• Reply 2 of 2\nAnnAnn Posts: 1x\n"))
    assert [reply.text for reply in understood.replies] == ["", ""]
    assert sum("has no text" in warning for warning in understood.warnings) == 2


def test_a_line_that_ends_pages_inside_a_reply_ends_nothing() -> None:
    quoted = "• Reply 1 of 2\nAnnAnn Posts: 1x\nIt says\nSign In or Register to comment.\n"
    (understood,) = understand(page(f"{quoted}• Reply 2 of 2\nBobBob Posts: 2x\nOh.\n"))
    assert len(understood.replies) == 2
    assert "Sign In" in understood.replies[0].text


@pytest.mark.parametrize(
    ("line", "link", "words"),
    [
        ("Read on Orbit Weekly", "", "Read on Orbit Weekly"),
        ("Read on Orbit Weekly: https://example.org/a.", "https://example.org/a", ""),
        ("Read on Orbit Weekly\nhttps://example.org/a", "https://example.org/a", ""),
        ("Read on and you will find that the story has a second half that nobody told you about.", "", ""),
    ],
)
def test_read_on_lines(line: str, link: str, words: str) -> None:
    (understood,) = understand(page("", f"{BODY}{line}\n"))
    assert (understood.fields.canonical_link, understood.reading_words) == (link, words)
    assert (words in understood.fields.internal_note) or not words
    assert ("Read on" in understood.fields.body) == (not link and not words)


def test_a_headline_on_two_lines() -> None:
    (understood,) = understand("A headline that goes on and\non\nin Somewhere\nThe standfirst.\n" + BODY + END)
    assert understood.fields.headline == "A headline that goes on and on"
    (understood,) = understand("A headline that goes on and\non\nThe standfirst.\n" + BODY + END)
    assert understood.fields.headline == "A headline that goes on and on"
    assert understood.fields.category == ()


@pytest.mark.parametrize("line", ["in the end, nothing came of it.", "In Somewhere", "in a b c d e f g h i j k l"])
def test_a_standfirst_is_no_category(line: str) -> None:
    (understood,) = understand(f"A headline\n{line}\n{BODY}{END}")
    assert understood.fields.category == ()


def test_only_a_headline_and_only_a_paragraph() -> None:
    assert understand("A headline alone\n" + END)[0].warnings[-1] == "The page has a headline and nothing else."
    (understood,) = understand("A headline\nOne paragraph only, with an end.\n" + END)
    assert understood.fields.body == "One paragraph only, with an end."
    assert understood.fields.standfirst == ""


def test_a_page_without_standfirst() -> None:
    long = "A very long opening paragraph that is no standfirst. " * 12
    (understood,) = understand(f"A headline\nin Somewhere\n{long}\nAnother paragraph. With two sentences.\n{END}")
    assert understood.fields.standfirst == ""
    assert understood.fields.body.startswith("A very long opening")


PARAGRAPHS = "A first paragraph with two sentences. Here is the other, which is longer.\n" * 3


@pytest.mark.parametrize(
    ("lines", "alt", "caption"),
    [
        ("A dome at dusk\n" + PARAGRAPHS, "A dome at dusk", ""),
        ("The dome. Photo: Ann\n" + PARAGRAPHS, "", ""),
        (
            "Dome, photo: Ann\n" + PARAGRAPHS,
            "",
            "Dome, photo: Ann",
        ),
        (
            "A dome stands between trees.\nThe dome at dusk.\n" + PARAGRAPHS,
            "A dome stands between trees.",
            "The dome at dusk.",
        ),
        ("It began with a bang.\nNobody slept.\n" + PARAGRAPHS, "", ""),
        (
            "A dome at dusk\nThe dome, which took eleven years. Image credit: Ann\n" + BODY,
            "A dome at dusk",
            "The dome, which took eleven years. Image credit: Ann",
        ),
        ("A dome at dusk\nThen one long paragraph follows, with an end. And another.\n", "A dome at dusk", ""),
        ("A short line.\nAnother.\n", "", ""),
    ],
)
def test_words_about_the_picture(lines: str, alt: str, caption: str) -> None:
    (understood,) = understand(f"A headline\nin Somewhere\nA standfirst that ends here.\n{lines}{END}")
    assert (understood.fields.hero.alt, understood.fields.hero.caption) == (alt, caption)


def test_rejoining() -> None:
    assert goes_on("the engineer met", "and said so")
    assert goes_on("signed by Dr.", "brown")
    assert not goes_on("He said so.", "and left")
    assert not goes_on("She met", "• an item")
    assert goes_on("the team of", "Twelve people")
    assert not goes_on("A heading", "Then it begins.")
    assert paragraphs([Line("space-"), Line("race")], 0) == ["space-race"]
    assert paragraphs([Line("a pause —"), Line("then more")], 0) == ["a pause — then more"]
    assert lines_of("a\n\n  b  c\n") == [Line("a"), Line("b c", True)]
    assert wrap_width([Line("one two"), Line("three"), Line("Four.")]) == 7
    # a full line ends a sentence, but the paragraph goes on; a short one ends it
    lines = lines_of(
        "They had waited for eleven years and\nnow it was all over at once, at last.\nSomebody laughed.\nThe end."
    )
    assert paragraphs(lines, wrap_width(lines)) == [
        "They had waited for eleven years and now it was all over at once, at last.",
        "Somebody laughed.",
        "The end.",
    ]


# Whole pages from a model -------------------------------------------------------------------------------------------


@dataclass
class Reply:
    name: str
    posts: int | None
    rank: str
    lines: list[str]
    edited: str
    likers: list[str]


@dataclass
class Page:
    headline: str
    category: str
    standfirst: str
    alt: str
    caption: str
    body: list[str]
    reading: str
    replies: list[Reply]
    width: int = 0
    stray: list[bool] = field(default_factory=list)
    newline: str = "\n"
    space: str = " "
    bullet: str = "•"


WORDS = st.sampled_from(
    [
        "moon",
        "dust",
        "radio",
        "engine",
        "quiet",
        "morning",
        "valve",
        "ladle",
        "orbit",
        "station",
        "garden",
        "signal",
        "café",
        "l’été",
        "“now”",
        "42",
        "über",
    ]
)
NAMES = st.from_regex(r"[A-Z][a-z]{2,6}(_[a-z]{2,4})?[0-9]{0,2}", fullmatch=True)


def words(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=least, max_size=most).map(" ".join)


def sentence(least: int = 4, most: int = 12) -> st.SearchStrategy[str]:
    return words(least, most).map(lambda text: f"The {text}.")


REPLIES = st.builds(
    Reply,
    name=NAMES,
    posts=st.integers(0, 99_999),
    rank=st.sampled_from(["member", "moderator", "unconfirmed, member", ""]),
    lines=st.lists(sentence(2, 8), min_size=1, max_size=3),
    edited=st.sampled_from(["", "edited May 3", "edited December 12", "edited May 3, 2024"]),
    likers=st.lists(NAMES, max_size=3, unique=True),
)
MODELS = st.builds(
    Page,
    headline=words(2, 7).map(lambda text: f"How {text}"),
    category=st.sampled_from(["Audio + Video + Home", "Television > Drama", "Reviews", "iPod + iTunes"]),
    standfirst=sentence(8, 20),
    alt=words(3, 8).map(lambda text: f"A {text}"),
    caption=words(3, 8).map(lambda text: f"One {text}"),
    body=st.lists(st.lists(sentence(8, 14), min_size=2, max_size=4).map(" ".join), min_size=1, max_size=4),
    reading=st.sampled_from(["", "Read on Orbit Weekly"]),
    replies=st.lists(REPLIES, max_size=5),
    width=st.sampled_from([0, 0, 60, 76]),
    stray=st.lists(st.booleans(), min_size=30, max_size=30),
    newline=st.sampled_from(["\n", "\r\n"]),
    space=st.sampled_from([" ", "\u00a0"]),
    bullet=st.sampled_from("•·●▪*-"),
)


def wrapped(text: str, width: int) -> str:
    """Wrap only where the break is in mid-sentence before a small letter, as the worst half of pages does."""
    if not width:
        return text
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + 1 + len(word) > width and word[:1].islower() and not line.endswith("."):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def rendered(page: Page) -> str:
    blocks = [page.headline, f"in {page.category}", wrapped(page.standfirst, page.width), page.alt, page.caption]
    blocks += [wrapped(text, page.width) for text in page.body]
    blocks += [page.reading] if page.reading else []
    for number, reply in enumerate(page.replies, 1):
        blocks.append(f"{page.bullet} Reply {number} of {len(page.replies)}")
        blocks.append(f"{reply.name}{reply.name} Posts: {reply.posts:,}{reply.rank}")
        blocks.extend(reply.lines)
        if reply.edited:
            blocks.append(" ".join([reply.edited, *reply.likers]))
    blocks.append("Sign In or Register to comment.")
    text = ""
    for number, block in enumerate(blocks):
        text += block + "\n" + ("\n" if page.stray[number % len(page.stray)] else "")
    return text.replace(" ", page.space).replace("\n", page.newline)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(MODELS)
def test_what_a_page_is_made_of_is_what_is_read(page: Page) -> None:
    # a paragraph whose last line is as full as the others cannot be told from one that goes on
    last_lines = [wrapped(text, page.width).rsplit("\n", 1)[-1] for text in [page.standfirst, *page.body]]
    assume(not page.width or all(len(line) < page.width - 16 for line in last_lines))
    (got,) = understand(rendered(page))
    fields = got.fields
    assert fields.headline == page.headline
    assert " > ".join(fields.category) == page.category
    assert fields.standfirst == page.standfirst
    assert (fields.hero.alt, fields.hero.caption) == (page.alt, page.caption)
    assert fields.body == "\n\n".join(page.body)
    assert got.reading_words == page.reading
    assert len(got.replies) == len(page.replies)
    for reply, model in zip(got.replies, page.replies, strict=True):
        assert (reply.author.name, reply.author.posts) == (model.name, model.posts)
        assert reply.author.rank == model.rank
        assert [line for line in reply.text.split("\n") if line] == model.lines
        assert reply.edited_words == model.edited
        assert reply.liked_by == (tuple(model.likers) if model.edited else ())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=2000))
def test_no_text_is_too_strange(text: str) -> None:
    try:
        (understood,) = read_copied_page(source_from_text(text))
    except BadInput:
        pytest.fail("every text is a page")
    assert "\x00" not in understood.fields.body


LINES = st.sampled_from(
    [
        *("• Reply 1 of 2", "Reply 2 of 2", "•", "edited May 3 Ann", "AnnAnn Posts: 4,087member", "AnnAnn", "Posts: 1"),
        *("Sign In or Register to comment.", "Read on X", "in A > B", "A sentence.", "a line that goes on", "\u00a0"),
        *("Comments", "", "edited May 3", "• Reply 99999999 of 1", "- item", "mamamama", "https://example.org/x"),
        "This discussion has been closed.",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_no_order_of_lines_is_too_strange(lines: list[str]) -> None:
    (understood,) = read_copied_page(source_from_text("\n".join(lines)))
    shown = "\n".join(
        [
            understood.fields.body,
            understood.fields.standfirst,
            understood.fields.headline,
            understood.fields.hero.alt,
            understood.fields.hero.caption,
            *map(str, understood.replies),
        ]
    )
    assert lines.count("A sentence.") == 0 or "A sentence" in shown or "Left out" in "".join(understood.warnings)
