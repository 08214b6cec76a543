"""The tables as the program uses them. The migrations in ``versions`` make them; a test compares the two.

Triggers, which only the migrations know: ``revision``, ``reply_revision`` and ``record`` take new rows and nothing
else, unless ``erase_permit`` holds a row (only inside the transaction that erases); ``reply_tally`` and the search
indexes follow the tables they are about.
"""

from __future__ import annotations

import sqlalchemy as sa

from famedit.store.types import Document, UtcTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _flag(name: str, *, default: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def _number(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=str(default))


def _document(name: str, empty: str) -> sa.Column[object]:
    return sa.Column(name, Document, nullable=False, server_default=empty)


def _person(name: str = "person_id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey("person.id"), nullable=False)


#: One row: which desk this is, and a number that grows with every transaction others should notice.
desk = sa.Table(
    "desk",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("desk_id", sa.Text, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("changes", sa.BigInteger, nullable=False, server_default="0"),
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", UtcTime, nullable=False),
)

article = sa.Table(
    "article",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _text("headline"),
    _text("short_headline"),
    _text("standfirst"),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    _flag("slug_touched"),
    _document("category", "[]"),
    _document("tags", "[]"),
    _document("byline", "[]"),
    _text("dateline"),
    _text("language"),
    _text("body"),
    # No foreign key to the picture: a save must never fail because of one. The check-up finds what is missing.
    _document("hero", "{}"),
    _text("canonical_link"),
    _document("call_to_action", "{}"),
    _flag("replies_open", default=True),
    _text("internal_note"),
    sa.Column("status", sa.Text, nullable=False),
    _flag("archived"),
    _flag("trashed"),
    _number("version", 1),
    _number("revision_no"),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
    sa.Column("published_at", UtcTime),
    _text("zone"),
    _text("source"),
    _text("source_id"),
    _text("row_hash"),
    sa.Index("ix_article_shelf", "trashed", "archived", "updated_at"),
    sa.Index("ix_article_source", "source", "source_id"),
    sqlite_autoincrement=True,  # the record speaks of articles by number, so a number is never given twice
)

#: What an import brought last, to tell what its source has changed since from what an editor has.
article_origin = sa.Table(
    "article_origin",
    metadata,
    sa.Column("article_id", sa.Integer, sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("headline", sa.Text, nullable=False, server_default="", index=True),
    sa.Column("link", sa.Text, nullable=False, server_default="", index=True),
    _document("fields", "{}"),
    sa.Column("imported_at", UtcTime, nullable=False),
    _person(),
)

article_draft = sa.Table(
    "article_draft",
    metadata,
    sa.Column("article_id", sa.Integer, sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), primary_key=True),
    _number("base_version"),
    _number("serial"),
    _document("fields", "{}"),
    _document("place", "{}"),
    sa.Column("written_at", UtcTime, nullable=False),
)

revision = sa.Table(
    "revision",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.Integer, sa.ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    _text("name"),
    _person(),
    sa.Column("made_at", UtcTime, nullable=False),
    _number("words"),
    _document("fields", "{}"),
    _text("row_hash"),
    sa.UniqueConstraint("article_id", "number"),
    sa.Index("ix_revision_kind", "kind", "made_at"),
    sqlite_autoincrement=True,
)

picture = sa.Table(
    "picture",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    _text("media_type"),
    sa.Column("size", sa.BigInteger, nullable=False),
    _number("width"),
    _number("height"),
    _text("file_name"),
    sa.Column("added_at", UtcTime, nullable=False),
)

picture_chunk = sa.Table(
    "picture_chunk",
    metadata,
    sa.Column("sha256", sa.Text, sa.ForeignKey("picture.sha256", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

reply = sa.Table(
    "reply",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.Integer, sa.ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    sa.Column("parent_id", sa.Integer, sa.ForeignKey("reply.id", ondelete="SET NULL"), index=True),
    _number("position"),
    _text("source"),
    _text("source_id"),
    _text("author_name"),
    _text("author_rank"),
    sa.Column("author_posts", sa.Integer),
    _text("author_source_id"),
    _text("text"),
    _text("original_text"),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("posted_at", UtcTime),
    _text("posted_words"),
    sa.Column("edited_at", UtcTime),
    _text("edited_words"),
    _number("likes"),
    _document("liked_by", "[]"),
    _document("reports", "[]"),
    _document("extra", "{}"),
    # Where it stands: what decisions move
    sa.Column("status", sa.Text, nullable=False),
    _flag("flagged"),
    _text("reason"),
    _text("held_because"),
    sa.Column("decided_by", sa.Integer, sa.ForeignKey("person.id")),
    sa.Column("decided_at", UtcTime),
    sa.Column("moderator_edited_by", sa.Integer, sa.ForeignKey("person.id")),
    sa.Column("moderator_edited_at", UtcTime),
    # An added reply whose adding was undone: kept for redo, shown nowhere
    _flag("withdrawn"),
    _number("version", 1),
    sa.Column("created_at", UtcTime, nullable=False),
    # Identity for sources without ids: author, hash of the original text, and which of several equal ones
    _text("identity"),
    _number("occurrence"),
    # Row truth: a hash of the words, and a seal over that and where the reply stands (see seals.py)
    _text("content_hash"),
    _text("seal"),
    sa.Index("ix_reply_article", "article_id", "position", "id"),
    sa.Index("ix_reply_source", "article_id", "source", "source_id"),
    sa.Index("ix_reply_identity", "article_id", "identity", "occurrence"),
    sa.Index("ix_reply_author", "author_name"),
    sa.Index("ix_reply_status", "status", "id"),
    sa.Index(
        "ix_reply_flagged",
        "status",
        "id",
        sqlite_where=sa.text("flagged = 1"),
        postgresql_where=sa.text("flagged"),
    ),
    sqlite_autoincrement=True,
)

#: The reader's text and each text that replaced it, in order.
reply_revision = sa.Table(
    "reply_revision",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("reply_id", sa.Integer, sa.ForeignKey("reply.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    _text("text"),
    sa.Column("format", sa.Text, nullable=False),
    _text("reason"),
    _person(),
    sa.Column("made_at", UtcTime, nullable=False),
    _text("row_hash"),
    sa.UniqueConstraint("reply_id", "number"),
    sqlite_autoincrement=True,
)

#: How many replies of an article stand where; kept by triggers, so that counts are quick at a million replies.
reply_tally = sa.Table(
    "reply_tally",
    metadata,
    sa.Column("article_id", sa.Integer, sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("status", sa.Text, primary_key=True),
    sa.Column("flagged", sa.Boolean, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)

record = sa.Table(
    "record",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcTime, nullable=False),
    _person(),
    sa.Column("action", sa.Text, nullable=False),
    # No foreign keys: the record outlives what it is about
    sa.Column("article_id", sa.Integer, index=True),
    sa.Column("reply_id", sa.Integer, index=True),
    _text("before"),
    _text("after"),
    _text("batch"),
    sa.Column("payload", sa.Text),
    sa.Column("salt", sa.Text),
    sa.Column("payload_hash", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
)

#: One row: the end of the record. It shows when entries were cut off, and writers queue for it.
record_head = sa.Table(
    "record_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
)

step = sa.Table(
    "step",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    _person(),
    _text("label"),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    _number("count"),
    _text("batch"),
    sa.Index("ix_step_stack", "person_id", "scope", "state", "id"),
    sqlite_autoincrement=True,
)

step_article = sa.Table(
    "step_article",
    metadata,
    sa.Column("step_id", sa.Integer, sa.ForeignKey("step.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("article_id", sa.Integer, primary_key=True, autoincrement=False),
    _document("before", "{}"),
    _document("after", "{}"),
)

step_reply = sa.Table(
    "step_reply",
    metadata,
    sa.Column("step_id", sa.Integer, sa.ForeignKey("step.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("reply_id", sa.Integer, sa.ForeignKey("reply.id", ondelete="CASCADE"), primary_key=True, index=True),
    *(
        column
        for side in ("before", "after")
        for column in (
            _text(f"{side}_status"),
            _flag(f"{side}_flagged"),
            _text(f"{side}_reason"),
            _text(f"{side}_held"),
            sa.Column(f"{side}_by", sa.Integer),
            sa.Column(f"{side}_at", UtcTime),
            sa.Column(f"{side}_text", sa.Text),
        )
    ),
)

erase_permit = sa.Table("erase_permit", metadata, sa.Column("id", sa.Integer, primary_key=True))
