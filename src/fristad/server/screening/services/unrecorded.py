"""A talk that keeps nothing of the person: its state goes out sealed with each page and comes back with each answer.

The key is the only thing that is stored, and it dies with the talk. So no table, job, session or log ever holds a word
of what was said; a page that somebody copied opens for nobody once the talk is over.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act, together
from fristad.server.common.clock import now, today
from fristad.server.screening.models import (
    Interview,
    InterviewState,
    Saying,
    Sitting,
    UnrecordedTalk,
    UnrecordedWeek,
)
from fristad.server.vault.cipher import DoesNotOpenError
from fristad.server.vault.models import RecordKey
from fristad.server.vault.sealing import Blob, bound_to, open_value, seal_value

#: No such talk goes on for longer; what was said is gone then in any case.
LASTS: Final = timedelta(hours=2)
KIND: Final = "talk"


@dataclass
class Unrecorded:
    """A talk that goes on, in the hands of the one who holds it. `state` is JSON:

    {"language", "age", "instruments": [id], "steps": {step: noted}, "given": {leaf: {"value", "who", "words"}},
    "left_out": [leaf]}
    """

    row: UnrecordedTalk
    state: dict[str, Any]


def begin(actor: Actor, state: Mapping[str, Any]) -> Unrecorded:
    """Begin a talk under a key of its own. Raises LockedError."""
    key = RecordKey.fresh(actor.operation_id, KIND)
    row = UnrecordedTalk(operation_id=actor.operation_id, record_key=key, until=_until())
    with act(actor, "unrecorded.begun"):
        key.save(force_insert=True)
        row.save(force_insert=True)
    return Unrecorded(row, {"steps": {}, "given": {}, "left_out": [], **state})


def _until() -> datetime:
    """Return the full quarter before the two hours are over: the clear column does not say when a talk began.

    The row names nobody. A full hour would say less, but could end a talk after little more than one.
    """
    end = now() + LASTS
    return end.replace(minute=end.minute // 15 * 15, second=0, microsecond=0)


def sealed(actor: Actor, talk: Unrecorded) -> str:
    """Return the state as it goes out with the page. It opens for this person alone, and while the key lives."""
    key = talk.row.record_key
    blob = seal_value(key.opened(), key.pk, talk.state, _place(actor, talk.row.pk))
    return base64.urlsafe_b64encode(talk.row.pk.bytes + blob).decode()


def reopen(actor: Actor, text: str) -> Unrecorded | None:
    """Return the talk that a page carries, or None: it is over, it is somebody else's, or it is no such state."""
    try:
        packed = base64.urlsafe_b64decode(text.encode("ascii"))
        talk_id = UUID(bytes=packed[:16])
    except (ValueError, binascii.Error):
        return None
    row = (
        UnrecordedTalk.unscoped.filter(pk=talk_id, operation_id=actor.operation_id, until__gt=now())
        .select_related("record_key")
        .first()
    )
    if row is None:
        return None
    key = row.record_key
    try:
        return Unrecorded(row, open_value(key.opened(), key.pk, Blob(packed[16:]), _place(actor, row.pk)))
    except DoesNotOpenError:
        return None


def _place(actor: Actor, talk_id: UUID) -> bytes:
    return bound_to(actor.operation_id, talk_id, f"unrecorded.state/{actor.staff_id}")


def close(actor: Actor, talk: Unrecorded, offered: Iterable[str]) -> None:
    """Let the key die, and count: one talk of the team in this week, and what help was offered."""
    team = Staff.unscoped.values_list("team", flat=True).get(pk=actor.staff_id)
    with act(actor, "unrecorded.ended"):
        _let_die(talk.row)
        if team is not None:
            _count(actor, team, list(offered))


def end_overdue(operation_id: UUID) -> int:
    """Let the keys of talks die whose two hours are over; return how many."""
    rows = UnrecordedTalk.unscoped.filter(operation_id=operation_id, until__lte=now()).select_related("record_key")
    found = list(rows[:100])
    for row in found:
        _let_die(row)
    return len(found)


def _let_die(row: UnrecordedTalk) -> None:
    key = row.record_key
    row.delete()
    key.destroy()
    RecordKey.objects.filter(pk=key.pk).delete()


def _count(actor: Actor, team: UUID, offered: list[str]) -> None:
    monday = today() - timedelta(days=today().weekday())
    rows = UnrecordedWeek.unscoped.select_for_update().filter(team=team, week=monday).select_related("record_key")
    with act(actor, "unrecorded.counted") as done:
        week = rows.first() or _new_week(actor, team, monday)
        told = week.told or {"talks": 0, "offered": {}}
        counts = dict(told["offered"])
        for code in offered:
            counts[code] = counts.get(code, 0) + 1
        week.told = {"talks": told["talks"] + 1, "offered": counts}
        week.save_over(week.version)
        done.touch(week)


def _new_week(actor: Actor, team: UUID, monday: date) -> UnrecordedWeek:
    key = RecordKey.objects.make(actor.operation_id, "count")
    week = UnrecordedWeek(operation_id=actor.operation_id, record_key=key, team_id=team, week=monday)
    week.save(force_insert=True)
    return week


def turn(actor: Actor, interview: Interview, sitting: Sitting) -> Unrecorded:
    """Go on without a record: what this sitting wrote is removed, and the talk goes on under a key that dies with it.

    An interview of which earlier sittings were recorded with consent keeps those, and rests. One without leaves
    nothing. Nothing goes into the ledger of consent.
    """
    told = interview.told or {}
    kept = {name: noted for name, noted in (sitting.steps or {}).items() if name != "interpreter"}
    state = {"language": told.get("language") or "en", "instruments": list(told["instruments"]), "steps": kept}
    state["age"] = told.get("age") or "maybe"
    with together():
        talk = begin(actor, state)
        _unwrite(actor, interview, sitting)
    return talk


def _unwrite(actor: Actor, interview: Interview, sitting: Sitting) -> None:
    with act(actor, "interview.not_recorded", interview, sitting):
        Saying.unscoped.filter(sitting=sitting).delete()
        sitting.delete()
        if Sitting.unscoped.filter(interview=interview).exists():
            interview.state = InterviewState.PAUSED
            interview.save_over(interview.version)
            return
        key = interview.record_key
        interview.delete()
        key.destroy()
