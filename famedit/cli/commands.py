"""The commands themselves: each opens the desk, calls the use cases, and says what came of it."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from famedit import paths
from famedit.cli.output import Output
from famedit.core import dates
from famedit.core.account import account_name
from famedit.core.answers import DeskFilter
from famedit.core.category import category_text, names_text
from famedit.core.errors import BadInput, DeskDamaged, NotFound, UserError
from famedit.core.settings import Settings, settings_from
from famedit.services.backups import restore_damaged
from famedit.services.desk import open_desk
from famedit.services.doctor import check_desk
from famedit.services.readers.table import understand
from famedit.services.writers.page import ExportOptions

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from famedit.core.answers import Imported
    from famedit.core.article import ArticleRow
    from famedit.core.understood import Understood
    from famedit.services.backups import Backup
    from famedit.services.desk import Services
    from famedit.services.exporting import Exported


def run(options: argparse.Namespace) -> int:
    """Do what was asked; return the exit code."""
    out = Output(as_json=getattr(options, "json", False))
    try:
        _COMMANDS[options.command](options, out)
    except UserError as error:
        out.problem(error)
    except KeyboardInterrupt:
        out.problem("Stopped. What was finished before stays.")
    return 1 if out.problems else 0


def _settings() -> Settings:
    """Return the person's settings; those of a file that cannot be read are the defaults."""
    try:
        stored = json.loads((paths.config_dir() / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return settings_from(stored)[0] if isinstance(stored, dict) else Settings()


def _backup_folder() -> Path:
    chosen = _settings().backup_folder
    return Path(chosen) if chosen else paths.backup_dir()


def _url(options: argparse.Namespace) -> str:
    return paths.desk_url(options.database)


def _open(options: argparse.Namespace, *, new: bool = False) -> Services:
    """Open the desk; ``new`` allows making one. Raises ``UserError``."""
    url = _url(options)
    if not new and url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        if not path.exists():
            raise NotFound(f"There is no desk at {path}.", "famedit import and famedit sample make one.")
    person = options.actor or _settings().person or account_name()
    return open_desk(url, person=person, journal_dir=paths.journal_dir(), backup_dir=_backup_folder())


# Import -------------------------------------------------------------------------------------------------------------


def _import(options: argparse.Namespace, out: Output) -> None:
    results: list[dict[str, object]] = []
    understood: list[Understood] = []
    for name in options.files:
        try:
            understood.extend(_understand(name))
        except UserError as error:
            out.problem(error)
    if options.dry_run:
        for one in understood:
            _describe(one, out)
            results.append(_facts(one))
    elif understood:
        with closing(_open(options, new=True)) as services:
            article_id = services.library.find(options.article) if options.article else None
            if services.library.rows(DeskFilter(limit=1)).counts:
                services.backups.make("before an import")
            for one in understood:
                _describe(one, out)
                try:
                    imported = _store(services, one, article_id)
                except UserError as error:
                    out.problem(error)
                else:
                    out.say(f"  {_came_of(imported)}")
                    results.append(_facts(one) | _imported_facts(imported))
    out.result({"imported": results})


def _understand(name: str) -> tuple[Understood, ...]:
    if name == "-":
        return understand(sys.stdin.buffer.read(), "stdin")
    return understand(Path(name))


def _store(services: Services, understood: Understood, article_id: int | None) -> Imported:
    if not understood.only_replies:
        return services.importing.store(understood, article_id=article_id)
    if article_id is None:
        raise BadInput("The file holds replies and no article.", "Say whose: --article SLUG.", file=understood.origin)
    return services.importing.add_replies(article_id, understood.replies)


def _describe(understood: Understood, out: Output) -> None:
    fields = understood.fields
    out.say(f"{understood.origin}: {'replies' if understood.only_replies else fields.title}")
    facts = {
        "category": category_text(fields.category),
        "standfirst": fields.standfirst,
        "by": names_text(fields.byline),
        "picture": understood.picture_name or fields.hero.alt or fields.hero.caption,
        "caption": fields.hero.caption,
        "text": _count(len(fields.body.split()), "word") if fields.body else "",
        "replies": _reply_words(understood),
    }
    for name, words in facts.items():
        if words:
            out.say(f"  {name}: {words if len(words) <= 100 else words[:99] + '…'}")
    for warning in understood.warnings:
        out.note(f"{understood.origin}: {warning}")


def _reply_words(understood: Understood) -> str:
    if not understood.replies:
        return ""
    nameless = sum(not reply.author.name for reply in understood.replies)
    return f"{len(understood.replies)}{f', {nameless} without an author' if nameless else ''}"


def _count(number: int, word: str, words: str = "") -> str:
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def _came_of(imported: Imported) -> str:
    if imported.created:
        what = "stored as a new article"
    elif imported.article_updated:
        what = "brought up to date"
    else:
        what = "known already"
    replies = [f"{imported.replies_added} new"] if imported.replies_added else []
    replies += [f"{imported.replies_updated} brought up to date"] if imported.replies_updated else []
    return f"-> article {imported.article_id}, {what}{'; replies: ' + ', '.join(replies) if replies else ''}"


def _facts(understood: Understood) -> dict[str, object]:
    fields = understood.fields
    return {
        "file": understood.origin,
        "reader": understood.reader,
        "headline": fields.headline,
        "standfirst": fields.standfirst,
        "category": list(fields.category),
        "byline": list(fields.byline),
        "alt": fields.hero.alt,
        "caption": fields.hero.caption,
        "body": fields.body,
        "canonical_link": fields.canonical_link,
        "status": understood.status.value if understood.status else None,
        "replies": [
            {
                "position": reply.position,
                "author": reply.author.name,
                "rank": reply.author.rank,
                "posts": reply.author.posts,
                "text": reply.text,
                "edited_words": reply.edited_words,
                "liked_by": list(reply.liked_by),
                "status": reply.status.value,
            }
            for reply in understood.replies
        ],
        "warnings": list(understood.warnings),
    }


def _imported_facts(imported: Imported) -> dict[str, object]:
    return {
        "article": imported.article_id,
        "created": imported.created,
        "updated": imported.article_updated,
        "replies_added": imported.replies_added,
        "replies_updated": imported.replies_updated,
        "unchanged": imported.unchanged,
    }


def _sample(options: argparse.Namespace, out: Output) -> None:
    with closing(_open(options, new=True)) as services:
        changes = services.importing.load_sample()
        added = len(changes.articles)
        out.say(
            f"The sample newsroom is on the desk: {_count(added, 'article')} added." if added else "It is all there."
        )
        out.result({"articles": sorted(changes.articles)})


# Export and list ----------------------------------------------------------------------------------------------------


def _export(options: argparse.Namespace, out: Output) -> None:
    results: list[dict[str, object]] = []
    settings = ExportOptions(theme=options.theme, likers=not options.no_likers)
    with closing(_open(options)) as services:
        for article_id in _chosen(services, options, out):
            try:
                done = services.exporting.export(article_id, options.output, format=options.format, options=settings)
            except UserError as error:
                out.problem(error)
                continue
            _tell_exported(done, out)
            results.append(
                {
                    "article": done.article_id,
                    "headline": done.headline,
                    "page": str(done.page),
                    "revision": done.revision,
                    "replies": done.replies,
                    "replaced": done.replaced,
                    "newer_draft": done.newer_draft,
                }
            )
    if not results and not out.problems:
        out.note("There is nothing to export.")
    out.result({"exported": results})


def _chosen(services: Services, options: argparse.Namespace, out: Output) -> list[int]:
    if options.all:
        return [row.id for row in services.exporting.every(options.status)]
    chosen: list[int] = []
    for name in options.articles:
        try:
            article_id = services.library.find(name)
        except NotFound as error:
            out.problem(error)
            continue
        (row,) = services.library.rows_by_id([article_id])
        if options.status is None or row.status is options.status:
            chosen.append(article_id)
    return list(dict.fromkeys(chosen))


def _tell_exported(done: Exported, out: Output) -> None:
    out.say(f"{done.page}  (revision {done.revision}, {_count(done.replies, 'reply', 'replies')})")
    if done.newer_draft:
        out.note(f'"{done.headline}" has a newer draft that is not on the page.')


def _list(options: argparse.Namespace, out: Output) -> None:
    rows: list[ArticleRow] = []
    with closing(_open(options)) as services:
        drafted = services.library.drafted()
        while True:
            wanted = DeskFilter(text=options.text, status=options.status, shelf=options.shelf, offset=len(rows))
            page = services.library.rows(wanted)
            rows.extend(page.rows)
            if not page.rows or len(rows) >= page.total:
                break
    for row in rows:
        waiting = f", {row.needs_decision} to decide" if row.needs_decision else ""
        draft = "  [newer draft]" if row.id in drafted else ""
        out.say(
            f"{row.id:>5}  {row.status.value:<9}  {row.updated_at:%Y-%m-%d %H:%M}  {row.slug}  "
            f"{row.headline or 'Untitled article'}  ({_count(row.reply_count, 'reply', 'replies')}{waiting}){draft}"
        )
    if not rows:
        out.note("No article fits.")
    out.result([_row_facts(row) | {"newer_draft": row.id in drafted} for row in rows])


def _row_facts(row: ArticleRow) -> dict[str, object]:
    return {
        "id": row.id,
        "slug": row.slug,
        "headline": row.headline,
        "status": row.status.value,
        "byline": list(row.byline),
        "updated": row.updated_at.isoformat(),
        "archived": row.archived,
        "trashed": row.trashed,
        "replies": row.reply_count,
        "needs_decision": row.needs_decision,
    }


# Backups and care ---------------------------------------------------------------------------------------------------


def _backup(options: argparse.Namespace, out: Output) -> None:
    with closing(_open(options)) as services:
        if options.list:
            made = services.backups.list()
            if not made:
                out.note(f"There are no backups of this desk in {services.backups.folder}.")
        else:
            target = options.file
            made = (services.backups.write_to(target) if target else services.backups.make("by hand"),)
    for backup in made:
        out.say(
            f"{backup.path}  {dates.short_stamp(backup.made_at)}  {backup.size / 1_000_000:.1f} MB, "
            f"{_count(backup.articles, 'article')}, {_count(backup.replies, 'reply', 'replies')}; {backup.reason}"
        )
    facts = [_backup_facts(backup) for backup in made]
    out.result(facts if options.list else facts[0])


def _backup_facts(backup: Backup) -> dict[str, object]:
    return {
        "file": str(backup.path),
        "made": backup.made_at.isoformat(),
        "reason": backup.reason,
        "bytes": backup.size,
        "sha256": backup.sha256,
        "articles": backup.articles,
        "replies": backup.replies,
    }


def _restore(options: argparse.Namespace, out: Output) -> None:
    source: Path = options.file
    if not source.exists() and (_backup_folder() / source.name).exists():
        source = _backup_folder() / source.name
    if not source.exists():
        raise NotFound(f"There is no backup {options.file}.", "famedit backup --list shows those there are.")
    try:
        with closing(_open(options, new=True)) as services:
            done = services.backups.restore(source)
    except DeskDamaged:
        path = Path(_url(options).removeprefix("sqlite:///"))
        if not path.is_file():
            raise
        done = restore_damaged(path, source)
    held = f"{_count(done.articles, 'article')}, {_count(done.replies, 'reply', 'replies')}"
    out.say(f"The desk is as {source} has it: {held}.")
    if done.before:
        out.say(f"What was there before is kept as {done.before.path}.")
    if done.aside:
        out.note(f"The desk could not be read; the damaged file is kept as {done.aside}.")
    out.result(
        {
            "restored": str(source),
            "articles": done.articles,
            "replies": done.replies,
            "before": str(done.before.path) if done.before else None,
            "aside": str(done.aside) if done.aside else None,
        }
    )


def _doctor(options: argparse.Namespace, out: Output) -> None:
    report = check_desk(_url(options), _backup_folder())
    signs = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}
    for finding in report.findings:
        line = f"{signs[finding.level]}  {finding.subject}: {finding.words} {finding.remedy}".rstrip()
        if finding.level == "problem":
            out.problem(f"{finding.subject}: {finding.words} {finding.remedy}")
        else:
            out.say(line)
    out.result(
        {
            "sound": report.sound,
            "findings": [
                {"level": f.level, "subject": f.subject, "words": f.words, "remedy": f.remedy} for f in report.findings
            ],
        }
    )


_COMMANDS: dict[str, Callable[[argparse.Namespace, Output], None]] = {
    "import": _import,
    "export": _export,
    "list": _list,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
    "sample": _sample,
}
