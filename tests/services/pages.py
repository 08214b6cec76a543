"""What a copied page is to be read as, in the form of the files beside the fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from famedit.core.understood import Understood


def facts(understood: Understood) -> dict[str, Any]:
    """Everything a copied page can say, as JSON."""
    fields = understood.fields
    return {
        "headline": fields.headline,
        "category": list(fields.category),
        "standfirst": fields.standfirst,
        "alt": fields.hero.alt,
        "caption": fields.hero.caption,
        "body": fields.body.split("\n\n") if fields.body else [],
        "canonical_link": fields.canonical_link,
        "reading_words": understood.reading_words,
        "replies_open": fields.replies_open,
        "only_replies": understood.only_replies,
        "replies": [
            {
                "position": reply.position,
                "author": reply.author.name,
                "posts": reply.author.posts,
                "rank": reply.author.rank,
                "text": reply.text,
                "edited_words": reply.edited_words,
                "liked_by": list(reply.liked_by),
            }
            for reply in understood.replies
        ],
        "warnings": list(understood.warnings),
    }
