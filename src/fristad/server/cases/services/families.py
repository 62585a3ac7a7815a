"""Linking people who belong together. A link gives nobody a right to speak, consent or see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act, together
from fristad.server.cases import doors
from fristad.server.cases.models import Case, Family, FamilyMember, Person, Task
from fristad.server.cases.selectors import apart
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.vault.models import RecordKey


def family_link(actor: Actor, one: Person, other: Person, *, relation: dict[str, Any], hidden: bool) -> FamilyMember:
    """Put `other` into the family of `one`, which is made if there is none. `relation` says what they are to `one`.

    A hidden link shows in the file of `one` alone, and makes a family of these two: in another one, it would show
    to the rest. Raises `WrongInputError` for two who are linked already, who are one, or whom a tie
    in a file open to the actor keeps apart.
    """
    if one.pk == other.pk:
        raise WrongInputError(_("This is the same person."))
    if FamilyMember.unscoped.filter(
        family__in=doors.families(one).values("family"), person=other, hidden=False, ended_on__isnull=True
    ).exists():
        raise WrongInputError(_("These two are linked already."))
    if other.pk in apart.from_whom(one, actor):
        raise WrongInputError(_("These two are kept apart. They are shown to each other nowhere, so not as a link."))
    family = None if hidden else _open_family(one)
    with act(actor, "family.linked") as doing:
        if family is None:
            family = _new_family(actor)
            doing.touch(family, _join(family, one, None, hidden=hidden))
        joined = _join(family, other, {**relation, "to": str(one.pk)}, hidden=False)
        doing.touch(joined)
    return joined


def _open_family(one: Person) -> Family | None:
    """Return a family of this person in which nobody hides: whoever joins it is seen by all of it."""
    hiding = FamilyMember.unscoped.filter(family=OuterRef("family"), hidden=True, ended_on__isnull=True)
    own = doors.families(one).exclude(Exists(hiding)).first()
    return own.family if own else None


def family_hide(actor: Actor, link: FamilyMember, *, hidden: bool) -> FamilyMember:
    """Hide a person in the files of all others of this family, or show them again. Their own file shows the others."""
    with act(actor, "family.hidden" if hidden else "family.shown", link):
        link.hidden = hidden
        link.save_over(link.version)
    return link


def family_unlink(actor: Actor, link: FamilyMember) -> FamilyMember:
    """End a link. The row stays, so that a link made by mistake can be explained."""
    with act(actor, "family.unlinked", link):
        link.ended_on = today()
        link.save_over(link.version)
    return link


def talks_offer(actor: Actor, cases: Iterable[Case], minutes: int, until: date) -> None:
    """Plan a talk alone of like length in each of these files. None of the tasks tells of another."""
    words = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    with together():
        for case in cases:
            item_add(actor, case, Task, {"kind": "talk", "words": words}, assignee_id=case.owner_id, due_on=until)


def _new_family(actor: Actor) -> Family:
    key = RecordKey.objects.make(actor.operation_id, "family")
    family = Family(operation_id=actor.operation_id, record_key=key, agency_id=actor.agency_id)
    family.save(force_insert=True)
    return family


def _join(family: Family, person: Person, relation: Any, *, hidden: bool) -> FamilyMember:
    member = FamilyMember(
        operation_id=family.operation_id,
        record_key=family.record_key,
        family=family,
        person=person,
        hidden=hidden,
        relation=relation,
    )
    member.save(force_insert=True)
    return member
