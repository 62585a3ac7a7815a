"""Where this installation keeps its files, and what kind it is. Read from the environment once.

`FRISTAD_HOME`    folder of the database, sealed documents and, in a demonstration, its key (default: ./var/demo)
`FRISTAD_KEYS`    folder of the key store of a live installation: on another disk than the database. A demonstration
                  does not look at it, so that it never meets the keys of a live one: its own lie in FRISTAD_HOME/keys
`FRISTAD_RUN`     folder of sockets and process ids (default: FRISTAD_HOME/run)
`FRISTAD_KIND`    `demo` (default) or `live`; must agree with the database
`FRISTAD_HEADS`   file of the heads of the log, best on a third disk (default: heads.jsonl in FRISTAD_KEYS);
`FRISTAD_HEADS_MAIL` names addresses that get them, too
`FRISTAD_MAIL`    `smtp://user:password@host:587` (with STARTTLS) or `smtps://...`; without it no mail is sent.
`FRISTAD_MAIL_FROM` is the sender, best a name that says nothing
`FRISTAD_OIDC`    address (issuer) of the organisation's own provider of sign-in, as it calls itself; without it none.
                  `FRISTAD_OIDC_CLIENT` is our name there, `FRISTAD_OIDC_SECRET` a file with the secret,
                  `FRISTAD_OIDC_NAME` what people call it, `FRISTAD_OIDC_TRUSTED` the values of `amr` or `acr` (with
                  commas) that stand for a second factor seen there; without it none does
`DATABASE_URL`    `postgres://user:password@host:port/name`; without it SQLite in FRISTAD_HOME
"""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

HOME = Path(os.environ.get("FRISTAD_HOME", "var/demo")).absolute()
RUN = Path(os.environ.get("FRISTAD_RUN", HOME / "run")).absolute()
KIND = os.environ.get("FRISTAD_KIND", "demo")
KEYS = Path(os.environ.get("FRISTAD_KEYS", HOME / "keys") if KIND == "live" else HOME / "keys").absolute()
DOCUMENTS = HOME / "documents"

#: What SQLite must be told. WAL: readers do not wait for the writer. FULL: nothing acknowledged is lost in a power
#: cut. secure_delete: what is deleted is overwritten. A lost setting is a refusal to start (`site/checks.py`).
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "2",
    "secure_delete": "1",
    "foreign_keys": "1",
}
_INIT = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
)


class SettingError(Exception):
    """A setting from the environment cannot be used; the text says which and what to do."""


def database(url: str | None = None) -> dict[str, Any]:
    """Return Django's description of the database. Raises `SettingError`."""
    url = os.environ.get("DATABASE_URL", "") if url is None else url
    return _postgres(url) if url else _sqlite()


def _sqlite() -> dict[str, Any]:
    # IMMEDIATE: a transaction that turns from reading to writing cannot wait for the lock and fails at once.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _INIT}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "fristad.sqlite3", "OPTIONS": options}


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise SettingError("DATABASE_URL must look like postgres://user:password@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mail(url: str | None = None) -> dict[str, Any]:
    """Return Django's settings for sending mail. Raises `SettingError`."""
    url = os.environ.get("FRISTAD_MAIL", "") if url is None else url
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingError("FRISTAD_MAIL must look like smtp://user:password@host:587")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def oidc(issuer: str | None = None) -> dict[str, Any] | None:
    """Return the provider of sign-in that the environment names, or None. Raises `SettingError`."""
    issuer = os.environ.get("FRISTAD_OIDC", "") if issuer is None else issuer
    if not issuer:
        return None
    parts, file = urlsplit(issuer), Path(os.environ.get("FRISTAD_OIDC_SECRET", ""))
    client = os.environ.get("FRISTAD_OIDC_CLIENT", "")
    if parts.scheme != "https" or not client or not file.is_file():
        raise SettingError("FRISTAD_OIDC needs an https address, FRISTAD_OIDC_CLIENT, and a file FRISTAD_OIDC_SECRET")
    if find_spec("authlib") is None:
        raise SettingError("FRISTAD_OIDC needs the extra `oidc`: pip install fristad[oidc]")
    trusted = os.environ.get("FRISTAD_OIDC_TRUSTED", "").split(",")
    return {
        "issuer": issuer,
        "client_id": client,
        "client_secret": file.read_text().strip(),
        "name": os.environ.get("FRISTAD_OIDC_NAME", parts.hostname),
        "trusted": frozenset(each.strip() for each in trusted if each.strip()),
    }


def secret(path: Path) -> str:
    """Return the installation's signing secret, made the first time, readable by its own user only."""
    if path.exists():
        return path.read_text()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = secrets.token_urlsafe(48)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    return made
