"""An invented office of two, and ways to sign in to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from fristad.server.accounts import conduct
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Agency, Grant, Operation, Staff
from fristad.server.vault.models import RecordKey
from tests.server.conftest import OPERATION

PASSWORD = "three quiet yellow boats"  # noqa: S105 - invented
CALL = "seven tall green doors"


@pytest.fixture
def office(db: None, open_vault: Any) -> Agency:
    """An operation with one agency."""
    key = RecordKey.objects.make(OPERATION, "operation")
    operation = Operation(id=OPERATION, operation_id=OPERATION, record_key=key, name="Norland")
    operation.save(force_insert=True)
    agency = Agency(operation=operation, record_key=RecordKey.objects.make(OPERATION, "agency"), name="Harbour Aid")
    agency.save(force_insert=True)
    return agency


@pytest.fixture
def hire(office: Agency) -> Callable[..., Staff]:
    """Make a member of staff who has accepted the code of conduct."""

    def make(name: str = "mira", *, role: str = "", accepted: bool = True) -> Staff:
        key = RecordKey.objects.make(OPERATION, "staff")
        staff = Staff(operation_id=OPERATION, record_key=key, agency=office, sign_in_name=name)
        staff.display_name = f"{name} of Norland"
        staff.set_password(PASSWORD)
        staff.save(force_insert=True)
        if accepted:
            conduct.accept(staff.pk)
        if role:
            grant = Grant(
                operation_id=OPERATION,
                staff=staff,
                record_key=key,
                role=role,
                scope="operation",
                until=date(2099, 1, 1),
                granted_by=OPERATION,
            )
            grant.save(force_insert=True)
        return staff

    return make


@pytest.fixture
def mira(hire: Callable[..., Staff]) -> Staff:
    """Somebody with a password and nothing else."""
    return hire("mira")


@pytest.fixture
def live(settings: Any) -> None:
    """Behave like an installation that is no demonstration."""
    settings.DEMO = False


def code_now(seed: str, away: int = 0) -> str:
    """Return the code of a seed in this half minute, or `away` half minutes from it."""
    return totp.format_hotp_value(totp.hotp_value(seed, int(time.time()) // 30 + away))


def with_app(staff: Staff) -> str:
    """Give somebody an app, and return its seed."""
    seed = codes.new_seed()
    codes.keep_app(staff, seed)
    return seed


def enter(client: Client, name: str = "mira", password: str = PASSWORD, **more: str) -> Any:
    """Send the sign-in form."""
    return client.post("/in/", {"name": name, "password": password, **more})
