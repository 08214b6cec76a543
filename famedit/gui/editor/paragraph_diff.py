"""Two states of an article side by side, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from famedit.core.category import category_text, names_text

if TYPE_CHECKING:
    from famedit.core.article import ArticleFields


@dataclass(frozen=True, slots=True)
class Side:
    """The lines of one side; ``differing`` are the numbers of those the other side does not have."""

    lines: tuple[str, ...]
    differing: frozenset[int]


def readable_lines(fields: ArticleFields) -> tuple[str, ...]:
    """Return an article as lines to read: its fields first, the body after them."""
    hero = fields.hero
    head = [
        fields.headline,
        fields.standfirst,
        category_text(fields.category),
        names_text(fields.byline),
        " · ".join(part for part in (hero.file_name, hero.alt, hero.caption, hero.credit) if part),
        " · ".join(part for part in (fields.short_headline, fields.dateline, ", ".join(fields.tags)) if part),
        fields.canonical_link,
        fields.internal_note.replace("\n", " "),
    ]
    lines: list[str] = []
    for line in head:
        if line:
            lines += [line, ""]
    return (*lines, *fields.body.split("\n"))


def compare(left: ArticleFields, right: ArticleFields) -> tuple[Side, Side]:
    """Return both as lines with those marked that differ. Blank lines never differ."""
    a, b = readable_lines(left), readable_lines(right)
    only_a: set[int] = set()
    only_b: set[int] = set()
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            only_a.update(i for i in range(a1, a2) if a[i].strip())
            only_b.update(i for i in range(b1, b2) if b[i].strip())
    return Side(a, frozenset(only_a)), Side(b, frozenset(only_b))
