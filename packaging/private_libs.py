"""System libraries without any rights, on Debian and Ubuntu: unpacked under .setup/libs, for this checkout alone.

Packages are fetched through apt with lists and a cache of our own, verified by apt as always, and only unpacked:
nothing of them runs. launch.sh reads `environment.sh`, which tells the loader and the libraries where things are.
"""

from __future__ import annotations

import os
import platform
import shutil
from typing import TYPE_CHECKING

from steps import CommandFailed, SetupFailed, Steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from syslibs import Library, PackageTool


def wanted() -> bool:
    """Whether the person asked for this way."""
    return bool(os.environ.get("FAMEDIT_PRIVATE_LIBS"))


class PrivateLibraries:
    """The folder of unpacked packages of one checkout."""

    def __init__(self, root: Path) -> None:
        self.folder = root / ".setup" / "libs"
        self.tree = self.folder / "tree"

    def variables(self) -> dict[str, list[Path]]:
        """List what has to be set for the libraries in the tree to be found; nothing without a tree."""
        if not self.tree.is_dir():
            return {}
        triplet = f"{platform.machine()}-linux-gnu"
        libraries = self.tree / "usr/lib" / triplet
        return {
            "LD_LIBRARY_PATH": [libraries, self.tree / "lib" / triplet],
            "LIBGL_DRIVERS_PATH": [libraries / "dri"],
            "GBM_BACKENDS_PATH": [libraries / "gbm"],
            "__EGL_VENDOR_LIBRARY_DIRS": [self.tree / "usr/share/glvnd/egl_vendor.d"],
            "XKB_CONFIG_ROOT": [self.tree / "usr/share/X11/xkb"],
            "FONTCONFIG_PATH": [self.tree / "etc/fonts"],
        }

    def activate(self) -> None:
        """Set the variables for every process started from here on; nothing happens without a tree."""
        for name, folders in self.variables().items():
            there = [str(folder) for folder in folders if folder.is_dir()]
            before = [os.environ[name]] if name == "LD_LIBRARY_PATH" and os.environ.get(name) else []
            if there:
                os.environ[name] = ":".join([*there, *before])

    def pip(self) -> Path | None:
        """Find the pip among the packages (Debian splits it off from Python); it runs straight from its wheel."""
        found = sorted(self.tree.glob("usr/share/python-wheels/pip-*.whl"))
        return found[-1] / "pip" if found else None

    def unpack(self, tool: PackageTool | None, libraries: Sequence[Library], steps: Steps, *, with_pip: bool) -> None:
        """Fetch and unpack what these libraries need and the machine lacks. Raises SetupFailed."""
        if tool is None or tool.name != "apt":
            raise SetupFailed(
                "Unpacking system libraries privately works with apt only.", "Run this without FAMEDIT_PRIVATE_LIBS."
            )
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("lists/partial", "cache/archives/partial", "packages"):
            (self.folder / name).mkdir(parents=True)
        places = {"State::Lists": "lists", "Cache": "cache"}
        apt = [
            "apt-get",
            "-q",
            "-oDebug::NoLocking=1",
            *(f"-oDir::{key}={self.folder / name}" for key, name in places.items()),
        ]
        try:
            with steps.step("apt's package lists, our own copy"):
                steps.run([*apt, "update"])
            names = tool.column(libraries, apt[2:]) + (["python3-pip-whl"] if with_pip else [])
            planned = steps.run([*apt, "--no-install-recommends", "-s", "install", *names])
            packages = [line.split()[1] for line in planned.splitlines() if line.startswith("Inst ")]
            with steps.step(f"{len(packages)} system packages, unpacked under {self.folder.name}"):
                steps.run([*apt, "download", *packages], cwd=self.folder / "packages")
                # the tree stands under its name only when it is whole
                for package in sorted((self.folder / "packages").iterdir()):
                    steps.run(["dpkg-deb", "-x", str(package), str(self.folder / "draft")])
                (self.folder / "draft").rename(self.tree)
        except CommandFailed as error:
            raise SetupFailed(
                f"The libraries could not be unpacked:\n{error.tail}", f"The log is {steps.log}.", code=3
            ) from error
        for name in ("lists", "cache", "packages"):
            shutil.rmtree(self.folder / name)
        self._write_environment()

    def _write_environment(self) -> None:
        lines = ["# written by set-up, read by launch.sh: where the libraries of .setup/libs are"]
        for name, folders in self.variables().items():
            there = [f"$root/{folder.relative_to(self.folder.parent.parent)}" for folder in folders if folder.is_dir()]
            if there:
                more = "${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" if name == "LD_LIBRARY_PATH" else ""
                lines += [f'{name}="{":".join(there)}{more}"', f"export {name}"]
        (self.folder / "environment.sh").write_text("\n".join(lines) + "\n", encoding="utf-8")
