"""Families are only links: nothing of one file shows in another's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.cases.models.person import Person
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Family(SealedModel):
    """People who belong together, by their own words. Its own key: it is shared by those it joins."""

    agency_id = models.UUIDField()
    words = SealedField("family.words")

    class Meta(SealedModel.Meta):
        pass

    def __str__(self) -> str:
        return str(self.pk)


class FamilyMember(SealedModel):
    """One person's place in a family. Who is hidden shows in nobody else's file; their own file shows the others.

    relation: {"as": "mother", "to": id of the person from whose file it was told, "said_by": "person"|"other"}
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="families")
    hidden = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)
    relation = SealedField("family_member.relation")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["family", "person"], condition=models.Q(ended_on__isnull=True), name="family_member_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
