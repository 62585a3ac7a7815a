"""From a table to a list of people to be offered a conversation, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

import fristad.bulk.demo
from fristad.server.accounts import conduct
from fristad.server.accounts.rights import Role
from fristad.server.screening.models import TalkList
from tests.journeys.conftest import At
from tests.server.accounts.signin.conftest import with_app
from tests.server.office import Office, do_errands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEMO = Path(fristad.bulk.demo.__file__).parent / "invented_persons.csv"


def test_a_table_is_sent_looked_at_counted_and_becomes_a_list_for_one_officer(
    at: At, office: Office, settings: object, tmp_path: Path
) -> None:
    settings.DOCUMENTS = tmp_path / "documents"  # type: ignore[attr-defined]
    planner, officer = office.member(Role.SUPERVISOR), office.member(Role.CASEWORKER)
    for each in (planner, officer):
        with_app(each)
        conduct.accept(each.pk)
    with at(planner) as page:
        page.goto("/planning/")
        page.get_by_role("link", name="Begin a screening").click()
        page.get_by_label("Table", exact=True).set_input_files(DEMO)
        page.get_by_role("button", name="Send the table").click()
        page.get_by_label("Column with the place").select_option("place")
        page.get_by_role("button", name="Look how it is read").click()
        assert page.get_by_role("rowheader", name="others_hold_papers").is_visible()
        assert "reach_by" in page.get_by_text("Not read and not kept").inner_text()
        page.get_by_role("button", name="Begin to screen").click()
        assert page.get_by_role("heading", name="The table is being counted").is_visible()
        do_errands()
        page.get_by_role("link", name="Look again").click()
        assert page.get_by_role("heading", name="Where a conversation may help").is_visible()
        assert page.get_by_role("rowheader", name="Norrby").is_visible()
        page.get_by_role("link", name="Make a list").click()
        page.get_by_label("Who offers the conversations").select_option(str(officer.pk))
        page.get_by_label("Norrby").check()
        page.get_by_label("The ordinary round").fill("Every house of the block, on Tuesdays")
        page.get_by_label("This round also reaches").check()
        page.get_by_role("button", name="Make the list").click()
        assert page.get_by_text("The list is made.").is_visible()
    made = TalkList.unscoped.get()
    with at(officer) as page:
        page.goto("/")
        page.get_by_role("link", name="Conversations to offer").click()
        page.get_by_role("link", name="Every house of the block").click()
        words = page.get_by_role("main").inner_text()
        assert all(who in words for who, _place in made.told["entries"])
        assert not [word for word in ("finding", "indication", "result", "because") if word in words.lower()]
        page.get_by_role("link", name="Opening words and questions").click()
        assert page.get_by_role("heading", name="A list of people to offer a conversation").is_visible()
