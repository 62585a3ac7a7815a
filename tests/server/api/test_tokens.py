"""Tokens: one person's, at most their rights, at most 90 days, shown once, ended at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from fristad.server.accounts import conduct, sessions, tokens
from fristad.server.accounts.models import Grant, Staff
from fristad.server.accounts.models_signin import Token
from fristad.server.accounts.rights import RIGHTS, Role
from fristad.server.accounts.services import granting, people
from fristad.server.accounts.signin.tokens_forms import WORDS
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.common.problems import TamperedError, WrongInputError
from fristad.server.vault import digests
from tests.server.api.asking import Program, token_of
from tests.server.cases.desk import Desk
from tests.server.office import Office, actor_of


def test_it_is_made_on_ones_own_page_and_shown_once(interviewer: Desk, case: Case) -> None:
    conduct.accept(interviewer.staff.pk)
    day = today() + timedelta(days=90)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    made = interviewer.post("signin:token_new", label="Our register", rights=["case.list"], **until)
    text = next(each for each in made.content.decode().split("<code")[1].split(">") if each.startswith("fristad_"))
    token = text.split("<")[0]
    assert Program(token).get("/cases").status_code == 200
    page = interviewer.get("signin:tokens").content.decode()
    assert "Our register" in page
    assert token not in page
    assert Entry.objects.filter(action="token.made", actor_id=interviewer.staff.pk).exists()
    row = Token.unscoped.get()
    interviewer.post("signin:token_end", row.pk)
    assert Program(token).get("/cases").status_code == 401


def test_the_database_holds_nothing_that_opens_it(interviewer: Desk) -> None:
    secret = token_of(interviewer.staff).split("_", 2)[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_token")
        stored = str(cursor.fetchall())
    assert secret not in stored
    assert digests.of_secret(secret) not in stored
    assert "case.list" not in stored
    assert "Invented program" not in stored


@pytest.mark.parametrize(
    ("rights", "days"), [([], 1), (["case.export"], 1), (["case.approve"], 1), (["case.list"], 91), (["case.list"], -1)]
)
def test_it_has_some_of_ones_own_harmless_rights_and_is_not_for_long(
    interviewer: Desk, rights: list[str], days: int
) -> None:
    actor = actor_of(interviewer.staff)
    with pytest.raises(WrongInputError):
        tokens.make(actor, interviewer.staff, "Invented", rights, today() + timedelta(days=days))


def test_no_dangerous_right_can_be_in_one() -> None:
    assert not [right for right in tokens.grantable if RIGHTS[right].dangerous]
    assert set(tokens.grantable) == set(WORDS)


def test_it_ends_with_the_account_with_a_role_and_with_the_sessions(office: Office) -> None:
    for end in (_disable, _take_role, _end_sessions):
        staff = office.member(Role.CASEWORKER)
        program = Program(token_of(staff))
        assert program.get("/cases").status_code == 200
        end(office, staff)
        assert program.get("/cases").status_code == 401, end.__name__


def _disable(office: Office, staff: Staff) -> None:
    people.disable(office.system, staff, Staff.objects.get(pk=staff.pk).version)


def _take_role(office: Office, staff: Staff) -> None:
    grant = Grant.unscoped.get(staff=staff)
    granting.end(office.system, grant, grant.version)


def _end_sessions(_office: Office, staff: Staff) -> None:
    sessions.end_all(staff.pk)


def test_one_that_is_over_wrong_or_half_opens_nothing(interviewer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of(interviewer.staff, days=1)
    for wrong in (None, "", "fristad", token[:-1], token.replace("fristad", "other"), f"fristad_{'0' * 32}_x", "ü_ü_ü"):
        answer = Program(wrong).get("/cases")
        assert (answer.status_code, answer.json()["code"]) == (401, "F401"), wrong
    monkeypatch.setattr(tokens, "today", lambda: today() + timedelta(days=2))
    assert Program(token).get("/cases").status_code == 401


def test_one_that_was_pointed_at_somebody_else_opens_nothing(office: Office, interviewer: Desk) -> None:
    token, other = token_of(interviewer.staff), office.member(Role.SUPERVISOR)
    Token.unscoped.update(staff=other)
    assert Program(token).get("/cases").status_code == 401
    Token.unscoped.update(record_key=other.record_key_id)
    with pytest.raises(TamperedError):
        tokens.program(token)


def test_whoever_must_first_read_the_code_of_conduct_is_told_so(
    program: Program, interviewer: Desk, monkeypatch: Any
) -> None:
    monkeypatch.setattr(conduct, "is_accepted", lambda _staff_id: False)
    answer = program.get("/cases")
    assert (answer.status_code, answer.json()["code"]) == (403, "F403")


def test_under_duress_what_is_shown_opens_nothing(interviewer: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(sessions, "is_under_duress", lambda _session: True)
    day = today() + timedelta(days=1)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    made = interviewer.post("signin:token_new", label="Forced", rights=["case.list"], **until)
    assert "fristad_" in made.content.decode()
    assert not Token.unscoped.exists()
