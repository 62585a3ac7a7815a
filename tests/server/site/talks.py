"""A stop at each kind of page of consent and screening, with real interviews, results, decisions and arrivals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case, Interpreter
from fristad.server.common.clock import today
from fristad.server.consent import services as ledger
from fristad.server.screening import doors
from fristad.server.screening.doors_profiles import Subject
from fristad.server.screening.forms.topics import ALWAYS
from fristad.server.screening.models import Alarm, Interview, Judgement, Sitting
from fristad.server.screening.selectors import decisions, topics
from fristad.server.screening.services import arrivals, certificates, interviews, prevention, profiles, results
from tests.server.screening.talking import STEPS

DECIDED = {"decision": "presumed", "agrees": "differ", "reasons": "She owes more each month.", "unchecked": True}
TOLD = {"debt_bondage@destination": "yes", "recruited@recruitment": "declined", "transported@travel": "yes"}
HELD = {"danger": "They would be moved.", "place": "A yard by the river", "people": "About six", "what": ""}
MET = {"door": "outreach", "own_word": "the debt", "answers": {"again": "At the well"}, "language": "ar"}
SEEN = {"place": "The market", "seen": "Carries loads after dark", "meet": "At noon"}
JUDGED = {
    "part": "individual",
    "level": "high",
    "reason": "They still write to her sister about the debt.",
    "factors": {
        "fristad_vulnerability.individual.debt_for_journey": {"value": "risk", "on": "2026-01-12"},
        "fristad_vulnerability.individual.knows_whom_to_call": {"value": "protection", "on": "2026-01-12"},
        "fristad_vulnerability.individual.isolation_today": {"value": "not_safe", "on": "2026-01-12"},
    },
    "risks": ["Sleeps badly"],
    "protections": ["A brother calls every Friday"],
}
PLANNED = {"words": "Ask the school for a place", "part": "community", "outside": "The evening school", "agreed": "yes"}
#: Steps that only some settings ask, with the setting that does.
ONLY_IN = {"agreed": {"setting": "phone"}, "held": {"setting": "detention"}}


def pages(actors: Mapping[str, Actor], case_of: Callable[[str], Case]) -> Iterator[Any]:
    """Yield (name, address, who, values) of every page of consent and screening."""
    maja, lead = actors["maja"], actors["birgit"]
    certificates.grant(lead, Staff.unscoped.get(pk=maja.staff_id), today() + timedelta(days=90))
    yield from _talks(maja, case_of("Olle"))
    yield from _results(maja, lead, case_of("Selam"))
    yield from _arrivals(maja)
    yield from _prevention(maja, lead, case_of("Selam"))
    yield "certificates", "screening:certificates", "birgit", {}
    interpreter = Interpreter.unscoped.filter(agency_id=lead.agency_id).order_by("pk")[0]
    yield "interpreter_talks", "screening:interpreter_talks", "birgit", {"interpreter_id": interpreter.pk}


def _talks(actor: Actor, case: Case) -> Iterator[Any]:
    """Yield an interview at each step, at the own account, at a topic, paused and about to be closed."""
    told = {"code": case.code}
    yield "interviews-none", "screening:interviews", "maja", told
    yield "begin", "screening:begin", "maja", told
    for step in (*STEPS, *ONLY_IN):
        yield f"step-{step}", "screening:interview", "maja", _id(_begun(actor, case, until=step))
    danger = _begun(actor, case, until="account")
    interviews.danger(actor, _sitting(danger))
    yield "help_first", "screening:interview", "maja", _id(danger)
    unsafe = _begun(actor, case, until="private")
    interviews.step_note(actor, _sitting(unsafe), "private", {"safe": "no", "company": "other"})
    yield "unsafe", "screening:interview", "maja", _id(unsafe)
    yield "account", "screening:interview", "maja", _id(_begun(actor, case, until="account"))
    going_on = _told(actor, case)
    yield "topic", "screening:interview", "maja", _id(going_on)
    for name in ("seen", "told", "close"):
        yield f"talk-{name}", f"screening:{name}", "maja", _id(going_on)
    said = interviews.say(actor, going_on, _sitting(going_on), [_saying("works_to_pay_debt@destination", "yes")])
    yield "correct", "screening:correct", "maja", {**_id(going_on), "saying_id": said[0].pk}
    paused = _told(actor, case)
    interviews.pause(actor, paused, _sitting(paused))
    yield "hand_over", "screening:hand_over", "maja", _id(paused)
    yield "paused", "screening:interview", "maja", _id(paused)


def _results(actor: Actor, lead: Actor, case: Case) -> Iterator[Any]:
    """Yield a result with a decision that was reviewed and one that waits, a closed interview, and the ledger."""
    told = {"code": case.code}
    event = {"purpose": "contact", "answer": "given", "way": "phone", "language": "ar", "how": "spoken", "free": True}
    given = ledger.event_add(actor, case.person, event)
    yield "consent", "consent:consent", "maja", told
    yield "consent-copy", "consent:copy", "maja", told
    yield "consent-withdraw", "consent:withdraw", "maja", {**told, "number": given.position}
    closed = _told(actor, case)
    interviews.close(actor, closed, _sitting(closed), {"next": "Rest.", "contact": ""})
    result = results.work_out(actor, case, ALWAYS, closed)
    first = results.decide(actor, result, DECIDED, revises=decisions.standing(case), ask_review=True)
    results.review(lead, first, {"verdict": "back", "words": "Ask once more."}, read_version=first.version)
    waiting = results.decide(actor, result, DECIDED, revises=first, ask_review=True)
    yield "interviews", "screening:interviews", "maja", told
    yield "result", "screening:result", "maja", told
    yield "say", "screening:say", "maja", told
    yield "say_paper", "screening:say_paper", "maja", told
    yield "history", "screening:history", "maja", told
    yield "to_review-some", "screening:to_review", "birgit", {}
    yield "review", "screening:review", "birgit", {"decision_id": waiting.pk}


def _prevention(actor: Actor, lead: Actor, case: Case) -> Iterator[Any]:
    """Yield profiles and plans of a person, their family and a place, two dates of a profile, and what is due."""
    told = {"code": case.code}
    own, family = Subject("person", case=case), Subject("family", case=case)
    first = profiles.judge(actor, own, JUDGED, review_on=today() + timedelta(days=30), seen=0)
    Judgement.unscoped.filter(pk=first.pk).update(created_on=today() - timedelta(days=40))
    profiles.judge(
        actor, family, {**JUDGED, "part": "community", "factors": {}}, review_on=today() + timedelta(days=30), seen=0
    )
    profiles.judge(actor, own, {**JUDGED, "level": "medium"}, review_on=today() + timedelta(days=30), seen=1)
    owner = prevention.Owner(actor.staff_id, today() + timedelta(days=9))
    step = prevention.plan(actor, own, PLANNED, owner=owner)
    for about in ("person", "family"):
        yield f"profile-{about}", "screening:profile", "maja", {**told, "about": about}
    yield "profile_level", "screening:profile_level", "maja", {**told, "about": "person", "part": "individual"}
    yield "profile_compare", "screening:profile_compare", "maja", {**told, "about": "person"}
    for name in ("prevention", "prevention_add"):
        yield name, f"screening:{name}", "maja", {**told, "about": "person"}
    for name in ("prevention_change", "prevention_end"):
        yield name, f"screening:{name}", "maja", {**told, "about": "person", "step_id": step.pk}
    yield "support", "screening:support", "maja", told
    place = profiles.place_begin(lead, "The harbour", "Boats, and a market at dawn")
    there = Subject("place", place=place)
    profiles.judge(
        lead, there, {**JUDGED, "part": "community", "factors": {}}, review_on=today() + timedelta(days=30), seen=0
    )
    Judgement.unscoped.filter(place=place).update(review_on=today())
    yield "profiles_due-some", "screening:profiles_due", "birgit", {}
    at_place = prevention.plan(lead, there, PLANNED, owner=prevention.Owner(lead.staff_id, today()))
    where = {"place_id": place.pk}
    yield "place_profile_level", "screening:place_profile_level", "birgit", {**where, "part": "community"}
    for name in ("place_profile", "place_profile_compare", "place_prevention", "place_prevention_add", "place_end"):
        yield name, f"screening:{name}", "birgit", where
    for name in ("place_prevention_change", "place_prevention_end"):
        yield name, f"screening:{name}", "birgit", {**where, "step_id": at_place.pk}


def _arrivals(actor: Actor) -> Iterator[Any]:
    """Yield the doors in with somebody to be met again, a worry, people who are held and a live kidnapping."""
    met = arrivals.keep(actor, MET)
    worry = arrivals.worry(actor, {**SEEN, "child": "yes"})
    report = arrivals.report(actor, HELD, live=False)
    arrivals.report(actor, {**HELD, "place": "A house at the border"}, live=True)
    yield "doors_in-some", "screening:doors_in", "maja", {}
    yield "arrival", "screening:arrival", "maja", {"arrival_id": met.pk}
    yield "one_worry", "screening:one_worry", "maja", {"worry_id": worry.pk}
    yield "first_contact", "screening:first_contact", "maja", {"way": "self"}
    yield "alarms-some", "screening:alarms", "birgit", {}
    yield "alarm", "screening:alarm", "birgit", {"alarm_id": Alarm.unscoped.get().pk}
    yield "report", "screening:report", "birgit", {"report_id": report.pk}
    yield "unrecorded", "screening:unrecorded", "maja", {}


def _begun(actor: Actor, case: Case, until: str) -> Interview:
    """Return an interview of which everything before a step is noted."""
    told = {"language": "ar", "age": "adult", "why": "To find a safe bed."}
    interview = interviews.begin(actor, case, instruments=ALWAYS, told=told)
    noted = {**STEPS, "setting": {**STEPS["setting"], **ONLY_IN.get(until, {})}, "agreed": {"word": "yes"}}
    while (step := topics.where(interview, _sitting(interview)).step) is not None and step != until:
        interviews.step_note(actor, _sitting(interview), step, noted[step])
    return interview


def _told(actor: Actor, case: Case) -> Interview:
    """Return an interview in which a few things were told."""
    interview = _begun(actor, case, until="account")
    sitting = _sitting(interview)
    interviews.step_note(actor, sitting, "account", {"told": True})
    own = {"key": None, "who": "person", "words": "First you pay, then you go."}
    interviews.say(actor, interview, sitting, [own, *(_saying(key, value) for key, value in TOLD.items())])
    return interview


def _saying(key: str, value: str) -> dict[str, Any]:
    return {"key": key, "value": value, "who": "person", "words": None}


def _sitting(interview: Interview) -> Sitting:
    found = doors.sitting(interview)
    assert found is not None
    return found


def _id(interview: Interview) -> dict[str, Any]:
    return {"interview_id": interview.pk}
