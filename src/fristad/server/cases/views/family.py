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
from fristad.server.cases.services.shut import refuse_shut
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
        may_be_seen=any(not each.is_hidden for each in kin),
        move_together=len({own.pk for each in kin for own in each.owns}) < len(kin),
        companions=selector.companions(person, kin),
        married=child and any(each.relation in words.SPOUSES for each in kin),
    )


def _link(opened: Opened, form: FamilyForm) -> bool:
    data = form.cleaned_data
    relation = {"as": data["relation"], "said_by": data["said_by"]}
    try:
        refuse_shut(opened.case)
        other = doors.case(opened.actor, data["their_code"], "case.edit").person
        services.family_link(opened.actor, opened.case.person, other, relation=relation, hidden=data["hidden"])
    except NotThereError:
        form.add_error("their_code", _("No case with this code is open to you."))
    except WrongInputError as refused:
        form.add_error("their_code", str(refused.detail))
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
    """Hide the person in the files of all others, also of those whom this reader does not see."""
    opened = open_case(request, code, "case.edit")
    with together():
        for link in doors.families(opened.case.person).filter(hidden=False):
            services.family_hide(opened.actor, link, hidden=True)
    return _back(request, code)


@require_POST
@door("case.edit")
def family_sight(request: HttpRequest, code: str, link_id: UUID) -> HttpResponse:
    """Hide the person in the file of one whom this file shows, or show them there again, as `hide` says."""
    opened = open_case(request, code, "case.edit")
    hide = "hide" in request.POST
    with together():
        for own in _of(opened, link_id).owns:
            if own.hidden != hide:
                services.family_hide(opened.actor, own, hidden=hide)
    return _back(request, code)


@require_POST
@door("case.edit")
def family_end(request: HttpRequest, code: str, link_id: UUID) -> HttpResponse:
    """End a link that this file shows."""
    opened = open_case(request, code, "case.edit")
    services.family_unlink(opened.actor, _of(opened, link_id).link)
    return _back(request, code)


def _of(opened: Opened, link_id: UUID) -> selector.Kin:
    kin = selector.kin(opened.actor, opened.case.person)
    found = next((each for each in kin if each.link.pk == link_id), None)
    if found is None:
        raise NotThereError
    return found


def _back(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:family", args=[code]))
