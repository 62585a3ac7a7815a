"""Inviting somebody, and accepting an invitation."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fristad.server.accounts import invitations, sessions, throttle
from fristad.server.accounts.doors import ActorRequest, door, public
from fristad.server.accounts.models_signin import Invitation
from fristad.server.accounts.rights import Role
from fristad.server.accounts.signin import entrance
from fristad.server.accounts.signin.forms_invite import AcceptForm, InviteForm
from fristad.server.accounts.signin.views_enter import HOME
from fristad.server.accounts.words import ROLES
from fristad.server.common.problems import WrongInputError


@door("people.manage")
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Show open invitations; make one and show its link, once."""
    form = InviteForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        made, token = invitations.invite(request.actor, form.offered())
        link = request.build_absolute_uri(reverse("signin:accept", args=[made.pk, token]))
        return render(request, "signin/invited.html", {"link": link, "until": made.until})
    values = {"form": form, "open": [_shown(each) for each in invitations.waiting(request.actor)]}
    return render(request, "signin/invite.html", values)


@door("people.manage")
@require_POST
def withdraw(request: ActorRequest, invitation_id: UUID) -> HttpResponse:
    """End an invitation that was not used."""
    invitations.withdraw(request.actor, invitation_id)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("signin:invite")


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, invitation_id: UUID, token: str) -> HttpResponse:
    """Let an invited person make their account. The second factor and the code of conduct follow at once."""
    counted = throttle.take(throttle.LINK, throttle.address_of(request))
    invitation = invitations.find(invitation_id, token)
    counted.give_back()
    form = AcceptForm(request.POST or None)
    if form.is_valid():
        try:
            staff = invitations.accept(invitation, form.chosen())
        except WrongInputError as refused:
            # Counted, so that nobody with one invitation learns which names there are.
            throttle.take(throttle.TAKEN, str(invitation_id))
            form.add_error(None, str(refused.detail))
        else:
            row = sessions.note(request, staff, duress=False)
            person = entrance.AtTheDoor(staff, row, shared=False, then=HOME)
            return redirect(entrance.enter(request, person, second_factor=False))
    return render(request, "signin/accept.html", {"form": form, "role": _role(invitation)})


def _shown(invitation: Invitation) -> dict[str, object]:
    offer = invitation.offer
    return {
        "id": invitation.pk,
        "label": offer["label"],
        "role": _role(invitation),
        "until": invitation.until,
        "role_until": date.fromisoformat(offer["until"]),
    }


def _role(invitation: Invitation) -> object:
    return ROLES[Role(invitation.offer["role"])]
