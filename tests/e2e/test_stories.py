"""Days in a newsroom, lived in the real window over a real desk: by command, by key and by mouse."""

from __future__ import annotations

import faulthandler
import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from famedit import paths
from famedit.core.article import Status
from famedit.core.reply import ReplyStatus
from famedit.gui.dialogs.export_dialog import ExportDialog
from famedit.gui.dialogs.import_dialog import ImportDialog
from famedit.gui.dialogs.paste_replies_sheet import PasteRepliesSheet
from tests.e2e.newsroom import ROOT, Key, Modifier, Seat, command_line
from tests.gui.kit import new_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    Sit = Callable[..., Seat]

CTRL, SHIFT, ALT = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier
#: What Qt and Chromium say on a machine without a graphics card; it says nothing about us.
NO_GRAPHICS = ("QRhiGles2", "Failed to create RHI", "GPUInfo", "Vulkan", "GBM is not supported")

pytestmark = [
    # The file for stack dumps belongs to the interpreter until it ends; here several programs follow each other in one.
    pytest.mark.filterwarnings("ignore:unclosed file.*crash.log:ResourceWarning"),
    pytest.mark.qt_log_ignore(*NO_GRAPHICS, "This plugin does not support", extend=True),
]

PAGE = """The rover that would not stop
in Science + Probes
A machine built for ninety days is asked for one more hill.
A rover on a ridge of red dust
The rover on its four hundredth day
The plan was for ninety days and a flat plain. Nobody at the desk had asked for hills, and nobody had ruled them out.
Then the plain ended, and the drivers voted. It was the shortest meeting of the year.
Read on at the Perigee Post
• Reply 1 of 2
PerigeePetePerigeePete Posts: 4,087member
One more hill is what they said about mine.
• Reply 2 of 2
Halyard7Halyard7 Posts: 12cadet
Which hill was it?
Sign In or Register to comment.
"""


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sit]:
    """Sit down at a window of the program; whoever is left is asked to leave at the end."""
    monkeypatch.setenv("FAMEDIT_NO_WEBENGINE", "1")
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    taken: list[Seat] = []

    def sit_down(person: str = "Ines Okafor", *, desk: str = "", claim: bool = False) -> Seat:
        seat = Seat(qtbot, qapp, person, desk=desk, claim=claim)
        taken.append(seat)
        return seat

    yield sit_down
    for seat in taken:
        seat.leave()
    faulthandler.enable(2)
    logging.captureWarnings(False)
    root.setLevel(before[0])
    for handler in set(root.handlers) - set(before[1]):
        root.removeHandler(handler)
        handler.close()


def export_to(seat: Seat, folder: Path) -> str:
    """Export by key through the dialog; return the page."""
    seat.press(Key.Key_E, CTRL)
    dialog = seat.dialog(ExportDialog)
    dialog.folder.setFocus()
    dialog.folder.selectAll()
    seat.type(str(folder))
    seat.press(Key.Key_Return)
    seat.until(lambda: seat.told().startswith("Exported"))
    (page,) = folder.glob("*/index.html")
    return page.read_text(encoding="utf-8")


def focus_replies(seat: Seat) -> None:
    """Go into the list of replies by F6."""
    for _ in range(4):
        if seat.workspace.replies.list.hasFocus():
            return
        seat.press(Key.Key_F6)
    assert seat.workspace.replies.list.hasFocus()


def test_write_look_save_export(sit: Sit, tmp_path: Path) -> None:
    seat = sit()
    seat.press(Key.Key_N, CTRL)
    seat.until(seat.workspace.editor.surface.header.headline.hasFocus)
    seat.type("Rover finds ice\nWhere nobody had looked.")
    seat.press(Key.Key_Tab)
    seat.type("Science")
    seat.write("It was a short drive. ")
    seat.press(Key.Key_B, CTRL)
    seat.type("Nobody")
    seat.press(Key.Key_B, CTRL)
    seat.type(" had planned a stop.")
    assert seat.fields.body == "It was a short drive. **Nobody** had planned a stop."
    seat.until(lambda: "Nobody had planned a stop." in seat.workspace.preview.page_text())
    assert "Where nobody had looked." in seat.page()
    seat.save()
    seat.until(lambda: seat.rows() == ["Rover finds ice"])
    page = export_to(seat, tmp_path / "out")
    assert "<strong>Nobody</strong> had planned a stop." in page
    assert "Ines Okafor" not in page or seat.fields.byline == ("Ines Okafor",)
    assert seat.document.status is Status.DRAFT


