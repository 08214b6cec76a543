"""The libraries Qt needs from the operating system: which are missing, which packages bring them, how to install those.

The table is syslibs.txt. Standard library only: this runs before anything is installed.

    python syslibs.py probe GROUP...      print the sonames this machine lacks, one a line
"""

from __future__ import annotations

import ctypes
import os
import platform
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from steps import CommandFailed, SetupFailed, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

TABLE = Path(__file__).with_name("syslibs.txt")
GROUPS = ("offscreen", "window")
_SILENT = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Library:
    """One line of the table; `soname` may be a file's absolute path, a package may have alternatives ("new|old")."""

    group: str
    soname: str
    apt: str
    dnf: str
    pacman: str
    zypper: str

    def is_present(self) -> bool:
        """Whether the dynamic loader finds it (or the file exists)."""
        if self.soname.startswith("/"):
            elsewhere = os.environ.get("FONTCONFIG_PATH")
            return Path(self.soname).exists() or (
                elsewhere is not None and Path(elsewhere, Path(self.soname).name).exists()
            )
        try:
            ctypes.CDLL(self.soname)
        except OSError:
            return False
        return True


def read_table(path: Path = TABLE) -> tuple[Library, ...]:
    """Every library of the table, in its order."""
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(Library(*row) for row in rows if row and not row[0].startswith("#"))


def groups_for(needs: Iterable[str]) -> tuple[str, ...]:
    """Name the groups these needs ask for: a window needs what drawing without a screen needs, and more."""
    wanted = set(needs)
    if "window" in wanted:
        return GROUPS
    return ("offscreen",) if "offscreen" in wanted else ()


def missing(groups: Sequence[str]) -> tuple[Library, ...]:
    """Find what this machine lacks, in a fresh process: the loader of a running one may remember older times."""
    if sys.platform != "linux" or not groups:
        return ()
    probe = subprocess.run([sys.executable, __file__, "probe", *groups], capture_output=True, text=True, check=True)
    names = set(probe.stdout.split())
    return tuple(library for library in read_table() if library.group in groups and library.soname in names)


def unsuitable() -> str | None:
    """Why Qt's wheels cannot work on this machine whatever is installed, in a sentence; None when they can."""
    if sys.platform != "linux":
        return None
    if platform.machine() not in ("x86_64", "aarch64"):
        return f"Qt for Python has no package for this processor ({platform.machine()}); it needs x86-64 or 64-bit ARM."
    name, version = platform.libc_ver()
    if name != "glibc":
        return (
            "Qt for Python needs a system built on glibc (Debian, Ubuntu, Fedora, Arch, openSUSE ...); this one is not."
        )
    if tuple(int(part) for part in version.split(".")[:2]) < (2, 34):
        return f"Qt for Python needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, Fedora 35 ...); here is {version}."
    return None


# ---------------------------------------------------------------------------------------------------- packages


@dataclass(frozen=True)
class PackageTool:
    """One package manager: how it installs, and how a package's name is found."""

    name: str
    refresh: tuple[str, ...]
    install: tuple[str, ...]
    choose: Callable[[Iterable[str], Sequence[str]], list[str]]

    def column(self, libraries: Iterable[Library], options: Sequence[str] = ()) -> list[str]:
        """Name the packages for these libraries, each once, alternatives decided; `options` are for the asking."""
        return self.choose(dict.fromkeys(getattr(library, self.name) for library in libraries), options)


def _as_they_are(names: Iterable[str], _options: Sequence[str]) -> list[str]:
    return list(names)


