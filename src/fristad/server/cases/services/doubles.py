"""Finding doubles in the background, and what the duplicate desk does with them.

Nothing of this shows in the files of the two cases until the records are joined: that there may be a double is a hint
about somebody else's case.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor, system
from fristad.server.accounts.selectors import holders
from fristad.server.audit.services import act
from fristad.server.cases.models import Case, Double, DoubleState, Person
from fristad.server.cases.selectors import doubles as selector
from fristad.server.cases.selectors import merged
from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.jobs.models import Job, State
from fristad.server.jobs.work import Work
from fristad.server.vault.models import RecordKey

KIND = "cases.doubles"
#: How many people are compared in one step.
STEP = 20


def look(work: Work) -> dict[str, int]:
    """Compare everybody whose record changed since the last look with everybody else of the agency."""
    since, found = _last_look(work), 0
    while people := _changed(work, since):
        work.check()
        # Compared before the step, which on SQLite keeps every other writer waiting.
        pairs = [(person, other, alike) for person in people for other, alike in selector.likely(person)]
        with work.step():
            found += sum(note(work.actor, *pair) for pair in pairs)
            work.done += len(people)
            work.checkpoint = str(people[-1].pk)
    return {"found": found}


def compare(operation_id: UUID, person: Person) -> int:
    """Compare somebody new with everybody else of the agency. Returns how many pairs went to the desk."""
    who = system(operation_id, KIND)
    return sum(note(who, person, other, alike) for other, alike in list(selector.likely(person)))


def _last_look(work: Work) -> date:
    """Return the day of the last whole look. Its people are compared once more; doubles that are known stay one."""
    done = Job.unscoped.filter(operation_id=work.operation_id, kind=KIND, state=State.DONE)
    last: date | None = done.order_by("-created_on").values_list("created_on", flat=True).first()
    return last or date.min


def _changed(work: Work, since: date) -> list[Person]:
    rows = Person.unscoped.filter(
        operation_id=work.operation_id, changed_on__gte=since, record_key__destroyed_on=None
    ).select_related("record_key")
    if work.checkpoint:
        rows = rows.filter(pk__gt=work.checkpoint)
    return list(rows.order_by("pk")[:STEP])


def note(actor: Actor, person: Person, other: Person, alike: dict[str, Any]) -> int:
    """Bring two records to the desk, unless it knows them. Returns how many were brought: 1 or 0."""
    cases = [selector.newest_case(person), selector.newest_case(other)]
    here, there = cases
    if here is None or there is None or selector.is_known(person, other):
        return 0
    one, two = sorted((here, there), key=lambda case: str(case.pk))
    key = RecordKey.objects.make(person.operation_id, "double")
    made = Double(operation_id=person.operation_id, record_key=key, one=one, other=two, told=alike)
    with act(actor, "double.found", made):
        made.save(force_insert=True)
    return 1


def double_ask(actor: Actor, double: Double, case: Case, words: str, *, read_version: int) -> None:
    """Ask the team of one of the two cases. They see the question and their own case, never the other. `StaleError`."""
    with act(actor, "double.asked", double, purpose="duplicates"):
        asked = {"words": words, "by": str(actor.staff_id)}
        double.told = {**double.told, "questions": {**double.told.get("questions", {}), str(case.pk): asked}}
        double.save_over(read_version)
        leads = holders(case.operation_id, "case.assign", agency_id=case.agency_id, team_id=case.team_id)
        for person in [case.owner] if case.owner and case.owner.is_active else leads:
            notices.tell(person, "double.asked", double=str(double.pk), code=case.code)


def double_answer(actor: Actor, double: Double, case: Case, words: str, *, read_version: int) -> None:
    """Answer the desk for one's own case. Raises `StaleError`."""
    with act(actor, "double.answered", double):
        questions = double.told["questions"]
        answered = {**questions[str(case.pk)], "answer": words, "answered_by": str(actor.staff_id)}
        double.told = {**double.told, "questions": {**questions, str(case.pk): answered}}
        double.save_over(read_version)


def double_join(actor: Actor, double: Double, keep: Case, words: str, *, read_version: int) -> None:
    """Make two records one person: the other one points to that of `keep`. Raises `WrongInputError`, `StaleError`.

    Nothing else of either record changes, not even its version, so that `double_undo` gives both back as they were.
    """
    drop = double.other if keep.pk == double.one_id else double.one
    _refuse(double, DoubleState.OPEN)
    with act(actor, "double.joined", double, purpose="duplicates") as doing:
        main, joined = _locked(keep.person, drop.person)
        doing.touch(main, joined)
        Person.unscoped.filter(pk=joined.pk).update(merged_into=main)
        double.told = {**double.told, "joined": str(joined.pk), "main": str(main.pk), "words": words}
        _decide(actor, double, DoubleState.JOINED, read_version)


def _locked(keep: Person, drop: Person) -> tuple[Person, Person]:
    """Return the main records of both, locked, so that of two joins at once none makes a ring."""
    wanted = merged.root(keep).pk, merged.root(drop).pk
    rows = Person.unscoped.select_for_update().filter(pk__in=wanted, merged_into=None).order_by("pk")
    found = {row.pk: row for row in rows}
    if wanted[0] == wanted[1]:
        raise WrongInputError(_("These records are one person already."))
    if len(found) < len(wanted):
        raise StaleError
    return found[wanted[0]], found[wanted[1]]


def double_leave(actor: Actor, double: Double, words: str, *, read_version: int) -> None:
    """Say that these are two people. Raises `WrongInputError`, `StaleError`."""
    _refuse(double, DoubleState.OPEN)
    with act(actor, "double.left", double, purpose="duplicates"):
        double.told = {**double.told, "words": words}
        _decide(actor, double, DoubleState.LEFT, read_version)


def double_undo(actor: Actor, double: Double, *, read_version: int) -> None:
    """Take a decision back. Joined records are two again, each exactly as it was. `WrongInputError`, `StaleError`."""
    if double.state == DoubleState.OPEN:
        raise WrongInputError(_("Nothing was decided here yet."))
    with act(actor, "double.undone", double, purpose="duplicates") as doing:
        told = {**double.told}
        joined, main = told.pop("joined", None), told.pop("main", None)
        if joined:
            row = Person.unscoped.get(pk=joined)
            doing.touch(row)
            if not Person.unscoped.filter(pk=joined, merged_into=main).update(merged_into=None):
                raise StaleError
        double.told = told
        double.state, double.decided_by, double.decided_on = DoubleState.OPEN, None, None
        double.save_over(read_version)


def _refuse(double: Double, state: DoubleState) -> None:
    if double.state != state:
        raise WrongInputError(_("This was decided already."))


def _decide(actor: Actor, double: Double, state: DoubleState, read_version: int) -> None:
    double.state, double.decided_by_id, double.decided_on = state, actor.staff_id, today()
    double.save_over(read_version)
