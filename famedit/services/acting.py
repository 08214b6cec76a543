"""Who is at work: the person every revision and decision carries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Acting:
    """The person whose window or command this is; ``id`` is their row in the desk."""

    name: str
    id: int
