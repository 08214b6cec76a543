from __future__ import annotations

import re
import threading
import time

import bbcode  # pyright: ignore[reportMissingTypeStubs]  # it has none
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from famedit.core.markup import MAX_LINE, BodyRenderer, render_body
from famedit.core.reply import TextFormat
from famedit.core.reply_markup import render_reply
from famedit.core.sanitise import MAX_REPLY, clean_article
from tests.core.hostile import BBCODE, HTML, MARKDOWN, complaints, depth

MEDIA = "media/" + "a" * 64
ALL = (*MARKDOWN, *HTML, *BBCODE)


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_no_text_brings_anything_forbidden(text: str) -> None:
    body = render_body(text)
    assert complaints(body) == []
    assert depth(body) <= 64 + 4
    for text_format in TextFormat:
        made = render_reply(text, text_format)
        assert complaints(made, reply=True) == [], text_format


@given(
    st.lists(st.one_of(st.sampled_from([p for p in ALL if len(p) < 300]), st.text(max_size=15)), max_size=8).map(
        "\n".join
    )
)
def test_no_mixture_brings_anything_forbidden(text: str) -> None:
    assert complaints(render_body(text)) == []
    for text_format in TextFormat:
        assert complaints(render_reply(text, text_format), reply=True) == []


SLOW = {
    "open brackets": "[" * 9000,
    "pictures": "![" * 9000,
    "nested links": "[[a](" * 4000,
    "references": "[x][" * 5000,
    "notes": "[^" * 9000,
    "many lines of brackets": "\n".join(["[" * 300] * 60),
    "emphasis": "*a" * 9000,
    "strong": "**a " * 5000,
    "underscores": "_a " * 6000,
    "code": "".join("`" * n + "a" for n in range(1, 190)),
    "tags": "<a" * 9000,
    "addresses": "<http://" * 2400,
    "escapes": "\\" * 19_000,
    "spaces": "a" + " " * 19_000 + "x",
    "quotes": "> " * 9000,
    "numbers": "1. " * 6000,
    "bars": "|" * 9000 + "\n" + "|-" * 9000,
    "deep lists": "\n".join("    " * n + "- x" for n in range(300)),
    "a line beyond all lines": "*a" * 200_000,
    "comments": "<!--" * 5000,
    "fences": "\n\n".join("`" * (3 + n) for n in range(800)),
    "apostrophes": "'" * 19_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_long(name: str) -> None:
    started = time.process_time()
    render_body(SLOW[name])
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize("text_format", TextFormat)
def test_no_reply_takes_long(name: str, text_format: TextFormat) -> None:
    started = time.process_time()
    render_reply(SLOW[name], text_format)
    assert time.process_time() - started < 2


# What Markdown becomes ------------------------------------------------------------------------------------------------

BODIES = {
    "# One\n\n## Two": "<h2>One</h2>\n<h2>Two</h2>",
    "<h1>Raw</h1>": "<h2>Raw</h2>",
    "`# not <h1>`": "<p><code># not &lt;h1&gt;</code></p>",
    "a\nb": "<p>a\nb</p>",
    "Term\n:   What it is": "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>",
    "```python\nx = 1\n```": "<pre><code>x = 1\n</code></pre>",
    "HTML here\n\n*[HTML]: Hyper": '<p><abbr title="Hyper">HTML</abbr> here</p>',
    f'![A]({MEDIA} "Cap")': f'<figure><img alt="A" src="{MEDIA}"><figcaption>Cap</figcaption>\n</figure>',
    f"![A]({MEDIA})": f'<p><img alt="A" src="{MEDIA}"></p>',
    f"![A](famedit://{MEDIA})": f'<p><img alt="A" src="{MEDIA}"></p>',
    "![A](https://x.test/y.png)": '<p><a href="https://x.test/y.png" rel="noopener noreferrer">A</a></p>',
    "[a][R]\n\n[r]: https://x.test": '<p><a href="https://x.test" rel="noopener noreferrer">a</a></p>',
    "": "",
    "   \n\t\n": "",
}


@pytest.mark.parametrize("text", BODIES)
def test_bodies(text: str) -> None:
    assert render_body(text) == BODIES[text]


def test_tables_keep_their_alignment_as_a_class() -> None:
    made = render_body("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert re.findall(r'<td class="([a-z-]+)">', made) == ["align-left", "align-center", "align-right"]


def test_footnotes_are_numbered_over_all_segments() -> None:
    made = render_body("One[^b].\n\nTwo[^a] and[^b].\n\n[^a]: Note *a*.\n\n    More.\n\n[^b]: Note b.")
    assert re.findall(r'href="#a-fn:(.)" rel="[^"]*">(\d)', made) == [("b", "1"), ("a", "2"), ("b", "1")]
    assert made.index("Note b") < made.index("<em>a</em>")
    assert "<p>More." in made
    ids = re.findall(r'id="([^"]+)"', made)
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in re.findall(r'href="(#[^"]+)"', made)} <= set(ids)


QUOTED = "\"Outer 'inner' end\", it's -- so --- and..."


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en-GB", "“Outer ‘inner’ end”, it’s – so — and…"),
        ("de", "„Outer ‚inner‘ end“, it’s – so — and…"),
        ("fr-FR", "«\u202fOuter ‹\u202finner\u202f› end\u202f», it’s – so — and…"),
        ("sv", "”Outer ’inner’ end”, it’s – so — and…"),
        ("xx", "“Outer ‘inner’ end”, it’s – so — and…"),
    ],
)
def test_punctuation_follows_the_language(language: str, shown: str) -> None:
    assert render_body(QUOTED, language=language) == f"<p>{shown}</p>"
    assert render_body(QUOTED, smart=False, language=language) == f"<p>{QUOTED}</p>"
    assert render_body(f"`{QUOTED}`", language=language) == f"<p><code>{QUOTED}</code></p>"


