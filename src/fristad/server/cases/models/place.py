"""Places, as published: no secret, and tied to nobody. What a person tells about a place is sealed elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Place(models.Model):
    """A place of an imported hierarchy: a country is level 0, what lies in it 1 and on."""

    operation_id = models.UUIDField()
    code = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    #: Degrees north and east (WGS 84), where the table said so.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation_id", "code"], name="place_code_is_unique_in_operation"),
            models.CheckConstraint(
                name="place_not_inside_itself", condition=models.Q(parent=None) | ~models.Q(parent=models.F("id"))
            ),
            models.CheckConstraint(
                name="place_has_both_degrees_or_none",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["operation_id", "level"], name="place_by_level")]

    def __str__(self) -> str:
        return self.code


class PlaceName(models.Model):
    """What a place is called in one language; an empty code where the table named none."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    language = models.CharField(max_length=3, blank=True)
    text = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "language"], name="place_name_once")]

    def __str__(self) -> str:
        return self.text
