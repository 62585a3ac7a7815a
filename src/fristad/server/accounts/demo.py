"""The accounts that the sign-in page shows in a demonstration, and never elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise


@dataclass(frozen=True)
class DemoAccount:
    """An invented account. Its password is no secret."""

    sign_in_name: str
    password: str
    role: str | Promise
    #: What to try with it, in a sentence.
    to_try: str = ""


_sources: list[Callable[[], Iterable[DemoAccount]]] = []


def show(source: Callable[[], Iterable[DemoAccount]]) -> None:
    """Register who knows the accounts of the demonstration."""
    _sources.append(source)


def accounts() -> list[DemoAccount]:
    """Return the accounts to show: none unless this installation is a demonstration."""
    if not settings.DEMO:
        return []
    return [each for source in _sources for each in source()]
