"""Opening one case outside one's scope in an emergency, and judging that afterwards (security.md, "Roles")."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.accounts.selectors import holders
from fristad.server.audit.quotas import likeness
from fristad.server.audit.services import act, searched, together
from fristad.server.cases import doors
from fristad.server.cases.models import Case, EmergencyAccess
from fristad.server.cases.selectors import emergency as selector
from fristad.server.common.clock import now, today
from fristad.server.common.problems import ReservedError, StaleError

OPEN_FOR = timedelta(hours=8)
#: Working days within which owner and supervisor judge it.
JUDGE_WITHIN = 2
#: Saturday and Sunday, where the settings name no `REST_DAYS` (Monday is 0).
REST_DAYS = (5, 6)


def emergency_open(actor: Actor, typed: str, reason: str) -> Case | None:
    """Open the one case that has exactly this code or telephone number; owner and supervisors are told.

    None if no case has it, if several do, or if it is in a closed circle: nobody can tell these apart. A case that is
    open to the actor anyway is returned as it is. Each try counts as a search. Raises `TooManyError`, and
    `ReservedError` where an earlier access of the actor to this case was judged wrong.
    """
    found = selector.exactly(actor, typed)
    case = found[0] if len(found) == 1 else None
    with together():
        shown = [case.pk] if case else []
        searched(actor, "cases.case", shown, likeness(actor.operation_id, typed, ()), "emergency")
        shut = case is not None and not doors.cases(actor, "case.open").filter(pk=case.pk).exists()
        refused = case is not None and shut and selector.was_wrong(actor, case)
        if case and shut and not refused:
            _open(actor, case, {"reason": reason, "found_by": "code" if selector.is_code(typed) else "phone"})
    # The try has its entry all the same.
    if refused:
        raise ReservedError(_("Opening this case was judged wrong before. Ask another duty officer to open it."))
    return case


def _open(actor: Actor, case: Case, told: dict[str, str]) -> None:
    began = now()
    access = EmergencyAccess(
        operation_id=case.operation_id,
        record_key=case.record_key,
        case=case,
        staff_id=actor.staff_id,
        until=began + OPEN_FOR,
        judge_by=working_day_after(today(), JUDGE_WITHIN),
        told={**told, "began": began.isoformat()},
    )
    with act(actor, "emergency.opened", access, case, purpose="emergency"):
        access.save(force_insert=True)
        for person in _judges(case):
            if person.pk != actor.staff_id:
                notices.tell(person, "emergency.opened", access=str(access.pk), staff=str(actor.staff_id))


def _judges(case: Case) -> list[Staff]:
    """Return the owner and the supervisors of a case."""
    judges = holders(case.operation_id, "emergency.judge", agency_id=case.agency_id, team_id=case.team_id)
    owner = [case.owner] if case.owner and case.owner.is_active else []
    return list({person.pk: person for person in (*owner, *judges)}.values())


def emergency_judge(
    actor: Actor, access: EmergencyAccess, *, verdict: str, words: str, read_version: int
) -> EmergencyAccess:
    """Say whether it was right. Where it was not, it ends at once. Raises `ReservedError` for oneself, `StaleError`."""
    if access.staff_id == actor.staff_id:
        raise ReservedError(_("Another person judges an emergency access of your own."))
    if access.judged_on is not None:
        raise StaleError
    with act(actor, "emergency.judged", access, access.case, detail={"verdict": verdict}):
        access.judged_on, access.judged_by_id = today(), actor.staff_id
        access.told = {**access.told, "verdict": verdict, "answer": words}
        if verdict == "wrong":
            access.until = min(access.until, now())
        access.save_over(read_version)
        notices.tell(access.staff, "emergency.judged")
    return access


def working_day_after(day: date, count: int) -> date:
    """Return the day by which `count` working days have gone by."""
    resting = getattr(settings, "REST_DAYS", REST_DAYS)
    while count:
        day += timedelta(days=1)
        count -= day.weekday() not in resting
    return day
