"""Keeps allauth's secrets sealed: seeds of one-time codes and of recovery codes lie under their owner's record key."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser

from fristad.server.accounts.models import Staff
from fristad.server.vault.fields import Held
from fristad.server.vault.sealing import Blob

#: What sealed secrets are bound to, beside their owner: a permanent name.
FIELD_ID = "accounts.second_factor.secret"

_owner: ContextVar[Staff] = ContextVar("owner of the secrets")


@contextmanager
def secrets_of(staff: Staff) -> Iterator[None]:
    """Say whose secrets are written and read in the body. A secret moved here from somebody else does not open.

    allauth's hooks see a text only. Without the owner, whoever can write to the database could put the sealed seed of
    their own telephone into another person's row and sign in with it.
    """
    before = _owner.set(staff)
    try:
        yield
    finally:
        _owner.reset(before)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """allauth's adapter of the second factor (`settings.MFA_ADAPTER`)."""

    def encrypt(self, text: str) -> str:
        """Seal a secret of the owner named by `secrets_of`. Raises `LockedError`; LookupError for no owner."""
        blob = Held(None, text).sealed(_owner.get(), FIELD_ID)
        return b64encode(blob or b"").decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret. Raises `LockedError`, and `TamperedError` for somebody else's; LookupError for no owner."""
        return str(Held(Blob(b64decode(encrypted_text))).open(_owner.get(), FIELD_ID))

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return what the telephone shows beside the codes: the sign-in name, which need not be real."""
        return user.get_username()
