"""Times as people read them. Stored times are aware and in UTC; these words are in the reader's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def utc_now() -> datetime:
    """Return the time now, aware and in UTC."""
    return datetime.now(UTC)


def zone(name: str) -> tzinfo:
    """Return the zone of an IANA name; UTC when this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def clock(at: datetime, tz: tzinfo | None = None) -> str:
    """Return "14:02"."""
    return f"{at.astimezone(tz):%H:%M}"


def long_date(at: datetime, tz: tzinfo | None = None) -> str:
    """Return "21 March 2025"."""
    local = at.astimezone(tz)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def short_stamp(at: datetime, tz: tzinfo | None = None, now: datetime | None = None) -> str:
    """Return "21 Mar, 09:12"; with the year when it is not this year."""
    local = at.astimezone(tz)
    this_year = (now or utc_now()).astimezone(tz).year
    year = "" if local.year == this_year else f" {local.year}"
    return f"{local.day} {_MONTHS[local.month - 1][:3]}{year}, {local:%H:%M}"


def ago(at: datetime, now: datetime | None = None, tz: tzinfo | None = None) -> str:
    """Return how long ago, as lists show it: "41 min", "3 h", "Yesterday", "Tue", "17 Mar", "17 Mar 2024"."""
    now = (now or utc_now()).astimezone(tz)
    local = at.astimezone(tz)
    gone = now - local
    if gone < timedelta(minutes=1):
        return "now"
    if gone < timedelta(hours=1):
        return f"{int(gone.total_seconds() // 60)} min"
    if gone < timedelta(hours=24) and local.date() == now.date():
        return f"{int(gone.total_seconds() // 3600)} h"
    days = (now.date() - local.date()).days
    if days <= 1:
        return "Yesterday" if days == 1 else f"{int(gone.total_seconds() // 3600)} h"
    if days < 7:
        return _DAYS[local.weekday()]
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local.day} {_MONTHS[local.month - 1][:3]}{year}"
