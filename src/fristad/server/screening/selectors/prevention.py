"""Who can own a step of a prevention plan, and the steps as they are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit import services as audit
from fristad.server.cases.models import Case
from fristad.server.cases.selectors import giving
from fristad.server.cases.selectors.circles import those_who_may
from fristad.server.cases.selectors.people import name_of
from fristad.server.common.clock import today
from fristad.server.screening import doors_profiles as doors
from fristad.server.screening import words_profiles
from fristad.server.screening.doors_profiles import Subject
from fristad.server.screening.models import PreventionStep
from fristad.server.screening.selectors import profiles

#: So many steps at most stand on the home page, where others have their place too.
ON_HOME = 5


def owners_for(actor: Actor, subject: Subject) -> dict[str, str]:
    """Return those who can open the plan today, so that a step in it is theirs to see, as id: name."""
    if subject.case:
        helpers = giving.helpers_of(subject.case)
        may = those_who_may("profile.see", Staff.unscoped.filter(pk__in=helpers).select_related("record_key"))
        return {str(each.pk): name_of(each) for each in may}
    people = Staff.unscoped.filter(operation=actor.operation_id, agency=actor.agency_id, is_active=True)
    may = those_who_may("place_profile.see", people.select_related("record_key"))
    return dict(sorted(((str(each.pk), name_of(each)) for each in may), key=lambda pair: pair[1]))


def shown(step: PreventionStep) -> dict[str, Any]:
    """Return a step as its list shows it."""
    body = step.body
    waiting = step.ended_on is None
    late = waiting and step.due_on < today()
    return {
        "step": step,
        "part": words_profiles.PARTS[body["part"]],
        "words": body["words"],
        "outside": body["outside"],
        "agreed": words_profiles.AGREED.get(body.get("agreed", ""), ""),
        "who": name_of(step.assignee),
        "answer": body.get("answer", ""),
        "outcome": words_profiles.OUTCOMES.get(body.get("outcome", ""), ""),
        "done": body.get("outcome") == "done",
        "late": late,
        "shape": "triangle" if late else "clock",
        "word": pgettext("task", "Overdue") if late else pgettext("task", "To do"),
    }


def nearest_day(case: Case) -> date | None:
    """Return the nearest day of the plans in a case that was reached through a door."""
    rows = PreventionStep.unscoped.filter(case=case, ended_on=None)
    found: date | None = rows.aggregate(day=Min("due_on"))["day"]
    return found


def next_steps(actor: Actor) -> list[dict[str, Any]]:
    """Return the nearest steps that are this person's to see to, as items of the thread: a list that is read."""
    found = list(doors.own_steps(actor).select_related("assignee__record_key")[:ON_HOME])
    for kind, ids in (
        ("cases.case", [each.case_id for each in found if each.case_id]),
        ("screening.placefile", [each.place_id for each in found if each.place_id]),
    ):
        if ids:
            audit.listed(actor, kind, ids, "casework")
    return [_item(each) for each in found]


def _item(step: PreventionStep) -> dict[str, Any]:
    late, is_today = step.due_on < today(), step.due_on == today()
    word = pgettext("task", "Overdue") if late else pgettext("task", "To do")
    return {
        "shape": "triangle" if late else "clock",
        "word": word,
        "title": step.body["words"],
        "url": url_of(step),
        "text": step.case.code if step.case else _("Prevention plan of a place"),
        "tag": word if late else _("Today") if is_today else profiles.day_words(step.due_on),
        "tone": "overdue" if late else "due" if is_today else "",
    }


def url_of(step: PreventionStep) -> str:
    """Return the address of the plan that a step is in."""
    if step.case:
        return reverse("screening:prevention", args=[step.case.code, step.body["about"]])
    return reverse("screening:place_prevention", args=[step.place_id])
