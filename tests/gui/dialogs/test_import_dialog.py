from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from famedit.core.answers import DeskFilter
from famedit.core.reply import ReplyStatus
from famedit.gui.dialogs.found_replies import AUTHOR, INCLUDE, LIKES, POSTS, TEXT, FoundRepliesModel
from famedit.gui.dialogs.import_dialog import ImportDialog
from famedit.gui.dialogs.paste_replies_sheet import PasteRepliesSheet
from tests.gui.kit import focused, new_reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from famedit.core.article import Article, ArticleRow
    from famedit.gui.look import Look
    from tests.gui.kit import RealDesk

PAGE = """The long way round the Moon
in Television + Film
A companion series goes to the far side, and takes its time.

The first hour is all waiting. Nobody says what for, and
that is the point of it.

The second hour is better.

• Reply 1 of 2

PerigeePetePerigeePete Posts: 4,087member
I liked the waiting.

• Reply 2 of 2

Halyard_7Halyard_7 Posts: 3member
I did not.
edited May 3 PerigeePete

Sign In or Register to comment.
"""


@pytest.fixture
def dialog(applied_look: Look, desk: RealDesk, window: QWidget) -> Iterator[ImportDialog]:
    made = ImportDialog(applied_look, desk.worker, desk.messages, desk.settings, window)
    made.open()
    yield made
    desk.settle()


def rows(desk: RealDesk) -> tuple[ArticleRow, ...]:
    return desk.read(lambda services: services.library.rows(DeskFilter())).rows


def the_article(desk: RealDesk) -> Article:
    (row,) = rows(desk)
    return desk.colleague.library.article(row.id)


def test_a_pasted_page_is_shown_before_anything_is_stored(dialog: ImportDialog, desk: RealDesk) -> None:
    assert dialog.paste.hasFocus()
    QGuiApplication.clipboard().setText(PAGE)
    QTest.mouseClick(dialog.from_clipboard, Qt.MouseButton.LeftButton)
    desk.settle()
    assert rows(desk) == ()
    assert dialog.lines["headline"].text() == "The long way round the Moon"
    assert dialog.lines["category"].text() == "Television + Film"
    assert dialog.lines["standfirst"].text().startswith("A companion series")
    assert "that is the point" in dialog.text.toPlainText()
    assert dialog.table.model().rowCount() == 2
    assert dialog.verdict.text() == "New article"
    assert dialog.lines["headline"].hasFocus()


