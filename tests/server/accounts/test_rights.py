"""The table of rights keeps the promises that are written down about it."""

import pytest

from fristad.server.accounts import rights_page, words
from fristad.server.accounts.rights import ON_TOP_OF, RIGHTS, SCOPES, Role, Scope, needs_two, widest
from tests.conftest import ROOT

NO_CASES = [Role.CONTEXT, Role.LEARNING, Role.PARTNER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR]


def test_the_page_about_rights_is_fresh() -> None:
    assert (ROOT / "docs" / "security" / "rights.md").read_text() == rights_page.page()


@pytest.mark.parametrize("role", NO_CASES)
def test_roles_without_cases_have_no_right_that_shows_one(role: Role) -> None:
    assert [name for name, right in RIGHTS.items() if right.content and role in right.roles] == []


def test_an_auditor_reads_the_log_and_nothing_else() -> None:
    assert {name for name, right in RIGHTS.items() if Role.AUDITOR in right.roles} == {"log.read", "audit.verify"}


def test_no_right_over_cases_reaches_beyond_the_operation() -> None:
    scopes = {scope for right in RIGHTS.values() if right.content for scope in right.roles.values()}
    assert Scope.AGENCY not in scopes


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_given_in_no_scope_wider_than_its_rights_can_use(role: Role) -> None:
    used = [scope for name in RIGHTS if (scope := widest(name, role))]
    if used:
        assert max(SCOPES[role], key=lambda scope: scope.width).width == max(scope.width for scope in used)


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.CASEWORKER])
def test_those_who_work_with_people_reach_their_own_cases_only(role: Role) -> None:
    assert SCOPES[role] == (Scope.OWN,)


def test_every_role_that_opens_a_case_takes_two_people() -> None:
    assert all(needs_two(role) for right in RIGHTS.values() if right.content for role in right.roles)


def test_keys_roles_export_erasure_and_emergency_are_dangerous() -> None:
    dangerous = {name for name, right in RIGHTS.items() if right.dangerous}
    assert {"keys.manage", "people.manage", "grants.agree", "case.export", "case.erase", "emergency.open"} <= dangerous


def test_named_rights_are_given_on_top_of_a_role_only() -> None:
    assert set(ON_TOP_OF) == {Role.DUTY_OFFICER, Role.DUPLICATE_DESK}


def test_every_role_and_scope_has_words() -> None:
    assert set(words.ROLES) == set(Role)
    assert set(words.SCOPES) == set(Scope)
