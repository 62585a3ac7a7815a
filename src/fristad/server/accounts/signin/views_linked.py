"""One's accounts in other operations: linked, and gone over to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fristad.server.accounts import linking, sessions
from fristad.server.accounts.backend import Recognised
from fristad.server.accounts.doors import door
from fristad.server.accounts.factors import codes, state
from fristad.server.accounts.models import Staff
from fristad.server.accounts.signin import entrance
from fristad.server.accounts.signin.forms import LinkForm
from fristad.server.accounts.signin.views_enter import HOME
from fristad.server.accounts.signin.views_factor import person
from fristad.server.common.problems import NotThereError, WrongInputError


@door("own.account", dangerous=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def operations(request: HttpRequest) -> HttpResponse:
    """Show one's accounts elsewhere, and link one by its name, password and code."""
    staff, form = person(request), LinkForm(request.POST or None)
    is_duress = sessions.is_under_duress(request.session)
    if form.is_valid():
        try:
            linking.link(staff, _owned(request, form))
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        else:
            messages.success(request, _("The two accounts are linked."))
            return redirect("signin:operations")
    others = [] if is_duress else linking.others(staff)
    return render(request, "signin/operations.html", {"form": form, "others": others})


@door("own.account", dangerous=True)
@require_POST
def unlink(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Take a link away."""
    _require_none_looks_on(request)
    linking.unlink(person(request), link_id)
    messages.success(request, _("The link is taken away. Both accounts are as before."))
    return redirect("signin:operations")


@door("own.account")
@require_POST
def switch(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """End this session and begin one in the other operation, behind that account's second factor."""
    _require_none_looks_on(request)
    staff = person(request)
    other = linking.other(staff, link_id)
    shared = bool(request.session.get("shared"))
    linking.left(staff)
    sessions.end(request)
    return redirect(entrance.come_in(request, Recognised(other, duress=False), shared=shared, then=HOME))


def _owned(request: HttpRequest, form: LinkForm) -> Staff:
    """Return the account of this name, word and code. Raises `WrongInputError`, `TooManyError`.

    Under duress, and for the word that calls for help, none fits: a link made so would outlast the danger.
    """
    data = form.cleaned_data
    found = entrance.knock(request, data["name"], data["password"])
    fits = found is not None and not found.duress and not sessions.is_under_duress(request.session)
    if found is None or not fits or (state.is_set_up(found.staff) and not codes.check(found.staff, data["code"])):
        raise WrongInputError(_("Name, password and code do not belong together. Check all three."))
    return found.staff


def _require_none_looks_on(request: HttpRequest) -> None:
    if sessions.is_under_duress(request.session):
        raise NotThereError
