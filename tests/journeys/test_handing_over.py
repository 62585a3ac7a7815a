"""What is handed to a person: papers that anybody can read, and a file that only they open."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fristad.server.accounts import conduct
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, Goal, Need, Task
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from fristad.server.vault import envelopes
from tests.conftest import ROOT
from tests.journeys.conftest import At
from tests.server.accounts.signin.conftest import with_app
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of
from tests.server.site.browsing import PHONE, WIDE
from tests.server.site.judging import axe, faults

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = ROOT / "build" / "screens" / "papers"
PASSWORD = "seven lanterns over the harbour"  # noqa: S105 - invented


@pytest.fixture
def mira(office: Office) -> Staff:
    staff = office.member(Role.CASEWORKER, name="mira")
    with_app(staff)
    conduct.accept(staff.pk)
    return staff


@pytest.fixture
def case(mira: Staff) -> Case:
    actor = actor_of(mira)
    made = open_case(
        actor,
        "Rahel",
        words="To be a baker, and to sleep.",
        contacts=[{"how": "Signal after five", "rules": "Never call at work.", "number": "+00000123456"}],
    )
    item_add(actor, made, Goal, {"words": "A bakery course"})
    item_add(actor, made, Need, {"kind": "health", "words": "A doctor for her hand"})
    item_add(actor, made, Task, {"kind": "step", "words": "Call the lawyer"}, due_on=today() + timedelta(days=9))
    return made


def judged(page: Page, name: str, language: str) -> list[Any]:
    """Keep pictures of a page, wide and on a phone, and return what a machine finds wrong with it."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(SCREENS / f"{name}-{language}-{width}.png"), full_page=True)
    page.evaluate(axe())
    return faults(page, WIDE)


def fill_in(page: Page, language: str, **chosen: str) -> None:
    for name, value in {"safe": "yes", "whom": "name", **chosen}.items():
        page.locator(f"main input[name={name}][value={value}]").check()
    page.locator("main select[name=language]").select_option(language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_papers_can_be_read_by_everybody_and_name_no_service(at: At, mira: Staff, case: Case, language: str) -> None:
    papers = {"print": {"kind": "full"}, "neutral": {"kind": "neutral"}, "told": {}}
    wrong = {}
    with at(mira, language) as page:
        for name, chosen in papers.items():
            page.goto(f"/case/{case.code}/{'told' if name == 'told' else 'print'}/")
            fill_in(page, language, **chosen)
            page.locator("main form .govuk-button").first.click()
            expect(page.locator("html")).to_have_attribute("lang", language)
            expect(page.locator("h1")).to_contain_text(case.code)
            assert ("Signal after five" in page.content()) is (name == "told")
            assert "Fristad" not in page.locator("body").inner_text()
            wrong[name] = judged(page, name, language)
    assert not {name: found for name, found in wrong.items() if found}


def test_the_person_takes_a_file_along_that_opens_with_their_password(at: At, mira: Staff, case: Case) -> None:
    with at(mira) as page:
        page.goto(f"/case/{case.code}/told/")
        page.get_by_role("link", name="Make a locked file of it instead").click()
        fill_in(page, "en")
        page.get_by_label("Password of the file").fill(PASSWORD)
        page.get_by_label("The same again").fill(PASSWORD)
        with page.expect_download() as handed:
            page.get_by_role("button", name="Make the file").click()
        sealed = Path(handed.value.path()).read_bytes()
        with zipfile.ZipFile(io.BytesIO(envelopes.open_with_passphrase(sealed, PASSWORD))) as file:
            written = file.read("notes.html").decode()
        page.goto("about:blank")
        page.set_content(written)
        assert not judged(page, "file", "en")
        assert "Signal after five" in page.content()
