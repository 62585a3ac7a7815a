"""The conversation with a provider of OpenID Connect. Needs the extra `oidc`; nothing else imports its libraries.

Authorisation code with PKCE, state and nonce; the answer's signature, issuer, audience, times and nonce are judged
before a word of it is believed.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import cache
from typing import Any, cast

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from django.http import HttpRequest
from django.urls import reverse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from fristad.server.accounts.signin.oidc import Found, Provider, ProviderError, is_safe, required
from fristad.server.common.clock import now
from fristad.server.common.problems import ExpiredError

#: Seconds for the provider to answer one request.
PATIENCE = 10
#: How long somebody may stay at the provider.
AWAY = timedelta(minutes=10)
#: Signatures with a key of the provider's own; never `none`, never one made with the shared secret.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
SESSION = "provider"


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
