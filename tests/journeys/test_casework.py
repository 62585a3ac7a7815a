"""A team at work, in a real browser: from nothing to a closed case, and what must not go wrong on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, CaseState
from tests.conftest import ROOT
from tests.journeys.conftest import At
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of
from tests.server.site.browsing import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = ROOT / "build" / "screens" / "casework"


@pytest.fixture
def mira(office: Office) -> Staff:
    """A caseworker."""
    return office.member(Role.CASEWORKER, name="mira")


@pytest.fixture
def sanna(office: Office) -> Staff:
    """The supervisor of her team."""
    return office.member(Role.SUPERVISOR, name="sanna")


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture for a person to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(
    ("hands", "scripts"), [(Mouse, True), (Mouse, False), (Keyboard, True)], ids=["mouse", "no script", "keyboard"]
)
def test_a_person_a_family_and_a_case_from_nothing_to_closed(
    at: At,
    mira: Staff,
    sanna: Staff,
    hands: type[Mouse] | type[Keyboard],
    scripts: bool,  # noqa: FBT001
) -> None:
    with at(mira, java_script_enabled=scripts) as page:
        page.goto("/")
        sister = the_case_begins(hands(page))
        page.goto("/")
        code = the_case_begins(hands(page))
        the_sister_is_linked(hands(page), sister)
        the_team_works(hands(page))
        the_end_is_asked_for(hands(page))
    with at(sanna, java_script_enabled=scripts) as page:
        page.goto("/")
        the_supervisor_agrees(hands(page), code)
    assert Case.unscoped.get(code=code).state == CaseState.CLOSED
    with at(mira) as page:
        page.goto(f"/case/{code}/timeline/")
        expect(page.get_by_role("main")).to_contain_text("approved the closure")
        keep_picture(page, "timeline")


def the_case_begins(hands: Hands) -> str:
    """Write down a person, and return the code of the case."""
    hands.follow("New case")
    hands.write("Name they use", "Rahel (invented)")
    hands.write("Age as the person says it", "25 to 29")
    hands.choose("Refugee")
    hands.write("What this person wants", "To sleep, and to call my sister.")
    hands.press("Save")
    if (
        hands.page.get_by_role("heading", name="Is it one of these?")
        .or_(hands.page.get_by_text("Is it one of these?"))
        .count()
    ):
        hands.press("No, this is somebody else: open a new case")
    expect(hands.page.locator(".said")).to_have_text("To sleep, and to call my sister.")
    expect(hands.page.locator(".case-head")).to_contain_text("Adult, 25 to 29.")
    return hands.page.locator("h1").inner_text()


def the_sister_is_linked(hands: Hands, code: str) -> None:
    """Link the two files."""
    hands.follow("Family")
    hands.write("Code of their case", code)
    hands.pick("What they are to this person", "Sister")
    hands.choose("The person")
    hands.press("Save")
    expect(hands.page.locator("ul.items")).to_contain_text("Sister")
    keep_picture(hands.page, "family")


def the_team_works(hands: Hands) -> None:
    """Write down a stretch, a need and the risk; plan a task and close it."""
    page = hands.page
    hands.follow("Journey")
    hands.write("Place", "A port in Norland")
    hands.press("Save")
    expect(page.get_by_role("main")).to_contain_text("A port in Norland")
    hands.follow("Needs")
    hands.pick("Need", "Papers")
    hands.write("In short", "A copy of her card")
    hands.choose("Open")
    hands.press("Save")
    hands.follow("Summary")
    expect(page.get_by_role("main")).to_contain_text("A copy of her card")
    hands.follow("Judge the risk")
    hands.choose("Low")
    hands.write("Why", "Nobody looks for her.")
    hands.press("Save")
    expect(page.locator(".case-head")).to_contain_text("Low")
    hands.follow("Plan a task")
    hands.choose("Step of the plan")
    hands.write("What is to be done", "Ask for a copy of the card")
    hands.press("Save")
    hands.follow("Close")
    hands.write("What came of it", "The card is here.")
    hands.press("Save")
    expect(page.get_by_role("main")).to_contain_text("The card is here.")
    keep_picture(page, "tasks")


def the_end_is_asked_for(hands: Hands) -> None:
    """Ask that the case be closed."""
    hands.follow("Summary")
    hands.follow("Close")
    hands.choose("The plan is done")
    hands.write("In a few words", "She has her card and lives with her sister.")
    hands.press("Save")
    expect(hands.page.locator(".case-head")).to_contain_text("Closure asked for")


def the_supervisor_agrees(hands: Hands, code: str) -> None:
    """Find what waits on the home page, read why, and agree."""
    hands.follow("Closures to review")
    hands.follow(code)
    hands.follow("Decide on the closure")
    expect(hands.page.get_by_role("main")).to_contain_text("She has her card and lives with her sister.")
    hands.choose("Yes, close it")
    hands.write("Why", "Read and agreed.")
    keep_picture(hands.page, "decide")
    hands.press("Save")
    expect(hands.page.locator(".case-head")).to_contain_text("Closed")


@pytest.mark.parametrize(("language", "width"), [("en", PHONE), ("ar", PHONE)])
def test_somebody_is_found_by_a_name_in_arabic_script(at: At, mira: Staff, language: str, width: int) -> None:
    case = open_case(actor_of(mira), "مريم الحداد")
    open_case(actor_of(mira), "Somebody else")
    with at(mira, language, width) as page:
        page.goto("/search/")
        page.get_by_role("main").get_by_role("textbox").fill("مريم")
        page.get_by_role("main").get_by_role("button").click()
        expect(page).to_have_url(re.compile(r"/search/[0-9a-f-]{36}/$"))
        expect(page.get_by_role("main")).to_contain_text(case.code)
        expect(page.get_by_role("main")).to_contain_text("مريم الحداد")
        expect(page.get_by_role("main")).not_to_contain_text("Somebody else")
        keep_picture(page, f"found-{language}")


def test_two_people_who_edit_one_record_lose_nothing(at: At, mira: Staff, sanna: Staff) -> None:
    case = open_case(actor_of(mira), "Rahel", words="To sleep.")
    address, wish = f"/case/{case.code}/person/edit/", "What this person wants"
    with at(mira) as mine, at(sanna) as theirs:
        for page in (mine, theirs):
            page.goto(address)
        theirs.get_by_label(wish).fill("To sleep. To call my sister.")
        theirs.get_by_role("main").get_by_role("button", name="Save").click()
        mine.get_by_label(wish).fill("To sleep behind a door that locks.")
        mine.get_by_role("main").get_by_role("button", name="Save").click()
        expect(mine.get_by_role("main")).to_contain_text("Somebody changed this while you were writing")
        # What both left alone is not shown as a difference.
        expect(mine.locator("main tbody tr")).to_have_count(1)
        expect(mine.locator("main tbody tr")).to_contain_text("To sleep. To call my sister.")
        expect(mine.get_by_label(wish)).to_have_value("To sleep behind a door that locks.")
        keep_picture(mine, "two-writers")
        mine.get_by_label(wish).fill("To sleep behind a door that locks. To call my sister.")
        mine.get_by_role("main").get_by_role("button", name="Save").click()
        mine.goto(f"/case/{case.code}/")
        expect(mine.locator(".said")).to_have_text("To sleep behind a door that locks. To call my sister.")


@pytest.mark.parametrize("way", ["link", "three times Shift"])
def test_leaving_in_a_hurry_ends_the_session_and_the_way_back_shows_nothing(at: At, mira: Staff, way: str) -> None:
    case = open_case(actor_of(mira), "Rahel")
    with at(mira) as page:
        page.goto(f"/case/{case.code}/person/")
        expect(page.get_by_role("main")).to_contain_text("Rahel")
        if way == "link":
            page.get_by_role("button", name="Exit this page").or_(page.locator(".exit a, a.exit")).first.click()
        else:
            for _time in range(3):
                page.keyboard.press("Shift")
        expect(page).to_have_url(re.compile(r"/neutral/$"))
        assert page.context.cookies() == []
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert "Rahel" not in page.content()


def test_a_case_is_opened_in_an_emergency_and_its_owner_judges_that(at: At, office: Office, mira: Staff) -> None:
    duty = office.member(Role.DUTY_OFFICER, team=office.other_team, name="dag")
    case = open_case(actor_of(mira), "Rahel")
    with at(duty) as page:
        page.goto(f"/case/{case.code}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")
        page.get_by_role("link", name="Emergency", exact=True).click()
        page.get_by_label("Case code or telephone number").fill(case.code)
        page.get_by_label("Why it cannot wait").fill("She fainted; the clinic asks whom it may call.")
        page.get_by_role("button", name="Open this case").click()
        expect(page.locator("h1")).to_have_text(case.code)
    with at(mira) as page:
        page.goto("/")
        page.get_by_role("link", name="Emergency access to judge").click()
        page.get_by_role("main").locator("table a, .items a").first.click()
        expect(page.get_by_role("main")).to_contain_text("She fainted; the clinic asks whom it may call.")
        page.get_by_label("It was right to open it").check()
        page.get_by_label("In a few words").fill("Thank you.")
        page.get_by_role("button", name="Save").click()
        page.goto("/")
        expect(page.get_by_role("link", name="Emergency access to judge")).to_have_count(0)
