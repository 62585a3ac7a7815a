"""A talk of which nothing is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from fristad.library import load_catalogue, load_instrument
from fristad.library.asking import next_choice
from fristad.server.accounts import held
from fristad.server.accounts.models_signin import HeldForm
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case
from fristad.server.common.clock import now, today
from fristad.server.consent.models import ConsentEvent
from fristad.server.screening.forms.topics import ALWAYS
from fristad.server.screening.models import Interview, Saying, Sitting, UnrecordedTalk, UnrecordedWeek
from fristad.server.screening.pure import limits
from fristad.server.screening.services import certificates, unrecorded
from fristad.server.vault.models import RecordKey
from tests.server.cases.desk import Desk
from tests.server.office import Office
from tests.server.screening import talking

pytestmark = pytest.mark.django_db

STEPS = ("setting", "private", "duties", "urgent")


def state_of(answer: Any) -> str:
    found = re.search(r'name="state" value="([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()[-3000:]
    return found[1]


def leaf_of(answer: Any) -> str | None:
    found = re.search(r'name="leaf" value="([^"]+)"', answer.content.decode())
    return found[1] if found else None


def send(desk: Desk, before: Any, **more: Any) -> Any:
    return desk.post("screening:unrecorded", state=state_of(before), keep_nothing="1", **more)


def begun(desk: Desk, age: str = "adult") -> Any:
    answer = desk.post("screening:unrecorded", language="en", age=age, keep_nothing="1")
    for step in STEPS:
        answer = send(desk, answer, step=step, **talking.STEPS[step])
        assert answer.status_code == 200
    return answer


def test_it_asks_what_a_recorded_talk_asks(interviewer: Desk) -> None:
    answer = begun(interviewer)
    instruments = [load_instrument(name) for name in ALWAYS]
    given: dict[str, str] = {}
    while (leaf := leaf_of(answer)) is not None:
        expected = next_choice(instruments, given)
        assert expected is not None
        assert leaf == expected.id
        given[leaf] = "no"
        answer = send(interviewer, answer, leaf=leaf, value="no", who="person", words="")
    assert next_choice(instruments, given) is None
    assert "Before you part" in answer.content.decode()


def test_at_the_end_the_key_is_gone_and_only_a_number_is_left(interviewer: Desk) -> None:
    answer = begun(interviewer)
    answer = send(interviewer, answer, leaf=leaf_of(answer), value="yes", who="person", words="Aster told this.")
    last = answer
    looked = send(interviewer, answer, finish="look")
    assert "Aster told this." in looked.content.decode()
    assert send(interviewer, looked, finish="close", offered=["doctor"]).status_code == 302
    assert not UnrecordedTalk.unscoped.exists()
    assert not RecordKey.objects.filter(kind="talk").exists()
    week = UnrecordedWeek.unscoped.get()
    assert week.told == {"talks": 1, "offered": {"doctor": 1}}
    again = send(interviewer, last, finish="look")
    assert again.status_code == 410
    assert "This talk is over" in again.content.decode()


def test_a_second_talk_of_the_week_is_counted_beside_the_first(interviewer: Desk) -> None:
    for offered in (["doctor"], ["doctor", "bed"]):
        send(interviewer, begun(interviewer), finish="close", offered=offered)
    assert UnrecordedWeek.unscoped.get().told == {"talks": 2, "offered": {"doctor": 2, "bed": 1}}


def test_after_two_hours_it_is_over_with_and_without_the_job(interviewer: Desk, monkeypatch: Any) -> None:
    answer = begun(interviewer)
    later = now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr(unrecorded, "now", lambda: later)
    assert send(interviewer, answer, finish="look").status_code == 410
    assert unrecorded.end_overdue(interviewer.actor.operation_id) == 1
    assert not RecordKey.objects.filter(kind="talk").exists()


def test_a_page_of_a_colleague_opens_for_nobody_else(interviewer: Desk, supervisor: Desk) -> None:
    talk = unrecorded.begin(interviewer.actor, {"language": "en", "instruments": []})
    text = unrecorded.sealed(interviewer.actor, talk)
    assert unrecorded.reopen(interviewer.actor, text) is not None
    assert unrecorded.reopen(supervisor.actor, text) is None
    for wrong in ("", "x", "é", text[:-8], text[:20]):
        assert unrecorded.reopen(interviewer.actor, wrong) is None


def test_a_form_that_comes_after_the_session_is_not_kept(interviewer: Desk, rf: RequestFactory) -> None:
    sent = {"state": state_of(begun(interviewer)), "keep_nothing": "1", "words": "said"}
    assert held.keep(rf.post(reverse("screening:unrecorded"), sent), interviewer.staff) is None
    assert not HeldForm.unscoped.exists()


def refused(desk: Desk, case: Case) -> Any:
    desk.post("screening:begin", case.code, language="en", age="adult", why="Rest.")
    interview = Interview.unscoped.filter(case=case).latest("number")
    for step, noted in talking.STEPS.items():
        sent = {**noted, "record": "refused"} if step == "consent" else noted
        answer = desk.post("screening:interview", interview.pk, step=step, **sent)
        if step == "consent":
            return answer
    raise AssertionError


def test_no_to_recording_in_an_interview_leaves_nothing_of_it(interviewer: Desk, case: Case) -> None:
    answer = refused(interviewer, case)
    assert answer.status_code == 200
    assert "A talk that is not recorded" in answer.content.decode()
    for model in (Interview, Sitting, Saying, ConsentEvent):
        assert not model.unscoped.exists(), model
    assert not RecordKey.objects.filter(kind="interview", destroyed_on=None).exists()
    answer = send(interviewer, answer, step="urgent", urgent="no")
    assert leaf_of(answer) is not None


def test_a_later_no_keeps_what_was_recorded_with_consent(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview, "Told with consent.")
    interviewer.post("screening:pause", interview.pk)
    interviewer.post("screening:resume", interview.pk)
    for step, noted in talking.STEPS.items():
        sent = {**noted, "record": "refused"} if step == "consent" else noted
        answer = interviewer.post("screening:interview", interview.pk, step=step, **sent)
        if step == "consent":
            break
    assert "A talk that is not recorded" in answer.content.decode()
    assert Sitting.unscoped.filter(interview=interview).count() == 1
    assert Saying.unscoped.filter(interview=interview).exists()
    interview.refresh_from_db()
    assert interview.state == "paused"


def at_setting(desk: Desk, age: str = "adult") -> Any:
    return desk.post("screening:unrecorded", language="en", age=age, keep_nothing="1")


@pytest.mark.parametrize("age", ["maybe", "under"])
def test_whoever_may_be_a_child_is_thanked_and_asked_nothing(interviewer: Desk, age: str) -> None:
    answer = at_setting(interviewer, age)
    assert "Thank, safety, stop" in answer.content.decode()
    assert not UnrecordedTalk.unscoped.exists()
    assert 'name="state"' not in answer.content.decode()


def test_a_child_protection_officer_stops_at_the_first_disclosure(office: Office, supervisor: Desk) -> None:
    officer = Desk(office.member(Role.CHILD_PROTECTION))
    certificates.grant(supervisor.actor, officer.staff, today() + timedelta(days=9))
    answer = begun(officer, "maybe")
    leaf = leaf_of(answer)
    assert leaf is not None
    told = send(officer, answer, step="disclosed").content.decode()
    assert "Thank, safety, stop" in told
    assert 'name="leaf"' not in told


@pytest.mark.parametrize("setting", [{"setting": "detention"}, {"holder": "yes"}])
def test_where_somebody_holds_the_person_only_urgent_needs_come_up(interviewer: Desk, setting: dict[str, str]) -> None:
    answer = send(interviewer, at_setting(interviewer), step="setting", **{**talking.STEPS["setting"], **setting})
    for step in ("private", "duties", "urgent"):
        answer = send(interviewer, answer, step=step, **talking.STEPS[step])
    assert "In this place" in answer.content.decode()
    answer = send(interviewer, answer, step="held", wants=["doctor"], needs="A doctor.", meet="", many="yes")
    assert leaf_of(answer) is None
    assert "That is all that is spoken of here." in answer.content.decode()


def test_on_the_telephone_the_agreed_word_comes_first(interviewer: Desk) -> None:
    answer = send(interviewer, at_setting(interviewer), step="setting", setting="phone", holder="no", form="plain")
    answer = send(interviewer, answer, step="agreed", word="no", silent="yes")
    assert "The agreed word was not said." in answer.content.decode()


def test_while_somebody_listens_only_neutral_topics_come_up(interviewer: Desk) -> None:
    answer = at_setting(interviewer)
    for step in STEPS:
        more = {"company": "companion"} if step == "private" else {}
        answer = send(interviewer, answer, step=step, **{**talking.STEPS[step], **more})
    barred = limits.barred(load_catalogue(), neutral=True, child=False)
    while (leaf := leaf_of(answer)) is not None:
        assert leaf not in barred
        answer = send(interviewer, answer, leaf=leaf, later="1")
    assert "Before you part" in answer.content.decode()


def test_what_must_be_reported_is_shown(interviewer: Desk) -> None:
    answer = at_setting(interviewer)
    for step in ("setting", "private"):
        answer = send(interviewer, answer, step=step, **talking.STEPS[step])
    page = answer.content.decode()
    assert "Nothing is known." in page or "You must report" in page or "You may report" in page


def test_danger_comes_before_every_question(interviewer: Desk) -> None:
    answer = send(interviewer, begun(interviewer), step="danger")
    assert "Help first, questions later" in answer.content.decode()
    assert leaf_of(answer) is None
    answer = send(interviewer, answer, step="helped", done="A doctor came.", on="yes")
    assert leaf_of(answer) is not None


def test_the_row_does_not_say_when_the_talk_began(interviewer: Desk) -> None:
    at_setting(interviewer)
    until = UnrecordedTalk.unscoped.get().until
    assert (until.minute % 15, until.second, until.microsecond) == (0, 0, 0)
    assert timedelta(minutes=104) < until - now() <= timedelta(hours=2)
