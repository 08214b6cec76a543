"""Where things are: the person's folders, and the files that come with the program.

Nothing here creates a folder; whoever writes there does. ``FAMEDIT_HOME`` moves everything a person has,
data, settings, logs, backups and journals, below one folder: for tests, portable sticks and a second profile.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

HOME_VARIABLE = "FAMEDIT_HOME"
DESK_FILE = "desk.famedit"
_APP = "famedit" if sys.platform.startswith("linux") else "FamEdit"
_PACKAGE = Path(__file__).resolve().parent


def home() -> Path | None:
    """Return the folder ``FAMEDIT_HOME`` names, or None when the platform's own folders are used."""
    named = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(named).expanduser().absolute() if named else None


def _own(part: str, platform_folder: str) -> Path:
    base = home()
    return base / part if base else Path(platform_folder)


def data_dir() -> Path:
    """Return the folder of the desk itself."""
    return _own("data", platformdirs.user_data_dir(_APP, appauthor=False))


def config_dir() -> Path:
    """Return the folder of the settings file."""
    return _own("config", platformdirs.user_config_dir(_APP, appauthor=False))


def log_dir() -> Path:
    """Return the folder of the log files."""
    return _own("log", platformdirs.user_log_dir(_APP, appauthor=False))


def backup_dir() -> Path:
    """Return the folder backups go to unless the settings name another."""
    return data_dir() / "backups"


def journal_dir() -> Path:
    """Return the folder of the local journals of unsaved text."""
    return data_dir() / "journal"


def default_desk() -> Path:
    """Return the file of the desk that is opened when no other is asked for."""
    return data_dir() / DESK_FILE


def desk_url(named: str = "") -> str:
    """Return the address of the desk that ``named`` means: an address, a file name, or "" for the person's own desk."""
    if "://" in named:
        return named
    path = Path(named).expanduser().absolute() if named else default_desk()
    return f"sqlite:///{path.as_posix()}"


def resource(*parts: str) -> Path:
    """Return a file or folder of ``resources/``; it need not exist."""
    return _shipped("_resources", "resources").joinpath(*parts)


def ui_form(name: str) -> Path:
    """Return the Designer form called ``name``, with or without its ".ui"."""
    return _shipped("_ui", "ui") / (name if name.endswith(".ui") else f"{name}.ui")


def _shipped(inside: str, beside: str) -> Path:
    """Find what is shipped: in the installed package or a frozen program first, else in the checkout around it."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "famedit" / inside
    packed = _PACKAGE / inside
    return packed if packed.is_dir() else _PACKAGE.parent / beside
