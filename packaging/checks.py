"""What ./test runs: lint, formatting, types, tests, coverage; every stage, whatever became of the one before.

    checks.py [--all] [ARGUMENT...]

Without arguments the stages are ruff check, ruff format, pyright and the quick tests. With --all every test runs, and
core, store and services together have to reach BRANCHES_DEMANDED per cent of their branches. Any further argument goes
to pytest, which then is the only stage (without --all still the quick tests; a -m of your own replaces that choice).

Exit codes: 0 all stages passed, 1 some did not (130 interrupted).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BRANCHES_DEMANDED = 95.0
_MEASURED = ("famedit/core/", "famedit/store/", "famedit/services/")
_PLACES = 12
_REPORT = ROOT / "build" / "coverage.json"

Stage = tuple[str, Callable[[], bool]]


def _runs(*arguments: str) -> Callable[[], bool]:
    """Make a stage of one module of this environment's Python, run in the checkout."""

    def stage() -> bool:
        # the tests draw without a screen, unless somebody wants to watch
        environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        return (
            subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, env=environment, check=False).returncode == 0
        )

    return stage


def branches_reached() -> bool:
    """Show and judge the branch coverage of the packages it is demanded of, as the test run before measured it."""
    try:
        files = json.loads(_REPORT.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        print("No coverage was measured: did the tests start?")
        return False
    total = covered = 0
    for package in _MEASURED:
        mine = {name: found for name, found in files.items() if name.replace("\\", "/").startswith(package)}
        of_package = sum(found["summary"]["num_branches"] for found in mine.values())
        reached = sum(found["summary"]["covered_branches"] for found in mine.values())
        total += of_package
        covered += reached
        print(f"{package:<20} {_percent(reached, of_package):6.2f} % of {of_package} branches")
        for name, found in sorted(mine.items()):
            summary = found["summary"]
            if summary["missing_branches"]:
                share = _percent(summary["covered_branches"], summary["num_branches"])
                places = [f"{start}->{'exit' if end < 0 else end}" for start, end in found["missing_branches"]]
                more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
                print(f"    {share:6.2f} % {name}: {' '.join(places[:_PLACES])}{more}")
    print(f"{'together':<20} {_percent(covered, total):6.2f} % of {total} branches, {BRANCHES_DEMANDED:.0f} % demanded")
    return total > 0 and _percent(covered, total) >= BRANCHES_DEMANDED


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0


def stages(everything: bool, for_pytest: Sequence[str]) -> list[Stage]:
    """List the stages of one call, in order."""
    chosen = () if everything else ("-m", "not slow")
    if for_pytest:
        return [("tests", _runs("pytest", *chosen, *for_pytest))]
    lint: list[Stage] = [
        ("lint (ruff check)", _runs("ruff", "check", ".")),
        ("formatting (ruff format)", _runs("ruff", "format", "--check", ".")),
        ("types (pyright)", _runs("pyright", "--pythonpath", sys.executable)),
    ]
    if not everything:
        return [*lint, ("quick tests (pytest)", _runs("pytest", *chosen))]
    measured = ("--cov", "--cov-branch", f"--cov-report=json:{_REPORT}", "--cov-report=")
    return [*lint, ("all tests (pytest)", _runs("pytest", *measured)), ("branch coverage", branches_reached)]


def main(arguments: Sequence[str]) -> int:
    everything = "--all" in arguments
    _REPORT.parent.mkdir(exist_ok=True)
    _REPORT.unlink(missing_ok=True)
    results: list[tuple[str, bool, float]] = []
    for name, stage in stages(everything, [argument for argument in arguments if argument != "--all"]):
        print(f"\n=== {name}", flush=True)
        began = time.monotonic()
        passed = stage()
        results.append((name, passed, time.monotonic() - began))
        sys.stdout.flush()
    print()
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:7.1f} s  {name}")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
