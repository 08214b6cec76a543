from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu

from famedit.core.article import ArticleFields, Place, Status
from famedit.core.history import Scope
from famedit.gui.components.buttons import Button
from famedit.gui.components.sheet import Sheet
from famedit.gui.desk import pane as pane_module
from famedit.gui.desk import reader as reader_module
from famedit.gui.desk.pane import DeskPane
from famedit.gui.forms import child

if TYPE_CHECKING:
    from pathlib import Path

    from tests.gui.desk.conftest import Stage

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def three(stage: Stage) -> list[int]:
    ids = [stage.new("Orbital handshake"), stage.new("Sea launch"), stage.new("Moon race", body="A gagarin of words")]
    stage.wait_for(["Moon race", "Sea launch", "Orbital handshake"])
    return ids


def title_of(stage: Stage) -> str:
    return stage.pane.empty.accessibleName()


def test_the_form_has_what_the_class_names(stage: Stage) -> None:
    for name, kind in DeskPane.CHILDREN.items():
        child(stage.pane, kind, name)


def test_an_empty_desk_says_so_and_offers_an_article(stage: Stage) -> None:
    assert title_of(stage) == "No articles yet. Everything you write on this desk is listed here."
    made: list[int] = []
    stage.actions.bind({"file.new": lambda: made.append(1)})
    stage.actions.set_state(stage.actions.state.with_(desk_ready=True))
    stage.pane.empty.button.click()
    stage.pane.new_button.click()
    assert made == [1, 1]


def test_new_articles_appear_with_counts(stage: Stage, three: list[int]) -> None:
    assert stage.pane.count.text() == "3 articles"
    assert stage.pane.filters.count("all") == 3
    assert stage.pane.filters.count("draft") == 3
    assert stage.pane.filters.count("ready") == 0


def test_search_narrows_as_it_is_typed_and_the_newest_query_wins(stage: Stage, three: list[int]) -> None:
    stage.qtbot.keyClicks(stage.pane.search, "moon")
    stage.wait_for(["Moon race"])
    assert stage.pane.count.text() == "1 match"
    stage.pane.search.setText("gagarin")
    stage.pane.search.setText("sea")
    stage.wait_for(["Sea launch"])
    stage.pane.search.setText("nothing of the kind")
    stage.qtbot.waitUntil(lambda: stage.pane.stack.currentWidget() is stage.pane.empty)
    assert title_of(stage) == "No match. No headline, byline or text has “nothing of the kind” in it."
    stage.pane.empty.button.click()
    stage.wait_for(["Moon race", "Sea launch", "Orbital handshake"])


def test_escape_goes_back_from_search_to_the_list(stage: Stage, three: list[int]) -> None:
    stage.run("go.search")
    stage.qtbot.waitUntil(stage.pane.search.hasFocus)
    stage.qtbot.keyClicks(stage.pane.search, "sea")
    stage.wait_for(["Sea launch"])
    stage.qtbot.keyClick(stage.pane.search, Key.Key_Escape)
    stage.wait_for(["Moon race", "Sea launch", "Orbital handshake"])
    stage.qtbot.keyClick(stage.pane.search, Key.Key_Escape)
    stage.qtbot.waitUntil(stage.pane.list.hasFocus)


def test_enter_in_the_search_opens_the_first_match(stage: Stage, three: list[int]) -> None:
    stage.pane.search.setText("sea")
    stage.wait_for(["Sea launch"])
    stage.qtbot.keyClick(stage.pane.search, Key.Key_Return)
    assert stage.opened == [three[1]]


def test_arrows_walk_enter_opens_and_letters_do_nothing(stage: Stage, three: list[int]) -> None:
    stage.pane.focus_list()
    stage.qtbot.waitUntil(stage.pane.list.hasFocus)
    stage.qtbot.keyClick(stage.pane.list, Key.Key_End)
    assert stage.opened == []
    stage.qtbot.keyClicks(stage.pane.list, "moon")
    stage.qtbot.keyClick(stage.pane.list, Key.Key_Return)
    assert stage.opened == [three[0]]
    stage.qtbot.keyClick(stage.pane.list, Key.Key_Home)
    stage.qtbot.keyClick(stage.pane.list, Key.Key_Return)
    assert stage.opened == [three[0], three[2]]


def test_a_click_opens_and_ctrl_click_only_selects(stage: Stage, three: list[int]) -> None:
    view = stage.pane.list
    model = view.model()

    def at(row: int) -> QPoint:
        return view.visualRect(model.index(row, 0)).center()

    stage.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(1))
    assert stage.opened == [three[1]]
    stage.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Control, at(2))
    assert stage.opened == [three[1]]
    assert view.selected_ids() == [three[1], three[0]]


