"""Slugs: the last part of an article's address."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

MAX_LENGTH = 80
_SPELT = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "ø": "o",
        "Ø": "o",
        "œ": "oe",
        "Œ": "oe",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "&": " and ",
        "’": "",
        "'": "",
        "‘": "",
    }
)


def slugify(text: str) -> str:
    """Return ``text`` as a slug: lower case, words joined by hyphens, at most 80 characters, never empty.

    Accents are dropped from Latin letters; letters of other scripts stay as they are, since addresses may hold them.
    """
    text = unicodedata.normalize("NFKD", text.translate(_SPELT))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text).casefold()
    words = re.findall(r"[^\W_]+", text)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    return slug or "article"


def free_slug(wanted: str, taken: Container[str]) -> str:
    """Return ``wanted``, or the first of ``wanted-2``, ``wanted-3`` ... that is not ``taken``."""
    if wanted not in taken:
        return wanted
    number = 2
    while (slug := f"{wanted[: MAX_LENGTH - 1 - len(str(number))].rstrip('-')}-{number}") in taken:
        number += 1
    return slug
