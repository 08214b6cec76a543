"""Markdown with front matter: ours, other programs', and the hostile kind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from famedit.core.article import Article, ArticleFields, CallToAction, HeroImage, Status
from famedit.core.errors import BadInput, UserError
from famedit.services.readers.source import source_from_bytes
from famedit.services.readers.table import READERS, reader_for, understand
from famedit.services.writers.markdown_file import FILE, write_markdown
from famedit.services.writers.page import ExportOptions, public
from tests.services.articles import ARTICLES, article, png

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"


def read(text: str, name: str = "story.md"):  # noqa: ANN201 - an Understood
    (understood,) = understand(text, name)
    return understood


@settings(max_examples=400, deadline=None)
@given(ARTICLES)
def test_our_own_export_comes_back_as_it_was(one: Article) -> None:
    written = write_markdown(public(one, (), {}), ExportOptions())
    (got,) = understand(written.files[FILE], FILE)
    assert got.fields == one.fields
    assert (got.status, got.zone) == (one.status, one.zone)
    assert (got.created_at, got.updated_at, got.published_at) == (
        one.created_at,
        one.updated_at,
        one.published_at,
    )
    assert (got.source, got.source_id) == ((one.source, one.source_id) if one.source_id else ("", ""))
    assert got.warnings == ()


def test_pictures_come_back_and_name_their_originals(tmp_path: Path) -> None:
    import hashlib

    hero, inner = png(text="made by hand"), png(colour=(0, 90, 0))
    hero_sha, inner_sha = (hashlib.sha256(data).hexdigest() for data in (hero, inner))
    fields = ArticleFields(
        headline="Two pictures",
        hero=HeroImage(sha256=hero_sha, alt="Red", file_name="red one.png"),
        body=f"See ![green](media/{inner_sha}) and `media/{inner_sha}`.",
    )

    written = write_markdown(public(article(fields), (), {hero_sha: hero, inner_sha: inner}), ExportOptions())
    for name, data in written.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (got,) = understand(tmp_path / FILE)
    assert got.fields == fields
    assert got.picture is not None
    assert got.picture_name == "red one.png"
    assert [picture.named for picture in got.body_pictures] == [inner_sha]
    assert got.warnings == ()
    # a picture that was exchanged since is a new one
    for path in (tmp_path / "pictures").iterdir():
        path.write_bytes(png(5, 5))
    (changed,) = understand(tmp_path / FILE)
    assert changed.fields.hero.sha256 == ""
    assert changed.body_pictures[0].named == hashlib.sha256(png(5, 5)).hexdigest()
    assert f"media/{changed.body_pictures[0].named})" in changed.fields.body


@pytest.mark.parametrize("path", sorted((SAMPLE / "articles").glob("*.md")), ids=lambda path: path.stem)
def test_the_sample_desk_needs_no_guessing(path: Path) -> None:
    (got,) = understand(path, pictures=SAMPLE / "pictures")
    assert got.warnings == ()
    assert got.fields.headline
    assert got.fields.slug_touched
    assert got.status
    assert got.updated_at
    assert (got.picture is not None) == bool(got.fields.hero.caption)


@pytest.mark.parametrize("path", sorted((SAMPLE / "replies").glob("*.json")), ids=lambda path: path.stem)
def test_the_sample_replies_need_no_guessing(path: Path) -> None:
    (got,) = understand(path)
    assert got.only_replies
    assert got.warnings == ()
    assert [reply.position for reply in got.replies] == sorted(reply.position for reply in got.replies)


def test_every_key_of_ours() -> None:
    got = read(
        """---
