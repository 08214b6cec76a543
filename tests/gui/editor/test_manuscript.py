"""The scrolling page: header and body move as one, and only what is shown is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from famedit.core.changes import EVERYTHING
from tests.gui.editor.test_pane import put_caret

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from famedit.gui.editor.manuscript import Manuscript
    from tests.gui.editor.conftest import Desk, Editor

KEY = Qt.Key
PARAGRAPH = (
    "The lander came down a little west of where anybody had expected it, and nobody on the ground said so. " * 3
)
LONG = "\n\n".join(f"{n} {PARAGRAPH}" if n % 9 else f"## Heading {n}" for n in range(400))


@pytest.fixture
def page(editor: Editor, desk: Desk) -> Manuscript:
    editor.open(desk.new(headline="A headline", standfirst="Standfirst", body=LONG).id)
    return editor.pane.surface.page


def text_at_top(editor: Editor, page: Manuscript) -> int:
    body = editor.pane.surface.body
    point = body.viewport().mapFrom(page.viewport(), QPoint(body.x() + 5, 3))
    return body.cursorForPosition(point).position()


def test_header_and_body_move_together_pixel_by_pixel(editor: Editor, page: Manuscript) -> None:
    header, body = editor.pane.surface.header, editor.pane.surface.body
    bar = page.verticalScrollBar()
    for value in (0, 1, 50, header.height()):
        bar.setValue(value)
        assert header.y() == -value
        assert body.y() == header.height() - value
    bar.setValue(header.height() + 13)
    assert header.y() == -header.height()
    assert -60 < body.y() < 0


def test_the_body_never_leaves_a_gap_and_always_goes_on(editor: Editor, page: Manuscript) -> None:
    body, bar = editor.pane.surface.body, page.verticalScrollBar()
    before = -1
    bar.setValue(editor.pane.surface.header.height() + 1)
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + 997)
        QApplication.processEvents()
        assert body.y() <= 4
        assert body.y() + body.height() >= page.viewport().height()
        top = text_at_top(editor, page)
        assert top >= before
        before = top
    assert before > len(LONG) - 2000


def test_the_last_line_can_stand_above_the_room_at_the_foot(editor: Editor, page: Manuscript) -> None:
    bar = page.verticalScrollBar()
    body = editor.pane.surface.body
    body.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.processEvents()
    bar.setValue(bar.maximum())
    assert page.caret_y() + page.units == pytest.approx(page.viewport().height() - 96, abs=4)


def test_a_short_article_does_not_scroll(editor: Editor, desk: Desk) -> None:
    editor.open(desk.new(headline="H", body="Short.").id)
    assert editor.pane.surface.page.verticalScrollBar().maximum() == 0


def test_the_caret_stays_in_view_while_typing_and_moving(editor: Editor, page: Manuscript, qtbot: QtBot) -> None:
    body = editor.pane.surface.body
    height = page.viewport().height()
    for key, modifier in ((KEY.Key_End, Qt.KeyboardModifier.ControlModifier), (KEY.Key_Up, None), (KEY.Key_Home, None)):
        qtbot.keyClick(body, key, modifier or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()
        assert 0 <= page.caret_y() <= height - page.units
    qtbot.keyClick(body, KEY.Key_End, Qt.KeyboardModifier.ControlModifier)
    for _ in range(40):
        qtbot.keyClick(body, KEY.Key_Return)
        qtbot.keyClicks(body, "x")
        QApplication.processEvents()
        assert 0 <= page.caret_y() <= height - page.units
    qtbot.keyClick(body, KEY.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert 0 <= page.caret_y() <= height - page.units


def test_page_keys_turn_pages_and_come_back(editor: Editor, page: Manuscript, qtbot: QtBot) -> None:
    body, bar = editor.pane.surface.body, page.verticalScrollBar()
    put_caret(body, 0)
    QApplication.processEvents()
    start, y = bar.value(), page.caret_y()
    for _ in range(3):
        qtbot.keyClick(body, KEY.Key_PageDown)
        QApplication.processEvents()
    assert bar.value() >= start + 2 * bar.pageStep()
    assert body.textCursor().position() > 500
    assert abs(page.caret_y() - y) < 3 * page.units
    for _ in range(4):
        qtbot.keyClick(body, KEY.Key_PageUp)
        QApplication.processEvents()
    assert bar.value() == 0
    assert body.textCursor().position() == 0
    qtbot.keyClick(body, KEY.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert body.textCursor().hasSelection()


def test_the_wheel_scrolls_the_page_over_every_field(editor: Editor, page: Manuscript) -> None:
    bar = page.verticalScrollBar()
    window = editor.pane.window()
    for widget in (editor.pane.surface.body.viewport(), editor.pane.surface.header.headline.viewport()):
        bar.setValue(0)
        place = widget.mapTo(window, QPoint(10, 10))
        QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, -120))
        QApplication.processEvents()
        assert bar.value() == 3 * page.units


def test_a_narrower_window_keeps_the_text_in_place(editor: Editor, page: Manuscript) -> None:
    page.verticalScrollBar().setValue(9000)
    QApplication.processEvents()
    before = text_at_top(editor, page)
    editor.pane.resize(460, 700)
    QApplication.processEvents()
    assert abs(text_at_top(editor, page) - before) < 120


def test_a_colleagues_text_above_does_not_move_what_is_read(
    editor: Editor, desk: Desk, page: Manuscript, qtbot: QtBot
) -> None:
    page.verticalScrollBar().setValue(9000)
    QApplication.processEvents()
    before = text_at_top(editor, page)
    new = "New at the top.\n\n" * 5
    article = editor.document.article
    desk.colleague.editing.save(
        article.id, base_version=article.version, fields=article.fields.with_(body=new + LONG), key="k"
    )
    desk.bus.changed.emit(EVERYTHING, None)
    qtbot.waitUntil(lambda: editor.document.fields().body.startswith("New"))
    QApplication.processEvents()
    assert text_at_top(editor, page) == before + len(new)


def test_a_field_of_the_header_comes_into_view_when_it_gets_the_focus(editor: Editor, page: Manuscript) -> None:
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    editor.pane.surface.header.headline.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert page.verticalScrollBar().value() < 60


def test_typewriter_scrolling_holds_the_line(editor: Editor, page: Manuscript, qtbot: QtBot) -> None:
    editor.pane.set_mode("write")
    body = editor.pane.surface.body
    put_caret(body, len(LONG) // 2)
    for _ in range(5):
        qtbot.keyClick(body, KEY.Key_Down)
        QApplication.processEvents()
        assert body.seat is not None
        middle = page.caret_y() + body.seat.step(body.textCursor().block()) / 2
        assert middle == pytest.approx(page.viewport().height() * 0.46, abs=3)


def test_a_selection_drawn_past_the_edge_scrolls_on(editor: Editor, page: Manuscript, qtbot: QtBot) -> None:
    body = editor.pane.surface.body
    page.verticalScrollBar().setValue(2000)
    QApplication.processEvents()
    viewport = body.viewport()
    inside = viewport.mapFrom(page.viewport(), QPoint(body.x() + 60, 100))
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=inside)
    first = body.textCursor().position()
    below = viewport.mapFrom(page.viewport(), QPoint(body.x() + 60, page.viewport().height() + 40))
    qtbot.mouseMove(viewport, below)
    page._dragging(QPointF(below))
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 2600)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=below)
    assert body.textCursor().position() > first + 500
    assert body.textCursor().anchor() == first


def test_a_click_between_two_lines_goes_to_the_nearer_one(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(headline="H", body=PARAGRAPH).id)
    body = editor.pane.surface.body
    layout = body.document().firstBlock().layout()
    second = layout.lineAt(1)
    step = editor.pane.surface.page.units
    qtbot.mouseClick(body.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, step + 1))
    assert body.textCursor().position() == second.textStart()


def test_only_what_is_shown_is_laid_out_and_coloured(editor: Editor, page: Manuscript) -> None:
    far = editor.document.body.findBlockByNumber(400)
    assert far.layout().lineCount() == 0
    assert far.layout().formats() == []
    shown = editor.document.body.findBlockByNumber(0)
    assert shown.layout().formats()


def test_a_fence_colours_what_follows(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.open(desk.new(headline="H", body="**a**\n\n**b**").id)
    body = editor.pane.surface.body
    last = body.document().lastBlock
    assert last().layout().formats()[0].start == 0
    plain = len(last().layout().formats())
    put_caret(body, 0)
    qtbot.keyClicks(body, "```")
    qtbot.keyClick(body, KEY.Key_Return)
    QApplication.processEvents()
    assert len(last().layout().formats()) == 1
    body.undo()
    body.undo()
    QApplication.processEvents()
    assert len(last().layout().formats()) == plain


def test_going_to_a_line_shows_it(editor: Editor, page: Manuscript) -> None:
    editor.pane.go_to_line(500)
    QApplication.processEvents()
    assert editor.pane.surface.body.textCursor().blockNumber() == 500
    assert 0 <= page.caret_y() <= page.viewport().height() - page.units
    assert editor.pane.surface.body.hasFocus()
