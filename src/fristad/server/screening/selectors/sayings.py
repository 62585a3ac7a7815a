"""What was said, opened, of a case or an interview that was reached through a door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Case
from fristad.server.screening.models import Interview, Saying
from fristad.server.screening.pure.sayings import Said, answers


def of_case(case: Case) -> list[Said]:
    """Return everything that was said in the interviews of a case, in order."""
    return list(_opened(interview__case=case, interview__record_key__destroyed_on=None))


def of_interview(interview: Interview) -> list[Said]:
    """Return everything that was said in one interview, in order."""
    return list(_opened(interview=interview))


def answers_of(case: Case) -> dict[str, dict[str, str]]:
    """Return the raw answers of a case for the engine, over all its interviews."""
    phases = {str(leg.pk): (leg.told or {}).get("phase") for leg in case_doors.legs(case.person)}
    return answers(of_case(case), phases)


def _opened(**where: Any) -> Iterator[Said]:
    rows = Saying.unscoped.filter(**where).select_related("record_key", "interview", "sitting__interpreter__record_key")
    for row in rows.order_by("interview__number", "position"):
        through = row.sitting.interpreter
        yield Said(
            row.pk,
            row.told or {},
            row.corrects_id,
            trusted=row.told.get("who") == "observed" or through is None or not (through.told or {}).get("compromised"),
            interview=row.interview.number,
            sitting=row.sitting_id,
        )
