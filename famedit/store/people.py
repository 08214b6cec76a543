"""The people whose names revisions and decisions carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from famedit.store.tables import person
from famedit.store.values import clean

if TYPE_CHECKING:
    from famedit.store.database import Reading, Writing


def person_id(look: Reading, name: str) -> int | None:
    """Return the row of the person called ``name``, None when the desk has not met them."""
    return look.value(sa.select(person.c.id).where(person.c.name == clean(name)))


def meet(tx: Writing, name: str) -> int:
    """Return the row of the person called ``name``, made now if the desk has not met them."""
    known = person_id(tx, name)
    if known is not None:
        return known
    return tx.value(person.insert().values(name=clean(name), created_at=tx.now).returning(person.c.id))


def name_of(look: Reading, number: int) -> str:
    """Return the name of the person in row ``number``."""
    return look.value(sa.select(person.c.name).where(person.c.id == number))
