from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from famedit import paths
from famedit.gui.forms import FormFault, child, load_form

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

FORM = """<?xml version="1.0"?>
<ui version="4.0"><class>Box</class>
 <widget class="QWidget" name="Box"><layout class="QVBoxLayout" name="column">
  <item><widget class="QLabel" name="words"/></item>
  <item><widget class="Fancy" name="fancy"/></item>
 </layout></widget>
 <customwidgets><customwidget><class>Fancy</class><extends>QLineEdit</extends><header>x</header></customwidget></customwidgets>
</ui>"""


class Fancy(QLineEdit):
    pass


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(paths, "ui_form", lambda name: tmp_path / f"{name}.ui")
    (tmp_path / "box.ui").write_text(FORM)
    (tmp_path / "broken.ui").write_text("<ui version='4.0'><widget class=")
    return "box"


def test_a_form_is_laid_out_on_the_widget_itself_with_our_own_classes(form: str, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    load_form(form, box, {"Fancy": Fancy})
    assert box.objectName() == "Box"
    fancy = child(box, Fancy, "fancy")
    assert fancy.parentWidget() is box
    layout = box.layout()
    assert layout is not None
    assert layout.count() == 2
    child(box, QLabel, "words").setText("kept")


def test_a_missing_child_a_missing_form_and_a_broken_one_are_faults(form: str, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    load_form(form, box, {"Fancy": Fancy})
    with pytest.raises(FormFault, match="QPushButton called go"):
        child(box, QPushButton, "go")
    with pytest.raises(FormFault, match=r"nowhere\.ui"):
        load_form("nowhere", QWidget())


@pytest.mark.qt_log_ignore("An error has occurred while reading the UI file")
def test_a_broken_form_is_a_fault(form: str, qtbot: QtBot) -> None:
    with pytest.raises(FormFault, match=r"broken\.ui"):
        load_form("broken", QWidget())


def test_forms_hold_no_texts_no_actions_and_no_style() -> None:
    forms = sorted(paths.ui_form("x").parent.glob("*.ui"))
    assert forms
    for path in forms:
        root = ET.parse(path).getroot()  # noqa: S314 -- our own files
        assert root.find(".//action") is None, path.name
        names = {prop.get("name") for prop in root.iter("property")}
        assert not names & {"styleSheet", "font", "palette"}, path.name
