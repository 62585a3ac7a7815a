"""Who may do what: the one table. The page `docs/security/rights.md` and the permission tests are made from it.

Read it by rows: a right, what it allows in words, and for each role the widest scope in which that role can hold it.
A grant gives one person one role in one operation, with a scope and a last day; the narrower of the grant's scope and
the table's holds. Who is not named in a row does not have the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is in an operation. The last two are named rights, given on top of another role."""

    INTERVIEWER = "interviewer"
    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    CHILD_PROTECTION = "child_protection"
    INTERNATIONAL_PROTECTION = "international_protection"
    CONTEXT = "context"
    LEARNING = "learning"
    PARTNER = "partner"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    DUTY_OFFICER = "duty_officer"
    DUPLICATE_DESK = "duplicate_desk"


class Scope(StrEnum):
    """How far a right reaches, narrow to wide. None of them reaches over the wall of the agency."""

    OWN = "own"  # cases whose owner one is, or in whose closed circle; to read also 24 hours after handing over
    FLAGGED = "flagged"  # own cases, and those flagged to this person for their kind of protection
    TEAM = "team"
    OPERATION = "operation"  # the own agency's cases in this operation
    AGENCY = "agency"  # the own agency's cases in all its operations

    @property
    def width(self) -> int:
        """Return the place in the order narrow to wide."""
        return list(Scope).index(self)


def narrower(one: Scope, other: Scope) -> Scope:
    """Return the narrower of two scopes."""
    return min(one, other, key=lambda scope: scope.width)


@dataclass(frozen=True)
class Right:
    """A row of the table. `dangerous` asks for a second factor used in the last ten minutes.

    `content` says that it shows what is in a case; a role with such a right is granted by two people. So is one with a
    `guarded` right, which could be used to get there.
    """

    allows: str
    roles: dict[Role, Scope]
    dangerous: bool = False
    content: bool = False
    guarded: bool = False


#: The scopes in which each role is granted, the usual one first.
SCOPES: Final[dict[Role, tuple[Scope, ...]]] = {
    Role.INTERVIEWER: (Scope.OWN,),
    Role.CASEWORKER: (Scope.OWN,),
    Role.SUPERVISOR: (Scope.TEAM, Scope.OPERATION),
    Role.CHILD_PROTECTION: (Scope.FLAGGED,),
    Role.INTERNATIONAL_PROTECTION: (Scope.FLAGGED,),
    Role.CONTEXT: (Scope.OPERATION,),
    Role.LEARNING: (Scope.OPERATION,),
    Role.PARTNER: (Scope.OPERATION,),
    Role.ANALYST: (Scope.OPERATION, Scope.AGENCY),
    Role.ADMINISTRATOR: (Scope.OPERATION,),
    Role.AUDITOR: (Scope.OPERATION, Scope.AGENCY),
    Role.DUTY_OFFICER: (Scope.OPERATION,),
    Role.DUPLICATE_DESK: (Scope.OPERATION,),
}

#: Roles that need another one first: whom a named right can be given to.
ON_TOP_OF: Final[dict[Role, tuple[Role, ...]]] = {
    Role.DUTY_OFFICER: (Role.CASEWORKER, Role.SUPERVISOR),
    Role.DUPLICATE_DESK: (Role.SUPERVISOR,),
}

#: Held by everybody who is signed in, with or without a role.
EVERYBODY: Final[dict[str, str]] = {
    "home.see": "see one's own home page",
    "own.account": "see and end one's own sessions, change one's own password, second factor and language",
}

_WORK: dict[Role, Scope] = {
    Role.INTERVIEWER: Scope.OWN,
    Role.CASEWORKER: Scope.OWN,
    Role.SUPERVISOR: Scope.OPERATION,
    Role.CHILD_PROTECTION: Scope.FLAGGED,
    Role.INTERNATIONAL_PROTECTION: Scope.FLAGGED,
}
_CARE: dict[Role, Scope] = {role: scope for role, scope in _WORK.items() if role is not Role.INTERVIEWER}
_JUDGE: dict[Role, Scope] = dict.fromkeys(_CARE, Scope.OWN) | {Role.SUPERVISOR: Scope.OPERATION}
_LEAD = {Role.SUPERVISOR: Scope.OPERATION}
_ADMINISTER = {Role.ADMINISTRATOR: Scope.OPERATION}

