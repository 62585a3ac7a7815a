"""A person, known only to those whose work reaches them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Person(SealedModel):
    """One human being, apart from every other, family or not. All about them is sealed under their own key.

    Shapes of the sealed values (each may be None: not told, not asked):
    names: list of {"text", "kind": "given"|"family"|"known as"|"in papers"|"other", "lang"}
    birth: {"date": `PartialDate` as JSON, "kind", "on"}; ages: list of {"kind", "least", "most", "on"}
    (stated, documented and assessed stand side by side); one that nobody relies on has "set_aside": why, too
    languages: list of {"code", "level"}
    documents: list of {"kind": code of `words_papers.PAPERS`, "words", "number", "country": who issued it, "from",
    "until": `PartialDate` as JSON, "watch": whether its end is a date of the case, "known": "seen"|"told", "held_by"}
    group, status: a code of `cases/words.py`; contacts: list of safe-contact rules with numbers
    wishes: {"interviewer", "interpreter", "contact", "support"}; words: what the person says they want
    place: where the person is now
    """

    agency_id = models.UUIDField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_here")

    names = SealedField("person.names")
    survivor_code = SealedField("person.survivor_code")
    birth = SealedField("person.birth")
    ages = SealedField("person.ages")
    sex = SealedField("person.sex")
    nationalities = SealedField("person.nationalities")
    languages = SealedField("person.languages")
    group = SealedField("person.group")
    status = SealedField("person.status")
    documents = SealedField("person.documents")
    contacts = SealedField("person.contacts")
    wishes = SealedField("person.wishes")
    words = SealedField("person.words")
    place = SealedField("person.place")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                name="person_not_merged_into_itself", condition=~models.Q(merged_into=models.F("id"))
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
