from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QToolButton

from famedit import paths
from famedit.core import tokens
from famedit.gui.icons import GPL_ONLY, Icons

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from pytestqt.qtbot import QtBot

    from famedit.gui.look import Look

ROOT = Path(__file__).resolve().parents[2]


def inked(pixmap: QPixmap) -> set[str]:
    """The fully opaque colours in a drawing."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    found = set()
    for y in range(image.height()):
        for x in range(image.width()):
            color = image.pixelColor(x, y)
            if color.alpha() == 255:
                found.add(color.name())
    return found


def test_icons_are_blank_until_ready_and_fill_in_by_themselves(applied_look: Look, qtbot: QtBot) -> None:
    icons = applied_look.icons
    icon = icons.icon("ph.check", "accent")
    assert not inked(icon.pixmap(QSize(18, 18), 1.0))
    button = QToolButton()
    qtbot.addWidget(button)
    icons.bind(button, "ph.trash")
    with qtbot.waitSignal(icons.ready):
        icons.start()
    assert inked(icon.pixmap(QSize(18, 18), 2.0)) == {tokens.LIGHT["accent"].lower()}
    assert inked(button.icon().pixmap(QSize(18, 18), 2.0)) == {tokens.LIGHT["text2"].lower()}


def test_icons_follow_the_theme_and_grey_out(look_with_icons: Look) -> None:
    icon = look_with_icons.icons.icon("ph.stack", "text2")
    look_with_icons.theme.set_appearance("dark")
    assert inked(icon.pixmap(QSize(18, 18), 2.0)) == {tokens.DARK["text2"].lower()}
    off = icon.pixmap(QSize(18, 18), 2.0, QIcon.Mode.Disabled)
    assert inked(off) == {tokens.DARK["disabled"].lower()}


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_drawings_are_made_for_the_screen_not_scaled(look_with_icons: Look, ratio: float) -> None:
    drawn = look_with_icons.icons.icon("ph.trash", size=18).pixmap(QSize(18, 18), ratio)
    assert drawn.size() == QSize(round(18 * ratio), round(18 * ratio))
    assert look_with_icons.icons.pixmap("ph.trash", "text", 18, ratio).size() == drawn.size()


def test_a_name_that_does_not_exist_is_blank_and_logged(
    look_with_icons: Look, caplog: pytest.LogCaptureFixture
) -> None:
    assert not inked(look_with_icons.icons.pixmap("ph.no-such-thing"))
    assert "ph.no-such-thing" in caplog.text


def test_every_icon_named_in_the_source_exists() -> None:
    spec = importlib.util.find_spec("qtawesome")
    assert spec is not None
    assert spec.origin is not None
    charmap = (Path(spec.origin).parent / "fonts" / "phosphor-charmap-1.3.0.json").read_text()
    missing = set()
    for path in (ROOT / "famedit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("ph."):
                name = node.value.removeprefix("ph.")
                if name and f'"{name}"' not in charmap:
                    missing.add(f"{path.name}: {node.value}")
    assert not missing


def test_loading_icons_brings_in_no_part_of_qt_that_is_gpl_alone() -> None:
    program = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from famedit.gui.icons import Icons
from famedit.gui.theme import Theme
app = QApplication([])
icons = Icons(Theme())
icons.ready.connect(app.quit)
QTimer.singleShot(0, icons.start)
QTimer.singleShot(30000, lambda: sys.exit("icons never came"))
app.exec()
print([name for name, module in sys.modules.items() if module is not None and name.startswith("PySide6.")])
print(open("/proc/self/maps").read() if sys.platform == "linux" else "")
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert "PySide6.QtWidgets" in ran.stdout
    for name in GPL_ONLY:
        assert name not in ran.stdout
        assert name.replace("Qt", "Qt6", 1) not in ran.stdout


def test_nothing_of_qtawesome_is_imported_before_start() -> None:
    program = "import sys; import famedit.gui.icons; print('qtawesome' in sys.modules, 'qtpy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert ran.stdout.split() == ["False", "False"], ran.stderr


def test_bound_targets_that_are_gone_are_forgotten(applied_look: Look) -> None:
    icons: Icons = applied_look.icons
    button = QToolButton()
    icons.bind(button, "ph.check")
    del button
    applied_look.theme.set_appearance("dark")
    assert not icons._bound


def test_control_marks_are_what_the_colour_table_says() -> None:
    path = ROOT / "packaging" / "control_marks.py"
    spec = importlib.util.spec_from_file_location("control_marks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, text in module.marks().items():
        assert paths.resource("icons", name).read_text(encoding="utf-8") == text
