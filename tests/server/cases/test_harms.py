"""What happened to somebody is said by nobody but those who write it down: nothing is chosen beforehand."""

from __future__ import annotations

import pytest

from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, Finding, Need, Task
from fristad.server.cases.services.work import item_add
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.filling import untouched
from tests.server.office import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


@pytest.fixture
def case(desk: Desk) -> Case:
    return open_case(desk.actor, "Invented Person")


@pytest.mark.parametrize(("section", "kind"), [("harms", Finding), ("needs", Need), ("tasks", Task)])
def test_saving_an_untouched_page_writes_nothing_down(desk: Desk, case: Case, section: str, kind: type) -> None:
    page = desk.get("cases:items", case.code, section).content.decode()
    sent = untouched(page) | ({"words": "To call"} if section == "tasks" else {})
    answer = desk.post("cases:items", case.code, section, **sent)
    assert answer.status_code == 200
    assert not kind.unscoped.exists()  # type: ignore[attr-defined]


def test_nobody_is_said_to_have_told_who_belongs_to_the_family(desk: Desk, case: Case) -> None:
    assert "said_by" not in untouched(desk.get("cases:family", case.code).content.decode())


@pytest.mark.parametrize(
    ("state", "word", "shape"),
    [("told", "Told by the person", "full"), ("likely", "Likely", "half"), ("open", "Open", "ring")],
)
def test_the_summary_says_how_a_grave_harm_is_known(desk: Desk, case: Case, state: str, word: str, shape: str) -> None:
    item_add(desk.actor, case, Finding, {"kind": "ransom", "state": state, "words": ""})
    page = desk.get("cases:open", case.code).content.decode()
    part = page[page.index("Grave harm on the way</h2>") :].split("</section>")[0]
    assert f"shape--{shape}" in part
    assert word in part
    assert "Held for ransom" in part
