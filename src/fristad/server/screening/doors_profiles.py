"""The doors to profiles and prevention plans: through the case, or through the place file of one's own agency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Case, CaseState
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError
from fristad.server.screening.models import Judgement, PlaceFile, PreventionStep, Support

IN_WORK = (CaseState.OPEN, CaseState.CLOSING)


@dataclass(frozen=True)
class Subject:
    """Whom or what a profile is of: the person of a case, their family as this case tells it, or a place.

    It was reached through its door.
    """

    about: str
    case: Case | None = None
    place: PlaceFile | None = None

    @property
    def record(self) -> Case | PlaceFile:
        """The record whose key seals what is written here."""
        found = self.case or self.place
        assert found is not None  # noqa: S101 - one of the two is always there
        return found

    @property
    def columns(self) -> dict[str, Any]:
        """The columns that lead from a row to it."""
        return {"case": self.case, "place": self.place}


def place_files(actor: Actor, right: str = "place_profile.see") -> QuerySet[PlaceFile]:
    """Return the places that the actor's agency looks at in this operation, under `right`."""
    found: QuerySet[PlaceFile] = PlaceFile.unscoped.filter(
        operation_id=actor.operation_id, agency_id=actor.agency_id, ended_on=None
    )
    return found.select_related("record_key", "by__record_key") if actor.may(right) else found.none()


def place_file(actor: Actor, place_id: UUID, right: str = "place_profile.see") -> PlaceFile:
    """Return one of them. Raises `NotThereError`."""
    record = place_files(actor, right).filter(pk=place_id).first()
    if record is None:
        raise NotThereError
    return record


def _of(subject: Subject) -> Q:
    return Q(case=subject.case) if subject.case else Q(place=subject.place)


def _rows(kind: type[Any], subject: Subject) -> Iterator[Any]:
    found = kind.unscoped.filter(_of(subject), record_key__destroyed_on=None)
    rows = found.select_related("record_key", "by__record_key")
    return (row for row in rows if row.body["about"] == subject.about)


def judgements(subject: Subject) -> list[Judgement]:
    """Return what was judged of it, the first one first."""
    return sorted(_rows(Judgement, subject), key=lambda row: row.number)


def steps(subject: Subject) -> list[PreventionStep]:
    """Return the steps of its plan: what is still to be done by its day, then what ended, the latest first."""
    rows = list(_rows(PreventionStep, subject))
    waiting = sorted((row for row in rows if row.ended_on is None), key=lambda row: (row.due_on, str(row.pk)))
    ended = [row for row in rows if row.ended_on is not None]
    return [*waiting, *sorted(ended, key=lambda row: (row.ended_on, str(row.pk)), reverse=True)]


def step(subject: Subject, step_id: UUID) -> PreventionStep:
    """Return one step that has not ended. Raises `NotThereError`."""
    found = next((row for row in steps(subject) if row.pk == step_id and row.ended_on is None), None)
    if found is None:
        raise NotThereError
    return found


def support(case: Case) -> Support | None:
    """Return what helps the person of a case that was reached through a door."""
    found: Support | None = Support.unscoped.filter(case=case).select_related("record_key", "by__record_key").first()
    return found


def to_review(actor: Actor) -> QuerySet[Judgement]:
    """Return what the actor is to judge anew: its day has come, and nothing took its place."""
    reached = Q(pk__in=())
    if actor.may("profile.write"):
        reached |= Q(case_doors.within(actor, "profile.write"), case__state__in=IN_WORK)
    reached |= Q(place__in=place_files(actor, "place_profile.write").values("pk"))
    found: QuerySet[Judgement] = Judgement.unscoped.filter(
        reached, operation_id=actor.operation_id, ended_on=None, review_on__lte=today(), record_key__destroyed_on=None
    )
    return found.select_related("record_key", "case__record_key", "place__record_key").order_by("review_on", "id")


def own_steps(actor: Actor) -> QuerySet[PreventionStep]:
    """Return the steps that are the actor's to see to, the nearest first."""
    reached = Q(pk__in=())
    if actor.may("profile.see"):
        reached |= Q(case_doors.within(actor, "profile.see"), case__state__in=IN_WORK)
    reached |= Q(place__in=place_files(actor).values("pk"))
    found: QuerySet[PreventionStep] = PreventionStep.unscoped.filter(
        reached, assignee=actor.staff_id, ended_on=None, record_key__destroyed_on=None
    )
    return found.select_related("record_key", "case", "place").order_by("due_on", "id")
