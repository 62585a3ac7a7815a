"""Vulnerability at four levels, as named people judge it: of a person, of a family as one file tells it, of a place."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class PlaceFile(SealedModel):
    """A place whose dangers and protections are looked at. It holds no person.

    told: {"name", "words": what the place is}
    """

    agency_id = models.UUIDField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    told = SealedField("place_file.told")

    def __str__(self) -> str:
        return str(self.pk)


class AboutOne(SealedModel):
    """A row about the person of a case, about their family as this case tells it, or about a place.

    What is about the person stands in `told`, which is theirs to be told; what is about others in `around`. Both have
    the shape {"about": code of `words_profiles.ABOUT`, ...}; one of the two is empty.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(PlaceFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    #: Each kind seals them under field ids of its own.
    told: Any
    around: Any

    class Meta(SealedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def body(self) -> dict[str, Any]:
        """What the row says, whoever it is about. Raises `LockedError`."""
        return dict(self.told or self.around or {})

    @body.setter
    def body(self, said: dict[str, Any]) -> None:
        is_own = said["about"] == "person"
        self.told, self.around = (said, None) if is_own else (None, said)


class Judgement(AboutOne):
    """One level as a named person judged it at a time. It is never changed: a later one takes its place.

    told, around: {"about", "part": dimension of the lists, "level": code of `words_profiles.LEVELS`, "reason",
    "factors": {item of a list: {"value": code of `words_profiles.SAID`, "on": day it was told}}, "risks": [words],
    "protections": [words], "lists": {list: fingerprint at the time}}
    """

    number = models.PositiveSmallIntegerField()
    review_on = models.DateField()
    told = SealedField("judgement.told")
    around = SealedField("judgement.around")

    class Meta(AboutOne.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="judgement_is_of_one", condition=models.Q(case=None) ^ models.Q(place=None)),
            models.UniqueConstraint(fields=["case", "number"], name="judgement_has_its_number_in_case"),
            models.UniqueConstraint(fields=["place", "number"], name="judgement_has_its_number_at_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["operation_id", "ended_on", "review_on"], name="judgement_to_review")]
