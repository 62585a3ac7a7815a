"""Second factors: sealed, bound to their owner, shown once, used once in all workers."""

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.cose import CoseKey
from fido2.webauthn import AttestedCredentialData

from fristad.server.accounts import notices, sessions
from fristad.server.accounts.factors import codes, passkeys, state
from fristad.server.accounts.models import Staff
from fristad.server.common.problems import LockedError, TamperedError, TooManyError
from fristad.server.vault.keyring import keyring
from tests.server.accounts.signin.conftest import code_now, enter, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def _rows(staff: Staff) -> str:
    return json.dumps(list(Authenticator.objects.filter(user_id=staff.pk).values_list("data", flat=True)))


def test_seeds_and_recovery_codes_lie_sealed(mira: Staff) -> None:
    seed = with_app(mira)
    made = codes.new_recovery_codes(mira)
    written = _rows(mira)
    assert seed not in written
    assert not any(each in written for each in made)


def test_a_seed_moved_to_another_person_does_not_open(mira: Staff, hire: Any) -> None:
    oskar = hire("oskar")
    with_app(oskar)
    seed = with_app(mira)
    stolen = Authenticator.objects.get(user_id=mira.pk, type="totp").data
    Authenticator.objects.filter(user_id=oskar.pk, type="totp").update(data=stolen)
    with pytest.raises(TamperedError):
        codes.check(oskar, code_now(seed))


def test_while_locked_no_code_opens(mira: Staff) -> None:
    with_app(mira)
    keyring.clear()
    with pytest.raises(LockedError):
        codes.check(mira, "123456")


def test_guessing_codes_is_slowed_and_a_right_one_then_waits_too(mira: Staff) -> None:
    seed = with_app(mira)
    for guess in range(5):
        assert codes.check(mira, f"{guess:06}") is None
    with pytest.raises(TooManyError):
        codes.check(mira, code_now(seed))


def test_the_person_is_told_when_somebody_who_knows_the_password_guesses(mira: Staff) -> None:
    with_app(mira)
    for guess in range(4):
        codes.check(mira, f"{guess:06}")
    before = notices.count(mira.pk)
    codes.check(mira, "000009")
    assert notices.count(mira.pk) == before + 1
    assert "wrong codes" in notices.sentence(notices.waiting(mira.pk)[-1])


@pytest.mark.parametrize("typed", ["", " ", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "0" * 40, "\x00", "-1"])
def test_what_is_no_code_is_wrong(mira: Staff, typed: str) -> None:
    with_app(mira)
    codes.new_recovery_codes(mira)
    assert codes.check(mira, typed) is None


def test_a_code_may_be_typed_with_a_gap(mira: Staff) -> None:
    code = code_now(with_app(mira))
    assert codes.check(mira, f"{code[:3]} {code[3:]}") is codes.Code.APP


def test_new_recovery_codes_replace_the_old_ones(mira: Staff) -> None:
    with_app(mira)
    old = codes.new_recovery_codes(mira)
    new = codes.new_recovery_codes(mira)
    assert codes.check(mira, old[0]) is None
    assert codes.check(mira, new[0]) is codes.Code.RECOVERY


def test_an_app_is_set_up_with_its_first_code_and_brings_recovery_codes(client: Client, mira: Staff) -> None:
    enter(client)
    page = client.get("/in/factor/app/").content.decode()
    seed = "".join(re.findall(r'<bdi class="code" dir="ltr">([A-Z2-7]{4})</bdi>', page))
    sealed = re.search(r'name="seed" value="([^"]+)"', page)[1]  # type: ignore[index]
    assert seed not in str(dict(client.session))
    wrong = client.post("/in/factor/app/", {"seed": sealed, "code": "000000"})
    assert seed[:4] in wrong.content.decode(), "the same seed is shown again"
    done = client.post("/in/factor/app/", {"seed": sealed, "code": code_now(seed)}).content.decode()
    assert len(re.findall(r"\d{4} \d{4}", done)) == 10
    assert state.has_app(mira)


