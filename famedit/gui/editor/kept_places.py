"""Where the writer was in each article, kept from one start of the program to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from famedit.core.article import Place

if TYPE_CHECKING:
    from famedit.gui.settings_store import SessionStore

_PLACES, _TRAIL = "editor.places", "editor.trail"
#: So many articles keep their place; the one longest not left is forgotten.
_MOST = 60


class KeptPlaces:
    """Places by article id in the session file. A draft's own place is newer and wins over what is kept here."""

    def __init__(self, session: SessionStore) -> None:
        self._session = session
        kept = session.get(_PLACES)
        self._places: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}

    def get(self, article_id: int) -> Place:
        """Return the place kept for an article, the start of its headline when there is none."""
        match self._places.get(str(article_id)):
            case [str(field), int(cursor), int(anchor), int(scroll)]:
                return Place(field, cursor, anchor, scroll)
            case _:
                return Place()

    def keep(self, article_id: int, place: Place) -> None:
        """Keep where the writer is in an article."""
        key = str(article_id)
        self._places.pop(key, None)
        self._places[key] = [place.field, place.cursor, place.anchor, place.scroll]
        for oldest in list(self._places)[:-_MOST]:
            del self._places[oldest]
        self._session.put(_PLACES, dict(self._places))

    def trail(self) -> tuple[list[int], int]:
        """Return the way through the articles as it was kept."""
        match self._session.get(_TRAIL):
            case [list(ids), int(at)] if all(isinstance(key, int) for key in ids):
                return ids, at
            case _:
                return [], -1

    def keep_trail(self, trail: tuple[list[int], int]) -> None:
        """Keep the way through the articles."""
        self._session.put(_TRAIL, list(trail))
