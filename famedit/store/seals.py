"""Row truth: short hashes that show damage which the database's own checks do not see.

Articles, revisions and reply revisions carry a hash over their content. A reply has two: one over its words, made here,
and a seal over that and where it stands, made by the database itself, so that ten thousand replies are moved and sealed
in one statement. The record has its chain.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from famedit.core.record import canonical
from famedit.store.tables import article, reply_revision, revision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.sql.compiler import SQLCompiler

    from famedit.core.reply import Json

ARTICLE_COLUMNS = tuple(c.name for c in article.c if c.name not in ("id", "row_hash"))
REVISION_COLUMNS = tuple(c.name for c in revision.c if c.name not in ("id", "row_hash"))
REPLY_REVISION_COLUMNS = tuple(c.name for c in reply_revision.c if c.name not in ("id", "row_hash"))
#: Not the article and the position: they may move without the words changing.
REPLY_COLUMNS = (
    *("source", "source_id", "author_name", "author_rank", "author_posts", "author_source_id", "text", "original_text"),
    *("format", "posted_at", "posted_words", "edited_at", "edited_words", "likes", "liked_by", "reports", "extra"),
)


def _plain(value: object) -> Json:
    if isinstance(value, datetime):
        return round(value.timestamp() * 1_000_000)
    return value  # type: ignore[return-value]  # columns hold nothing else than JSON values and times


def hash_of(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    """Return the hash of these columns of a row: BLAKE2b, 8 bytes, as hexadecimal digits."""
    line = canonical([_plain(row[name]) for name in columns])
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def seal_text(text: str) -> str:
    """Return the seal of a text: the first 8 bytes of its SHA-256, which PostgreSQL can also make by itself."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class famedit_seal(GenericFunction[str]):  # noqa: N801 -- the name of an SQL function
    """``seal_text`` as SQL: registered with each SQLite connection, spelt out for PostgreSQL."""

    type = sa.Text()
    inherit_cache = True


@compiles(famedit_seal, "postgresql")
def _on_postgresql(  # pyright: ignore[reportUnusedFunction] -- registered by the decorator
    element: famedit_seal,
    compiler: SQLCompiler,
    **kw: Any,  # noqa: ANN401 -- SQLAlchemy's own signature
) -> str:
    return f"left(encode(sha256(convert_to({compiler.process(element.clauses, **kw)}, 'UTF8')), 'hex'), 16)"


def seal_line(row: Mapping[str, Any]) -> str:
    """Return the text that is sealed, from a row of ``reply``."""
    flag = "1" if row["flagged"] else "0"
    return f"{row['content_hash']}|{row['status']}|{flag}|{row['reason']}|{row['held_because']}"


def seal_of(
    content_hash: sa.ColumnElement[Any],
    status: sa.ColumnElement[Any],
    flagged: sa.ColumnElement[Any],
    reason: sa.ColumnElement[Any],
    held_because: sa.ColumnElement[Any],
) -> sa.ColumnElement[str]:
    """Return the seal as an SQL expression over columns."""
    flag = sa.case((flagged, sa.literal("1")), else_=sa.literal("0"))
    bar = sa.literal("|")
    return famedit_seal(
        content_hash.op("||")(bar).op("||")(status).op("||")(bar).op("||")(flag)
        .op("||")(bar).op("||")(reason).op("||")(bar).op("||")(held_because)
    )  # fmt: skip


def reply_hashes(row: Mapping[str, Any]) -> dict[str, str]:
    """Return ``content_hash`` and ``seal`` for a row of ``reply``."""
    content_hash = hash_of(row, REPLY_COLUMNS)
    return {"content_hash": content_hash, "seal": seal_text(seal_line({**row, "content_hash": content_hash}))}


def reply_holds(row: Mapping[str, Any]) -> bool:
    """Whether a whole row of ``reply`` is what was written."""
    return reply_hashes(row) == {"content_hash": row["content_hash"], "seal": row["seal"]}
