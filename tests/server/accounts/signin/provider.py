"""A real provider of OpenID Connect for tests: Authlib on Flask, in a process of its own.

`python provider.py FOLDER` prints its address. Nobody is asked there: FOLDER/who.json says who comes, with which
claims (`sub`, `name`, `amr`, `acr`), and may spoil the answer (`nonce`, `iss`, `aud`, `exp`, `key`).
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from flask import Flask, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "fristad", "a secret of the tests"
OUR_KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"}) for _ in range(2))


class Client(ClientMixin):  # type: ignore[misc] # no types
    """The one client."""

    client_id = CLIENT

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/in/organisation/back/")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc] # no types
    """A code that was given out."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> str | None:
        return who().get("acr")

    def get_amr(self) -> list[str] | None:
        return who().get("amr")


CODES: dict[str, Code] = {}


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc] # no types
    """Gives out codes and takes each once."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    def save_authorization_code(self, code: str, asked: Any) -> None:
        data = asked.payload.data
        named = (data.get(name) for name in ("nonce", "code_challenge", "code_challenge_method"))
        CODES[code] = Code(code, asked.payload.redirect_uri, asked.payload.scope, *named)

    def query_authorization_code(self, code: str, _client: Client) -> Code | None:
        return CODES.get(code)

    def delete_authorization_code(self, code: Code) -> None:
        del CODES[code.code]

    def authenticate_user(self, _code: Code) -> dict[str, Any]:
        return who()


class Identities(OpenIDCode):  # type: ignore[misc] # no types
    """Says who came, spoiled where the test says so."""

    def exists_nonce(self, _nonce: str, _asked: Any) -> bool:
        return False

    def resolve_client_private_key(self, _client: Client) -> RSAKey:
        return OTHER_KEY if who().get("key") == "other" else OUR_KEY

    def get_client_algorithm(self, _client: Client) -> str:
        return "RS256"

    def get_encode_header(self, _client: Client) -> dict[str, str]:
        return {"alg": "RS256", "kid": "1"}

    def get_client_claims(self, _client: Client) -> dict[str, Any]:
        return {"iss": app.config["ISSUER"]}

    def get_compatible_claims(self, _asked: Any) -> dict[str, Any]:
        at = int(time.time())
        return {"iss": app.config["ISSUER"], "aud": [CLIENT], "iat": at, "exp": at + 60}

    def generate_user_info(self, user: dict[str, Any], _scope: str) -> dict[str, Any]:
        return {name: value for name, value in user.items() if name not in ("key", "amr", "acr")}


app = Flask(__name__)


def who() -> dict[str, Any]:
    """Return who comes now."""
    found: dict[str, Any] = json.loads((Path(sys.argv[1]) / "who.json").read_text())
    return found


server = AuthorizationServer(app, query_client=lambda _id: Client(), save_token=lambda _token, _asked: None)
server.register_grant(CodeGrant, [Identities(require_nonce=True), CodeChallenge(required=True)])


@app.get("/.well-known/openid-configuration")
def described() -> Any:
    issuer = app.config["ISSUER"]
    places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
    return jsonify({"issuer": issuer, **{name: f"{issuer}/{place}" for name, place in places.items()}})


@app.get("/authorize")
def authorize() -> Any:
    grant = server.get_consent_grant(end_user=who())
    return server.create_authorization_response(request, grant_user=who(), grant=grant)


@app.post("/token")
def token() -> Any:
    return server.create_token_response()


@app.get("/keys")
def keys() -> Any:
    return jsonify({"keys": [OUR_KEY.as_dict(private=False)]})


if __name__ == "__main__":
    import os

    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # on this machine only, without TLS
    http = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["ISSUER"] = f"http://127.0.0.1:{http.server_port}"
    sys.stdout.write(app.config["ISSUER"] + "\n")
    sys.stdout.flush()
    http.serve_forever()
