"""Interviews that go another way: a child who tells, a person who is held, without a mouse, without script; and what
people decide afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, Task
from fristad.server.common.clock import today
from fristad.server.consent import selectors as consents
from fristad.server.screening import words
from fristad.server.screening.models import Interview, InterviewState
from fristad.server.screening.services import certificates
from tests.journeys.conftest import At
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of
from tests.server.screening import talking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def interviewer(office: Office) -> Callable[..., Staff]:
    """Give somebody of a role who may hold interviews."""
    lead = actor_of(office.member(Role.SUPERVISOR))

    def made(role: Role) -> Staff:
        staff = office.member(role)
        certificates.grant(lead, staff, today() + timedelta(days=9))
        return staff

    return made


def _begin(page: Page, case: Case, age: str) -> None:
    page.goto(f"/case/{case.code}/interviews/new/")
    page.get_by_label(age, exact=True).check()
    page.locator("main [name=why]").fill("To find a safe bed.")
    page.locator("main form .govuk-button").first.click()


def _note(page: Page, step: str, **changed: str) -> None:
    """Fill in one step and go on."""
    expect(page.locator(f"main input[name=step][value={step}]").first).to_be_attached()
    for name, value in {**talking.STEPS.get(step, {}), **changed}.items():
        page.locator(f"main input[name={name}][value={value}]").check()
    page.get_by_role("button", name="Save and go on").click()


def test_at_a_childs_first_disclosure_the_page_turns_to_thanks_and_safety(
    at: At, interviewer: Callable[..., Staff]
) -> None:
    officer = interviewer(Role.CHILD_PROTECTION)
    case = open_case(actor_of(officer), "Aster Invented")
    with at(officer) as page:
        _begin(page, case, str(words.AGES["under"]))
        for step in talking.STEPS:
            _note(page, step)
        page.get_by_label("In the person's own words").fill("He comes at night.")
        page.get_by_role("button", name="Save and go on").click()
        page.get_by_role("button", name="The child told of harm").click()
        expect(page.get_by_role("heading", name="Thank, safety, stop")).to_be_visible()
        expect(page.locator("main input[name=leaf]")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("heading", name="Thank, safety, stop")).to_be_visible()


def test_where_somebody_is_held_nothing_is_asked_but_needs_and_a_way_to_meet_again(
    at: At, interviewer: Callable[..., Staff]
) -> None:
    staff = interviewer(Role.CASEWORKER)
    case = open_case(actor_of(staff), "Aster Invented")
    with at(staff) as page:
        _begin(page, case, str(words.AGES["adult"]))
        _note(page, "setting", setting="detention")
        for step in ("private", "interpreter", "duties", "consent", "urgent"):
            expect(page.get_by_text("Leave no paper, card or telephone behind").first).to_be_visible()
            _note(page, step)
        page.locator("main input[name=wants][value=doctor]").check()
        page.locator("main [name=meet]").fill("At the clinic on Thursday")
        ahead = today() + timedelta(days=3)
        for part in ("day", "month", "year"):
            page.locator(f"main [name=check_on_{part}]").fill(str(getattr(ahead, part)))
        page.locator("main input[name=many][value=yes]").check()
        page.get_by_role("button", name="Save and go on").click()
        expect(page.get_by_text("That is all that is spoken of here.")).to_be_visible()
        expect(page.locator("main input[name=leaf]")).to_have_count(0)
    assert Task.unscoped.get(case=case).due_on == ahead
    assert {each.free for each in consents.standing(case.person)} == {False}


@pytest.mark.parametrize("way", ["keyboard", "no script"])
def test_it_is_held_from_beginning_to_result_by_keyboard_alone_and_without_script(
    at: At, interviewer: Callable[..., Staff], way: str
) -> None:
    staff = interviewer(Role.CASEWORKER)
    case = open_case(actor_of(staff), "Aster Invented")
    with at(staff, java_script_enabled=way == "keyboard") as page:
        hands: Hands = Keyboard(page) if way == "keyboard" else Mouse(page)
        page.goto(f"/case/{case.code}/interviews/")
        if way == "keyboard":
            hands.press("Begin an interview")
        else:
            page.get_by_role("button", name="Begin an interview").click()
        _choose(page, hands, "age", "adult")
        hands.write("Why talking helps this person now", "To find a safe bed.")
        hands.press("Begin")
        for step, noted in talking.STEPS.items():
            expect(page.locator(f"main input[name=step][value={step}]").first).to_be_attached()
            for name, value in noted.items():
                _choose(page, hands, name, value)
            hands.press("Save and go on")
        hands.write("In the person's own words", "There was a boat.")
        hands.press("Save and go on")
        first = page.locator("main input[name=leaf]").get_attribute("value")
        _choose(page, hands, "value", "unknown")
        hands.press("Save and go on")
        assert page.locator("main input[name=leaf]").get_attribute("value") != first
        page.goto(page.url.rstrip("/") + "/close/")
        hands.write("What happens next, as you told the person", "Rest.")
        hands.press("Close the interview")
        expect(page.get_by_role("heading", name="Screening result")).to_be_visible()
    assert Interview.unscoped.get(case=case).state == InterviewState.CLOSED


def _choose(page: Page, hands: Hands, name: str, value: str) -> None:
    """Choose one of a few; what is chosen already needs no hand."""
    box = page.locator(f"main input[name={name}][value={value}]")
    if not box.is_checked():
        hands.tick(box)


def test_a_decision_against_the_engine_is_sent_back_and_revised_and_both_stay(
    at: At, office: Office, interviewer: Callable[..., Staff]
) -> None:
    staff, lead = interviewer(Role.CASEWORKER), office.member(Role.SUPERVISOR)
    desk = Desk(staff)
    case = open_case(desk.actor, "Aster Invented")
    made = talking.begin(desk, case)
    talking.account(desk, made, "First you pay, then you go.", "debt_bondage")
    desk.post("screening:close", made.pk, next="Rest.", contact="")

    def decide(page: Page, decision: str, reasons: str, button: str) -> None:
        page.goto(f"/case/{case.code}/result/")
        page.locator(f"main input[name=decision][value={decision}]").check()
        page.locator("main input[name=agrees][value=differ]").check()
        page.locator("main [name=reasons]").fill(reasons)
        page.locator("main input[name=unchecked]").check()
        page.get_by_role("button", name=button, exact=True).click()

    with at(staff) as page:
        decide(page, "presumed", "He cannot leave the debt.", "Record it and ask a colleague to review")
        expect(page.get_by_text("Recorded under your name.")).to_be_visible()
    with at(lead) as page:
        page.goto("/decisions/")
        page.get_by_role("main").get_by_role("link", name=case.code).click()
        page.locator("main input[name=verdict][value=back]").check()
        page.locator("main [name=words]").fill("Ask what happens if he stops paying.")
        page.get_by_role("button", name="Record my review").click()
        expect(page.get_by_text("Recorded under your name.")).to_be_visible()
    with at(staff) as page:
        decide(page, "exploited", "He may stop paying, and did.", "Record my decision")
        main = page.get_by_role("main")
        for stays in (
            "He cannot leave the debt.",
            "Ask what happens if he stops paying.",
            "He may stop paying, and did.",
        ):
            expect(main.get_by_text(stays).first).to_be_attached()
