"""The PySide6 we pin has to survive calls that return nothing.

6.12.0 on Python 3.10 and 3.11 loses a reference to None with each of them, and aborts after some thousands.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

# None starts with some 5,000 references: a build that loses one a call aborts ("none_dealloc") long before the end
MANY_VOID_CALLS = """
import sys
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
thing = QObject()
before = sys.getrefcount(None)
for number in range(5_000):
    label.setText(str(number))
    label.setToolTip(str(number))
    label.setEnabled(number % 2 == 0)
    thing.setObjectName(str(number))
assert label.text() == "4999"
lost = before - sys.getrefcount(None)
print(f"lost {lost}")
sys.exit(lost > 100)
"""


def test_twenty_thousand_calls_that_return_nothing() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", MANY_VOID_CALLS], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def test_the_running_pyside_is_one_we_take() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = [Requirement(line) for line in project["dependencies"] if line.lower().startswith("pyside6")]
    asked = [requirement for requirement in ours if requirement.marker is None or requirement.marker.evaluate()]
    assert len(asked) == 1
    assert asked[0].specifier.contains(importlib.metadata.version(asked[0].name))
    if sys.version_info < (3, 12):
        assert not asked[0].specifier.contains("6.12.0")
