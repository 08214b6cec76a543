from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from famedit import paths
from famedit.core import tokens
from famedit.gui import fonts
from famedit.gui.stylesheet import make_sheet
from famedit.gui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from famedit.gui.look import Look

Role, Group = QPalette.ColorRole, QPalette.ColorGroup


def test_both_tables_give_every_token(applied_look: Look) -> None:
    theme = applied_look.theme
    for appearance, table in (("light", tokens.LIGHT), ("dark", tokens.DARK)):
        theme.set_appearance(appearance)
        assert theme.is_dark == (appearance == "dark")
        for name, value in table.items():
            assert theme.hex(name).lower() == value.lower()
    with pytest.raises(KeyError):
        theme.color("mauve")
    with pytest.raises(ValueError, match="sepia"):
        theme.set_appearance("sepia")


def test_a_colour_handed_out_can_be_changed_without_harm(applied_look: Look) -> None:
    applied_look.theme.color("text").setAlpha(3)
    assert applied_look.theme.color("text").alpha() == 255


def test_the_palette_follows_live_and_says_so_once(applied_look: Look, qtbot: QtBot) -> None:
    theme = applied_look.theme
    with qtbot.waitSignal(theme.changed):
        theme.set_appearance("dark")
    palette = QApplication.palette()
    assert palette.color(Role.Window).name() == tokens.DARK["chrome"].lower()
    assert palette.color(Role.Base).name() == tokens.DARK["raised"].lower()
    assert palette.color(Role.PlaceholderText).name() == tokens.DARK["text3"].lower()
    assert palette.color(Group.Inactive, Role.Highlight).name() == tokens.DARK["sel_idle"].lower()
    assert palette.color(Group.Disabled, Role.Text).name() == tokens.DARK["disabled"].lower()
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_appearance("dark")


def test_placeholders_keep_their_contrast_under_the_style_sheet(applied_look: Look, qtbot: QtBot) -> None:
    for appearance in ("light", "dark"):
        applied_look.theme.set_appearance(appearance)
        field = QLineEdit()
        qtbot.addWidget(field)
        field.ensurePolished()
        shown = field.palette().color(Role.PlaceholderText)
        assert shown.alpha() == 255
        assert tokens.contrast(shown.name().upper(), applied_look.theme.hex("raised").upper()) >= 4.5


def test_interface_size_scales_lengths_and_fonts_and_writing_size_only_the_text(applied_look: Look) -> None:
    theme = applied_look.theme
    theme.set_sizes(150, 100)
    assert theme.px(32) == 48
    assert theme.font("ui").pixelSize() == 20
    assert theme.line_height("caption") == 24
    theme.set_sizes(100, 150)
    assert theme.px(32) == 32
    assert theme.font("ui").pixelSize() == 13
    assert theme.font("body").pixelSize() == 24
    assert theme.line_height("body") == 39


def test_every_shipped_face_is_found_under_the_name_its_role_asks_for(applied_look: Look) -> None:
    fonts.load_rest()
    for name, role in fonts.ROLES.items():
        info = QFontInfo(applied_look.theme.font(name))
        assert info.family() == role.families[0], name
        assert info.weight() == role.weight, name


def test_fonts_come_with_their_licences_and_stay_small() -> None:
    folder = paths.resource("fonts")
    shipped = {path.name for path in folder.iterdir()}
    assert set(fonts.FIRST_FACES + fonts.REST_FACES) == {name for name in shipped if not name.endswith(".txt")}
    for licence in ("OFL-Inter.txt", "OFL-Noto.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / licence).read_text()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5_000_000


def test_figures_are_equally_wide(applied_look: Look) -> None:
    metrics = QFontMetricsF(applied_look.theme.font("ui"))
    assert len({round(metrics.horizontalAdvance(digit * 20), 2) for digit in "0123456789"}) == 1


def test_the_sheet_obeys_its_rules() -> None:
    for dark, table in ((False, tokens.LIGHT), (True, tokens.DARK)):
        sheet = make_sheet(table, dark=dark, px=lambda n: n)
        assert "$" not in sheet
        assert "font" not in sheet, "a font in the sheet overrides setFont"
        assert "data:" not in sheet
        for selector, body in re.findall(r"([^{}]+){([^}]*)}", sheet):
            inputs = re.search(r"QLineEdit|QComboBox\b(?! QAbs)|QAbstractSpinBox|QPlainTextEdit|QTextEdit", selector)
            assert not (inputs and re.search(r"(?<![-a-z])color:", body)), selector
        for image in re.findall(r"url\(look:([^)]+)\)", sheet):
            assert paths.resource("icons", image).is_file(), image


def test_a_ring_moves_nothing(applied_look: Look, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    at_rest = field.sizeHint()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert field.sizeHint() == at_rest
    assert at_rest.height() == 32


def test_forced_colours_drop_the_sheet_and_give_it_back(applied_look: Look, qapp: QApplication) -> None:
    theme = applied_look.theme
    theme.set_forced_colours(True)
    assert qapp.styleSheet() == ""
    assert theme.color("text") == qapp.palette().color(Role.WindowText)
    assert theme.color("accent") == qapp.palette().color(Role.Highlight)
    theme.set_forced_colours(False)
    assert qapp.styleSheet()
    assert theme.hex("accent") == tokens.LIGHT["accent"].lower()


def test_a_theme_that_was_not_applied_still_answers(qapp: QApplication) -> None:
    theme = Theme()
    theme.set_appearance("dark")
    assert theme.hex("text") == tokens.DARK["text"].lower()
    assert theme.scrim().alpha() == round(0.55 * 255)
