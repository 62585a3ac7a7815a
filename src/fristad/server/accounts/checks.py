"""Refuses to start with an address that has no door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver


@register(Tags.urls)
def every_view_has_a_door(**_options: Any) -> list[Error]:
    """A view without `@door` or `@public` is open to everybody by mistake."""
    return [
        Error(f"{pattern.pattern} ({name}) has neither @door nor @public.", id="accounts.E001")
        for name, pattern in addresses()
        if not hasattr(pattern.callback, "right") and not hasattr(pattern.callback, "public")
    ]


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Give every address with its full name, such as `cases:open`."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each, inner)
        else:
            yield f"{space}{each.name}", each
