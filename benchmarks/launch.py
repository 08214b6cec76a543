"""What ./run adds to the start of the program once everything is set up: the fastest of many, against Python itself.

Usage: python benchmarks/launch.py [ROUNDS], in a checkout in which ./run has been called before.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def fastest(rounds: int, *command: str | Path) -> float:
    """Seconds the quickest of ``rounds`` calls took."""
    times: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(list(command), check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """Time ``famedit --version`` both ways and print the difference."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    bare = fastest(rounds, ROOT / ".venv" / "bin" / "python", "-m", "famedit", "--version")
    ours = fastest(rounds, ROOT / "run", "--version")
    print(f"python -m famedit --version   {bare * 1000:6.1f} ms")
    print(f"./run --version               {ours * 1000:6.1f} ms")
    print(f"./run adds                    {(ours - bare) * 1000:6.1f} ms")


if __name__ == "__main__":
    main()
