"""SQLite's own picture of the cases: a wall behind which all of them lie is no way to find one."""

from fristad.server.accounts.rights import Role
from fristad.server.cases import counting, doors
from fristad.server.jobs import kinds
from tests.server.cases.files import open_case
from tests.server.office import Office


def test_it_goes_straight_to_a_persons_own_cases_and_not_through_the_agencys(office: Office) -> None:
    mine, colleague = office.actor(Role.CASEWORKER), office.actor(Role.CASEWORKER)
    for number in range(20):
        open_case(colleague if number else mine, f"Invented {number}")
    assert "owner_id=?" not in doors.cases(mine).explain()
    kinds.get(counting.KIND).function(None)
    assert "owner_id=?" in doors.cases(mine).explain()