def test_the_page_of_the_engine_follows_each_key(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAMEDIT_NO_WEBENGINE")
    seat = sit()
    seat.new_article("Rover finds ice", "Frost.")
    preview = seat.workspace.preview
    seat.until(lambda: preview.live is not None and preview.live.is_ready and preview.page_shown)
    seat.write(" And more of it.")
    words: list[str] = []

    def shown() -> bool:
        assert preview.live is not None
        preview.live.view.page().toPlainText(words.append)
        return bool(words) and "Frost. And more of it." in words[-1]

    seat.until(shown)


def test_a_hidden_reply_leaves_page_and_export_and_comes_back(sit: Sit, tmp_path: Path) -> None:
    seat = sit()
    seat.new_article("Rover finds ice", "Frost.")
    seat.add_replies(
        new_reply(1, "Pete", "I was there."), new_reply(2, "Rude", "A rude word."), new_reply(3, "Vera", "Which hill?")
    )
    seat.until(lambda: "A rude word." in seat.workspace.preview.page_text())
    focus_replies(seat)
    seat.press(Key.Key_Home)
    seat.press(Key.Key_J)
    seat.press(Key.Key_H)
    seat.until(lambda: "A rude word." not in seat.page())
    assert "Which hill?" in seat.page()
    page = export_to(seat, tmp_path / "out")
    assert "I was there." in page
    assert "rude" not in page.lower()
    focus_replies(seat)
    seat.press(Key.Key_Z)
    seat.until(lambda: "A rude word." in seat.page())
    assert seat.replies()["Rude"].status is ReplyStatus.VISIBLE


def test_a_decision_of_yesterday_is_undone_today(sit: Sit) -> None:
    seat = sit()
    seat.new_article("Rover finds ice")
    seat.add_replies(new_reply(1, "Pete", "I was there.", ReplyStatus.PENDING), new_reply(2, "Vera", "Which hill?"))
    seat.press(Key.Key_3, CTRL)
    page = seat.workspace.moderate
    seat.until(lambda: page.model.rowCount() == 1 and page.list.hasFocus())
    seat.press(Key.Key_A)
    seat.until(lambda: seat.replies()["Pete"].status is ReplyStatus.VISIBLE)
    seat.leave()

    seat = sit()
    assert seat.workspace.mode == "moderate"
    seat.until(lambda: seat.workspace.editor.document is not None)
    seat.until(lambda: seat.workspace.can_undo_replies)
    seat.workspace.moderate.focus_list()
    seat.press(Key.Key_Z)
    seat.until(lambda: seat.replies()["Pete"].status is ReplyStatus.PENDING)
    seat.press(Key.Key_Z, SHIFT)
    seat.until(lambda: seat.replies()["Pete"].status is ReplyStatus.VISIBLE)


def test_every_step_on_the_desk_is_undone(sit: Sit) -> None:
    seat = sit()
    seat.new_article("Rover finds ice")
    seat.run("article.duplicate")
    seat.until(lambda: len(seat.rows()) == 2)
    seat.run("desk.undo")
    seat.until(lambda: len(seat.rows()) == 1)
    original = seat.ask(lambda services: services.library.find("rover-finds-ice"))
    seat.open_article(original)
    # the copy that was undone lies in the trash
    for command, shelf, count in (("article.archive", "Archived", 0), ("article.trash", "Trash", 1)):
        seat.run(command)
        seat.until(lambda: not seat.rows())
        seat.click(shelf)
        seat.until(lambda count=count: len(seat.rows()) == count + 1)
        seat.run("article.bring_back")
        seat.until(lambda count=count: len(seat.rows()) == count)
        seat.click("All articles")
        seat.until(lambda: seat.rows() == ["Rover finds ice"])
        seat.run("desk.undo")
        seat.until(lambda: not seat.rows())
        seat.run("desk.undo")
        seat.until(lambda: seat.rows() == ["Rover finds ice"])


def test_a_move_of_status_is_told_and_undone(sit: Sit) -> None:
    seat = sit()
    seat.new_article("Rover finds ice")
    seat.write("A word more.")
    seat.run("article.status_in_review")
    seat.until(lambda: seat.told() == "Sent to review.")
    assert seat.document.status is Status.IN_REVIEW
    assert not seat.document.dirty
    seat.click("Undo")
    seat.until(lambda: seat.document.status is Status.DRAFT)
    assert seat.fields.body == "A word more."


def test_a_copied_page_is_imported_corrected(sit: Sit) -> None:
    seat = sit()
    QGuiApplication.clipboard().setText(PAGE)
    seat.press(Key.Key_M, CTRL | SHIFT)
    dialog = seat.dialog(ImportDialog)
    dialog.paste_clipboard()
    seat.until(lambda: dialog.lines["headline"].text() == "The rover that would not stop")
    assert dialog.lines["category"].text() == "Science + Probes"
    dialog.lines["byline"].setFocus()
    seat.type("Vera Holm")
    seat.until(dialog.store.isEnabled)
    QTest.mouseClick(dialog.store, Qt.MouseButton.LeftButton)
    seat.until(lambda: seat.workspace.editor.document is not None)
    assert seat.fields.headline == "The rover that would not stop"
    assert seat.fields.byline == ("Vera Holm",)
    assert set(seat.replies()) == {"PerigeePete", "Halyard7"}
    seat.until(lambda: "Which hill was it?" in seat.workspace.preview.page_text())


def test_replies_of_a_copied_page_are_added_once(sit: Sit) -> None:
    seat = sit()
    seat.new_article("The rover that would not stop")
    QGuiApplication.clipboard().setText(PAGE)
    for told in ("2 replies added.", "2 already here."):
        seat.run("replies.paste_page")
        sheet = seat.dialog(PasteRepliesSheet)
        seat.until(sheet.add.isEnabled)
        QTest.mouseClick(sheet.add, Qt.MouseButton.LeftButton)
        seat.until(lambda told=told: seat.told() == told)
    assert seat.workspace.replies.model.rowCount() == 2
    seat.until(lambda: "Which hill was it?" in seat.workspace.preview.page_text())


def test_find_and_replace_is_one_step(sit: Sit) -> None:
    seat = sit()
    seat.new_article("Rover finds ice", "Ice here, ice there, ice.")
    body = seat.workspace.editor.surface.body
    body.setFocus()
    seat.press(Key.Key_H, CTRL)
    bar = seat.workspace.editor.find_bar
    seat.until(bar.words.hasFocus)
    seat.type("ice")
    bar.replacement.setFocus()
    seat.type("frost")
    seat.click("Replace all", bar)
    assert seat.fields.body.lower() == "frost here, frost there, frost."
    seat.press(Key.Key_Escape)
    assert body.hasFocus()
    seat.press(Key.Key_Z, CTRL)
    assert seat.fields.body == "Ice here, ice there, ice."


def test_the_theme_changes_everywhere_at_once(sit: Sit) -> None:
    seat = sit()
    seat.new_article("Rover finds ice")
    for appearance in ("dark", "light"):
        seat.run(f"view.{appearance}")
        theme = seat.program.theme
        assert theme.is_dark is (appearance == "dark")
        picture = seat.window.grab().toImage()
        bar = seat.window.bar.geometry().center()
        assert picture.pixelColor(bar.x(), 2).name() == theme.color("chrome").name()
        desk = seat.workspace.desk
        corner = desk.mapTo(seat.window, desk.rect().bottomLeft())
        assert picture.pixelColor(corner.x() + 2, corner.y() - 2).name() == theme.color("sidebar").name()


def test_letters_are_letters_in_text_and_commands_in_lists(sit: Sit) -> None:
    seat = sit()
    seat.new_article("Rover finds ice")
    seat.add_replies(new_reply(1, "Pete", "I was there."))
    letters = "ahspfzjkxneu1234567?/"
    seat.write(letters)
    assert seat.fields.body == letters
    seat.press(Key.Key_F, CTRL | SHIFT)
    seat.until(seat.workspace.desk.search.hasFocus)
    seat.type("hash")
    assert seat.workspace.desk.search.text() == "hash"
    assert seat.replies()["Pete"].status is ReplyStatus.VISIBLE
    assert not seat.workspace.can_undo_replies
    seat.press(Key.Key_Escape)
    focus_replies(seat)
    seat.press(Key.Key_Home)
    seat.press(Key.Key_S)
    seat.until(lambda: seat.replies()["Pete"].status is ReplyStatus.SPAM)


def test_closed_in_the_middle_of_a_sentence(sit: Sit) -> None:
    seat = sit()
    first = seat.new_article("Rover finds ice")
    second = seat.new_article("Comet comes back", "It is ")
    seat.press(Key.Key_1, CTRL)
    seat.write("late")
    seat.leave()

    seat = sit()
    seat.until(lambda: seat.workspace.editor.document is not None)
    assert seat.document.article_id == second
    assert seat.workspace.mode == "write"
    assert seat.fields.body == "It is late"
    body = seat.workspace.editor.surface.body
    assert body.textCursor().position() == len("It is late")
    assert body.hasFocus()
    seat.press(Key.Key_Left, ALT)
    seat.until(lambda: seat.document.article_id == first)
    seat.press(Key.Key_Right, ALT)
    seat.until(lambda: seat.document.article_id == second)


def test_what_the_command_line_imports_shows_up(sit: Sit, tmp_path: Path) -> None:
    seat = sit()
    seat.new_article("Rover finds ice")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    done = command_line("import", str(page))
    assert done.returncode == 0, done.stderr
    seat.until(lambda: set(seat.rows()) == {"Rover finds ice", "The rover that would not stop"})


def test_a_second_start_brings_the_first_forward(sit: Sit, tmp_path: Path) -> None:
    seat = sit(claim=True)
    seat.window.showMinimized()
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    second = subprocess.Popen([sys.executable, "-m", "famedit", "gui", str(page)], cwd=ROOT, stderr=subprocess.PIPE)
    seat.until(lambda: second.poll() is not None)
    assert second.returncode == 0, second.communicate()[1]
    assert second.stderr is not None
    second.stderr.close()
    assert not seat.window.isMinimized()
    dialog = seat.dialog(ImportDialog)
    seat.until(lambda: dialog.lines["headline"].text() == "The rover that would not stop")
    dialog.reject()


def test_two_windows_on_one_desk_overwrite_nothing(sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ines = sit()
    article = ines.new_article("Rover finds ice", "One.")
    desk = paths.desk_url("")
    monkeypatch.setenv("FAMEDIT_HOME", str(tmp_path / "second"))
    vera = sit("Vera Holm", desk=desk)
    vera.open_article(article)
    vera.write(" Two.")
    vera.save()
    ines.come_forward()
    ines.until(lambda: ines.fields.body == "One. Two.")

    ines.write(" Mine.")
    vera.come_forward()
    vera.write(" Hers.")
    vera.save()
    ines.come_forward()
    ines.workspace.editor.surface.body.setFocus()
    ines.press(Key.Key_S, CTRL)
    ines.until(ines.workspace.editor.conflict.isVisible)
    assert ines.fields.body == "One. Two. Mine."
    assert vera.fields.body == "One. Two. Hers."
    stored = ines.ask(lambda services: services.library.article(article))
    assert stored.fields.body == "One. Two. Hers."
