"""The door in front of every page: signed in, the requirements met, the right held; else the page is not there.

Every view carries `@door("case.open")` or `@public`. A view with neither fails a system check and does not start.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from fristad.server.accounts import gate
from fristad.server.accounts.actor import Actor, actor_of
from fristad.server.accounts.rights import EVERYBODY, RIGHTS
from fristad.server.common.problems import NotThereError

View = Callable[..., HttpResponse]
V = TypeVar("V", bound=View)


class ActorRequest(HttpRequest):
    """A request that came through a door."""

    actor: Actor


def door(right: str, *, dangerous: bool | None = None) -> Callable[[View], View]:
    """Let in who holds `right`. A dangerous right (as the table says, unless told here) needs a fresh second factor.

    Signed out: the sign-in page. Requirements open (second factor, code of conduct): their page. Right not held:
    `NotThereError`, as for everything out of scope.
    """
    if right not in EVERYBODY and right not in RIGHTS:
        raise KeyError(f"{right} is not in the table of rights")
    is_dangerous = (right in RIGHTS and RIGHTS[right].dangerous) if dangerous is None else dangerous

    def behind(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            stopped = _stopped(request, right, is_dangerous)
            return stopped if stopped is not None else view(request, *args, **kwargs)

        through.right = right  # type: ignore[attr-defined]
        through.dangerous = is_dangerous  # type: ignore[attr-defined]
        return through

    return behind


def public(view: V) -> V:
    """Mark a view as open to everybody, on purpose."""
    view.public = True  # type: ignore[attr-defined]
    return view


def _stopped(request: HttpRequest, right: str, is_dangerous: bool) -> HttpResponse | None:  # noqa: FBT001 - private
    actor = actor_of(request)
    if actor is None:
        return gate.sign_in(request)
    required = gate.requirements(request)
    if required is not None:
        return required
    if not actor.may(right):
        raise NotThereError
    return gate.confirm(request) if is_dangerous and not actor.second_factor_fresh() else None
