"""Between rows and the core's values."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from famedit.core.article import (
    Article,
    ArticleFields,
    CallToAction,
    Draft,
    HeroImage,
    Place,
    Revision,
    RevisionKind,
    Status,
)
from famedit.core.reply import NewReply, Reply, ReplyAuthor, ReplyStatus, Report, TextFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")
_FIELDS = {field.name for field in fields(ArticleFields)}
_HERO = {field.name for field in fields(HeroImage)}
_CALL = {field.name for field in fields(CallToAction)}
_PLACE = {field.name for field in fields(Place)}


def clean(text: str) -> str:
    """Return ``text`` without what no database takes: NUL, and halves of surrogate pairs (they become U+FFFD)."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        # whole pairs become the character they stand for, halves the replacement character
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def clean_deep(value: T) -> T:
    """Return a JSON value with all its texts cleaned."""
    if isinstance(value, str):
        return clean(value)  # type: ignore[return-value]  # a str for a str
    if isinstance(value, dict):
        return {clean_deep(k): clean_deep(v) for k, v in value.items()}  # type: ignore[return-value]  # a dict for a dict
    if isinstance(value, list | tuple):
        return type(value)(clean_deep(item) for item in value)  # type: ignore[return-value]  # the same kind of sequence
    return value


# Articles -----------------------------------------------------------------------------------------------------------


def fields_document(value: ArticleFields) -> dict[str, Any]:
    """Return all fields as a JSON value, cleaned; what drafts and revisions keep."""
    document = clean_deep(asdict(value))
    document["body"] = document["body"].replace("\r\n", "\n").replace("\r", "\n")
    for name in ("category", "tags", "byline"):
        document[name] = list(document[name])
    return document


def fields_from(document: Mapping[str, Any]) -> ArticleFields:
    """Read fields back; what an older version did not know gets its default, what a later one added is left out."""
    known: dict[str, Any] = {name: value for name, value in document.items() if name in _FIELDS}
    for name in ("category", "tags", "byline"):
        if name in known:
            known[name] = tuple(known[name])
    if "hero" in known:
        known["hero"] = HeroImage(**{k: v for k, v in known["hero"].items() if k in _HERO})
    if "call_to_action" in known:
        known["call_to_action"] = CallToAction(**{k: v for k, v in known["call_to_action"].items() if k in _CALL})
    return ArticleFields(**known)


def article_from(row: Mapping[str, Any]) -> Article:
    """Return the article of a whole row."""
    return Article(
        id=row["id"],
        fields=fields_from(row),
        status=Status(row["status"]),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        published_at=row["published_at"],
        zone=row["zone"] or "UTC",
        archived=row["archived"],
        trashed=row["trashed"],
        source=row["source"],
        source_id=row["source_id"],
        revision_no=row["revision_no"],
    )


def draft_document(draft: Draft) -> dict[str, Any]:
    """Return a draft as a JSON value, for the journal."""
    return {
        "article_id": draft.article_id,
        "person": clean(draft.person),
        "base_version": draft.base_version,
        "serial": draft.serial,
        "written_at": draft.written_at.isoformat(),
        "place": asdict(draft.place),
        "fields": fields_document(draft.fields),
    }


def place_from(document: Mapping[str, Any]) -> Place:
    """Read a place back."""
    return Place(**{name: value for name, value in document.items() if name in _PLACE})


def draft_from(row: Mapping[str, Any], person: str) -> Draft:
    """Return the draft of a whole row (or of a journal's document with its time read)."""
    return Draft(
        article_id=row["article_id"],
        person=person,
        base_version=row["base_version"],
        serial=row["serial"],
        fields=fields_from(row["fields"]),
        place=place_from(row["place"]),
        written_at=row["written_at"],
    )


def revision_from(row: Mapping[str, Any]) -> Revision:
    """Return the revision of a row; ``person`` is the name, ``fields`` may be missing."""
    document = row.get("fields")
    return Revision(
        id=row["id"],
        article_id=row["article_id"],
        number=row["number"],
        kind=RevisionKind(row["kind"]),
        name=row["name"],
        person=row["person"],
        made_at=row["made_at"],
        words=row["words"],
        fields=fields_from(document) if document is not None else None,
    )


# Replies ------------------------------------------------------------------------------------------------------------


def clean_reply(reply: NewReply) -> NewReply:
    """Return a reply that every database takes."""
    author = ReplyAuthor(**clean_deep(asdict(reply.author)))
    return replace(
        reply,
        author=author,
        text=clean(reply.text).replace("\r\n", "\n").replace("\r", "\n"),
        **{
            name: clean(getattr(reply, name))
            for name in ("source", "source_id", "posted_words", "edited_words", "reason", "held_because")
        },
        liked_by=tuple(clean(name) for name in reply.liked_by),
        reports=tuple(Report(clean(r.by), clean(r.reason)) for r in reply.reports),
        extra=clean_deep(reply.extra),
    )


def reply_columns(reply: NewReply) -> dict[str, Any]:
    """Return what a source says about a reply as columns of ``reply``."""
    return {
        "source": reply.source,
        "source_id": reply.source_id,
        "author_name": reply.author.name,
        "author_rank": reply.author.rank,
        "author_posts": reply.author.posts,
        "author_source_id": reply.author.source_id,
        "text": reply.text,
        "original_text": reply.text,
        "format": reply.format.value,
        "posted_at": reply.posted_at,
        "posted_words": reply.posted_words,
        "edited_at": reply.edited_at,
        "edited_words": reply.edited_words,
        "likes": reply.likes,
        "liked_by": list(reply.liked_by),
        "reports": [{"by": report.by, "reason": report.reason} for report in reply.reports],
        "extra": reply.extra,
        "status": reply.status.value,
        "flagged": reply.flagged,
        "reason": reply.reason,
        "held_because": reply.held_because,
    }


def reply_from(row: Mapping[str, Any]) -> Reply:
    """Return the reply of a row joined with the names of who decided and who edited."""
    return Reply(
        id=row["id"],
        article_id=row["article_id"],
        position=row["position"],
        author=ReplyAuthor(row["author_name"], row["author_rank"], row["author_posts"], row["author_source_id"]),
        text=row["text"],
        format=TextFormat(row["format"]),
        status=ReplyStatus(row["status"]),
        version=row["version"],
        original_text=row["original_text"],
        parent_id=row["parent_id"],
        source=row["source"],
        source_id=row["source_id"],
        posted_at=row["posted_at"],
        posted_words=row["posted_words"],
        edited_at=row["edited_at"],
        edited_words=row["edited_words"],
        likes=row["likes"],
        liked_by=tuple(row["liked_by"]),
        reports=tuple(Report(report["by"], report["reason"]) for report in row["reports"]),
        flagged=row["flagged"],
        reason=row["reason"],
        held_because=row["held_because"],
        decided_by=row["decided_by_name"] or "",
        decided_at=row["decided_at"],
        moderator_edited_by=row["edited_by_name"] or "",
        moderator_edited_at=row["moderator_edited_at"],
        extra=row["extra"],
    )
