"""Pictures: the original bytes by their hash, in pieces, so that a big one is never one big value."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from famedit.store.tables import picture, picture_chunk
from famedit.store.values import clean

if TYPE_CHECKING:
    from famedit.store.database import Reading, Writing

PIECE = 256 * 1024


def put(tx: Writing, data: bytes, *, media_type: str, width: int, height: int, file_name: str) -> str:
    """Keep a picture's bytes once and return their SHA-256."""
    name = hashlib.sha256(data).hexdigest()
    tx.lock(f"picture {name}")
    if tx.value(sa.select(picture.c.sha256).where(picture.c.sha256 == name)) is None:
        tx.run(
            picture.insert().values(
                sha256=name,
                media_type=media_type,
                size=len(data),
                width=width,
                height=height,
                file_name=clean(file_name),
                added_at=tx.now,
            )
        )
        for number, start in enumerate(range(0, len(data), PIECE)):
            tx.run(picture_chunk.insert().values(sha256=name, number=number, data=data[start : start + PIECE]))
    return name


def get(look: Reading, sha256: str) -> bytes | None:
    """Return a picture's bytes, None when there is none by that name or a piece of it is missing."""
    size = look.value(sa.select(picture.c.size).where(picture.c.sha256 == sha256))
    if size is None:
        return None
    pieces = look.values(
        sa.select(picture_chunk.c.data).where(picture_chunk.c.sha256 == sha256).order_by(picture_chunk.c.number)
    )
    data = b"".join(bytes(piece) for piece in pieces)
    return data if len(data) == size else None


def facts(look: Reading, sha256: str) -> dict[str, Any] | None:
    """Return what is known of a picture as the fields of a ``HeroImage``, None when there is none by that name."""
    names = ("sha256", "file_name", "media_type", "width", "height")
    return look.row(sa.select(*(picture.c[name] for name in names)).where(picture.c.sha256 == sha256))
