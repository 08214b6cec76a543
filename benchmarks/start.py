"""Start to first painted window, against a program that is nothing but a QPlainTextEdit: ratios of one run, in turn.

Usage: python benchmarks/start.py [ROUNDS]. Runs on the screen it finds, else offscreen; says which.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QPlainTextEdit
class Edit(QPlainTextEdit):
    seen = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.seen:
            self.seen = True
            print(time.monotonic(), flush=True)
            app.quit()
app = QApplication([])
edit = Edit()
edit.resize(1440, 900)
edit.show()
app.exec()
"""

OURS = """
import os, sys, time
from famedit.app import Options, main
def guide(program):
    def painted():
        print(time.monotonic(), flush=True)
        os._exit(0)
    program.window.first_painted.disconnect()  # what follows the first frame is not measured here
    program.window.first_painted.connect(painted)
sys.exit(main(Options(actor="Ines Okafor"), guide))
"""


def start(code: str, environment: dict[str, str]) -> float:
    """Seconds from the start of the process to its first painted window."""
    began = time.monotonic()
    out = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(out.stdout.split()[0]) - began


def main() -> None:
    """Run both in turn and print the medians and the ratio of each round."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FAMEDIT_HOME": home}
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            environment["QT_QPA_PLATFORM"] = "offscreen"
        for code in (BARE, OURS):
            start(code, environment)
        pairs = [(start(BARE, environment), start(OURS, environment)) for _ in range(rounds)]
    ratios = sorted(ours / bare for bare, ours in pairs)
    print(f"platform      {environment.get('QT_QPA_PLATFORM', 'the screen')}, {rounds} rounds after one warm-up")
    print(f"bare          {statistics.median(bare for bare, _ in pairs):.3f} s")
    print(f"famedit       {statistics.median(ours for _, ours in pairs):.3f} s")
    print(f"ratio         {statistics.median(ratios):.2f}  (from {ratios[0]:.2f} to {ratios[-1]:.2f})")


if __name__ == "__main__":
    main()
