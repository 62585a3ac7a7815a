"""A file of its own for the suspicion against somebody who may be harmed, too: two roles, two sets of readers.

The file is another person's record, in a closed circle. No row joins the two that can be read without a key, neither
shows the other, and nobody reads both: not even who began it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act
from fristad.server.cases.models import Barred, Case, Involved
from fristad.server.cases.selectors import circles
from fristad.server.cases.services.cases import case_create
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError


def suspicion_open(actor: Actor, case: Case, values: Mapping[str, Any], readers: Sequence[Staff], *, why: str) -> Case:
    """Begin the second file about the person of `case`; `values` are its fields of a person, none is taken over.

    `readers` alone see it, the first who can widen a circle owns it, and to all of them `case` is not there from now
    on. Raises `WrongInputError` for too few of them, or one who has read `case`.
    """
    fit = {person.pk for person in circles.strangers(case)}
    if any(person.pk not in fit for person in readers):
        raise WrongInputError(_("The readers of one file are not those of the other."))
    keepers = circles.keepers(readers)
    owner = next((person for person in readers if person.pk in keepers and person.team), None)
    if owner is None or owner.team is None or len(keepers) < circles.FEWEST:
        raise WrongInputError(_("A circle needs at least two people who can widen it, so that no case is lost."))
    with act(actor, "suspicion.opened") as doing:
        made = case_create(actor, values, team=owner.team, owner=owner)
        made.closed_circle = True
        made.circle = {"why": why, "by": str(actor.staff_id), "on": today().isoformat(), "apart_from": str(case.pk)}
        made.save_over(made.version)
        doing.touch(made)
        for person in readers:
            doing.touch(Involved.objects.create(case=made, staff=person), bar(case.pk, person))
            notices.tell(person, "circle.named", code=made.code)
    return made


def bar(case_id: Any, person: Staff) -> Barred:
    """Let a case be not there for somebody. Inside an act, which names the row."""
    row, _new = Barred.objects.get_or_create(case_id=case_id, staff=person)
    return row
