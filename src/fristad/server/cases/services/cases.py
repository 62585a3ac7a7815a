"""Opening, changing and closing a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff, Team
from fristad.server.audit.services import act
from fristad.server.cases import cards
from fristad.server.cases.models import Case, CaseState, Involved
from fristad.server.cases.pure import codes
from fristad.server.cases.selectors import apart, giving
from fristad.server.cases.services.handovers import handovers_end
from fristad.server.cases.services.persons import new_person
from fristad.server.cases.services.shut import refuse_shut
from fristad.server.cases.tagging import tags_of
from fristad.server.common.clock import now, today
from fristad.server.common.problems import WrongInputError
from fristad.server.vault import tags
from fristad.server.vault.models import RecordKey

#: How long somebody who hands a case over still sees it, to answer questions (security.md, roles).
AFTER_HANDOVER = timedelta(hours=24)


def case_create(actor: Actor, values: Mapping[str, Any], *, team: Team, owner: Staff | None) -> Case:
    """Open a case for a new person. `values`: the fields of a person."""
    with act(actor, "case.opened") as doing:
        person = new_person(actor, values)
        person.save(force_insert=True)
        tags.put(person.operation_id, person.pk, tags_of(person))
        case = Case(
            operation_id=actor.operation_id,
            record_key=RecordKey.objects.make(actor.operation_id, "case"),
            code=_free_code(actor),
            person=person,
            agency_id=team.agency_id,
            team=team,
            owner=owner,
            card=cards.card_of(person),
            review_on=today() + timedelta(days=7),
        )
        case.save(force_insert=True)
        doing.touch(person, case)
    return case


def _free_code(actor: Actor) -> str:
    while True:
        code = codes.draw()
        if not Case.unscoped.filter(operation_id=actor.operation_id, code=code).exists():
            return code


def risk_judge(actor: Actor, case: Case, *, risk: str, reason: str, review_on: date | None, read_version: int) -> Case:
    """Record how a named person judges the danger, why, and when it is looked at again. Raises `StaleError`."""
    refuse_shut(case)
    with act(actor, "case.risk_judged", case):
        case.risk = risk
        case.risk_reason = {"words": reason, "by": str(actor.staff_id), "on": today().isoformat()}
        case.review_on = review_on
        case.save_over(read_version)
    return case


def case_assign(actor: Actor, case: Case, *, owner: Staff, read_version: int, tell: bool = True) -> Case:
    """Give a case to somebody of its own team, who is told. The former owner sees it for a day more.

    `tell` is False where one notice tells of many cases. Raises `WrongInputError`, `StaleError`.
    """
    if owner.team_id != case.team_id or not owner.is_active:
        raise WrongInputError(_("A case can be given to people of its own team who work here now."))
    if case.closed_circle and not case.involved.filter(staff=owner).exists():
        raise WrongInputError(_("This case has a closed circle. Let this person into it first."))
    if not apart.may_take(actor, case, owner.pk):
        raise WrongInputError(_("This colleague cannot take this case. Choose another."))
    if str(owner.pk) not in giving.owners_for(case):
        raise WrongInputError(_("This colleague does not work in cases: nobody would see this one. Choose another."))
    with act(actor, "case.assigned", case, detail={"to": str(owner.pk)}):
        if case.owner_id != owner.pk:
            handovers_end(actor, case)
        if case.owner_id and case.owner_id != owner.pk and not case.closed_circle:
            involve(actor, case, case.owner_id, until=now() + AFTER_HANDOVER)
        case.owner = owner
        case.save_over(read_version)
        if tell and owner.pk != actor.staff_id:
            notices.tell(owner, "case.given", code=case.code)
    return case


def involve(actor: Actor, case: Case, staff_id: Any, *, until: Any = None) -> None:
    """Let somebody see a case beside its owner."""
    with act(actor, "case.involved", case, detail={"who": staff_id}) as doing:
        row, _new = Involved.objects.update_or_create(case=case, staff_id=staff_id, defaults={"until": until})
        doing.touch(row)


def closure_ask(actor: Actor, case: Case, *, reason: str, words: str, read_version: int) -> Case:
    """Ask that a case be closed. A supervisor approves it. Raises `StaleError`."""
    if case.state != CaseState.OPEN:
        raise WrongInputError(_("Only a case in progress can be closed."))
    with act(actor, "case.closure_asked", case):
        case.state = CaseState.CLOSING
        case.closing = {"reason": reason, "words": words, "by": str(actor.staff_id)}
        case.save_over(read_version)
    return case


def closure_decide(actor: Actor, case: Case, *, agreed: bool, words: str, read_version: int) -> Case:
    """Approve or refuse a closure. Nobody approves what they asked for themselves. Raises `StaleError`."""
    asked = case.closing or {}
    if case.state != CaseState.CLOSING:
        raise WrongInputError(_("No closure is waiting for this case."))
    if asked.get("by") == str(actor.staff_id):
        raise WrongInputError(_("Another person must approve a closure that you asked for."))
    with act(actor, "case.closed" if agreed else "case.closure_refused", case):
        case.state = CaseState.CLOSED if agreed else CaseState.OPEN
        case.closed_on = today() if agreed else None
        case.closing = {**asked, "decided": agreed, "answer": words, "decided_by": str(actor.staff_id)}
        case.save_over(read_version)
        concerned = {pk for pk in (str(case.owner_id or ""), asked.get("by")) if pk} - {str(actor.staff_id)}
        for person in Staff.unscoped.filter(pk__in=concerned, is_active=True).select_related("record_key"):
            notices.tell(person, "closure.decided", code=case.code)
    return case


def closure_withdraw(actor: Actor, case: Case) -> Case:
    """Go on with a case whose closure one asked for oneself, as long as nobody answered. Raises `StaleError`."""
    asked = case.closing or {}
    if case.state != CaseState.CLOSING or asked.get("by") != str(actor.staff_id):
        raise WrongInputError(_("No closure that you asked for is waiting for this case."))
    with act(actor, "case.closure_withdrawn", case):
        case.state = CaseState.OPEN
        case.closing = {**asked, "reopened": ""}
        case.save_over(case.version)
    return case


def case_reopen(actor: Actor, case: Case, *, words: str, read_version: int) -> Case:
    """Take up a closed case again. Raises `StaleError`."""
    if case.state != CaseState.CLOSED:
        raise WrongInputError(_("Only a closed case can be taken up again."))
    with act(actor, "case.reopened", case):
        case.state = CaseState.OPEN
        case.closed_on = None
        case.closing = {**(case.closing or {}), "reopened": words}
        if case.owner and not case.owner.is_active:
            case.owner = None  # left meanwhile: it waits for the supervisor
        case.save_over(read_version)
    return case
