"""Pages that belong to no duty: health, language, help."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from fristad.server.accounts.doors import public
from fristad.server.vault.keyring import keyring


@public
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the service is open; nothing about anybody."""
    return JsonResponse({"status": "open" if keyring.is_open else "locked"})


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in the session and go back."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        request.session["language"] = chosen
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    return HttpResponseRedirect(back)


@public
@require_GET
def neutral(request: HttpRequest) -> HttpResponse:
    """Show the page that *Exit this page* leads to when the operation has set no other."""
    return render(request, "neutral.html")


@public
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the help that needs no key: what this is, whom to ask, accessibility."""
    return render(request, "help.html")
