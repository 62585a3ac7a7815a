"""Cases for an emergency, found by an exact code or number, and the accesses that wait to be judged."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.audit.selectors import Sight, who_has_seen
from fristad.server.cases import doors
from fristad.server.cases.models import Case, EmergencyAccess
from fristad.server.cases.pure import codes, phone
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError
from fristad.server.vault import tags
from fristad.server.vault.models import SearchTag

#: So many cases of one number are opened to compare it; more share their last digits in no operation.
OPENED_AT_MOST = 50


def is_code(typed: str) -> bool:
    """Return whether this is the code of a case, whose last sign checks the others."""
    return codes.check(codes.normalise(typed))


def exactly(actor: Actor, typed: str) -> list[Case]:
    """Return the cases of the actor's agency that have this code or telephone number, closed circles left out."""
    reached = doors.cases(actor, "emergency.open").select_related("record_key", "person__record_key", "owner")
    if is_code(typed):
        return list(reached.filter(code=codes.normalise(typed)))
    try:
        number = phone.normalise(typed)
    except RefusedError:
        return []
    tag = tags.tag(actor.operation_id, "phone", phone.key(number))
    hits = reached.filter(person_id__in=SearchTag.objects.filter(tag=tag).values("record_id"))
    return [case for case in hits[:OPENED_AT_MOST] if number in _numbers(case)]


def _numbers(case: Case) -> set[str]:
    return {contact.get("number") or "" for contact in case.person.contacts or ()}


def is_open(actor: Actor, case: Case) -> bool:
    """Return whether the actor reads this case because of an emergency."""
    return actor.may("emergency.open") and doors.emergencies(actor).filter(case=case).exists()


def was_wrong(actor: Actor, case: Case) -> bool:
    """Return whether an emergency access of the actor's own to this case was judged wrong."""
    judged = EmergencyAccess.unscoped.filter(case=case, staff=actor.staff_id, judged_on__isnull=False)
    return any(access.told.get("verdict") == "wrong" for access in judged.select_related("record_key"))


def to_judge(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Return the accesses of others to cases over which the actor holds the right to judge, the first due first."""
    found: QuerySet[EmergencyAccess] = EmergencyAccess.unscoped.filter(
        doors.within(actor, "emergency.judge"), operation_id=actor.operation_id
    ).exclude(staff=actor.staff_id)
    return found.select_related("record_key", "staff__record_key", "judged_by__record_key", "case").order_by("judge_by")


def waiting(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Return those of them that nobody has judged."""
    return to_judge(actor).filter(judged_on=None)


def overdue(actor: Actor) -> int:
    """Return how many of them should have been judged by now."""
    return waiting(actor).filter(judge_by__lt=today()).count()


def one(actor: Actor, access_id: UUID) -> EmergencyAccess:
    """Return one of them. Raises `NotThereError`."""
    found = to_judge(actor).filter(pk=access_id).first()
    if found is None:
        raise NotThereError
    return found


def done_meanwhile(access: EmergencyAccess) -> list[Sight]:
    """Return what the person read and wrote in the case while it was open to them, the first first."""
    began, end = datetime.fromisoformat(access.told["began"]), min(access.until, now())
    sights = (sight for record in (access.case_id, access.case.person_id) for sight in who_has_seen(record))
    mine = {
        sight.sequence: sight
        for sight in sights
        if sight.actor_id == access.staff_id and sight.how != "listed" and began <= sight.at <= end
    }
    return [mine[sequence] for sequence in sorted(mine)]
