"""Cases: listed, begun, opened, changed. Each operation does what a page does, by the same form and service."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Status

from fristad.server.accounts.models import Staff
from fristad.server.api.doors import Token
from fristad.server.api.interface import answers, api, require_valid
from fristad.server.api.problems import DoublesError
from fristad.server.api.schemas import (
    Begun,
    CaseIn,
    CaseOut,
    Choice,
    ContactIn,
    OpenedOut,
    Page,
    PersonChange,
    PersonIn,
    PersonOut,
    RiskIn,
)
from fristad.server.audit import services as audit
from fristad.server.cases.forms.person import ContactForm, PersonEditForm, PersonForm
from fristad.server.cases.forms.work import RiskForm
from fristad.server.cases.models import Case
from fristad.server.cases.selectors import lists, places
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services import cases as services
from fristad.server.cases.services.persons import person_edit
from fristad.server.cases.services.searches import looked_alike
from fristad.server.cases.views import opening
from fristad.server.cases.views.frame import Opened, open_case, purpose_of
from fristad.server.common.problems import WrongInputError


@api.get("/cases", auth=Token("case.list"), response=answers(Page), url_name="cases", tags=["cases"])
def list_cases(request: HttpRequest, filters: Query[Choice]) -> Page:
    """List one page of the cases in scope."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = filters.model_dump()
    after = chosen.pop("after") or None
    found = lists.page(actor, lists.Filters(**chosen), after)
    audit.listed(actor, "cases.case", [case.pk for case in found.rows], "casework")
    rows = [CaseOut(**head_of(case)) for case in found.rows]
    return Page(cases=rows, count=found.count, after=found.more, narrow_first=found.too_many)


@api.post("/cases", auth=Token("case.create"), response=answers(Begun, 201), url_name="cases", tags=["cases"])
def begin_case(request: HttpRequest, sent: CaseIn) -> Status[Begun]:
    """Begin a case. Where cases in scope may be about the same person, they are named first (409)."""
    actor = request.actor  # type: ignore[attr-defined]
    form = PersonForm(_as_typed(sent), places=places.offered(actor))
    require_valid(form)
    values = form.values()
    doubles = [] if sent.sure else opening.doubles_of(actor, values)
    if actor.may("person.search"):
        looked_alike(actor, [name["text"] for name in values["names"]], doubles)
    if doubles:
        raise DoublesError([case.code for case in doubles])
    owner = Staff.unscoped.select_related("team").get(pk=actor.staff_id)
    if owner.team is None:
        raise WrongInputError(_("You belong to no team yet, so a case has nowhere to go. Ask your administrator."))
    case = services.case_create(actor, values, team=owner.team, owner=owner)
    return Status(201, Begun(code=case.code, id=case.pk))


@api.get("/cases/{code}", auth=Token("case.open"), response=answers(OpenedOut), url_name="case", tags=["cases"])
def open_one(request: HttpRequest, code: str) -> OpenedOut:
    """Open a case: its head, without the person's own data."""
    opened = _read(open_case(request, code))
    reason = (opened.case.risk_reason or {}).get("words")
    return OpenedOut(**head_of(opened.case), risk_reason=reason)


@api.get(
    "/cases/{code}/person", auth=Token("case.open"), response=answers(PersonOut), url_name="person", tags=["cases"]
)
def open_person(request: HttpRequest, code: str) -> PersonOut:
    """Read names, papers and the rules of safe contact: an entry of its own in the log."""
    return _person(_read(open_case(request, code)))


@api.put(
    "/cases/{code}/person", auth=Token("case.edit"), response=answers(PersonOut), url_name="person", tags=["cases"]
)
def change_person(request: HttpRequest, code: str, sent: PersonChange) -> PersonOut:
    """Change what is recorded about the person: 409 if somebody changed it since `version`."""
    opened = _read(open_case(request, code, "case.edit"))
    person = opened.case.person
    form = PersonEditForm({**_as_typed(sent), "version": sent.version}, places=places.offered(opened.actor))
    require_valid(form)
    person_edit(opened.actor, person, form.values(person), read_version=sent.version)
    return _person(opened)


