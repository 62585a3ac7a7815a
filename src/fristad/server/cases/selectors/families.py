"""Who belongs to a family, as far as the reader's scope and the links let it be seen. Codes and relations only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fristad.server.accounts.actor import Actor
from fristad.server.cases import cards, doors, words
from fristad.server.cases.models import Case, FamilyMember, Person
from fristad.server.cases.selectors import apart


@dataclass(frozen=True)
class Kin:
    """Somebody of the family: the memberships that the person shares with them, the way their own is written down,
    their case, and what they are to the person whose file is open (a code of `words.RELATIONS`, or nothing where that
    was told from another's side)."""

    owns: tuple[FamilyMember, ...]
    link: FamilyMember
    case: Case
    relation: str

    @property
    def is_hidden(self) -> bool:
        """Whether the person is hidden in the file of this one: in every family that they share."""
        return all(own.hidden for own in self.owns)

    @property
    def words(self) -> str:
        """The relation in words."""
        return str(words.RELATIONS.get(self.relation, ""))


def kin(actor: Actor, person: Person) -> list[Kin]:
    """Return those whose file the actor may open and whose link does not hide them, each once.

    Who is kept apart from the person is not among them, nor two who are kept apart from each other.
    """
    found: dict[object, Kin] = {}
    hidden = apart.from_whom(person, actor)
    for own in doors.families(person):
        for link in doors.members_in_view(actor, own.family).exclude(person__in={person.pk, *hidden}):
            case = doors.cases(actor).filter(person=link.person).select_related("record_key").first()
            if case is not None:
                known = found.setdefault(link.person_id, Kin((), link, case, _relation(own, link)))
                found[link.person_id] = replace(known, owns=(*known.owns, own))
    in_order = sorted(found.values(), key=lambda each: each.case.code)
    return apart.sift(actor, in_order, lambda each: each.link.person_id)


def companions(person: Person, family: Iterable[Kin]) -> list[Kin]:
    """Return who may be asked to come along with somebody who is, or may be, a child; nobody with an adult.

    Not the spouse, whatever else they are; not somebody whose relation nobody told.
    """
    if not may_be_a_child(person):
        return []
    return [each for each in family if each.relation in words.MAY_COME_ALONG]


def may_be_a_child(person: Person) -> bool:
    """Return whether what is known of the age leaves it open that the person is under 18."""
    age = cards.age_words(person)
    return age is not None and age[0] < cards.ADULT


def _relation(own: FamilyMember, link: FamilyMember) -> str:
    told, mine = link.relation or {}, own.relation or {}
    if told.get("to") == str(own.person_id):
        return str(told["as"])
    if mine.get("to") == str(link.person_id) and mine["as"] in words.SPOUSES:
        return "husband" if mine["as"] == "wife" else "wife"
    return ""
