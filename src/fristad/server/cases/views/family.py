"""The family of a person: links between files, and nothing of what is in them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fristad.server.accounts.doors import door
from fristad.server.audit.services import together
from fristad.server.cases import doors, words
from fristad.server.cases.forms.apart import TalkForm
from fristad.server.cases.forms.family import FamilyForm
from fristad.server.cases.selectors import families as selector
from fristad.server.cases.services import families as services
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, WrongInputError


@require_http_methods(["GET", "POST"])
@door("case.edit")
def family(request: HttpRequest, code: str) -> HttpResponse:
    """Show who belongs to the person, and link one more."""
    opened = open_case(request, code, "case.edit")
    form = FamilyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _link(opened, form):
        return _back(request, code)
    person = opened.case.person
    kin = selector.kin(opened.actor, person)
    child = selector.may_be_a_child(person)
    talks = TalkForm(initial={"until": today() + timedelta(days=7)})
    return page(
        request,
        opened,
        "family",
        "cases/family.html",
        form=form,
        talks=talks,
        kin=kin,
        hides=bool(selector.hidden_in(person)),
        companions=selector.companions(person, kin),
        married=child and any(each.relation in words.SPOUSES for each in kin),
    )


def _link(opened: Opened, form: FamilyForm) -> bool:
    data = form.cleaned_data
    relation = {"as": data["relation"], "said_by": data["said_by"]}
    try:
        other = doors.case(opened.actor, data["code"], "case.edit").person
        services.family_link(opened.actor, opened.case.person, other, relation=relation, hidden=data["hidden"])
    except NotThereError:
        form.add_error("code", _("No case with this code is open to you."))
    except WrongInputError as refused:
        form.add_error("code", str(refused.detail))
    return form.is_valid()


@require_POST
@door("case.edit")
def talks(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a talk alone of like length with everybody whom this page shows, each in their own file."""
    opened = open_case(request, code, "case.edit")
    form = TalkForm(request.POST)
    if not form.is_valid():
        raise WrongInputError(_("Please give the minutes, from 10 to 120, and a day."))
    own = doors.cases(opened.actor, "case.edit").select_related("record_key")
    shown = [each.case.pk for each in selector.kin(opened.actor, opened.case.person)]
    files = [opened.case, *own.filter(pk__in=shown).order_by("code")]
    services.talks_offer(opened.actor, files, form.cleaned_data["minutes"], form.cleaned_data["until"])
    told = {"count": len(files)}
    said = ngettext(
        "A talk alone is planned in %(count)s file.", "A talk alone is planned in %(count)s files.", len(files)
    )
    messages.success(request, said % told)
    return HttpResponseRedirect(reverse("cases:family", args=[code]))


@require_POST
@door("case.edit")
def family_hide(request: HttpRequest, code: str) -> HttpResponse:
    """Hide the person in the files of those whom this file shows, or show them again."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    hidden = selector.hidden_in(person)
    seen = {each.own.pk: each.own for each in selector.kin(opened.actor, person)}
    with together():
        for link in hidden or seen.values():
            services.family_hide(opened.actor, link, hidden=not hidden)
    return _back(request, code)


@require_POST
@door("case.edit")
def family_end(request: HttpRequest, code: str, link_id: UUID) -> HttpResponse:
    """End a link that this file shows."""
    opened = open_case(request, code, "case.edit")
    kin = selector.kin(opened.actor, opened.case.person)
    link = next((each.link for each in kin if each.link.pk == link_id), None)
    if link is None:
        raise NotThereError
    services.family_unlink(opened.actor, link)
    return _back(request, code)


def _back(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:family", args=[code]))