@api.put(
    "/cases/{code}/contact", auth=Token("case.edit"), response=answers(PersonOut), url_name="contact", tags=["cases"]
)
def change_contact(request: HttpRequest, code: str, sent: ContactIn) -> PersonOut:
    """Write down how to reach the person safely. The newest rule comes first; older ones stay for the record."""
    opened = _read(open_case(request, code, "case.edit"))
    person = opened.case.person
    data = require_valid(ContactForm(sent.model_dump()))
    before = person.contacts or []
    rule = {name: data[name] for name in ("how", "rules", "number")}
    if not rule["number"] and not data["no_number"] and before:
        rule["number"] = before[0].get("number", "")
    person_edit(opened.actor, person, {"contacts": [rule, *before][:10]}, read_version=sent.version)
    return _person(opened)


@api.put("/cases/{code}/risk", auth=Token("case.edit"), response=answers(OpenedOut), url_name="risk", tags=["cases"])
def judge_risk(request: HttpRequest, code: str, sent: RiskIn) -> OpenedOut:
    """Record how the token's person judges the danger, why, and when it is looked at again."""
    opened = _read(open_case(request, code, "case.edit"))
    data = require_valid(RiskForm({**sent.model_dump(), **_day(sent.review_on)}))
    services.risk_judge(
        opened.actor,
        opened.case,
        risk=data["risk"],
        reason=data["reason"],
        review_on=data["review_on"],
        read_version=sent.version,
    )
    return OpenedOut(**head_of(opened.case), risk_reason=data["reason"])


def _read(opened: Opened) -> Opened:
    """Write down that a case is opened, as every page of a case does. Raises `TooManyError` beyond the quota."""
    audit.read(opened.actor, opened.case, purpose_of(opened.actor, opened.case))
    return opened


def head_of(case: Case) -> dict[str, Any]:
    """Return what the head of a case shows."""
    card = case.card or {}
    return {
        "code": case.code,
        "version": case.version,
        "state": case.state,
        "risk": case.risk,
        "owner": name_of(case.owner) or None,
        "due_on": case.due_on,
        "review_on": case.review_on,
        "opened_on": case.created_on,
        "closed_on": case.closed_on,
        "shown_as": card.get("name"),
        "age": card.get("age"),
        "languages": list(card.get("languages") or ()),
        "group": card.get("group"),
    }


def _person(opened: Opened) -> PersonOut:
    person = opened.case.person
    first = (person.contacts or [None])[0]
    return PersonOut(
        version=person.version,
        names=person.names or [],
        survivor_code=person.survivor_code,
        birth=person.birth,
        ages=person.ages or [],
        sex=person.sex,
        languages=person.languages or [],
        group=person.group,
        status=person.status,
        nationalities=person.nationalities,
        place=person.place,
        wishes=person.wishes or {},
        words=person.words,
        contact={name: first.get(name) for name in ("how", "rules")} if first else None,
    )


def _as_typed(sent: PersonIn) -> dict[str, Any]:
    """Return what a person would have typed into the form of the page."""
    typed: dict[str, Any] = {
        name: getattr(sent, name)
        for name in ("survivor_code", "sex", "group", "status", "nationalities", "place", "words")
    }
    for number, name in enumerate(sent.names, 1):
        typed |= {f"name_{number}": name.text, f"name_{number}_kind": name.kind}
    for number, code in enumerate(sent.languages, 1):
        typed[f"language_{number}"] = code
    for kind in ("stated", "documented", "assessed"):
        age = getattr(sent.ages, kind)
        typed[f"age_{kind}"] = f"{age.least} - {age.most}" if age else ""
    typed |= {"wish_interviewer": sent.wishes.interviewer, "wish_interpreter": sent.wishes.interpreter}
    return typed | _born(sent)


def _born(sent: PersonIn) -> dict[str, Any]:
    if sent.born is None:
        return {}
    born = sent.born.model_dump()
    typed = {f"birth_{part}": born[part] for part in ("year", "month", "day", "calendar", "season")}
    return {**typed, "birth_about": "yes" if sent.born.about else "", "birth_kind": sent.born.kind}


def _day(day: date | None) -> dict[str, Any]:
    return {f"review_on_{part}": getattr(day, part) for part in ("day", "month", "year")} if day else {}
