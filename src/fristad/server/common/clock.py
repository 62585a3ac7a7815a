"""The time, in one place, so that a test can stop it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return this moment, with its zone."""
    return timezone.now()


def today() -> date:
    """Return today's date where the operation works."""
    return timezone.localdate()
