"""Linking people who belong together. A link gives nobody a right to speak, consent or see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Family, FamilyMember, Person
from fristad.server.common.clock import today
from fristad.server.vault.models import RecordKey


def family_link(actor: Actor, one: Person, other: Person, *, relation: dict[str, Any], hidden: bool) -> FamilyMember:
    """Put `other` into the family of `one`, which is made if there is none. `relation` says what they are to `one`."""
    membership = FamilyMember.unscoped.filter(person=one, ended_on__isnull=True).select_related("family").first()
    with act(actor, "family.linked") as doing:
        if membership is None:
            membership = _join(_new_family(actor), one, None, hidden=hidden)
            doing.touch(membership.family, membership)
        joined = _join(membership.family, other, relation, hidden=hidden)
        doing.touch(joined)
    return joined


def family_hide(actor: Actor, link: FamilyMember, *, hidden: bool) -> FamilyMember:
    """Hide a link from everybody who does not work for this person, or show it again."""
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


def relation_of(link: FamilyMember, seen_from: UUID) -> str:
    """Return the words for what a member is, or nothing for the person whose file is open."""
    return "" if link.person_id == seen_from else str((link.relation or {}).get("as", ""))
