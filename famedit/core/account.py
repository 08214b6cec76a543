"""The name of whoever sits at this machine, for people who have not given one."""

from __future__ import annotations

import getpass
import sys


def account_name() -> str:
    """Return the name of the system account as people write names; "Editor" when the system does not tell."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "Editor"
    if sys.platform != "win32":
        import pwd  # not there on Windows

        try:
            full = pwd.getpwnam(login).pw_gecos.split(",")[0].strip()
        except KeyError:
            full = ""
        if full and full != login:
            return full
    return login.title() if login.islower() else login
