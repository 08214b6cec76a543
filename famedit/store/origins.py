"""Where articles came from, so that importing twice adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.store.tables import article, article_origin
from famedit.store.values import fields_document

if TYPE_CHECKING:
    from famedit.core.article import ArticleFields
    from famedit.store.database import Reading, Writing


def known_as(look: Reading, *, source: str, source_id: str, link: str, headline: str) -> int | None:
    """Return the article an import means: by source and id, else by canonical link, else by original headline.

    Something that is not in the trash goes first. A link or a headline an editor wrote by hand counts as original when
    the article was never imported.
    """
    by_hand = article_origin.c.article_id.is_(None)
    if source_id:
        identity = sa.and_(article.c.source == source, article.c.source_id == source_id)
    elif link:
        identity = sa.or_(article_origin.c.link == link, sa.and_(by_hand, article.c.canonical_link == link))
    elif headline:
        identity = sa.or_(article_origin.c.headline == headline, sa.and_(by_hand, article.c.headline == headline))
    else:
        return None
    return look.value(
        sa.select(article.c.id)
        .outerjoin(article_origin, article_origin.c.article_id == article.c.id)
        .where(identity)
        .order_by(article.c.trashed, article.c.id)
        .limit(1)
    )


def last_import(look: Reading, article_id: int) -> dict[str, Any] | None:
    """Return the fields an article's last import brought, None when it was never imported."""
    return look.value(sa.select(article_origin.c.fields).where(article_origin.c.article_id == article_id))


def remember(tx: Writing, article_id: int, fields: ArticleFields, person_id: int) -> None:
    """Keep what an import brought; the headline and link of the first import stay the article's identity."""
    document = fields_document(fields)
    columns = {"fields": document, "imported_at": tx.now, "person_id": person_id}
    if not tx.run(article_origin.update().where(article_origin.c.article_id == article_id).values(columns)):
        first = {"headline": document["headline"], "link": document["canonical_link"]}
        tx.run(article_origin.insert().values(article_id=article_id, **first, **columns))
