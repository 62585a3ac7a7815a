"""Who is kept apart from whom: suspected ties between people, and colleagues who must not read a file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.cases.models.person import Person
from fristad.server.cases.models.work import CaseItem
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Tie(CaseItem):
    """The suspicion of a named person that somebody controls the person of a case. It belongs to that file alone.

    It keeps the person and everybody named in it (`TiedPerson`) apart, each from each; no other file shows it.

    told: {"grounds": [codes of `words_apart.GROUNDS`], "said_by": code of `words_apart.SUSPECTED_BY`, "who": words
    about the one who is suspected, "why", "suspected": id of their person where they have a file, "answer"}
    """

    review_on = models.DateField()
    told = SealedField("tie.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [models.Index(fields=["case", "ended_on", "review_on"], name="tie_of_case")]


class TiedPerson(models.Model):
    """Somebody else whom a tie names: the suspected one, or one more person around them. Which is which is sealed."""

    audited: ClassVar[bool] = True
    operation_path: ClassVar[str] = "tie__operation_id"

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="others")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tie", "person"], name="tied_person_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Barred(SealedModel):
    """Somebody to whom a case is not there, whatever their roles. Which case is sealed under their own key.

    Whoever is let into any closed circle has such a row, most of them of a case that never was: else the rows would
    show which circles are about a suspicion. told: {"case": id}
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    told = SealedField("barred.told")

    def __str__(self) -> str:
        return str(self.pk)
