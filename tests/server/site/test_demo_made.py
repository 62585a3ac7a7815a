"""The demo operation as it is made: the log agrees, the walls stand, and there is something to do."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from fristad.server.accounts.actor import system
from fristad.server.accounts.models import FocalPoint, Operation, Staff
from fristad.server.accounts.selectors import may_start_live, waiting
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.cases import doors, words
from fristad.server.cases.forms.person import PersonEditForm, initial_of
from fristad.server.cases.models import Case, CaseState, Family, FamilyMember, Interpreter, Leg, Person, PlaceName, Tie
from fristad.server.cases.pure.dates import from_json
from fristad.server.cases.selectors import apart, emergency, families, lists, retention, search
from fristad.server.common.clock import today
from fristad.server.screening import doors as screening_doors
from fristad.server.screening import words as screening_words
from fristad.server.screening.models import Decision, Interview, InterviewState, ReviewState, ScreeningResult
from fristad.server.screening.selectors import certificates
from fristad.server.site.demo import making, office
from fristad.server.site.demo.generating import people
from fristad.server.vault.keyring import OperationKeys, keyring
from tests.server.conftest import OPERATION
from tests.server.filling import untouched
from tests.server.office import actor_of

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Made:
    """The demo, and how many operations a first attempt that was stopped left behind."""

    left_behind: int


class StoppedError(Exception):
    """Somebody pulled the plug."""


def stop(done: int, _of: int) -> None:
    """Stop after two people."""
    if done == 2:
        raise StoppedError


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    """Make it once for all tests below, after an attempt that is stopped; and take it away."""
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own tests do, so that an act may think it is the outermost
    with django_db_blocker.unblock():
        keyring.put([OperationKeys.new(OPERATION)])
        with around:
            with pytest.raises(StoppedError):
                making.make_demo(OPERATION, stop)
            left_behind = Operation.unscoped.count() + Staff.objects.count() + Person.unscoped.count()
            assert making.make_demo(OPERATION)
            yield Made(left_behind)
            transaction.set_rollback(True)
        keyring.clear()


def staff_of(key: str) -> Staff:
    """Return a member of staff by the key in the data."""
    return Staff.objects.select_related("record_key").get(sign_in_name=office.sign_in_name(key))


def codes_of(key: str) -> set[str]:
    """Return the codes of the cases that somebody may list."""
    return set(doors.cases(actor_of(staff_of(key))).values_list("code", flat=True))


@pytest.mark.both_databases
def test_it_makes_everybody_and_the_log_agrees_with_every_row(demo: Made) -> None:
    assert Person.unscoped.count() == Case.unscoped.count() == 200
    assert Leg.unscoped.count() > 400
    report = verify(OPERATION)
    assert list(report.faults) == []


def test_it_leaves_nothing_behind_when_it_is_stopped_half_way(demo: Made) -> None:
    assert demo.left_behind == 0


def test_a_second_run_changes_nothing(demo: Made) -> None:
    before = (Entry.objects.count(), Person.unscoped.count(), Staff.objects.count())
    assert not making.make_demo(OPERATION)
    assert (Entry.objects.count(), Person.unscoped.count(), Staff.objects.count()) == before


def test_everybody_signs_in_with_the_password_that_is_shown(demo: Made) -> None:
    for account in office.shown_accounts():
        assert Staff.objects.get(sign_in_name=account.sign_in_name).check_password(account.password)


def test_the_wall_between_the_agencies_can_be_seen(demo: Made) -> None:
    ours, theirs = codes_of("birgit"), codes_of("ragnar")
    assert ours
    assert theirs
    assert not ours & theirs
    assert codes_of("maja") < ours
    assert codes_of("wilma") < theirs
    assert codes_of("hanna") == codes_of("nils") == codes_of("lea") == set()


def test_officers_see_the_cases_that_were_flagged_to_them(demo: Made) -> None:
    assert len(codes_of("daniel")) >= 10
    assert codes_of("tove") - set(Case.unscoped.filter(owner=staff_of("tove")).values_list("code", flat=True))


def test_a_closed_circle_hides_its_case_from_a_supervisor(demo: Made) -> None:
    hidden = set(Case.unscoped.filter(closed_circle=True).values_list("code", flat=True))
    assert len(hidden) >= 4
    assert not hidden & codes_of("leyla")
    assert hidden & codes_of("maja")


def test_there_is_something_to_do_on_the_first_day(demo: Made) -> None:
    lead = actor_of(staff_of("birgit"))
    assert lists.count(lead, lists.Filters(due="overdue")) >= 10
    assert lists.count(lead, lists.Filters(due="week")) >= 10
    assert lists.count(lead, lists.Filters(owner="none")) >= 5
    assert lists.count(lead, lists.Filters(state=CaseState.CLOSING)) >= 3
    assert lists.count(lead, lists.Filters(state=CaseState.CLOSED)) >= 20
    for risk in ("low", "medium", "high"):
        assert lists.count(lead, lists.Filters(risk=risk)) >= 5


@pytest.mark.parametrize("name", ["يوسف حداد", "Youssef Haddad", "Yusuf Haddad", "00000 101 002"])
def test_a_person_is_found_in_any_script_and_by_number(demo: Made, name: str) -> None:
    found = search.find(actor_of(staff_of("birgit")), name)
    assert "Youssef Haddad" in {each["text"] for case in found.cases for each in case.person.names}


def test_wishes_are_codes_that_a_form_offers(demo: Made) -> None:
    for person in Person.unscoped.select_related("record_key"):
        wishes = person.wishes or {}
        assert {wishes[who] for who in ("interviewer", "interpreter") if who in wishes} <= words.WISHES.keys()


def test_one_family_has_a_suspected_tie_that_takes_their_link_from_both_files(demo: Made) -> None:
    del demo
    tie = Tie.unscoped.select_related("case__person").get()
    others = apart.from_whom(tie.case.person)
    assert FamilyMember.unscoped.filter(person__in=others).exists()
    actor = system(OPERATION, "tests")
    assert families.kin(actor, tie.case.person) == []
    assert families.kin(actor, Person.unscoped.get(pk__in=others)) == []


def test_families_are_linked_and_some_links_are_hidden(demo: Made) -> None:
    assert Family.unscoped.count() >= 10
    assert FamilyMember.unscoped.filter(hidden=True).count() >= 4
    members = FamilyMember.unscoped.select_related("person", "family")
    assert all(link.person.agency_id == link.family.agency_id for link in members)


def test_every_owner_works_in_the_team_of_the_case(demo: Made) -> None:
    owned = Case.unscoped.filter(owner__isnull=False).select_related("owner")
    assert all(case.owner.team_id == case.team_id for case in owned)


def test_its_days_lie_around_the_day_it_is_made(demo: Made) -> None:
    rows = list(Case.unscoped.all())
    assert min(row.created_on for row in rows) < max(row.created_on for row in rows) <= today()
    assert all(row.created_on <= row.changed_on <= today() for row in rows)
    assert all(row.created_on <= row.closed_on for row in rows if row.closed_on)
    for leg in Leg.unscoped.select_related("record_key"):
        began, ended = (from_json(leg.told[name]) if leg.told[name] else None for name in ("began", "ended"))
        assert not (began and ended and ended.surely_before(began))


def test_there_are_places_and_interpreters_for_most_who_need_one(demo: Made) -> None:
    assert PlaceName.objects.filter(text="Norby").exists()
    spoken = {code for each in Interpreter.unscoped.filter(ended_on=None) for code in each.told["languages"]}
    first = [next(iter(story.languages)) for story in people() if story.languages]
    assert sum(code in spoken for code in first) > 0.9 * len(first)


def test_an_emergency_access_waits_to_be_judged(demo: Made) -> None:
    assert [access.case.owner.sign_in_name for access in emergency.waiting(actor_of(staff_of("maja")))] == ["maja.demo"]


def test_a_role_waits_for_a_second_person(demo: Made) -> None:
    assert [pending.staff.sign_in_name for pending in waiting(actor_of(staff_of("birgit")))] == ["freja.demo"]


def test_complaints_have_somewhere_to_go(demo: Made) -> None:
    assert FocalPoint.unscoped.count() == 2
    assert may_start_live(OPERATION)


def test_two_cases_are_due_by_the_invented_policy(demo: Made) -> None:
    lead = actor_of(staff_of("birgit"))
    rows = doors.cases(lead, "case.erase").select_related("record_key")
    assert sum(retention.retention(case).is_due for case in rows) == 2
    assert all("(invented)" in rule.told["source"] for rule in retention.policy(lead))


def test_saving_the_form_of_anybody_without_a_change_changes_nothing(demo: Made) -> None:
    for person in Person.unscoped.select_related("record_key"):
        sent = untouched(str(PersonEditForm(initial=initial_of(person))))
        form = PersonEditForm(sent)
        assert form.is_valid(), form.errors
        values = form.values(person)
        assert {name: value or None for name, value in values.items()} == {
            name: getattr(person, name) for name in values
        }


def test_there_are_talks_with_every_outcome_and_some_wait(demo: Made) -> None:
    decisions = list(Decision.unscoped.select_related("record_key"))
    assert {each.told["decision"] for each in decisions} == set(screening_words.DECISIONS)
    assert {each.state for each in decisions} == set(ReviewState.values)
    assert [each for each in decisions if each.revises_id]
    assert Interview.unscoped.filter(state=InterviewState.PAUSED).exists()
    undecided = ScreeningResult.unscoped.exclude(case__in=[each.case_id for each in decisions])
    assert undecided.exists()
    assert screening_doors.decisions_to_review(actor_of(staff_of("birgit"))).exists()


def test_every_interviewer_of_the_demo_holds_a_certificate(demo: Made) -> None:
    for interviewer in Staff.objects.filter(pk__in=Interview.unscoped.values("interviewer")):
        assert certificates.holds(actor_of(interviewer))
