"""What ./run and ./test do before and after set-up: which needs they name, what they start, how little that costs."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from famedit.cli import arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Checkout

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ("run", "test", ".ci/run", "packaging/launch.sh", "packaging/prepare.sh", "packaging/lock.sh")
NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "", "FAMEDIT_NO_SETUP": ""}
A_SCREEN = {**NO_SCREEN, "DISPLAY": ":0"}


def call(
    command: Path | str, *words: str, env: Mapping[str, str] = A_SCREEN, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *words],
        env={**os.environ, **env},
        cwd=cwd,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_sound(name: str) -> None:
    shellcheck = Path(sys.executable).with_name("shellcheck")
    done = subprocess.run([shellcheck, "-x", name], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    shells = [shell for shell in ("dash", "sh", "bash", "busybox") if shutil.which(shell)]
    for shell in shells:
        words = [shell, "sh"] if shell == "busybox" else [shell]
        assert subprocess.run([*words, "-n", name], cwd=ROOT).returncode == 0, shell


@pytest.mark.parametrize("name", ["run", "test", ".ci/run", "packaging/prepare.sh", "packaging/lock.sh"])
def test_commands_can_be_executed(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


@pytest.mark.parametrize(
    ("typed", "env", "needs"),
    [
        ([], A_SCREEN, "run window"),
        ([], {**NO_SCREEN, "WAYLAND_DISPLAY": "wayland-0"}, "run window"),
        (["gui"], A_SCREEN, "run window"),
        (["--database", "list"], A_SCREEN, "run window"),
        (["--database=sqlite:///x.db", "--actor", "Ada"], A_SCREEN, "run window"),
        ([], {**NO_SCREEN, "QT_QPA_PLATFORM": "offscreen"}, "run offscreen"),
        ([], {**NO_SCREEN, "QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}, "run window"),
        (["tour", "pictures"], NO_SCREEN, "run offscreen"),
        (["--database", "sqlite:///x.db", "tour", "pictures"], NO_SCREEN, "run offscreen"),
        (["list"], NO_SCREEN, "run"),
        (["--actor", "gui", "export", "--all"], NO_SCREEN, "run"),
        (["--help"], NO_SCREEN, "run"),
        (["gui", "--help"], A_SCREEN, "run window"),
        (["--version"], NO_SCREEN, "run"),
    ],
)
def test_run_asks_for_what_its_subcommand_needs(
    checkout: Checkout, typed: list[str], env: dict[str, str], needs: str
) -> None:
    checkout.script("packaging/prepare.sh", 'echo "$*" >&2; exit 3')
    done = call(checkout.root / "run", *typed, env=env)
    assert done.stderr.strip() == needs
    assert done.returncode == 3, "a failed set-up's exit code is the command's"


def test_test_asks_for_the_tests_packages(checkout: Checkout) -> None:
    checkout.script("packaging/prepare.sh", 'echo "$*"; exit 1')
    done = call(checkout.root / "test", "--all")
    assert (done.returncode, done.stdout) == (1, "test offscreen\n")


def test_run_knows_the_programs_commands_and_options(checkout: Checkout) -> None:
    """The script reads the command line a little, so it has to know what the program knows."""
    program = arguments.parser()
    commands = next(action.choices for action in program._actions if isinstance(action, argparse._SubParsersAction))
    checkout.script("packaging/prepare.sh", 'echo "$*" >&2; exit 3')
    with_value = [
        action.option_strings[0] for action in program._actions if action.option_strings and action.nargs is None
    ]
    assert len(with_value) >= 2
    before = [word for option in with_value for word in (option, "gui")]
    for command in commands:
        needs = call(checkout.root / "run", *before, command, env=NO_SCREEN).stderr.strip()
        if not arguments.needs_window(command):
            assert needs == "run", command
        elif command == "tour":
            assert needs == "run offscreen"
        else:
            assert "no screen" in needs, command
    told = call(checkout.root / "run", env=NO_SCREEN).stderr
    assert [command for command in commands if command != "gui" and command not in told] == []


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere there is always a screen")
def test_without_a_screen_one_line_names_what_works(checkout: Checkout) -> None:
    done = call(checkout.root / "run", env=NO_SCREEN)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    for word in ("no screen", "import", "export", "list", "backup", "restore", "doctor", "./run tour DIR"):
        assert word in done.stderr
    assert not (checkout.root / ".venv").exists(), "nothing is set up for it"


def test_ready_means_started_at_once(checkout: Checkout, ready: Callable[[str], None], tmp_path: Path) -> None:
    ready("run offscreen window")
    checkout.script("packaging/prepare.sh", "echo set up again; exit 1")
    done = call(checkout.root / "run", "import", "a file.md", "", "*", cwd=tmp_path, env=NO_SCREEN)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        f"PYTHONPATH={checkout.root}",
        *("-P", "-m", "famedit", "import", "a file.md", "", "*"),
    ]


def test_test_starts_the_checks(checkout: Checkout, ready: Callable[[str], None]) -> None:
    ready("run test offscreen")
    done = call(checkout.root / "test", "-k", "a word")
    assert done.stdout.splitlines()[1:] == ["-P", f"{checkout.root}/packaging/checks.py", "-k", "a word"]


def test_run_can_be_called_from_anywhere(checkout: Checkout, ready: Callable[[str], None], tmp_path: Path) -> None:
    ready("run")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/one").symlink_to(checkout.root / "run")
    (tmp_path / "bin/famedit").symlink_to("one")
    link = tmp_path / "bin/famedit"
    for command, cwd in (
        (link, tmp_path),
        ("bin/famedit", tmp_path),
        ("./run", checkout.root),
        ("./famedit", link.parent),
    ):
        done = call(command, "list", cwd=cwd)
        assert done.stdout.startswith(f"PYTHONPATH={checkout.root}\n"), done.stderr
    inside = subprocess.run(["sh", "run", "list"], cwd=checkout.root, capture_output=True, text=True)
    assert inside.stdout.startswith(f"PYTHONPATH={checkout.root}\n")


@pytest.mark.parametrize("changed", ["requirements.lock", "requirements-dev.lock", "packaging/syslibs.txt"])
def test_a_changed_file_means_set_up_again(checkout: Checkout, ready: Callable[[str], None], changed: str) -> None:
    ready("run")
    checkout.script("packaging/prepare.sh", "exit 7")
    with (checkout.root / changed).open("a") as file:
        file.write("# another line\n")
    assert call(checkout.root / "run", "list").returncode == 7


def test_a_missing_need_means_set_up_again(checkout: Checkout, ready: Callable[[str], None]) -> None:
    ready("run")
    checkout.script("packaging/prepare.sh", "exit 7")
    assert call(checkout.root / "run", "list").returncode == 0
    assert call(checkout.root / "run", "tour", "x").returncode == 7
    assert call(checkout.root / "test").returncode == 7


def test_a_python_that_went_away_means_set_up_again(checkout: Checkout, ready: Callable[[str], None]) -> None:
    ready("run")
    checkout.script("packaging/prepare.sh", "exit 7")
    (checkout.root / ".venv/bin/python").unlink()
    (checkout.root / ".venv/bin/python").symlink_to("/nowhere/python3.11")
    assert call(checkout.root / "run", "list").returncode == 7


def test_an_environment_can_be_taken_as_it_is(checkout: Checkout) -> None:
    checkout.script("packaging/prepare.sh", "exit 7")
    checkout.script(".venv/bin/python", "echo started")
    assert call(checkout.root / "run", "list", env={**NO_SCREEN, "FAMEDIT_NO_SETUP": "1"}).stdout == "started\n"


@pytest.mark.parametrize("name", ["run.cmd", "test.cmd", "packaging/prepare.cmd"])
def test_windows_commands_are_written_for_windows(name: str) -> None:
    data = (ROOT / name).read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n"), "cmd.exe loses its labels in files with bare line feeds"