def test_what_is_corrected_is_what_is_stored(dialog: ImportDialog, desk: RealDesk) -> None:
    imported: list[int] = []
    dialog.imported.connect(imported.append)
    QGuiApplication.clipboard().setText(PAGE)
    dialog.paste_clipboard()
    desk.settle()
    headline = dialog.lines["headline"]
    headline.setFocus()
    headline.selectAll()
    QTest.keyClicks(headline, "The short way")
    category = dialog.lines["category"]
    category.selectAll()
    QTest.keyClicks(category, "Television / Film")
    byline = dialog.lines["byline"]
    QTest.keyClicks(byline, "Ada and Brun")
    dialog.text.setPlainText("Rewritten.")
    model = dialog.table.model()
    assert isinstance(model, FoundRepliesModel)
    model.setData(model.index(0, AUTHOR), "Somebody Else")
    model.setData(model.index(1, INCLUDE), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    desk.settle()
    dialog.store.click()
    desk.settle()
    desk.settle()
    article = the_article(desk)
    assert imported == [article.id]
    assert article.fields.headline == "The short way"
    assert article.fields.category == ("Television", "Film")
    assert article.fields.byline == ("Ada", "Brun")
    assert article.fields.body.strip() == "Rewritten."
    assert [reply.author.name for reply in desk.stored(article.id).values()] == ["Somebody Else"]
    assert not shiboken6.isValid(dialog)
    assert desk.told == ["Imported. 1 reply added."]


def test_enter_in_a_field_imports_and_escape_leaves_the_desk_alone(
    applied_look: Look, desk: RealDesk, window: QWidget
) -> None:
    first = ImportDialog(applied_look, desk.worker, desk.messages, desk.settings, window)
    first.open()
    QGuiApplication.clipboard().setText(PAGE)
    first.paste_clipboard()
    desk.settle()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    desk.settle()
    assert rows(desk) == ()
    second = ImportDialog(applied_look, desk.worker, desk.messages, desk.settings, window)
    second.open()
    second.paste_clipboard()
    desk.settle()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    desk.settle()
    assert len(rows(desk)) == 1


def test_a_second_copy_is_said_to_bring_the_first_up_to_date(
    dialog: ImportDialog, desk: RealDesk, applied_look: Look, window: QWidget
) -> None:
    QGuiApplication.clipboard().setText(PAGE)
    dialog.paste_clipboard()
    desk.settle()
    dialog.store.click()
    desk.settle()
    again = ImportDialog(applied_look, desk.worker, desk.messages, desk.settings, window)
    again.open()
    again.paste_clipboard()
    desk.settle()
    assert again.verdict.text() == "Brings “The long way round the Moon” up to date"
    again.store.click()
    desk.settle()
    assert len(rows(desk)) == 1
    assert len(desk.stored(the_article(desk).id)) == 2
    assert desk.told[-1] == "Brought up to date."


def test_a_new_headline_makes_it_a_new_article(dialog: ImportDialog, desk: RealDesk, qtbot: QtBot) -> None:
    desk.new_article(headline="The long way round the Moon")
    QGuiApplication.clipboard().setText(PAGE)
    dialog.paste_clipboard()
    desk.settle()
    assert dialog.verdict.text().startswith("Brings")
    QTest.keyClicks(dialog.lines["headline"], " again")
    qtbot.waitUntil(lambda: dialog.verdict.text() == "New article")


def test_several_files_one_of_them_unreadable(dialog: ImportDialog, desk: RealDesk, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\n\nFirst text.\n", encoding="utf-8")
    (tmp_path / "two.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "film.pdf").write_bytes(b"%PDF-1.7 nothing to read")
    dialog.add_files([tmp_path / name for name in ("one.md", "film.pdf", "two.txt")])
    desk.settle()
    assert dialog.entries.isVisible()
    words = [dialog.entries.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert words[0] == "One. New article"
    assert words[1] == "film.pdf. Cannot be read"
    assert dialog.store.text() == "Import 2 articles"
    dialog.entries.setCurrentRow(1)
    assert "PDF" in dialog.remark.text()
    assert not dialog.parts.isVisible()
    dialog.entries.setCurrentRow(0)
    QTest.keyClicks(dialog.lines["standfirst"], "Corrected")
    dialog.entries.setCurrentRow(2)
    dialog.entries.setCurrentRow(0)
    assert dialog.lines["standfirst"].text() == "Corrected", "each keeps what was written"
    dialog.store.click()
    desk.settle()
    desk.settle()
    assert sorted(row.headline for row in rows(desk)) == ["One", "The long way round the Moon"]
    assert desk.told == ["2 articles imported, 2 of them new."]


def test_replies_without_an_article_are_not_imported_here(dialog: ImportDialog, desk: RealDesk, tmp_path: Path) -> None:
    (tmp_path / "replies.json").write_text('[{"author": "Ada", "text": "Hello."}]', encoding="utf-8")
    dialog.add_files([tmp_path / "replies.json"])
    desk.settle()
    assert dialog.verdict.text() == "Replies without an article"
    assert not dialog.store.isEnabled()


def test_the_table_refuses_what_cannot_stand_there() -> None:
    model = FoundRepliesModel(None)
    model.show_replies([new_reply(1, "Ada", "One."), new_reply(2, "Brun", "Two.", parent_position=1)])
    assert not model.setData(model.index(0, POSTS), "many")
    assert model.setData(model.index(0, POSTS), "4,087")
    assert model.setData(model.index(0, LIKES), "")
    assert not model.setData(model.index(0, TEXT), "  ")
    assert model.chosen()[0].author.posts == 4087
    model.setData(model.index(0, INCLUDE), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    (left,) = model.chosen()
    assert left.parent_position is None, "what it answered is left out"


def test_a_page_is_pasted_into_an_article(applied_look: Look, desk: RealDesk, window: QWidget, qtbot: QtBot) -> None:
    sheet = PasteRepliesSheet(applied_look, desk.worker, window)
    wanted: list[object] = []
    sheet.wanted.connect(wanted.append)
    QGuiApplication.clipboard().setText("nothing of use")
    sheet.open()
    assert sheet.text.toPlainText() == ""
    sheet.text.setPlainText(PAGE)
    qtbot.waitUntil(lambda: sheet.model.rowCount() == 2)
    assert sheet.found.text() == "2 replies found"
    assert sheet.add.text() == "Add 2 replies"
    sheet.add.click()
    (replies,) = wanted
    assert [reply.author.name for reply in replies] == ["PerigeePete", "Halyard_7"]  # type: ignore[attr-defined]  # a signal's object
    article_id = desk.new_article()
    desk.write(lambda services: services.importing.add_replies(article_id, replies))  # type: ignore[arg-type]  # the same
    assert {reply.status for reply in desk.stored(article_id).values()} == {ReplyStatus.VISIBLE}
    sheet.reject()
