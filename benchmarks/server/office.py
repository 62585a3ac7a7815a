"""The office of the register: made by `fristad init` and the services, with second factors for those who sign in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.server import office_file
from benchmarks.server.office_file import Account
from benchmarks.server.place import HOLDER, WORDS, Place
from fristad.server.accounts import conduct
from fristad.server.accounts.actor import System, actor_for, system
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Agency, Staff, Team
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import granting, operations, people
from fristad.server.audit.services import act, together
from fristad.server.common.clock import today
from fristad.server.custody import founding, installations
from fristad.server.custody.places import key_store
from fristad.server.screening.selectors import certificates
from fristad.server.screening.services import certificates as certifying
from fristad.server.vault import envelopes
from fristad.server.vault.keyring import keyring

#: Those who sign in: caseworkers with their own cases, and supervisors who see all cases of their agency.
CASEWORKERS, SUPERVISORS = 70, 10
#: So many cases have one owner more who does not sign in.
CASES_OF_ONE = 1_000
TEAMS = 10
_PASSWORD = "a bench is no place for secrets"  # noqa: S105 - nobody works in this office
_AGENCY = "Harbour Aid"


def found(place: Place) -> dict[str, int]:
    """Make operation, teams and staff, unless they are there; bring the tables of a kept register to this version."""
    installations.migrate()
    if not place.office.exists():
        if installations.found() is None:
            _found(place)
        keyring.put(key_store().open(HOLDER, WORDS, place.key_file.read_text()).operations())
        accounts = _people(system(key_store().operation_ids()[0], "bench"), place)
        office_file.write(place.office, accounts)
    for each in office_file.read(place.office):
        conduct.accept(UUID(each.staff))  # again where the text has a new version since
    _certify(office_file.read(place.office))
    return {"owners": len(owners())}


def _certify(accounts: list[Account]) -> None:
    """Let those with cases of their own hold interviews."""
    staff = Staff.unscoped.in_bulk([UUID(each.staff) for each in accounts])
    lead = actor_for(next(staff[UUID(each.staff)] for each in accounts if each.scope == office_file.ALL))
    assert lead is not None
    certified = set(certificates.live(lead.operation_id).values_list("staff", flat=True))
    with together():
        for each in accounts:
            person = staff[UUID(each.staff)]
            if each.scope == office_file.OWN and person.pk not in certified:
                certifying.grant(lead, person, today() + timedelta(days=365))


def owners() -> list[tuple[UUID, UUID]]:
    """Return all who have cases, each with their team, in a fixed order. Supervisors have none."""
    rows = Staff.unscoped.filter(sign_in_name__startswith="worker").order_by("sign_in_name")
    return list(rows.values_list("pk", "team_id"))


def _found(place: Place) -> None:
    identities = [envelopes.new_identity() for _ in range(3)]
    holders = [founding.Holder(HOLDER, WORDS, place.key_file)]
    holders.append(founding.Holder("Bo", "slow bread under nine bridges", place.key_file.with_name("Bo.key")))
    points = [founding.Point(name, "room 4", line, _AGENCY) for name, line in (("Dina", "director"), ("Emil", "board"))]
    founding.found(
        founding.Answers(
            operation="Norland",
            agencies={_AGENCY: "ngo"},
            holders=holders,
            administrators=[("Cleo", _AGENCY), ("Fadi", _AGENCY)],
            focal_points=points,
            outside_address="complaints@example.org",
            recipients=[public for _, public in identities],
            recovery_folder=Path(place.folder / "copies"),
            identity=identities[0][0],
        )
    )


def _people(who: System, place: Place) -> list[Account]:
    agency = Agency.unscoped.select_related("record_key").get()
    count = CASEWORKERS + max(20, place.cases // CASES_OF_ONE)
    signing_in = []
    with together():
        teams = [operations.make_team(who, agency, f"Team {number}") for number in range(1, TEAMS + 1)]
        for number in range(count):
            staff = _member(who, f"worker{number:05}", teams[number % TEAMS], Role.CASEWORKER, Scope.OWN)
            if number < CASEWORKERS:
                signing_in.append(_with_factors(who, staff, Scope.OWN))
        for number in range(SUPERVISORS):
            staff = _member(who, f"lead{number:02}", teams[number % TEAMS], Role.SUPERVISOR, Scope.OPERATION)
            signing_in.append(_with_factors(who, staff, Scope.OPERATION))
    return signing_in


def _member(who: System, name: str, team: Team, role: Role, scope: Scope) -> Staff:
    made = people.make_staff(who, name, team.agency, people.About(display_name=f"Name of {name}", team=team))
    granting.ask(who, made, granting.Offer(role, scope, today() + timedelta(days=365), None))
    return made


def _with_factors(who: System, staff: Staff, scope: Scope) -> Account:
    with act(who, "staff.changed", staff):
        staff.set_password(_PASSWORD)
        staff.save(update_fields=["password"])
    seed = codes.new_seed()
    codes.keep_app(staff, seed)
    return Account(staff.sign_in_name, _PASSWORD, seed, str(staff.pk), scope.value)
