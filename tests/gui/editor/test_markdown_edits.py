"""The writing commands, as functions: "|" stands for the caret, "[" and "]" for the ends of a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from famedit.gui.editor import markdown_edits as edits
from famedit.gui.editor.markdown_edits import Passage
from famedit.gui.editor.markdown_spans import Format

if TYPE_CHECKING:
    from collections.abc import Callable


def passage(marked: str) -> Passage:
    if "|" in marked:
        at = marked.index("|")
        return Passage(marked.replace("|", "", 1), at, at)
    start = marked.index("«")
    end = marked.index("»") - 1
    return Passage(marked.replace("«", "").replace("»", ""), start, end)


def marked(result: Passage | None) -> str | None:
    if result is None:
        return None
    text = result.text
    if result.start == result.end:
        return text[: result.start] + "|" + text[result.start :]
    return text[: result.start] + "«" + text[result.start : result.end] + "»" + text[result.end :]


def bold(p: Passage) -> Passage:
    return edits.toggle_inline(p, Format.BOLD)


def italic(p: Passage) -> Passage:
    return edits.toggle_inline(p, Format.ITALIC)


@pytest.mark.parametrize(
    ("how", "before", "after"),
    [
        (bold, "a «word» here", "a **«word»** here"),
        (bold, "a **«word»** here", "a «word» here"),
        (bold, "a «**word**» here", "a «word» here"),
        (bold, "a wo|rd here", "a **wo|rd** here"),
        (bold, "a **wo|rd** here", "a wo|rd here"),
        (bold, "a word| here", "a **word**| here"),
        (bold, "a **word**| here", "a word| here"),
        (bold, "a | here", "a **|** here"),
        (bold, "a **|** here", "a | here"),
        (bold, "a **word|** here", "a **word**| here"),
        (italic, "a *word|* here", "a *word*| here"),
        (bold, "« word »", " **«word»** "),
        (bold, "«- item»", "- **«item»**"),
        (bold, "«## head»", "## **«head»**"),
        (bold, "«one\n\ntwo»", "«**one**\n\n**two**»"),
        (bold, "«**one**\n\n**two**»", "«one\n\ntwo»"),
        (italic, "a «word» here", "a *«word»* here"),
        (italic, "a **wo|rd** here", "a ***wo|rd*** here"),
        (italic, "a ***wo|rd*** here", "a **wo|rd** here"),
        (italic, "a _wo|rd_ here", "a wo|rd here"),
        (lambda p: edits.toggle_inline(p, Format.CODE), "a «word» here", "a `«word»` here"),
        (lambda p: edits.toggle_heading(p, 2), "he|ad", "## he|ad"),
        (lambda p: edits.toggle_heading(p, 2), "## he|ad", "he|ad"),
        (lambda p: edits.toggle_heading(p, 3), "## he|ad", "### he|ad"),
        (lambda p: edits.toggle_heading(p, 2), "|", "## |"),
        (edits.toggle_quote, "wo|rds", "> wo|rds"),
        (edits.toggle_quote, "> wo|rds", "wo|rds"),
        (edits.toggle_quote, "«one\n\ntwo»", "«> one\n>\n> two»"),
        (edits.toggle_quote, "«> one\n>\n> two»", "«one\n\ntwo»"),
        (lambda p: edits.toggle_list(p, Format.BULLETS), "«one\ntwo»", "«- one\n- two»"),
        (lambda p: edits.toggle_list(p, Format.BULLETS), "«- one\n- two»", "«one\ntwo»"),
        (lambda p: edits.toggle_list(p, Format.NUMBERS), "«- one\n- two»", "«1. one\n2. two»"),
        (lambda p: edits.toggle_list(p, Format.NUMBERS), "one|", "1. one|"),
    ],
)
def test_commands_toggle(how: Callable[[Passage], Passage], before: str, after: str) -> None:
    assert marked(how(passage(before))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one|", "- one\n- |"),
        ("* one|two", "* one\n* |two"),
        ("    - deep|", "    - deep\n    - |"),
        ("1. one|", "1. one\n2. |"),
        ("9) one|", "9) one\n10) |"),
        ("1. one|\n2. two\n3. three", "1. one\n2. |\n3. two\n4. three"),
        ("> said|", "> said\n> |"),
        ("> - said|", "> - said\n> - |"),
        ("- one\n- |", "- one\n|"),
        ("1. |", "|"),
        ("> |", "|"),
        ("    - |", "- |"),
        ("- one «two»", "- one \n- |"),
        ("plain|", None),
        ("## head|", None),
        ("|- one", None),
        ("-|", None),
        ("2025 was|", None),
    ],
)
def test_enter_continues_and_ends(before: str, after: str | None) -> None:
    if before == "-|":
        assert marked(edits.enter(passage(before))) == "|"
        return
    assert marked(edits.enter(passage(before))) == after


@pytest.mark.parametrize(
    ("deeper", "before", "after"),
    [
        (True, "- on|e", "    - on|e"),
        (False, "    - on|e", "- on|e"),
        (False, "- on|e", "- on|e"),
        (True, "«- one\n- two»", "    «- one\n    - two»"),
        (True, "plain|", None),
        (False, "\t- on|e", "- on|e"),
    ],
)
def test_tab_indents_only_in_lists(deeper: bool, before: str, after: str | None) -> None:
    assert marked(edits.indent(passage(before), deeper=deeper)) == after


@pytest.mark.parametrize(
    ("down", "before", "after"),
    [
        (True, "on|e\n\ntwo\n\nthree", "two\n\non|e\n\nthree"),
        (False, "one\n\ntw|o\n\nthree", "tw|o\n\none\n\nthree"),
        (True, "- a|\n- b\n- c", "- b\n- a|\n- c"),
        (False, "- a\n- b|\n- c", "- b|\n- a\n- c"),
        (True, "one\nstill o|ne\n\ntwo", "two\n\none\nstill o|ne"),
        (False, "|one\n\ntwo", None),
        (True, "one\n\ntw|o\n", None),
        (True, "## he|ad\ntext", "text\n## he|ad"),
    ],
)
def test_paragraphs_move(down: bool, before: str, after: str | None) -> None:
    assert marked(edits.move_paragraph(passage(before), down=down)) == after


def test_a_link_is_put_found_changed_and_removed() -> None:
    put = edits.put_link(passage("see «this» now"), "this", "https://example.org/a b")
    assert marked(put) == "see [this](https://example.org/a%20b)| now"
    found = edits.link_at(passage("see [th|is](https://example.org) now"))
    assert found is not None
    whole, text, address = found
    assert (text, address) == ("this", "https://example.org")
    assert marked(edits.put_link(whole, "that", "https://example.net")) == "see [that](https://example.net)| now"
    assert marked(edits.put_link(whole, text, "")) == "see this| now"
    assert edits.link_at(passage("see th|is now")) is None


def test_brackets_cannot_break_out_of_a_link() -> None:
    put = edits.put_link(passage("|"), "a] b", "https://example.org/(x")
    assert put.text == "[a\\] b](https://example.org/%28x)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("|", "![A cat](media/ab)|"),
        ("one|", "one\n\n![A cat](media/ab)|"),
        ("one\n\n|\n\ntwo", "one\n\n![A cat](media/ab)|\n\ntwo"),
        ("one|two", "one\n\n![A cat](media/ab)|\n\ntwo"),
    ],
)
def test_an_image_stands_on_lines_of_its_own(before: str, after: str) -> None:
    assert marked(edits.put_image(passage(before), "A  cat", "media/ab")) == after


lines = st.lists(
    st.sampled_from(
        ["", "word", "two words", "- item", "1. item", "> quote", "## head", "**b** *i* `c` [l](u)", "    - deep"]
    ),
    min_size=1,
    max_size=6,
)


@given(lines, st.data())
def test_no_command_loses_words_or_the_selection(rows: list[str], data: st.DataObject) -> None:
    text = "\n".join(rows)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before = Passage(text, start, end)
    words = sorted(w for w in "".join(c if c.isalnum() else " " for c in text).split() if not w.isdigit())
    results = [
        edits.toggle_inline(before, Format.BOLD),
        edits.toggle_inline(before, Format.ITALIC),
        edits.toggle_heading(before, 2),
        edits.toggle_quote(before),
        edits.toggle_list(before, Format.BULLETS),
        edits.toggle_list(before, Format.NUMBERS),
        edits.indent(before, deeper=True),
        edits.indent(before, deeper=False),
        edits.move_paragraph(before, down=True),
        edits.move_paragraph(before, down=False),
    ]
    for result in results:
        if result is None:
            continue
        assert 0 <= result.start <= result.end <= len(result.text)
        kept = sorted(w for w in "".join(c if c.isalnum() else " " for c in result.text).split() if not w.isdigit())
        # a mark put into the middle of a word may split it, never lose it
        assert "".join(sorted("".join(kept))) == "".join(sorted("".join(words)))
