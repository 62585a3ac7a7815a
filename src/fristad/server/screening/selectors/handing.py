"""To whom an interview can be handed over."""

from __future__ import annotations

from fristad.server.accounts.actor import actors_for
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases import doors as case_doors
from fristad.server.cases.selectors.people import name_of
from fristad.server.screening.models import Interview
from fristad.server.screening.selectors import certificates
from fristad.server.screening.selectors.topics import is_child


def receivers(interview: Interview) -> dict[str, Staff]:
    """Return those who could go on with an interview today, by id and in the order of their names.

    They hold the certificate and reach the case; with a child only child protection officers do.
    """
    case, child = interview.case, is_child(interview)
    people = Staff.unscoped.filter(agency=case.agency_id, operation_id=case.operation_id, is_active=True)
    others = list(people.exclude(pk=interview.interviewer_id).select_related("record_key"))
    actors = actors_for(others)
    fit = []
    for each in others:
        actor = actors[each.pk]
        if not actor.may("interview.hold") or (child and not actor.has(Role.CHILD_PROTECTION)):
            continue
        if certificates.holds(actor) and case_doors.cases(actor, "interview.hold").filter(pk=case.pk).exists():
            fit.append(each)
    return {str(each.pk): each for each in sorted(fit, key=lambda each: name_of(each).casefold())}
