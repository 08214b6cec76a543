"""The sample desk: every file is whole, and says what the reader of these files may rely on."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import yaml
from PIL import Image

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
ARTICLES = sorted((SAMPLE / "articles").glob("*.md"))
REPLIES = sorted((SAMPLE / "replies").glob("*.json"))
PICTURES = sorted((SAMPLE / "pictures").iterdir())

REQUIRED = {"headline", "short_headline", "standfirst", "slug", "category", "tags", "byline", "language", "replies"} | {
    "status",
    "created",
    "updated",
    "zone",
    "source",
    "source_id",
}
OPTIONAL = {"dateline", "hero", "canonical_link", "call_to_action", "internal_note", "archived", "trashed", "published"}
REPLY_KEYS = {"position", "source_id", "parent", "author", "text", "format", "posted", "posted_words", "edited"} | {
    "edited_words",
    "likes",
    "liked_by",
    "reports",
    "status",
    "flagged",
    "reason",
    "held_because",
}
REASONS = {"personal_remark", "spoiler", "off_topic", "advertising", "other"}
STATUSES = {"draft", "in review", "ready", "published"}
REPLY_STATUSES = {"visible", "pending", "hidden", "spam", "deleted"}


def read_article(path: Path) -> tuple[dict[str, Any], str]:
    """Split an article file into its front matter and its body."""
    match = re.fullmatch(r"---\n(.*?)\n---\n(.*)", path.read_text(encoding="utf-8"), re.DOTALL)
    assert match, f"{path.name} does not begin with front matter"
    return yaml.safe_load(match[1]), match[2]


def read_replies(path: Path) -> list[dict[str, Any]]:
    """Read the replies of one article."""
    return json.loads(path.read_text(encoding="utf-8"))


FRONT = {path.stem: read_article(path) for path in ARTICLES}
THREADS = {path.stem: read_replies(path) for path in REPLIES}
ALL_REPLIES = [reply for thread in THREADS.values() for reply in thread]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_article_fields(path: Path) -> None:
    front, body = FRONT[path.stem]
    assert set(front) >= REQUIRED
    assert set(front) <= REQUIRED | OPTIONAL
    assert path.stem == f"{path.stem[:2]}-{front['slug']}"
    assert front["source_id"] == f"sample-{path.stem[:2]}"
    assert front["source"] == "sample"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", front["slug"])
    assert 0 < len(front["headline"]) <= 90
    assert not front["headline"].endswith(".")
    assert 0 < len(front["short_headline"]) <= 50
    assert 0 < len(front["standfirst"]) <= 180
    assert front["status"] in STATUSES
    assert front["replies"] in {"open", "closed"}
    assert all(isinstance(name, str) and name for name in [*front["byline"], *front["tags"]])
    assert front["byline"]
    assert body.strip()


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_article_times(path: Path) -> None:
    front, _ = FRONT[path.stem]
    zone = ZoneInfo(front["zone"])
    times = [front[key] for key in ("created", "published", "updated") if key in front]
    assert ("published" in front) == (front["status"] == "published")
    for moment in times:
        assert isinstance(moment, datetime)
        assert moment.utcoffset() == moment.astimezone(zone).utcoffset(), "the offset is not that of the zone"
        assert moment.year in {2025, 2026}
    assert front["created"] <= front["updated"]
    assert front["created"] <= front.get("published", front["updated"]) <= front["updated"]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_article_body_has_no_skipped_heading_and_no_foreign_link(path: Path) -> None:
    front, body = FRONT[path.stem]
    prose = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
    levels = [len(mark) for mark in re.findall(r"^(#+) ", prose, re.MULTILINE)]
    assert all(level in {2, 3} for level in levels)
    addresses = [*re.findall(r"\]\(([^)]+)\)", prose), front.get("canonical_link", "")]
    addresses += [front.get("call_to_action", {}).get("link", "")]
    for address in filter(None, addresses):
        assert urlsplit(address).hostname == "example.org"
        assert urlsplit(address).scheme == "https"


def test_replies_link_to_example_org_only() -> None:
    for reply in ALL_REPLIES:
        for host in re.findall(r"\b[a-z0-9-]+\.(?:org|com|net|tv|info|io)\b", reply["text"]):
            assert host == "example.org", reply["source_id"]


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_picture(path: Path) -> None:
    assert path.suffix == ".jpg"
    assert path.stat().st_size < 260_000
    with Image.open(path) as picture:
        picture.load()
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1600, 900))
        assert not picture.getexif()


def test_heroes() -> None:
    undescribed: list[str] = []
    used: set[str] = set()
    for stem, (front, _) in FRONT.items():
        hero = front.get("hero")
        if hero is None:
            continue
        assert set(hero) == {"file", "alt", "caption", "credit", "focal_point"}
        assert (SAMPLE / "pictures" / hero["file"]).is_file()
        assert all(0 <= part <= 1 for part in hero["focal_point"])
        assert len(hero["focal_point"]) == 2
        assert hero["caption"]
        assert hero["credit"]
        assert hero["alt"] != hero["caption"]
        used.add(hero["file"])
        if not hero["alt"]:
            undescribed.append(stem)
            assert front["status"] == "draft", f"{stem} is past draft and its picture is not described"
    assert len(undescribed) <= 2
    assert used == {path.name for path in PICTURES}, "a picture that no article shows"


def test_pictures_are_light_enough_to_ship() -> None:
    assert 12 <= len(PICTURES) <= 16
    assert sum(path.stat().st_size for path in PICTURES) < 3_000_000


def test_desk_as_a_whole() -> None:
    fronts = [front for front, _ in FRONT.values()]
    assert len(fronts) >= 18
    assert {front["status"] for front in fronts} == STATUSES
    assert sum(bool(front.get("archived")) for front in fronts) >= 2
    assert sum(bool(front.get("trashed")) for front in fronts) == 1
    assert {"en-GB", "fr"} < {front["language"] for front in fronts}
    assert {"ar", "he"} & {front["language"] for front in fronts}, "nothing runs from right to left"
    for key in ("slug", "source_id", "headline"):
        repeated = [value for value, count in Counter(front[key] for front in fronts).items() if count > 1]
        assert not repeated
    links = [front["canonical_link"] for front in fronts if "canonical_link" in front]
    assert len(links) == len(set(links))


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\|.+\|$",
        r"^\[\^\w+\]: ",
        r"^\*\[EVA\]: ",
        r"^:   \S",
        r"^```python$",
        r"^> ",
        r"^- ",
        r"^1\. ",
        r"\bTK\b",
    ],
)
def test_every_kind_of_markdown_is_shown_somewhere(pattern: str) -> None:
    assert any(re.search(pattern, body, re.MULTILINE) for _, body in FRONT.values())


def test_footnotes_are_all_used_and_all_written() -> None:
    for stem, (_, body) in FRONT.items():
        written = re.findall(r"^\[\^(\w+)\]:", body, re.MULTILINE)
        called = re.findall(r"\[\^(\w+)\](?!:)", body)
        assert sorted(written) == sorted(called), stem


def test_the_sum_in_the_orbit_piece_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    body = next(body for _, body in FRONT.values() if "```python" in body)
    code = re.search(r"```python\n(.*?)```", body, re.DOTALL)
    told = re.search(r"```text\n(.*?)```", body, re.DOTALL)
    assert code
    assert told
    exec(code[1], {})  # noqa: S102 - our own sample, printed for readers to run
    assert capsys.readouterr().out == told[1]


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_thread(path: Path) -> None:
    thread = THREADS[path.stem]
    assert path.stem in FRONT, "replies to an article that is not there"
    assert [reply["position"] for reply in thread] == list(range(1, len(thread) + 1))
    moments = [datetime.fromisoformat(reply["posted"]) for reply in thread if reply["posted"]]
    assert moments == sorted(moments)
    assert all(moment.utcoffset() is not None for moment in moments)
    for reply in thread:
        assert set(reply) == REPLY_KEYS
        assert reply["source_id"] == f"s{path.stem[:2]}-{reply['position']}"
        assert set(reply["author"]) == {"name", "rank", "posts", "source_id"}
        assert reply["author"]["name"]
        assert reply["author"]["rank"] == reply["author"]["rank"].lower()
        assert reply["parent"] is None or 1 <= reply["parent"] < reply["position"]
        assert reply["format"] in {"plain", "markdown", "html", "bbcode"}
        assert bool(reply["text"]) == (reply["status"] != "deleted")
        assert len(reply["liked_by"]) == len(set(reply["liked_by"])) <= reply["likes"]
        assert reply["author"]["name"] not in reply["liked_by"]
        assert all(report["by"] and report["reason"] in REASONS for report in reply["reports"])
        if reply["edited"] and reply["posted"]:
            assert datetime.fromisoformat(reply["edited"]) > datetime.fromisoformat(reply["posted"])


def test_every_article_has_its_file_of_replies() -> None:
    assert set(THREADS) == set(FRONT)


def test_reply_states_are_consistent() -> None:
    assert {reply["status"] for reply in ALL_REPLIES} == REPLY_STATUSES
    for reply in ALL_REPLIES:
        assert bool(reply["held_because"]) == (reply["status"] == "pending"), reply["source_id"]
        assert bool(reply["reason"]) == (reply["status"] in {"hidden", "spam"}), reply["source_id"]
        assert reply["reason"] in REASONS | {""}
        assert not reply["flagged"] or reply["status"] in {"visible", "pending"}


def test_replies_as_a_whole() -> None:
    sizes = [len(thread) for thread in THREADS.values()]
    assert len(ALL_REPLIES) >= 250
    assert max(sizes) >= 80
    assert sum(5 <= size <= 30 for size in sizes) >= 8
    assert 0 in sizes
    texts = [reply["text"] for reply in ALL_REPLIES if reply["text"]]
    assert len(texts) == len(set(texts)), "a reply was written twice"
    assert any(reply["posted"] is None and reply["posted_words"] for reply in ALL_REPLIES)
    assert any(reply["edited"] is None and reply["edited_words"] for reply in ALL_REPLIES)
    assert sum(reply["flagged"] for reply in ALL_REPLIES) >= 3


def test_recurring_authors_keep_rank_and_gain_posts() -> None:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for reply in ALL_REPLIES:
        if reply["posted"] and reply["author"]["source_id"]:
            by_name.setdefault(reply["author"]["name"], []).append(reply)
    identities = {name: {(r["author"]["source_id"], r["author"]["rank"]) for r in rs} for name, rs in by_name.items()}
    assert all(len(identity) == 1 for identity in identities.values())
    assert len({next(iter(identity))[0] for identity in identities.values()}) == len(identities)
    for replies in by_name.values():
        replies.sort(key=lambda reply: datetime.fromisoformat(reply["posted"]))
        counts = [reply["author"]["posts"] for reply in replies]
        assert counts == sorted(set(counts)), replies[0]["author"]["name"]
    assert sum(len(replies) >= 5 for replies in by_name.values()) >= 12