def test_whoever_only_walked_finds_the_open_article_marked(stage: Stage, three: list[int]) -> None:
    stage.pane.select(three[2])
    stage.pane.focus_list()
    stage.qtbot.waitUntil(stage.pane.list.hasFocus)
    stage.qtbot.keyClick(stage.pane.list, Key.Key_Down)
    assert stage.pane.list.selected_ids() == [three[1]]
    stage.pane.search.setFocus()
    stage.qtbot.waitUntil(stage.pane.search.hasFocus)
    assert stage.pane.list.selected_ids() == [three[2]]


def test_filters_by_keyboard_and_their_empty_states(stage: Stage, three: list[int]) -> None:
    stage.write(lambda s: s.editing.set_status(three[1], Status.IN_REVIEW, base_version=1, fields=None))
    stage.qtbot.waitUntil(lambda: stage.pane.filters.count("in review") == 1)
    rows = stage.pane.filters.findChildren(type(stage.pane.filters._rows["all"]))
    stops = [row for row in rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [row.text() for row in stops] == ["All articles"]
    stops[0].setFocus()
    stage.qtbot.waitUntil(stops[0].hasFocus)
    stage.qtbot.keyClick(stops[0], Key.Key_Down)
    stage.qtbot.keyClick(stage.window.focusWidget(), Key.Key_Down)
    stage.wait_for(["Sea launch"])
    stage.qtbot.keyClick(stage.window.focusWidget(), Key.Key_Down)
    stage.qtbot.waitUntil(lambda: stage.pane.stack.currentWidget() is stage.pane.empty)
    assert title_of(stage) == "Nothing ready. Articles cleared to publish wait here."
    assert stage.session.get("desk.filter") == "ready"
    stage.pane.empty.button.click()
    stage.qtbot.waitUntil(lambda: len(stage.headlines()) == 3)


def test_archive_trash_and_bring_back_are_told_with_undo(stage: Stage, three: list[int]) -> None:
    stage.pane.select(three[0])
    stage.run("article.archive")
    stage.wait_for(["Moon race", "Sea launch"])
    stage.pane.select(three[1])
    stage.run("article.trash")
    stage.wait_for(["Moon race"])
    assert [(told.sentence, told.undo) for told in stage.told] == [
        ("Article archived.", Scope.DESK),
        ("Article moved to the trash.", Scope.DESK),
    ]
    stage.pane.filters._pick("archived")
    stage.wait_for(["Orbital handshake"])
    stage.pane.select(three[0])
    stage.run("article.bring_back")
    stage.qtbot.waitUntil(lambda: stage.pane.stack.currentWidget() is stage.pane.empty)
    assert stage.told[-1].sentence == "Article brought back."
    assert title_of(stage).startswith("Nothing archived.")
    stage.write(lambda s: s.history.undo(Scope.DESK))
    stage.wait_for(["Orbital handshake"])


def test_several_go_to_the_trash_at_once(stage: Stage, three: list[int]) -> None:
    stage.pane.focus_list()
    stage.pane.list.selectAll()
    stage.run("article.trash")
    stage.qtbot.waitUntil(lambda: stage.pane.filters.count("trashed") == 3)
    assert stage.told[-1].sentence == "3 articles moved to the trash."


def test_emptying_the_trash_asks_and_is_final(stage: Stage, three: list[int]) -> None:
    stage.run("article.empty_trash")
    assert stage.told[-1].sentence == "The trash is empty."
    stage.write(lambda s: s.editing.trash(three[:2]))
    stage.qtbot.waitUntil(lambda: stage.pane.filters.count("trashed") == 2)
    stage.run("article.empty_trash")
    sheet = next(s for s in stage.window.findChildren(Sheet) if s.isVisible())
    assert sheet.accessibleName() == "Delete the 2 articles in the trash for good?"
    keep, delete = (b for b in sheet.findChildren(Button) if b.text() in ("Keep", "Delete"))
    keep.click()
    assert stage.pane.filters.count("trashed") == 2
    stage.run("article.empty_trash")
    sheet = next(s for s in stage.window.findChildren(Sheet) if s.isVisible())
    keep, delete = (b for b in sheet.findChildren(Button) if b.text() in ("Keep", "Delete"))
    delete.click()
    stage.qtbot.waitUntil(lambda: stage.pane.filters.count("trashed") == 0)
    assert stage.told[-1].sentence == "2 articles deleted."


def test_a_duplicate_is_opened(stage: Stage, three: list[int]) -> None:
    stage.pane.select(three[2])
    stage.run("article.duplicate")
    stage.qtbot.waitUntil(lambda: len(stage.opened) == 1)
    assert stage.opened[0] not in three
    assert stage.told[-1].undo is Scope.DESK


def test_next_and_previous_follow_the_list(stage: Stage, three: list[int]) -> None:
    stage.pane.select(three[2])
    stage.run("article.next")
    assert stage.opened == [three[1]]
    stage.pane.select(three[1])
    stage.run("article.previous")
    assert stage.opened == [three[1], three[2]]
    stage.pane.select(three[2])
    stage.run("article.previous")
    assert len(stage.opened) == 2


def test_a_draft_marks_its_row_and_leaves_the_list_as_it_is(stage: Stage, three: list[int]) -> None:
    model = stage.pane._model
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    stage.write(
        lambda s: s.editing.save_draft(
            three[0],
            base_version=1,
            serial=1,
            fields=ArticleFields(headline="Orbital handshake", body="x"),
            place=Place(),
        )
    )
    stage.qtbot.waitUntil(lambda: model.row(model.place_of(three[0])).has_draft)
    assert not resets
    spoken = model.index(model.place_of(three[0])).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Orbital handshake, Draft, edited ")
    assert spoken.endswith(", with unsaved changes.")


def test_sorting_is_remembered(stage: Stage, three: list[int]) -> None:
    stage.pane.sort_button.click()
    menu = next(m for m in stage.pane.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.text() == "Headline").trigger()
    menu.close()
    stage.wait_for(["Moon race", "Orbital handshake", "Sea launch"])
    assert stage.session.get("desk.sort") == "headline"
    assert stage.pane.sort_button.accessibleName() == "Sorted by: Headline"


def test_the_context_menu_offers_what_fits_the_shelf(stage: Stage, three: list[int]) -> None:
    def offered() -> list[str]:
        stage.pane._open_menu(QPoint(10, 10))
        menu = next(m for m in stage.pane.findChildren(QMenu) if m.isVisible())
        words = [a.text().split("\t")[0] for a in menu.actions() if not a.isSeparator()]
        menu.close()
        return words

    stage.pane.select(three[0])
    assert offered() == ["Open", "Duplicate", "Archive", "Move to trash"]
    stage.write(lambda s: s.editing.trash([three[0]]))
    stage.pane.filters._pick("trashed")
    stage.wait_for(["Orbital handshake"])
    stage.pane.select(three[0])
    assert offered() == ["Open", "Duplicate", "Bring back", "Empty the trash…"]


def test_files_dropped_on_the_desk_are_handed_on(stage: Stage, tmp_path: Path) -> None:
    dropped: list[list[Path]] = []
    stage.pane.files_dropped.connect(dropped.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.md", "b.TXT", "c.exe")])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    stage.pane.dropEvent(event)
    assert dropped == [[tmp_path / "a.md", tmp_path / "b.TXT"]]


def test_selection_is_reported_and_survives_a_refresh(stage: Stage, three: list[int]) -> None:
    facts: list[dict[str, int]] = []
    stage.pane.facts_changed.connect(facts.append)
    stage.pane.focus_list()
    stage.pane.list.selectAll()
    assert facts[-1] == {"desk_selected": 3}
    stage.new("A fourth")
    stage.wait_for(["A fourth", "Moon race", "Sea launch", "Orbital handshake"])
    assert sorted(stage.pane.list.selected_ids()) == sorted(three)


def test_many_come_in_pages(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pane_module, reader_module):
        monkeypatch.setattr(module, "PAGE", 20)
    stage.write(lambda s: [s.editing.create(ArticleFields(headline=f"Article {n:02}")) for n in range(50)] and None)
    stage.pane.refresh()
    model = stage.pane.list.model()
    stage.qtbot.waitUntil(lambda: model.rowCount() >= 20)
    assert stage.pane.count.text() == "50 articles"

    def at_the_end() -> bool:
        stage.pane.list.scrollToBottom()
        return model.rowCount() == 50

    stage.qtbot.waitUntil(at_the_end)
    assert len(set(stage.pane._model.ids())) == 50


def test_rows_break_into_two_lines_and_elide(stage: Stage) -> None:
    delegate = stage.pane.list.itemDelegate()
    lines = delegate.lines("The Moon race goes another lap: drama renewed, with a Soviet-side spin-off", 216)  # type: ignore[attr-defined]  # our own
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert delegate.lines("Short", 216) == ("Short",)  # type: ignore[attr-defined]  # our own


def test_it_paints_in_both_appearances_and_all_states(stage: Stage, three: list[int]) -> None:
    stage.pane.select(three[0])
    index = stage.pane._model.index(1)
    stage.pane.list.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    for appearance in ("light", "dark"):
        stage.pane._look.theme.set_appearance(appearance)
        shot = stage.pane.grab().toImage()
        ground = shot.pixelColor(1, shot.height() - 2).name()
        assert ground == stage.pane._look.theme.hex("sidebar")
