"""Storing what readers understood: importing twice adds nothing, and a moderator's decision is never undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from famedit import paths
from famedit.core.answers import Imported
from famedit.core.article import ArticleFields, RevisionKind, Status
from famedit.core.changes import Changes
from famedit.core.errors import BadInput
from famedit.services.images import examine
from famedit.services.readers import table
from famedit.services.saving import changed, hold, keep_revision, need, new_key
from famedit.store import arrivals, articles, drafts, origins, pictures, records, revisions
from famedit.store.records import Act
from famedit.store.values import fields_document, fields_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from famedit.core.article import Article, ArticleRow
    from famedit.core.reply import NewReply
    from famedit.core.understood import Understood
    from famedit.services.acting import Acting
    from famedit.services.images import PictureFacts
    from famedit.store.arrivals import Arrived
    from famedit.store.database import Database, Reading, Writing

_EMPTY: tuple[object, ...] = ("", None, [], {})
_DEFAULTS = fields_document(ArticleFields())


class Importing:
    """Storing articles and replies that come from outside. (R) reading thread, (W) writing thread."""

    def __init__(self, database: Database, acting: Acting) -> None:
        self._database = database
        self._acting = acting

    def understand(self, path_or_text: Path | str | bytes, file_name: str = "") -> tuple[Understood, ...]:
        """(R) Return what a file, its bytes or pasted text holds; nothing is stored. Raises ``UserError``."""
        return table.understand(path_or_text, file_name)

    def known(self, understood: Understood) -> ArticleRow | None:
        """(R) Return the article that storing this would bring up to date, None when it would be a new one."""

        def work(look: Reading) -> ArticleRow | None:
            number = origins.known_as(
                look,
                source=understood.source,
                source_id=understood.source_id,
                link=understood.fields.canonical_link,
                headline=understood.fields.headline,
            )
            rows = articles.rows_by_id(look, [number], self._acting.id) if number is not None else ()
            return rows[0] if rows else None

        return None if understood.only_replies else self._database.read(work)

    def store(self, understood: Understood, *, article_id: int | None = None) -> Imported:
        """(W) Store an article with its replies, or bring a known one up to date.

        Known is an article with the same source and source id, else the same canonical link, else the same original
        headline; ``article_id`` names it instead. What the file leaves empty stays as it is, and so does what an
        editor changed while its source did not. An article that changes is kept as a revision first. Raises
        ``NotFound`` and ``BadInput``.
        """
        if understood.only_replies:
            if article_id is None:
                raise BadInput(
                    "The file holds replies and no article.",
                    "Choose the article they belong to.",
                    file=understood.origin,
                )
            return self.add_replies(article_id, understood.replies)
        facts = _examined(understood)
        return self._database.write(lambda tx: self._store(tx, understood, facts, article_id))

    def add_replies(self, article_id: int, replies: Sequence[NewReply]) -> Imported:
        """(W) Add to an article's replies those that are new, and bring known ones up to date. Raises ``NotFound``."""

        def work(tx: Writing) -> Imported:
            hold(tx, article_id)
            arrived = self._receive(tx, article_id, replies, "replies")
            return _imported(article_id, arrived)

        return self._database.write(work)

    def load_sample(self) -> Changes:
        """(W) Fill the desk with the sample newsroom that comes with the program; twice adds nothing."""
        understood = sample_desk()
        facts = [_examined(one) for one in understood]

        def work(tx: Writing) -> Changes:
            changes = Changes()
            for one, pictures_of in zip(understood, facts, strict=True):
                changes |= self._store(tx, one, pictures_of, None).changes
            return changes

        return self._database.write(work)

    # ----------------------------------------------------------------------------------------------------------------

    def _store(
        self, tx: Writing, understood: Understood, facts: Mapping[bytes, PictureFacts], article_id: int | None
    ) -> Imported:
        fields = _with_pictures(tx, understood, facts)
        known = article_id or origins.known_as(
            tx,
            source=understood.source,
            source_id=understood.source_id,
            link=fields.canonical_link,
            headline=fields.headline,
        )
        if known is None:
            number = self._create(tx, understood, fields)
            arrived = self._receive(
                tx, number, understood.replies, understood.reader, understood.origin, otherwise_changed=True
            )
            done = _imported(number, arrived)
            return replace(done, created=True, changes=done.changes | changed(number))
        current = hold(tx, known)
        updated = self._update(tx, understood, fields, current)
        arrived = self._receive(
            tx, known, understood.replies, understood.reader, understood.origin, otherwise_changed=updated
        )
        done = _imported(known, arrived)
        return replace(done, article_updated=updated, changes=done.changes | (changed(known) if updated else Changes()))

    def _create(self, tx: Writing, understood: Understood, fields: ArticleFields) -> int:
        status = understood.status or Status.DRAFT
        published_at = understood.published_at
        if status is Status.PUBLISHED and published_at is None:
            published_at = understood.updated_at or tx.now
        number = articles.insert(
            tx,
            fields,
            status=status,
            zone=understood.zone or "UTC",
            source=understood.source,
            source_id=understood.source_id,
            created_at=understood.created_at,
            updated_at=understood.updated_at,
            published_at=published_at,
        )
        revision_no = revisions.append(
            tx,
            number,
            fields_document(need(tx, number).fields),
            key=new_key(),
            kind=RevisionKind.IMPORT,
            person_id=self._acting.id,
        )
        articles.change(tx, number, revision_no=revision_no, archived=understood.archived, trashed=understood.trashed)
        articles.seal(tx, [number])
        origins.remember(tx, number, fields, self._acting.id)
        return number

    def _update(self, tx: Writing, understood: Understood, fields: ArticleFields, current: Article) -> bool:
        """Bring a known article up to date; return whether it changed. Its status is the desk's own."""
        last = origins.last_import(tx, current.id)
        merged = merge(
            fields_document(current.fields), fields_document(fields), last, understood.said or frozenset(_DEFAULTS)
        )
        origins.remember(tx, current.id, fields, self._acting.id)
        if merged == fields_document(current.fields):
            return False
        draft = drafts.get(tx, current.id, self._acting.id, self._acting.name)
        if draft and fields_document(draft.fields) != fields_document(current.fields):
            revisions.append(
                tx,
                current.id,
                fields_document(draft.fields),
                key=new_key(),
                kind=RevisionKind.IMPORT,
                person_id=self._acting.id,
                name="Unsaved text before an import",
            )
        # what was there is the revision the article holds now
        keep_revision(
            tx,
            current,
            fields_from(merged),
            key=new_key(),
            kind=RevisionKind.IMPORT,
            person_id=self._acting.id,
            name=understood.origin,
        )
        return True

    def _receive(
        self,
        tx: Writing,
        article_id: int,
        replies: Sequence[NewReply],
        reader: str,
        origin: str = "",
        *,
        otherwise_changed: bool = False,
    ) -> Arrived:
        arrived = arrivals.receive(tx, article_id, replies, self._acting.id)
        if arrived.added or arrived.updated or otherwise_changed:
            batch = new_key()
            payload: dict[str, Any] = {
                "reader": reader,
                "origin": origin,
                "replies added": len(arrived.added),
                "replies updated": len(arrived.updated),
            }
            acts = [
                Act("import", article_id=article_id, payload=payload),
                *(Act("import", article_id, number, after="deleted") for number in arrived.deleted),
            ]
            records.append(tx, self._acting.id, acts, batch=batch)
        return arrived


