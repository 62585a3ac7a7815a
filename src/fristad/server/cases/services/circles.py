"""Limiting a case to named people. Others, supervisors too, see nothing of it; only the circle widens it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import Act, act
from fristad.server.cases.models import Case, CaseState, Involved
from fristad.server.cases.selectors import circles as selector
from fristad.server.cases.services.handovers import handovers_cut
from fristad.server.cases.services.suspicions import bar
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError


def circle_close(actor: Actor, case: Case, people: Iterable[Staff], *, why: str, read_version: int) -> Case:
    """Limit a case to these people and the actor. An owner whom a supervisor leaves out is followed by the actor.

    Raises `WrongInputError` for too few people, one who could not open it, or an owner whom no supervisor leaves out;
    `StaleError`.
    """
    if case.closed_circle:
        raise WrongInputError(_("This case has a closed circle already."))
    people = list(people)
    _refuse_to_oust(actor, case, people)
    with act(actor, "circle.closed", case) as doing:
        limit_to(actor, doing, case, people, why=why)
        case.save_over(read_version)
    return case


def limit_to(actor: Actor, doing: Act, case: Case, people: Iterable[Staff], *, why: str) -> None:
    """Let these people and the actor see a case, and nobody else, within a larger act that saves the case.

    Raises `WrongInputError` for too few people or one who could not open it.
    """
    named = {person.pk: person for person in (*people, *Staff.unscoped.filter(pk=actor.staff_id))}
    _refuse_unfit(case, list(named.values()))
    notices.withdraw(case.operation_id, case.code, but=named)
    handovers_cut(actor, case, named)
    _shut_out(doing, case, but=named)
    for person in named.values():
        _let_in(doing, case, person, told=person.pk != actor.staff_id)
    case.closed_circle = True
    case.circle = {**(case.circle or {}), "why": why, "by": str(actor.staff_id), "on": today().isoformat()}
    if case.owner_id not in named:
        case.owner_id = actor.staff_id


def circle_widen(actor: Actor, case: Case, person: Staff) -> None:
    """Let one more person in. Raises `WrongInputError`."""
    _refuse_open(case)
    if person.pk not in {each.pk for each in selector.candidates(case)}:
        raise WrongInputError(_("This person does not open cases here."))
    with act(actor, "circle.widened", case, detail={"who": person.pk}) as doing:
        _refuse_a_third(_locked(case))
        _let_in(doing, case, person, told=True)


def _refuse_a_third(case: Case) -> None:
    if case.state == CaseState.SEALED and len(selector.keepers(selector.members(case))) >= selector.FEWEST:
        raise WrongInputError(_("A sealed case is open to two people only."))


def circle_narrow(actor: Actor, case: Case, person: Staff) -> None:
    """Let one person out. Raises `WrongInputError` for the owner, and where too few would be left."""
    _refuse_open(case)
    with act(actor, "circle.narrowed", case, detail={"who": person.pk}) as doing:
        # Of two who let each other out at once, the second waits here and sees who is left.
        here = _locked(case)
        if person.pk == here.owner_id:
            raise WrongInputError(_("Give the case to another person of the circle first."))
        left = [each for each in selector.members(here) if each.pk != person.pk]
        _refuse_unfit(here, left)
        stay = {each.pk for each in left}
        notices.withdraw(case.operation_id, case.code, but=stay)
        handovers_cut(actor, case, stay)
        _shut_out(doing, case, but=stay)


def _locked(case: Case) -> Case:
    """Return the case as it is now, and let nobody change its circle until this transaction ends."""
    found: Case = Case.unscoped.select_for_update().get(pk=case.pk)
    return found


def circle_end(actor: Actor, case: Case, *, read_version: int) -> Case:
    """End the circle: the case is open again to those whose work reaches it, and to nobody else of the circle.

    Raises `StaleError`.

    Raises `WrongInputError` for a file about a suspicion: its readers are never those of the other file.
    """
    _refuse_open(case)
    if case.state == CaseState.SEALED:
        raise WrongInputError(_("A sealed case stays with its two people until it is erased."))
    if selector.apart_from(case):
        raise WrongInputError(_("This file is about a suspicion. It stays with its own readers."))
    with act(actor, "circle.ended", case) as doing:
        _shut_out(doing, case, but=())
        case.closed_circle, case.circle = False, None
        case.save_over(read_version)
    return case


def member_left(actor: Actor, staff_id: UUID) -> None:
    """Tell who is left in a circle of which somebody can no longer be a part, where they are too few.

    Who opens no cases any more is let out of all they were named in: a role given later does not bring them back.
    """
    rows = Case.unscoped.filter(closed_circle=True, involved__staff=staff_id, record_key__destroyed_on=None)
    for case in rows.select_related("record_key"):
        left = [person for person in selector.members(case) if person.pk != staff_id]
        if len(selector.keepers(left)) < selector.FEWEST:
            for person in left:
                notices.tell(person, "circle.small", code=case.code)
    if not selector.those_who_may("case.open", Staff.unscoped.filter(pk=staff_id).select_related("record_key", "team")):
        _forget(actor, staff_id)


def _forget(actor: Actor, staff_id: UUID) -> None:
    rows = Involved.objects.filter(staff=staff_id)
    if named := list(rows):
        with act(actor, "case.uninvolved", *named, detail={"who": staff_id}):
            rows.delete()


def _refuse_open(case: Case) -> None:
    if not case.closed_circle:
        raise WrongInputError(_("This case has no closed circle."))


def _refuse_to_oust(actor: Actor, case: Case, people: Sequence[Staff]) -> None:
    inside = {None, actor.staff_id, *(person.pk for person in people)}
    if case.owner_id not in inside and not actor.reaches("case.circle", case):
        raise WrongInputError(_("The owner of this case belongs into its circle. Only a supervisor leaves them out."))


def _refuse_unfit(case: Case, people: Sequence[Staff]) -> None:
    fit = {person.pk for person in selector.candidates(case)}
    if any(person.pk not in fit for person in people):
        raise WrongInputError(_("A circle is made of people of this agency who open cases."))
    if len(selector.keepers(people)) < selector.FEWEST:
        raise WrongInputError(_("A circle needs at least two people who can widen it, so that no case is lost."))


def _shut_out(doing: Act, case: Case, *, but: Iterable[UUID]) -> None:
    rows = list(Involved.objects.filter(case=case).exclude(staff__in=list(but)))
    doing.touch(*rows)
    Involved.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _let_in(doing: Act, case: Case, person: Staff, *, told: bool) -> None:
    row, _new = Involved.objects.update_or_create(case=case, staff=person, defaults={"until": None})
    doing.touch(row, bar(person, selector.apart_from(case)))
    if told:
        notices.tell(person, "circle.named", code=case.code)
