"""The Python environment (.venv) from a lock file with hashes: made, brought up to date, proved.

Standard library only. uv does the work and pip stands in where uv cannot; both refuse a file whose hash the lock lacks.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from private_libs import PrivateLibraries
from steps import CommandFailed, SetupFailed, Steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
# what the packages take on disk while they are unpacked, with room to spare
_ROOM_NEEDED = 2_000_000_000
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<marker>\s*;[^\\]*)?", re.MULTILINE)
_FROM_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}
_OURS, _FOREIGN = "made by set-up", "made by somebody else"
_NO_NETWORK = (
    "Is this machine online? Behind a proxy set HTTPS_PROXY; an index of your own is taken from pip's configuration.\n"
    "Nothing half-done stays behind: run this again."
)


def pinned(lock: Path) -> dict[str, tuple[str, bool]]:
    """Read a lock: normalised name -> (version, whether every machine needs it, that is: its line has no marker)."""
    text = lock.read_text(encoding="utf-8")
    return {_normal(hit["name"]): (hit["version"], hit["marker"] is None) for hit in _PINNED.finditer(text)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class Environment:
    """The .venv of one checkout.

    `prepared` in it says what it holds and is written last; `unfinished` stands there while it is being changed, so one
    that was interrupted at any instant is known and made anew.
    """

    def __init__(self, root: Path, steps: Steps) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.prepared = self.folder / "prepared"
        self._unfinished = self.folder / "unfinished"
        self._tools = root / ".setup" / "tools"
        self._steps = steps
        self._pip_words: list[str] | None = None

    # ------------------------------------------------------------------------------------------------- questions

    def is_ours(self) -> bool:
        """Whether set-up made it. One that somebody else made is checked but never changed."""
        if self._unfinished.exists() or not self.python.exists():
            return True
        return self.prepared.exists() and _FOREIGN not in self.prepared.read_text(encoding="utf-8").splitlines()

    def works(self) -> bool:
        """Whether it was finished once and its Python still starts (a system upgrade may have taken that away)."""
        if self._unfinished.exists() or not self.python.exists():
            return False
        try:
            asked = subprocess.run(
                [self.python, "-c", "import sys; print(sys.version_info[:2])"],
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError:
            return False
        return (
            asked.returncode == 0
            and (3, 11) <= ast.literal_eval(asked.stdout) < (3, 15)
            and self._packages_folder() is not None
        )

    def faults(self, level: str) -> list[str]:
        """Tell what differs from the lock of this level, a few words each; nothing when all is there."""
        folder = self._packages_folder()
        if folder is None:
            return ["it has no packages"]
        present = {_normal(found.name): found.version for found in importlib.metadata.distributions(path=[str(folder)])}
        found: list[str] = []
        for name, (version, everywhere) in pinned(self.root / LOCKS[level]).items():
            if name in present and present[name] != version:
                found.append(f"{name} {present[name]} instead of {version}")
            elif name not in present and everywhere:
                found.append(f"no {name}")
        return found

    def lacks_venv_package(self) -> str | None:
        """Name the package without which no environment can be made here (Debian splits Python up); None when fine."""
        if importlib.util.find_spec("ensurepip") or self._base_pip() or _works("uv"):
            return None
        return f"python3.{sys.version_info.minor}-venv"

    def proof(self, needs: Sequence[str]) -> str | None:
        """Load Qt as the program will; the loader's complaint when that fails, else None."""
        code = "import PySide6.QtWidgets, PySide6.QtWebEngineWidgets\n"
        if "window" in needs and sys.platform == "linux":
            code += "import ctypes, pathlib, PySide6\n"
            code += "ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / 'Qt/plugins/platforms/libqxcb.so'))\n"
        asked = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=False)
        return (
            None
            if asked.returncode == 0
            else (asked.stderr.strip().splitlines() or ["Python ended without a word"])[-1]
        )

    # --------------------------------------------------------------------------------------------------- changes

    def bring_to(self, level: str) -> None:
        """Make it hold exactly what the lock of this level (run or test) names. Raises SetupFailed."""
        if not self.is_ours():
            self._check_foreign(level)
            return
        self._check_room()
        if not self.works():
            self._make()
        lock = self.root / LOCKS[level]
        self._begin_change()
        self._install(lock)
        faults = self.faults(level)
        if faults:
            raise SetupFailed(
                f"The environment does not match {lock.name} after installing: {'; '.join(faults)}.",
                f"Remove {self.folder} and run this again; the log is {self._steps.log}.",
            )

    def finish(self, have: str, made_from: str) -> None:
        """Write down what it holds now and from which files, atomically; from here on it counts as ready."""
        maker = _OURS if self.is_ours() else _FOREIGN
        draft = self.folder / "prepared.new"
        draft.write_text(f"{have}\n{made_from}\n{maker}\n", encoding="utf-8")
        draft.replace(self.prepared)
        self._unfinished.unlink(missing_ok=True)

    def _begin_change(self) -> None:
        self._unfinished.touch()
        self.prepared.unlink(missing_ok=True)

    def _check_foreign(self, level: str) -> None:
        with self._steps.step(f"The environment {self.folder} (not made by set-up: only checked)"):
            faults = self.faults(level)
        if faults:
            raise SetupFailed(
                f"{self.folder} was made by somebody else and does not match {LOCKS[level]}: {'; '.join(faults)}.",
                f"Bring it up to date (uv pip sync {LOCKS[level]}), or remove it and run this again to have one made.",
            )

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.root).free
        if free < _ROOM_NEEDED:
            raise SetupFailed(
                f"Only {free / 1e9:.1f} GB are free for {self.root}; setting up needs {_ROOM_NEEDED / 1e9:.0f} GB.",
                "Free some space and run this again.",
            )

    def _make(self) -> None:
        version = ".".join(map(str, sys.version_info[:3]))
        # the real file behind python3: a system upgrade points that link at another Python, without the packages
        base = os.path.realpath(sys.executable)
        self._pip_words = None
        with self._steps.step(f"A Python {version} environment in {self.folder.name}"):
            if self.folder.exists():
                _empty(self.folder)
            self.folder.mkdir(exist_ok=True)
            self._begin_change()
            pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
            try:
                self._steps.run([base, "-m", "venv", *pip, str(self.folder)])
            except CommandFailed as error:
                raise SetupFailed(
                    f"Python could not make an environment:\n{error.tail}", f"The log is {self._steps.log}."
                ) from error

    def _install(self, lock: Path) -> None:
        count = len(pinned(lock))
        uv = self._uv()
        if uv is not None:
            sync = [
                uv,
                "pip",
                "sync",
                "--python",
                str(self.python),
                "--require-hashes",
                "--index-strategy",
                "unsafe-best-match",
            ]
            try:
                with self._steps.step(f"Up to {count} packages from {lock.name} (the first time some 300 MB to fetch)"):
                    self._steps.run([*sync, str(lock)], env=self._uv_settings())
            except CommandFailed as error:
                self._steps.say(f"  uv could not do it ({_last(error.tail)}); trying pip")
            else:
                return
        pip = self._pip()
        if pip is None:
            raise SetupFailed("The packages could not be installed: uv failed, and there is no pip.", _NO_NETWORK)
        command = [
            *pip,
            "install",
            "--no-input",
            "--no-deps",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            str(lock),
        ]
        try:
            with self._steps.step(f"Up to {count} packages from {lock.name} through pip"):
                self._steps.run(command)
        except CommandFailed as error:
            raise SetupFailed(f"The packages could not be installed:\n{error.tail}", _NO_NETWORK) from error

    # ----------------------------------------------------------------------------------------------------- tools

    def _uv(self) -> str | None:
        """Get a uv: ours (of the pinned version, by hash), else the one on PATH; None when there is none."""
        bootstrap = self.root / "packaging" / "bootstrap.lock"
        wanted = pinned(bootstrap)["uv"][0]
        ours = self._tools / "bin" / ("uv.exe" if os.name == "nt" else "uv")
        if f"uv {wanted}" in _version(str(ours)):
            return str(ours)
        pip = self._pip()
        if pip is not None:
            command = [*pip, "install", "--no-input", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
            try:
                with self._steps.step(f"uv {wanted}, which installs the packages"):
                    shutil.rmtree(self._tools, ignore_errors=True)
                    self._steps.run([*command, "--target", str(self._tools), "-r", str(bootstrap)])
            except CommandFailed as error:
                self._steps.say(f"  uv is not to be had ({_last(error.tail)})")
            else:
                if _works(str(ours)):
                    return str(ours)
        return shutil.which("uv") if _works("uv") else None

    def _pip(self) -> list[str] | None:
        """Get a pip that installs into the environment: its own, else that of the Python set-up runs in."""
        if self._pip_words is None:
            inside = [str(self.python), "-m", "pip", "--disable-pip-version-check"]
            if self._packages_folder() is not None and _works(*inside):
                self._pip_words = inside
            elif base := self._base_pip():
                self._pip_words = [*base, "--python", str(self.python)]
        return self._pip_words

    def _base_pip(self) -> list[str] | None:
        private = PrivateLibraries(self.root).pip()
        ways = [["-m", "pip"], *([[str(private)]] if private else [])]
        commands = ([sys.executable, *way, "--disable-pip-version-check"] for way in ways)
        return next((command for command in commands if _works(*command)), None)

    def _uv_settings(self) -> dict[str, str]:
        """Gather what uv has to be told; an index that only pip was told of is passed on."""
        settings = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
        pip = self._pip()
        if pip is None or any(
            name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE")
        ):
            return settings
        try:
            listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return settings
        return {**settings, **uv_settings_from_pip(listed, os.environ)}

    def _packages_folder(self) -> Path | None:
        for found in (self.folder / "Lib" / "site-packages", *self.folder.glob("lib/python3.*/site-packages")):
            if found.is_dir():
                return found
        return None


def uv_settings_from_pip(listed: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Translate what `pip config list` prints into uv's variables; what the environment sets already stays."""
    order = ("global", "user", "site", "install", ":env:")
    found: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        where, _, name = key.strip().rpartition(".")
        if name not in _FROM_PIP or where not in order:
            continue
        words = str(ast.literal_eval(value)).split()
        rank = order.index(where)
        if words and rank >= found.get(name, (-1, ""))[0]:
            found[name] = (rank, ("," if name == "find-links" else " ").join(words))
    return {_FROM_PIP[name]: value for name, (_rank, value) in found.items() if _FROM_PIP[name] not in environ}


def _works(*command: str) -> bool:
    return bool(_version(*command))


def _version(*command: str) -> str:
    """Return what `command --version` prints; empty when it does not work."""
    try:
        asked = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout if asked.returncode == 0 else ""


def _last(tail: str) -> str:
    return (tail.strip().splitlines() or ["no reason given"])[-1]


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
