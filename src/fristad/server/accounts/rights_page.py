"""Writes the table of rights as a page: `python -m fristad.server.accounts.rights_page > docs/security/rights.md`."""

from __future__ import annotations

from collections.abc import Iterator

from fristad.server.accounts.rights import EVERYBODY, ON_TOP_OF, RIGHTS, SCOPES, Right, Role, Scope, needs_two

_HEAD = """\
# Rights

Made from the one table in `server/accounts/rights.py`, from which the permission tests are made too. Do not edit this
page: run `python -m fristad.server.accounts.rights_page > docs/security/rights.md`.

A role is given to one person, for one operation, with a scope and a last day. Nobody gives himself anything. No scope
reaches over the wall of the agency, and none into a closed circle but for those in it. What is out of scope looks like
not there (404).
"""

_SCOPES = {
    Scope.OWN: "cases whose owner the person is; for an interviewer also for 24 hours after handing over",
    Scope.FLAGGED: "own cases, and those flagged to this person for their kind of protection",
    Scope.TEAM: "one team",
    Scope.OPERATION: "the own agency's cases and people in this operation",
    Scope.AGENCY: "the own agency's in all its operations",
}


def page() -> str:
    """Return the whole page in Markdown."""
    return "\n".join([_HEAD, *_scopes(), *_rights(), *_roles()]) + "\n"


def _scopes() -> Iterator[str]:
    yield "## Scopes, narrow to wide\n"
    yield "| scope | reaches |\n|---|---|"
    yield from (f"| {scope.value} | {_SCOPES[scope]} |" for scope in Scope)


def _rights() -> Iterator[str]:
    yield "\n## Rights\n"
    yield "*Fresh* asks for a second factor used in the last ten minutes.\n"
    yield "| right | allows to | who, and how far at most | fresh |\n|---|---|---|---|"
    yield from (f"| `{name}` | {allows} | everybody who is signed in | |" for name, allows in EVERYBODY.items())
    yield from (_row(name, right) for name, right in RIGHTS.items())


def _row(name: str, right: Right) -> str:
    who = ", ".join(f"{_name(role)} ({scope.value})" for role, scope in right.roles.items())
    return f"| `{name}` | {right.allows} | {who} | {'yes' if right.dangerous else ''} |"


def _roles() -> Iterator[str]:
    yield "\n## Roles\n"
    yield "*Two* means that a second person must agree: the role opens cases, or one could get there by it.\n"
    yield "| role | given for | on top of | two |\n|---|---|---|---|"
    for role in Role:
        scopes = " or ".join(scope.value for scope in SCOPES[role])
        under = " or ".join(_name(each) for each in ON_TOP_OF.get(role, ()))
        yield f"| {_name(role)} | {scopes} | {under} | {'yes' if needs_two(role) else ''} |"


def _name(role: Role) -> str:
    return role.value.replace("_", " ")


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page is the output
