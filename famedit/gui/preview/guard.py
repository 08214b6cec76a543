"""What the page in the preview may do: be read. Rules without the engine; the engine's classes ask here."""

from __future__ import annotations

import re
from collections import deque
from typing import Final
from urllib.parse import urlsplit

SCHEME: Final = b"famedit"
PAGE_ADDRESS: Final = "famedit://preview/"
_MEDIA = re.compile(r"/([0-9a-f]{64})\Z")

#: Sent with everything we serve. Page scripts are off as well; this holds even if they were not.
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'none'; img-src famedit:; style-src famedit: 'unsafe-inline'; font-src famedit:; "
    "media-src famedit:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Blocked:
    """Counts what the page wanted from elsewhere; the last addresses are kept for the log."""

    def __init__(self) -> None:
        self.count = 0
        self.last: deque[str] = deque(maxlen=50)

    def note(self, address: str) -> None:
        """Note one refused request."""
        self.count += 1
        self.last.append(address[:500])


def is_page(scheme: str, host: str, path: str, query: str = "") -> bool:
    """Whether an address is that of the one page there is."""
    return (scheme, host) == ("famedit", "preview") and path in ("", "/") and not query


def picture_of(host: str, path: str) -> str:
    """Return the SHA-256 an address of our scheme names a picture by, "" when it names none."""
    match = _MEDIA.match(path) if host == "media" else None
    return match[1] if match else ""


def link_host(address: str) -> str:
    """Return what to show of a link before it is opened: its host in ASCII, or the mail address; "" refuses it.

    Hosts are shown as the network sees them, so that letters that only look like others give themselves away.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.hostname.encode("idna").decode("ascii")
        if parts.scheme == "mailto" and "@" in parts.path:
            return parts.path
    except (ValueError, UnicodeError):
        return ""
    return ""
