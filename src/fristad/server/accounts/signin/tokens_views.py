"""One's own tokens: listed, made, ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts import sessions, tokens
from fristad.server.accounts.doors import door
from fristad.server.accounts.signin import entrance
from fristad.server.accounts.signin.tokens_forms import TokenForm, words_of
from fristad.server.accounts.signin.views_factor import person


@door("own.account")
@require_GET
def tokens_page(request: HttpRequest) -> HttpResponse:
    """Show one's tokens. Under duress there are none."""
    found = [] if sessions.is_under_duress(request.session) else tokens.mine(person(request).pk)
    rows = [{"token": each, "rights": [words_of(right) for right in each.rights]} for each in found]
    return render(request, "signin/tokens.html", {"rows": rows})


@door("own.account", dangerous=True)
@require_http_methods(["GET", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it once. Under duress what is shown opens nothing."""
    staff = person(request)
    actor = request.actor  # type: ignore[attr-defined] # set by the door
    form = TokenForm(request.POST or None, rights=tokens.offered(actor))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if sessions.is_under_duress(request.session):
            made = tokens.pretended()
        else:
            made = tokens.make(entrance.acting(staff), staff, data["label"], data["rights"], data["until"])
        return render(request, "signin/token_made.html", {"made": made, "label": data["label"], "until": data["until"]})
    return render(request, "signin/token_new.html", {"form": form})


@door("own.account")
@require_POST
def token_end(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End one of one's tokens."""
    staff = person(request)
    tokens.end(entrance.acting(staff), staff.pk, token_id)
    messages.success(request, pgettext("token", "Ended. It opens nothing any more."))
    return redirect("signin:tokens")
