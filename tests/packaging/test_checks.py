"""The stages of ./test: all of them run, and the branch coverage is judged from what was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import checks
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def measured(path: Path, **branches: tuple[int, int]) -> None:
    """Write a coverage report: for each module (covered, all) branches."""
    files = {
        f"famedit/{name.replace('__', '/')}.py": {
            "summary": {"num_branches": total, "covered_branches": covered, "missing_branches": total - covered},
            "missing_branches": [[7, -1]] * (total - covered),
        }
        for name, (covered, total) in branches.items()
    }
    path.write_text(json.dumps({"files": files}), encoding="utf-8")


@pytest.mark.parametrize(
    ("branches", "enough"),
    [
        ({"core__a": (95, 100)}, True),
        ({"core__a": (94, 100)}, False),
        ({"core__a": (90, 100), "services__b": (100, 100)}, True),
        ({"store__a": (90, 100), "gui__b": (100, 100)}, False),
        ({"gui__b": (100, 100)}, False),
    ],
)
def test_branches_of_the_three_packages_together(
    branches: dict[str, tuple[int, int]], enough: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "coverage.json"
    measured(report, **branches)
    monkeypatch.setattr(checks, "_REPORT", report)
    assert checks.branches_reached() is enough


def test_no_measurement_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_REPORT", tmp_path / "none.json")
    assert checks.branches_reached() is False


def test_every_stage_runs_whatever_became_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def stage(name: str, passes: bool) -> tuple[str, object]:
        def run() -> bool:
            ran.append(name)
            return passes

        return name, run

    monkeypatch.setattr(checks, "_REPORT", tmp_path / "build/coverage.json")
    monkeypatch.setattr(checks, "stages", lambda *_: [stage("one", False), stage("two", True), stage("three", False)])
    assert checks.main([]) == 1
    assert ran == ["one", "two", "three"]
    summary = capsys.readouterr().out.strip().splitlines()[-3:]
    assert [line.split()[0] for line in summary] == ["FAILED", "passed", "FAILED"]
    monkeypatch.setattr(checks, "stages", lambda *_: [stage("one", True)])
    assert checks.main([]) == 0


def test_which_stages_there_are() -> None:
    def names(everything: bool, *rest: str) -> list[str]:
        return [name for name, _ in checks.stages(everything, rest)]

    assert [name.split()[0] for name in names(False)] == ["lint", "formatting", "types", "quick"]
    assert [name.split()[0] for name in names(True)] == ["lint", "formatting", "types", "all", "branch"]
    assert names(False, "tests/core") == ["tests"]


def test_arguments_go_to_pytest_alone() -> None:
    words = [
        sys.executable,
        ROOT / "packaging/checks.py",
        "--collect-only",
        "-q",
        "-p",
        "no:randomly",
        "tests/test_pyside_pin.py",
    ]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "test_twenty_thousand_calls" in done.stdout
    assert "ruff" not in done.stdout
    assert "passed" in done.stdout.splitlines()[-1]
