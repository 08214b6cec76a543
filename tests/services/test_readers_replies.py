"""Replies from JSON files."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from famedit.core.errors import BadInput
from famedit.core.reply import NewReply, ReplyAuthor, ReplyStatus, Report, TextFormat
from famedit.services.readers.table import understand


def read(value: object) -> tuple[NewReply, ...]:
    (got,) = understand(json.dumps(value), "r.json")
    assert got.only_replies
    return got.replies


def test_everything_a_reply_may_say() -> None:
    row = {
        "position": 4,
        "parent": 2,
        "author": {"name": " Ann ", "rank": "member", "posts": 12, "source_id": 99},
        "text": "a\r\nb\x00",
        "format": "bbcode",
        "source_id": "r4",
        "posted": "2025-03-21T09:12:00+01:00",
        "posted_words": "March 21",
        "edited_at": "2025-03-21T09:12:00Z",
        "edited_words": "edited March 21",
        "likes": 1,
        "liked_by": ["Bob", "", 7],
        "reports": [{"by": "Cleo", "reason": "rude"}, "x"],
        "status": "hidden",
        "flagged": True,
        "reason": "off_topic",
        "held_because": "why",
        "extra": {"ip": "1"},
        "mood": 3,
    }
    (got,) = understand(json.dumps({"source": "forum", "replies": [row]}), "r.json")
    assert got.replies == (
        NewReply(
            author=ReplyAuthor("Ann", "member", 12, "99"),
            text="a\nb",
            format=TextFormat.BBCODE,
            position=4,
            parent_position=2,
            source="forum",
            source_id="r4",
            posted_at=datetime(2025, 3, 21, 8, 12, tzinfo=UTC),
            posted_words="March 21",
            edited_at=datetime(2025, 3, 21, 9, 12, tzinfo=UTC),
            edited_words="edited March 21",
            likes=2,
            liked_by=("Bob", "7"),
            reports=(Report("Cleo", "rude"),),
            status=ReplyStatus.HIDDEN,
            flagged=True,
            reason="off_topic",
            held_because="why",
            extra={"ip": "1", "mood": 3},
        ),
    )
    assert "mood went into the extra fields" in got.warnings[0]


def test_little_is_enough() -> None:
    assert read([{"text": "x"}, {"text": "y", "author": "Ann", "likes": -1, "position": True}]) == (
        NewReply(ReplyAuthor(), "x", position=1),
        NewReply(ReplyAuthor("Ann"), "y", position=2),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[{", "cannot be read"),
        ("{}", "no list of replies"),
        ('"text"', "no list of replies"),
        ("[1]", "Reply 1 is no object"),
        ("[{}]", '"text" is missing'),
        ('[{"text": "x", "status": "rejected"}]', "may only be"),
        ('[{"text": "x", "posted_at": "yesterday"}]', "is no time"),
        ('[{"text": "x", "posted_at": "2025-03-21T09:12:00"}]', "names no offset"),
        ('[{"text": "x", "posted_at": "0001-01-01T00:00:00+14:00"}]', "out of the range"),
        ('[{"text": "x", "extra": {"a": NaN}}]', "NaN is no number"),
        ('[{"text": "x", "likes": ' + "9" * 5000 + "}]", "too deeply or too large"),
        ("[" * 100_000, "too deeply or too large"),
    ],
)
def test_what_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        understand(text, "r.json")
    assert "r.json" in str(caught.value)


KEYS = st.sampled_from(
    ["text", "author", "extra", "likes", "replies", "posted", "reports", "status", "format", "liked_by", "edited_at"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused_in_words(value: object) -> None:
    try:
        read([value])
    except BadInput:
        return
