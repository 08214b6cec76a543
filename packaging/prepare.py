"""Set-up of a checkout: environment and system libraries, brought to what ./run or ./test needs. Standard library only.

    python prepare.py [--quick] NEED...

NEED is one or more of: run (the program's packages), test (those and the tests'), offscreen (libraries to draw without
a screen), window (libraries for a real window). --quick changes nothing and answers by its exit code whether all that
is ready.

Exit codes: 0 ready, 1 failed, 2 wrong usage, 3 something of the operating system is missing (the one command is
printed), 130 interrupted. Whatever happens, the next call starts from a sound state.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

import private_libs
import syslibs
from environment import Environment
from steps import SetupFailed, Steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
NEEDS = ("run", "test", "offscreen", "window")
# what makes an environment stale when it changes; launch.sh sums the same files in the same order
WATCHED = ("requirements.lock", "requirements-dev.lock", "packaging/syslibs.txt")


def posix_sum(data: bytes) -> str:
    """Compute what the `cksum` command prints for these bytes: the sum and the number of bytes."""
    table: list[int] = []
    for index in range(256):
        value = index << 24
        for _ in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
        table.append(value & 0xFFFFFFFF)
    total = 0
    size = len(data)
    for byte in data + size.to_bytes((size.bit_length() + 7) // 8, "little"):
        total = ((total << 8) & 0xFFFFFFFF) ^ table[(total >> 24) ^ byte]
    return f"{total ^ 0xFFFFFFFF} {size}"


def sums(root: Path = ROOT) -> str:
    """Sum up the watched files in one line, which changes whenever one of them does."""
    return " ".join(f"{posix_sum((root / name).read_bytes())} {name}" for name in WATCHED)


def held(prepared: Path, made_from: str) -> set[str]:
    """Read from the file set-up left behind what is ready; nothing when a watched file has changed since."""
    try:
        have, made, *_ = [*prepared.read_text(encoding="utf-8").splitlines(), "", ""]
    except OSError:
        return set()
    return set(have.split()) if made == made_from else set()


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[int]:
    """Hold the set-up lock, waiting for another set-up to end. Yields the lock's file descriptor."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _try_lock(descriptor):
            print("  Another set-up of this folder is running; waiting for it ...", file=sys.stderr, flush=True)
            while not _try_lock(descriptor):
                time.sleep(0.2)
        yield descriptor
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # there is none elsewhere

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # there is none on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # so says Windows when it is locked; elsewhere the file system has no locks, and going without beats not going
        return sys.platform != "win32"
    return True


def prepare(needs: Sequence[str], steps: Steps) -> None:
    """Make everything in `needs` ready and write that down. Raises SetupFailed."""
    environment = Environment(ROOT, steps)
    private = private_libs.PrivateLibraries(ROOT)
    private.activate()
    made_from = sums()
    groups = syslibs.groups_for(needs)
    before = (
        environment.prepared.read_text(encoding="utf-8").split("\n")[0].split() if environment.prepared.exists() else []
    )
    # an environment that has the tests' packages keeps them, whoever asks
    level = "test" if "test" in (*needs, *before) else "run"

    unsuitable = syslibs.unsuitable()
    if unsuitable:
        raise SetupFailed(unsuitable)
    lacking = syslibs.missing(groups)
    venv_package = None
    if environment.is_ours() and not environment.works():
        venv_package = environment.lacks_venv_package()
    if (lacking or venv_package) and private_libs.wanted():
        private.unpack(syslibs.package_tool(), syslibs.read_table(), steps, with_pip=venv_package is not None)
        private.activate()
    elif lacking or venv_package:
        syslibs.install(lacking, steps, extra=[venv_package] if venv_package else [])
    if lacking:
        still = syslibs.missing(groups)
        if still:
            raise SetupFailed(
                f"Installed, but the loader still does not find: {', '.join(lib.soname for lib in still)}.", code=3
            )

    if level not in held(environment.prepared, made_from) or not environment.works():
        environment.bring_to(level)
    if groups:
        with steps.step("A first look at Qt"):
            complaint = environment.proof(needs)
        if complaint:
            raise SetupFailed(
                f"Qt does not load: {complaint}",
                f"A library is missing that set-up does not know of. The log: {steps.log}",
                code=3,
            )

    have = {"run", level, *groups, *(held(environment.prepared, made_from))}
    environment.finish(" ".join(name for name in NEEDS if name in have), made_from)


def _end_as_interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> int:
    needs = [argument for argument in arguments if argument != "--quick"]
    if not needs or any(need not in NEEDS for need in needs):
        print(__doc__, file=sys.stderr)
        return 2
    prepared = ROOT / ".venv" / "prepared"
    if "--quick" in arguments:
        return 0 if set(needs) <= held(prepared, sums()) else 1
    signal.signal(signal.SIGTERM, _end_as_interrupted)
    began = time.monotonic()
    try:
        with only_one(ROOT / ".setup" / "lock") as lock:
            steps = Steps(ROOT / ".setup" / "setup.log", keep_open=[lock])
            if set(needs) <= held(prepared, sums()) and Environment(ROOT, steps).works():
                return 0
            steps.say(
                f"Setting FamEdit up with Python {sysconfig.get_python_version()} (once, and when its packages change):"
            )
            prepare(needs, steps)
            steps.say(f"Ready in {time.monotonic() - began:.1f} s.")
    except SetupFailed as failure:
        print(f"\nFamEdit could not be set up: {failure.sentence}\n{failure.advice}".rstrip(), file=sys.stderr)
        return failure.code
    except PermissionError as error:
        print(f"\nFamEdit could not be set up: {error.filename} may not be written by you.", file=sys.stderr)
        print("Copy the folder to a place of your own, or make it yours, and run this again.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nFamEdit could not be set up: {error.strerror}: {error.filename}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up was interrupted; the next start takes it up again.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
