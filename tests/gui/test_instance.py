from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from famedit.gui.claim import Claim
from famedit.gui.instance import Instance

HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from famedit.gui.claim import Claim
from famedit.gui.instance import Instance
app = QCoreApplication([])
claim = Claim(Path(sys.argv[1]))
print(claim.take(), flush=True)
instance = Instance(sys.argv[1])
instance.raised.connect(lambda files: print(*files, flush=True))
instance.listen()
app.exec()
"""


def test_the_second_start_hands_over_and_a_killed_holder_lets_go(tmp_path: Path, qtbot: QtBot) -> None:
    desk = tmp_path / "desk.famedit"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(desk)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        assert not Claim(desk).take()
        qtbot.waitUntil(lambda: Instance(str(desk)).hand_over(["a.md", "b.md"]))
        assert holder.stdout.readline().strip() == "a.md b.md"
        other = Claim(tmp_path / "another.famedit")
        assert other.take()
        other.release()
    finally:
        holder.kill()
        holder.communicate()
    heir = Claim(desk)
    assert heir.take()
    heir.release()


def test_nobody_to_hand_over_to(tmp_path: Path, qtbot: QtBot) -> None:
    assert not Instance(str(tmp_path)).hand_over([])


def test_a_folder_that_cannot_be_made_needs_no_claim(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Claim(tmp_path / "file" / "desk.famedit").take()
