"""Nothing of a case is shown without an entry that says who saw it, whatever was sent to get there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse

from fristad.server.accounts.checks import addresses
from fristad.server.accounts.rights import Role, Scope
from fristad.server.audit.models import Entry, Seen
from fristad.server.cases.models import Case, EmergencyAccess, Goal, Note, Task, Tie
from fristad.server.cases.selectors.emergency import done_meanwhile
from fristad.server.cases.services.documents import document_add
from fristad.server.cases.services.emergency import emergency_open
from fristad.server.cases.services.journeys import leg_add
from fristad.server.cases.services.plans import approval_ask
from fristad.server.cases.services.ties import tie_add
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from tests.permissions.places import PAPER
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

NOBODY = "00000000-0000-4000-8000-000000000000"
#: What stands in the file and nowhere else.
TOLD = (
    "Amaryllis",
    "inked-status",
    "ring-twice",
    "quiet-note",
    "far-harbour",
    "soft-step",
    "long-goal",
    "green-folder",
)
SENT: dict[str, dict[str, str] | None] = {
    "GET": None,
    "nothing": {},
    "something else": {"x": "1"},
    "an old version": {"version": "0", "words": "w", "reason": "r", "why": "y", "answer": "a", "agreed": "yes"},
    "a step of an interview": {"step": "account", "leaf": "x"},
}


def full_file(office: Office) -> tuple[Case, dict[str, Any]]:
    """Return a case in which every part is filled, and the ids for its nested addresses."""
    owner = actor_of(office.member(Role.CASEWORKER))
    contact = {"how": "ring-twice", "rules": "", "number": "+00000123456"}
    case = open_case(owner, "Amaryllis", status="inked-status", contacts=[contact])
    item_add(owner, case, Note, {"words": "quiet-note"})
    item_add(owner, case, Goal, {"words": "long-goal"})
    due = today() + timedelta(days=1)
    task = item_add(owner, case, Task, {"kind": "step", "words": "soft-step"}, due_on=due)
    told = {"grounds": [], "said_by": "staff", "who": "", "why": "quiet-note"}
    other = open_case(owner, "Bramble").person
    tie: Tie = tie_add(owner, case, told, others=[other], suspected=None, review_on=due)
    approval_ask(owner, Case.unscoped.get(pk=case.pk), words="quiet-note")
    ids = {
        "leg_id": leg_add(owner, case.person, {"place": "far-harbour"}).pk,
        "item_id": task.pk,
        "tie_id": tie.pk,
        "document_id": document_add(owner, case, title="green-folder", name="letter.pdf", content=PAPER).pk,
    }
    return Case.unscoped.get(pk=case.pk), ids


def pages_of(case: Case, ids: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the name and address of every page of this case."""
    fixed = {"section": "tasks", "way": "up", "number": 0, "code": case.code, **ids}
    found = []
    for name, pattern in addresses():
        names = pattern.pattern.converters
        if "code" in names:
            found.append((name, reverse(name, kwargs={each: fixed.get(each, NOBODY) for each in names})))
    return found


def entries_of(desk: Desk, case: Case) -> int:
    mine = Entry.objects.filter(actor_id=desk.staff.pk)
    of_case = mine.filter(record_id__in=[case.pk, case.person_id]).count()
    return of_case + Seen.objects.filter(record_id=case.pk, entry__actor_id=desk.staff.pk).count()


def test_no_page_of_a_case_is_shown_without_an_entry_whatever_is_sent(office: Office) -> None:
    case, ids = full_file(office)
    desk = Desk(office.member((Role.SUPERVISOR, Scope.OPERATION), Role.CASEWORKER))
    unseen, shown = [], set()
    for name, url in pages_of(case, ids):
        for what, body in SENT.items():
            before = entries_of(desk, case)
            answer = desk.client.get(url) if body is None else desk.client.post(url, body)
            text = answer.content.decode(errors="replace")
            if any(word in text for word in TOLD):
                shown.add(name)
                if entries_of(desk, case) == before:
                    unseen.append((name, what))
    assert not unseen
    # Had nothing been shown, nothing would have been tested.
    assert {"cases:person", "cases:items", "cases:journey", "cases:plan", "cases:plan_decide", "cases:tie"} <= shown


def test_the_names_are_shown_on_asking_only(office: Office) -> None:
    case, _ids = full_file(office)
    assert Desk(office.member(Role.SUPERVISOR)).post("cases:person", case.code).status_code == 405


def test_what_was_read_in_an_emergency_by_a_broken_form_is_there_to_judge(office: Office) -> None:
    case, _ids = full_file(office)
    duty = Desk(office.member(Role.DUTY_OFFICER, team=office.other_team))
    emergency_open(duty.actor, case.code, "Her brother stands at the door.")
    assert "quiet-note" in duty.post("cases:items", case.code, "notes", x="1").content.decode()
    access = EmergencyAccess.unscoped.select_related("record_key", "case").get()
    assert "record.opened" in [sight.action for sight in done_meanwhile(access)]


def test_the_words_of_a_task_on_the_home_page_are_written_down(office: Office) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    case = open_case(desk.actor, "Amaryllis")
    told = {"kind": "step", "words": "soft-step"}
    item_add(desk.actor, case, Task, told, due_on=today(), assignee=desk.staff)
    before = entries_of(desk, case)
    assert "soft-step" in desk.get("home").content.decode()
    assert entries_of(desk, case) == before + 1


def test_the_number_is_not_in_the_form_of_the_safe_contact_and_stays_when_it_is_left_empty(office: Office) -> None:
    case, _ids = full_file(office)
    desk = Desk(office.member((Role.SUPERVISOR, Scope.OPERATION)))
    page = desk.get("cases:contact", case.code).content.decode()
    assert "123456" not in page
    sent = {"how": "ring-once", "rules": "", "number": "", "version": case.person.version}
    assert desk.post("cases:contact", case.code, **sent).status_code == 302
    page = desk.post("cases:contact", case.code, **sent).content.decode()
    assert "ring-once" in page
    assert "123456" not in page
    assert "+00000123456" in desk.post("cases:number", case.code).content.decode()
    gone = {**sent, "version": case.person.version + 1, "no_number": "on"}
    assert desk.post("cases:contact", case.code, **gone).status_code == 302
    assert "123456" not in desk.post("cases:number", case.code).content.decode()


def test_who_has_seen_a_case_is_one_row_for_a_person_and_day(office: Office) -> None:
    case, _ids = full_file(office)
    desk = Desk(office.member((Role.SUPERVISOR, Scope.OPERATION)))
    for _look in range(3):
        desk.get("cases:open", case.code)
    desk.post("cases:number", case.code)
    desk.get("cases:list")
    page = desk.get("cases:seen", case.code).content.decode()
    table = page[page.index("Number shown") : page.index("one by one")]
    cells = [text.strip() for text in re.findall(r"<td[^>]*>(?:<[^>]*>)*([^<]*)", table)]
    assert table.count(str(desk.staff.display_name)) == 1
    assert [cell for cell in cells if cell.isdigit()] == ["4", "1", "1"]
