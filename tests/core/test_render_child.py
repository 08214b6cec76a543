from __future__ import annotations

import os
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from famedit.core.article import ArticleFields, CallToAction, HeroImage, Status
from famedit.core.markup import Block
from famedit.core.public import PageReply
from famedit.core.render_child import Answerer, DeskPictures, body_change, serve
from famedit.core.render_wire import MAX_FRAME, RenderJob, Unframer, frame, job_from_json, job_to_json
from famedit.core.reply import ReplyAuthor, TextFormat

ROOT = Path(__file__).parents[2]
AT = datetime(2025, 3, 21, 13, 2, tzinfo=UTC)
SHOWN = PageReply(1, 1, ReplyAuthor("Ada", "Cadet", 3), "Words.", TextFormat.PLAIN, posted_at=AT, liked_by=("Ben",))
JOB = RenderJob(
    ArticleFields(
        headline="One",
        category=("A", "B"),
        byline=("Ada",),
        body="A.\n\nB.",
        hero=HeroImage("c" * 64, alt="x"),
        call_to_action=CallToAction("Join", "https://x.test"),
    ),
    Status.READY,
    AT,
    None,
    "Europe/Stockholm",
    (SHOWN,),
    str(ROOT / "resources" / "templates"),
)


def request(job: RenderJob, serial: int = 1, **more: object) -> dict[str, Any]:
    return {"serial": serial, "job": job_to_json(job), **more}


@pytest.mark.parametrize("job", [JOB, replace(JOB, replies=None, published_at=None, smart=False, likers=False)])
def test_a_job_survives_the_wire(job: RenderJob) -> None:
    (message,) = Unframer().feed(frame(request(job)))
    assert job_from_json(message["job"]) == job


@given(st.lists(st.dictionaries(st.text(), st.text(), max_size=3), max_size=5), st.integers(1, 7))
def test_frames_come_together_however_they_are_cut(messages: list[dict[str, Any]], cut: int) -> None:
    stream = b"".join(frame(message) for message in messages)
    unframer = Unframer()
    got = [message for at in range(0, len(stream), cut) for message in unframer.feed(stream[at : at + cut])]
    assert got == messages


def test_a_length_beyond_reason_is_refused() -> None:
    with pytest.raises(ValueError, match=str(MAX_FRAME + 1)):
        Unframer().feed(struct.pack(">I", MAX_FRAME + 1))


def test_the_first_answer_holds_everything_and_later_ones_what_changed() -> None:
    answerer = Answerer()
    first = answerer.answer(request(JOB))["parts"]
    assert first["first"] is True
    assert "Words." in first["replies"]
    assert f"famedit://media/{'c' * 64}" in first["hero"]
    assert first["body"] == {"head": 0, "tail": 0, "blocks": ["<p>A.</p>", "<p>B.</p>"], "lines": [0, 2]}
    again = answerer.answer(request(replace(JOB, replies=None)))["parts"]
    assert again == {
        "first": False,
        **dict.fromkeys(("top", "hero", "replies", "end", "lang", "direction", "title", "body")),
    }
    gone = answerer.answer(request(replace(JOB, replies=())))["parts"]
    assert "Words." not in gone["replies"]
    assert gone["top"] is None


def test_another_language_renders_everything_again() -> None:
    answerer = Answerer()
    job = replace(JOB, fields=JOB.fields.with_(body='"A"'))
    assert answerer.answer(request(job))["parts"]["body"]["blocks"] == ["<p>“A”</p>"]
    job = replace(job, fields=job.fields.with_(language="de"))
    assert answerer.answer(request(job))["parts"]["body"]["blocks"] == ["<p>„A“</p>"]
    job = replace(job, smart=False)
    assert answerer.answer(request(job))["parts"]["body"]["blocks"] == ['<p>"A"</p>']


def test_a_fault_is_an_answer() -> None:
    answerer = Answerer()
    assert "TemplateNotFound" in answerer.answer(request(replace(JOB, templates="/nowhere"), images={}))["error"]
    assert "KeyError" in answerer.answer({"serial": 7})["error"]
    assert answerer.answer(request(JOB))["parts"]["first"] is True


def test_a_whole_page_has_the_pictures_it_was_given() -> None:
    made = Answerer().answer(request(JOB, images={"c" * 64: ["x.jpg", 4, 3]}))["page"]
    assert '<img src="x.jpg" alt="x" width="4" height="3">' in made


def test_only_hashes_are_addresses_of_pictures() -> None:
    pictures = DeskPictures()
    assert pictures.get("a" * 64) is not None
    assert pictures.get("../x") is None
    assert list(pictures) == []
    assert len(pictures) == 0


BLOCKS = st.lists(st.sampled_from("abcdef"), max_size=8)


@given(BLOCKS, BLOCKS)
def test_the_change_leads_from_one_body_to_the_other(before: list[str], now: list[str]) -> None:
    old = tuple(Block(n, html) for n, html in enumerate(before))
    new = tuple(Block(n, html) for n, html in enumerate(now))
    change = body_change(old, new)
    if change is None:
        assert old == new
        return
    end = len(before) - change["tail"]
    assert before[: change["head"]] + change["blocks"] + before[end:] == now
    assert change["lines"] == list(range(len(now)))


def test_blocks_that_only_move_are_not_sent_again() -> None:
    change = body_change((Block(0, "a"), Block(2, "b")), (Block(0, "a"), Block(5, "b")))
    assert change == {"head": 2, "tail": 0, "blocks": [], "lines": [0, 5]}


def test_it_serves_until_the_other_side_is_gone() -> None:
    inward, outward = os.pipe(), os.pipe()
    with os.fdopen(inward[1], "wb") as asking, os.fdopen(outward[0], "rb") as heard:
        asking.write(frame(request(JOB)))
        asking.close()
        with os.fdopen(inward[0], "rb") as source, os.fdopen(outward[1], "wb") as sink:
            serve(source, sink)
        ready, answer = Unframer().feed(heard.read())
    assert (ready["ready"], answer["serial"]) == (True, 1)


def test_the_process_answers_until_its_input_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "famedit.core.render_child"],
        input=frame(request(JOB)) + frame(request(JOB, 2)),
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    assert done.stderr == b""
    ready, first, second = Unframer().feed(done.stdout)
    assert ready == {"ready": True}
    assert first["serial"] == 1
    assert second["parts"]["body"] is None


def test_it_imports_no_window_and_no_database() -> None:
    script = "import sys, famedit.core.render_child; print([m for m in ('PySide6', 'sqlalchemy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=True, text=True)
    assert done.stdout.strip() == "[]"
