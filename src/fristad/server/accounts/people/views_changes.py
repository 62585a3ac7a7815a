"""Changes to where complaints and *Exit* lead, as the second person sees them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fristad.server.accounts import selectors
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import ActorRequest, door
from fristad.server.accounts.models import PendingChange
from fristad.server.accounts.people.forms import DecisionForm
from fristad.server.accounts.people.frame import Page, answer
from fristad.server.accounts.services import changes
from fristad.server.accounts.services.changes import Change

_WORDS = {
    Change.NAME: gettext_lazy("A new focal point"),
    Change.END: gettext_lazy("A focal point ends"),
    Change.OUTSIDE: gettext_lazy("Another address outside"),
    Change.EXIT: gettext_lazy("Another page behind Exit"),
}


@require_http_methods(["GET", "POST"])
@door("grants.agree")
def change_one(request: ActorRequest, pending_id: UUID) -> HttpResponse:
    """Agree to a change, or refuse it."""
    pending = selectors.change_waiting(request.actor, pending_id)
    form = DecisionForm(request.POST or None, initial={"version": pending.version})
    facts = tuple(_facts(request.actor, pending))
    page = Page(_("Do you agree to this change?"), reverse("people:waiting"), facts=facts)
    return answer(request, form, page, lambda: _decide(request.actor, pending, form.cleaned_data))


def rows_of(actor: Actor) -> list[list[Any]]:
    """Return what waits, as rows of the table of all that waits for a second person."""
    found = list(selectors.changes_waiting(actor))
    names = selectors.colleagues(actor, [each.asked_by for each in found])
    return [
        [
            {"text": str(_WORDS[changes.kind_of(each)]), "url": reverse("people:change_one", args=[each.pk])},
            each.agency.name if each.agency else _("The whole operation"),
            names.get(each.asked_by, ""),
            each.created_on,
        ]
        for each in found
    ]


def _decide(actor: Actor, pending: PendingChange, data: dict[str, Any]) -> None:
    if data["decision"] == "agree":
        changes.agree(actor, pending, data["version"])
    else:
        changes.refuse(actor, pending, data["version"])


def _facts(actor: Actor, pending: PendingChange) -> list[dict[str, Any]]:
    kind, asked = changes.kind_of(pending), pending.asked
    by = selectors.colleagues(actor, [pending.asked_by]).get(pending.asked_by, "")
    facts: list[dict[str, Any]] = [{"name": _("What"), "value": _WORDS[kind]}]
    if kind is Change.NAME:
        facts += [{"name": _("Name"), "value": asked["name"]}]
        facts += [{"name": _("How to reach this person"), "value": asked["contact"]}]
        facts += [{"name": _("Whom this person answers to"), "value": asked["line"]}]
    elif kind is Change.END:
        facts += [{"name": _("Name"), "value": selectors.focal_point(actor, UUID(asked["point"])).name}]
    else:
        here = selectors.operation(actor)
        before = here.outside_address if kind is Change.OUTSIDE else here.neutral_page
        after = asked["address"] if kind is Change.OUTSIDE else asked["page"]
        facts += [{"name": _("Until now"), "value": before or _("Nothing set")}]
        facts += [{"name": _("From then on"), "value": after or _("Nothing set")}]
    return [*facts, {"name": _("Asked by"), "value": by, "note": pending.created_on}]
