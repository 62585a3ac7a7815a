"""Slowing down who tries too often. Nobody is ever locked out from everywhere.

Kept are keyed tags and counts, never a name or an address. The rows are in the database, which all workers share: a
counter in Django's cache is read and then written, so that tries sent together would count as one, and a full cache
drops the counters of others.
"""

from __future__ import annotations

import ipaddress
import math
import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import ngettext

from fristad.server.accounts.models_signin import KnownPlace, Tries
from fristad.server.common.clock import now, today
from fristad.server.common.problems import LockedError, TooManyError
from fristad.server.vault import tags
from fristad.server.vault.keyring import keyring

#: `192.0.2.1:4711` and `[2001:db8::1]:4711`, as some proxies write it.
WITH_PORT = re.compile(r"([0-9.]+):[0-9]+|\[([^\]]+)\](?::[0-9]+)?")
#: After this long without a try everything is forgotten.
FORGOTTEN = timedelta(hours=1)
#: For so long an address from which somebody came in is known as theirs.
KNOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Slowing:
    """`free` tries at once, then a wait of `first` seconds that doubles with each try up to `most`."""

    purpose: str
    free: int
    first: int
    most: int

    def wait(self, count: int) -> timedelta:
        """Return the wait after the `count`-th try."""
        if count < self.free:
            return timedelta(0)
        return timedelta(seconds=min(self.most, self.first * 2 ** min(count - self.free, 20)))


#: One name from one address: a person who mistypes waits seconds, a machine that guesses a quarter of an hour.
NAME = Slowing("sign-in name and address", free=5, first=4, most=900)
#: All names from one address, which may be a whole office.
ADDRESS = Slowing("sign-in address", free=60, first=2, most=300)
#: Codes of one person, after the right password: who gets here knows it. Passkeys cannot be guessed and are not slowed.
CODE = Slowing("one-time code", free=5, first=15, most=600)
#: Names that were not free, with one invitation.
TAKEN = Slowing("sign-in name in use", free=5, first=60, most=3600)
#: Links of invitations from one address.
LINK = Slowing("invitation link", free=20, first=2, most=300)


#: Not slowed: names the tags of places from which somebody came in.
_PLACE = Slowing("known place", free=0, first=0, most=0)


@dataclass(frozen=True)
class Try:
    """A try that was counted: the `count`-th since the last right one."""

    tag: bytes
    count: int

    def forgive(self) -> None:
        """Forget all tries under this tag: the person was right."""
        Tries.objects.filter(tag=self.tag).delete()

    def give_back(self) -> None:
        """Uncount this one try, and keep those of others."""
        with transaction.atomic():
            for row in Tries.objects.select_for_update().filter(tag=self.tag, count__gt=0):
                row.count -= 1
                row.until = now()
                row.save(update_fields=["count", "until"])


def take(slowing: Slowing, *about: str) -> Try:
    """Count a try before it is judged, so that tries sent together count as many. Raises `TooManyError`."""
    tag = _tag(slowing, about)
    with transaction.atomic():
        moment = now()
        row, _ = Tries.objects.select_for_update().get_or_create(tag=tag, defaults={"until": moment})
        if row.until > moment:
            raise TooManyError(_wait_text((row.until - moment).total_seconds()))
        row.count = 1 if moment - row.until > FORGOTTEN else row.count + 1
        row.until = moment + slowing.wait(row.count)
        row.save(update_fields=["count", "until"])
    return Try(tag, row.count)


def is_known(name: str, address: str) -> bool:
    """Whether somebody of this name came in from this address in the last three months. Raises `LockedError`.

    By address, since there is one cookie only, which is the session's (docs/security/index.md).
    """
    return KnownPlace.objects.filter(tag=_tag(_PLACE, _place(name, address)), until__gte=today()).exists()


def know(name: str, address: str) -> None:
    """Remember from where somebody came in, with both factors."""
    until = today() + KNOWN_FOR
    KnownPlace.objects.update_or_create(tag=_tag(_PLACE, _place(name, address)), defaults={"until": until})


def _place(name: str, address: str) -> tuple[str, str]:
    return name.strip().casefold(), address


def address_of(request: HttpRequest) -> str:
    """Return whom to count: the address, or the network of 64 bits that one line of IPv6 has.

    Only a proxy named in the settings is believed, one on this machine too, and of what it forwards only what it wrote
    itself: the last part. It must overwrite or extend the header, since one that passes it on as it came lets everybody
    choose their address (docs/how_to/run_a_live_operation.md).
    """
    address = request.META.get("REMOTE_ADDR") or ""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and _plain(address) in settings.TRUSTED_PROXIES:
        address = forwarded.rsplit(",", 1)[-1].strip()
    known = _known(address)
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((known, 64), strict=False).network_address)
    return str(known or address)


def tidy() -> None:
    """Delete what is forgotten anyway."""
    Tries.objects.filter(until__lt=now() - FORGOTTEN).delete()
    KnownPlace.objects.filter(until__lt=today()).delete()


def _tag(slowing: Slowing, about: tuple[str, ...]) -> bytes:
    """Return the tag. A name that is not known belongs to no operation, so all are tagged with one key."""
    opened = keyring.operations()
    if not opened:
        raise LockedError
    return tags.tag(min(opened), f"tries: {slowing.purpose}", "\0".join(about))


def _plain(address: str) -> str:
    return str(_known(address) or address)


def _known(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address without its port, and one of IPv4 as such however it is written; None for anything else."""
    bare = WITH_PORT.fullmatch(address)
    try:
        known = ipaddress.ip_address((bare[1] or bare[2]) if bare else address)
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


def _wait_text(seconds: float) -> str:
    if seconds <= 90:
        whole = math.ceil(seconds)
        return ngettext("Try again in %(n)s second.", "Try again in %(n)s seconds.", whole) % {"n": whole}
    minutes = math.ceil(seconds / 60)
    return ngettext("Try again in %(n)s minute.", "Try again in %(n)s minutes.", minutes) % {"n": minutes}
