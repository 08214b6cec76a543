"""Exporting from a real desk: last revisions, other formats beside, and the old page whole whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from famedit.core.article import ArticleFields, HeroImage, Place, Status
from famedit.core.errors import DeskUnreachable, DiskFull, ExportRefused, NotFound
from famedit.core.moderation import Decision, Verdict
from famedit.core.reply import NewReply, ReplyAuthor
from famedit.services.exporting import export_name
from famedit.services.readers.table import understand
from tests.services.articles import article, jpeg

if TYPE_CHECKING:
    from famedit.services.desk import Services

ROOT = Path(__file__).parents[2]
FIELDS = ArticleFields(headline="A page", body="The first text.", internal_note="canary-note")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def article_id(services: Services) -> int:
    made, _ = services.editing.create(FIELDS)
    replies = [NewReply(ReplyAuthor(f"Reader{n}"), f"Reply text {n}", position=n) for n in (1, 2, 3)]
    services.moderating.add(made.id, replies)
    return made.id


def test_a_folder_with_everything(services: Services, article_id: int, tmp_path: Path) -> None:
    done = services.exporting.export(article_id, tmp_path / "out")
    assert done.page == tmp_path / "out" / "a-page" / "index.html"
    assert all(path.is_file() for path in done.files)
    assert (done.replaced, done.newer_draft, done.replies) == (False, False, 3)
    html = done.page.read_text(encoding="utf-8")
    assert "The first text." in html
    assert "Reply text 2" in html
    assert "canary" not in html


def test_a_hidden_reply_is_gone_at_once(services: Services, article_id: int, tmp_path: Path) -> None:
    hidden = services.moderating.replies(article_id)[1]
    services.moderating.apply(Decision((hidden.id,), Verdict.HIDE))
    for kind in ("html", "single", "markdown"):
        done = services.exporting.export(article_id, tmp_path, format=kind)
        assert done.replies == 2
        for path in done.files:
            assert b"Reply text 2" not in path.read_bytes()
            assert b"Reader2" not in path.read_bytes()


def test_twice_gives_the_same_bytes(services: Services, article_id: int, tmp_path: Path) -> None:
    for kind in ("html", "single", "markdown"):
        first = services.exporting.export(article_id, tmp_path / "one", format=kind)
        second = services.exporting.export(article_id, tmp_path / "two", format=kind)
        again = services.exporting.export(article_id, tmp_path / "one", format=kind)
        assert again.replaced
        assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]


def test_formats_and_strangers_files_live_side_by_side(services: Services, article_id: int, tmp_path: Path) -> None:
    folder = tmp_path / "a-page"
    services.exporting.export(article_id, tmp_path)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "images").mkdir(exist_ok=True)
    (folder / "images" / "old.png").write_bytes(b"of an older page")
    services.exporting.export(article_id, tmp_path, format="markdown")
    services.exporting.export(article_id, tmp_path, format="single")
    services.exporting.export(article_id, tmp_path)
    assert names(folder) == ["article.md", "index.html", "manifest.json", "notes.txt", "style.css"]
    assert (tmp_path / "a-page.html").is_file()


def test_a_page_that_is_not_ours_is_not_replaced(services: Services, article_id: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = out / "a-page"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("somebody's own page", encoding="utf-8")
    (folder / "article.md").write_text("# somebody's own", encoding="utf-8")
    (out / "a-page.html").write_text("somebody's own page", encoding="utf-8")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for kind in ("html", "single", "markdown"):
        with pytest.raises(ExportRefused, match="did not write"):
            services.exporting.export(article_id, out, format=kind)
    (folder / "manifest.json").write_text("[broken", encoding="utf-8")
    with pytest.raises(ExportRefused):
        services.exporting.export(article_id, out)
    assert all(path.read_bytes() == data for path, data in before.items())


def test_the_last_revision_goes_out_and_a_newer_draft_is_told(
    services: Services, article_id: int, tmp_path: Path
) -> None:
    version = services.library.article(article_id).version
    services.editing.save_draft(
        article_id,
        base_version=version,
        serial=1,
        fields=FIELDS.with_(body="An unsaved text."),
        place=Place(),
    )
    done = services.exporting.export(article_id, tmp_path)
    assert done.newer_draft
    assert "unsaved" not in done.page.read_text(encoding="utf-8")
    saved, _ = services.editing.save(article_id, base_version=version, fields=FIELDS.with_(body="Saved now."), key="k")
    done = services.exporting.export(article_id, tmp_path)
    assert done.revision == saved.revision_no
    assert not done.newer_draft
    assert "Saved now." in done.page.read_text(encoding="utf-8")


def test_pictures_go_out_from_bare_pixels(services: Services, tmp_path: Path) -> None:
    hero = services.editing.add_picture(jpeg(1800, 20, canary="canary-camera"), "a b.jpg")
    body = f"![x](media/{hero.sha256})"
    made, _ = services.editing.create(FIELDS.with_(headline="Pictured", hero=replace(hero, alt="Blue"), body=body))
    done = services.exporting.export(made.id, tmp_path)
    (picture,) = (tmp_path / "pictured" / "images").iterdir()
    assert b"canary" not in picture.read_bytes()
    assert done.page.read_text(encoding="utf-8").count(f'src="images/{picture.name}"') == 2
    services.exporting.export(made.id, tmp_path, format="markdown")
    (got,) = understand(tmp_path / "pictured" / "article.md")
    assert got.fields.hero.sha256 == hero.sha256
    assert got.fields.body == body
    imported = services.importing.store(got, article_id=made.id)
    assert not imported.created
    assert services.library.article(made.id).fields.hero.sha256 == hero.sha256


def test_a_picture_that_cannot_be_read_refuses_the_page(
    services: Services, article_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = services.editing.create(FIELDS.with_(headline="Broken", hero=HeroImage(sha256="1" * 64)))
    monkeypatch.setattr(services.library, "picture", lambda sha256: b"broken", raising=False)
    with pytest.raises(ExportRefused, match='"Broken" was not written: this is no JPEG'):
        services.exporting.export(made.id, tmp_path)
    assert names(tmp_path) == ["backups"] or "broken" not in names(tmp_path)


def test_every_is_what_is_neither_archived_nor_trashed(services: Services) -> None:
    ids = [services.editing.create(ArticleFields(headline=f"Article {n:03}"))[0].id for n in range(5)]
    services.editing.archive([ids[0]])
    services.editing.trash([ids[1]])
    made = services.library.article(ids[2])
    services.editing.set_status(ids[2], Status.READY, base_version=made.version)
    assert [row.id for row in services.exporting.every()] == ids[2:]
    assert [row.id for row in services.exporting.every(Status.READY)] == [ids[2]]


def test_what_is_not_there(services: Services, article_id: int, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        services.exporting.export(9999, tmp_path)
    with pytest.raises(NotFound, match="no format"):
        services.exporting.export(article_id, tmp_path, format="pdf")  # type: ignore[arg-type]  # that is the point
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeskUnreachable, match="a file is in the way"):
        services.exporting.export(article_id, tmp_path / "file")
    (tmp_path / "a-page").write_bytes(b"")
    with pytest.raises(DeskUnreachable, match="a file is in the way"):
        services.exporting.export(article_id, tmp_path)


@pytest.mark.parametrize(
    ("slug", "headline", "name"),
    [
        ("", "A Page", "a-page"),
        ("../../etc/passwd", "x", "etc-passwd"),
        ("a/b", "x", "a-b"),
        (".", "x", "article"),
        ("con", "x", "con-article"),
        ("", "", "article"),
        ("日" * 80, "x", "日" * 66),
    ],
)
def test_names_are_safe_on_any_disk(slug: str, headline: str, name: str) -> None:
    assert export_name(article(ArticleFields(headline=headline, slug=slug))) == name


# The real thing, in a process that dies -----------------------------------------------------------------------------

EXPORTER = """
import sys
from pathlib import Path
from famedit.services.writers.page import ExportOptions, public, write_folder
from famedit.services.disk import write_whole_folder
from famedit.core.article import ArticleFields
from tests.services.articles import article
folder = Path(sys.argv[1])
number = 0
while True:
    number += 1
    body = f"Number {number}.\\n\\n" + "A paragraph of some length. " * 2000
    page = public(article(ArticleFields(headline="A page", body=body), revision_no=number), (), {})
    write_whole_folder(folder, write_folder(page, ExportOptions()).files)
    print(number, flush=True)
