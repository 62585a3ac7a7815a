"""How long closed cases are kept: by a policy with its sources, stopped by a hold, proposed daily, confirmed by one."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest

from fristad.server.accounts import notices
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.audit.services import act
from fristad.server.audit.verification import verify
from fristad.server.cases.models import Case, Hold, Note, Proposal, ProposalState, RetentionRule
from fristad.server.cases.pure.periods import later
from fristad.server.cases.selectors.retention import retention, waiting
from fristad.server.cases.services.cases import case_reopen, closure_ask, closure_decide
from fristad.server.cases.services.circles import circle_close
from fristad.server.cases.services.retention import KIND, hold_lift, hold_set, rule_end, rule_set
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.jobs.runner import run_one
from fristad.server.jobs.services import enqueue
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases

SOURCE = "Invented policy of Norland, part 4"
WHY = "A court of Norland hears it, file 12"


@pytest.fixture
def lead(office: Office) -> Staff:
    return office.member(Role.SUPERVISOR)


@pytest.fixture
def administrator(office: Office) -> Staff:
    return office.member(Role.ADMINISTRATOR)


def closed(office: Office, *, ago: int = 400, reason: str = "plan_done", age: int | None = 30, note: str = "") -> Case:
    """Return a case that was closed so many days ago, with a note where one is named."""
    owner = actor_of(office.member(Role.CASEWORKER))
    ages = [] if age is None else [{"kind": "stated", "least": age, "most": age, "on": today().isoformat()}]
    made = open_case(owner, "Invented Person", ages=ages)
    if note:
        item_add(owner, made, Note, {"words": note})
        made = reread(made)
    closure_ask(owner, made, reason=reason, words="Invented words", read_version=made.version)
    supervisor = office.actor(Role.SUPERVISOR)
    closure_decide(supervisor, made, agreed=True, words="Agreed", read_version=made.version)
    with act(supervisor, "case.closed", made):
        Case.unscoped.filter(pk=made.pk).update(closed_on=today() - timedelta(days=ago))
    return reread(made)


def reread(case: Case) -> Case:
    found: Case = Case.unscoped.select_related("record_key", "person__record_key").get(pk=case.pk)
    return found


def write(person: Staff, months: int = 12, outcome: str = "", kind: str = "") -> RetentionRule:
    return rule_set(actor_of(person), outcome=outcome, kind=kind, months=months, source=SOURCE)


def look(office: Office) -> None:
    """Run the daily job."""
    enqueue(office.system, KIND)
    assert run_one(threading.Event())


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2027, 12, 31), 2, (2028, 2, 29)),
        ((2026, 3, 31), -1, (2026, 2, 28)),
        ((2026, 6, 15), 18, (2027, 12, 15)),
        ((2026, 6, 15), 0, (2026, 6, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day: Any, months: int, then: Any) -> None:
    assert later(date(*day), months) == date(*then)


def test_without_a_policy_nothing_is_ever_due(office: Office, lead: Staff) -> None:
    case = closed(office, ago=20_000)
    look(office)
    assert retention(case).due_on is None
    assert not Proposal.unscoped.exists()
    assert "There is no policy yet" in Desk(lead).get("cases:due").content.decode()
    assert "No date:" in Desk(lead).get("cases:retention", case.code).content.decode()


def test_the_time_starts_at_the_closure_and_says_by_which_source(
    office: Office, lead: Staff, administrator: Staff
) -> None:
    write(administrator, 12)
    case = closed(office, ago=10)
    assert retention(case).due_on == later(today() - timedelta(days=10), 12)
    page = Desk(lead).get("cases:retention", case.code).content.decode()
    assert SOURCE in page
    assert f"Name of {administrator.sign_in_name}" in page
    assert retention(open_case(office.actor(Role.CASEWORKER), "Invented")).due_on is None


@pytest.mark.parametrize(
    ("rules", "reason", "age", "months"),
    [
        ([("", "", 12), ("mistake", "", 1)], "mistake", 30, 1),
        ([("", "", 12), ("mistake", "", 1)], "plan_done", 30, 12),
        ([("", "", 12), ("", "child", 60)], "plan_done", 30, 12),
        ([("", "", 12), ("", "child", 60)], "plan_done", 15, 60),
        ([("", "", 12), ("", "child", 60)], "plan_done", None, 60),
        ([("", "child", 60), ("mistake", "", 1)], "mistake", 15, 1),
        ([("left", "", 6)], "plan_done", 30, None),
    ],
)
def test_the_line_for_this_way_of_closing_goes_first_then_the_longest(
    office: Office, administrator: Staff, rules: Any, reason: str, age: int | None, months: int | None
) -> None:
    for outcome, kind, number in rules:
        write(administrator, number, outcome, kind)
    found = retention(closed(office, reason=reason, age=age)).rule
    assert (found and found.told["months"]) == months


def test_a_new_line_takes_the_place_of_the_one_for_the_same_cases(office: Office, administrator: Staff) -> None:
    former = write(administrator, 12)
    write(administrator, 24)
    former.refresh_from_db()
    assert former.ended_on == today()
    assert [each.told["months"] for each in RetentionRule.unscoped.filter(ended_on=None)] == [24]
    assert verify(OPERATION).is_whole


def test_the_policy_of_one_agency_says_nothing_of_another(office: Office) -> None:
    write(office.member(Role.ADMINISTRATOR, team=office.foreign_team), 1)
    assert retention(closed(office)).due_on is None
    look(office)
    assert not Proposal.unscoped.exists()


def test_the_daily_job_proposes_what_is_due_once(office: Office, lead: Staff, administrator: Staff) -> None:
    write(administrator, 12)
    due, early = closed(office, ago=400), closed(office, ago=100)
    for _day in range(2):
        look(office)
    assert [each.case for each in waiting(actor_of(lead))] == [due]
    assert early.code not in Desk(lead).get("cases:due").content.decode()
    assert verify(OPERATION).is_whole


def test_a_hold_stops_it_until_it_is_lifted(office: Office, lead: Staff, administrator: Staff) -> None:
    write(administrator)
    case, actor = closed(office), actor_of(lead)
    held = hold_set(actor, case, why=WHY, until=None)
    look(office)
    assert not waiting(actor).exists()
    with pytest.raises(StaleError):
        hold_lift(actor, held, why="Over", read_version=7)
    hold_lift(actor, held, why="Over", read_version=1)
    look(office)
    assert waiting(actor).count() == 1
    said = {each.action for each in Entry.objects.filter(record_id=case.pk)}
    assert {"hold.set", "hold.lifted", "retention.proposed"} <= said
    assert verify(OPERATION).is_whole


def test_a_hold_set_later_takes_a_case_from_the_list(office: Office, lead: Staff, administrator: Staff) -> None:
    write(administrator)
    case, actor = closed(office), actor_of(lead)
    look(office)
    held = hold_set(actor, case, why=WHY, until=today())
    assert not waiting(actor).exists()
    Hold.unscoped.filter(pk=held.pk).update(until=today() - timedelta(days=1))
    assert waiting(actor).exists()


def test_a_hold_cannot_end_before_it_begins(office: Office, lead: Staff) -> None:
    with pytest.raises(WrongInputError):
        hold_set(actor_of(lead), closed(office), why=WHY, until=today() - timedelta(days=1))


@pytest.mark.parametrize("what", ["opened again", "no policy"])
def test_what_is_no_longer_due_is_taken_back(office: Office, lead: Staff, administrator: Staff, what: str) -> None:
    rule, case = write(administrator), closed(office)
    look(office)
    if what == "opened again":
        case_reopen(actor_of(lead), case, words="They came back", read_version=case.version)
    else:
        rule_end(actor_of(administrator), rule)
    look(office)
    assert Proposal.unscoped.get().state == ProposalState.LAPSED
    assert not waiting(actor_of(lead)).exists()


def test_a_circle_without_anybody_who_may_confirm_is_told(office: Office, administrator: Staff) -> None:
    write(administrator)
    case = closed(office)
    owner = case.owner
    assert owner is not None
    other = office.member(Role.CASEWORKER)
    circle_close(actor_of(owner), case, [other], why="Invented", read_version=case.version)
    look(office)
    assert "retention.nobody" in [each.content["kind"] for each in notices.waiting(other.pk)]


# Pages


def test_an_administrator_writes_the_policy_and_a_supervisor_reads_it(lead: Staff, administrator: Staff) -> None:
    desk = Desk(administrator)
    sent = {"outcome": "left", "kind": "child", "months": "120", "source": SOURCE}
    assert desk.post("cases:rule_new", **sent).status_code == 302
    page = Desk(lead).get("cases:policy").content.decode()
    for words in (SOURCE, "120 months", "The person left this place", f"Name of {administrator.sign_in_name}"):
        assert words in page
    assert "End this line" not in page
    assert Desk(lead).get("cases:rule_new").status_code == 404
    assert desk.post("cases:rule_end", RetentionRule.unscoped.get().pk).status_code == 302
    assert SOURCE not in desk.get("cases:policy").content.decode()


@pytest.mark.parametrize("missing", ["months", "source"])
def test_a_line_without_a_period_or_a_source_is_refused(administrator: Staff, missing: str) -> None:
    sent = {"outcome": "", "kind": "", "months": "12", "source": SOURCE, missing: ""}
    assert "Please fill this in" in Desk(administrator).post("cases:rule_new", **sent).content.decode()
    assert not RetentionRule.unscoped.exists()


def test_a_hold_is_set_shown_and_lifted(office: Office, lead: Staff) -> None:
    case, desk = closed(office), Desk(lead)
    assert desk.post("cases:hold", case.code, why=WHY).status_code == 302
    page = desk.get("cases:retention", case.code).content.decode()
    assert WHY in page
    assert f"Set by Name of {lead.sign_in_name}" in page
    assert "Erase this case" not in page
    held = Hold.unscoped.get()
    assert WHY in desk.get("cases:hold_lift", case.code, held.pk).content.decode()
    assert desk.post("cases:hold_lift", case.code, held.pk, version=held.version, words="Over").status_code == 302
    assert WHY not in desk.get("cases:retention", case.code).content.decode()
    assert desk.get("cases:hold_lift", case.code, held.pk).status_code == 404


def test_who_owns_a_case_sees_its_date_and_sets_no_hold(office: Office) -> None:
    case = closed(office)
    assert case.owner is not None
    desk = Desk(case.owner)
    assert desk.get("cases:retention", case.code).status_code == 200
    assert desk.get("cases:hold", case.code).status_code == 404
    assert desk.get("cases:erase", case.code).status_code == 404
