"""Passkeys (WebAuthn): on allauth's rows and server, with what a passkey says of its owner sealed.

A passkey asks the person for a finger, a face or a number, so that it is both factors at once.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from fristad.server.accounts.adapter import SecondFactorAdapter, secrets_of
from fristad.server.accounts.backend import Recognised
from fristad.server.accounts.factors import sealed
from fristad.server.accounts.models import Staff
from fristad.server.common.clock import today

#: What a browser may send that is no answer of a passkey: other shapes, other keys, no numbers.
BROKEN = (ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    since: str


def registration_options(staff: Staff) -> dict[str, Any]:
    """Return what the browser is asked for a new passkey. The question is remembered in the session."""
    who = PublicKeyCredentialUserEntity(id=staff.pk.bytes, name=staff.sign_in_name, display_name=staff.sign_in_name)
    options, question = webauthn.get_server().register_begin(
        user=who,
        credentials=[each for _, each in _credentials(staff)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    webauthn.set_state(question)
    return dict(options)


def answered(answer: Any) -> AttestedCredentialData | None:
    """Return the new passkey, or None if the answer does not fit the question."""
    try:
        made: AttestedCredentialData | None = (
            webauthn.get_server().register_complete(_question(), answer).credential_data
        )
    except BROKEN:
        return None
    return made


def keep(staff: Staff, name: str, made: AttestedCredentialData, *, duress: bool = False) -> None:
    """Keep a new passkey under the name its owner gave it.

    One made in a session opened under duress opens an empty office for ever: it may be somebody else's device.
    """
    about = {"name": name, "credential": b64encode(made).decode(), "since": today().isoformat(), "duress": duress}
    with secrets_of(staff):
        closed = SecondFactorAdapter().encrypt(json.dumps(about))
    with transaction.atomic():
        Authenticator.objects.create(user=staff, type=Authenticator.Type.WEBAUTHN, data={"sealed": closed})
        sealed.keep(staff)


def sign_in_options(staff: Staff | None) -> dict[str, Any]:
    """Return what the browser is asked: for a passkey of this person, or (None) of whoever is there."""
    options, question = webauthn.get_server().authenticate_begin(
        credentials=[each for _, each in _credentials(staff)] if staff else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    webauthn.set_state(question)
    return dict(options)


def check(answer: Any, staff: Staff | None = None) -> Recognised | None:
    """Return whose passkey answered, or None. With `staff`, only theirs will do."""
    try:
        owner = staff or _owner(answer)
        known = _credentials(owner)
        used = webauthn.get_server().authenticate_complete(_question(), [each for _, each in known], answer)
    except (*BROKEN, ObjectDoesNotExist):
        return None
    return Recognised(owner, duress=any(about["duress"] for about, each in known if each == used))


def of(staff: Staff) -> list[Passkey]:
    """Return a person's passkeys, oldest first."""
    return [Passkey(row.pk, about["name"], about["since"]) for row, about in _opened(staff)]


def remove(staff: Staff, passkey_id: int) -> None:
    """Remove one of a person's passkeys."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=staff.pk, type=Authenticator.Type.WEBAUTHN, pk=passkey_id).delete()
        sealed.keep(staff)


def _question() -> dict[str, Any]:
    """Return what was asked in this session, once. Raises ValueError if nothing was."""
    question: dict[str, Any] | None = webauthn.get_state()
    webauthn.clear_state()
    if question is None:
        raise ValueError
    return question


def _owner(answer: Any) -> Staff:
    handle = answer["response"]["userHandle"]
    owner = UUID(bytes=b64decode(handle + "=" * (-len(handle) % 4), altchars=b"-_", validate=True))
    return Staff.objects.select_related("record_key").get(pk=owner, is_active=True)


def _credentials(staff: Staff) -> list[tuple[dict[str, Any], AttestedCredentialData]]:
    return [(about, AttestedCredentialData(b64decode(about["credential"]))) for _, about in _opened(staff)]


def _opened(staff: Staff) -> list[tuple[Authenticator, dict[str, Any]]]:
    rows = sealed.rows(staff, Authenticator.Type.WEBAUTHN)
    with secrets_of(staff):
        return [(row, json.loads(SecondFactorAdapter().decrypt(row.data["sealed"]))) for row in rows]
