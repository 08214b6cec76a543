from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QVBoxLayout, QWidget

from famedit.core.article import Status
from famedit.gui.components.banner import Banner
from famedit.gui.components.buttons import Button, IconButton, LinkButton, PrimaryButton, SecondaryButton
from famedit.gui.components.chips import chip_size, key_cap_size, key_parts, paint_chip, paint_key_cap
from famedit.gui.components.empty_state import EmptyState
from famedit.gui.components.fields import ChoiceField, FieldError, LabelledBox, LineField, NumberField, SearchField
from famedit.gui.components.glyphs import initials, paint_avatar, paint_lamp, paint_phase
from famedit.gui.components.segmented import SegmentedControl
from famedit.gui.components.sheet import Sheet, confirm
from famedit.gui.components.undo_bar import SHOWN_MS, UndoBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from famedit.gui.components.glyphs import Verdict
    from famedit.gui.look import Look

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    window.resize(900, 700)
    text = QPlainTextEdit()
    window.setCentralWidget(text)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    return window


def text_of(window: QMainWindow) -> QWidget:
    text = window.centralWidget()
    assert text is not None
    return text


def painted(paint: Callable[[QPainter], object], width: int = 60, height: int = 60, scale: float = 1.0) -> QImage:
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def share(image: QImage, color: str) -> float:
    hits = sum(
        image.pixelColor(x, y).name() == color and image.pixelColor(x, y).alpha() == 255
        for y in range(image.height())
        for x in range(image.width())
    )
    return hits / (image.width() * image.height())


# Glyphs and chips ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_phases_differ_in_shape_not_only_in_colour(applied_look: Look, scale: float) -> None:
    theme = applied_look.theme
    lit = {}
    for status, token in (
        (Status.DRAFT, "text3"),
        (Status.IN_REVIEW, "amber_lamp"),
        (Status.READY, "accent"),
        (Status.PUBLISHED, "green_lamp"),
    ):
        image = painted(lambda p, s=status: paint_phase(p, QRectF(2, 2, 56, 56), applied_look, s), scale=scale)
        lit[status] = share(image, theme.hex(token))
    assert lit[Status.DRAFT] < 0.1 < lit[Status.IN_REVIEW] < lit[Status.READY] < lit[Status.PUBLISHED]
    assert lit[Status.IN_REVIEW] == pytest.approx(lit[Status.PUBLISHED] / 2, abs=0.06)


