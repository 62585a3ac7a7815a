"""Passkeys against a device written down here: what it signs opens the door, what is a little wrong does not."""

from __future__ import annotations

import html
import json
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData, CollectedClientData

from fristad.server.accounts.factors import passkeys
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from tests.server.accounts.signin.conftest import enter

pytestmark = pytest.mark.django_db

FLAG = AuthenticatorData.FLAG


@dataclass(frozen=True)
class Device:
    """Somebody's device. Its fields are what a broken or foreign one gets wrong."""

    owner: Staff
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    origin: str = "https://testserver"
    service: str = "testserver"
    flags: int = FLAG.UP | FLAG.UV
    kind: str = CollectedClientData.TYPE.GET

    @property
    def credential(self) -> AttestedCredentialData:
        public = ES256.from_cryptography_key(self.key.public_key())
        return AttestedCredentialData.create(bytes(16), b"credential of " + self.owner.pk.bytes, public)

    def answer(self, page: str) -> str:
        """Answer the question that a page asks."""
        options = re.search(r'<script id="passkey-options"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert options
        question = json.loads(html.unescape(options[1]))["publicKey"]
        said = CollectedClientData.create(self.kind, websafe_decode(question["challenge"]), self.origin)
        data = AuthenticatorData.create(sha256(self.service.encode()).digest(), self.flags, 0)
        signature = self.key.sign(bytes(data) + sha256(said).digest(), ec.ECDSA(SHA256()))
        name = _text(self.credential.credential_id)
        response = {
            "clientDataJSON": _text(said),
            "authenticatorData": _text(data),
            "signature": _text(signature),
            "userHandle": _text(self.owner.pk.bytes),
        }
        whole = {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(whole)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
def device(mira: Staff) -> Device:
    """The device of somebody, whose passkey is known here."""
    made = Device(mira)
    passkeys.keep(mira, "work key", made.credential)
    return made


def _sign_in(client: Client, device: Device) -> Any:
    page = client.get("/in/", secure=True).content.decode()
    return client.post("/in/with-passkey/", {"credential": device.answer(page)}, secure=True)


def test_a_passkey_alone_opens_the_door(client: Client, device: Device) -> None:
    assert _sign_in(client, device).status_code == 302
    assert client.get("/in/sessions/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://testserver.evil.example"},
        {"origin": "http://testserver"},
        {"service": "elsewhere.example"},
        {"flags": FLAG.UP},
        {"flags": FLAG.UV},
        {"kind": CollectedClientData.TYPE.CREATE},
        {"key": ec.generate_private_key(ec.SECP256R1())},
    ],
    ids=["origin", "no TLS", "service", "not verified", "not present", "kind", "key"],
)
def test_a_device_that_is_a_little_wrong_opens_nothing(client: Client, device: Device, wrong: dict[str, Any]) -> None:
    assert _sign_in(client, replace(device, **wrong)).status_code == 403
    assert client.get("/in/sessions/").status_code == 302


def test_an_answer_works_once_and_for_its_own_question(client: Client, device: Device) -> None:
    answer = device.answer(client.get("/in/", secure=True).content.decode())
    other = Client()
    other.get("/in/", secure=True)
    assert other.post("/in/with-passkey/", {"credential": answer}, secure=True).status_code == 403
    assert client.post("/in/with-passkey/", {"credential": answer}, secure=True).status_code == 302
    client.post("/in/out/")
    assert client.post("/in/with-passkey/", {"credential": answer}, secure=True).status_code == 403


def test_nobody_answers_for_somebody_else(client: Client, device: Device, hire: Any) -> None:
    oskar = hire("oskar")
    stranger = replace(device, owner=oskar)
    assert _sign_in(client, stranger).status_code == 403
    enter(client)
    page = client.get("/in/code/", secure=True).content.decode()
    assert client.post("/in/code/", {"credential": stranger.answer(page)}, secure=True).status_code == 200
    assert client.get("/in/sessions/").status_code == 302


def test_a_disabled_person_s_passkey_opens_nothing(client: Client, device: Device) -> None:
    Staff.objects.filter(pk=device.owner.pk).update(is_active=False)
    assert _sign_in(client, device).status_code == 403


def test_a_removed_passkey_opens_nothing(client: Client, device: Device) -> None:
    passkeys.remove(device.owner, passkeys.of(device.owner)[0].id)
    assert _sign_in(client, device).status_code == 403


def test_it_is_the_second_factor_after_a_password(client: Client, device: Device) -> None:
    assert enter(client).headers["Location"] == "/in/code/"
    page = client.get("/in/code/", secure=True).content.decode()
    assert client.post("/in/code/", {"credential": device.answer(page)}, secure=True).headers["Location"] == "/"
    assert client.get("/in/sessions/").status_code == 200


@pytest.mark.parametrize("alone", [True, False])
def test_a_passkey_made_under_duress_opens_an_empty_office(client: Client, hire: Any, *, alone: bool) -> None:
    boss, other = hire("boss", Role.ADMINISTRATOR), hire("somebody.else", Role.CASEWORKER)
    forced = Device(boss)
    passkeys.keep(boss, "theirs", forced.credential, duress=True)
    if alone:
        assert _sign_in(client, forced).status_code == 302
    else:
        enter(client, "boss")
        page = client.get("/in/code/", secure=True).content.decode()
        assert client.post("/in/code/", {"credential": forced.answer(page)}, secure=True).status_code == 302
    assert client.get("/in/sessions/").status_code == 200
    assert "somebody.else" not in client.get(reverse("people:list")).content.decode()
    assert client.get(reverse("people:person", args=[other.pk])).status_code == 404
