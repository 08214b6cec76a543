"""One desk's database: a connection that writes, a connection that reads, and whole transactions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """A consistent look at the database. The store's functions take one; nobody else looks inside."""

    connection: sa.Connection
    server: bool


@dataclass(frozen=True, slots=True)
class Writing(Reading):
    """A transaction: everything in it happens at ``now``, or not at all."""

    now: datetime


class Database:
    """One desk. ``path`` is None for a server; ``name`` is what the window's title shows."""

    url_shown: str
    name: str
    desk_id: str
    path: Path | None
    is_server: bool

    def read(self, work: Callable[[Reading], T]) -> T:
        """Run ``work`` on the reading connection. Raises ``DeskError``."""
        raise NotImplementedError

    def write(self, work: Callable[[Writing], T]) -> T:
        """Run ``work`` in one transaction on the writing connection and commit it. Raises ``DeskError``.

        ``work`` may run twice when a server drops the connection, so it must have no effect outside the database.
        """
        raise NotImplementedError

    def changed_elsewhere(self) -> bool:
        """Whether another program has written since the last call."""
        raise NotImplementedError

    def close(self) -> None:
        """Close both connections."""
        raise NotImplementedError
