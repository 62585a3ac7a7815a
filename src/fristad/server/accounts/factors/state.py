"""The second factor as a whole: whether there is one, and what happens when it is lost."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator

from fristad.server.accounts import sessions
from fristad.server.accounts.factors import sealed
from fristad.server.accounts.models import Staff
from fristad.server.common.clock import now

#: After a factor was lost nothing may be exported for this long, so that a thief of the way back gains little.
NO_EXPORT = timedelta(hours=24)
PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_set_up(staff: Staff) -> bool:
    """Whether a person has an app or a passkey. Recovery codes alone are not a factor. Raises as `sealed.rows`."""
    return bool(sealed.rows(staff, *PROOFS))


def has_app(staff: Staff) -> bool:
    """Whether a person has an app for one-time codes. Raises as `sealed.rows`."""
    return bool(sealed.rows(staff, Authenticator.Type.TOTP))


def reset(staff: Staff) -> None:
    """Take all second factors from a person, end their sessions, and close export for 24 hours.

    Part of the act by which a second person agreed to it. A new factor is set up at the next sign-in.
    """
    Authenticator.objects.filter(user_id=staff.pk).delete()
    sealed.note(staff)
    close_export(staff)
    sessions.end_all(staff.pk)


def close_export(staff: Staff) -> None:
    """Close export for a person for 24 hours. Part of an act on this person's row."""
    staff.no_export_until = (now() + NO_EXPORT).isoformat()
    staff.save_over(staff.version)
