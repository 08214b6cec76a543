from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from famedit.core.article import ArticleFields
from famedit.core.reply import ReplyStatus
from famedit.gui.dialogs.export_dialog import ExportDialog
from famedit.gui.dialogs.restore_dialog import RestoreDialog
from tests.gui.kit import focused, new_reply

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from famedit.gui.look import Look
    from tests.gui.kit import RealDesk


def opened(look: Look, desk: RealDesk, window: QWidget, fields: ArticleFields) -> ExportDialog:
    article_id = desk.new_article(
        new_reply(1, "Ada", "Seen."),
        new_reply(2, "Brun", "Seen too."),
        new_reply(3, "Cleo", "Not yet.", ReplyStatus.PENDING),
    )
    dialog = ExportDialog(look, desk.worker, desk.messages, desk.settings, lambda: fields, article_id, window)
    dialog.open()
    desk.settle()
    return dialog


def test_it_says_what_goes_out_and_where_to(
    applied_look: Look, desk: RealDesk, window: QWidget, tmp_path: Path
) -> None:
    desk.settings.change(export_folder=str(tmp_path))
    dialog = opened(applied_look, desk, window, ArticleFields(headline="The short way"))
    assert dialog.folder.hasFocus()
    assert dialog.replies.text() == "2 visible replies"
    assert dialog.target.text() == str(tmp_path / "the-short-way")
    assert not dialog.replaced.isVisible()
    dialog.reject()
    (tmp_path / "the-short-way").mkdir()
    again = opened(applied_look, desk, window, ArticleFields(headline="The short way"))
    assert again.replaced.isVisible()
    assert again.replaced.text() == "An export of that name is there and will be replaced."
    again.reject()


def test_the_choice_is_kept_and_carried(
    applied_look: Look, desk: RealDesk, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(applied_look, desk, window, ArticleFields(headline="The short way"))
    chosen: list[Path] = []
    dialog.chosen.connect(chosen.append)
    dialog.format.setCurrentIndex(dialog.format.findData("single"))
    dialog.likers.setChecked(False)
    dialog.folder.selectAll()
    QTest.keyClicks(dialog.folder, str(tmp_path))
    qtbot.waitUntil(lambda: dialog.target.text() == str(tmp_path / "the-short-way.html"))
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert chosen == [tmp_path]
    assert (desk.settings.value.export_format, desk.settings.value.export_likers) == ("single", False)


def test_a_folder_is_needed_and_its_whole_path(applied_look: Look, desk: RealDesk, window: QWidget) -> None:
    dialog = opened(applied_look, desk, window, ArticleFields(headline="The short way"))
    chosen: list[Path] = []
    dialog.chosen.connect(chosen.append)
    dialog.folder.setText("")
    dialog._look_there()
    assert not dialog.export.isEnabled()
    dialog.folder.setText("somewhere")
    dialog._look_there()
    dialog.export.click()
    assert chosen == []
    assert dialog.error.isVisible()
    dialog.reject()


def test_markdown_has_no_likers_to_name(applied_look: Look, desk: RealDesk, window: QWidget) -> None:
    dialog = opened(applied_look, desk, window, ArticleFields(headline="The short way"))
    dialog.format.setCurrentIndex(dialog.format.findData("markdown"))
    assert not dialog.likers.isEnabled()
    dialog.reject()


def test_backups_are_listed_checked_and_chosen_after_a_warning(
    applied_look: Look, desk: RealDesk, window: QWidget, qtbot: QtBot
) -> None:
    desk.new_article(new_reply(1, "Ada", "Seen."))
    backup = desk.write(lambda services: services.backups.make("by hand"))
    dialog = RestoreDialog(applied_look, desk.worker, desk.messages, window)
    chosen: list[Path] = []
    dialog.restore_chosen.connect(chosen.append)
    dialog.open()
    desk.settle()
    assert dialog.list.count() == 1
    assert "by hand" in dialog.list.item(0).text()
    assert dialog.facts.text().startswith("1 article, 1 reply.")
    dialog.check.click()
    desk.settle()
    assert dialog.facts.text() == "This backup is whole."
    dialog.restore.click()
    assert chosen == []
    assert focused().text() == "Keep the desk"  # type: ignore[attr-defined]  # a button
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert chosen == [backup.path]


def test_a_desk_without_backups_says_so(applied_look: Look, desk: RealDesk, window: QWidget) -> None:
    dialog = RestoreDialog(applied_look, desk.worker, desk.messages, window)
    dialog.open()
    desk.settle()
    assert dialog.list.item(0).text() == "There are no backups of this desk yet."
    assert not dialog.restore.isEnabled()
    dialog.reject()
