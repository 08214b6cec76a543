"""Set-up for real, offline: an environment from a lock that names one small wheel made here."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import environment
import prepare
import pytest

if TYPE_CHECKING:
    from conftest import Checkout

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are shell scripts")

PROGRAM = "import greeting, sys; print(greeting.TEXT, *sys.argv[1:])\n"


def wheel(folder: Path, version: str) -> str:
    """Make a wheel with one module in it; the line a lock has for it."""
    path = folder / f"greeting-{version}-py3-none-any.whl"
    about = f"greeting-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("greeting.py", f"TEXT = 'hello {version}'\n")
        file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n")
        file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{about}/RECORD", f"greeting.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    return f"greeting=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@dataclass(frozen=True)
class Newcomer:
    """Somebody in front of a fresh checkout and without a network; pip finds the wheels of one folder."""

    checkout: Checkout
    wheels: Path

    @property
    def root(self) -> Path:
        return self.checkout.root

    def locks(self, text: str) -> None:
        for name in ("requirements.lock", "requirements-dev.lock"):
            (self.root / name).write_text(text, encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "PYTHON"))}
        offline = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "UV_OFFLINE": "1",
            "PIP_CONFIG_FILE": os.devnull,
        }
        return {**kept, **offline, "UV_CACHE_DIR": str(self.wheels.parent / "cache")}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        words = [self.root / "run", *(arguments or ("list",))]
        return subprocess.Popen(
            words, env=self.environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True
        )

    def runs(self, *arguments: str) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    """Read what set-up says until it has said this."""
    assert process.stderr is not None
    said = ""
    while words not in said:
        letter = process.stderr.read(1)
        assert letter, f"it ended early: {said}"
        said += letter


@pytest.fixture
def newcomer(checkout: Checkout, tmp_path: Path) -> Newcomer:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (checkout.root / "famedit").mkdir()
    (checkout.root / "famedit/__main__.py").write_text(PROGRAM, encoding="utf-8")
    somebody = Newcomer(checkout, wheels)
    somebody.locks(wheel(wheels, "1.0"))
    return somebody


def test_first_and_second_run_and_a_new_lock(newcomer: Newcomer) -> None:
    code, out, err = newcomer.runs("list", "--json")
    assert (code, out) == (0, "hello 1.0 list --json\n"), err
    assert "Ready in" in err
    assert newcomer.runs() == (0, "hello 1.0 list\n", ""), "the second run says nothing of its own"
    newcomer.locks(wheel(newcomer.wheels, "2.0"))
    code, out, err = newcomer.runs()
    assert (code, out) == (0, "hello 2.0 list\n"), err
    # a broken environment is noticed by the next set-up, whatever the file says that set-up left behind
    (newcomer.root / ".venv/bin/python").unlink()
    code, out, err = newcomer.runs()
    assert (code, out) == (0, "hello 2.0 list\n"), err


@pytest.mark.slow
def test_a_wrong_hash_is_refused(newcomer: Newcomer) -> None:
    newcomer.locks(f"greeting==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    code, out, err = newcomer.runs()
    assert (code, out) == (1, "")
    assert "could not be set up" in err
    assert "run this again" in err
    assert not (newcomer.root / ".venv/prepared").exists()
    newcomer.locks(wheel(newcomer.wheels, "1.0"))
    code, out, err = newcomer.runs()
    assert (code, out) == (0, "hello 1.0 list\n"), err


@pytest.mark.slow
def test_killed_in_the_middle_it_starts_over(newcomer: Newcomer) -> None:
    process = newcomer.start()
    wait_for(process, "which installs the packages")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert (newcomer.root / ".venv/unfinished").exists()
    # what a half-unpacked package looks like: it must not be taken for an installed one
    for folder in (newcomer.root / ".venv").glob("lib/python3*/site-packages"):
        (folder / "greeting-1.0.dist-info").mkdir()
        (folder / "greeting-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n")
    code, out, err = newcomer.runs()
    assert (code, out) == (0, "hello 1.0 list\n"), err


def test_interrupted_it_says_so(newcomer: Newcomer) -> None:
    process = newcomer.start()
    wait_for(process, "environment in .venv")
    os.killpg(process.pid, signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    # the shell may end by the signal as well, once its child has said what there is to say
    assert process.returncode in (130, -signal.SIGINT)
    assert "interrupted" in err
    assert not (newcomer.root / ".venv/prepared").exists()


def test_two_at_once_wait_for_each_other(newcomer: Newcomer) -> None:
    both = [newcomer.start(), newcomer.start()]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [out for out, _err in said] == ["hello 1.0 list\n"] * 2
    assert sum("A Python" in err for _out, err in said) == 1, "one of them did the work"


def test_an_environment_of_somebody_else_is_never_changed(newcomer: Newcomer) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", newcomer.root / ".venv"], check=True)
    before = sorted(path for path in (newcomer.root / ".venv").rglob("*") if "__pycache__" not in path.parts)
    code, out, err = newcomer.runs()
    assert (code, out) == (1, "")
    assert "no greeting" in err
    assert sorted(path for path in (newcomer.root / ".venv").rglob("*") if "__pycache__" not in path.parts) == before


def test_a_folder_that_may_not_be_written(newcomer: Newcomer) -> None:
    (newcomer.root / ".setup").write_text("in the way", encoding="utf-8")
    code, _out, err = newcomer.runs()
    assert code == 1
    assert "could not be set up" in err
    assert "Traceback" not in err


def test_the_sum_is_that_of_cksum() -> None:
    for data in (b"", b"a", b"hello\n", bytes(range(256)) * 300):
        told = subprocess.run(["cksum"], input=data, capture_output=True, check=True).stdout.decode().strip()
        assert prepare.posix_sum(data) == told


def test_pip_tells_uv_about_its_index() -> None:
    listed = """\
global.extra-index-url='file:///one file:///two'
global.index-url='https://example.invalid/old'
user.index-url='https://example.invalid/simple'
:env:.find-links='/wheels /more'
global.timeout='60'
install.no-binary='x'
global.cert='/etc/ours.pem'
"""
    assert environment.uv_settings_from_pip(listed, {"SSL_CERT_FILE": "/kept.pem"}) == {
        "UV_INDEX": "file:///one file:///two",
        "UV_DEFAULT_INDEX": "https://example.invalid/simple",
        "UV_FIND_LINKS": "/wheels,/more",
    }


def test_pinned_reads_a_lock(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    hashes = " \\\n    --hash=sha256:aa\n    # via x\n"
    text = f"Some_Thing==1.0{hashes}third==2 ; sys_platform == 'win32'{hashes}"
    lock.write_text(text, encoding="utf-8")
    assert environment.pinned(lock) == {"some-thing": ("1.0", True), "third": ("2", False)}


def test_quick_only_answers(checkout: Checkout) -> None:
    command = [sys.executable, checkout.root / "packaging/prepare.py"]
    assert subprocess.run([*command, "--quick", "run"]).returncode == 1
    assert not (checkout.root / ".venv").exists()
    assert subprocess.run([*command, "nonsense"], capture_output=True).returncode == 2
    assert subprocess.run(command, capture_output=True).returncode == 2
