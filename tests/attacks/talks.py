"""Whole talks full of words that must not be found afterwards: an interview to its decision, and one not recorded."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.cases.models import Case, FamilyMember
from fristad.server.common.clock import today
from fristad.server.screening.models import (
    Alarm,
    Arrival,
    ArrivalState,
    Certificate,
    HeldReport,
    Interview,
    PlaceFile,
    PreventionStep,
    Saying,
    Worry,
)
from fristad.server.screening.selectors import decisions
from tests.attacks import planning, writer
from tests.attacks.writer import Writer
from tests.permissions.places import Place, Somebody, World
from tests.server.screening.talking import STEPS

WORDS = f"{writer.NAME} {writer.NAME_TOO} {writer.PHONE} {writer.PHRASE} {writer.PHRASE_TOO}"
#: What is said at the steps before any topic, where words can be written.
SAID: dict[str, dict[str, str]] = {
    "private": {"present": WORDS},
    "consent": {"contact": "given", "way": WORDS},
    "urgent": {"urgent": "yes", "needs": WORDS},
    "before": {"asked": "yes", "by": WORDS},
}
CLOSED = {"next": WORDS, "contact": WORDS}
CONTACT = {
    "answer": "later",
    "keep": "given",
    "again": WORDS,
    "own_word": WORDS,
    "with": WORDS,
    "wants": WORDS,
    "apart": WORDS,
}
WORRY = {"place": WORDS, "seen": WORDS, "meet": WORDS, "child": "yes"}
HELD = {"danger": WORDS, "place": WORDS, "people": WORDS, "what": WORDS}


def talk(world: World) -> list[Writer]:
    """Have somebody hold both kinds of talk and meet people at the door, and a supervisor answer."""
    somebody = world.somebody(Role.CASEWORKER, Scope.OWN)
    lead = world.somebody(Role.SUPERVISOR, Scope.OPERATION)
    teller, reviewer = Writer(somebody.browser), Writer(lead.browser)
    _certify(reviewer, _who(somebody))
    case = somebody.spots[Place.OWN].case
    _interview(teller, case)
    _decide(teller, reviewer, case)
    _prevention(teller, case, str(_who(somebody).pk))
    _place(reviewer, str(_who(lead).pk))
    _unrecorded(teller)
    _at_the_door(teller, reviewer)
    _family(teller, case, _met_again(teller, _who(somebody)))
    heard = reverse("screening:interpreter_talks", args=[lead.spots[Place.OWN].interpreter.pk])
    reviewer.visit("screening:interpreter_talks", heard, b"")
    planning.plan(reviewer, teller, _who(somebody))
    return [teller, reviewer]


def _certify(reviewer: Writer, staff: Staff) -> None:
    """Give a certificate, take it back, and give another."""
    until = today() + timedelta(days=90)
    given = {"person": str(staff.pk), "until_day": until.day, "until_month": until.month, "until_year": until.year}
    _sent(reviewer, "screening:certificates", [], given)
    _sent(reviewer, "screening:certificate_end", [Certificate.objects.get(staff=staff, ended_on=None).pk], {})
    _sent(reviewer, "screening:certificates", [], given)


def _interview(teller: Writer, case: Case) -> None:
    begin = {"language": "en", "age": "adult", "why": WORDS}
    _sent(teller, "screening:begin", [case.code], begin)
    interview = Interview.unscoped.filter(case=case).latest("number")
    own = [interview.pk]
    for step, noted in STEPS.items():
        _sent(teller, "screening:interview", own, {"step": step, **noted, **SAID.get(step, {})})
    _sent(teller, "screening:interview", own, {"step": "account", "words": WORDS})
    for _topic in range(3):
        _sent(teller, "screening:interview", own, {**_topic_of(_page(teller, interview)), "words": WORDS})
    _sent(teller, "screening:seen", own, {"seen": ["fear_or_anxiety_seen"], "words": WORDS})
    said = next(each for each in Saying.unscoped.filter(interview=interview) if (each.told or {}).get("key"))
    other = {"leaf": said.told["key"], "value": "no", "who": "person", "words": WORDS, "how": "beside"}
    _sent(teller, "screening:correct", [interview.pk, said.pk], other)
    _sent(teller, "screening:pause", own, {})
    _sent(teller, "screening:resume", own, {})
    teller.visit("screening:hand_over", reverse("screening:hand_over", args=own), b"")
    _sent(teller, "screening:close", own, CLOSED)
    _sent(teller, "screening:again", [case.code], {})
    for name in ("screening:say", "screening:say_paper", "consent:copy"):
        teller.visit(name, reverse(name, args=[case.code]), b"")
    _sent(teller, "consent:withdraw", [case.code, 1], {"words": WORDS})


def _decide(teller: Writer, reviewer: Writer, case: Case) -> None:
    page = teller.browser.get(reverse("screening:result", args=[case.code])).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|standing)"(?: value="([^"]*)")?', page))
    decided = {**hidden, "decision": "presumed", "agrees": "differ", "reasons": WORDS, "unchecked": "on"}
    _sent(teller, "screening:decide", [case.code], {**decided, "review": "1"})
    decision = decisions.standing(case)
    assert decision is not None
    said = {"verdict": "back", "words": WORDS, "version": decision.version}
    _sent(reviewer, "screening:review", [decision.pk], said)


def _prevention(teller: Writer, case: Case, own_id: str) -> None:
    """Note what helps in a talk, judge a person and a family, plan steps, change one and end it."""
    hearing = {"version": 0, "hearing": "much", "helps": WORDS, "form": "easy", "asked": "person"}
    _sent(teller, "screening:support", [case.code], hearing)
    for about in ("person", "family"):
        _sent(teller, "screening:profile_level", [case.code, about, "household_family"], _judged(WORDS))
        _sent(teller, "screening:prevention_add", [case.code, about], _step(own_id, WORDS))
    step = PreventionStep.unscoped.filter(case=case).earliest("created_on")
    own = [case.code, step.body["about"], step.pk]
    _sent(teller, "screening:prevention_change", own, {**_step(own_id, WORDS), "version": step.version})
    _sent(teller, "screening:prevention_end", own, {"version": step.version + 1, "outcome": "done", "answer": WORDS})


def _place(reviewer: Writer, own_id: str) -> None:
    """Look at a place, with words that are no telephone number: that is refused where no person may stand."""
    words = f"{writer.PHRASE} {writer.PHRASE_TOO}"
    _sent(reviewer, "screening:place_new", [], {"place": words, "words": words})
    place = PlaceFile.unscoped.latest("created_on")
    _sent(reviewer, "screening:place_profile_level", [place.pk, "community"], _judged(words))
    _sent(reviewer, "screening:place_prevention_add", [place.pk], _step(own_id, words))
    there = PreventionStep.unscoped.get(place=place)
    kept = {"version": there.version}
    _sent(reviewer, "screening:place_prevention_change", [place.pk, there.pk], {**_step(own_id, words), **kept})
    done = {"version": there.version + 1, "outcome": "dropped", "answer": words}
    _sent(reviewer, "screening:place_prevention_end", [place.pk, there.pk], done)
    for name in ("screening:place_profile", "screening:place_profile_compare", "screening:place_prevention"):
        reviewer.visit(name, reverse(name, args=[place.pk]), b"")
    _sent(reviewer, "screening:place_end", [place.pk], {"version": place.version, "sure": "on"})


def _judged(words: str) -> dict[str, Any]:
    later = today() + timedelta(days=90)
    day = {"review_on_day": later.day, "review_on_month": later.month, "review_on_year": later.year}
    return {"seen": 0, "level": "high", "reason": words, "risks": words, "protections": words, **day}


def _step(staff: str, words: str) -> dict[str, Any]:
    later = today() + timedelta(days=30)
    day = {"due_on_day": later.day, "due_on_month": later.month, "due_on_year": later.year}
    return {"words": words, "part": "community", "assignee": staff, "outside": words, "agreed": "yes", **day}


def _unrecorded(teller: Writer) -> None:
    """Hold a talk whose every answer comes back as a page, to its end."""
    address = reverse("screening:unrecorded")
    page = teller.send("screening:unrecorded", address, {"language": "en", "age": "adult", "keep_nothing": "1"})
    for _turn in range(60):
        text = page.content.decode()
        kept = {"state": _value(text, "state"), "keep_nothing": "1"}
        if 'name="finish" value="close"' in text:
            break
        leaf = re.search(r'name="leaf" value="([^"]+)"', text)
        step = next((each for each in re.findall(r'name="step" value="([^"]+)"', text) if each in STEPS), None)
        more = {"leaf": leaf[1], "value": "yes", "who": "person", "words": WORDS} if leaf else {}
        if step and not leaf:
            more = {"step": step, **STEPS[step], **SAID.get(step, {})}
        page = teller.send("screening:unrecorded", address, {**kept, **more})
    looked = teller.send("screening:unrecorded", address, {**kept, "finish": "look"})
    assert writer.NAME in looked.content.decode()
    _sent(teller, "screening:unrecorded", [], {**kept, "finish": "close", "offered": ["doctor"]})


def _at_the_door(teller: Writer, reviewer: Writer) -> None:
    _sent(teller, "screening:first_contact", ["self"], CONTACT)
    _sent(teller, "screening:worry", [], WORRY)
    _sent(teller, "screening:held", [], {**HELD, "live": "yes"})
    _sent(reviewer, "screening:alarm", [Alarm.unscoped.latest("created_on").pk], {"said": "yes", "done": WORDS})
    for name in ("screening:doors_in", "screening:alarms", "screening:to_review"):
        reviewer.visit(name, reverse(name), b"")
    report = HeldReport.unscoped.filter(ended_on=None).latest("created_on")
    _sent(reviewer, "screening:report", [report.pk], {"done": WORDS})


def _met_again(teller: Writer, staff: Staff) -> Case:
    """Have somebody met again agree, and a second worry end. Returns the case that began."""
    _sent(teller, "screening:worry", [], WORRY)
    worry = Worry.unscoped.filter(by=staff.pk).latest("created_on")
    _sent(teller, "screening:one_worry", [worry.pk], {"sure": "on"})
    arrival = Arrival.unscoped.filter(by=staff.pk, state=ArrivalState.LATER).latest("created_on")
    _sent(teller, "screening:arrival", [arrival.pk], {"answer": "accept"})
    arrival = Arrival.unscoped.select_related("case").get(pk=arrival.pk)
    assert arrival.case is not None
    return arrival.case


def _family(teller: Writer, case: Case, other: Case) -> None:
    """Link two people, hide one from the other, and end the link."""
    _sent(teller, "cases:family", [case.code], {"their_code": other.code, "relation": "brother", "said_by": "person"})
    link = FamilyMember.unscoped.get(person=other.person)
    _sent(teller, "cases:family_sight", [case.code, link.pk], {"hide": "yes"})
    _sent(teller, "cases:family_end", [case.code, link.pk], {})


def _sent(who: Writer, name: str, args: list[Any], sent: dict[str, Any]) -> None:
    """Send a form that must be taken."""
    answer = who.send(name, reverse(name, args=args), sent)
    assert answer.status_code == 302, (name, sent, answer.status_code, answer.content.decode()[-2500:])


def _page(teller: Writer, interview: Interview) -> str:
    return str(teller.browser.get(reverse("screening:interview", args=[interview.pk])).content.decode())


def _topic_of(page: str) -> dict[str, str]:
    return {"leaf": _value(page, "leaf"), "value": "yes", "who": "person"}


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page[-2500:]
    return found[1]


def _who(somebody: Somebody) -> Staff:
    owner = somebody.spots[Place.OWN].case.owner
    assert owner is not None
    return owner
