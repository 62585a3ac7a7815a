"""What waits to be given, and who can work on it: given to somebody who cannot open it, nobody would."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from fristad.server.accounts import selectors as accounts
from fristad.server.accounts.actor import Actor, actors_for
from fristad.server.accounts.models import Staff
from fristad.server.cases import doors
from fristad.server.cases.models import Case
from fristad.server.cases.selectors.circles import those_who_may
from fristad.server.cases.selectors.movements import IN_WORK
from fristad.server.cases.selectors.people import name_of


def owners_in(team_id: str | UUID | None) -> dict[str, str]:
    """Return the people of a team who work in cases now, as id: name."""
    return _by_name(those_who_may("case.edit", _team(team_id))) if team_id else {}


def owners_for(case: Case) -> dict[str, str]:
    """Return the people of a case's team who could work on it as its owner, as id: name."""
    return _by_name(those_who_may("case.edit", _unbarred(case, _team(case.team_id))))


def helpers_of(case: Case) -> dict[str, str]:
    """Return those of a case's team, or named in it, who can open it today, so that a task in it is theirs to see."""
    named = Q(team=case.team_id) | Q(pk__in=case.involved.values("staff"))
    found = list(_unbarred(case, Staff.unscoped.filter(named, is_active=True).select_related("record_key")))
    actors = actors_for(found)
    seeing = (each for each in found if doors.cases(actors[each.pk], "case.open").filter(pk=case.pk).exists())
    return _by_name(seeing)


def idle_owners(actor: Actor) -> list[UUID]:
    """Return the people who own cases in work and cannot write in any, as far as the actor could give these on."""
    if not actor.may("case.assign"):
        return []
    # Home pages ask for this, and there may be a thousand people: of their agency and team nothing is needed.
    people = list(accounts.staff(actor, "case.assign").select_related(None).select_related("record_key"))
    working = {person.pk for person in those_who_may("case.edit", people)}
    idle = [person.pk for person in people if person.pk not in working]
    owned = Case.unscoped.filter(owner__in=idle, state__in=IN_WORK, record_key__destroyed_on=None)
    return list(owned.order_by().values_list("owner", flat=True).distinct())


def unattended(actor: Actor) -> Q:
    """Return the condition that nobody works on a case: it has no owner, or one who cannot write in it."""
    idle = idle_owners(actor)
    return Q(owner=None) | Q(owner__in=idle) if idle else Q(owner=None)


def to_give(actor: Actor, team_id: UUID | None, *, everybody: bool, most: int) -> list[Case]:
    """Return cases in work of one team that the actor may give to somebody, those without an owner first.

    With `everybody` all of them, else those that nobody works on: without an owner, or with an idle one.
    """
    found = doors.cases(actor, "case.assign").filter(team=team_id, state__in=IN_WORK)
    if not everybody:
        found = found.filter(unattended(actor))
    return list(found.select_related("record_key", "owner__record_key").order_by("owner", "code")[:most])


def _team(team_id: str | UUID) -> QuerySet[Staff]:
    found: QuerySet[Staff] = Staff.unscoped.filter(team__pk=team_id, is_active=True)
    return found.select_related("record_key")


def _unbarred(case: Case, people: QuerySet[Staff]) -> QuerySet[Staff]:
    found = people.exclude(pk__in=doors.barred_people(case))
    if case.closed_circle:
        found = found.filter(pk__in=case.involved.filter(until=None).values("staff"))
    return found


def _by_name(people: Iterable[Staff]) -> dict[str, str]:
    return dict(sorted(((str(each.pk), name_of(each)) for each in people), key=lambda pair: pair[1]))
