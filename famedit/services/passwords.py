"""Passwords of server desks: from the system's keyring, never from an address that is shown or stored.

A password is put there once, with ``keyring set FamEdit NAME@SERVER:PORT/DATABASE``.
"""

from __future__ import annotations

import logging

from famedit.core.errors import DeskUnreachable
from famedit.store.engine import address_of, with_password

_log = logging.getLogger(__name__)

SERVICE = "FamEdit"


def with_kept_password(url: str) -> tuple[str, str]:
    """Return ``url`` with the password the keyring has for it, and why the keyring could not be asked ("" if it could).

    The address of a file, and one that has a password already, comes back as it is; so does one the keyring has
    nothing for: many servers need none, or find it in ``PGPASSWORD`` or ``~/.pgpass``.
    """
    address = address_of(url)
    if not address:
        return url, ""
    # The keyring costs start-up time, and only a server's desk needs it
    import keyring
    from keyring.errors import KeyringError

    try:
        password = keyring.get_password(SERVICE, address)
    except (KeyringError, RuntimeError, OSError) as error:  # a back-end may fail with the last two as well
        _log.warning("The keyring cannot be asked for the password of %s: %s", address, error)
        return url, str(error) or type(error).__name__
    return (with_password(url, password) if password else url), ""


def refused(error: DeskUnreachable, url: str, trouble: str) -> DeskUnreachable:
    """Return the words for a server that wants a password the keyring did not give; other errors as they are."""
    address = address_of(url)
    if not address or not error.wants_password:
        return error
    if trouble:
        return DeskUnreachable(
            f"{error.message} The system's keyring cannot be read: {trouble.rstrip('.')}.",
            "Unlock the keyring, or set PGPASSWORD, then try again.",
            wants_password=True,
        )
    return DeskUnreachable(
        error.message,
        f"Put the password into the system's keyring: keyring set {SERVICE} {address}",
        wants_password=True,
    )
