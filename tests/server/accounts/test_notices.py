"""Notices stand in the order in which they came, also those of one day."""

from __future__ import annotations

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from tests.server.office import Office


def test_those_of_one_day_stand_in_the_order_in_which_they_came(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    before = len(notices.waiting(person.pk))
    told = [notices.tell(person, kind) for kind in ("role.given", "role.ended", "factor.reset") * 4]
    assert [row.pk for row in notices.waiting(person.pk)][before:] == [row.pk for row in told]
