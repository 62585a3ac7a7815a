"""Tokens: by which a program of one person uses the JSON interface, with a part of that person's rights.

The secret is shown once and kept as a digest, sealed under the person's key. Each request looks the token and the
person's roles up anew, so that it ends, or narrows, with them at once. A dangerous right is never in a token.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts import gate
from fristad.server.accounts.actor import Actor, Reach, actor_for
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Token
from fristad.server.accounts.rights import EVERYBODY, RIGHTS
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, ReservedError, WrongInputError
from fristad.server.common.registry import Slot
from fristad.server.vault import digests

LONGEST = timedelta(days=90)
#: More programs than this nobody keeps in mind.
MOST = 20
#: So that a token left in a file or a message is found by those who look for such things.
START = "fristad"

#: The rights that a token can have; what uses them puts them here.
grantable: Slot[str] = Slot("rights of tokens", "which rights a person's token for the JSON interface can have")


@dataclass(frozen=True)
class Program(Actor):
    """A person, as far as one of their tokens reaches."""

    token_id: UUID | None = None
    rights: frozenset[str] = frozenset()

    def may(self, right: str) -> bool:
        """Return whether the right is held and is one of the token's."""
        return bool(self.scopes(right))

    def scopes(self, right: str) -> frozenset[Reach]:
        """Return where the right holds: nowhere for what the token was not given, or what is dangerous."""
        if right not in self.rights or right in EVERYBODY or RIGHTS[right].dangerous:
            return frozenset()
        return super().scopes(right)


@dataclass(frozen=True)
class Mine:
    """A token as its owner sees it."""

    id: UUID
    label: str
    rights: tuple[str, ...]
    made_on: date
    until: date


def offered(actor: Actor) -> list[str]:
    """Return the rights that a token of this person can have now."""
    return [right for right in grantable if not RIGHTS[right].dangerous and actor.may(right)]


def make(actor: Actor, staff: Staff, label: str, rights: Iterable[str], until: date) -> str:
    """Return the text of a new token, which nobody can see again. Raises `WrongInputError`."""
    chosen = sorted(set(rights))
    if not chosen or not set(chosen) <= set(offered(actor)):
        raise WrongInputError(_("A token has some of your own rights, and no others."))
    if not today() <= until <= today() + LONGEST:
        raise WrongInputError(_("A token is for 90 days at most."))
    if len(mine(staff.pk)) >= MOST:
        raise WrongInputError(_("You have very many tokens already. End those that are not in use."))
    secret = secrets.token_urlsafe(32)
    content = {
        "digest": digests.of_secret(secret),
        "label": label,
        "rights": chosen,
        "from": today().isoformat(),
        "until": until.isoformat(),
    }
    row = Token(staff=staff, operation_id=staff.operation_id, record_key=staff.record_key, content=content, until=until)
    with act(actor, "token.made", detail={"token": row.pk, "rights": chosen, "until": until.isoformat()}):
        row.save(force_insert=True)
    return f"{START}_{row.pk.hex}_{secret}"


def pretended() -> str:
    """Return what looks like a token and is none: for somebody who is made to sign in."""
    return f"{START}_{secrets.token_hex(16)}_{secrets.token_urlsafe(32)}"


def mine(staff_id: UUID) -> list[Mine]:
    """Return a person's tokens that work, the newest first. Raises `LockedError`."""
    rows = Token.unscoped.filter(staff_id=staff_id, until__gte=today()).select_related("record_key")
    return sorted((_seen(row) for row in rows), key=lambda each: (each.made_on, each.until), reverse=True)


def end(actor: Actor, staff_id: UUID, token_id: UUID) -> None:
    """End one of a person's own tokens at once. Raises `NotThereError`."""
    row = Token.unscoped.filter(staff_id=staff_id, pk=token_id).first()
    if row is None:
        raise NotThereError
    with act(actor, "token.ended", detail={"token": token_id}):
        row.delete()


def end_all(staff_id: UUID) -> None:
    """End a person's tokens together with their sessions. Works while locked."""
    Token.unscoped.filter(staff_id=staff_id).delete()


def tidy() -> None:
    """Delete what is over."""
    Token.unscoped.filter(until__lt=today()).delete()


def program(text: str) -> Program | None:
    """Return who stands behind a token now, or None for one that is wrong, over or of a closed account.

    Raises `LockedError`; `ReservedError` for somebody who must first meet a requirement by signing in.
    """
    start, name, secret = (*text.split("_", 2), "", "")[:3]
    row = _row(name) if start == START else None
    if row is None:
        return None
    content = row.content
    is_right = secrets.compare_digest(content["digest"], digests.of_secret(secret))
    if not is_right or date.fromisoformat(content["until"]) < today():
        return None
    person = actor_for(row.staff)
    if person is None:
        return None
    if gate.open_page(row.staff) is not None:
        raise ReservedError(_("Sign in once: the code of conduct or the second factor is waiting for you there."))
    known = {each.name: getattr(person, each.name) for each in fields(Actor)}
    return Program(**known, token_id=row.pk, rights=frozenset(content["rights"]))


def _row(name: str) -> Token | None:
    try:
        token_id = UUID(name)
    except ValueError:
        return None
    rows = Token.unscoped.filter(pk=token_id).select_related("record_key", "staff__record_key")
    row: Token | None = rows.first()
    # Sealed under the person's own key: a row that was pointed at somebody else has the wrong key.
    return row if row is not None and row.record_key_id == row.staff.record_key_id else None


def _seen(row: Token) -> Mine:
    content = row.content
    return Mine(
        row.pk,
        content["label"],
        tuple(content["rights"]),
        date.fromisoformat(content["from"]),
        date.fromisoformat(content["until"]),
    )