def merge(
    current: Mapping[str, Any], new: Mapping[str, Any], last: Mapping[str, Any] | None, said: frozenset[str]
) -> dict[str, Any]:
    """Return an article's fields after an import.

    A field is taken from the import when the file speaks of it, does not leave it empty, and says something else than
    at the last import: what an editor changed since then stays as long as its source stays the same.
    """
    merged = dict(current)
    for name, value in new.items():
        if name not in said and not (name == "slug_touched" and "slug" in said):
            continue
        before = last.get(name) if last is not None else None
        if name in ("hero", "call_to_action"):
            parts = {k: v for k, v in value.items() if _says(v, before.get(k) if before else None, _DEFAULTS[name][k])}
            if name == "hero" and "sha256" in parts:
                # a new picture comes with its own size and name
                parts |= {k: value[k] for k in ("file_name", "media_type", "width", "height")}
            merged[name] = {**current[name], **parts}
        elif _says(value, before, _DEFAULTS[name]):
            merged[name] = value
    if not new["slug_touched"]:
        # a file without a slug has none to give: the desk's own stays
        merged["slug"], merged["slug_touched"] = current["slug"], current["slug_touched"]
    return merged


def _says(value: object, before: object, default: object) -> bool:
    if value in _EMPTY:
        return False
    return value != default if before is None else value != before


def sample_desk() -> tuple[Understood, ...]:
    """Return the sample newsroom as its readers understand it, each article with its replies."""
    found: list[Understood] = []
    for file in sorted(paths.resource("sample", "articles").glob("*.md")):
        articles_in_file = table.understand(file, pictures=paths.resource("sample", "pictures"))
        reply_file = paths.resource("sample", "replies", f"{file.stem}.json")
        replies = table.understand(reply_file)[0].replies if reply_file.exists() else ()
        found.extend(replace(one, replies=(*one.replies, *replies)) for one in articles_in_file)
    return tuple(found)


def _examined(understood: Understood) -> dict[bytes, PictureFacts]:
    """Look at all pictures before the transaction: decoding takes its time. Raises ``BadInput``."""
    found = [(understood.picture, understood.picture_name)] if understood.picture else []
    found += [(one.data, one.file_name) for one in understood.body_pictures]
    return {data: examine(data, name) for data, name in found}


def _with_pictures(tx: Writing, understood: Understood, facts: Mapping[bytes, PictureFacts]) -> ArticleFields:
    """Store the pictures an article came with, unless the desk has the originals, and let it name them."""
    fields = understood.fields
    hero, body = fields.hero, fields.body
    known = pictures.facts(tx, hero.sha256) if hero.sha256 else None
    if known is None and understood.picture is not None:
        name = understood.picture_name
        known = pictures.facts(tx, _put(tx, understood.picture, name, facts))
    if known is None:
        hero = replace(hero, sha256="", file_name="", media_type="", width=0, height=0)
    else:
        hero = replace(hero, **known)
    for one in understood.body_pictures:
        if pictures.facts(tx, one.named) is None:
            stored = _put(tx, one.data, one.file_name, facts)
            body = body.replace(f"media/{one.named}", f"media/{stored}")
    return fields.with_(hero=hero, body=body)


def _put(tx: Writing, data: bytes, name: str, facts: Mapping[bytes, PictureFacts]) -> str:
    fact = facts[data]
    return pictures.put(tx, data, media_type=fact.media_type, width=fact.width, height=fact.height, file_name=name)


def _imported(article_id: int, arrived: Arrived) -> Imported:
    touched = {*arrived.added, *arrived.updated}
    return Imported(
        article_id,
        replies_added=len(arrived.added),
        replies_updated=len(arrived.updated),
        unchanged=arrived.unchanged,
        changes=Changes(frozenset({article_id} if touched else ()), frozenset(touched)),
    )
