"""What goes wrong in a real browser has a page or a sentence: what happened, that nothing was lost, what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fristad.server.accounts import conduct, sessions, sessionstore
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, Person
from fristad.server.common.clock import now, today
from fristad.server.vault.keyring import keyring
from tests.attacks.test_uploads import pixel_bomb
from tests.conftest import ROOT
from tests.journeys.conftest import At
from tests.server.accounts.signin.conftest import PASSWORD, code_now, with_app
from tests.server.cases import papers
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of
from tests.server.site.browsing import opened

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = ROOT / "build" / "screens" / "problems"
TURNED = "Rahel \u202egnp.tsil"


@pytest.fixture
def mira(office: Office) -> Staff:
    """A caseworker with a password and an app."""
    staff = office.member(Role.CASEWORKER, name="mira")
    staff.set_password(PASSWORD)
    staff.save_over(staff.version)
    conduct.accept(staff.pk)
    return staff


@pytest.fixture
def desk(at: At, mira: Staff) -> Iterator[Page]:
    """Her browser, signed in."""
    with at(mira) as page:
        yield page


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture for a person to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)


def save(page: Page) -> None:
    """Press the button of the form."""
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()


def test_a_code_that_was_used_is_refused_like_a_wrong_one(live_server: Any, browser: Browser, mira: Staff) -> None:
    seed = with_app(mira)
    used = code_now(seed)
    for typed, let_in in ((used, True), (used, False), ("000000", False)):
        with opened(browser, base_url=live_server.url) as page:
            page.goto("/in/")
            page.get_by_label("Sign-in name").fill("mira")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.get_by_label("Code", exact=True).fill(typed)
            page.get_by_role("button", name="Go on").click()
            if let_in:
                expect(page).to_have_url(f"{live_server.url}/")
            else:
                expect(page.locator(".govuk-error-summary")).to_contain_text("This code is wrong")
                keep_picture(page, "code")


def test_what_was_typed_into_a_page_that_was_open_too_long_is_given_back(
    desk: Page, mira: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = with_app(mira)
    case = open_case(actor_of(mira), "Rahel")
    desk.goto(f"/case/{case.code}/part/notes/")
    desk.get_by_label("Note").fill("She slept well for the first time.")
    with monkeypatch.context() as patch:
        later = now() + timedelta(minutes=31)
        for module in (sessions, sessionstore):
            patch.setattr(module, "now", lambda: later)
        save(desk)
        expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")
    keep_picture(desk, "too-late")
    desk.get_by_label("Sign-in name").fill("mira")
    desk.get_by_label("Password", exact=True).fill(PASSWORD)
    desk.get_by_role("button", name="Sign in", exact=True).click()
    desk.get_by_label("Code", exact=True).fill(code_now(seed))
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("What you sent is still here")
    keep_picture(desk, "given-back")
    desk.get_by_role("button", name="Send it now").click()
    expect(desk.get_by_role("main")).to_contain_text("She slept well for the first time.")


def test_a_form_without_its_secret_is_told_that_it_is_too_old(desk: Page, mira: Staff) -> None:
    case = open_case(actor_of(mira), "Rahel")
    desk.goto(f"/case/{case.code}/risk/")
    desk.locator("main [name=csrfmiddlewaretoken]").first.evaluate("(field) => { field.value = 'old' }")
    save(desk)
    _is_calm(desk, "This page has been open too long", "expired")


# Out of sight, so that the test does not wait until twenty megabytes are drawn.
ENORMOUS = "(field) => { field.hidden = true; field.value = 'a'.repeat(20_000_000); field.form.requestSubmit(); }"


def test_a_note_of_twenty_megabytes_is_not_sent_and_stays_where_it_was_typed(desk: Page, mira: Staff) -> None:
    case = open_case(actor_of(mira), "Rahel")
    address = f"/case/{case.code}/part/notes/"
    desk.goto(address)
    note = desk.locator("textarea[name=words]")
    note.evaluate(ENORMOUS)
    assert note.evaluate("(field) => field.value.length") == 20_000_000
    said = note.evaluate("(field) => field.validationMessage")
    assert said.startswith("This is too long to be sent. Nothing is lost")
    assert desk.url.endswith(address)


def test_a_note_that_is_too_long_to_be_sent_comes_back_whole(at: At, mira: Staff) -> None:
    case = open_case(actor_of(mira), "Rahel")
    with at(mira) as page:
        page.goto(f"/case/{case.code}/part/notes/")
        script = ENORMOUS.replace("requestSubmit", "submit").replace("20_000_000", "2_000_000")
        page.locator("textarea[name=words]").evaluate(script)
        _is_calm(page, "This is too long to be sent at once", "too-long")
        expect(page.get_by_role("button", name="Send it again")).to_be_visible()
        back = page.locator("textarea[name=words]")
        assert back.evaluate("(field) => field.value === 'a'.repeat(2_000_000)")
        back.evaluate("(field) => { field.value = 'She slept well.' }")
        page.get_by_role("button", name="Send it again").click()
        expect(page.get_by_role("main")).to_contain_text("She slept well.")


def test_a_note_that_is_somewhat_too_long_stays_in_its_field(desk: Page, mira: Staff) -> None:
    case = open_case(actor_of(mira), "Rahel")
    desk.goto(f"/case/{case.code}/part/notes/")
    words = "word " * 60_000
    desk.get_by_label("Note").evaluate("(field, words) => { field.value = words }", words)
    save(desk)
    expect(desk.locator(".govuk-error-summary")).to_contain_text("your text is still on this page")
    assert len(desk.get_by_label("Note").input_value()) == len(words)


WRONG: dict[str, tuple[Callable[[Page], None], str]] = {
    "a name that reads backwards": (
        lambda page: page.get_by_label("Name they use").fill(TURNED),
        "turns the direction of writing round",
    ),
    "born in the future": (lambda page: _year(page, today().year + 1), "has not come yet"),
    "an age that is none": (
        lambda page: page.get_by_label("Age as the person says it").fill("young"),
        "Write an age in years",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_saved_is_said_beside_its_field_and_the_rest_stays(desk: Page, what: str) -> None:
    do, said = WRONG[what]
    desk.goto("/cases/new/")
    desk.get_by_label("What this person wants").fill("To sleep.")
    do(desk)
    save(desk)
    expect(desk.locator(".govuk-error-summary")).to_contain_text(said)
    expect(desk.locator(".govuk-error-summary")).to_contain_text("Nothing was lost")
    expect(desk.get_by_label("What this person wants")).to_have_value("To sleep.")
    keep_picture(desk, what.replace(" ", "-"))
    assert not Person.unscoped.exists()


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a program that calls itself a picture": ("holiday.png", b"\x7fELF\x02\x01\x01", "so it is not kept here"),
    "a drawing with a script": ("map.svg", b"<svg onload='alert(1)'/>", "so it is not kept here"),
    "a web page": ("letter.html", b"<!DOCTYPE html><script>alert(1)</script>", "so it is not kept here"),
    "a picture that would fill the memory": ("a.png", pixel_bomb(50_000, 50_000, rows=4), "too large to be opened"),
    "a picture cut off": ("a.png", b"\x89PNG\r\n\x1a\nno more", "Save it again, or take a picture of it"),
    "nothing at all": ("empty.pdf", b"", "This file is empty"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_refused_is_said_with_what_to_do_and_its_title_stays(
    desk: Page, mira: Staff, settings: Any, tmp_path: Path, what: str
) -> None:
    settings.DOCUMENTS, settings.RUN = tmp_path / "documents", tmp_path / "run"
    name, content, said = REFUSED[what]
    case = open_case(actor_of(mira), "Rahel")
    desk.goto(f"/case/{case.code}/documents/")
    desk.get_by_label("What it is").fill("Letter of the hospital")
    sent: Any = {"name": name, "mimeType": "image/png", "buffer": content}
    desk.locator("main input[type=file]").set_input_files(sent)
    save(desk)
    summary = desk.locator(".govuk-error-summary")
    expect(summary).to_contain_text(said)
    expect(summary).to_contain_text("Nothing was lost")
    expect(summary).to_contain_text("asked for again")
    expect(desk.get_by_label("What it is")).to_have_value("Letter of the hospital")
    keep_picture(desk, what.replace(" ", "-"))


def test_a_file_with_a_hostile_name_is_kept_under_a_plain_one(
    desk: Page, mira: Staff, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS, settings.RUN = tmp_path / "documents", tmp_path / "run"
    case = open_case(actor_of(mira), "Rahel")
    desk.goto(f"/case/{case.code}/documents/")
    name = "..\\..\\<img src=x onerror=alert(1)>\u202efdp.exe"
    sent: Any = {"name": name, "mimeType": "text/html", "buffer": papers.PDF_WITH_ACTIONS}
    desk.locator("main input[type=file]").set_input_files(sent)
    save(desk)
    expect(desk.locator(".saved")).to_contain_text("Saved.")
    assert not desk.locator("main img").count()
    assert "\u202e" not in desk.content()
    with desk.expect_download() as handed:
        desk.get_by_role("main").get_by_role("link", name=re.compile("img src")).first.click()
    assert re.fullmatch(r"[\w ()-]{1,76}\.pdf", handed.value.suggested_filename)
    keep_picture(desk, "hostile-name")


def test_ages_that_contradict_each_other_are_both_kept_and_shown(desk: Page) -> None:
    desk.goto("/cases/new/")
    desk.get_by_label("Age as the person says it").fill("15")
    desk.get_by_label("Age in a document").fill("25")
    save(desk)
    expect(desk.locator(".case-head")).to_contain_text("May be under 18: 15 to 25.")
    desk.get_by_role("link", name="Show name").click()
    expect(desk.get_by_role("main")).to_contain_text("Two ages do not fit together")
    keep_picture(desk, "two-ages")


def test_a_person_without_any_name_has_a_case_like_everybody(desk: Page) -> None:
    desk.goto("/cases/new/")
    save(desk)
    code = desk.locator("h1").inner_text()
    assert Case.unscoped.filter(code=code).exists()
    desk.goto("/cases/")
    expect(desk.get_by_role("table")).to_contain_text(code)
    keep_picture(desk, "no-name")


def test_a_service_that_is_locked_says_so_and_names_nobody(desk: Page, mira: Staff) -> None:
    case = open_case(actor_of(mira), "Rahel")
    desk.goto(f"/case/{case.code}/person/")
    keyring.clear()
    desk.reload()
    expect(desk.get_by_role("heading", level=1)).to_have_text("This service is closed for the moment")
    assert "Rahel" not in desk.content()
    assert "mira" not in desk.content()
    keep_picture(desk, "locked")


def _is_calm(page: Page, title: str, picture: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".problem__lost")).not_to_be_empty()
    keep_picture(page, picture)


def _year(page: Page, year: int) -> None:
    page.get_by_role("group", name="Born").get_by_label("Year").fill(str(year))
