"""The register of interpreters, and what a person wishes about those who hear them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry, Seen
from fristad.server.cases import doors
from fristad.server.cases.models import Interpreter, Person
from fristad.server.cases.services.interpreters import interpreter_add, interpreter_edit, interpreter_end
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, StaleError
from fristad.server.vault.models import OutsideDoorError
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of, sign_in

pytestmark = pytest.mark.both_databases

TOLD = {
    "name": "Invented Interpreter",
    "languages": ["ar", "ti"],
    "dialects": "Levantine",
    "sex": "female",
    "employer": "Norland Voices",
    "contact": "",
    "conduct_signed_on": "2026-05-03",
    "ties": "Cousin of a harbour guard",
    "words": "",
}
TYPED = {"version": 0, "name": "Invented Interpreter", "language_1": "ar", "sex": "female"}


@pytest.fixture
def lead(office: Office) -> Staff:
    return office.member(Role.SUPERVISOR)


@pytest.fixture
def client(lead: Staff) -> Client:
    return sign_in(lead)


def test_it_refuses_a_query_outside_the_door(office: Office) -> None:
    interpreter_add(office.actor(Role.SUPERVISOR), TOLD)
    with pytest.raises(OutsideDoorError):
        Interpreter.objects.count()


def test_colleagues_of_the_agency_see_them_and_another_agency_does_not(office: Office) -> None:
    made = interpreter_add(office.actor(Role.SUPERVISOR), TOLD)
    assert doors.interpreter(office.actor(Role.INTERVIEWER), made.pk).told == TOLD
    with pytest.raises(NotThereError):
        doors.interpreter(office.actor(Role.SUPERVISOR, team=office.foreign_team), made.pk)
    with pytest.raises(NotThereError):
        doors.interpreter(office.actor(Role.AUDITOR), made.pk)
    with pytest.raises(NotThereError):
        doors.interpreter(office.actor(Role.CASEWORKER), made.pk, "interpreter.manage")


def test_an_interpreter_is_no_member_of_staff(office: Office) -> None:
    before = Staff.unscoped.count()
    interpreter_add(office.actor(Role.SUPERVISOR), TOLD)
    assert Staff.unscoped.count() == before + 1  # the supervisor


def test_of_two_who_change_one_the_second_is_told(office: Office) -> None:
    actor = office.actor(Role.SUPERVISOR)
    made = interpreter_add(actor, TOLD)
    interpreter_edit(actor, made, {"employer": "Nobody"}, read_version=1)
    with pytest.raises(StaleError):
        interpreter_edit(actor, made, {"employer": "Somebody"}, read_version=1)
    stored = doors.interpreter(actor, made.pk)
    assert (stored.told["employer"], stored.told["ties"]) == ("Nobody", TOLD["ties"])


def test_each_change_is_an_entry(office: Office) -> None:
    actor = office.actor(Role.SUPERVISOR)
    made = interpreter_add(actor, TOLD)
    interpreter_edit(actor, made, {"words": "Quiet"}, read_version=1)
    interpreter_end(actor, made, answer="Moved away", read_version=2)
    entries = Entry.objects.filter(record_id=made.pk).order_by("sequence")
    assert [entry.action for entry in entries] == ["interpreter.added", "interpreter.changed", "interpreter.ended"]


def test_the_pages_write_show_change_and_end(client: Client) -> None:
    typed = {**TYPED, "language_2": "ti", "ties": "Cousin of a harbour guard"}
    signed = {f"conduct_signed_on_{part}": value for part, value in (("day", "3"), ("month", "5"), ("year", "2026"))}
    assert client.post(reverse("cases:interpreter_new"), {**typed, **signed}).status_code == 302
    made = Interpreter.unscoped.get()
    assert (made.told["languages"], made.told["conduct_signed_on"]) == (["ar", "ti"], "2026-05-03")
    listed = client.get(reverse("cases:interpreters")).content.decode()
    for words in ("Invented Interpreter", "Arabic, Tigrinya", "Signed 3 May 2026", "Declared: read first"):
        assert words in listed
    page = client.get(reverse("cases:interpreter", args=[made.pk])).content.decode()
    assert "Cousin of a harbour guard" in page
    change = reverse("cases:interpreter_change", args=[made.pk])
    assert "Cousin of a harbour guard" in client.get(change).content.decode()
    assert client.post(change, {**TYPED, "version": 1}).status_code == 302
    end = reverse("cases:interpreter_end", args=[made.pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"version": 2, "answer": "Moved away"}).status_code == 302
    assert "Invented Interpreter" not in client.get(reverse("cases:interpreters")).content.decode()
    assert "Invented Interpreter" in client.get(reverse("cases:interpreters"), {"ended": "yes"}).content.decode()
    assert "Moved away" in client.get(reverse("cases:interpreter", args=[made.pk])).content.decode()


def test_both_texts_stand_side_by_side_when_two_write(client: Client, lead: Staff) -> None:
    made = interpreter_add(actor_of(lead), TOLD)
    change = reverse("cases:interpreter_change", args=[made.pk])
    client.post(change, {**TYPED, "version": 1, "employer": "Theirs"})
    page = client.post(change, {**TYPED, "version": 1, "employer": "Mine"}).content.decode()
    assert "Theirs" in page
    assert "Mine" in page


def test_the_register_is_filtered_by_language_and_sex(client: Client, lead: Staff) -> None:
    actor = actor_of(lead)
    interpreter_add(actor, TOLD)
    interpreter_add(actor, {**TOLD, "name": "Another Voice", "languages": ["uk"], "sex": "male"})

    def shown(**wanted: str) -> str:
        return client.get(reverse("cases:interpreters"), wanted).content.decode()

    assert "Another Voice" not in shown(language="ti")
    assert "Invented Interpreter" in shown(language="ti", sex="female")
    assert "Invented Interpreter" not in shown(sex="male")


def test_a_page_of_the_register_is_one_entry_and_opening_one_is_another(client: Client, lead: Staff) -> None:
    made = interpreter_add(actor_of(lead), TOLD)
    before = Entry.objects.count()
    client.get(reverse("cases:interpreters"))
    client.get(reverse("cases:interpreter", args=[made.pk]))
    assert [entry.action for entry in Entry.objects.order_by("sequence")[before:]] == [
        "records.listed",
        "record.opened",
    ]
    assert Seen.objects.filter(record_id=made.pk).count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Please fill this in"),
        ({"language_1": ""}, "Please fill this in"),
        ({"name": "Good\u202eName"}, "turns the direction of writing"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_rest(client: Client, typed: dict[str, str], says: str) -> None:
    answer = client.post(reverse("cases:interpreter_new"), {**TYPED, "employer": "Kept words", **typed})
    assert says in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not Interpreter.unscoped.exists()


def test_nobody_has_signed_on_a_day_to_come(client: Client) -> None:
    day = today() + timedelta(days=2)
    signed = {f"conduct_signed_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
    answer = client.post(reverse("cases:interpreter_new"), {**TYPED, **signed})
    assert "This day has not come yet" in answer.content.decode()


def test_who_may_not_manage_finds_no_form(office: Office) -> None:
    made = interpreter_add(office.actor(Role.SUPERVISOR), TOLD)
    client = sign_in(office.member(Role.CASEWORKER))
    assert client.get(reverse("cases:interpreters")).status_code == 200
    assert client.get(reverse("cases:interpreter", args=[made.pk])).status_code == 200
    for address in (
        reverse("cases:interpreter_new"),
        reverse("cases:interpreter_change", args=[made.pk]),
        reverse("cases:interpreter_end", args=[made.pk]),
        reverse("cases:interpreter", args=[uuid.uuid4()]),
    ):
        assert client.get(address).status_code == 404


def wish(client: Client, code: str, **typed: Any) -> Any:
    return client.post(reverse("cases:person_edit", args=[code]), {"version": 1, "group": "unknown", **typed})


def test_the_wish_about_who_hears_them_stands_on_every_page_of_the_case(client: Client, lead: Staff) -> None:
    case = open_case(actor_of(lead), "Invented Person")
    assert "Wishes" not in client.get(reverse("cases:open", args=[case.code])).content.decode()
    wish(client, case.code, wish_interviewer="woman", wish_interpreter="either")
    assert Person.unscoped.get().wishes == {"interviewer": "woman", "interpreter": "either"}
    for name in ("cases:open", "cases:documents", "cases:person"):
        page = client.get(reverse(name, args=[case.code])).content.decode()
        assert "Wishes to speak with a woman." in page
        assert "Accepts a woman or a man as interpreter." in page
    form = client.get(reverse("cases:person_edit", args=[case.code])).content.decode()
    assert '<option value="woman" selected>' in form


def test_a_wish_that_was_not_asked_is_not_written_down(client: Client, lead: Staff) -> None:
    case = open_case(actor_of(lead), "Invented Person")
    wish(client, case.code, wish_interviewer="unknown")
    assert Person.unscoped.get().wishes is None