RIGHTS: Final[dict[str, Right]] = {
    "case.list": Right("see a list of cases by code and state", _WORK, content=True),
    "case.open": Right("open a case and read it", _WORK, content=True),
    "case.create": Right("begin a case", _WORK, content=True),
    "case.edit": Right("write in a case", _WORK, content=True),
    "case.print": Right("print the summary of a case", _CARE, content=True),
    "case.transfer": Right("ask for a case to move to another person or team, and accept one", _CARE, content=True),
    "case.assign": Right("give a case to another person, one or many at once", _LEAD, content=True),
    "case.approve": Right("approve an assessment, a plan, a closure", _LEAD, content=True),
    "case.close": Right("close a case with a reason, and reopen it", _CARE, content=True),
    "case.circle": Right("limit a case to named people, and widen a circle one is in", _CARE, content=True),
    "case.export": Right("write cases to an encrypted file", _CARE, dangerous=True, content=True),
    "case.erase": Right("confirm that a record is erased", _LEAD, dangerous=True, content=True),
    "case.import": Right("bring in a caseload from another system, and undo that", _LEAD, dangerous=True, content=True),
    "case.hold": Right("keep a case from being erased, and lift that", _LEAD, dangerous=True, content=True),
    "case.seal": Right(
        "seal a case until its retention date, open to two people only", _LEAD, dangerous=True, content=True
    ),
    "retention.see": Right("see for how long closed cases are kept, and why", {**_ADMINISTER, **_LEAD}),
    "retention.set": Right("write the policy of how long closed cases are kept", _ADMINISTER, dangerous=True),
    "person.search": Right("find a case by code, name or telephone number", _CARE, content=True),
    "reading_log.see": Right("see who opened a case", _LEAD, content=True),
    "load.see": Right("see how much work each person carries, and set a ceiling", _LEAD),
    "emergency.open": Right(
        "open one case outside one's scope for eight hours, with a reason",
        {Role.DUTY_OFFICER: Scope.OPERATION},
        dangerous=True,
        content=True,
    ),
    "emergency.judge": Right("judge an emergency access", _JUDGE, content=True),
    "duplicate.work": Right(
        "compare two records that may be one person, and join or leave them",
        {Role.DUPLICATE_DESK: Scope.OPERATION},
        content=True,
    ),
    "arrival.receive": Right(
        "receive somebody at a door: first contact, a worry about somebody, a report of people who are held",
        {role: scope for role, scope in _WORK.items() if role is not Role.INTERNATIONAL_PROTECTION},
        content=True,
    ),
    "held.answer": Right(
        "see where people are still held, and answer a live kidnapping within the hour",
        {**_LEAD, Role.DUTY_OFFICER: Scope.OPERATION},
        content=True,
    ),
    "interview.see": Right("see that a person was interviewed, when, and what came of it", _WORK, content=True),
    "interview.hold": Right(
        "hold an interview, with the certificate for it",
        {role: scope for role, scope in _WORK.items() if role is not Role.SUPERVISOR} | {Role.SUPERVISOR: Scope.OWN},
        content=True,
    ),
    "result.see": Right("see the screening result of a case and why", _WORK, content=True),
    "decision.make": Right("record a decision of one's own beside a screening result", _CARE, content=True),
    "decision.review": Right("review a colleague's decision", _LEAD, content=True),
    "bulk.screen": Right(
        "screen a whole table for planning and make a list of people to be offered a conversation",
        # Counts, and rows of a table that the person brought: cases only as far as their other rights reach.
        {**_LEAD, Role.ANALYST: Scope.AGENCY},
        dangerous=True,
    ),
    "talk_list.hold": Right(
        "open a list of people to be offered a conversation that was made for oneself", _CARE, content=True
    ),
    "profile.see": Right(
        "see the vulnerability profile and the prevention plan of a case, and what helps the person in a talk",
        _WORK,
        content=True,
    ),
    "profile.write": Right(
        "judge levels of vulnerability, plan prevention, note what helps a person in a talk", _CARE, content=True
    ),
    "place_profile.see": Right(
        "see the profiles and prevention plans of places; they hold no person", {**_WORK, Role.CONTEXT: Scope.OPERATION}
    ),
    "place_profile.write": Right(
        "judge the vulnerability of a place and plan prevention there", {**_LEAD, Role.CONTEXT: Scope.OPERATION}
    ),
    "certificate.grant": Right("let a colleague hold protection interviews until a day", _LEAD, guarded=True),
    "interpreter.see": Right("see the register of interpreters", _WORK),
    "interpreter.manage": Right("change the register of interpreters", _LEAD),
    "people.see": Right("see staff, teams and roles", {**_ADMINISTER, **_LEAD}),
    "people.manage": Right(
        "invite and disable staff, give and end roles, change teams", _ADMINISTER, dangerous=True, guarded=True
    ),
    "grants.agree": Right(
        "agree, as the second person, to a role or to the reset of a second factor",
        {**_ADMINISTER, **_LEAD},
        dangerous=True,
        guarded=True,
    ),
    "sessions.end": Right("end another person's sessions", {**_ADMINISTER, **_LEAD}, dangerous=True),
    "focal_points.manage": Right(
        "ask for other focal points and another outside address; a second person agrees", _ADMINISTER, dangerous=True
    ),
    "operation.change": Right(
        "choose what the browser says of every page, and ask that Exit lead elsewhere", _ADMINISTER, dangerous=True
    ),
    "place.import": Right("import places", {**_ADMINISTER, Role.CONTEXT: Scope.OPERATION}),
    "keys.manage": Right("create, rotate and rehearse keys", _ADMINISTER, dangerous=True, guarded=True),
    "backup.run": Right("make a backup", _ADMINISTER),
    "audit.verify": Right("check the log for changes", {**_ADMINISTER, Role.AUDITOR: Scope.AGENCY}),
    "log.read": Right("read the log, cases by random id only", {Role.AUDITOR: Scope.AGENCY}),
}


def widest(right: str, role: Role) -> Scope | None:
    """Return the widest scope in which a role can hold a right, or None. Raises KeyError for an unknown right."""
    return RIGHTS[right].roles.get(role)


def needs_two(role: Role) -> bool:
    """Return whether two people must agree before somebody is given this role."""
    return any(role in right.roles and (right.content or right.guarded) for right in RIGHTS.values())


def has_rights(role: Role) -> bool:
    """Return whether the table gives this role any right yet; a role without one is not offered."""
    return any(role in right.roles for right in RIGHTS.values())
