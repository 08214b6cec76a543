"""The lock files fit the project file, hold a hash for everything, and name no address."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import environment
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "packaging/bootstrap.lock")


def versions(name: str) -> dict[str, str]:
    return {package: version for package, (version, _everywhere) in environment.pinned(ROOT / name).items()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_entry_has_hashes_and_nothing_else_is_in_it(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    assert entries
    entry_form = re.compile(r"[\w.-]+==[\w.+!-]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+(\n    #.*)*")
    wrong = [entry for entry in entries if not entry_form.fullmatch(entry)]
    assert wrong == []


@pytest.mark.parametrize("name", [*LOCKS, "pyproject.toml", "packaging/bootstrap.in", "packaging/lock.sh"])
def test_no_address(name: str) -> None:
    assert not re.search(r"\w+://", (ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lock", "level"),
    [("requirements.lock", "run"), ("requirements-dev.lock", "run"), ("requirements-dev.lock", "test")],
)
def test_the_project_file_is_satisfied(lock: str, level: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] if level == "run" else project["dependency-groups"]["dev"]
    locked = versions(lock)
    for requirement in map(Requirement, lines):
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not locked: run packaging/lock.sh"
        assert requirement.specifier.contains(version, prereleases=True), (
            f"{requirement} but {version}: packaging/lock.sh"
        )


def test_what_the_locked_packages_ask_for_is_locked() -> None:
    locked = versions("requirements-dev.lock")
    extras = {"psycopg": ["binary"], "pyright": ["nodejs"]}
    for name in locked:
        try:
            asked = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        for requirement in map(Requirement, asked):
            environments = [{"extra": extra} for extra in ("", *extras.get(name, []))]
            if requirement.marker is None or any(requirement.marker.evaluate(each) for each in environments):
                version = locked.get(canonicalize_name(requirement.name))
                assert version is not None, f"{name} asks for {requirement}"
                assert requirement.specifier.contains(version, prereleases=True), f"{name} asks for {requirement}"


def test_both_locks_agree() -> None:
    assert versions("requirements.lock").items() <= versions("requirements-dev.lock").items()


def test_nothing_is_left_of_an_old_lock() -> None:
    """What no package asks for any more has no place in a lock."""
    text = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    assert text.count("# via") == len(versions("requirements-dev.lock"))
