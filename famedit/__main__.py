"""The way in: commands without a window go to ``famedit.cli``, which brings no Qt; everything else opens the window."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from typing import TYPE_CHECKING

from famedit import log, paths
from famedit.cli import arguments
from famedit.platform import has_screen

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from famedit.app import Program
    from famedit.gui.tour import Tour

NO_SCREEN = (
    "famedit: there is no screen here. Without one these work: famedit import, export, list, backup, restore, doctor, "
    "sample (see famedit --help), and famedit tour DIR."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given == ["--render-child"]:
        # a frozen program has no "python -m": the preview's renderer is this program under another name
        from famedit.core import render_child

        return render_child.main()
    options = arguments.parse(given)
    try:
        if not arguments.needs_window(options.command):
            return _without_window(options)
        return _tour(options) if options.command == "tour" else _window(options)
    except ImportError as error:
        # a missing system library shows up as a module that cannot be loaded; our own missing ones are no different
        _complain(f"a part that FamEdit needs cannot be loaded: {error}. Run ./run, which installs what is missing.")
        return 3
    except KeyboardInterrupt:
        _complain("stopped.")
        return 1
    except Exception:  # noqa: BLE001 - the edge: nothing above us can do better than to keep the details and say so
        _complain(f"FamEdit has a fault; nothing is lost. The details are in {_keep_details()}")
        return 1


def _without_window(options: argparse.Namespace) -> int:
    from famedit.cli import commands

    return commands.run(options)


def _window(options: argparse.Namespace) -> int:
    if not has_screen():
        sys.stderr.write(NO_SCREEN + "\n")
        return 1
    from famedit import app

    return app.main(app.Options(options.database, options.actor, tuple(options.files)))


def _tour(options: argparse.Namespace) -> int:
    """Show the window at work on a desk of its own; the person's is never touched."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder: Path = options.folder.absolute()
    guides: list[Tour] = []
    with tempfile.TemporaryDirectory(prefix="famedit-tour-") as home:
        os.environ[paths.HOME_VARIABLE] = home
        from famedit import app
        from famedit.gui.tour import Tour

        def guide(program: Program) -> None:
            tour = Tour(program.window, lambda: program.workspace, folder)
            guides.append(tour)
            tour.start()

        code = app.main(app.Options(actor=options.actor), guide)
    return code or (guides[0].exit_code if guides else 1)


def _complain(words: str) -> None:
    sys.stderr.write(f"famedit: {words}\n")


def _keep_details() -> str:
    """Write the traceback into the log; return where it is, or the traceback itself when there is no place for it."""
    details = traceback.format_exc()
    try:
        paths.log_dir().mkdir(parents=True, exist_ok=True)
        path = paths.log_dir() / log.LOG_FILE
        with path.open("a", encoding="utf-8") as file:
            file.write(details)
    except OSError:
        return f"these lines:\n{details}"
    return f"{path}."


if __name__ == "__main__":
    sys.exit(main())
