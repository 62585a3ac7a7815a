"""An office in which somebody may hold protection interviews, and a case of theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.screening.services import certificates
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, make_office


@pytest.fixture
def office(db: None, open_vault: object) -> Office:
    """The invented office."""
    return make_office()


@pytest.fixture
def supervisor(office: Office) -> Desk:
    """Somebody who reviews."""
    return Desk(office.member(Role.SUPERVISOR))


@pytest.fixture
def interviewer(office: Office, supervisor: Desk) -> Desk:
    """A caseworker with the certificate for interviews."""
    desk = Desk(office.member(Role.CASEWORKER))
    certificates.grant(supervisor.actor, desk.staff, today() + timedelta(days=180))
    return desk


@pytest.fixture
def case(interviewer: Desk) -> Case:
    """A case of the interviewer."""
    return open_case(interviewer.actor, "Aster Invented")
