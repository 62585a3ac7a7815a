"""The office of the demo: agencies, teams, staff with one role or more each, focal points, an address outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy

from fristad.server.accounts import conduct
from fristad.server.accounts.actor import Actor, System, actor_for, system
from fristad.server.accounts.demo import DemoAccount
from fristad.server.accounts.models import Agency, Body, Operation, Staff, Team
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import granting, operations, people
from fristad.server.accounts.words import ROLES
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.site.demo.stories import data

_LAST_DAY = timedelta(days=365)


@dataclass(frozen=True)
class Office:
    """Teams, staff and what each member of staff is when they act; by their keys in `operation.yaml`."""

    teams: dict[str, Team]
    staff: dict[str, Staff]
    actors: dict[str, Actor]


def sign_in_name(key: str) -> str:
    """Return the name by which somebody signs in."""
    return f"{key}.demo"


def shown_accounts() -> Iterator[DemoAccount]:
    """Give the accounts that the sign-in page of a demonstration shows: one for each role and each side of a wall."""
    office = data("operation")
    teams = {each["key"]: each["name"] for each in office["teams"]}
    for each in office["staff"]:
        if "try" in each:
            role = format_lazy("{}, {}", ROLES[Role(next(iter(each["roles"])))], teams[each["team"]])
            yield DemoAccount(sign_in_name(each["key"]), office["password"], role, each["try"])


def make_office(operation_id: UUID) -> Office:
    """Make the office through the services, so that each act has its entry in the log."""
    told, who = data("operation"), system(operation_id, "demo")
    operation = operations.make_operation(who, told["name"])
    operations.set_outside_address(who, operation, told["outside_address"], operation.version)
    operations.set_country(who, operation, told["country"], operation.version)
    agencies = {each["key"]: operations.make_agency(who, each["name"], Body(each["body"])) for each in told["agencies"]}
    teams = {each["key"]: operations.make_team(who, agencies[each["agency"]], each["name"]) for each in told["teams"]}
    staff = {each["key"]: _member(who, each, teams[each["team"]]) for each in told["staff"]}
    _name_focal_points(who, agencies, staff)
    actors = {key: _actor(person) for key, person in staff.items()}
    _ask_for_a_role(told["waiting"], staff, actors)
    return Office(teams, staff, actors)


def there(operation_id: UUID) -> bool:
    """Return whether the operation was made already."""
    return Operation.unscoped.filter(pk=operation_id).exists()


def _member(who: System, told: Any, team: Team) -> Staff:
    name = sign_in_name(told["key"])
    # No language of their own: a visitor keeps that of the browser.
    about = people.About(told["name"], f"{told['key']}@example.org", team=team)
    made = people.make_staff(who, name, team.agency, about)
    with act(who, "staff.changed", made):
        made.set_password(data("operation")["password"])
        made.save(update_fields=["password"])
    for role, scope in told["roles"].items():
        granting.ask(who, made, _offer(role, scope, team))
    conduct.accept(made.pk)
    return made


def _offer(role: str, scope: str, team: Team) -> granting.Offer:
    given = Scope(scope)
    return granting.Offer(Role(role), given, today() + _LAST_DAY, team if given is Scope.TEAM else None)


def _name_focal_points(who: System, agencies: dict[str, Agency], staff: dict[str, Staff]) -> None:
    for each in data("operation")["focal_points"]:
        point = operations.NewFocalPoint(each["name"], each["contact"], each["line"], staff[each["staff"]].pk)
        operations.name_focal_point(who, agencies[each["agency"]], point)


def _actor(person: Staff) -> Actor:
    found = actor_for(person)
    if found is None:
        raise ValueError(f"{person.sign_in_name} is disabled")
    return found


def _ask_for_a_role(waiting: Any, staff: dict[str, Staff], actors: dict[str, Actor]) -> None:
    person = staff[waiting["staff"]]
    if person.team is None:
        raise ValueError(f"{person.sign_in_name} has no team")
    granting.ask(actors[waiting["asked_by"]], person, _offer(waiting["role"], waiting["scope"], person.team))
