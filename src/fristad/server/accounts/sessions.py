"""Beginning and ending sessions, and what a person sees of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY, login
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from fristad.server.accounts.devices import device_of
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import SignedIn
from fristad.server.accounts.sessionstore import AFTERWARDS, Session, ends_at
from fristad.server.common.clock import now, today
from fristad.server.common.registry import Slot

BACKEND = "fristad.server.accounts.backend.Backend"
#: A session is written at most this often for being used.
TOUCHED_EVERY = timedelta(minutes=1)

#: What upper parts end together with a person's sessions: tokens, links, jobs. Each takes the staff id.
also_end: Slot[Callable[[UUID], None]] = Slot("sessions end", "what ends together with a person's sessions")


@dataclass(frozen=True)
class Mine:
    """A session as its owner sees it. `device` is a key of `devices.WORDS`."""

    id: UUID
    device: str
    begun: datetime
    ends: datetime
    shared: bool
    current: bool


def note(request: HttpRequest, staff: Staff, *, duress: bool) -> SignedIn:
    """Write down a sign-in that has begun: kind of device and moment, sealed."""
    about = {"device": device_of(request), "begun": now().isoformat(), "duress": duress}
    row = SignedIn(staff=staff, operation_id=staff.operation_id, record_key=staff.record_key, about=about)
    row.save(force_insert=True)
    return row


def begin(request: HttpRequest, staff: Staff, row: SignedIn, *, shared: bool, second_factor: bool) -> None:
    """Sign a person in, under a new session id."""
    login(request, staff, backend=BACKEND)
    request.session.duress = None  # type: ignore[attr-defined] # of our own store
    moment = int(now().timestamp())
    request.session.update({"begun": moment, "touched": moment, "shared": shared, "signed_in": str(row.pk)})
    if second_factor:
        confirmed(request)


def confirmed(request: HttpRequest) -> None:
    """Note that the second factor was just used, and give the session a new id, since it may do more now."""
    request.session["second_factor_at"] = int(now().timestamp())
    request.session.cycle_key()


def second_factor_at(session: SessionBase) -> datetime | None:
    """Return when this session last saw a second factor."""
    moment = session.get("second_factor_at")
    return None if moment is None else datetime.fromtimestamp(moment, UTC)


def touch(session: SessionBase) -> None:
    """Note that a signed-in session is in use, at most once a minute; give it a new id where one is due."""
    if "touched" not in session:
        return
    if getattr(session, "is_to_be_renewed", False):
        session.cycle_key()
    moment = now()
    if moment - datetime.fromtimestamp(session["touched"], UTC) >= TOUCHED_EVERY:
        session["touched"] = int(moment.timestamp())


def is_over(session: SessionBase) -> bool:
    """Whether a signed-in session has ended: unused too long, or twelve hours old."""
    end = ends_at(session)
    return end is not None and end <= now()


def end(request: HttpRequest) -> None:
    """End this session on the server, and a sign-in that was still waiting for its second factor."""
    begun = [request.session.get("signed_in"), request.session.get("pending", {}).get("row")]
    SignedIn.unscoped.filter(pk__in=[each for each in begun if each]).delete()
    request.session.flush()


def end_one(staff_id: UUID, signed_in_id: UUID) -> bool:
    """End one session of a person. Returns whether there was one."""
    ended, _ = Session.objects.filter(staff_id=staff_id, signed_in_id=signed_in_id).delete()
    SignedIn.unscoped.filter(staff_id=staff_id, pk=signed_in_id).delete()
    return bool(ended)


def end_all(staff_id: UUID, *, but: UUID | None = None) -> int:
    """End a person's sessions, tokens, links and jobs at once; `but` names a sign-in to keep. Returns how many.

    Every request looks its session up, so that the next one, in any worker, is nobody's. Works while locked.
    """
    rows = Session.objects.filter(staff_id=staff_id).exclude(signed_in_id=but) if but else _rows(staff_id)
    ended, _ = rows.delete()
    begun = SignedIn.unscoped.filter(staff_id=staff_id)
    (begun.exclude(pk=but) if but else begun).delete()
    for each in also_end:
        each(staff_id)
    return ended


def renew(staff_id: UUID) -> None:
    """Give each of a person's sessions a new id at its next request, since what it may do has changed."""
    _rows(staff_id).update(renew=True)


def mine(request: HttpRequest, staff_id: UUID) -> list[Mine]:
    """Return a person's live sessions, the current one first."""
    current = request.session.get("signed_in")
    rows = {row.signed_in_id: row for row in _rows(staff_id).filter(expire_date__gt=now() + AFTERWARDS)}
    found = SignedIn.unscoped.filter(staff_id=staff_id, pk__in=rows).select_related("record_key")
    listed = [_seen(each, rows[each.pk], current) for each in found]
    return sorted(listed, key=lambda each: (not each.current, each.begun))


def is_under_duress(session: SessionBase) -> bool:
    """Whether this session was opened with the duress word, looked up once a request. Raises `LockedError`.

    One whose sign-in is gone is taken for that too, so that nobody gains by removing it; `is_live` lets it nowhere.
    """
    return _duress(session) is not False


def is_live(session: SessionBase) -> bool:
    """Whether the sign-in behind this session is still there. Raises `LockedError`."""
    return _duress(session) is not None


def _duress(session: SessionBase) -> bool | None:
    """Return what the sign-in says, or None if there is none of this person."""
    known: tuple[bool | None] | None = getattr(session, "duress", None)
    if known is None:
        whose: dict[str, Any] = {"pk": session.get("signed_in"), "staff_id": session.get(SESSION_KEY)}
        rows = SignedIn.unscoped.filter(**whose)
        row = rows.select_related("record_key").first()
        known = (None if row is None else bool(row.about["duress"]),)
        session.duress = known  # type: ignore[attr-defined] # of our own store
    return known[0]


def tidy() -> None:
    """Delete rows of sessions that ended more than an hour ago."""
    Session.objects.filter(expire_date__lt=now()).delete()
    alive = Session.objects.filter(signed_in_id=OuterRef("pk"))
    SignedIn.unscoped.filter(~Exists(alive), created_on__lt=today() - timedelta(days=1)).delete()


def _rows(staff_id: UUID) -> Any:
    return Session.objects.filter(staff_id=staff_id)


def _seen(row: SignedIn, session: Session, current: str | None) -> Mine:
    return Mine(
        id=row.pk,
        device=row.about["device"],
        begun=datetime.fromisoformat(row.about["begun"]),
        ends=session.expire_date - AFTERWARDS,
        shared=bool(session.get_decoded().get("shared")),
        current=str(row.pk) == current,
    )
