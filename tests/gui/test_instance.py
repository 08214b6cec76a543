from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from famedit.gui.instance import Instance

HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from famedit.gui.instance import Instance
app = QCoreApplication([])
instance = Instance("desk", Path(sys.argv[1]))
print(instance.claim(), flush=True)
instance.raised.connect(lambda files: print(*files, flush=True))
app.exec()
"""


def test_the_second_start_hands_over_and_a_killed_holder_lets_go(tmp_path: Path, qtbot: QtBot) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        second = Instance("desk", tmp_path)
        assert not second.claim()
        assert second.hand_over(["a.md", "b.md"])
        assert holder.stdout.readline().strip() == "a.md b.md"
        other = Instance("another desk", tmp_path)
        assert other.claim()
        other.release()
    finally:
        holder.kill()
        holder.communicate()
    heir = Instance("desk", tmp_path)
    assert heir.claim()
    heir.release()


def test_nobody_to_hand_over_to(tmp_path: Path, qtbot: QtBot) -> None:
    assert not Instance("desk", tmp_path).hand_over([])
