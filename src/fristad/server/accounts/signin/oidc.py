"""Signing in through the organisation's own provider (OpenID Connect), where an installation names one.

Off by default. Nothing is made here: an identity opens only the account to which its person linked it while signed in.
The second factor is asked for here, unless the provider says for this very sign-in that it saw one, in a way that the
installation trusts. Flow: authorisation code with PKCE, state and nonce; the answer's signature, issuer, audience,
times and nonce are judged before a word of it is believed.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Identity
from fristad.server.audit.services import act
from fristad.server.common.clock import now
from fristad.server.common.problems import ExpiredError, NotThereError, Problem, WrongInputError
from fristad.server.vault import tags

#: Seconds for the provider to answer one request.
PATIENCE = 10
#: How long somebody may stay at the provider.
AWAY = timedelta(minutes=10)
#: Signatures with a key of the provider's own; never `none`, never one made with the shared secret.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
SESSION = "provider"


@dataclass(frozen=True)
class Provider:
    """Who is asked. `trusted` are the values of `amr` or `acr` that stand for a second factor seen there."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    trusted: frozenset[str]


@dataclass(frozen=True)
class Found:
    """Somebody whom the provider knows. `shown` is how they are called there."""

    subject: str
    shown: str
    second_factor: bool


class ProviderError(Problem):
    """The provider gave no answer that can be believed."""

    code = "F502"
    status = 502
    title = _("Your organisation's sign-in did not answer as it should")
    happened = _("What came back was missing, too late, or not signed as agreed. It was not believed.")
    kept = _("Nothing was changed. You are not signed in.")
    to_do = _("Try again, or sign in with your name and password. If it happens again, tell your administrator.")


def provider() -> Provider | None:
    """Return the provider of this installation, or None where none is named."""
    named: Mapping[str, Any] | None = settings.OIDC
    return None if named is None else Provider(**named)


def begin(request: HttpRequest, then: str) -> str:
    """Return the address at the provider to which somebody goes. Raises `NotThereError` where there is none."""
    asked = required()
    verifier, nonce = generate_token(64), secrets.token_urlsafe(24)
    client = _client(request, asked)
    url, state = client.create_authorization_url(
        _found_at(asked)["authorization_endpoint"], code_verifier=verifier, nonce=nonce
    )
    request.session[SESSION] = {
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "then": then,
        "since": int(now().timestamp()),
    }
    return str(url)


def come_back(request: HttpRequest) -> tuple[Found, str]:
    """Return who came back from the provider, and where they were going. Each answer is taken once.

    Raises `ExpiredError` for an answer to no question of this browser, `ProviderError` for one not to be believed.
    """
    asked = required()
    kept: dict[str, Any] | None = request.session.pop(SESSION, None)
    state = request.GET.get("state", "")
    if kept is None or not secrets.compare_digest(kept["state"].encode(), state.encode()):
        raise ExpiredError
    if now().timestamp() - kept["since"] > AWAY.total_seconds():
        raise ExpiredError
    code = request.GET.get("code")
    if not code:  # the person said no there, or the provider did
        raise ProviderError
    return _judged(asked, _token(request, asked, code, kept["verifier"]), kept["nonce"]), kept["then"]


def whose(found: Found) -> Staff | None:
    """Return the active account to which an identity is linked, or None. Raises `LockedError`."""
    row = Identity.unscoped.filter(tag=_tag(found.subject)).select_related("record_key", "staff__record_key").first()
    if row is None or row.record_key_id != row.staff.record_key_id:  # pointed at somebody else in the database
        return None
    is_same = row.content["subject"] == found.subject and row.content["issuer"] == required().issuer
    return row.staff if is_same and row.staff.is_active else None


def link(actor: Actor, staff: Staff, subject: str) -> None:
    """Let an identity open an account, in place of the one before. Raises `WrongInputError` for one in use."""
    tag = _tag(subject)
    if Identity.unscoped.filter(tag=tag).exclude(staff=staff).exists():
        raise WrongInputError(_("This account of your organisation is linked with somebody else here."))
    content = {"issuer": required().issuer, "subject": subject}
    row = Identity(staff=staff, operation_id=staff.operation_id, record_key=staff.record_key, content=content, tag=tag)
    with act(actor, "identity.linked", detail={"identity": row.pk}):
        Identity.unscoped.filter(staff=staff).delete()
        row.save(force_insert=True)


def unlink(actor: Actor, staff: Staff) -> None:
    """Let no identity open an account any more."""
    with act(actor, "identity.unlinked"):
        Identity.unscoped.filter(staff=staff).delete()


def is_linked(staff_id: UUID) -> bool:
    """Whether an identity opens this account."""
    return bool(Identity.unscoped.filter(staff_id=staff_id).exists())


def required() -> Provider:
    """Return the provider of this installation. Raises `NotThereError` where none is named."""
    asked = provider()
    if asked is None:
        raise NotThereError
    return asked


def _client(request: HttpRequest, asked: Provider) -> OAuth2Session:
    return OAuth2Session(
        asked.client_id,
        asked.client_secret,
        scope="openid profile",
        redirect_uri=request.build_absolute_uri(reverse("signin:provider_back")),
        code_challenge_method="S256",
        default_timeout=PATIENCE,
    )


def _token(request: HttpRequest, asked: Provider, code: str, verifier: str) -> str:
    client = _client(request, asked)
    try:
        answer = client.fetch_token(_found_at(asked)["token_endpoint"], code=code, code_verifier=verifier)
        return str(answer["id_token"])
    except Exception as fault:  # whatever is wrong there: the person can do the same about it
        raise ProviderError from fault


def _judged(asked: Provider, token: str, nonce: str) -> Found:
    """Return what a signed answer says. Raises `ProviderError`."""
    try:
        claims = jwt.decode(token, _keys(asked), algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": asked.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": asked.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
    except (JoseError, ValueError) as fault:
        raise ProviderError from fault
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", asked.client_id if not several else None) != asked.client_id:
        raise ProviderError
    said = {claims.get("acr"), *(claims.get("amr") or ())} - {None}
    shown = claims.get("preferred_username") or claims.get("name") or claims["sub"]
    return Found(str(claims["sub"]), str(shown)[:100], bool(said & asked.trusted))


def _keys(asked: Provider) -> KeySet:
    """Return the keys of the provider. Asked anew each time: a key that it took back is not believed."""
    try:
        return KeySet.import_key_set(cast("KeySetSerialization", _asked(_found_at(asked)["jwks_uri"])))
    except (JoseError, LookupError, TypeError, ValueError) as fault:
        raise ProviderError from fault


def _found_at(asked: Provider) -> dict[str, Any]:
    return _described(asked.issuer)


@cache
def _described(issuer: str) -> dict[str, Any]:
    """Return what a provider says of itself. Raises `ProviderError` for one that calls itself otherwise."""
    said = _asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    places = [said.get(name, "") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if said.get("issuer") != issuer or not all(is_safe(place) for place in places):
        raise ProviderError
    return said


def _asked(url: str) -> dict[str, Any]:
    try:
        answer = requests.get(url, timeout=PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        said = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise ProviderError from fault
    if not isinstance(said, dict):
        raise ProviderError
    return said


def is_safe(url: str) -> bool:
    """Whether an address is behind TLS, or on this very machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))


def _tag(subject: str) -> bytes:
    return tags.of_house("identity", required().issuer, subject)[: tags.TAG_BYTES]
