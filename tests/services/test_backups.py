"""Backups of real desks: verified, thinned, and the way back, from file to server and the other way too."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from famedit.core.answers import DeskFilter
from famedit.core.article import ArticleFields
from famedit.core.errors import DeskDamaged, DeskError, DeskUnreachable, DiskFull, NotFound, UserError
from famedit.core.moderation import Decision, Verdict
from famedit.core.reply import NewReply, ReplyAuthor
from famedit.services import backups as module
from famedit.services.backups import MANIFEST, Backup, Backups, all_backups, kept, restore_damaged
from famedit.services.desk import Services, open_desk
from famedit.store import copying
from tests.desks import new_desk
from tests.services.articles import png

if TYPE_CHECKING:
    from collections.abc import Callable

START = datetime(2025, 3, 21, 9, tzinfo=UTC)


def fill(services: Services) -> int:
    hero = services.editing.add_picture(png(), "red.png")
    made, _ = services.editing.create(ArticleFields(headline="Kept", body="Kept text.", hero=hero))
    replies = [
        NewReply(ReplyAuthor("Ann"), "An answer.", position=1, parent_position=2),
        NewReply(ReplyAuthor("Bob"), "A question.", position=2),
    ]
    services.moderating.add(made.id, replies)
    first = services.moderating.replies(made.id)[0]
    services.moderating.apply(Decision((first.id,), Verdict.HIDE, "off_topic"))
    return made.id


def headlines(services: Services) -> list[str]:
    return sorted(row.headline for row in services.library.rows(DeskFilter()).rows)


def test_a_backup_holds_everything(services: Services, tmp_path: Path) -> None:
    fill(services)
    backup = services.backups.make("by hand")
    found = copying.contents(backup.path)
    mine = copying.contents_of(services.database)
    assert found.problems == mine.problems == ()
    assert found.desk_id == services.database.desk_id
    assert found.rows == mine.rows
    assert (backup.articles, backup.replies) == (1, 2)
    assert services.backups.verify(backup.path) == ()
    assert services.backups.list() == (backup,)
    assert [path.name for path in (tmp_path / "backups").iterdir() if path.name.startswith(".")] == []
    with OpenDesk(backup.path, tmp_path) as copy:
        assert headlines(copy) == ["Kept"]


class OpenDesk:
    """A desk file as a desk, for the time of a test."""

    def __init__(self, path: Path, tmp_path: Path) -> None:
        self.services = open_desk(
            f"sqlite:///{path}", person="Ada", journal_dir=tmp_path / "j", backup_dir=tmp_path / "b"
        )

    def __enter__(self) -> Services:
        return self.services

    def __exit__(self, *_: object) -> None:
        self.services.close()


def test_restore_brings_back_what_was_and_keeps_what_is(services: Services, open_as: Callable[..., Services]) -> None:
    article_id = fill(services)
    before = services.moderating.replies(article_id)
    backup = services.backups.make("by hand")
    services.editing.create(ArticleFields(headline="Later"))
    other = open_as("Ben")
    assert headlines(other) == ["Kept", "Later"]
    done = services.backups.restore(backup.path)
    assert (done.articles, done.replies) == (1, 2)
    assert headlines(services) == headlines(other) == ["Kept"]
    assert services.moderating.replies(article_id) == before
    assert other.library.changed_elsewhere()
    # the one who joined after the backup can go on writing under the same number
    other.editing.create(ArticleFields(headline="By Ben"))
    assert headlines(services) == ["By Ben", "Kept"]
    assert copying.contents_of(services.database).problems == ()
    # and the way forward again
    assert done.before is not None
    services.backups.restore(done.before.path)
    assert headlines(services) == ["Kept", "Later"]


@pytest.mark.parametrize("way", [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_from_a_file_to_a_server_and_back(way: tuple[str, str], tmp_path: Path) -> None:
    makers = [new_desk(kind, tmp_path / kind) for kind in way]
    (tmp_path / "sqlite").mkdir()
    urls = [next(maker) for maker in makers]
    source, target = (
        open_desk(url, person=f"P{n}", journal_dir=tmp_path / "j", backup_dir=tmp_path / f"b{n}")
        for n, url in enumerate(urls)
    )
    try:
        article_id = fill(source)
        source.editing.create(ArticleFields(headline="Second"))
        target.editing.create(ArticleFields(headline="Overwritten"))
        backup = source.backups.write_to(tmp_path / "moved.famedit")
        target.backups.restore(backup.path)
        target.sign_in("Ada")
        assert headlines(target) == ["Kept", "Second"]
        assert target.moderating.replies(article_id) == source.moderating.replies(article_id)
        assert target.library.article(article_id).fields == source.library.article(article_id).fields
        hero = target.library.article(article_id).fields.hero
        assert target.library.picture(hero.sha256) == png()
        wanted, got = copying.contents_of(source.database).rows, copying.contents_of(target.database).rows
        assert got | {"person": 0} == wanted | {"person": 0}
        # numbers go on behind the last one
        made, _ = target.editing.create(ArticleFields(headline="Third"))
        assert made.id not in (row.id for row in source.library.rows(DeskFilter()).rows)
        assert copying.contents_of(target.database).problems == ()
        assert target.library.rows(DeskFilter(text="Kept")).rows
    finally:
        source.close()
        target.close()
        for maker in makers:
            next(maker, None)


def test_due_only_when_something_changed(services: Services) -> None:
    times = [START]
    mine = Backups(services.database, services.backups.folder, now=lambda: times[0])
    assert not mine.due(10)
    fill(services)
    assert mine.due(10)
    mine.make("timed")
    assert not mine.due(10)
    times[0] += timedelta(minutes=11)
    assert not mine.due(10)
    services.editing.create(ArticleFields(headline="New"))
    assert mine.due(10)
    times[0] -= timedelta(minutes=5)
    assert not mine.due(10)


def fake(at: datetime, size: int = 1) -> Backup:
    return Backup(Path(f"{at:%Y%m%dT%H%M%S}"), at, "timed", "d", 1, size, "")


def test_what_age_allows() -> None:
    every_ten_minutes = [fake(START - timedelta(minutes=10 * n)) for n in range(6 * 24 * 800)]
    keep = kept(every_ten_minutes, START)
    ages = sorted(START - backup.made_at for backup in keep)
    day, week, month = timedelta(days=1), timedelta(days=7), timedelta(days=30)
    half_year, two_years = timedelta(weeks=26), timedelta(days=731)
    assert sum(age <= day for age in ages) == 6 * 24 + 1
    assert 6 * 24 - 1 <= sum(day < age <= week for age in ages) <= 6 * 24 + 1
    assert 22 <= sum(week < age <= month for age in ages) <= 24
    assert 21 <= sum(month < age <= half_year for age in ages) <= 24
    assert 17 <= sum(half_year < age <= two_years for age in ages) <= 20
    assert not any(age > two_years for age in ages)
    # what was kept yesterday and is still of age is kept today: thinning never eats its own series
    later = START + timedelta(hours=5)
    again = kept(sorted(keep, key=lambda b: b.made_at, reverse=True), later)
    assert len(again) > len(keep) - 6 * 5 - 3


def test_thinning_deletes_files_and_never_the_last_three(services: Services, tmp_path: Path) -> None:
    fill(services)
    times = [START - timedelta(days=900)]
    mine = Backups(services.database, tmp_path / "kept", now=lambda: times[0])
    made = []
    for _ in range(5):
        made.append(mine.make("timed"))
        times[0] += timedelta(minutes=1)
    times[0] = START
    assert set(mine.thin()) == {backup.path for backup in made[:2]}
    assert [backup.path for backup in mine.list()] == [backup.path for backup in reversed(made[2:])]
    assert mine.thin() == ()


def test_the_budget_counts_but_leaves_three(services: Services, tmp_path: Path) -> None:
    fill(services)
    times = [START]
    mine = Backups(services.database, tmp_path / "kept", budget=1, now=lambda: times[0])
    for _ in range(5):
        mine.make("timed")
        times[0] += timedelta(minutes=1)
    assert len(mine.list()) == 3


def test_two_in_one_second_have_two_names(services: Services, tmp_path: Path) -> None:
    mine = Backups(services.database, tmp_path / "kept", now=lambda: START)
    assert mine.make("a").path != mine.make("b").path


def test_a_manifest_that_was_cut_off(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    mine = Backups(services.database, folder)
    first = mine.make("a")
    with (folder / MANIFEST).open("a", encoding="utf-8") as file:
        file.write('{"file": "half')
    (folder / "unfinished.famedit").write_bytes(b"never promised")
    second = mine.make("b")
    assert {backup.path for backup in mine.list()} == {first.path, second.path}
    with (folder / MANIFEST).open("a", encoding="utf-8") as file:
        file.write('{"file": "../../etc/passwd"}\n[]\n')
    assert len(all_backups(folder)) == 2
    first.path.unlink()
    assert mine.list() == (second,)
    (folder / MANIFEST).write_bytes(b"\xff\xfe")
    assert mine.list() == ()


def test_a_backup_to_a_place_of_ones_own(services: Services, tmp_path: Path) -> None:
    fill(services)
    target = tmp_path / "stick" / "desk.famedit"
    done = services.backups.write_to(target)
    assert done.path == target
    services.editing.create(ArticleFields(headline="More"))
    assert services.backups.write_to(target).articles == 2
    assert services.backups.write_to(tmp_path / "stick").path.parent == tmp_path / "stick"
    other = tmp_path / "letter.txt"
    other.write_text("a letter", encoding="utf-8")
    with pytest.raises(DeskUnreachable, match="something else"):
        services.backups.write_to(other)
    assert other.read_text(encoding="utf-8") == "a letter"
    if services.database.path:
        with pytest.raises(DeskUnreachable, match="the desk itself"):
            services.backups.write_to(services.database.path)
    assert services.backups.list() == ()


def test_a_damaged_backup_is_found_and_never_restored(services: Services, tmp_path: Path) -> None:
    fill(services)
    backup = services.backups.make("by hand")
    raw = sqlite3.connect(backup.path)
    raw.create_function("famedit_seal", 1, lambda text: "")
    raw.execute("UPDATE article SET body = 'Changed by another hand'")
    raw.commit()
    raw.close()
    problems = services.backups.verify(backup.path)
    assert any("article 1" in words for words in problems)
    assert any("not as it was written" in words for words in problems)
    with pytest.raises(DeskDamaged, match="Nothing was changed"):
        services.backups.restore(backup.path)
    assert headlines(services) == ["Kept"]
    assert services.backups.list()[0] == replace(backup)
    for data in (b"", b"no database at all" * 100):
        backup.path.write_bytes(data)
        with pytest.raises(DeskError):
            services.backups.restore(backup.path)
    with pytest.raises(NotFound):
        services.backups.restore(tmp_path / "gone.famedit")
    with pytest.raises(DeskUnreachable, match="is not a file"):
        services.backups.restore(tmp_path)


def test_a_backup_with_damage_in_it_is_not_kept(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(services)
    monkeypatch.setattr(
        module.copying, "contents", lambda path: replace(copying.contents_of(services.database), problems=("Broken.",))
    )
    with pytest.raises(DeskDamaged, match="was not kept: Broken"):
        services.backups.make("timed")
    assert list((tmp_path / "backups").iterdir()) == []


def test_no_room_is_said_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenDesk(tmp_path / "desk.famedit", tmp_path) as services:
        fill(services)
        usage = shutil.disk_usage(tmp_path)
        monkeypatch.setattr(module.shutil, "disk_usage", lambda folder: usage._replace(free=10))
        with pytest.raises(DiskFull, match="no room for a backup"):
            services.backups.make("timed")
        assert services.backups.list() == ()


def test_a_folder_that_cannot_be(services: Services, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError):
        Backups(services.database, tmp_path / "file" / "b").make("x")


def test_a_desk_too_damaged_to_open_is_put_aside(tmp_path: Path) -> None:
    live = tmp_path / "desk.famedit"
    with OpenDesk(live, tmp_path) as services:
        fill(services)
        backup = services.backups.write_to(tmp_path / "good.famedit")
    live.write_bytes(b"\x00" * 4096)
    with pytest.raises(DeskDamaged):
        OpenDesk(live, tmp_path)
    done = restore_damaged(live, backup.path)
    assert done.aside == tmp_path / "desk.damaged-1.famedit"
    assert done.aside is not None
    assert done.aside.read_bytes() == b"\x00" * 4096
    with OpenDesk(live, tmp_path) as services:
        assert headlines(services) == ["Kept"]
    live.write_bytes(b"rubbish" * 1000)
    assert restore_damaged(live, backup.path).aside == tmp_path / "desk.damaged-2.famedit"


def test_reading_a_backup_leaves_nothing_beside_it(services: Services, tmp_path: Path) -> None:
    fill(services)
    folder = tmp_path / "stick"
    backup = services.backups.write_to(folder / "desk.famedit")
    before = sorted(path.name for path in folder.iterdir())
    services.backups.restore(backup.path)
    assert sorted(path.name for path in folder.iterdir()) == before
