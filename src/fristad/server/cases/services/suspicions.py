"""A file of its own for the suspicion against somebody who may be harmed, too: two roles, two sets of readers.

The file is another person's record, in a closed circle. No row joins the two that can be read without a key, neither
shows the other, and nobody reads both: not even who began it. In the log it begins as any case in a closed circle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff, Team
from fristad.server.audit.services import Act, act
from fristad.server.cases.models import Barred, Case, CaseState, Involved
from fristad.server.cases.selectors import circles, merged
from fristad.server.cases.services.cases import case_create
from fristad.server.cases.services.handovers import handovers_end
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError


def suspicion_open(actor: Actor, case: Case, values: Mapping[str, Any], readers: Sequence[Staff], *, why: str) -> Case:
    """Begin the second file about the person of `case`; `values` are its fields of a person, none is taken over.

    `readers` alone see it, the first who can widen a circle owns it, and to all of them `case` is not there from now
    on. Raises `WrongInputError` for too few of them, or one who has read `case`.
    """
    owner, team = _owner(case, readers)
    with act(actor, "circle.closed") as doing:
        made = case_create(actor, values, team=team, owner=owner)
        _keep_to(doing, actor, made, case, readers, why)
    return made


def suspicion_join(actor: Actor, case: Case, second: Case, readers: Sequence[Staff], *, why: str) -> Case:
    """Make a file that is there already the second one about the person of `case`, with `readers` alone.

    Whoever worked with it until now does no more. Both were reached through the door of `case.circle`. Raises
    `WrongInputError` as `suspicion_open` does, and for a file that cannot have other readers or is of the same record.
    """
    if second.person_id in {each.pk for each in merged.group(case.person)}:
        raise WrongInputError(_("These files belong to one record, so they cannot have two sets of readers."))
    if second.closed_circle or second.state == CaseState.SEALED or second.agency_id != case.agency_id:
        raise WrongInputError(_("This case has a closed circle already."))
    owner, team = _owner(case, readers)
    with act(actor, "circle.closed", second) as doing:
        handovers_end(actor, second)
        former = list(Involved.objects.filter(case=second))
        doing.touch(*former)
        Involved.objects.filter(pk__in=[row.pk for row in former]).delete()
        second.owner, second.team = owner, team
        _keep_to(doing, actor, second, case, readers, why)
    return second


def _owner(case: Case, readers: Sequence[Staff]) -> tuple[Staff, Team]:
    """Return who of the readers owns the second file, and their team. Raises `WrongInputError`."""
    fit = {person.pk for person in circles.strangers(case)}
    if any(person.pk not in fit for person in readers):
        raise WrongInputError(_("The readers of one file are not those of the other."))
    keepers = circles.keepers(readers)
    owner = next((person for person in readers if person.pk in keepers and person.team), None)
    if owner is None or owner.team is None or len(keepers) < circles.FEWEST:
        raise WrongInputError(_("A circle needs at least two people who can widen it, so that no case is lost."))
    return owner, owner.team


def _keep_to(doing: Act, actor: Actor, second: Case, case: Case, readers: Sequence[Staff], why: str) -> None:
    second.closed_circle = True
    second.circle = {"why": why, "by": str(actor.staff_id), "on": today().isoformat(), "apart_from": str(case.pk)}
    second.save_over(second.version)
    doing.touch(second)
    notices.withdraw(second.operation_id, second.code, but=[person.pk for person in readers])
    for person in readers:
        doing.touch(Involved.objects.create(case=second, staff=person), bar(person, str(case.pk)))
        notices.tell(person, "circle.named", code=second.code)


def bar(person: Staff, case_id: str | None) -> Barred:
    """Let a case be not there for somebody, or write a row that looks like it (`Barred`). In an act, which names it."""
    row = Barred(staff=person, operation_id=person.operation_id, record_key=person.record_key)
    row.told = {"case": case_id or str(uuid4())}
    row.save(force_insert=True)
    return row
