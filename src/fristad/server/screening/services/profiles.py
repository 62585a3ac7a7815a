"""Judging levels, looking at places, noting what helps a person. A level is chosen by a person, never computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import Instrument
from fristad.engine.profile import ChosenLevel, make_profile
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case
from fristad.server.cases.pure import codes
from fristad.server.cases.services.shut import refuse_shut
from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.screening import doors_profiles as doors
from fristad.server.screening.doors_profiles import Subject
from fristad.server.screening.models import Judgement, PlaceFile, Support
from fristad.server.screening.selectors import profiles
from fristad.server.vault.models import RecordKey

#: Something seven signs long, or as long with gaps, may be the code of a case; so many digits a telephone number.
_MAY_BE_CODE = re.compile(r"\b(?:\w{7}|\w{3}[ -]\w{4}|\w{4}[ -]\w{3})\b")
_MAY_BE_PHONE = re.compile(r"(?:\d[\s()./-]?){8,}")


def judge(actor: Actor, subject: Subject, said: Mapping[str, Any], *, review_on: date, seen: int) -> Judgement:
    """Keep what a named person judges of one level; the judgement before it stays as it was.

    `said` has "part", "level", "reason", "factors", "risks", "protections" as in `models.Judgement`; `seen` is the
    number of the judgement that stood on the page, 0 for none. Raises `WrongInputError`, and `StaleError` where another
    one was made meanwhile.
    """
    _refuse_shut(subject)
    _checked(actor, said)
    if subject.place:
        refuse_people([said["reason"], *said["risks"], *said["protections"]])
    body = {**said, "about": subject.about, "lists": {each.id: each.hash for each in profiles.lists()}}
    with act(actor, "profile.judged", subject.record) as done:
        _one_at_a_time(subject)
        every = doors.judgements(subject)
        before = profiles.standing(every).get(said["part"])
        if (before.number if before else 0) != seen:
            raise StaleError
        if before is not None:
            before.ended_on = today()
            before.save_over(before.version)
            done.touch(before)
        made = Judgement(**_columns(actor, subject), number=_next_number(subject), review_on=review_on)
        made.body = body
        made.save(force_insert=True)
        done.touch(made)
    return made


def _checked(actor: Actor, said: Mapping[str, Any]) -> None:
    """Let the engine check a chosen level against each list that its factors are of. Raises `WrongInputError`."""
    for each in profiles.lists():
        factors = tuple(name for name in said["factors"] if name in each.item)
        _check(each, said, factors, str(actor.staff_id))
    unknown = [name for name in said["factors"] if not any(name in each.item for each in profiles.lists())]
    if unknown:
        raise WrongInputError(_("A factor on this page is no longer in its list. Open the page again."))


def _check(instrument: Instrument, said: Mapping[str, Any], factors: tuple[str, ...], by: str) -> None:
    # Without a level nothing is claimed; the part, the reason and the factors are checked all the same.
    level = instrument.levels[0] if said["level"] == "open" else said["level"]
    try:
        make_profile(instrument, [ChosenLevel(said["part"], level, said["reason"], by, factors)])
    except InstrumentError as refused:
        raise WrongInputError(_("This level cannot be kept so. Choose it anew, and give a reason.")) from refused


def place_begin(actor: Actor, name: str, words: str) -> PlaceFile:
    """Begin to look at a place. Raises `WrongInputError` where the words may lead to a person."""
    refuse_people([name, words])
    with act(actor, "place_file.begun") as done:
        made = PlaceFile(
            operation_id=actor.operation_id,
            record_key=RecordKey.objects.make(actor.operation_id, "place_file"),
            agency_id=actor.agency_id,
            by_id=actor.staff_id,
            told={"name": name, "words": words},
        )
        made.save(force_insert=True)
        done.touch(made)
    return made


def place_end(actor: Actor, place: PlaceFile, *, read_version: int) -> None:
    """Stop looking at a place. Raises `StaleError`."""
    with act(actor, "place_file.ended", place):
        place.ended_on = today()
        place.save_over(read_version)


def support_note(actor: Actor, case: Case, told: Mapping[str, Any], *, read_version: int) -> Support:
    """Keep what helps a person, in the place of what was kept before. Raises `StaleError`."""
    refuse_shut(case)
    with act(actor, "support.noted", case) as done:
        _one_at_a_time(Subject("person", case=case))
        there = doors.support(case)
        if (there.version if there else 0) != read_version:
            raise StaleError
        noted = there or Support(operation_id=case.operation_id, record_key=case.record_key, case=case)
        noted.told, noted.by_id = dict(told), actor.staff_id
        if there:
            noted.save_over(read_version)
        else:
            noted.save(force_insert=True)
        done.touch(noted)
    return noted


def refuse_people(texts: Iterable[str]) -> None:
    """Refuse words about a place that look like the code of a case or a telephone number. Raises `WrongInputError`.

    Only their form is looked at: asking whether such a case is there would tell who may not know.
    """
    for text in texts:
        may_be = (codes.normalise(found) for found in _MAY_BE_CODE.findall(text) if re.search(r"\d", found))
        if any(codes.check(code) for code in may_be) or _MAY_BE_PHONE.search(text):
            raise WrongInputError(
                _(
                    "This looks like the code of a case or a telephone number."
                    " What is written of a place holds no person."
                )
            )


def _refuse_shut(subject: Subject) -> None:
    if subject.case:
        refuse_shut(subject.case)


def _one_at_a_time(subject: Subject) -> None:
    """Let whoever writes about one subject do so one after another, until the transaction ends."""
    type(subject.record).unscoped.select_for_update().only("pk").get(pk=subject.record.pk)


def _next_number(subject: Subject) -> int:
    """Return the next number in the case or of the place: families and persons of one case share the row."""
    rows = Judgement.unscoped.filter(**{name: record for name, record in subject.columns.items() if record})
    return rows.count() + 1


def _columns(actor: Actor, subject: Subject) -> dict[str, Any]:
    record = subject.record
    sealed = {"operation_id": record.operation_id, "record_key": record.record_key}
    return {**sealed, **subject.columns, "by_id": actor.staff_id}
