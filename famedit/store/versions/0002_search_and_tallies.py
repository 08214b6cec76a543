"""Full-text search over articles and replies, and counts of replies that need no counting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "reply_tally",
        sa.Column(
            "article_id",
            sa.Integer(),
            sa.ForeignKey("article.id", ondelete="CASCADE", name="fk_reply_tally_article_id"),
            nullable=False,
        ),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "status", "flagged", name="pk_reply_tally"),
    )
    # what was stored before there were tallies is counted once
    op.execute(
        "INSERT INTO reply_tally (article_id, status, flagged, number) "
        "SELECT article_id, status, flagged, count(*) FROM reply WHERE NOT withdrawn "
        "GROUP BY article_id, status, flagged"
    )
    op.create_index(
        "ix_reply_flagged",
        "reply",
        ["status", "id"],
        sqlite_where=sa.text("flagged = 1"),
        postgresql_where=sa.text("flagged"),
    )
    if op.get_context().dialect.name == "sqlite":
        _tally_on_sqlite()
        _search_on_sqlite()
    else:
        _tally_on_postgresql()
        _search_on_postgresql()


def _tally_on_sqlite() -> None:
    more = (
        "INSERT INTO reply_tally (article_id, status, flagged, number) "
        "SELECT NEW.article_id, NEW.status, NEW.flagged, 1 WHERE NOT NEW.withdrawn "
        "ON CONFLICT (article_id, status, flagged) DO UPDATE SET number = number + 1;"
    )
    less = (
        "UPDATE reply_tally SET number = number - 1 WHERE NOT OLD.withdrawn "
        "AND article_id = OLD.article_id AND status = OLD.status AND flagged = OLD.flagged;"
    )
    op.execute(f"CREATE TRIGGER reply_tally_insert AFTER INSERT ON reply BEGIN {more} END")
    op.execute(f"CREATE TRIGGER reply_tally_delete AFTER DELETE ON reply BEGIN {less} END")
    op.execute(
        "CREATE TRIGGER reply_tally_update AFTER UPDATE OF article_id, status, flagged, withdrawn ON reply "
        f"BEGIN {less} {more} END"
    )


def _search_on_sqlite() -> None:
    _index_on_sqlite("article", ("headline", "standfirst", "byline", "body", "tags"))
    _index_on_sqlite("reply", ("text", "author_name"))


def _index_on_sqlite(table: str, columns: tuple[str, ...]) -> None:
    index, names = f"{table}_search", ", ".join(columns)
    op.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    # an erased word must not stay behind in the index; SQLite knows this since 3.42
    if _sqlite_version() >= (3, 42, 0):
        op.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)")
    op.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    new = ", ".join(f"NEW.{name}" for name in columns)
    old = ", ".join(f"OLD.{name}" for name in columns)
    put = f"INSERT INTO {index} (rowid, {names}) VALUES (NEW.id, {new});"
    take = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', OLD.id, {old});"
    op.execute(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {take} END")
    op.execute(f"CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table} BEGIN {take} {put} END")


def _sqlite_version() -> tuple[int, ...]:
    version = op.get_bind().exec_driver_sql("SELECT sqlite_version()").scalar_one()
    return tuple(int(part) for part in str(version).split("."))


def _tally_on_postgresql() -> None:
    # per statement, over the rows it touched: ten thousand single updates of one counter would be slow
    op.execute(
        "CREATE FUNCTION famedit_tally() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP <> 'INSERT' THEN "
        "UPDATE reply_tally t SET number = t.number - g.n FROM (SELECT article_id, status, flagged, count(*) AS n "
        "FROM gone WHERE NOT withdrawn GROUP BY 1, 2, 3 ORDER BY 1, 2, 3) g "
        "WHERE t.article_id = g.article_id AND t.status = g.status AND t.flagged = g.flagged; END IF; "
        "IF TG_OP <> 'DELETE' THEN "
        "INSERT INTO reply_tally AS t (article_id, status, flagged, number) "
        "SELECT article_id, status, flagged, count(*) FROM come WHERE NOT withdrawn GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 "
        "ON CONFLICT (article_id, status, flagged) DO UPDATE SET number = t.number + EXCLUDED.number; END IF; "
        "RETURN NULL; END $$"
    )
    for verb, tables in (
        ("INSERT", "NEW TABLE AS come"),
        ("DELETE", "OLD TABLE AS gone"),
        ("UPDATE", "OLD TABLE AS gone NEW TABLE AS come"),
    ):
        op.execute(
            f"CREATE TRIGGER reply_tally_{verb.lower()} AFTER {verb} ON reply REFERENCING {tables} "
            "FOR EACH STATEMENT EXECUTE FUNCTION famedit_tally()"
        )


def _search_on_postgresql() -> None:
    # Accents go, and only letters and digits reach the parser, so that words are the same as on SQLite ("example.com"
    # is two, "crème" is found as "creme"). The cut keeps the vector below PostgreSQL's limit of 1 MB even if every
    # word is different.
    def words(columns: tuple[str, ...]) -> str:
        text = " || ' ' || ".join(columns)
        bare = f"regexp_replace(normalize(left({text}, 250000), NFKD), '[\u0300-\u036f]+', '', 'g')"
        return f"to_tsvector('simple', regexp_replace({bare}, '[^[:alnum:]]+', ' ', 'g'))"

    for table, columns in (
        ("article", ("headline", "standfirst", "byline", "tags", "body")),
        ("reply", ("author_name", "text")),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN search tsvector GENERATED ALWAYS AS ({words(columns)}) STORED")
        op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin (search)")
