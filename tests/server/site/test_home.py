"""The home page: what waits, where it leads, and what a role does here when nothing waits."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from fristad.server.cases import words_languages
from fristad.server.cases.models import Task
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from fristad.server.site.hints import HINTS
from fristad.server.vault.keyring import OperationKeys
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None, open_vault: OperationKeys) -> Office:
    return make_office()


def test_each_role_has_a_sentence_that_says_what_it_does_here() -> None:
    assert set(HINTS) == set(Role)


def test_somebody_for_whom_nothing_waits_reads_what_their_role_does_here(office: Office) -> None:
    page = Desk(office.member(Role.AUDITOR)).get("home").content.decode()
    assert str(HINTS[Role.AUDITOR]) in page
    assert str(HINTS[Role.CASEWORKER]) not in page


def test_a_step_leads_to_the_tasks_of_its_case_and_stands_beside_their_number(office: Office) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    case = open_case(desk.actor, "Selam")
    item_add(desk.actor, case, Task, {"kind": "other", "words": "Call back"}, due_on=today(), assignee_id=desk.staff.pk)
    tasks = reverse("cases:items", args=[case.code, "tasks"])
    assert f'<a href="{tasks}">Call back</a>' in desk.get("home").content.decode()
    assert '<span class="parts__count">1</span>' in desk.get("cases:open", case.code).content.decode()


def test_notices_stand_on_it_once_each(office: Office) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    for _ in range(2):
        notices.tell(desk.staff, "case.given", code="ABC")
    page = desk.get("home").content.decode()
    assert page.count("A case was given to you.") == 1


def test_languages_have_the_names_and_the_comma_of_the_reader() -> None:
    with translation.override("sv"):
        assert words_languages.name_of("ar") != "Arabic"


def test_each_line_that_was_said_takes_its_own_direction() -> None:
    drawn = Template("{% load fristad %}{{ words|said }}").render(Context({"words": "سلام\n\n<b>Peace"}))
    assert drawn == '<p dir="auto">سلام</p>\n<p dir="auto">&lt;b&gt;Peace</p>'