"""


def check_whole(folder: Path) -> int:
    """Return the number of the page, having compared every file with the manifest."""
    import hashlib
    import json

    manifest = json.loads((folder / "manifest.json").read_bytes())
    for name, facts in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == facts["sha256"], name
    assert f"Number {manifest['revision']}." in (folder / "index.html").read_text(encoding="utf-8")
    return manifest["revision"]


def test_killed_at_any_instant_the_page_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a-page"
    last = 0
    for attempt in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", EXPORTER, str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        for _ in range(1 + attempt % 3):
            assert process.stdout.readline()
        time.sleep(0.004 * attempt)  # not to wait for anything: to die at another point each time
        process.send_signal(signal.SIGKILL)
        told = [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
        number = check_whole(folder)
        assert number >= max(told, default=1)
        last = number
    assert last
    # the next export clears away what the dead ones left
    from famedit.services.disk import write_whole_folder

    write_whole_folder(folder, {"index.html": b"x"})
    assert names(tmp_path) == ["a-page"]


FULL = """
import resource, sys
from pathlib import Path
from famedit.core.errors import DiskFull
from famedit.services.disk import write_whole, write_whole_folder
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
for work in (
    lambda: write_whole_folder(folder, {"a": b"new", "b": b"x" * 100_000}),
    lambda: write_whole(folder.with_suffix(".html"), b"x" * 100_000),
):
    try:
        work()
    except DiskFull as error:
        print(error)
"""


def test_no_room_left(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    (tmp_path / "page.html").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.count("There is no room left") == 2
    assert (folder / "a").read_bytes() == b"old"
    assert (tmp_path / "page.html").read_bytes() == b"old"
    assert names(folder) == ["a"]
    assert names(tmp_path) == ["page", "page.html"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_target_that_is_always_full(services: Services, article_id: int) -> None:
    with pytest.raises((DeskUnreachable, DiskFull)):
        services.exporting.export(article_id, Path("/dev/full"))
    assert os.path.exists("/dev/full")  # noqa: PTH110 - a device, not a file of ours
