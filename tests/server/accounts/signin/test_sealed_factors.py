"""Whoever can write to the database takes nobody's second factor off, adds none and swaps none unseen."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from fristad.server.accounts.factors import codes, state
from fristad.server.accounts.models import Staff
from fristad.server.accounts.signin import entrance
from fristad.server.audit.services import act
from fristad.server.audit.verification import Kind, verify
from fristad.server.common.problems import FactorsTamperedError
from tests.server.accounts.signin.conftest import code_now, enter
from tests.server.conftest import OPERATION

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def set_up(staff: Staff) -> tuple[str, list[str]]:
    """Set up an app and recovery codes as the pages do; return the seed and the codes."""
    seed = codes.new_seed()
    with act(entrance.acting(staff), "factor.added", staff):
        codes.keep_app(staff, seed)
    with act(entrance.acting(staff), "factor.codes_made", staff):
        return seed, codes.new_recovery_codes(staff)


def _rows(staff: Staff) -> Any:
    return Authenticator.objects.filter(user_id=staff.pk)


def _delete(staff: Staff) -> None:
    _rows(staff).delete()


def _delete_with_the_list(staff: Staff) -> None:
    _rows(staff).delete()
    type(staff)._base_manager.filter(pk=staff.pk).update(factors=None)


def _add(staff: Staff) -> None:
    Authenticator.objects.create(user=staff, type="webauthn", data={"sealed": ""})


def _swap(staff: Staff) -> None:
    _rows(staff).filter(type="totp").update(data={"secret": "another"})


@pytest.mark.parametrize("change", [_delete, _delete_with_the_list, _add, _swap])
def test_factors_that_were_changed_in_the_database_let_nobody_in_and_are_found(
    live: None, mira: Staff, client: Client, change: Callable[[Staff], None]
) -> None:
    set_up(mira)
    assert verify(OPERATION).is_whole
    change(mira)
    answer = enter(client)
    assert answer.status_code == FactorsTamperedError.status
    assert "F421" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    found = [fault for fault in verify(OPERATION).faults if fault.kind is Kind.FACTORS]
    assert [fault.record_id for fault in found] == [mira.pk]


def test_a_used_recovery_code_that_is_put_back_opens_nothing(mira: Staff) -> None:
    _seed, written_down = set_up(mira)
    row = _rows(mira).get(type="recovery_codes")
    assert codes.check(mira, written_down[0]) is codes.Code.RECOVERY
    assert verify(OPERATION).is_whole
    _rows(mira).filter(pk=row.pk).update(data=row.data)
    with pytest.raises(FactorsTamperedError):
        codes.check(mira, written_down[0])


def test_factors_set_up_by_another_request_meanwhile_are_no_tampering(mira: Staff) -> None:
    before = Staff.objects.select_related("record_key").get(pk=mira.pk)
    seed, _codes = set_up(mira)
    assert state.is_set_up(before)
    assert codes.check(before, code_now(seed)) is codes.Code.APP


def test_after_a_reset_there_is_none_and_that_is_no_tampering(mira: Staff) -> None:
    set_up(mira)
    with act(entrance.acting(mira), "factor.reset", mira):
        state.reset(mira)
    assert not state.is_set_up(mira)
    assert verify(OPERATION).is_whole
