"""The process that renders for the preview: ``python -m famedit.core.render_child``.

It reads jobs from standard input and answers on standard output until the input ends. Being a process it can be killed
in the middle of a text that takes too long, and rendering never holds up the window's own interpreter.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from famedit.core.markup import BodyRenderer
from famedit.core.page import PageImage, PageOptions, render_parts, render_public_page
from famedit.core.render_wire import Unframer, frame, job_from_json

if TYPE_CHECKING:
    from typing import BinaryIO

    from famedit.core.markup import Block
    from famedit.core.public import PageReply
    from famedit.core.render_wire import RenderJob

#: How much the window goes before us.
NICENESS: Final = 5
_PARTS: Final = ("top", "hero", "replies", "end", "lang", "direction", "title")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class DeskPictures(Mapping[str, PageImage]):
    """Every picture there may be, at the address the preview serves it from."""

    def __getitem__(self, sha256: str) -> PageImage:
        if not _SHA256.match(sha256):
            raise KeyError(sha256)
        return PageImage(f"famedit://media/{sha256}")

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Answerer:
    """Renders one job after another; answers with what differs from the answer before."""

    def __init__(self) -> None:
        self._renderer: tuple[tuple[str, bool], BodyRenderer] | None = None
        self._replies: tuple[PageReply, ...] = ()
        self._sent: dict[str, str] = {}
        self._blocks: tuple[Block, ...] = ()

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to one request. A fault of the renderer is an answer too, it ends nothing."""
        try:
            job = job_from_json(request["job"])
            if job.replies is not None:
                self._replies = job.replies
            if "images" in request:
                return {"serial": request["serial"], "page": self._page(job, request["images"])}
            return {"serial": request["serial"], "parts": self._parts(job)}
        except Exception:  # noqa: BLE001 - the edge of the process: the window logs it and keeps the last good page
            return {"serial": request.get("serial", 0), "error": traceback.format_exc()}

    def _page(self, job: RenderJob, images: dict[str, tuple[str, int, int]]) -> str:
        return render_public_page(
            job.fields,
            status=job.status,
            published_at=job.published_at,
            updated_at=job.updated_at,
            zone=job.zone,
            replies=self._replies,
            options=PageOptions(
                templates=Path(job.templates),
                likers=job.likers,
                smart=job.smart,
                images={sha256: PageImage(*image) for sha256, image in images.items()},
            ),
        )

    def _parts(self, job: RenderJob) -> dict[str, Any]:
        made_for = (job.fields.language, job.smart)
        if self._renderer is None or self._renderer[0] != made_for:
            self._renderer = made_for, BodyRenderer(language=job.fields.language, smart=job.smart)
        parts = render_parts(
            job.fields,
            status=job.status,
            published_at=job.published_at,
            updated_at=job.updated_at,
            zone=job.zone,
            replies=self._replies,
            options=PageOptions(
                templates=Path(job.templates), likers=job.likers, smart=job.smart, images=DeskPictures()
            ),
            renderer=self._renderer[1],
        )
        # "first" tells the window to forget what an earlier process has sent.
        changed: dict[str, Any] = {"first": not self._sent}
        for name in _PARTS:
            value: str = getattr(parts, name)
            changed[name] = None if self._sent.get(name) == value else value
            self._sent[name] = value
        changed["body"] = body_change(self._blocks, parts.body)
        self._blocks = parts.body
        return changed


def body_change(before: tuple[Block, ...], now: tuple[Block, ...]) -> dict[str, Any] | None:
    """Return how to get from one body to the next: how many blocks stay at either end, and what comes between.

    ``lines`` are the source lines of all blocks. None when nothing has changed.
    """
    if before == now:
        return None
    most = min(len(before), len(now))
    head = 0
    while head < most and before[head].html == now[head].html:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail].html == now[-1 - tail].html:
        tail += 1
    return {
        "head": head,
        "tail": tail,
        "blocks": [block.html for block in now[head : len(now) - tail]],
        "lines": [block.line for block in now],
    }


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until ``source`` ends or ``sink`` is closed. The first frame says that we are ready."""
    answerer = Answerer()
    unframer = Unframer()
    with contextlib.suppress(BrokenPipeError):
        _send(sink, {"ready": True})
        while data := os.read(source.fileno(), 1 << 16):
            for request in unframer.feed(data):
                _send(sink, answerer.answer(request))


def _send(sink: BinaryIO, message: dict[str, Any]) -> None:
    sink.write(frame(message))
    sink.flush()


def main() -> int:
    """Serve on standard input and output."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    serve(sys.stdin.buffer, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
