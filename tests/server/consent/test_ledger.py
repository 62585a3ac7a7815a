"""The ledger of consent: what stands, what runs out, and what stops at once when something is taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.consent import ledger, selectors, services
from fristad.server.consent.models import ConsentEvent
from fristad.server.screening.models import Interview, InterviewState
from fristad.server.screening.services import certificates
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, make_office
from tests.server.screening import talking

ASKED = {"answer": "given", "how": "spoken", "language": "Arabic", "free": "yes"}
DAY = date(2026, 11, 24)
_EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "purpose": st.sampled_from(["talk", "record", "contact"]),
            "answer": st.sampled_from(["given", "refused", "withdrawn"]),
            "way": st.sampled_from([None, "post", "telephone"]),
            "until": st.sampled_from([None, "2026-11-23", "2026-11-24", "2027-01-01"]),
        }
    ),
    max_size=12,
)


@given(_EVENTS)
def test_only_the_last_word_counts_and_only_a_yes_in_its_days_is_live(events: list[dict[str, Any]]) -> None:
    found = ledger.standing(((place, DAY, told) for place, told in enumerate(events, 1)), DAY)
    last = {(told["purpose"], ledger.about(told)): (place, told) for place, told in enumerate(events, 1)}
    assert {(each.purpose, each.about): each.position for each in found} == {key: row[0] for key, row in last.items()}
    for each in found:
        told = last[each.purpose, each.about][1]
        runs = told["until"] is None or told["until"] >= DAY.isoformat()
        assert each.live == (told["answer"] == "given" and runs)


@pytest.fixture
def office(db: None, open_vault: object) -> Office:
    """The invented office."""
    return make_office()


@pytest.fixture
def supervisor(office: Office) -> Desk:
    """Who can seal a record."""
    return Desk(office.member(Role.SUPERVISOR))


@pytest.fixture
def desk(office: Office, supervisor: Desk) -> Desk:
    """A caseworker who may hold interviews."""
    made = Desk(office.member(Role.CASEWORKER))
    certificates.grant(supervisor.actor, made.staff, today() + timedelta(days=30))
    return made


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case of theirs."""
    return open_case(desk.actor, "Aster Invented")


def _ask(desk: Desk, case: Case, purpose: str, **more: Any) -> str:
    sent = {**ASKED, "purpose": purpose, **more}
    return str(desk.post("consent:consent", case.code, **sent).content.decode())


@pytest.mark.both_databases
def test_the_header_of_the_case_counts_what_was_agreed_and_names_what_was_refused(desk: Desk, case: Case) -> None:
    assert "Not asked yet" in desk.get("cases:open", case.code).content.decode()
    _ask(desk, case, "talk")
    _ask(desk, case, "record", answer="refused")
    page = desk.get("cases:open", case.code).content.decode()
    assert "1 thing agreed" in page
    assert "Refused: To have it recorded" in page


@pytest.mark.both_databases
def test_what_is_taken_back_is_what_the_person_named_though_another_event_came_between(desk: Desk, case: Case) -> None:
    _ask(desk, case, "contact", way="post")
    _ask(desk, case, "talk")
    place = next(each.position for each in selectors.standing(case.person) if each.purpose == "contact")
    _ask(desk, case, "contact", way="post", answer="refused")
    assert desk.get("consent:withdraw", case.code, place).status_code == 404
    assert [each.purpose for each in selectors.standing(case.person) if each.live] == ["talk"]


@pytest.mark.both_databases
@pytest.mark.parametrize(("purpose", "asked_to_seal"), [("talk", 0), ("record", 1)])
def test_taking_back_pauses_the_interview_at_once_and_tells(
    desk: Desk, supervisor: Desk, case: Case, purpose: str, asked_to_seal: int
) -> None:
    interview = talking.begin(desk, case)
    stands = next(each for each in selectors.standing(case.person) if each.purpose == purpose)
    desk.post("consent:withdraw", case.code, stands.position, words="Not any more.")
    assert Interview.unscoped.get(pk=interview.pk).state == InterviewState.PAUSED
    assert "consent.stopped" in [each.content["kind"] for each in notices.waiting(desk.staff.pk)]
    told = [each.content["kind"] for each in notices.waiting(supervisor.staff.pk)]
    assert told.count("consent.seal") == asked_to_seal


def test_taking_back_contact_leaves_the_talk_alone(desk: Desk, case: Case) -> None:
    interview = talking.begin(desk, case)
    _ask(desk, case, "contact", way="post")
    stands = next(each for each in selectors.standing(case.person) if each.live and each.purpose == "contact")
    services.withdraw(desk.actor, case.person, stands, "")
    assert Interview.unscoped.get(pk=interview.pk).state == InterviewState.GOING_ON


def test_a_copy_is_printed_only_where_paper_is_safe_and_is_an_event(desk: Desk, case: Case) -> None:
    _ask(desk, case, "contact", way="a message about the language course")
    sent = {"whom": "nobody", "language": "en"}
    assert "language course" not in desk.post("consent:copy", case.code, safe="no", **sent).content.decode()
    assert not Entry.objects.filter(action="consent.copied").exists()
    paper = desk.post("consent:copy", case.code, safe="yes", **sent).content.decode()
    assert "To be contacted (a message about the language course): <bdi>Agreed" in paper
    assert "Aster" not in paper
    assert Entry.objects.filter(action="consent.copied").exists()


def test_a_childs_yes_says_what_it_rests_on_and_nobody_agrees_for_an_adult(desk: Desk, case: Case) -> None:
    assert 'name="ground"' not in desk.get("consent:consent", case.code).content.decode()
    age = {"kind": "stated", "least": 15, "most": 19, "on": today().isoformat()}
    case = open_case(desk.actor, "Bo Invented", ages=[age])
    assert "what the yes of a child rests on" in _ask(desk, case, "talk")
    _ask(desk, case, "talk", ground="best_interests", support=["easy", "time"], explained_by="Invented Name")
    told = ConsentEvent.unscoped.get(person=case.person).told
    assert told["ground"] == "best_interests"
    assert "Explained by Invented Name" in desk.get("consent:consent", case.code).content.decode()
