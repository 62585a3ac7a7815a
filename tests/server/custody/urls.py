"""The server's own addresses, and some that tests need: slow ones, and one that says which process answers."""

import os
import time
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from fristad.server.accounts.doors import public
from fristad.server.vault.keyring import keyring


@public
def slow(_request: HttpRequest, seconds: int) -> HttpResponse:
    """Need keys at the beginning, and again after a while."""
    operation = next(iter(keyring.operations()), UUID(int=0))
    keyring.require(operation)
    time.sleep(seconds)
    keyring.require(operation)
    return HttpResponse("done")


@public
def process(_request: HttpRequest) -> HttpResponse:
    """Say which process answers."""
    return HttpResponse(str(os.getpid()))


urlpatterns = [
    path("test/slow/<int:seconds>/", slow),
    path("test/process/", process),
    path("", include("fristad.server.site.urls")),
]
