"""The frame that every page of one case shares: header, parts, and the entry in the reading log."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit import services as audit
from fristad.server.cases import cards, doors, words, words_languages
from fristad.server.cases.models import Case, CaseState, Person, Risk
from fristad.server.cases.selectors import apart, emergency
from fristad.server.cases.services.shut import SHUT
from fristad.server.common.registry import case_facts, case_sections

RISK_SHAPES = {
    Risk.NOT_JUDGED: "dotted",
    Risk.LOW: "ring",
    Risk.MEDIUM: "clock",
    Risk.HIGH: "triangle",
    Risk.IMMEDIATE: "triangle",
}


@dataclass(frozen=True)
class Opened:
    """A case that somebody reached through its door. Showing it is for `page`, which writes that down."""

    actor: Actor
    case: Case
    right: str = "case.open"

    @property
    def is_shut(self) -> bool:
        """Whether the page is for writing and the case is closed: then it says so in place of a form."""
        return self.right == "case.edit" and self.case.state in SHUT

    @cached_property
    def _lent(self) -> frozenset[str] | None:
        return doors.lent_for(self.actor, self.case)

    def may(self, right: str) -> bool:
        """Return whether the actor may do this with this case, so that a page offers nothing else."""
        held = self.actor.may(right) and (self._lent is None or right in self._lent)
        return held and (self.case.state != CaseState.SEALED or right in doors.ON_SEALED)

    @property
    def code(self) -> str:
        """The short code, for addresses."""
        return self.case.code


def open_case(request: HttpRequest, code: str, right: str = "case.open") -> Opened:
    """Reach a case through its door. Nothing is shown yet, so nothing is written down. Raises `NotThereError`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return Opened(actor, doors.case(actor, code, right), right)


def purpose_of(actor: Actor, case: Case) -> str:
    """Return why somebody reads: the owner and the team work on it, others look at their work."""
    if case.owner_id == actor.staff_id:
        return "casework"
    if emergency.is_open(actor, case):
        return "emergency"
    return "casework" if actor.team_id is not None and case.team_id == actor.team_id else "review"


def page(request: HttpRequest, opened: Opened, section: str, template: str, **values: Any) -> HttpResponse:
    """Show a page of a case and write down that it was opened, whatever was sent to get it.

    `section` is the key of the part that is open. Raises `TooManyError` beyond the day's quota.
    """
    case = opened.case
    audit.read(opened.actor, case, purpose_of(opened.actor, case))
    context = {
        "case": case,
        "person": case.person,
        "section": section,
        "parts": list(_parts(opened, section)),
        "about": about(case),
        "wishes": wishes_line(case.person),
        "is_shared": has_shared_number(opened.actor, case.person),
        "is_shut": opened.is_shut,
        "may_edit": opened.may("case.edit") and case.state not in SHUT,
        "may_assign": opened.may("case.assign"),
        "may_print": opened.may("case.print"),
        "may_export": opened.may("case.export"),
        "may_approve": opened.may("case.approve"),
        "may_close": opened.may("case.close"),
        "may_transfer": opened.may("case.transfer"),
        "head_facts": [found for fact in case_facts if (found := fact(opened.actor, case)) is not None],
        "risk_shape": RISK_SHAPES[Risk(case.risk)],
        "crumbs": [{"label": _("Cases"), "url": reverse("cases:list")}, {"label": case.code, "code": True}],
        **values,
    }
    return render(request, template, context)


def _parts(opened: Opened, section: str) -> Any:
    for key in case_sections.keys():  # noqa: SIM118 - a slot, not a dict
        part = case_sections.get(key)
        if part is None or not opened.may(part.right):
            continue
        count = part.count(opened.actor, opened.case) if part.count else None
        url = reverse(part.url_name, args=[opened.code, *part.args])
        yield {"label": part.label, "url": url, "current": key == section, "count": count}


def about(case: Case) -> str:
    """Return the line under the code: age and languages, never the name."""
    card = case.card or {}
    spoken = words_languages.names_of(card.get("languages") or ())
    parts = [age_line(card.get("age"))]
    if spoken:
        parts.append(_("Speaks %(languages)s.") % {"languages": spoken})
    group = card.get("group")
    if group and group != "unknown":
        parts.append(f"{words.GROUPS[group]}.")
    return " ".join(part for part in parts if part)


def wishes_line(person: Person) -> str:
    """Return whom the person wishes to be heard by and through, or nothing where neither was told."""
    told = person.wishes or {}
    said = (known.get(told.get(whom, "")) for whom, known in words.WISHES_SAID.items())
    return " ".join(str(sentence) for sentence in said if sentence)


def has_shared_number(actor: Actor, person: Person) -> bool:
    """Return whether the number that is called first is answered by others who are kept apart from the person."""
    number = (person.contacts or [{}])[0].get("number")
    return bool(number) and apart.is_shared(actor, person, number)


def age_line(age: list[int] | None) -> str:
    """Return words for an age range: unknown is said, never guessed."""
    if age is None:
        return _("Age not known.")
    least, most = age
    years = str(least) if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}
    if most < cards.ADULT:
        return _("Child, %(years)s.") % {"years": years}
    if least >= cards.ADULT:
        return _("Adult, %(years)s.") % {"years": years}
    return _("May be under 18: %(years)s.") % {"years": years}
