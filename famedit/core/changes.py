"""What a write changed, so that models refresh only that."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids touched by one transaction. ``everything`` asks every model to reload (another program wrote)."""

    articles: frozenset[int] = frozenset()
    replies: frozenset[int] = frozenset()
    settings: frozenset[str] = frozenset()
    everything: bool = False

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.articles | other.articles,
            self.replies | other.replies,
            self.settings | other.settings,
            self.everything or other.everything,
        )

    def __bool__(self) -> bool:
        return self.everything or bool(self.articles or self.replies or self.settings)


NOTHING = Changes()
EVERYTHING = Changes(everything=True)
