from __future__ import annotations

from pathlib import Path

from famedit.core.article import Place
from famedit.gui.editor.kept_places import KeptPlaces
from famedit.gui.settings_store import SessionStore


def test_places_and_the_trail_come_back_after_a_restart(tmp_path: Path) -> None:
    session = SessionStore(tmp_path / "session.json")
    places = KeptPlaces(session)
    places.keep(7, Place("body", 120, 100, 40))
    places.keep_trail(([7, 3], 1))
    session.close()
    again = KeptPlaces(SessionStore(tmp_path / "session.json"))
    assert again.get(7) == Place("body", 120, 100, 40)
    assert again.get(8) == Place()
    assert again.trail() == ([7, 3], 1)


def test_the_oldest_places_are_forgotten(tmp_path: Path) -> None:
    session = SessionStore(tmp_path / "session.json")
    places = KeptPlaces(session)
    for article_id in range(100):
        places.keep(article_id, Place("body", article_id, 0, 0))
    session.close()
    again = KeptPlaces(SessionStore(tmp_path / "session.json"))
    assert again.get(0) == Place()
    assert again.get(99) == Place("body", 99, 0, 0)


def test_a_damaged_session_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "session.json").write_text('{"editor.places": {"7": ["body", "x"]}, "editor.trail": 5}')
    places = KeptPlaces(SessionStore(tmp_path / "session.json"))
    assert places.get(7) == Place()
    assert places.trail() == ([], -1)