def test_a_line_beyond_the_limit_is_shown_as_typed() -> None:
    made = render_body("*a* " * MAX_LINE)
    assert made.startswith("<p>*a* *a*")


@pytest.mark.parametrize("text_format", [TextFormat.MARKDOWN, TextFormat.BBCODE])
def test_what_the_libraries_cannot_nest_is_shown_as_typed(
    text_format: TextFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr(Markdown, "convert", give_up)
    monkeypatch.setattr(bbcode.Parser, "format", give_up)
    assert render_body("- *a*\nb\n\n    c") == "<p>- *a*<br>b</p><p>    c</p>"
    render_reply.cache_clear()
    assert render_reply("*a*\n[b]", text_format) in ("<p>*a*<br>[b]</p>", "<p></p><p>*a*<br>[b]</p><p></p>")
    render_reply.cache_clear()


def test_brackets_beyond_the_budget_stand_for_themselves() -> None:
    made = render_body("[" * 5000)
    assert made == f"<p>{'[' * 5000}</p>"


def test_many_links_in_a_list_or_a_table_all_work() -> None:
    items = "\n".join(f"- [a](https://x.test/{n}) and [b](https://x.test/b{n})" for n in range(1500))
    assert render_body(items).count("<a ") == 3000
    rows = "| a |\n|---|\n" + "\n".join(f"| [a](https://x.test/{n}) |" for n in range(1500))
    assert render_body(rows).count("<a ") == 1500


# Segments -------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    (
        "A paragraph.",
        "A *second* paragraph,\nin two lines.",
        "## A heading",
        "Setext\n======",
        "- an item",
        "- another\n    - nested",
        "1. first\n2. second",
        "    indented",
        "> quoted",
        "> - list in a quote",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\ncode\n\nmore\n```",
        "~~~\n- not a list\n~~~",
        "Term\n: definition",
        ": joins the term before",
        "Word [ref] and [text][ref].",
        "[ref]: https://x.test 'T'",
        "HTML is short.",
        "*[HTML]: Hyper",
        "---",
        "* * *",
        "[link](https://x.test) starts it",
        "![pic](media/" + "b" * 64 + ")",
        "Line one  \nline two",
    )
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=10).map("\n\n".join))
def test_segments_come_out_as_the_whole_would(text: str) -> None:
    """Rendering piece by piece is an economy, not another Markdown."""
    whole = Markdown(extensions=["tables", "fenced_code", "def_list", "abbr"], output_format="html").convert(text)
    whole = re.sub(r"(</?)h1", r"\1h2", whole)
    squeeze = re.compile(r"\s+")
    assert squeeze.sub("", render_body(text, smart=False)) == squeeze.sub("", clean_article(whole))


NOTES = st.sampled_from(("Word[^1].", "Again[^1] and[^2].", "[^1]: One.", "[^2]: Two.\n\n    More.", "Plain[^9]."))


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(PIECES, NOTES), max_size=8).map("\n\n".join), min_size=2, max_size=5))
def test_a_renderer_that_remembers_says_what_a_fresh_one_says(states: list[str]) -> None:
    kept = BodyRenderer()
    for text in states:
        assert kept.blocks(text) == BodyRenderer().blocks(text)


def test_what_has_not_changed_is_not_rendered_again() -> None:
    paragraphs = [f"Paragraph {n} with *words* and a [link](https://x.test/{n})." for n in range(1500)]
    renderer = BodyRenderer()
    renderer.blocks("\n\n".join(paragraphs))
    paragraphs[700] += " More."
    started = time.process_time()
    blocks = renderer.blocks("\n\n".join(paragraphs))
    assert time.process_time() - started < 0.25  # all of it takes more than that
    assert "More." in blocks[700].html
    assert blocks[701].line == 1402


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8))
def test_each_block_knows_its_line(pieces: list[str]) -> None:
    text = "\n\n".join(pieces)
    lines = text.split("\n")
    blocks = BodyRenderer().blocks(text)
    assert [block.line for block in blocks] == sorted(block.line for block in blocks)
    for block in blocks:
        assert 0 <= block.line < len(lines)
        assert lines[block.line].strip()


def test_line_ends_do_not_matter() -> None:
    assert render_body("a\r\n\r\nb\rc") == render_body("a\n\nb\nc")


def test_threads_do_not_meet() -> None:
    wanted = {n: render_body(f"[^{n}] *{n}*\n\n[^{n}]: Note {n}.") for n in range(8)}
    wrong: list[int] = []

    def run(n: int) -> None:
        wrong.extend(n for _ in range(20) if render_body(f"[^{n}] *{n}*\n\n[^{n}]: Note {n}.") != wanted[n])

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# Replies --------------------------------------------------------------------------------------------------------------

LINK = ' rel="nofollow ugc noopener noreferrer"'
REPLIES = {
    ("One.\n\nTwo,\nthree.", TextFormat.PLAIN): "<p>One.</p><p>Two,<br>three.</p>",
    ("a <b> & *c* [d](e)", TextFormat.PLAIN): "<p>a &lt;b&gt; &amp; *c* [d](e)</p>",
    ("See https://x.test/a?b=1&c=2.", TextFormat.PLAIN): (
        f'<p>See <a href="https://x.test/a?b=1&amp;c=2"{LINK}>https://x.test/a?b=1&amp;c=2</a>.</p>'
    ),
    ("(https://x.test/a_(b))", TextFormat.PLAIN): (
        f'<p>(<a href="https://x.test/a_(b"{LINK}>https://x.test/a_(b</a>))</p>'
    ),
    ("> said\n> so\nI reply", TextFormat.PLAIN): "<blockquote><p>said<br>so</p></blockquote><p>I reply</p>",
    ("", TextFormat.PLAIN): "",
    ("<div>a</div><div>b</div>", TextFormat.HTML): "<p>a</p><p>b</p>",
    ("<h1>Big</h1>x", TextFormat.HTML): "<p>Big</p>x",
    ('<img src="https://x.test/p.png" alt="P">', TextFormat.HTML): f'<a href="https://x.test/p.png"{LINK}>P</a>',
    ("*a*\nb ![p](https://x.test/p)", TextFormat.MARKDOWN): (
        f'<p><em>a</em><br>\nb <a href="https://x.test/p"{LINK}>p</a></p>'
    ),
    ("# Loud", TextFormat.MARKDOWN): "<p>Loud</p>",
    ("[b]a[/b]\nb\n\nc", TextFormat.BBCODE): "<p><strong>a</strong><br>b</p><p>c</p>",
    ("[quote=Ada;1]x[/quote]y", TextFormat.BBCODE): "<blockquote><p><b>Ada</b></p><p>x</p></blockquote>y<p></p>",
    ("[url=https://x.test]t[/url]", TextFormat.BBCODE): f'<p><a href="https://x.test"{LINK}>t</a></p>',
    ("[code][b]<x>[/b][/code]", TextFormat.BBCODE): "<pre><code>[b]&lt;x&gt;[/b]</code></pre>",
}


@pytest.mark.parametrize(("text", "text_format"), REPLIES)
def test_replies(text: str, text_format: TextFormat) -> None:
    made = render_reply(text, text_format)
    assert made.replace("<p></p>", "") == REPLIES[text, text_format].replace("<p></p>", "")


def test_a_reply_longer_than_shown_is_cut() -> None:
    made = render_reply("word " * 40_000, TextFormat.PLAIN)
    assert made.endswith("…</p>")
    assert len(made) < MAX_REPLY + 20
