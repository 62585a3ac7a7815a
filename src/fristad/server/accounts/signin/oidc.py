"""Signing in through the organisation's own provider (OpenID Connect), where an installation names one.

Off by default. Nothing is made here: an identity opens only the account to which its person linked it while signed in.
The second factor is asked for here, unless the provider says for this very sign-in that it saw one, in a way that the
installation trusts. The conversation with the provider is in `oidc_asking`, which needs the extra `oidc`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Identity
from fristad.server.audit.services import act
from fristad.server.common.problems import NotThereError, Problem, WrongInputError
from fristad.server.vault import tags


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


def is_safe(url: str) -> bool:
    """Whether an address is behind TLS, or on this very machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))


def _tag(subject: str) -> bytes:
    return tags.of_house("identity", required().issuer, subject)[: tags.TAG_BYTES]
