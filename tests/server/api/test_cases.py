"""Cases through the JSON interface: the same doors, log and quotas as the pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from fristad.server.accounts.rights import Role
from fristad.server.audit.actions import LISTED
from fristad.server.audit.models import Entry, Seen
from fristad.server.cases.models import Case, Person
from fristad.server.vault.keyring import keyring
from tests.server.api.asking import Program, token_of
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office

PERSON: dict[str, Any] = {
    "names": [{"text": "ሰላም Invented", "kind": "known_as"}],
    "born": {"year": 1999, "about": True},
    "ages": {"stated": {"least": 25, "most": 29}},
    "languages": ["ti"],
    "words": "A bed for tonight.",
}


def test_it_lists_the_cases_in_scope_and_the_log_names_the_token(
    program: Program, case: Case, office: Office, interviewer: Desk
) -> None:
    open_case(office.actor(Role.CASEWORKER), "Of somebody else")
    page = program.get("/cases").json()
    assert [row["code"] for row in page["cases"]] == [case.code]
    entry = Entry.objects.get(action=LISTED, actor_id=interviewer.staff.pk)
    assert entry.detail["token"]
    assert list(Seen.objects.filter(entry=entry).values_list("record_id", flat=True)) == [case.pk]


def test_it_begins_a_case_as_the_form_does(program: Program) -> None:
    made = program.ask("POST", "/cases", PERSON)
    assert made.status_code == 201, made.content
    person = Case.unscoped.get(code=made.json()["code"]).person
    assert [name["text"] for name in person.names] == ["ሰላም Invented"]
    assert person.birth["date"]["about"] is True
    assert (person.ages[0]["least"], person.ages[0]["most"]) == (25, 29)
    assert [each["code"] for each in person.languages] == ["ti"]


def test_it_names_cases_that_may_be_of_the_same_person_first(program: Program, case: Case) -> None:
    same = {"names": [{"text": "Aster Invented"}]}
    asked = program.ask("POST", "/cases", same)
    assert (asked.status_code, asked.json()["doubles"]) == (409, [case.code])
    assert program.ask("POST", "/cases", {**same, "sure": True}).status_code == 201


def test_it_tells_field_by_field_what_cannot_be_saved(program: Program) -> None:
    wrong = program.ask("POST", "/cases", {"born": {"year": 1999, "month": 2, "day": 30}, "shoe": 44})
    assert wrong.status_code == 422
    assert [each["field"] for each in wrong.json()["wrong"]] == ["shoe"]
    wrong = program.ask("POST", "/cases", {"born": {"year": 1999, "month": 2, "day": 30}})
    assert [each["field"] for each in wrong.json()["wrong"]] == ["birth"]


def test_it_reads_and_changes_a_person_and_tells_whoever_comes_second(program: Program, case: Case) -> None:
    before = program.get(f"/cases/{case.code}/person").json()
    assert [name["text"] for name in before["names"]] == ["Aster Invented"]
    sent = {**PERSON, "version": before["version"]}
    after = program.ask("PUT", f"/cases/{case.code}/person", sent)
    assert after.status_code == 200, after.content
    assert after.json()["words"] == "A bed for tonight."
    late = program.ask("PUT", f"/cases/{case.code}/person", sent)
    assert (late.status_code, late.json()["code"]) == (409, "F409")


def test_it_never_gives_the_number_but_keeps_the_one_that_is_there(program: Program, case: Case) -> None:
    version = program.get(f"/cases/{case.code}/person").json()["version"]
    sent = {"how": "Signal, after 17:00", "number": "+46 70 123 45 67", "version": version}
    first = program.ask("PUT", f"/cases/{case.code}/contact", sent)
    assert first.status_code == 200, first.content
    again = {"how": "Signal, after 19:00", "version": first.json()["version"]}
    second = program.ask("PUT", f"/cases/{case.code}/contact", again).json()
    assert second["contact"] == {"how": "Signal, after 19:00", "rules": ""}
    assert "4670123" not in str(second)
    assert Person.unscoped.get(pk=case.person_id).contacts[0]["number"]


def test_it_judges_the_risk_under_the_persons_name(program: Program, case: Case, interviewer: Desk) -> None:
    head = program.get(f"/cases/{case.code}").json()
    sent = {"risk": "high", "reason": "Followed.", "review_on": "2199-01-05", "version": head["version"]}
    judged = program.ask("PUT", f"/cases/{case.code}/risk", sent)
    assert judged.status_code == 200, judged.content
    stored = Case.unscoped.get(pk=case.pk)
    assert (stored.risk, stored.risk_reason["by"]) == ("high", str(interviewer.staff.pk))


def test_out_of_scope_is_not_there_and_an_unknown_address_is_told_as_json(program: Program, office: Office) -> None:
    other = open_case(office.actor(Role.CASEWORKER), "Of somebody else")
    for path in (f"/cases/{other.code}", "/cases/NOSUCH", "/nothing"):
        answer = program.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "F404"), path
    assert program.ask("DELETE", "/cases").headers["Allow"]


def test_a_day_of_reading_has_the_same_end_as_on_the_pages(program: Program, case: Case, settings: Any) -> None:
    settings.AUDIT_QUOTAS = {"opened_stop": 0}
    answer = program.get(f"/cases/{case.code}")
    assert (answer.status_code, answer.json()["code"]) == (429, "F429")


def test_while_locked_it_says_so(program: Program, case: Case) -> None:
    keyring.clear()
    answer = program.get("/cases")
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "F503", "300")


def test_a_browser_that_is_signed_in_is_no_program(interviewer: Desk, case: Case) -> None:
    assert interviewer.client.get("/api/cases").status_code == 401


def test_its_description_is_for_those_who_are_signed_in(interviewer: Desk) -> None:
    assert Client().get("/api/openapi.json").status_code == 302
    described = interviewer.client.get("/api/openapi.json").json()
    assert {"/api/cases", "/api/interviews/{interview_id}/answers"} <= set(described["paths"])


def test_a_token_reads_no_more_than_it_was_given(interviewer: Desk, case: Case) -> None:
    only = Program(token_of(interviewer.staff, ["case.list"]))
    assert only.get("/cases").status_code == 200
    assert only.get(f"/cases/{case.code}").status_code == 404
