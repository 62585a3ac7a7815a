"""What must be reported is chosen by the country of the operation and the kind of body of the agency."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from fristad.server.accounts.rights import Role
from fristad.server.accounts.services import operations
from fristad.server.common.problems import WrongInputError
from fristad.server.consent.duties import reporting
from tests.server.cases.desk import Desk
from tests.server.office import Office, make_office


@pytest.fixture
def office(db: None, open_vault: object) -> Office:
    """The invented office."""
    return make_office()


def test_without_a_country_nothing_is_known_and_that_is_no_absence_of_a_duty(office: Office) -> None:
    told = reporting(office.actor(Role.CASEWORKER))
    assert told.nothing_known
    assert told.country is None
    assert told.state == ""


def test_an_administrator_chooses_the_country_and_the_duties_of_the_agency_are_told(office: Office) -> None:
    desk = Desk(office.member(Role.ADMINISTRATOR))
    assert desk.get("people:country").status_code == 200
    sent = desk.post("people:country", country="SWE", version=office.operation.version)
    assert sent["Location"] == reverse("people:list")
    told = reporting(office.actor(Role.CASEWORKER))
    assert told.state == "unchecked"
    assert {duty.id for duty in told.duties} == {"child_concern", "coordinator"}, (
        "an NGO: the permission of the state is not its"
    )
    assert told.not_known


def test_a_live_operation_does_not_work_in_the_invented_country(office: Office, settings: Any) -> None:
    admin = office.actor(Role.ADMINISTRATOR)
    settings.DEMO = False
    with pytest.raises(WrongInputError, match="invented for practice"):
        operations.set_country(admin, office.operation, "XNO", office.operation.version)
    settings.DEMO = True
    operations.set_country(admin, office.operation, "XNO", office.operation.version)
    assert reporting(office.actor(Role.CASEWORKER)).state == "invented"
