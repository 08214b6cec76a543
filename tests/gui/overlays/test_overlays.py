from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QPlainTextEdit, QWidget

from famedit.core.article import ArticleFields
from famedit.core.reply import NewReply, ReplyAuthor
from famedit.core.settings import SETTINGS
from famedit.gui.action_table import ACTIONS
from famedit.gui.actions import ActionSet
from famedit.gui.bus import Bus
from famedit.gui.components.fields import LineField, NumberField
from famedit.gui.components.segmented import SegmentedControl
from famedit.gui.dialogs.settings_dialog import SettingsDialog
from famedit.gui.first_run import FirstRun
from famedit.gui.forms import child
from famedit.gui.overlays.key_sheet import KeySheet
from famedit.gui.overlays.palette import Palette
from famedit.gui.settings_store import SettingsStore
from famedit.gui.worker import DatabaseWorker
from famedit.services.desk import open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from famedit.gui.look import Look

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    window.resize(1280, 800)
    window.setCentralWidget(QPlainTextEdit())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    text_of(window).setFocus()
    qtbot.waitUntil(text_of(window).hasFocus)
    return window


def text_of(window: QMainWindow) -> QWidget:
    text = window.centralWidget()
    assert text is not None
    return text


def focused(window: QMainWindow) -> QWidget:
    widget = window.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def actions(window: QMainWindow, ran: list[str]) -> ActionSet:
    actions = ActionSet(window)
    actions.bind({spec.id: (lambda id_=spec.id: ran.append(id_)) for spec in ACTIONS})
    actions.set_state(actions.state.with_(desk_ready=True, article_open=True))
    return actions


@pytest.fixture
def worker(qtbot: QtBot, tmp_path: Path) -> Iterator[DatabaseWorker]:
    worker = DatabaseWorker(Bus())
    url = f"sqlite:///{tmp_path / 'desk.famedit'}"
    with qtbot.waitSignal(worker.opened):
        worker.open(lambda: open_desk(url, person="Mara", journal_dir=tmp_path / "j", backup_dir=tmp_path / "b"))
    made: list[int] = []

    def fill(services: object) -> int:
        for headline in ("The Moon race goes on", "A short history of the handshake", "Model makers’ corner"):
            article, _ = services.editing.create(ArticleFields(headline=headline))  # type: ignore[attr-defined]  # ours
        reply = NewReply(author=ReplyAuthor(name="PerigeePete"), text="Well said.")
        services.moderating.add(article.id, [reply])  # type: ignore[attr-defined]  # ours
        return article.id

    worker.write(fill, made.append)
    qtbot.waitUntil(lambda: bool(made))
    yield worker
    assert worker.close()


@pytest.fixture
def palette(applied_look: Look, window: QMainWindow, worker: DatabaseWorker, actions: ActionSet) -> Palette:
    return Palette(applied_look, window, worker, actions)


def shown(palette: Palette) -> list[str]:
    return [entry.text for entry in palette.list.entries() if not entry.is_section]


# The palette --------------------------------------------------------------------------------------------------------


def test_an_empty_palette_shows_what_fits_the_moment(palette: Palette, qtbot: QtBot) -> None:
    palette.open_with()
    qtbot.waitUntil(lambda: "Model makers’ corner" in shown(palette))
    sections = [entry.text for entry in palette.list.entries() if entry.is_section]
    assert sections == ["Suggested", "Go to article", "View"]
    assert "Write mode" in shown(palette)
    assert "Split mode" not in shown(palette), "it is on already"
    assert "Use light appearance" not in shown(palette)


def test_it_runs_a_command_once_the_focus_is_back(
    palette: Palette, window: QMainWindow, qtbot: QtBot, ran: list[str]
) -> None:
    palette.open_with()
    qtbot.waitUntil(palette.input.hasFocus)
    qtbot.keyClicks(palette.input, "whole d")
    assert shown(palette)[0] == "Article or whole desk"
    qtbot.keyClick(palette.input, Key.Key_Return)
    qtbot.waitUntil(lambda: ran == ["replies.scope"])
    assert text_of(window).hasFocus()
    assert not palette.isVisible()


