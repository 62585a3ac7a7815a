"""People of the invented office, and ways to sign in to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from fristad.server.accounts import conduct
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from tests.server.office import Office

PASSWORD = "three quiet yellow boats"  # noqa: S105 - invented
CALL = "seven tall green doors"


@pytest.fixture
def hire(office: Office) -> Callable[..., Staff]:
    """Take somebody on who has a password and has accepted the code of conduct."""

    def make(name: str, *roles: Role, accepted: bool = True) -> Staff:
        staff = office.member(*roles, name=name)
        staff.set_password(PASSWORD)
        staff.save_over(staff.version)
        if accepted:
            conduct.accept(staff.pk)
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
