"""The way in: name and word, then the second factor, then the session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from fristad.server.accounts import errands, held, notices, sessions, throttle, tokens, whom
from fristad.server.accounts.actor import Actor, actor_for
from fristad.server.accounts.backend import Backend, Recognised, recognise
from fristad.server.accounts.factors import codes, state
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import HeldForm, SignedIn
from fristad.server.audit.services import act, together
from fristad.server.common.clock import now
from fristad.server.common.problems import ExpiredError

#: How long the second factor may take after the first.
PATIENCE = timedelta(minutes=10)
#: Supervisors, as far as a call for help goes.
WHO_HELPS = "load.see"
#: The errand that each sign-in leaves behind.
CAME_IN = "session.began"


@dataclass(frozen=True)
class AtTheDoor:
    """Somebody whose word was right and whose second factor is awaited."""

    staff: Staff
    row: SignedIn
    shared: bool
    then: str


def knock(request: HttpRequest, name: str, word: str) -> Recognised | None:
    """Return whose name and word these are, or None. Raises `TooManyError`.

    A try counts before it is judged. A right word forgets the wrong ones of this name from this address. Where this
    name signed in from the address before, the wrong names of others there do not make it wait.
    """
    address = throttle.address_of(request)
    is_known = throttle.is_known(name, address)
    of_address = None if is_known else throttle.take(throttle.ADDRESS, address)
    of_name = throttle.take(throttle.NAME, name.strip().casefold(), address)
    found = recognise(name, word)
    if found is not None:
        of_name.forgive()
        if of_address is not None:
            of_address.give_back()
    return found


def come_in(request: HttpRequest, found: Recognised, *, shared: bool, then: str) -> str:
    """Return where to go after name and word: to the second factor, or in where there is none to ask for."""
    row = sessions.note(request, found.staff, duress=found.duress)
    if not state.is_set_up(found.staff):
        return enter(request, AtTheDoor(found.staff, row, shared, then), second_factor=False)
    request.session["pending"] = {
        "staff": str(found.staff.pk),
        "row": str(row.pk),
        "shared": shared,
        "then": then,
        "since": int(now().timestamp()),
    }
    request.session.cycle_key()
    return reverse("signin:code")


def at_the_door(request: HttpRequest) -> AtTheDoor:
    """Return who waits for the second factor in this session. Raises `ExpiredError`."""
    kept: dict[str, Any] | None = request.session.get("pending")
    if kept is None or now().timestamp() - kept["since"] > PATIENCE.total_seconds():
        raise ExpiredError
    staff = Backend().get_user(UUID(kept["staff"]))
    row = SignedIn.unscoped.filter(pk=kept["row"]).select_related("record_key").first()
    if staff is None or row is None:
        raise ExpiredError
    return AtTheDoor(staff, row, kept["shared"], kept["then"])


def with_code(request: HttpRequest, waiting: AtTheDoor, typed: str) -> str | None:
    """Return where to go after a right code, or None for a wrong one. Raises `TooManyError`."""
    address = throttle.address_of(request)
    is_known = throttle.is_known(waiting.staff.sign_in_name, address)
    if codes.check(waiting.staff, typed, at=address if is_known else "") is None:
        return None
    return enter(request, waiting, second_factor=True)


def with_passkey(request: HttpRequest, found: Recognised, *, shared: bool, then: str) -> str:
    """Return where to go after a passkey alone, which is both factors."""
    row = sessions.note(request, found.staff, duress=found.duress)
    return enter(request, AtTheDoor(found.staff, row, shared, then), second_factor=True)


def with_second_passkey(request: HttpRequest, waiting: AtTheDoor, found: Recognised) -> str:
    """Return where to go after a passkey as the second factor."""
    if found.duress:
        # A row of its own: the one before, put back by whoever can write to the database, must open nothing.
        waiting.row.delete()
        waiting = replace(waiting, row=sessions.note(request, waiting.staff, duress=True))
    return enter(request, waiting, second_factor=True)


def word_of(request: HttpRequest, staff: Staff) -> str | None:
    """Return the hash of what this session takes for the person's password: under duress the word they typed."""
    return staff.duress if sessions.is_under_duress(request.session) else staff.password


def enter(request: HttpRequest, person: AtTheDoor, *, second_factor: bool) -> str:
    """Begin the session and return where to go: to a form that was kept, or where the person was going."""
    is_duress = bool(person.row.about["duress"])
    request.session.pop("pending", None)
    request.session.pop("ended", None)
    with act(acting(person.staff), "session.began", detail={"second_factor": second_factor}):
        sessions.begin(request, person.staff, person.row, shared=person.shared, second_factor=second_factor)
        # Left behind by every sign-in, so that none takes longer than another.
        errands.send(person.staff.operation_id, CAME_IN, {"staff": str(person.staff.pk), "duress": is_duress})
    if second_factor:
        throttle.know(person.staff.sign_in_name, throttle.address_of(request))
    # What was chosen on the way in stands for this session.
    speak(request, request.session.get("language") or person.staff.language)
    _tidy()
    return back(request, person.staff, person.then)


def back(request: HttpRequest, staff: Staff, then: str) -> str:
    """Return where a person goes on: to a form that was kept, else to `then`."""
    return reverse("signin:held") if kept(request, staff) else then


def kept(request: HttpRequest, staff: Staff) -> HeldForm | None:
    """Return the form that is kept for a person. Under duress there is none: it may hold a case."""
    return None if sessions.is_under_duress(request.session) else held.waiting(staff.pk)


def acting(staff: Staff) -> Actor:
    """Return the actor that a person is. Raises `ExpiredError` if the account was disabled meanwhile."""
    actor = actor_for(staff)
    if actor is None:
        raise ExpiredError
    return actor


def speak(request: HttpRequest, language: str | None) -> None:
    """Let the pages of this session be in a language; None is the browser's."""
    if language:
        request.session["language"] = language
    else:
        request.session.pop("language", None)


def _came_in(operation_id: UUID, content: dict[str, Any]) -> None:
    """Call for help, if somebody signed in with the duress word."""
    if not content["duress"]:
        return
    helpers = _helpers(Staff.objects.get(pk=content["staff"]))
    with together():
        for helper in helpers:
            notices.tell(helper, "duress", staff=content["staff"])
        if not helpers:
            whom.turn_outside(operation_id)


def _helpers(staff: Staff) -> list[Staff]:
    """Return who hears a call: supervisors of the person, else of the operation, and focal points; else administrators.

    A call reaches somebody as long as anybody else works in the agency.
    """
    found = whom.others(staff, [*whom.leaders(staff, WHO_HELPS), *whom.focal(staff)])
    return found or whom.managers(staff)


def _tidy() -> None:
    """Delete what is over. Done at each sign-in: often enough, and with nothing to operate."""
    for module in (sessions, held, throttle, notices, tokens):
        module.tidy()


errands.register(CAME_IN, _came_in)
