"""What the person must hear before anything is told: what this agency must or may report where it works."""

from __future__ import annotations

from dataclasses import dataclass

from fristad.library.reporting import Duty, load_reporting
from fristad.server.accounts import selectors
from fristad.server.accounts.actor import Actor


@dataclass(frozen=True)
class Told:
    """What is known. `country` is None, or `state` empty, where nothing is: a gap, and no absence of a duty."""

    country: str | None
    state: str
    duties: tuple[Duty, ...]
    not_known: tuple[str, ...]

    @property
    def nothing_known(self) -> bool:
        """Whether there is nothing to read out."""
        return not self.duties


def reporting(actor: Actor) -> Told:
    """Return the duties and permissions that bind the actor's agency, or may, in the country of the operation."""
    country = selectors.operation(actor).country
    known = load_reporting(country) if country else None
    if known is None:
        return Told(country, "", (), ())
    body = next(each.body for each in selectors.agencies(actor) if each.pk == actor.agency_id)
    return Told(country, known.state, tuple(duty for duty in known.duties if duty.may_bind(body)), known.not_known)
