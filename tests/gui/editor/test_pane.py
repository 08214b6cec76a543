"""The editor as it is used: real keys and drops into the real widgets, over a real desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from famedit.core.article import CallToAction, HeroImage
from famedit.gui.action_table import UiState
from famedit.gui.editor.compare_view import CompareView
from famedit.gui.editor.details_drawer import DetailsDrawer
from famedit.gui.editor.find_bar import FindBar
from famedit.gui.editor.format_bar import FormatBar
from famedit.gui.editor.hero_panel import HeroPanel
from famedit.gui.editor.link_popover import LinkPopover
from famedit.gui.editor.manuscript_header import ManuscriptHeader
from famedit.gui.editor.markdown_spans import Format
from famedit.gui.editor.pane import EditorPane
from famedit.gui.forms import child

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.gui.editor.conftest import Desk, Editor

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def put_caret(edit: QPlainTextEdit, at: int, anchor: int | None = None) -> None:
    cursor = edit.textCursor()
    cursor.setPosition(at if anchor is None else anchor)
    cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)


def png(folder: Path, name: str = "moon.png", size: int = 400) -> Path:
    image = QImage(size, size // 2, QImage.Format.Format_RGB32)
    image.fill(QColor("#204060"))
    path = folder / name
    assert image.save(str(path))
    return path


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.mark.parametrize(
    "owner",
    [
        EditorPane, ManuscriptHeader, HeroPanel, FormatBar, FindBar, DetailsDrawer, CompareView, LinkPopover,
    ],
)  # fmt: skip
def test_each_form_has_the_children_its_class_names(editor: Editor, owner: type[QWidget]) -> None:
    found = [editor.pane] if owner is EditorPane else editor.pane.findChildren(owner)
    assert found
    for name, kind in owner.CHILDREN.items():  # type: ignore[attr-defined]  # every form's class has them
        assert child(found[0], kind, name) is not None


def nameless(pane: EditorPane) -> list[QWidget]:
    return [
        widget
        for widget in pane.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and not widget.objectName().startswith("qt_")
        and widget.objectName() not in ("scroll", "manuscript")
    ]


def test_every_control_has_a_name_for_those_who_cannot_see_it(editor: Editor, desk: Desk) -> None:
    pane = editor.pane
    editor.open(desk.new(headline="H").id)
    pane.toggle_details()
    pane.find_bar.open(replace=True)
    assert nameless(pane) == []
    pane.surface.ask_link()
    assert nameless(pane) == []
    pane.surface.popover.dismiss()
    document = editor.document
    document.theirs = document.article
    document.conflict_changed.emit()
    pane.two_texts.compare_conflict()
    assert nameless(pane) == []


# Fields ---------------------------------------------------------------------------------------------------------------


def test_enter_and_tab_walk_through_the_fields(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new().id, "headline")
    header, body = editor.pane.surface.header, editor.pane.surface.body
    assert header.headline.hasFocus()
    qtbot.keyClicks(header.headline, "Up")
    qtbot.keyClick(header.headline, KEY.Key_Return)
    assert header.standfirst.hasFocus()
    assert header.headline.toPlainText() == "Up"
    qtbot.keyClick(header.standfirst, KEY.Key_Return)
    assert header.category.hasFocus()
    qtbot.keyClick(header.category, KEY.Key_Tab)
    assert header.byline.hasFocus()
    qtbot.keyClick(header.byline, KEY.Key_Return)
    assert body.hasFocus()
    qtbot.keyClick(body, KEY.Key_Backtab)
    assert not body.hasFocus()
    assert body.toPlainText() == ""


def test_tab_leaves_the_body_but_indents_a_list(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(body="plain\n\n- item").id)
    body = editor.pane.surface.body
    put_caret(body, 9)
    qtbot.keyClick(body, KEY.Key_Tab)
    assert body.toPlainText() == "plain\n\n    - item"
    qtbot.keyClick(body, KEY.Key_Backtab)
    assert body.toPlainText() == "plain\n\n- item"
    put_caret(body, 2)
    qtbot.keyClick(body, KEY.Key_Tab)
    assert not body.hasFocus()
    assert body.toPlainText() == "plain\n\n- item"


def test_pasted_line_breaks_become_spaces_in_the_headline(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new().id, "headline")
    QApplication.clipboard().setText("One\r\n  two\u00a0three\u2028four\n")
    qtbot.keyClick(editor.pane.surface.header.headline, KEY.Key_V, CTRL)
    assert editor.document.fields().headline == "One two three four"


def test_a_counter_says_how_much_is_over(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(headline="x" * 89).id, "headline")
    header = editor.pane.surface.header
    count = header.findChild(QWidget, "headline_count")
    assert count is not None
    assert count.text() == "89 / 90"  # type: ignore[attr-defined]  # it is a label
    qtbot.keyClicks(header.headline, "1234567")
    assert count.text() == "96 / 90  6 over"  # type: ignore[attr-defined]  # it is a label


def test_headline_grows_with_its_text(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(headline="Short", body="body").id, "headline")
    header = editor.pane.surface.header
    one, body_top = header.headline.height(), editor.pane.surface.body.y()
    qtbot.keyClicks(header.headline, " and then a good deal longer than one line can hold at this width")
    assert header.headline.height() >= 2 * one
    qtbot.waitUntil(lambda: editor.pane.surface.body.y() >= body_top + one)


def test_undo_goes_to_the_field_and_survives_switching_and_writing(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    first, second = desk.new(headline="First", body="one"), desk.new(headline="Second", body="two")
    editor.open(first.id)
    body, headline = editor.pane.surface.body, editor.pane.surface.header.headline
    put_caret(body, 3)
    qtbot.keyClicks(body, "!")
    headline.setFocus()
    qtbot.keyClicks(headline, "A ")
    editor.open(second.id)
    assert body.toPlainText() == "two"
    assert desk.draft_body(first.id) == "one!"
    editor.open(first.id)
    assert body.toPlainText() == "one!"
    assert body.textCursor().position() == 4
    headline.setFocus()
    editor.pane.undo()
    assert (headline.toPlainText(), body.toPlainText()) == ("First", "one!")
    body.setFocus()
    editor.pane.undo()
    assert body.toPlainText() == "one"
    editor.pane.redo()
    assert body.toPlainText() == "one!"


def test_back_and_forward(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    a, b = desk.new(headline="A"), desk.new(headline="B")
    editor.open(a.id)
    editor.open(b.id)
    editor.actions.set_state(UiState(desk_ready=True, article_open=True, can_go_back=True, can_go_forward=True))
    editor.actions.trigger("article.back")
    qtbot.waitUntil(lambda: editor.document.article_id == a.id)
    editor.actions.trigger("article.forward")
    qtbot.waitUntil(lambda: editor.document.article_id == b.id)


def test_many_articles_open_and_those_let_go_are_written(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    made = [desk.new(headline=f"Article {n}", body="") for n in range(14)]
    for article in made:
        editor.open(article.id)
        qtbot.keyClicks(editor.pane.surface.body, "x")
    editor.pane.flush()
    assert [desk.draft_body(article.id) for article in made] == ["x"] * 14
    document = editor.open(made[0].id)
    assert document.fields().body == "x"


# Writing --------------------------------------------------------------------------------------------------------------


def test_lists_continue_and_end(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(body="").id)
    body = editor.pane.surface.body
    qtbot.keyClicks(body, "- one")
    qtbot.keyClick(body, KEY.Key_Return)
    qtbot.keyClicks(body, "two")
    qtbot.keyClick(body, KEY.Key_Return)
    qtbot.keyClick(body, KEY.Key_Return)
    qtbot.keyClicks(body, "after")
    assert body.toPlainText() == "- one\n- two\nafter"


def test_each_command_is_one_undo_step_and_lights_its_button(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(body="one two 🚀 three").id)
    body = editor.pane.surface.body
    editor.actions.set_state(UiState(desk_ready=True, article_open=True, focus="text"))
    put_caret(body, 16, 11)
    assert body.textCursor().selectedText() == "three"
    editor.actions.trigger("format.bold")
    assert body.toPlainText() == "one two 🚀 **three**"
    assert body.formats() == {Format.BOLD}
    assert editor.pane.format_bar.buttons["bold"].isChecked()
    editor.actions.trigger("format.heading")
    assert body.toPlainText() == "## one two 🚀 **three**"
    body.undo()
    body.undo()
    assert body.toPlainText() == "one two 🚀 three"
    assert not editor.document.dirty or editor.document.fields().body == "one two 🚀 three"


def test_the_format_bar_works_by_mouse_and_leaves_the_focus_in_the_text(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    editor.open(desk.new(body="word").id)
    editor.actions.set_state(UiState(desk_ready=True, article_open=True, focus="text"))
    qtbot.mouseClick(editor.pane.format_bar.buttons["italic"], Qt.MouseButton.LeftButton)
    assert editor.pane.surface.body.toPlainText() == "*word*"
    assert editor.pane.surface.body.hasFocus()


def test_a_pasted_address_wraps_the_selection(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(body="see this").id)
    body = editor.pane.surface.body
    put_caret(body, 8, 4)
    QApplication.clipboard().setText("https://example.org/x")
    qtbot.keyClick(body, KEY.Key_V, CTRL)
    assert body.toPlainText() == "see [this](https://example.org/x)"
    body.undo()
    assert body.toPlainText() == "see this"


def test_the_link_form_sets_changes_and_removes_a_link(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(body="see this").id)
    surface = editor.pane.surface
    put_caret(surface.body, 8, 4)
    surface.ask_link()
    assert surface.popover.first.text() == "this"
    assert surface.popover.second.hasFocus()
    qtbot.keyClick(surface.popover.second, KEY.Key_Return)
    assert surface.popover.isVisible()  # a link needs an address
    qtbot.keyClicks(surface.popover.second, "https://example.org")
    qtbot.keyClick(surface.popover.second, KEY.Key_Return)
    assert surface.body.toPlainText() == "see [this](https://example.org)"
    assert surface.body.hasFocus()
    put_caret(surface.body, 6)
    surface.ask_link()
    assert surface.popover.second.text() == "https://example.org"
    surface.popover.remove.click()
    assert surface.body.toPlainText() == "see this"
    surface.ask_link()
    qtbot.keyClick(surface.popover.second, KEY.Key_Escape)
    assert surface.body.hasFocus()
    assert surface.body.toPlainText() == "see this"


def test_find_counts_goes_round_and_replaces_in_one_step(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(body="Moon moon\n\n🚀 moonlight Moon").id)
    bar, body = editor.pane.find_bar, editor.pane.surface.body
    put_caret(body, 0)
    bar.open(replace=True)
    qtbot.keyClicks(bar.words, "moon")
    assert bar.count.text() == "1 of 4"
    qtbot.keyClick(bar.words, KEY.Key_Return)
    assert bar.count.text() == "2 of 4"
    bar.step(forward=False)
    bar.step(forward=False)
    assert bar.count.text() == "4 of 4"
    assert body.textCursor().selectedText() == "Moon"
    bar.case.click()
    assert bar.count.text().endswith("of 2")
    bar.whole.click()
    bar.case.click()
    bar.replacement.setText("Mars")
    bar.replace_all()
    assert body.toPlainText() == "Mars Mars\n\n🚀 moonlight Mars"
    body.undo()
    assert body.toPlainText() == "Moon moon\n\n🚀 moonlight Moon"
    qtbot.keyClick(bar.words, KEY.Key_Escape)
    assert not bar.isVisible()
    assert body.hasFocus()


def test_words_are_counted_while_typing(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(body="one two\n\nthree").id)
    body = editor.pane.surface.body
    put_caret(body, 14)
    with qtbot.waitSignal(editor.pane.counts_changed):
        qtbot.keyClicks(body, " four")
        qtbot.keyClick(body, KEY.Key_Return)
        qtbot.keyClicks(body, "five")
    assert editor.pane.counts.stats.words == 5
    body.selectAll()
    with qtbot.waitSignal(editor.pane.counts_changed):
        qtbot.keyClick(body, KEY.Key_Delete)
    assert editor.pane.counts.stats.words == 0
    body.undo()
    assert editor.pane.counts.stats.words == 5
    assert editor.pane.status_parts()[0] == "5 words"


def test_write_mode_dims_the_other_paragraphs(editor: Editor, desk: Desk) -> None:
    editor.open(desk.new(body="one\n\ntwo\n\nthree").id)
    body = editor.pane.surface.body
    put_caret(body, 6)
    editor.pane.set_mode("write")
    assert not editor.pane.format_bar.isVisible()
    dimmed = [(m.cursor.selectionStart(), m.cursor.selectionEnd()) for m in body.extraSelections()]  # type: ignore[attr-defined]  # missing in the stubs
    assert dimmed == [(0, 5), (8, 15)]
    editor.pane.set_mode("split")
    assert body.extraSelections() == []


# Pictures -------------------------------------------------------------------------------------------------------------


def test_a_dropped_file_becomes_the_hero(editor: Editor, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    article = desk.new(headline="H")
    document = editor.open(article.id)
    hero = editor.pane.surface.header.hero
    assert hero.drop_target.isVisible()
    mime = files(png(tmp_path))  # the event does not keep it
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    hero.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(document.value("hero")))
    assert hero.full.isVisible()
    picture = document.fields().hero
    assert (picture.width, picture.height, picture.file_name) == (400, 200, "moon.png")
    assert hero.texts["alt"].hasFocus()
    qtbot.keyClicks(hero.texts["alt"], "A moon")
    document.flush()
    draft = desk.write(lambda services: services.editing.open(article.id)).draft
    assert draft is not None
    assert (draft.fields.hero.sha256, draft.fields.hero.alt) == (picture.sha256, "A moon")
    assert desk.read(lambda services: services.library.picture(picture.sha256)) is not None


def test_what_is_no_picture_is_refused_in_words(editor: Editor, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    document = editor.open(desk.new(headline="H").id)
    wrong = tmp_path / "note.png"
    wrong.write_text("not a picture")
    editor.pane.surface.take_hero(wrong)
    hero = editor.pane.surface.header.hero
    qtbot.waitUntil(hero.trouble.isVisible)
    assert not document.value("hero")
    editor.pane.surface.take_hero(tmp_path / "gone.png")
    qtbot.waitUntil(lambda: "gone.png cannot be read" in hero.trouble.findChild(QWidget).text())  # type: ignore[union-attr]  # its label


def test_the_focal_point_moves_by_mouse_and_by_arrows(editor: Editor, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    document = editor.open(desk.new(headline="H").id)
    editor.pane.surface.take_hero(png(tmp_path))
    view = editor.pane.surface.header.hero.picture
    qtbot.waitUntil(lambda: bool(document.value("hero")))
    qtbot.waitUntil(lambda: view._image is not None and not view._image.isNull())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() - 2, view.height() // 2))
    hero: HeroImage = document.value("hero")
    assert 0.5 < hero.focal_x < 1
    x = hero.focal_x
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_Left)
    assert document.value("hero").focal_x == pytest.approx(x - 0.02, abs=0.002)


def test_removing_the_hero_can_be_taken_back(editor: Editor, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    document = editor.open(desk.new(headline="H").id)
    editor.pane.surface.take_hero(png(tmp_path))
    qtbot.waitUntil(lambda: bool(document.value("hero")))
    told: list[object] = []
    desk.messages.told.connect(told.append)
    sha256 = document.value("hero").sha256
    editor.pane.surface.header.hero.remove_link.click()
    assert not document.fields().hero
    told[0].link()  # type: ignore[attr-defined]  # a sentence with a link
    assert document.fields().hero.sha256 == sha256


def test_an_image_goes_into_the_text_with_its_alt_text(
    editor: Editor, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    editor.open(desk.new(body="before").id)
    surface = editor.pane.surface
    put_caret(surface.body, 6)
    surface.body.insertFromMimeData(files(png(tmp_path)))
    qtbot.waitUntil(surface.popover.isVisible)
    qtbot.keyClicks(surface.popover.first, "A moon")
    qtbot.keyClick(surface.popover.first, KEY.Key_Return)
    lines = surface.body.toPlainText().split("\n")
    assert lines[0] == "before"
    assert lines[2].startswith("![A moon](media/")
    sha256 = lines[2].removeprefix("![A moon](media/").removesuffix(")")
    assert desk.read(lambda services: services.library.picture(sha256)) is not None


def test_an_article_file_dropped_anywhere_is_handed_on(editor: Editor, desk: Desk, tmp_path: Path) -> None:
    editor.open(desk.new().id)
    path = tmp_path / "text.md"
    path.write_text("# x")
    given: list[tuple[Path, ...]] = []
    editor.pane.files_dropped.connect(given.append)
    editor.pane.surface.body.insertFromMimeData(files(path))
    editor.pane.surface.header.headline.insertFromMimeData(files(path))
    assert given == [(path,), (path,)]
    assert not editor.document.dirty


def test_a_complete_hero_folds_where_there_is_little_room(
    editor: Editor, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = desk.write(lambda services: services.editing.add_picture(png(tmp_path).read_bytes(), "moon.png"))
    full = HeroImage(picture.sha256, "alt", "caption", "credit", width=400, height=200)
    editor.open(desk.new(headline="H", hero=full).id)
    hero = editor.pane.surface.header.hero
    editor.pane.resize(640, 600)
    qtbot.waitUntil(hero.folded.isVisible)
    hero.edit_link.click()
    assert hero.full.isVisible()
    assert hero.texts["alt"].hasFocus()


# Details --------------------------------------------------------------------------------------------------------------


def test_details_are_written_and_a_taken_slug_is_said(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    desk.new(headline="Other", slug="taken", slug_touched=True)
    document = editor.open(desk.new(headline="H").id)
    editor.pane.toggle_details()
    drawer = editor.pane.details
    assert drawer.fields["short_headline"].hasFocus()
    qtbot.keyClicks(drawer.fields["short_headline"], "Shorter")
    qtbot.keyClicks(drawer.fields["slug"], "taken")
    qtbot.waitUntil(drawer.slug_error.isVisible)
    drawer.follow.click()
    assert not document.fields().slug_touched
    assert not drawer.slug_error.isVisible()
    qtbot.keyClicks(drawer.fields["tags"], "radio, rock and roll")
    drawer.fields["call_text"].selectAll()
    qtbot.keyClicks(drawer.fields["call_text"], "Join in")
    qtbot.keyClicks(drawer.fields["call_link"], "https://example.org")
    drawer.replies_open.click()
    drawer.language.setCurrentIndex(drawer.language.findData("fr"))
    drawer.language.activated.emit(drawer.language.currentIndex())
    fields = document.fields()
    assert fields.short_headline == "Shorter"
    assert fields.tags == ("radio", "rock and roll")
    assert fields.call_to_action == CallToAction("Join in", "https://example.org")
    assert (fields.replies_open, fields.language) == (False, "fr")
    qtbot.keyClick(drawer.fields["tags"], KEY.Key_Escape)
    assert not drawer.isVisible()
    assert editor.pane.surface.body.hasFocus()


def test_categories_of_the_desk_are_offered(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    desk.new(headline="Other", category=("Television", "Drama"))
    document = editor.open(desk.new(headline="H").id, "category")
    field = editor.pane.surface.header.category
    completer = editor.pane.surface.header.completer
    qtbot.waitUntil(lambda: bool(completer.words))
    qtbot.keyClicks(field, "dra")
    assert completer.popup.isVisible()
    qtbot.keyClick(completer.popup, KEY.Key_Down)
    qtbot.keyClick(completer.popup, KEY.Key_Return)
    assert document.fields().category == ("Television", "Drama")


def test_zoom_changes_the_writing_size(editor: Editor, desk: Desk) -> None:
    editor.open(desk.new(body="x").id)
    editor.actions.set_state(UiState(desk_ready=True, article_open=True))
    editor.actions.trigger("view.zoom_in")
    assert editor.settings.value.writing_size == 110
    editor.actions.trigger("view.zoom_reset")
    assert editor.settings.value.writing_size == 100


def test_escape_comes_back_to_the_text(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(headline="H").id, "headline")
    qtbot.keyClick(editor.pane.surface.header.headline, KEY.Key_Escape)
    assert editor.pane.surface.body.hasFocus()


def test_an_accent_typed_by_two_keys_arrives(editor: Editor, desk: Desk) -> None:
    editor.open(desk.new(body="caf").id)
    body = editor.pane.surface.body
    put_caret(body, 3)
    QApplication.sendEvent(body, QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "é"))
    assert body.toPlainText() == "café"
