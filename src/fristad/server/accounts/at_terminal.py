"""Who sits at the terminal of the service's machine: named, with password and one-time code, as at the sign-in page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from fristad.server.accounts import errands, throttle
from fristad.server.accounts.actor import NOWHERE, Actor, actor_for
from fristad.server.accounts.backend import recognise
from fristad.server.accounts.factors import codes, state
from fristad.server.accounts.models import Staff
from fristad.server.accounts.signin.entrance import CAME_IN
from fristad.server.audit.services import act
from fristad.server.common.clock import now
from fristad.server.common.problems import WrongInputError

#: Counts tries from here, in place of an address.
_HERE = "terminal"


def actor_at_terminal(name: str, word: str, ask_code: Callable[[], str]) -> Actor:
    """Return the actor for a name, a password and a one-time code, which is asked for only after the password.

    Somebody who is made to do this gets an actor to whom nothing belongs and whose every act fails, and the call for
    help goes out, as at the sign-in page. Raises `WrongInputError`, `TooManyError`, `LockedError`.
    """
    counted = throttle.take(throttle.NAME, name.strip().casefold(), _HERE)
    found = recognise(name, word)
    if found is None:
        raise WrongInputError(_("This name and this password do not belong together."))
    counted.forgive()
    second = _second_factor(found.staff, ask_code)
    actor = actor_for(found.staff, now())
    if actor is None:
        raise WrongInputError(_("This account is closed."))
    with act(actor, "session.began", detail={"second_factor": second, "at": _HERE}):
        errands.send(actor.operation_id, CAME_IN, {"staff": str(actor.staff_id), "duress": found.duress})
    return replace(actor, agency_id=NOWHERE, is_empty=True) if found.duress else actor


def _second_factor(staff: Staff, ask_code: Callable[[], str]) -> bool:
    """Check the second factor and return whether there was one: a demonstration asks for none."""
    if not state.has_app(staff):
        if settings.DEMO:
            return False
        raise WrongInputError(
            _(
                "This needs a one-time code from an app. Set one up on the page of your account. A passkey works in a "
                "browser only."
            )
        )
    if codes.check(staff, ask_code()) is not codes.Code.APP:
        raise WrongInputError(_("This code is wrong, or it was used already. Wait for the next one and try again."))
    return True
