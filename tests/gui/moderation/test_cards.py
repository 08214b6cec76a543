"""The list of cards by itself: geometry, breaking of texts, a great many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from famedit.core.reply import Reply, ReplyAuthor, ReplyStatus, TextFormat
from famedit.gui.actions import ActionSet
from famedit.gui.moderation import wording
from famedit.gui.moderation.card_layout import CardLayout, CardParts, foot
from famedit.gui.moderation.card_rows import CardRows
from famedit.gui.moderation.replies_model import RepliesModel
from famedit.gui.moderation.replies_view import RepliesView
from famedit.gui.moderation.reply_text import one_line, plain_words, seemly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from famedit.gui.look import Look

MANY = 20_000


def a_reply(number: int, text: str = "A few words.", status: ReplyStatus = ReplyStatus.VISIBLE, **more: Any) -> Reply:  # noqa: ANN401 -- any field
    author = ReplyAuthor(f"Reader {number}")
    return Reply(number, 1, number, author, text, TextFormat.PLAIN, status, 1, text, **more)


@given(st.integers(1, 200), st.integers(1, 300), st.integers(-1, 199), st.integers(0, 900), st.integers(-100, 100_000))
def test_every_height_belongs_to_the_row_that_covers_it(count: int, step: int, opened: int, more: int, y: int) -> None:
    rows = CardRows(count, step, opened, step + more)
    row = rows.row_at(y)
    covering = [r for r in range(count) if rows.top(r) <= y < rows.top(r) + rows.height(r)]
    assert covering == ([row] if row >= 0 else [])
    assert rows.total == rows.top(count - 1) + rows.height(count - 1)


@pytest.fixture
def many(qtbot: QtBot, applied_look: Look) -> Iterator[RepliesView]:
    window = QWidget()
    qtbot.addWidget(window)
    model = RepliesModel(window)
    model.reset([a_reply(number, "Word " * (number % 60)) for number in range(1, MANY + 1)])
    view = RepliesView(applied_look, model, ActionSet(window), body_lines=2, opens_current=True, parent=window)
    view.resize(600, 700)
    window.resize(600, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.setFocus()
    yield view
    window.close()


def test_twenty_thousand_replies_scroll_without_measuring_them_all(
    many: RepliesView, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: set[int] = set()
    parts = many._cards.layout.parts

    def counted(reply: Reply, width: int, **more: bool) -> CardParts:
        measured.add(reply.id)
        return parts(reply, width, **more)

    monkeypatch.setattr(many._cards.layout, "parts", counted)
    many.grab()
    for _ in range(30):
        QTest.keyClick(many, Qt.Key.Key_PageDown)
        many.grab()
    QTest.keyClick(many, Qt.Key.Key_End)
    many.grab()
    assert many.current_row == MANY - 1
    assert len(measured) < 400, "only what was on screen"


def test_rows_keep_one_height_and_the_text_is_cut_to_its_lines(applied_look: Look) -> None:
    layout = CardLayout(applied_look, body_lines=3)
    step = applied_look.theme.line_height("reply")
    for text in ("", "One.", "a\n\nb\n\nc\n\nd", "Word " * 500, "x" * 5000, "\u05d0\u05d1 " * 400):
        parts = layout.parts(a_reply(1, text), 640)
        assert parts.height == layout.row_height
        assert parts.body.height <= 3 * step + 2 * 5
        assert parts.foot.bottom() < layout.row_height
    assert layout.parts(a_reply(1, "Word " * 500), 640, opened=True).height > layout.row_height


def test_what_was_cut_off_says_so(applied_look: Look) -> None:
    layout = CardLayout(applied_look, body_lines=2)
    last = layout.parts(a_reply(1, "Word " * 500), 640).body.layouts[-1][0].text()
    assert last.endswith("…")
    whole = layout.parts(a_reply(1, "Two words."), 640).body
    assert whole.whole
    assert whole.layouts[-1][0].text() == "Two words."


@pytest.mark.parametrize("text", ["a\u0301" * 500_000, "\n" * 1_000_000])
def test_of_a_hostile_reply_only_the_beginning_is_broken(applied_look: Look, text: str) -> None:
    body = CardLayout(applied_look, body_lines=3).parts(a_reply(1, text), 640).body
    assert sum(len(layout.text()) for layout, _ in body.layouts) < 20_000


@pytest.mark.parametrize(
    ("text", "text_format", "words"),
    [
        ("<p>One <b>two</b></p><p>three</p>", TextFormat.HTML, "One two\n\nthree"),
        ('See <a href="https://example.org/x">this</a>.', TextFormat.HTML, "See this (https://example.org/x)."),
        ("a<script>alert(1)</script>b", TextFormat.HTML, "ab"),
        ("1 &lt; 2<br>3", TextFormat.HTML, "1 < 2\n3"),
        ("[b]Bold[/b] [url=https://example.org]there[/url]", TextFormat.BBCODE, "Bold there (https://example.org)"),
        ("**stays** as it is", TextFormat.MARKDOWN, "**stays** as it is"),
        ("a\r\nb\u202ec\u200b", TextFormat.PLAIN, "a\nbc"),
    ],
)
def test_markup_is_read_as_words(text: str, text_format: TextFormat, words: str) -> None:
    assert plain_words(text, text_format) == words


@given(st.text(), st.sampled_from(list(TextFormat)))
def test_no_text_breaks_the_words(text: str, text_format: TextFormat) -> None:
    words = plain_words(text, text_format)
    assert "\u202e" not in words
    assert "\r" not in words
    assert len(one_line(text, 40)) <= 40
    assert seemly(seemly(text)) == seemly(text)


def test_the_foot_says_what_matters_first() -> None:
    hidden = a_reply(1, status=ReplyStatus.HIDDEN, reason="personal_remark", decided_by="M. Lindqvist", likes=2)
    assert [part.text for part in foot(hidden)] == ["2", "Hidden by M. Lindqvist. Reason: personal remark."]
    waiting = a_reply(2, status=ReplyStatus.PENDING, held_because="First posts wait.")
    assert [part.text for part in foot(waiting, failed=True)] == ["Not saved. Retry", "First posts wait."]


def test_the_sources_own_words_for_an_edit_are_said_once() -> None:
    assert wording.edited_line(a_reply(1, edited_words="edited May 3")) == "Edited May 3"
    assert wording.edited_line(a_reply(1, edited_words="May 3")) == "Edited May 3"
    assert wording.edited_line(a_reply(1)) == ""


def test_a_reply_without_a_name_is_called_so() -> None:
    nameless = Reply(1, 1, 7, ReplyAuthor(), "Hm.", TextFormat.PLAIN, ReplyStatus.VISIBLE, 1, "Hm.")
    assert wording.spoken(nameless) == "Reply 7, No name given, visible. Hm."
    assert wording.meta_line(nameless) == ""
