"""One-time codes of an app (RFC 6238) and recovery codes, on allauth's rows and arithmetic."""

from __future__ import annotations

import secrets
from enum import StrEnum

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import IntegrityError, transaction

from fristad.server.accounts import notices, throttle
from fristad.server.accounts.actor import actor_for
from fristad.server.accounts.adapter import SecondFactorAdapter, secrets_of
from fristad.server.accounts.factors import sealed, state
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import UsedStep
from fristad.server.audit.services import act
from fristad.server.common.problems import StaleError, TamperedError, WrongInputError

#: Codes are remembered for longer than the clock tolerance lets any of them work.
REMEMBERED_STEPS = 10


class Code(StrEnum):
    """Which code was right."""

    APP = "app"
    RECOVERY = "recovery"


def check(staff: Staff, typed: str, *, at: str = "") -> Code | None:
    """Return which of a person's codes this is, using it up, or None. Raises `TooManyError`, `LockedError`.

    `at` is a session of the person, or an address from which they signed in before: tries there count apart from those
    of strangers, who all count as one. Whoever guesses here knows the password: the person is told when it is slowed.
    """
    counted = throttle.take(throttle.CODE, str(staff.pk), at)
    found = _which(staff, typed)
    if found is not None:
        counted.forgive()
    elif counted.count == throttle.CODE.free:
        notices.tell(staff, "factor.guessed")
    return found


def new_seed() -> str:
    """Return the seed of a new app, in base 32 as apps want it."""
    return str(totp.generate_totp_secret())


def proves(staff: Staff, seed: str, typed: str) -> bool:
    """Whether a new app shows the right code, which is then used up. Raises `TooManyError`."""
    counted = throttle.take(throttle.CODE, str(staff.pk), "new app")
    step = _step(seed, typed)
    if step is None or not _use(staff, step):
        return False
    counted.forgive()
    return True


def keep_app(staff: Staff, seed: str) -> None:
    """Keep a new app, in place of the one before it."""
    with transaction.atomic(), secrets_of(staff):
        _delete(staff, Authenticator.Type.TOTP)
        totp.TOTP.activate(staff, seed)
        sealed.keep(staff)


def seal_seed(staff: Staff, seed: str) -> str:
    """Return a seed sealed for its owner, to travel through the page that shows it instead of the session."""
    with secrets_of(staff):
        return SecondFactorAdapter().encrypt(seed)


def open_seed(staff: Staff, sealed: str) -> str:
    """Return the seed of `seal_seed`. Raises `WrongInputError` for anything else."""
    try:
        with secrets_of(staff):
            return SecondFactorAdapter().decrypt(sealed)
    except (ValueError, TamperedError) as error:
        raise WrongInputError from error


def new_recovery_codes(staff: Staff) -> list[str]:
    """Return ten fresh recovery codes; those before them work no more. They are shown once."""
    with transaction.atomic(), secrets_of(staff):
        _delete(staff, Authenticator.Type.RECOVERY_CODES)
        made = list(RecoveryCodes.activate(staff).generate_codes())
        sealed.keep(staff)
        return made


def pretended_recovery_codes() -> list[str]:
    """Return codes that open nothing, for somebody who is made to ask for them."""
    return [f"{secrets.randbelow(10**8):08}" for _ in range(10)]


def recovery_codes_left(staff: Staff) -> int:
    """Return how many recovery codes have not been used."""
    with secrets_of(staff):
        kept = sealed.rows(staff, Authenticator.Type.RECOVERY_CODES)
        return sum(len(RecoveryCodes(row).get_unused_codes()) for row in kept)


def _which(staff: Staff, typed: str) -> Code | None:
    with secrets_of(staff):
        for app in sealed.rows(staff, Authenticator.Type.TOTP):
            step = _step(SecondFactorAdapter().decrypt(app.data["secret"]), typed)
            if step is not None:
                return Code.APP if _use(staff, step) else None
        for written_down in sealed.rows(staff, Authenticator.Type.RECOVERY_CODES):
            if _use_recovery(staff, RecoveryCodes(written_down), typed):
                return Code.RECOVERY
    return None


def _use_recovery(staff: Staff, written_down: RecoveryCodes, typed: str) -> bool:
    """Use up a recovery code, if this is one: nothing is exported for 24 hours, and the person is told."""
    actor = actor_for(staff)
    if actor is None or not any(compare_user_code(actual=typed, expected=each) for each in _unused(written_down)):
        return False
    with act(actor, "factor.code_used", staff):
        if not written_down.validate_code(typed):  # used by another request meanwhile
            raise StaleError
        sealed.note(staff)
        state.close_export(staff)
        notices.tell(staff, "factor.code_used")
    return True


def _unused(written_down: RecoveryCodes) -> list[str]:
    found: list[str] = written_down.get_unused_codes()
    return found


def _step(seed: str, typed: str) -> int | None:
    """Return the half minute whose code was typed: this one, or the one before or after it."""
    for step in totp.yield_hotp_counters_from_time():
        if compare_user_code(actual=typed, expected=totp.format_hotp_value(totp.hotp_value(seed, step))):
            return int(step)
    return None


def _use(staff: Staff, step: int) -> bool:
    """Use up the code of a half minute. False if it was used before, in whatever worker.

    allauth remembers used codes for one period in the cache; with a tolerance of one period either way a code works
    for three, so that it could be used again. Here the database refuses the second use.
    """
    try:
        with transaction.atomic():
            UsedStep.objects.create(staff_id=staff.pk, step=step)
    except IntegrityError:
        return False
    UsedStep.objects.filter(step__lt=step - REMEMBERED_STEPS).delete()
    return True


def _delete(staff: Staff, kind: str) -> None:
    Authenticator.objects.filter(user_id=staff.pk, type=kind).delete()
