"""Addresses of the interface, and the list of its operations with the right that each needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from fristad.server.accounts.doors import door
from fristad.server.api import cases, determinations, interviews  # noqa: F401 - their operations register themselves
from fristad.server.api.doors import Token
from fristad.server.api.interface import api

app_name = "api"


def operations() -> Iterator[tuple[str, str, str]]:
    """Give each operation: the name of its address, its method, its right."""
    for _place, router in api._routers:  # noqa: SLF001 - the library has no public list
        for view in router.path_operations.values():
            for each in view.operations:
                (through,) = each.auth_callbacks
                assert isinstance(through, Token)  # noqa: S101 - an operation without a door must not start
                for method in each.methods:
                    yield str(each.url_name), method, through.right


@door("own.account")
@require_GET
def description(_request: HttpRequest) -> JsonResponse:
    """Give the description of the interface (OpenAPI 3.1) to whoever is signed in."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/"))


def _guarded() -> Iterator[URLPattern]:
    """Give the addresses, each with the rights of its operations, as `accounts.checks` looks for them."""
    rights: dict[str, dict[str, str]] = {}
    for name, method, right in operations():
        rights.setdefault(name, {})[method] = right
    patterns: list[Any] = api.urls[0]
    for each in patterns:
        if each.name in rights:
            each.callback.right = rights[each.name]
            yield each


urlpatterns = [path("openapi.json", description, name="description"), *_guarded()]