def test_the_arrows_choose_and_the_focus_stays(palette: Palette, qtbot: QtBot, ran: list[str]) -> None:
    palette.open_with(">")
    qtbot.waitUntil(palette.input.hasFocus)
    qtbot.keyClicks(palette.input, "queue")
    first = palette.list.chosen()
    qtbot.keyClick(palette.input, Key.Key_Down)
    second = palette.list.chosen()
    assert first is not None
    assert second is not None
    assert (first.text, second.text) == ("Queue: Needs a decision", "Queue: Pending")
    assert palette.input.hasFocus()
    qtbot.keyClick(palette.input, Key.Key_Up)
    qtbot.keyClick(palette.input, Key.Key_Up)
    chosen = palette.list.chosen()
    assert chosen is not None
    assert chosen.text == first.text
    qtbot.keyClick(palette.input, Key.Key_Escape)
    assert not palette.isVisible()
    assert not ran


def test_only_what_can_be_done_is_offered(palette: Palette, actions: ActionSet, qtbot: QtBot) -> None:
    actions.set_state(actions.state.with_(article_open=False))
    palette.open_with(">export")
    assert "Export…" not in shown(palette)


def test_articles_are_found_by_headline(palette: Palette, qtbot: QtBot) -> None:
    chosen: list[int] = []
    palette.article_chosen.connect(chosen.append)
    palette.open_with("#")
    qtbot.waitUntil(lambda: len(shown(palette)) == 3)
    qtbot.keyClicks(palette.input, "hand")
    qtbot.waitUntil(lambda: shown(palette) == ["A short history of the handshake"])
    entry = palette.list.chosen()
    assert entry is not None
    assert "".join(entry.text[at] for at in entry.at) == "hand"
    qtbot.keyClick(palette.input, Key.Key_Return)
    qtbot.waitUntil(lambda: len(chosen) == 1)


def test_no_match_says_so_and_offers_a_new_article(palette: Palette, qtbot: QtBot) -> None:
    wanted: list[str] = []
    palette.new_article_wanted.connect(wanted.append)
    palette.open_with("#")
    qtbot.keyClicks(palette.input, "Zond at dawn")
    qtbot.waitUntil(lambda: shown(palette) == ["Start an article with this headline"])
    assert palette._nothing.text() == "Nothing called “Zond at dawn”."
    qtbot.keyClick(palette.input, Key.Key_Return)
    qtbot.waitUntil(lambda: wanted == ["Zond at dawn"])


def test_authors_are_found_by_name(palette: Palette, qtbot: QtBot) -> None:
    chosen: list[str] = []
    palette.author_chosen.connect(chosen.append)
    palette.open_with("@")
    qtbot.keyClicks(palette.input, "peri")
    qtbot.waitUntil(lambda: shown(palette) == ["PerigeePete"])
    qtbot.keyClick(palette.input, Key.Key_Return)
    qtbot.waitUntil(lambda: chosen == ["PerigeePete"])


# The keyboard sheet -------------------------------------------------------------------------------------------------


def test_every_binding_is_on_the_sheet(applied_look: Look, window: QMainWindow, actions: ActionSet) -> None:
    sheet = KeySheet(applied_look, window, actions)
    sheet.open()
    rows = {(row.name, row.keys) for column in sheet._columns for row in column.rows}
    for spec in ACTIONS:
        if spec.keys:
            assert (spec.text.rstrip("…"), actions.keys_text(spec.id)) in rows, spec.id
    sheet.reject()


def test_the_sheet_filters_by_name_and_by_key(
    applied_look: Look, window: QMainWindow, actions: ActionSet, qtbot: QtBot
) -> None:
    sheet = KeySheet(applied_look, window, actions)
    sheet.open()
    qtbot.waitUntil(sheet.search.hasFocus)

    def left() -> set[str]:
        return {row.name for column in sheet._columns for row in column.rows if row.isVisible()}

    qtbot.keyClicks(sheet.search, "paragraph")
    assert left() == {"Move paragraph up", "Move paragraph down"}
    sheet.search.setText("ctrl+e")
    assert left() == {"Export"}
    sheet.search.setText("nothing of the kind")
    assert not left()
    assert sheet._nothing.isVisible()
    qtbot.keyClick(sheet.search, Key.Key_Escape)
    assert sheet.isVisible()
    qtbot.keyClick(sheet.search, Key.Key_Escape)
    assert not sheet.isVisible()
    assert text_of(window).hasFocus()


# Settings -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[SettingsStore]:
    store = SettingsStore(tmp_path / "settings.json")
    yield store
    store.close()


@pytest.fixture
def dialog(applied_look: Look, window: QMainWindow, settings: SettingsStore) -> SettingsDialog:
    return SettingsDialog(applied_look, window, settings)