def test_a_seed_that_was_not_sealed_for_this_person_is_refused(client: Client, mira: Staff, hire: Any) -> None:
    enter(client)
    foreign = codes.seal_seed(hire("oskar"), codes.new_seed())
    for seed in (foreign, "not sealed", "QUJD", ""):
        assert client.post("/in/factor/app/", {"seed": seed, "code": "123456"}).status_code == 422
    assert not state.is_set_up(mira)


def test_a_factor_is_changed_only_with_a_fresh_one(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    enter(client)
    client.post("/in/code/", {"code": code_now(seed, -1)})
    session = client.session
    session["second_factor_at"] -= 601
    session.save()
    for page in ("/in/factor/app/", "/in/factor/passkey/"):
        assert client.get(page).headers["Location"].startswith("/in/again/")
    assert client.post("/in/factor/recovery/").headers["Location"].startswith("/in/again/")
    assert client.post("/in/again/", {"code": code_now(seed)}).status_code == 302
    assert client.get("/in/factor/app/").status_code == 200


def test_to_confirm_gives_the_session_a_new_id(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    enter(client)
    client.post("/in/code/", {"code": code_now(seed, -1)})
    before = client.cookies["session"].value
    client.post("/in/again/", {"code": code_now(seed)})
    assert client.cookies["session"].value != before


def test_a_reset_takes_all_factors_ends_sessions_and_closes_export(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    codes.new_recovery_codes(mira)
    enter(client)
    client.post("/in/code/", {"code": code_now(seed)})
    state.reset(mira)
    assert not Authenticator.objects.filter(user_id=mira.pk).exists()
    assert client.get("/in/sessions/").status_code == 302
    assert Staff.objects.get(pk=mira.pk).no_export_until is not None
    assert sessions.end_all(mira.pk) == 0


@pytest.mark.parametrize(
    "answer",
    ["", "[]", "{}", "null", "7", '"x"', '{"response": {"userHandle": 3}}', '{"response": {"userHandle": "!!!!"}}',
     '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "userHandle": "AAAA"}}',
     '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "signature": "AA",'
     ' "authenticatorData": "AA", "attestationObject": "oA"}, "clientExtensionResults": {}}'],
)  # fmt: skip
def test_what_is_no_answer_of_a_passkey_opens_nothing(client: Client, mira: Staff, answer: str) -> None:
    seed = with_app(mira)
    client.get("/in/")
    assert client.post("/in/with-passkey/", {"credential": answer}).status_code == 403
    enter(client)
    client.get("/in/code/")
    assert client.post("/in/code/", {"credential": answer}).status_code == 200
    client.post("/in/code/", {"code": code_now(seed)})
    client.get("/in/factor/passkey/")
    assert client.post("/in/factor/passkey/", {"credential": answer, "name": "x"}).status_code == 200
    assert passkeys.of(mira) == []


def test_only_ones_own_passkeys_are_removed_and_never_the_last_factor(client: Client, mira: Staff, hire: Any) -> None:
    enter(client)
    assert client.post("/in/factor/passkey/7/remove/").status_code == 404
    _keep_passkey(hire("oskar"))
    foreign = Authenticator.objects.get(type="webauthn").pk
    assert client.post(f"/in/factor/passkey/{foreign}/remove/").status_code == 404
    _keep_passkey(mira)
    own = passkeys.of(mira)[0]
    session = client.session
    session["second_factor_at"] = int(time.time())
    session.save()
    assert client.post(f"/in/factor/passkey/{own.id}/remove/").status_code == 422
    with_app(mira)
    assert client.post(f"/in/factor/passkey/{own.id}/remove/").status_code == 302
    assert passkeys.of(mira) == []


def test_a_passkey_lies_sealed_with_its_name(mira: Staff) -> None:
    _keep_passkey(mira)
    assert "work key" not in _rows(mira)
    assert passkeys.of(mira)[0].name == "work key"


def _keep_passkey(staff: Staff) -> None:
    public = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)}
    made = AttestedCredentialData.create(bytes(16), staff.pk.bytes, CoseKey.parse(public))
    passkeys.keep(staff, "work key", made)


def test_a_passkey_needs_no_session_that_asked_before(client: Client, mira: Staff) -> None:
    assert client.post("/in/with-passkey/", {"credential": "{}"}).status_code == 403
