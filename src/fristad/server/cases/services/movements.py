"""Cases that move: given to many at once, transferred, stood in for, left behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor, actor_for
from fristad.server.accounts.models import Staff, Team
from fristad.server.accounts.selectors import holders
from fristad.server.audit.services import act, together
from fristad.server.cases import doors
from fristad.server.cases.models import Case, CaseState, Handover, Involved, MoveState, Transfer
from fristad.server.cases.selectors import apart, circles
from fristad.server.cases.selectors import movements as selector
from fristad.server.cases.services.cases import AFTER_HANDOVER, case_assign, involve
from fristad.server.cases.services.handovers import end_of, handovers_end
from fristad.server.common.clock import now, today
from fristad.server.common.problems import WrongInputError

#: For so long a colleague stands in at most.
LONGEST_STAND_IN = timedelta(days=366)


def cases_assign(actor: Actor, chosen: Iterable[tuple[Case, int]], owner: Staff) -> int:
    """Give many cases of one team to one person of it, each with its own entry; all or none. Returns how many.

    `chosen` are cases with the versions at which they were read. Raises `StaleError`, `WrongInputError`.
    """
    with together():
        pairs = list(chosen)
        for case, version in pairs:
            case_assign(actor, case, owner=owner, read_version=version, tell=len(pairs) == 1)
        if len(pairs) > 1 and owner.pk != actor.staff_id:
            notices.tell(owner, "cases.given")
    return len(pairs)


def transfer_ask(
    actor: Actor, case: Case, *, to_staff: Staff | None = None, to_team: Team | None = None, why: str
) -> Transfer:
    """Ask another person or team of the agency to take a case over. Raises `WrongInputError`."""
    if case.state != CaseState.OPEN:
        raise WrongInputError(_("Only a case in progress can move."))
    key = f"staff:{to_staff.pk}" if to_staff else f"team:{to_team.pk if to_team else ''}"
    is_offered = any(key in group for group in selector.receivers(case).values())
    if not is_offered or (to_staff and not apart.may_take(actor, case, to_staff.pk)):
        raise WrongInputError(_("This person or team cannot take this case over."))
    asked = Transfer(
        operation_id=case.operation_id,
        record_key=case.record_key,
        case=case,
        asked_by_id=actor.staff_id,
        to_staff=to_staff,
        to_team=to_team,
        told={"why": why},
    )
    try:
        with act(actor, "transfer.asked", asked, case):
            asked.save(force_insert=True)
            for person in _receiving(asked):
                notices.tell(person, "transfer.asked", staff=str(actor.staff_id))
    except IntegrityError as fault:
        raise WrongInputError(_("This case waits for an answer already. Withdraw that first.")) from fault
    return asked


def _receiving(asked: Transfer) -> list[Staff]:
    if asked.to_staff:
        return [asked.to_staff]
    return holders(asked.operation_id, "case.assign", agency_id=asked.case.agency_id, team_id=asked.to_team_id)


def transfer_accept(actor: Actor, asked: Transfer, *, words: str, read_version: int) -> Case:
    """Take a case over: it moves now. The former owner sees it for a day more.

    Raises `WrongInputError` where the case moved or was closed meanwhile, `StaleError`.
    """
    case, team = asked.case, asked.to_staff.team if asked.to_staff else asked.to_team
    if team is None:
        raise WrongInputError(_("You belong to no team yet, so a case has nowhere to go. Ask your administrator."))
    owner = actor.staff_id if asked.to_staff_id or actor.team_id == asked.to_team_id else None
    is_apart = owner and not apart.may_take(actor, case, owner)
    # The same words: who takes it would else learn that one of their own people is kept apart from this one.
    if is_apart or case.state != CaseState.OPEN or not selector.still_asks(asked):
        raise WrongInputError(_("This case is not to be moved any more. Nothing is left to accept."))
    with act(actor, "transfer.accepted", asked, case):
        _decide(actor, asked, MoveState.ACCEPTED, words, read_version)
        former = case.owner_id
        handovers_end(actor, case)
        case.owner_id = owner
        case.team = team
        if former and former != case.owner_id and not case.closed_circle:
            let_in(actor, case, former, now() + AFTER_HANDOVER)
        case.save_over(case.version)
        notices.tell(asked.asked_by, "transfer.accepted")
    return case


def transfer_decline(actor: Actor, asked: Transfer, *, words: str, read_version: int) -> None:
    """Say no, with a reason for who asked. Raises `StaleError`."""
    with act(actor, "transfer.declined", asked, asked.case):
        _decide(actor, asked, MoveState.DECLINED, words, read_version)
        notices.tell(asked.asked_by, "transfer.declined")


def transfer_withdraw(actor: Actor, asked: Transfer, *, read_version: int) -> None:
    """Take back what one asked for. Raises `WrongInputError` where it was answered, `StaleError`."""
    with act(actor, "transfer.withdrawn", asked, asked.case):
        _decide(actor, asked, MoveState.WITHDRAWN, "", read_version)


def _decide(actor: Actor, asked: Transfer, state: MoveState, words: str, read_version: int) -> None:
    if asked.state != MoveState.WAITING:
        raise WrongInputError(_("This was answered already."))
    asked.state, asked.decided_by_id, asked.decided_on = state, actor.staff_id, today()
    asked.told = {**asked.told, "answer": words}
    asked.save_over(read_version)


def let_in(actor: Actor, case: Case, staff_id: UUID, until: datetime) -> None:
    """Let somebody see a case until a time, and never shorter than they see it anyway."""
    row = Involved.objects.filter(case=case, staff=staff_id).first()
    if row is None or (row.until is not None and row.until < until):
        involve(actor, case, staff_id, until=until)


def handover(actor: Actor, cases: Sequence[Case], *, stand_in: Staff, until: date, words: str) -> list[Handover]:
    """Let a colleague stand in for the actor in these cases until the end of a day. Raises `WrongInputError`."""
    if until < today():
        raise WrongInputError(_("This day is over."))
    if until - today() > LONGEST_STAND_IN:
        raise WrongInputError(_("A colleague stands in for a year at most. For longer, ask for a transfer."))
    if str(stand_in.pk) not in selector.stand_ins(actor):
        raise WrongInputError(_("A stand-in is a colleague of your own team who works in cases."))
    shut = [case for case in cases if case.closed_circle and stand_in.pk not in {p.pk for p in circles.members(case)}]
    if shut:
        raise WrongInputError(_("One of these cases has a closed circle. Let your stand-in into it first."))
    if not all(apart.may_take(actor, case, stand_in.pk) for case in cases):
        raise WrongInputError(_("This colleague cannot stand in for one of these cases. Choose another."))
    with together():
        made = [_hand_over(actor, case, stand_in, until, words) for case in cases]
        if made:
            notices.tell(stand_in, "handover.given", staff=str(actor.staff_id))
    return made


def _hand_over(actor: Actor, case: Case, stand_in: Staff, until: date, words: str) -> Handover:
    made = Handover(
        operation_id=case.operation_id,
        record_key=case.record_key,
        case=case,
        by_id=actor.staff_id,
        stand_in=stand_in,
        until=until,
        told={"words": words},
    )
    with act(actor, "handover.given", made, case) as doing:
        for old in Handover.unscoped.filter(case=case, stand_in=stand_in, ended_on=None).select_related("record_key"):
            doing.touch(old)
            old.ended_on = today()
            old.save_over(old.version)
        made.save(force_insert=True)
        let_in(actor, case, stand_in.pk, end_of(until))
    return made


def staff_left(actor: Actor, staff_id: UUID) -> None:
    """Put the cases that somebody can no longer work in into the list of those without an owner.

    A case in a closed circle, which no such list shows, goes to another of the circle instead.
    """
    person = Staff.objects.select_related("record_key").get(pk=staff_id)
    still = actor_for(person)
    left = Case.unscoped.filter(owner=person, state__in=selector.IN_WORK, record_key__destroyed_on=None)
    if still is not None:
        left = left.exclude(pk__in=doors.cases(still, "case.edit").values("pk"))
    supervisors: dict[UUID, Staff] = {}
    for case in left.select_related("record_key"):
        if case.closed_circle:
            _inherit(actor, case)
        else:
            with act(actor, "case.left", case):
                case.owner = None
                case.save_over(case.version)
            leads = holders(case.operation_id, "case.assign", agency_id=case.agency_id, team_id=case.team_id)
            supervisors |= {each.pk: each for each in leads}
    for each in supervisors.values():
        notices.tell(each, "case.left", staff=str(staff_id))


def _inherit(actor: Actor, case: Case) -> None:
    others = [each for each in circles.members(case) if each.pk != case.owner_id]
    keepers = circles.keepers(others)
    heir = next((each for each in others if each.pk in keepers), None)
    with act(actor, "case.left", case):
        case.owner = heir
        case.save_over(case.version)
        if heir:
            notices.tell(heir, "circle.inherited", code=case.code)