def test_every_setting_of_the_table_has_a_named_row(dialog: SettingsDialog) -> None:
    assert set(dialog.rows) == {spec.key for spec in SETTINGS}
    for spec in SETTINGS:
        control = dialog.rows[spec.key].control
        assert (control.focusProxy() or control).accessibleName() == spec.title
    for name, kind in SettingsDialog.CHILDREN.items():
        child(dialog.card, kind, name)


def test_changes_hold_at_once(dialog: SettingsDialog, settings: SettingsStore, qtbot: QtBot) -> None:
    dialog.open_page("Appearance")
    appearance = dialog.rows["appearance"].control
    assert isinstance(appearance, SegmentedControl)
    appearance._pick("dark")
    assert settings.value.appearance == "dark"
    size = dialog.rows["interface_size"].control
    assert isinstance(size, NumberField)
    size.stepUp()
    assert settings.value.interface_size == 110
    dialog.rows["reduce_motion"].control.click()  # type: ignore[attr-defined]  # a check box
    assert settings.value.reduce_motion


def test_text_is_kept_after_a_pause_and_when_left(
    dialog: SettingsDialog, settings: SettingsStore, qtbot: QtBot
) -> None:
    dialog.open_page("You")
    field = dialog.rows["person"].control
    assert isinstance(field, LineField)
    field.setFocus()
    qtbot.keyClicks(field, " Mara ")
    qtbot.waitUntil(lambda: settings.value.person == "Mara")
    qtbot.keyClicks(field, "L")
    qtbot.keyClick(field, Key.Key_Return)
    assert settings.value.person == "Mara L"


def test_a_change_from_elsewhere_is_shown(dialog: SettingsDialog, settings: SettingsStore) -> None:
    settings.change(writing_size=150, letter_keys=False)
    size = dialog.rows["writing_size"].control
    assert isinstance(size, NumberField)
    assert size.value() == 150
    assert not dialog.rows["letter_keys"].control.isChecked()  # type: ignore[attr-defined]  # a check box


def test_settings_fit_the_smallest_window(dialog: SettingsDialog, window: QMainWindow) -> None:
    window.resize(960, 640)
    for spec in SETTINGS:
        dialog.open_page(spec.page)
        assert dialog.rect().contains(dialog.card.geometry())
        dialog.reject()


# The first run ------------------------------------------------------------------------------------------------------


@pytest.fixture
def first_run(applied_look: Look, qtbot: QtBot) -> FirstRun:
    page = FirstRun(applied_look, "Mara Lindqvist")
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.name_field.hasFocus)
    return page


def test_enter_accepts_everything_as_it_stands(first_run: FirstRun, qtbot: QtBot) -> None:
    for name, kind in FirstRun.CHILDREN.items():
        child(first_run, kind, name)
    assert first_run.name_field.selectedText() == "Mara Lindqvist"
    with qtbot.waitSignal(first_run.start_writing) as begun:
        qtbot.keyClick(first_run.name_field, Key.Key_Return)
    assert begun.args == ["Mara Lindqvist"]


def test_three_ways_to_begin_and_an_appearance(first_run: FirstRun, qtbot: QtBot) -> None:
    for button, signal in (
        ("start_button", first_run.start_writing),
        ("sample_button", first_run.open_sample),
        ("import_button", first_run.import_files),
    ):
        with qtbot.waitSignal(signal) as begun:
            child(first_run, QWidget, button).click()  # type: ignore[attr-defined]  # a button
        assert begun.args == ["Mara Lindqvist"]
    with qtbot.waitSignal(first_run.appearance_chosen) as chosen:
        first_run.appearance._pick("dark")
    assert chosen.args == ["dark"]


def test_a_name_is_needed_and_that_is_said(first_run: FirstRun, qtbot: QtBot) -> None:
    first_run.name_field.setText("  ")
    with qtbot.assertNotEmitted(first_run.start_writing):
        qtbot.keyClick(first_run.name_field, Key.Key_Return)
    assert child(first_run, QWidget, "name_error").isVisible()
    qtbot.keyClicks(first_run.name_field, "M")
    assert not child(first_run, QWidget, "name_error").isVisible()


def test_the_legend_is_told_to_those_who_cannot_see_it(first_run: FirstRun) -> None:
    orbit = child(first_run, QWidget, "orbit")
    assert orbit.accessibleDescription() == (
        "Draft: Yours alone. In review: With the desk. Ready: Cleared to publish. Published: Out in the world."
    )
    for size in ((960, 640), (1920, 1200)):
        first_run.resize(*size)
        assert not first_run.grab().isNull()
