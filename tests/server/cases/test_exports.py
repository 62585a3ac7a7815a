"""What leaves the office: on paper only where paper is safe, naming nobody unless chosen, each time an event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case, Finding, Flag, Goal, Need, Task
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office

SECRETS = {
    "name": "Amaryllis",
    "survivor code": "Heron-Twelve",
    "wish": "to be a baker",
    "goal": "a bakery course",
    "task": "call the lawyer",
    "need": "a doctor",
    "finding": "held for ransom",
    "flag": "a dangerous cousin",
    "contact": "Signal after five",
    "status": "asylum application",
}


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


@pytest.fixture
def case(desk: Desk) -> Case:
    made = open_case(
        desk.actor,
        SECRETS["name"],
        survivor_code=SECRETS["survivor code"],
        words=SECRETS["wish"],
        status=SECRETS["status"],
        group="asylum_seeker",
        languages=[{"code": "ti"}, {"code": "ar"}],
        contacts=[{"how": SECRETS["contact"], "rules": "", "number": "+00000123456"}],
    )
    item_add(desk.actor, made, Goal, {"words": SECRETS["goal"]})
    item_add(desk.actor, made, Task, {"kind": "step", "words": SECRETS["task"]}, due_on=today() + timedelta(days=9))
    item_add(desk.actor, made, Need, {"kind": "health", "words": SECRETS["need"]})
    item_add(desk.actor, made, Finding, {"kind": "ransom", "state": "told", "words": SECRETS["finding"]})
    item_add(desk.actor, made, Flag, {"words": SECRETS["flag"]})
    return made


def printed(desk: Desk, case: Case, **chosen: Any) -> str:
    """Return the page that is printed."""
    sent = {"safe": "yes", "kind": "neutral", "whom": "nobody", "language": "en", **chosen}
    answer = desk.post("cases:print", case.code, **sent)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return str(answer.content.decode())


def told_in(page: str) -> set[str]:
    return {what for what, words in SECRETS.items() if words in page}


@pytest.mark.parametrize("said", ["no", ""])
def test_nothing_is_printed_unless_paper_is_safe_to_carry(desk: Desk, case: Case, said: str) -> None:
    page = printed(desk, case, safe=said, kind="full")
    assert "Is paper safe to carry" in page
    assert "<h2>What comes next" not in page
    assert not Entry.objects.filter(action="case.printed").exists()


def test_the_neutral_version_says_the_code_and_the_days_and_nothing_of_why(desk: Desk, case: Case) -> None:
    page = printed(desk, case)
    assert told_in(page) == set()
    assert case.code[:3] in page
    assert str((today() + timedelta(days=9)).year) in page
    lowered = page.lower()
    for word in (
        "fristad",
        "norland",
        "harbour",
        "protection",
        "trafficking",
        "refugee",
        "asylum",
        "shelter",
        "person",
    ):
        assert word not in lowered.replace("fristad.css", ""), word


def test_the_full_version_says_what_was_agreed_and_names_nobody(desk: Desk, case: Case) -> None:
    assert told_in(printed(desk, case, kind="full")) == {"wish", "goal", "task", "need", "contact"}


@pytest.mark.parametrize(("whom", "shown"), [("name", {"name"}), ("code", {"survivor code"})])
def test_it_names_the_person_only_where_that_was_chosen(desk: Desk, case: Case, whom: str, shown: set[str]) -> None:
    assert told_in(printed(desk, case, whom=whom)) == shown


def test_it_is_offered_in_the_persons_language_and_turned_for_arabic(desk: Desk, case: Case) -> None:
    asked = desk.get("cases:print", case.code).content.decode()
    assert '<option value="ar" selected>' in asked
    assert '<html lang="ar" dir="rtl">' in printed(desk, case, language="ar")


def test_printing_is_an_event_that_says_which_version(desk: Desk, case: Case) -> None:
    printed(desk, case, kind="full", whom="code", language="sv")
    entry = Entry.objects.get(action="case.printed")
    assert entry.record_id == case.pk
    assert entry.detail == {"version": "full", "named": "code", "language": "sv"}


def test_who_may_not_print_is_not_there(office: Office) -> None:
    desk = Desk(office.member(Role.INTERVIEWER))
    own = open_case(desk.actor, "Invented Person")
    assert desk.get("cases:open", own.code).status_code == 200
    assert desk.get("cases:print", own.code).status_code == 404
