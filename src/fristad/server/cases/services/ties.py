"""Writing down that somebody may control people, looking at it again, ending it. Never computed: a person suspects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case, Person, Tie, TiedPerson
from fristad.server.cases.services.work import item_end
from fristad.server.common.problems import WrongInputError


def tie_add(
    actor: Actor,
    case: Case,
    told: Mapping[str, Any],
    *,
    others: Iterable[Person] = (),
    suspected: Person | None = None,
    review_on: date,
) -> Tie:
    """Write a suspected tie into the file of who may be harmed. Nothing of it is written into another file.

    `others` are more people around the one who is suspected, with files of their own; `suspected` is that one, where
    there is a file. Raises `WrongInputError` where one of them is the person of the case.
    """
    named = {person.pk: person for person in (*others, *([suspected] if suspected else []))}
    if case.person_id in named:
        raise WrongInputError(_("This is the same person."))
    tie = Tie(
        operation_id=case.operation_id,
        record_key=case.record_key,
        case=case,
        by_id=actor.staff_id,
        review_on=review_on,
        told={**told, "suspected": str(suspected.pk) if suspected else None},
    )
    with act(actor, "tie.added", tie, case) as doing:
        tie.save(force_insert=True)
        for person in named.values():
            doing.touch(TiedPerson.objects.create(tie=tie, person=person))
    return tie


def tie_review(actor: Actor, tie: Tie, *, words: str, review_on: date, read_version: int) -> Tie:
    """Say that it still stands, and until when. Raises `StaleError`."""
    with act(actor, "tie.reviewed", tie, tie.case):
        tie.told = {**tie.told, "answer": words}
        tie.review_on = review_on
        tie.save_over(read_version)
    return tie


def tie_end(actor: Actor, tie: Tie, *, words: str, read_version: int) -> Tie:
    """Say that it does not stand, and why. The row stays, so that it can be explained. Raises `StaleError`."""
    return item_end(actor, tie, answer=words, read_version=read_version)
