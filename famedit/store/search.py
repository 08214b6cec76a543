"""Full-text search behind one face: FTS5 on SQLite, tsvector on PostgreSQL.

Words are runs of letters and digits on both, and each word typed may be the beginning of one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import sqlalchemy as sa

from famedit.store.tables import article, reply
from famedit.store.values import clean

_ACCENTS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
#: More words than this narrow nothing any more.
MOST_WORDS = 16


def words(text: str) -> tuple[str, ...]:
    """Return the words to search for."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", clean(text))))[:MOST_WORDS]


def _folded(word: str) -> str:
    """Return a word as PostgreSQL's index has it: without accents, in small letters. FTS5 does this by itself."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", word)).lower()


def _matching(table: sa.Table, text: str, *, server: bool) -> sa.ColumnElement[bool] | None:
    wanted = words(text)
    if not wanted:
        return None
    if server:
        query = " & ".join(f"{_folded(word)}:*" for word in wanted)
        vector: sa.ColumnElement[Any] = sa.literal_column(f"{table.name}.search")
        return vector.op("@@")(sa.func.to_tsquery("simple", query))
    index = f"{table.name}_search"
    query = " ".join(f'"{word}"*' for word in wanted)
    found: sa.Select[Any] = (
        sa.select(sa.literal_column("rowid", sa.Integer))
        .select_from(sa.table(index))
        .where(sa.literal_column(index).op("MATCH")(query))
    )
    return table.c.id.in_(found)


def articles_matching(text: str, *, server: bool) -> sa.ColumnElement[bool] | None:
    """Return the condition that an article holds all words of ``text``, None when ``text`` has none."""
    return _matching(article, text, server=server)


def replies_matching(text: str, *, server: bool) -> sa.ColumnElement[bool] | None:
    """Return the condition that a reply's text or author holds all words of ``text``, None when ``text`` has none."""
    return _matching(reply, text, server=server)