def test_the_half_moon_is_lit_on_the_right(applied_look: Look) -> None:
    image = painted(lambda p: paint_phase(p, QRectF(0, 0, 60, 60), applied_look, Status.IN_REVIEW))
    assert image.pixelColor(45, 30).name() == applied_look.theme.hex("amber_lamp")
    assert image.pixelColor(15, 30).alpha() == 0


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("PerigeePete", "PP"),
        ("Halyard_7", "H7"),
        ("selenographer", "SE"),
        ("orbital_mechanic", "OM"),
        ("Ines Okafor", "IO"),
        ("x", "X"),
        ("", "?"),
        ("--", "?"),
        ("Ольга Иванова", "ОИ"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_an_avatar_turns_into_a_tick(applied_look: Look) -> None:
    plain = painted(lambda p: paint_avatar(p, QRectF(0, 0, 30, 30), applied_look, "Halyard_7"), 30, 30)
    ticked = painted(lambda p: paint_avatar(p, QRectF(0, 0, 30, 30), applied_look, "Halyard_7", ticked=True), 30, 30)
    assert share(plain, applied_look.theme.hex("sunken")) > 0.4
    assert share(ticked, applied_look.theme.hex("accent")) > 0.4


@pytest.mark.parametrize("verdict", ["go", "hold", "no-go"])
def test_lamps_carry_a_sign(applied_look: Look, verdict: Verdict) -> None:
    image = painted(lambda p: paint_lamp(p, QRectF(0, 0, 60, 60), applied_look, verdict))
    assert 0.02 < share(image, applied_look.theme.hex("raised")) < 0.3


def test_chips_are_as_large_as_they_say_and_hold_their_words(look_with_icons: Look) -> None:
    look = look_with_icons
    for size in (100, 150):
        look.theme.set_sizes(size, 100)
        hint = chip_size(look, "Pending", "ph.hourglass-medium")
        assert hint.height() == round(18 * size / 100)
        image = painted(
            lambda p, h=hint: paint_chip(p, QRect(QPoint(0, 0), h), look, "Pending", "amber", "ph.hourglass-medium"),
            hint.width(),
            hint.height(),
        )
        assert image.pixelColor(3, hint.height() // 2).name() == look.theme.hex("amber_soft")
        assert share(image, look.theme.hex("amber")) > 0.02
    look.theme.set_sizes(100, 100)


@pytest.mark.parametrize(
    ("keys", "caps"),
    [
        ("Ctrl+Shift+P", ["Ctrl", "Shift", "P"]),
        ("A", ["A"]),
        ("Ctrl++", ["Ctrl", "+"]),
        ("+", ["+"]),
        ("?", ["?"]),
        ("", []),
    ],
)
def test_key_caps_of_a_shortcut(keys: str, caps: list[str]) -> None:
    assert key_parts(keys) == caps


def test_key_caps_are_at_least_18_wide(applied_look: Look) -> None:
    assert key_cap_size(applied_look, "I").width() == 18
    size = key_cap_size(applied_look, "Shift")
    image = painted(
        lambda p: paint_key_cap(p, QRect(QPoint(0, 0), size), applied_look, "Shift"), size.width(), size.height()
    )
    assert image.pixelColor(size.width() // 2, size.height() - 1).name() == applied_look.theme.hex("line_strong")


# Buttons and fields -------------------------------------------------------------------------------------------------


def test_buttons_have_the_drawn_sizes_and_never_take_the_focus_by_mouse(
    applied_look: Look, window: QMainWindow, qtbot: QtBot
) -> None:
    button = SecondaryButton(applied_look, "Close", parent=window)
    button.adjustSize()
    button.show()
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    assert button.height() == 32
    assert PrimaryButton(applied_look, "Approve", key="A", height=28).sizeHint().height() == 28
    assert LinkButton(applied_look, "Retry").sizeHint().height() >= 24
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    assert text_of(window).hasFocus()


def test_a_key_and_an_icon_make_room_and_hidden_words_stay_the_name(applied_look: Look) -> None:
    plain = Button(applied_look, "Hide").sizeHint().width()
    full = Button(applied_look, "Hide", "ph.eye-slash", "H")
    assert full.sizeHint().width() >= plain + 16 + 18
    full.set_words_shown(False)
    assert full.sizeHint().width() < plain + 16 + 18
    assert full.accessibleName() == "Hide"


def test_icon_buttons_say_what_they_do_and_by_which_key(applied_look: Look) -> None:
    button = IconButton(applied_look, "ph.text-bolder", "Bold", "Ctrl+B")
    assert button.accessibleName() == "Bold"
    assert button.toolTip() == "Bold  Ctrl+B"
    assert button.sizeHint().width() == button.sizeHint().height() == 32


def test_a_button_paints_in_every_state_without_moving(look_with_icons: Look, window: QMainWindow) -> None:
    for kind in (PrimaryButton, SecondaryButton, LinkButton):
        button = kind(look_with_icons, "Export", "ph.export", "E", window)
        at_rest = button.sizeHint()
        for change in (
            lambda b: b.setFocus(Qt.FocusReason.TabFocusReason),
            lambda b: b.setDown(True),
            lambda b: b.setEnabled(False),
        ):
            change(button)
            button.resize(button.sizeHint())
            assert not button.grab().isNull()
            assert button.sizeHint() == at_rest


def test_segments_move_by_arrows_and_are_one_tab_stop(applied_look: Look, window: QMainWindow, qtbot: QtBot) -> None:
    control = SegmentedControl(applied_look, [("a", "One", ""), ("b", "Two", ""), ("c", "Three", "")], window)
    control.show()
    chosen: list[str] = []
    control.chosen.connect(chosen.append)
    stops = [b for b in control.findChildren(QWidget) if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1
    stops[0].setFocus()
    qtbot.waitUntil(stops[0].hasFocus)
    qtbot.keyClick(stops[0], Key.Key_Right)
    assert (chosen, control.current) == (["b"], "b")
    qtbot.keyClick(window.focusWidget(), Key.Key_Right)
    qtbot.keyClick(window.focusWidget(), Key.Key_Right)
    assert control.current == "c"
    control.set_current("a")
    assert chosen == ["b", "c"]


def test_search_empties_on_escape_then_leaves(applied_look: Look, qtbot: QtBot) -> None:
    field = SearchField(applied_look, "Search articles", "/")
    qtbot.addWidget(field)
    field.setText("moon")
    with qtbot.assertNotEmitted(field.left):
        qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.left):
        qtbot.keyClick(field, Key.Key_Escape)
    with qtbot.waitSignal(field.moved_down):
        qtbot.keyClick(field, Key.Key_Down)


def test_an_error_shows_on_the_field_and_under_it(applied_look: Look, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    field, error = LineField(applied_look, name="File name"), FieldError(applied_look)
    column.addWidget(field)
    column.addWidget(error)
    box.show()
    field.set_error(True)
    error.show_error("A file name cannot contain a slash.")
    assert error.isVisible()
    shot = field.grab().toImage()
    assert shot.pixelColor(shot.width() // 2, 0).name() == applied_look.theme.hex("red_lamp")
    field.set_error(False)
    error.show_error("")
    assert not error.isVisible()
    shot = field.grab().toImage()
    assert shot.pixelColor(shot.width() // 2, 0).name() == applied_look.theme.hex("line")


def test_a_labelled_box_names_its_editor_and_rings_when_it_has_the_focus(
    applied_look: Look, window: QMainWindow, qtbot: QtBot
) -> None:
    editor = QLineEdit()
    box = LabelledBox(applied_look, "Alt", editor, window)
    box.resize(300, 32)
    box.show()
    assert editor.accessibleName() == "Alt"
    assert box.label.buddy() is editor
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, 16))
    qtbot.waitUntil(editor.hasFocus)
    shot = box.grab().toImage()
    assert shot.pixelColor(150, 1).name() == applied_look.theme.hex("accent")
    assert box.minimumSizeHint().height() >= 32


def test_number_and_choice_fields_are_silent_when_set(applied_look: Look, qtbot: QtBot) -> None:
    number = NumberField(applied_look, 90, 150, 10, " %")
    choice = ChoiceField(applied_look, [("a", "One"), ("b", "Two")])
    qtbot.addWidget(number)
    qtbot.addWidget(choice)
    with qtbot.assertNotEmitted(choice.picked):
        choice.set_key("b")
    assert choice.key == "b"
    choice.set_key("nothing")
    assert choice.key == ""
    number.setValue(1000)
    assert number.value() == 150
    applied_look.theme.set_sizes(150, 100)
    assert number.lineEdit().font().pixelSize() == 20


# Messages -----------------------------------------------------------------------------------------------------------


def test_the_undo_bar_never_takes_the_focus_and_acts_once(
    applied_look: Look, window: QMainWindow, qtbot: QtBot
) -> None:
    bar = UndoBar(applied_look, text_of(window))
    done: list[int] = []
    bar.show_message("3 replies hidden.", "ph.eye-slash", "Undo", "Z", lambda: done.append(1))
    assert bar.sentence == "3 replies hidden."
    assert text_of(window).hasFocus()
    bar.press()
    bar.press()
    assert done == [1]
    assert bar.sentence == ""


def test_the_undo_bar_stays_inside_the_window_when_its_pane_is_narrow(applied_look: Look, window: QMainWindow) -> None:
    pane = QWidget(window)
    pane.setGeometry(0, 0, 120, 700)
    pane.show()
    bar = UndoBar(applied_look, pane)
    bar.show_message("Article moved to the trash.", "ph.trash", "Undo")
    shown = bar.geometry().adjusted(28, 28, -28, -28)
    assert shown.left() >= 8
    assert shown.width() > 200
    assert shown.bottom() == pane.height() - 16 - 1


def test_the_undo_bar_counts_eight_seconds_and_waits_while_it_has_the_focus(
    applied_look: Look, window: QMainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseMove(window, QPoint(5, 5))
    bar = UndoBar(applied_look, text_of(window))
    bar.show_message("Reply 2 approved.", action="Undo")
    assert bar._timer.isActive()
    assert SHOWN_MS == 8000
    assert bar._timer.interval() == SHOWN_MS
    bar._link.setFocus()
    qtbot.waitUntil(lambda: not bar._timer.isActive())
    text_of(window).setFocus()
    qtbot.waitUntil(bar._timer.isActive)
    bar.dismiss()
    assert not bar.isVisible()


def test_without_motion_the_bar_appears_at_once(applied_look: Look, window: QMainWindow, qtbot: QtBot) -> None:
    applied_look.theme.set_reduced_motion(True)
    bar = UndoBar(applied_look, text_of(window))
    bar.show_message("Article archived.")
    assert bar.graphicsEffect() is None
    applied_look.theme.set_reduced_motion(False)
    bar.dismiss()
    if not applied_look.theme.reduced_motion:
        bar.show_message("Article archived.")
        assert bar.graphicsEffect() is not None
        qtbot.waitUntil(lambda: bar.graphicsEffect() is None)


def test_a_new_message_replaces_the_old_one(applied_look: Look, window: QMainWindow) -> None:
    bar = UndoBar(applied_look, text_of(window))
    done: list[str] = []
    bar.show_message("One.", action="Undo", key="Z", act=lambda: done.append("one"))
    bar.show_message("Two.", action="Undo", key="Z", act=lambda: done.append("two"))
    bar.press()
    assert done == ["two"]


def test_banners_and_empty_states_speak_and_act(applied_look: Look, qtbot: QtBot) -> None:
    banner = Banner(applied_look, "red")
    qtbot.addWidget(banner)
    banner.show_words("This article is not saved", "The disk is full.", "Retry")
    assert banner.accessibleName() == "This article is not saved. The disk is full."
    with qtbot.waitSignal(banner.link_clicked):
        banner._link.click()
    empty = EmptyState(applied_look, "ph.article", "No articles yet", "Everything is listed here.", "New article", "N")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.acted):
        empty.button.click()
    empty.show_state("ph.article", "No match", "Nothing.")
    assert empty.button.isHidden()


# Sheets -------------------------------------------------------------------------------------------------------------


def make_sheet(look: Look, window: QMainWindow) -> tuple[Sheet, QLineEdit]:
    sheet = Sheet(look, window, "Insert a link")
    field = LineField(look, name="Address")
    sheet.body.addWidget(field)
    sheet.add_action(SecondaryButton(look, "Cancel"), sheet.reject)
    sheet.add_action(PrimaryButton(look, "Insert"), sheet.finish, primary=True)
    return sheet, field


def test_a_sheet_holds_the_focus_and_gives_it_back(applied_look: Look, window: QMainWindow, qtbot: QtBot) -> None:
    sheet, field = make_sheet(applied_look, window)
    sheet.open()
    qtbot.waitUntil(field.hasFocus)
    seen = set()
    for _ in range(4):
        seen.add(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Key.Key_Tab)
    assert len(seen) == 3
    assert all(sheet.isAncestorOf(widget) for widget in seen)
    text_of(window).setFocus()
    qtbot.waitUntil(lambda: sheet.isAncestorOf(window.focusWidget()))
    with qtbot.waitSignal(sheet.rejected):
        qtbot.keyClick(window.focusWidget(), Key.Key_Escape)
    assert text_of(window).hasFocus()


def test_enter_is_the_primary_action(applied_look: Look, window: QMainWindow, qtbot: QtBot) -> None:
    sheet, field = make_sheet(applied_look, window)
    sheet.open()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(sheet.accepted):
        qtbot.keyClick(field, Key.Key_Return)
    assert not sheet.isVisible()


def test_shortcuts_of_the_window_do_not_reach_through_a_sheet(
    applied_look: Look, window: QMainWindow, qtbot: QtBot
) -> None:
    fired: list[str] = []
    action = QAction("Export", window)
    action.setShortcut("Ctrl+E")
    action.triggered.connect(lambda: fired.append("export"))
    window.addAction(action)
    QShortcut(QKeySequence("Esc"), window, lambda: fired.append("esc"))
    qtbot.keyClick(text_of(window), Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert fired == ["export"]
    sheet, field = make_sheet(applied_look, window)
    sheet.open()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "a b")
    qtbot.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert field.selectedText() == "a b"
    qtbot.keyClick(field, Key.Key_Escape)
    assert fired == ["export"]
    assert not sheet.isVisible()


def test_a_sheet_stays_inside_a_small_window_and_follows_it(applied_look: Look, window: QMainWindow) -> None:
    sheet, _ = make_sheet(applied_look, window)
    sheet.open()
    assert sheet.card.width() == 520
    window.resize(400, 300)
    assert sheet.size() == window.size()
    assert sheet.rect().contains(sheet.card.geometry())
    sheet.reject()


def test_confirm_keeps_by_default(applied_look: Look, window: QMainWindow, qtbot: QtBot) -> None:
    answers: list[bool] = []
    sheet = confirm(applied_look, window, "Delete?", "This cannot be undone.", "Keep", "Delete", answers.append)
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), Button))
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert answers == [False]
    sheet = confirm(applied_look, window, "Delete?", "This cannot be undone.", "Keep", "Delete", answers.append)
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), Button) and sheet.isVisible())
    qtbot.keyClick(window.focusWidget(), Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert answers == [False, True]


def test_a_sheet_over_a_sheet_gets_the_keys(applied_look: Look, window: QMainWindow, qtbot: QtBot) -> None:
    below, field = make_sheet(applied_look, window)
    below.open()
    qtbot.waitUntil(field.hasFocus)
    answers: list[bool] = []
    above = confirm(applied_look, window, "Sure?", "It is final.", "Keep", "Do", answers.append)
    qtbot.waitUntil(lambda: above.isAncestorOf(window.focusWidget()))
    qtbot.keyClick(window.focusWidget(), Key.Key_Escape)
    assert answers == [False]
    assert below.isVisible()
    assert field.hasFocus()
    below.reject()
