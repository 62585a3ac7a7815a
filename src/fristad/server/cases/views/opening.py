"""Beginning a case, and its first page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff
from fristad.server.audit import services as audit
from fristad.server.cases import cards, doors, words
from fristad.server.cases.forms.person import PersonForm
from fristad.server.cases.models import Case, Finding, Flag, Need, Person, Task
from fristad.server.cases.selectors import merged, movements, places, search
from fristad.server.cases.selectors.journeys import drawn
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services.cases import case_create
from fristad.server.cases.services.searches import looked_alike
from fristad.server.cases.services.shut import SHUT
from fristad.server.cases.views.frame import Opened, open_case, page, purpose_of
from fristad.server.cases.views.papers import rows_of
from fristad.server.cases.words_ages import BIRTH, note_of, years_of
from fristad.server.cases.words_dates import said, words_of
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError


@require_http_methods(["GET", "POST"])
@door("case.create")
def case_new(request: HttpRequest) -> HttpResponse:
    """Write down a person. Before the case is made, records in scope that may be the same person are shown."""
    actor = request.actor  # type: ignore[attr-defined]
    form = PersonForm(request.POST or None, places=places.offered(actor))
    doubles: list[Case] = []
    if request.method == "POST" and form.is_valid():
        doubles = [] if "sure" in request.POST else doubles_of(actor, form.values())
        if actor.may("person.search"):
            # Written whether or not there are any, so that the answer takes the same time.
            looked_alike(actor, [name["text"] for name in form.values()["names"]], doubles)
        if not doubles:
            case = _create(actor, form.values())
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:open", args=[case.code]))
    return render(request, "cases/new.html", {"form": form, "doubles": doubles})


def doubles_of(actor: Any, values: dict[str, Any]) -> list[Case]:
    """Return cases in scope that may be about the person of a form."""
    if not actor.may("person.search"):
        return []
    names = (name["text"] for name in values["names"])
    found = {case.pk: case for name in names for case in search.find(actor, name).cases[:5]}
    return list(found.values())[:5]


def _create(actor: Any, values: dict[str, Any]) -> Case:
    owner = Staff.unscoped.select_related("team").get(pk=actor.staff_id)
    if owner.team is None:
        raise WrongInputError(_("You belong to no team yet, so a case has nowhere to go. Ask your administrator."))
    return case_create(actor, values, team=owner.team, owner=owner)


@require_GET
@door("case.open")
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """Show the first page of a case: the wish first, then the journey, then what comes next."""
    opened = open_case(request, code)
    case = opened.case
    others = _others(opened)
    people = _as_one(case, others)
    return page(
        request,
        opened,
        "summary",
        "cases/summary.html",
        transfer_waits=movements.waiting_for(case),
        is_own_closure=(case.closing or {}).get("by") == str(opened.actor.staff_id),
        legs=drawn(*people),
        others=others,
        joined=len(people) > 1,
        needs=[(need, words.NEEDS.get(need.told["kind"])) for need in doors.items(case, Need)],
        findings=[_harm(item) for item in doors.items(case, Finding)],
        flags=list(doors.items(case, Flag)),
        steps=[_step(task) for task in _open_tasks(case)],
    )


def _harm(item: Finding) -> dict[str, Any]:
    """Return a grave harm with how it is known: what is open or likely never looks like what was told."""
    state = item.told.get("state", "open")
    return {
        "shape": words.FINDING_SHAPES[state],
        "state": words.FINDING_STATES[state],
        "name": words.FINDINGS.get(item.told["kind"], ""),
    }


def _open_tasks(case: Case) -> Any:
    return doors.items(case, Task).select_related("assignee__record_key").order_by("due_on")[:5]


def _step(task: Task) -> dict[str, Any]:
    late = task.due_on is not None and task.due_on < today()
    due = _("Due %(day)s") % {"day": date_format(task.due_on)} if task.due_on else _("No day set")
    return {
        "shape": "triangle" if late else "clock" if task.due_on == today() else "ring",
        "word": pgettext("task", "Overdue") if late else pgettext("task", "To do"),
        "title": task.told["words"],
        "text": f"{due}. {name_of(task.assignee) or _('Nobody yet')}",
    }


@require_GET
@door("case.open")
def show_name(request: HttpRequest, code: str) -> HttpResponse:
    """Show names, papers and safe contact: a page of its own, so that each look is an entry of its own."""
    opened = open_case(request, code)
    others = _others(opened)
    people = _as_one(opened.case, others)
    return page(
        request,
        opened,
        "person",
        "cases/person.html",
        facts=_with_actions(opened, _facts_of_all(people)),
        papers=[row for person in people for row in rows_of(person)],
        unclear=[sentence for person in people for sentence in unclear_about(person)],
        others=others,
        joined=len(people) > 1,
    )


def _others(opened: Opened) -> list[Case]:
    """Return the other cases of this person that are open to the reader; a joined record that is shown is read too."""
    found = list(merged.other_cases(opened.actor, opened.case))
    for case in found:
        if case.person_id != opened.case.person_id:
            audit.read(opened.actor, case, purpose_of(opened.actor, case))
    return found


def _as_one(case: Case, others: list[Case]) -> list[Person]:
    """Return the records that were joined with that of the case, its own first, each once."""
    return list({each.person_id: each.person for each in (case, *others)}.values())


def _facts_of_all(people: list[Person]) -> list[dict[str, Any]]:
    """Return the facts of joined records as those of one person: what another record says otherwise stands below."""
    rows = facts_of(people[0])
    for person in people[1:]:
        known = [(row["name"], row["value"]) for row in rows]
        told = [{part: row[part] for part in row if part != "source"} for row in facts_of(person)]
        new = [row for row in told if row["value"] and (row["name"], row["value"]) not in known]
        rows = [row for row in rows if row["value"] or row["name"] not in {each["name"] for each in new}] + new
    order = {name: place for place, name in reversed(list(enumerate(row["name"] for row in rows)))}
    return sorted(rows, key=lambda row: order[row["name"]])


def unclear_about(person: Person) -> list[str]:
    """Return a sentence for each two sources of the age that cannot both be right. A person resolves it, not we."""
    found = cards.age_facts_of(person).contradictions()
    return [said(sentence) for sentence in found]


def facts_of(person: Person) -> list[dict[str, Any]]:
    """Return what is recorded about a person as rows of name and value; empty means not told yet."""
    kinds, wishes = words.NAME_KINDS, person.wishes or {}
    rows = [{"name": kinds.get(name["kind"], ""), "value": name["text"]} for name in person.names or ()]
    rows += [_age(age, at) for at, age in enumerate(person.ages or ())]
    rows += [
        _born(person.birth),
        {"name": _("Survivor code"), "value": person.survivor_code},
        {"name": _("Sex"), "value": words.SEXES.get(person.sex or "", "")},
        {"name": _("Population group"), "value": words.GROUPS.get(person.group or "unknown")},
        {"name": _("Status and papers"), "value": person.status},
        {"name": _("Nationality"), "value": person.nationalities},
        {"name": _("Where they are now"), "value": person.place},
        {"name": _("Wishes to speak with"), "value": words.WISHES.get(wishes.get("interviewer", ""), "")},
        {"name": _("Wishes an interpreter who is"), "value": words.WISHES.get(wishes.get("interpreter", ""), "")},
    ]
    return rows


def _age(age: dict[str, Any], at: int) -> dict[str, Any]:
    return {"name": words.AGE_KINDS[age["kind"]], "value": years_of(age), "note": note_of(age), "source": (at, age)}


def _born(birth: dict[str, Any] | None) -> dict[str, Any]:
    if not birth:
        return {"name": _("Born"), "value": ""}
    return {"name": _("Born"), "value": words_of(birth["date"]), "note": note_of(birth), "source": (BIRTH, birth)}


def _with_actions(opened: Opened, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with a link beside each source of the age, for who may change the person."""
    if not opened.may("case.edit") or opened.case.state in SHUT:
        return rows
    return [{**row, "action": _rely(opened, row)} if "source" in row else row for row in rows]


def _rely(opened: Opened, row: dict[str, Any]) -> dict[str, Any]:
    which, source = row["source"]
    label = _("Rely on this again") if source.get("set_aside") else _("Do not rely on this")
    return {"label": label, "url": reverse("cases:age", args=[opened.code, which]), "about": row["name"]}
