"""What has to be set before Qt makes its first application."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The bytecode of a busy thread is interrupted this often, s, so that the GUI thread is never kept from a key for long.
SWITCH_INTERVAL = 0.0005
#: The web engine's own switches. The first is the wall: no name and no number resolves, whatever a page or the engine
#: itself may want to reach.
_ENGINE_FLAGS = (
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--disable-features=NetworkPrediction",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-sync",
)


def prepare_platform() -> None:
    """Set what Qt and its web engine read from the environment, adding to what the user has set. Again does no harm."""
    known = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    wanted = [*_ENGINE_FLAGS]
    if not _has_gpu():
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
        wanted.append("--disable-gpu")
    missing = [flag for flag in wanted if flag not in known]
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([known, *missing]).strip()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's sandbox refuses to work for root; whoever runs as root has no privileges left to lose to a page
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


def _has_gpu() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc"):
        return False
    return any(Path("/dev/dri").glob("renderD*")) if Path("/dev/dri").is_dir() else False


def has_screen() -> bool:
    """Whether there is a screen to open a window on."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
