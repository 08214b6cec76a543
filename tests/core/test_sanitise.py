from __future__ import annotations

import json
from importlib.metadata import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from famedit.core.sanitise import MAX_DEPTH, clean_article, clean_reply, drop_controls, one_line
from tests.core.hostile import HTML, complaints, depth, elements

PIECES = st.sampled_from([*HTML, "<p>", "</p>", "<b>", "</b>", "<table>", "<td>", "<li>", "words", "&lt;", "<a href='"])
MIXED = st.lists(st.one_of(PIECES.filter(lambda piece: len(piece) < 400), st.text(max_size=20)), max_size=12).map(
    "".join
)


@pytest.mark.parametrize("text", HTML, ids=range(len(HTML)))
def test_nothing_forbidden_is_left(text: str) -> None:
    assert complaints(clean_article(text)) == []
    assert complaints(clean_reply(text), reply=True) == []


@settings(deadline=None)
@given(MIXED)
def test_nothing_forbidden_is_left_of_mixtures(text: str) -> None:
    article, reply = clean_article(text), clean_reply(text)
    assert complaints(article) == []
    assert complaints(reply, reply=True) == []
    assert clean_article(article) == article
    assert clean_reply(reply) == reply


@pytest.mark.parametrize("text", HTML, ids=range(len(HTML)))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_article(clean_article(text)) == clean_article(text)
    assert clean_reply(clean_reply(text)) == clean_reply(text)


def test_deep_nesting_is_flattened_and_its_text_kept() -> None:
    for clean in (clean_article, clean_reply):
        made = clean("<blockquote>" * 500 + "deep")
        assert "deep" in made
        assert depth(made) == MAX_DEPTH


def test_what_articles_need_is_kept() -> None:
    kept = (
        '<h2 id="a-x">Head</h2>',
        '<p lang="fr" dir="ltr">Un <abbr title="deux">2</abbr> <sup>3</sup></p>',
        '<figure><img src="media/' + "a" * 64 + '" alt="A" width="4" height="3"><figcaption>C</figcaption></figure>',
        '<table><tbody><tr><td colspan="2" class="align-right">1</td></tr></tbody></table>',
        '<ol start="3"><li>c</li></ol>',
        "<dl><dt>t</dt><dd>d</dd></dl>",
        "<details><summary>s</summary>d</details>",
        '<p><a href="mailto:a@b.test" rel="noopener noreferrer">m</a></p>',
    )
    for html in kept:
        assert clean_article(html) == html


def test_links_inside_the_body_lead_to_its_prefixed_ids() -> None:
    made = dict(elements(clean_article('<a href="#fn: 1">x</a><p id="fn: 1">y</p>')))
    assert made["a"]["href"] == f"#{made['p']['id']}"


def test_a_picture_without_its_source_leaves_its_words() -> None:
    assert clean_article('<p>A <img src="https://x.test/y.png" alt=\'the "Moon" & more\'> b</p>') == (
        '<p>A the "Moon" &amp; more b</p>'
    )
    assert clean_article("<p>A<img src=x></p>") == "<p>A</p>"


def test_links_of_readers_are_marked_as_theirs() -> None:
    assert clean_reply('<a href="https://x.test">x</a>') == (
        '<a href="https://x.test" rel="nofollow ugc noopener noreferrer">x</a>'
    )


def test_controls_are_dropped_and_letters_kept() -> None:
    assert drop_controls("a\u202eb\x00c\x1bd\u2066e\u200f\u200d\tf\ng") == "abcde\u200f\u200d\tf\ng"
    assert drop_controls("x\ud800y") == "x\ufffdy"
    assert drop_controls("e" + "\u0301" * 40) == "e" + "\u0301" * 6
    assert one_line("  A\r\n headline \u202e ") == "A headline"


def test_the_cleaner_is_new_enough() -> None:
    """ammonia 4.2.3 closed ways out of MathML and SVG; nh3 says in its bill of materials which one it carries."""
    (bill,) = [file for file in files("nh3") or [] if file.name.endswith(".cyclonedx.json")]
    parts = json.loads(bill.read_text())["components"]
    (version,) = [part["version"] for part in parts if part["name"] == "ammonia"]
    assert tuple(map(int, version.split("."))) >= (4, 2, 3)
