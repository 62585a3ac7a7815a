"""The set hour at which an operation locks by itself."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from fristad.server.vault.key_files import KeyStoreError


def zone() -> ZoneInfo:
    """Return where the operation works (`FRISTAD_TIME_ZONE`)."""
    return ZoneInfo(os.environ.get("FRISTAD_TIME_ZONE", "UTC"))


def check_hour(text: str) -> str:
    """Return an hour such as 19:30. Raises `KeyStoreError`."""
    try:
        return time.fromisoformat(text.strip()).strftime("%H:%M")
    except ValueError as error:
        raise KeyStoreError("bad_hour", f"'{text[:20]}' is no hour. Write it as HH:MM, such as 19:30.") from error


def next_time(lock_at: str | None, now: float) -> float | None:
    """Return the next moment at which the clock shows `lock_at`, in seconds since 1970; None without an hour."""
    if not lock_at:
        return None
    here = datetime.fromtimestamp(now, zone())
    hour = time.fromisoformat(lock_at)
    day = here.date() if hour > here.time() else here.date() + timedelta(days=1)
    return datetime.combine(day, hour, zone()).timestamp()
