"""The sentences of the undo bar and the list of steps."""

from __future__ import annotations

import pytest

from famedit.core import wording
from famedit.core.article import Status
from famedit.core.moderation import Verdict


def test_every_verdict_has_its_words() -> None:
    assert wording.replies_decided(Verdict.HIDE, [3]) == "Reply 3 hidden"
    assert wording.replies_decided(Verdict.APPROVE, [1, 2, 9]) == "3 replies approved"
    assert wording.replies_decided(Verdict.SPAM, list(range(1200))) == "1,200 replies marked as spam"
    for verdict in Verdict:
        assert wording.replies_decided(verdict, [1]).startswith("Reply 1 ")


def test_texts_and_additions() -> None:
    assert wording.reply_edited(2) == "Text of reply 2 edited"
    assert wording.replies_added([8]) == "Reply 8 added"
    assert wording.counted(1, "reply", "replies") == "1 reply"
    assert wording.counted(2, "article") == "2 articles"


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("Night pad", "“Night pad”"),
        (" two\n lines ", "“two lines”"),
        ("", "“Untitled article”"),
        ("x" * 60, "“" + "x" * 47 + "…”"),
    ],
)
def test_headlines_are_quoted_and_cut(headline: str, shown: str) -> None:
    assert wording.quoted(headline) == shown


def test_articles() -> None:
    assert wording.article_created("A") == "“A” created"
    assert wording.article_duplicated("A") == "“A” duplicated"
    assert wording.articles_archived(["A"]) == "“A” archived"
    assert wording.articles_trashed(["A", "B"]) == "2 articles moved to the trash"
    assert wording.articles_brought_back(["A"]) == "“A” brought back"
    assert wording.status_moved("A", Status.PUBLISHED) == "“A” marked as published"
    assert wording.status_moved("A", Status.IN_REVIEW) == "“A” moved to In review"
    assert wording.revision_restored("A", 4) == "Revision 4 of “A” restored"
