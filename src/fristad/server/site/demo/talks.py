"""Talks with some people of the demo: certificates, interviews, results, decisions, first contacts, a worry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.screening import doors
from fristad.server.screening.forms.topics import ALWAYS, CHILD_LIST
from fristad.server.screening.models import Decision, Interview, ScreeningResult, Sitting
from fristad.server.screening.services import arrivals, certificates, consents, interviews, results
from fristad.server.site.demo.office import Office
from fristad.server.site.demo.stories import data

Told = Mapping[str, Any]

_CERTIFIED = timedelta(days=200)
#: What stands before the topics of every talk of the demo; a story's own contact goes into the consent.
_STEPS: Told = {
    "setting": {"setting": "office", "holder": "no", "form": "plain"},
    "private": {"safe": "yes", "company": "nobody"},
    "interpreter": {"mode": "none"},
    "duties": {"told": "yes"},
    "urgent": {"urgent": "no"},
    "before": {"asked": "no"},
}


def make_talks(office: Office, written: Mapping[str, Case]) -> None:
    """Hold the talks, on cases that are written, through the services: each act has its entry in the log."""
    told = data("talks")
    for supervisor, people in told["certificates"].items():
        for key in people:
            certificates.grant(office.actors[supervisor], office.staff[key], today() + _CERTIFIED)
    for talk in told["talks"]:
        _talk(office, written[talk["story"]], talk)
    for met in told["arrivals"]:
        kept = {name: met[name] for name in ("door", "own_word", "language", "answers")}
        arrivals.keep(office.actors[met["by"]], kept)
    for worry in told["worries"]:
        seen = {name: worry[name] for name in ("place", "seen", "meet", "child")}
        arrivals.worry(office.actors[worry["by"]], seen)


def _talk(office: Office, case: Case, told: Told) -> None:
    actor, day = office.actors[told["by"]], today() - timedelta(days=told["ago"])
    lists = (*ALWAYS, *told.get("lists", ())) if told["age"] == "adult" else (*ALWAYS, CHILD_LIST)
    about = {"language": told["language"], "age": told["age"], "why": told["why"], "services": []}
    interview = interviews.begin(actor, case, instruments=lists, told=about)
    sitting = _sitting(interview)
    _before(actor, interview, sitting, told)
    interviews.say(actor, interview, sitting, _said(told))
    if told.get("paused"):
        interviews.pause(actor, interview, sitting)
    else:
        closing = {"next": told["next"], "contact": ""}
        interviews.close(actor, interview, sitting, closing)
        result = results.work_out(actor, case, lists, interview)
        _decide(office, actor, result, told.get("decision"))
    _put_back(interview, day)


def _sitting(interview: Interview) -> Sitting:
    found = doors.sitting(interview)
    if found is None:
        raise ValueError(f"{interview} has no sitting")
    return found


def _before(actor: Actor, interview: Interview, sitting: Sitting, told: Told) -> None:
    refused = told["contact"] == "refused"
    consent = {"talk": "given", "record": "given", "contact": "refused" if refused else "given"}
    consent |= {} if refused else {"way": told["contact"]}
    for step, noted in {**_STEPS, "consent": consent, "account": {"told": True}}.items():
        interviews.step_note(actor, sitting, step, noted)
    consents.asked(actor, interview, sitting, consent)


def _said(told: Told) -> list[dict[str, Any]]:
    own = [{"key": None, "who": "person", "words": told["account"]}]
    answers = told["answers"].items()
    return own + [
        {"key": key, "value": given["value"], "who": "person", "words": given.get("words")} for key, given in answers
    ]


def _decide(office: Office, actor: Actor, result: ScreeningResult, told: Told | None) -> None:
    if told is None:
        return
    kept = {**{name: told[name] for name in ("decision", "agrees", "reasons")}, "unchecked": True}
    review = told.get("review")
    asks = bool(review) or bool(told.get("ask_review"))
    decision = results.decide(actor, result, kept, revises=None, ask_review=asks)
    if review:
        answer = {"verdict": review["verdict"], "words": review["words"]}
        results.review(office.actors[review["by"]], decision, answer, read_version=decision.version)
    if revised := told.get("revised"):
        results.decide(actor, result, {**revised, "unchecked": True}, revises=decision, ask_review=False)


def _put_back(interview: Interview, day: date) -> None:
    """Give the rows the day of the talk. Inside the acts that made them, so that the log covers this day."""
    Interview.unscoped.filter(pk=interview.pk).update(created_on=day, changed_on=day)
    Interview.unscoped.filter(pk=interview.pk).exclude(closed_on=None).update(closed_on=day)
    Sitting.unscoped.filter(interview=interview).update(created_on=day, changed_on=day, ended_on=day)
    ScreeningResult.unscoped.filter(interview=interview).update(created_on=day, changed_on=day)
    Decision.unscoped.filter(result__interview=interview).update(created_on=day, changed_on=day)