headline: 1984
short_headline: no
standfirst: "Yes: a colon"
slug: nineteen
category: Television > Drama / Audio + Video
tags: [one, "two, three"]
byline: Ada Byron, Ben Okri and Cleo
dateline: London
language: fr
hero: {alt: A dome, caption: The dome, credit: Ann, focal_point: [0.25, 1]}
canonical_link: https://example.org/a
call_to_action: {text: Say it, link: https://example.org/in}
replies: closed
internal_note: for us
status: in review
created: 2025-03-21T09:12:00+01:00
updated: 2025-03-21 10:12:00 +0100
published: 2025-03-22T09:12:00Z
zone: Europe/Paris
source: sample
source_id: 017
archived: yes
trashed: no
---

Body text.
"""
    )
    assert got.fields == ArticleFields(
        headline="1984",
        short_headline="no",
        standfirst="Yes: a colon",
        slug="nineteen",
        slug_touched=True,
        category=("Television", "Drama", "Audio + Video"),
        tags=("one", "two, three"),
        byline=("Ada Byron", "Ben Okri", "Cleo"),
        dateline="London",
        language="fr",
        hero=HeroImage(alt="A dome", caption="The dome", credit="Ann", focal_x=0.25, focal_y=1),
        canonical_link="https://example.org/a",
        call_to_action=CallToAction("Say it", "https://example.org/in"),
        replies_open=False,
        internal_note="for us",
        body="Body text.",
    )
    assert got.status is Status.IN_REVIEW
    assert got.created_at == datetime(2025, 3, 21, 8, 12, tzinfo=UTC)
    assert got.updated_at == datetime(2025, 3, 21, 9, 12, tzinfo=UTC)
    assert got.published_at == datetime(2025, 3, 22, 9, 12, tzinfo=UTC)
    assert (got.zone, got.source, got.source_id) == ("Europe/Paris", "sample", "017")
    assert (got.archived, got.trashed) == (True, False)
    assert got.said >= {"headline", "hero", "replies_open", "internal_note", "body"}
    assert got.warnings == ()


def test_another_programs_keys() -> None:
    got = read(
        """---
title: A day at sea
description: >
  Two lines
  of it.
author: {name: Ada}
date: 2025-03-21
categories: [Sea, Ships]
tags: salt, rope; tar
lang: en
image: https://example.org/a.jpg
permalink: /2025/a-day-at-sea/
comments: false
draft: true
layout: post
---

# A day at sea

The text.
"""
    )
    fields = got.fields
    assert (fields.headline, fields.standfirst, fields.byline) == ("A day at sea", "Two lines of it.", ("Ada",))
    assert (fields.category, fields.tags, fields.language) == (("Sea", "Ships"), ("salt", "rope", "tar"), "en")
    assert (fields.slug, fields.slug_touched, fields.replies_open) == ("a-day-at-sea", True, False)
    assert fields.body == "The text."
    assert got.status is Status.DRAFT
    assert got.published_at == datetime(2025, 3, 21, tzinfo=UTC)
    said = " ".join(got.warnings)
    for part in ('"layout"', "names no offset", "one path", "FamEdit fetches nothing", "headline again"):
        assert part in said


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("status: maybe", '"maybe" is no status'),
        ("replies: perhaps", 'should be "open" or "closed"'),
        ("zone: Mars/Olympus", "no time zone"),
        ("created: soon", "is no date"),
        ("created: 0001-01-01T00:00:00+05:00", "out of the range"),
        ("draft: maybe", "true or false"),
        ("archived: maybe", "true or false"),
        ("trashed: maybe", "true or false"),
        ("headline: {a: b}", "should be a text"),
        ("hero: {file: gone.png}", "cannot come along with pasted text"),
        ("hero: [a.png, b.png]", "the first was taken"),
        ("hero: {alt: x, focal_point: [2, 0]}", "two numbers from 0 to 1"),
        ("hero: {alt: x, focal_point: middle}", "two numbers from 0 to 1"),
        ("headline: a\nheadline: b", "stands twice"),
        ("? [a, b]\n: c", "has no key"),
        ("permalink: /:year/:title", "pattern"),
        ("famedit: 99", "another version"),
        ("mood: blue", "has no place"),
    ],
)
def test_what_is_not_understood_is_told(front: str, words: str) -> None:
    got = read(f"---\n{front}\n---\nBody\n")
    assert any(words in warning for warning in got.warnings), got.warnings
    assert got.fields.body == "Body"


def test_empty_values_mean_nothing() -> None:
    got = read(
        "---\nheadline: A\nstandfirst:\ntags:\nhero: []\ncreated: ''\nbyline: [~, {name: Ann}, {x: y}]\n---\nB\n"
    )
    assert got.fields.standfirst == ""
    assert got.fields.tags == ()
    assert got.fields.byline == ("Ann",)
    assert got.created_at is None
    assert got.warnings == ()


def test_switches_of_other_programs() -> None:
    assert read("---\npublished: true\n---\nB").status is Status.PUBLISHED
    assert read("---\npublished: false\n---\nB").status is Status.DRAFT
    assert read("---\ndraft: false\n---\nB").status is Status.PUBLISHED
    assert read("---\nstatus: ready\ndraft: true\n---\nB").status is Status.READY
    assert read("---\ncall_to_action: Join in\n---\nB").fields.call_to_action == CallToAction("Join in")
    assert read("---\nbyline:\n  name: Ann\n---\nB").fields.byline == ("Ann",)


def test_without_front_matter() -> None:
    assert read("# The headline #\n\nText.\n").fields.headline == "The headline"
    got = read("Text only.\n", "2025-03-21-a-day-at_sea.md")
    assert got.fields.headline == "A day at sea"
    assert "its name was taken" in got.warnings[0]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\nheadline: a\n", 1, "never closed"),
        ("---\nheadline: [a\n---\n", 2, "cannot be read"),
        ("---\na: 1\nb: 'x\n---\nc\n---\n", 0, "cannot be read"),
        ("---\njust words\n---\n", 2, "not a list"),
        ("---\na: " + "[" * 50 + "]" * 50 + "\n---\n", 2, "too deeply"),
        ("---\na: &x [1, 2]\nb: *x\n---\n", 3, "written out"),
        ("---\na: *gone\n---\n", 2, "cannot be read"),
        ("---\na: 1\nb: \ufffe\n---\n", 3, "does not allow"),
        ("---\na: " + "x" * 130_000 + "\n---\n", 1, "too long"),
    ],
)
def test_broken_front_matter_names_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(text)
    assert words in str(caught.value)
    assert caught.value.file == "story.md"
    assert not line or caught.value.line == line
    assert str(caught.value).startswith(f"story.md, line {caught.value.line}: ")


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    with pytest.raises(BadInput, match="written out"):
        read("---\n" + "\n".join(lines) + "\n---\n")
    assert read("---\nheadline: &h Word\nshort_headline: *h\n---\nB").fields.short_headline == "Word"


def test_python_objects_are_words() -> None:
    got = read("---\nheadline: !!python/object/apply:os.system [echo]\n---\nB")
    assert got.fields.headline == "echo"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("\ufeff# Ö\n\nText".encode(), ""),
        ("# Ö\r\n\r\nText".encode(), ""),
        ("# Ö\r\rText".encode(), ""),
        ("# Ö\n\nText".encode("utf-16"), "UTF-16"),
        ("# Ö\n\nText".encode("utf-16-le"), "UTF-16"),
        ("# Ö\n\nText".encode("utf-16-be"), "UTF-16"),
        ("# Ö\n\nText".encode("cp1252"), "Windows-1252"),
        ("# Ö\n\nT\x07ext".encode(), "one control character"),
        ("# Ö\n\nT\x07e\x08xt".encode(), "2 control characters"),
    ],
)
def test_encodings(data: bytes, words: str) -> None:
    (got,) = understand(data, "a.md")
    assert (got.fields.headline, got.fields.body) == ("Ö", "Text")
    assert bool(got.warnings) == bool(words)
    assert words in " ".join(got.warnings)


def test_a_broken_character_is_told() -> None:
    assert "broken" in read("# A\n\nx\ud800y").warnings[0]


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG", b"SQLite format 3\x00", b"\x00\x01\x02\x03" * 9]
)
def test_what_is_no_text_is_refused(start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "story.md"
    path.write_bytes(start + b"\x00rest")
    with pytest.raises(BadInput, match="not text"):
        understand(path)


def test_nothing_and_nowhere(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nothing in it"):
        understand(" \n\n", "a.md")
    with pytest.raises(UserError, match="There is no"):
        understand(tmp_path / "gone.md")
    with pytest.raises(UserError, match="is a folder"):
        understand(tmp_path)


def test_pictures_are_read_from_the_files_folder_only(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "my pic.png").write_bytes(png(3, 3))
    (inside / "link.png").symlink_to(tmp_path / "secret.png")
    (inside / "story.md").write_text(
        "---\nheadline: A\nhero: ../secret.png\n---\n![a](my%20pic.png) ![b](<my pic.png>) ![c](link.png) "
        '![d](../secret.png "t") ![e](https://example.org/x.png) ![f](gone.png) ![g](my\u0000pic)\n',
        encoding="utf-8",
    )
    (got,) = understand(inside / "story.md")
    assert got.picture is None
    assert len(got.body_pictures) == 1
    assert got.fields.body.count(f"media/{got.body_pictures[0].named})") == 2
    assert sum("lies outside" in warning for warning in got.warnings) == 3
    assert any("on the web" in warning for warning in got.warnings)
    assert any("is not there" in warning for warning in got.warnings)


def test_a_huge_picture_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from famedit.services.readers import markdown_file

    monkeypatch.setattr(markdown_file, "MOST_PICTURE_BYTES", 10)
    (tmp_path / "a.png").write_bytes(png())
    (tmp_path / "s.md").write_text("---\nheadline: A\nhero: a.png\n---\nB", encoding="utf-8")
    (got,) = understand(tmp_path / "s.md")
    assert got.picture is None
    assert "larger than" in got.warnings[0]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_front_matter_is_read_or_refused_in_words(front: str, body: str) -> None:
    try:
        read(f"---\n{front}\n---\n{body}")
    except BadInput as error:
        caught = error
    else:
        return
    assert caught.file == "story.md"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        understand(data, "x")
    except BadInput:
        return


def test_the_right_reader_is_found() -> None:
    def reader(text: str, name: str) -> str:
        return reader_for(source_from_bytes(text.encode(), name)).id

    assert reader("# A\n", "a.md") == "markdown"
    assert reader("---\na: b\n---\n", "a.txt") == "markdown"
    assert reader("A\nin B\n• Reply 1 of 2\nx", "a.md") == "copied-page"
    assert reader("Words.", "a.txt") == "copied-page"
    assert reader("Words.", "") == "copied-page"
    assert reader("[]", "a.json") == "replies-json"
    assert reader('[{"text": "x"}]', "") == "replies-json"
    assert len({row.id for row in READERS}) == len(READERS)