def _known_to_apt(names: Iterable[str], options: Sequence[str]) -> list[str]:
    wanted = list(names)
    every = sorted({name for entry in wanted for name in entry.split("|")})
    asked = subprocess.run(
        ["apt-cache", *options, "policy", *every],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    known: set[str] = set()
    current = ""
    for line in asked.stdout.splitlines():
        if not line.startswith(" "):
            current = line.rstrip(":")
        elif line.strip().startswith("Candidate:") and "(none)" not in line:
            known.add(current)
    return [next((name for name in entry.split("|") if name in known), _guess(entry)) for entry in wanted]


def _guess(entry: str) -> str:
    """Pick a name where apt has no lists yet: those of the 64-bit time_t came with Debian 13 and Ubuntu 24.04."""
    new, _, old = entry.partition("|")
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return new
    year = release.get("VERSION_ID", "99").partition(".")[0]
    is_old = year.isdigit() and int(year) < (24 if release.get("ID") == "ubuntu" else 13)
    return old if old and is_old else new


TOOLS = (
    PackageTool(
        "apt",
        ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3", "update"),
        (
            "apt-get",
            "-q",
            "-y",
            "-o",
            "DPkg::Lock::Timeout=600",
            "-o",
            "Acquire::Retries=3",
            "install",
            "--no-install-recommends",
        ),
        _known_to_apt,
    ),
    PackageTool("dnf", (), ("dnf", "-y", "install"), _as_they_are),
    PackageTool("zypper", (), ("zypper", "--non-interactive", "install", "--no-recommends"), _as_they_are),
    PackageTool("pacman", (), ("pacman", "-S", "--noconfirm", "--needed"), _as_they_are),
)


def package_tool() -> PackageTool | None:
    """Find the package manager of this machine; None when it is none of ours."""
    programs = {"apt": "apt-get"}
    return next((tool for tool in TOOLS if shutil.which(programs.get(tool.name, tool.name))), None)


def administrator() -> list[str] | None:
    """Find what to put before a command to run it as administrator; None when this user cannot become one."""
    if os.environ.get("FAMEDIT_NO_INSTALL"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() and sys.stderr.isatty() else None


def command_for(tool: PackageTool, packages: Sequence[str]) -> str:
    """Write the one command a person can type to install the packages."""
    plain = {"apt": ["apt-get", "install", "-y", "--no-install-recommends"]}.get(tool.name, list(tool.install))
    install = shlex.join([*plain, *packages])
    has_sudo = shutil.which("sudo") is not None
    if tool.name == "apt":
        both = f"apt-get update && {install}"
        return f"sudo sh -c '{both}'" if has_sudo else f"su -c '{both}'"
    return f"sudo {install}" if has_sudo else f"su -c {shlex.quote(install)}"


def install(libraries: Sequence[Library], steps: Steps, *, extra: Sequence[str] = ()) -> None:
    """Install the packages of the libraries, and `extra` ones by name, in one go.

    Raises SetupFailed with code 3 and the one command to type when this user may not install, or when installing fails.
    """
    what = ", ".join([*extra, *(library.soname for library in libraries)])
    tool = package_tool()
    if tool is None:
        raise SetupFailed(
            f"This machine lacks: {what}.", "Install them with the system's package manager and run this again.", code=3
        )
    prefix = administrator()
    packages = [*extra, *tool.column(libraries)]
    typed = command_for(tool, packages)
    if prefix is None:
        advice = (
            f"Installing them needs an administrator. This one command does it; then run this again:\n\n    {typed}\n"
        )
        if tool.name == "apt":
            advice += "\n(Without one: FAMEDIT_PRIVATE_LIBS=1 unpacks them for this folder alone; see docs/setup.md.)"
        raise SetupFailed(f"{len(packages)} packages of the operating system are missing ({what}).", advice, code=3)
    if prefix == ["sudo"]:
        steps.say(f"  sudo may ask for your password, to install: {' '.join(packages)}")
    try:
        with steps.step(f"{len(packages)} system packages through {tool.name}", asks=prefix == ["sudo"]):
            _install_with(tool, prefix, libraries, extra, steps)
    except CommandFailed as error:
        raise SetupFailed(
            f"{tool.name} could not install what Qt needs:\n{error.tail}",
            f"Mend that (no network? full disk?) or try it by hand, then run this again:\n\n    {typed}\n",
            code=3,
        ) from error


def _install_with(
    tool: PackageTool, prefix: list[str], libraries: Sequence[Library], extra: Sequence[str], steps: Steps
) -> None:
    as_admin = [*prefix, "env", *(f"{name}={value}" for name, value in _SILENT.items())]
    asks = prefix == ["sudo"]
    if tool.refresh:
        steps.run([*as_admin, *tool.refresh], asks=asks)
    try:
        steps.run([*as_admin, *tool.install, *extra, *tool.column(libraries)], asks=asks)
    except CommandFailed:
        if tool.name not in ("dnf", "zypper"):
            raise
        # a package may have been renamed: rpm systems also know each library by its own name
        wanted = [lib.soname if lib.soname.startswith("/") else f"{lib.soname}()(64bit)" for lib in libraries]
        steps.run([*as_admin, *tool.install, *extra, *wanted], asks=asks)


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] != "probe":
        print(__doc__, file=sys.stderr)
        return 2
    for library in read_table():
        if library.group in arguments[1:] and not library.is_present():
            print(library.soname)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
