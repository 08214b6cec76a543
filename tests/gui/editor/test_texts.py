"""The small parts: counting as Qt counts, finding, comparing, colouring spans, what comes in by paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from famedit.core.article import ArticleFields
from famedit.core.errors import BadInput
from famedit.gui.editor.field_texts import document_text, put_text
from famedit.gui.editor.markdown_spans import Format, formats_at, inline_spans
from famedit.gui.editor.matches import Search, next_match
from famedit.gui.editor.open_articles import OpenArticles
from famedit.gui.editor.paragraph_diff import compare
from famedit.gui.editor.pasted import one_line, tidy
from famedit.gui.editor.picture_source import LARGEST, read_picture
from famedit.gui.editor.utf16 import difference, narrow, widen

texts = st.text(alphabet="ab \n🚀🛰é*_`[]()#", max_size=40)


@given(texts, texts)
def test_a_difference_turns_one_text_into_the_other(old: str, new: str) -> None:
    wide = widen(old)
    start, end, text = difference(wide, widen(new))
    assert narrow(wide[:start]) + text + narrow(wide[end:]) == new
    assert narrow(widen(old)) == old


@given(texts, texts)
def test_a_document_takes_over_a_text_in_one_step(old: str, new: str) -> None:
    document = QTextDocument()
    document.setPlainText(old)
    put_text(document, new)
    assert document_text(document) == new
    document.undo()
    assert document_text(document) == old


@given(texts)
def test_spans_lie_in_the_line_and_nest(text: str) -> None:
    line = text.replace("\n", " ")
    for span in inline_spans(line):
        assert 0 <= span.start < span.inner[0] <= span.inner[1] <= span.end <= len(line)


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        ("a **b** c", 5, {Format.BOLD}),
        ("a **b** c", 1, set()),
        ("***b***", 4, {Format.BOLD, Format.ITALIC}),
        ("[*a*](u)", 3, {Format.LINK, Format.ITALIC}),
        ("snake_case_name", 8, set()),
        ("`**x**`", 3, {Format.CODE}),
        ("\\*a\\*", 2, set()),
        ("2 * 3 * 4", 4, set()),
        ("## head", 4, {Format.HEADING}),
        ("#### head", 6, {Format.SUBHEADING}),
        ("> - x", 4, {Format.QUOTE, Format.BULLETS}),
        ("10) x", 4, {Format.NUMBERS}),
        ("![alt](media/x)", 3, {Format.IMAGE}),
    ],
)
def test_formats_at_the_caret(line: str, column: int, found: set[Format]) -> None:
    assert formats_at(line, column) == found


def test_a_hostile_line_is_read_at_once() -> None:
    for line in ("*" * 30_000, "[" * 30_000, "`" * 9_999 + "a", "**a " * 8_000, "[a](" * 8_000):
        inline_spans(line)


def test_search_counts_as_qt_does_and_goes_round() -> None:
    found = Search("moon").find_all("🚀 Moon moonlight")
    assert found == ((3, 7), (8, 12))
    assert Search("moon", whole_words=True).find_all("🚀 Moon moonlight") == ((3, 7),)
    assert Search("Moon", match_case=True).find_all("moon Moon") == ((5, 9),)
    assert Search("a.c").find_all("abc a.c") == ((4, 7),)
    assert Search("").find_all("x") == ()
    assert next_match(found, 0, forward=True) == 0
    assert next_match(found, 7, forward=True) == 1
    assert next_match(found, 12, forward=True) == 0
    assert next_match(found, 3, forward=False) == 1
    assert next_match((), 3, forward=False) == -1


def test_two_texts_differ_where_they_differ() -> None:
    left = ArticleFields(headline="Same", body="one\n\ntwo\n\nthree")
    right = left.with_(headline="Other", body="one\n\n2\n\nthree\n\nfour")
    mine, theirs = compare(left, right)
    assert [mine.lines[n] for n in sorted(mine.differing)] == ["Same", "two"]
    assert [theirs.lines[n] for n in sorted(theirs.differing)] == ["Other", "2", "four"]


def test_pasted_text_is_tidied() -> None:
    assert tidy("a\u00a0b\r\nc\u2029d\u200b\ufeff\te") == "a b\nc\nd\te"
    assert one_line("\na \r\n  b\u2028c\n") == "a b c"


def test_the_trail_goes_back_and_forward() -> None:
    trail = OpenArticles()
    for article_id in (1, 2, 2, 3):
        trail.visited(article_id)
    assert (trail.step(-1), trail.step(-1), trail.step(-1)) == (2, 1, None)
    assert trail.can_go_forward
    assert trail.step(1) == 2
    trail.visited(9)
    assert not trail.can_go_forward
    assert trail.step(-1) == 2


def test_a_picture_file_that_is_too_large_or_gone_is_refused_in_words(tmp_path) -> None:  # noqa: ANN001 -- a fixture
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(BadInput, match=r"huge\.png is larger than 64 MB\."):
        read_picture(huge)
    with pytest.raises(BadInput, match=r"gone\.png cannot be read: no such file or directory\."):
        read_picture(tmp_path / "gone.png")
