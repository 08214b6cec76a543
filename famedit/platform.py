"""What has to be set before Qt makes its first application."""

from __future__ import annotations

import os
import sys

#: The bytecode of a busy thread is interrupted this often, s, so that the GUI thread is never kept from a key for long.
SWITCH_INTERVAL = 0.0005


def prepare_platform() -> None:
    """Set what Qt reads from the environment, where the user has not."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium refuses to start sandboxed as root; containers run as root
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


def has_screen() -> bool:
    """Whether there is a screen to open a window on."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
