"""The first tables, and the guards of those that only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from famedit.store.types import Document, UtcTime

revision = "0001"
down_revision = None

#: Tables that take new rows and nothing else; a row in erase_permit opens them inside one transaction.
GROWING = ("revision", "reply_revision")


def upgrade() -> None:
    _people_and_pictures()
    _articles()
    _replies()
    _record()
    op.execute(f"INSERT INTO record_head (id, number, link) VALUES (1, 0, '{'0' * 64}')")
    if op.get_context().dialect.name == "sqlite":
        _guards_on_sqlite()
    else:
        _guards_on_postgresql()


def _people_and_pictures() -> None:
    op.create_table(
        "desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("changes", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
    )
    op.create_table(
        "erase_permit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erase_permit")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
    )
    op.create_table(
        "picture",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), server_default="0", nullable=False),
        sa.Column("height", sa.Integer(), server_default="0", nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_picture")),
    )
    op.create_table(
        "picture_chunk",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["picture.sha256"], name=op.f("fk_picture_chunk_sha256"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_picture_chunk")),
    )


def _articles() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), server_default="", nullable=False),
        sa.Column("short_headline", sa.Text(), server_default="", nullable=False),
        sa.Column("standfirst", sa.Text(), server_default="", nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("slug_touched", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("category", Document(), server_default="[]", nullable=False),
        sa.Column("tags", Document(), server_default="[]", nullable=False),
        sa.Column("byline", Document(), server_default="[]", nullable=False),
        sa.Column("dateline", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("hero", Document(), server_default="{}", nullable=False),
        sa.Column("canonical_link", sa.Text(), server_default="", nullable=False),
        sa.Column("call_to_action", Document(), server_default="{}", nullable=False),
        sa.Column("replies_open", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("internal_note", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("archived", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("trashed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("revision_no", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("published_at", UtcTime(), nullable=True),
        sa.Column("zone", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("source_id", sa.Text(), server_default="", nullable=False),
        sa.Column("row_hash", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("slug", name=op.f("uq_article_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_shelf", "article", ["trashed", "archived", "updated_at"])
    op.create_index("ix_article_source", "article", ["source", "source_id"])
    op.create_table(
        "article_draft",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("serial", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fields", Document(), server_default="{}", nullable=False),
        sa.Column("place", Document(), server_default="{}", nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_draft_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_article_draft_person_id")),
        sa.PrimaryKeyConstraint("article_id", "person_id", name=op.f("pk_article_draft")),
    )
    op.create_table(
        "article_origin",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), server_default="", nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("fields", Document(), server_default="{}", nullable=False),
        sa.Column("imported_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_origin_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_article_origin_person_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_origin")),
    )
    op.create_index(op.f("ix_article_origin_headline"), "article_origin", ["headline"])
    op.create_index(op.f("ix_article_origin_link"), "article_origin", ["link"])
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("words", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fields", Document(), server_default="{}", nullable=False),
        sa.Column("row_hash", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_revision_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_revision_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revision_article_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_revision_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revision_kind", "revision", ["kind", "made_at"])


def _replies() -> None:
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("source_id", sa.Text(), server_default="", nullable=False),
        sa.Column("author_name", sa.Text(), server_default="", nullable=False),
        sa.Column("author_rank", sa.Text(), server_default="", nullable=False),
        sa.Column("author_posts", sa.Integer(), nullable=True),
        sa.Column("author_source_id", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("original_text", sa.Text(), server_default="", nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("posted_at", UtcTime(), nullable=True),
        sa.Column("posted_words", sa.Text(), server_default="", nullable=False),
        sa.Column("edited_at", UtcTime(), nullable=True),
        sa.Column("edited_words", sa.Text(), server_default="", nullable=False),
        sa.Column("likes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("liked_by", Document(), server_default="[]", nullable=False),
        sa.Column("reports", Document(), server_default="[]", nullable=False),
        sa.Column("extra", Document(), server_default="{}", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("flagged", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("held_because", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("moderator_edited_by", sa.Integer(), nullable=True),
        sa.Column("moderator_edited_at", UtcTime(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("identity", sa.Text(), server_default="", nullable=False),
        sa.Column("occurrence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("seal", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_reply_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_reply_decided_by")),
        sa.ForeignKeyConstraint(["moderator_edited_by"], ["person.id"], name=op.f("fk_reply_moderator_edited_by")),
        sa.ForeignKeyConstraint(["parent_id"], ["reply.id"], name=op.f("fk_reply_parent_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reply_article", "reply", ["article_id", "position", "id"])
    op.create_index("ix_reply_author", "reply", ["author_name"])
    op.create_index("ix_reply_identity", "reply", ["article_id", "identity", "occurrence"])
    op.create_index(op.f("ix_reply_parent_id"), "reply", ["parent_id"])
    op.create_index("ix_reply_source", "reply", ["article_id", "source", "source_id"])
    op.create_index("ix_reply_status", "reply", ["status", "id"])
    op.create_table(
        "reply_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("row_hash", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reply_revision_person_id")),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["reply.id"], name=op.f("fk_reply_revision_reply_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_revision")),
        sa.UniqueConstraint("reply_id", "number", name=op.f("uq_reply_revision_reply_id_number")),
        sqlite_autoincrement=True,
    )


def _record() -> None:
    op.create_table(
        "record_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_head")),
    )
    op.create_table(
        "record",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("batch", sa.Text(), server_default="", nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("payload_hash", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_record_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_record")),
    )
    op.create_index(op.f("ix_record_article_id"), "record", ["article_id"])
    op.create_index(op.f("ix_record_reply_id"), "record", ["reply_id"])
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("batch", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_step_stack", "step", ["person_id", "scope", "state", "id"])
    op.create_table(
        "step_article",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", Document(), server_default="{}", nullable=False),
        sa.Column("after", Document(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_step_article_step_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("step_id", "article_id", name=op.f("pk_step_article")),
    )
    op.create_table(
        "step_reply",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("before_status", sa.Text(), server_default="", nullable=False),
        sa.Column("before_flagged", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("before_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("before_held", sa.Text(), server_default="", nullable=False),
        sa.Column("before_by", sa.Integer(), nullable=True),
        sa.Column("before_at", UtcTime(), nullable=True),
        sa.Column("before_text", sa.Text(), nullable=True),
        sa.Column("after_status", sa.Text(), server_default="", nullable=False),
        sa.Column("after_flagged", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("after_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("after_held", sa.Text(), server_default="", nullable=False),
        sa.Column("after_by", sa.Integer(), nullable=True),
        sa.Column("after_at", UtcTime(), nullable=True),
        sa.Column("after_text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_step_reply_reply_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_step_reply_step_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("step_id", "reply_id", name=op.f("pk_step_reply")),
    )
    op.create_index(op.f("ix_step_reply_reply_id"), "step_reply", ["reply_id"])


# What erasing may do to the record: drop payload and salt, and nothing else.
_RECORD_KEPT = (
    *("number", "at", "person_id", "action", "article_id", "reply_id"),
    *("before", "after", "batch", "payload_hash", "link"),
)


def _guards_on_sqlite() -> None:
    for table in GROWING:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"WHEN NOT EXISTS (SELECT 1 FROM erase_permit) "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
    op.execute(
        "CREATE TRIGGER record_refuses_delete BEFORE DELETE ON record "
        "BEGIN SELECT RAISE(ABORT, 'record only grows'); END"
    )
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in _RECORD_KEPT)
    op.execute(
        "CREATE TRIGGER record_refuses_update BEFORE UPDATE ON record "
        "WHEN NOT (EXISTS (SELECT 1 FROM erase_permit) AND NEW.payload IS NULL AND NEW.salt IS NULL "
        f"AND {same}) BEGIN SELECT RAISE(ABORT, 'record only grows'); END"
    )


def _guards_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION famedit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NOT EXISTS (SELECT 1 FROM erase_permit) THEN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for table in GROWING:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION famedit_only_grows()"
        )
    same = " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in _RECORD_KEPT)
    op.execute(
        "CREATE FUNCTION famedit_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM erase_permit) AND NEW.payload IS NULL AND NEW.salt IS NULL "
        f"AND {same} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'record only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER record_only_grows BEFORE UPDATE OR DELETE ON record "
        "FOR EACH ROW EXECUTE FUNCTION famedit_record_only_grows()"
    )
