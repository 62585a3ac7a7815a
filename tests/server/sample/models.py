"""Records that exist in tests only."""

from django.db import models

from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Thing(SealedModel):
    """A record with two sealed fields and one readable column."""

    state = models.CharField(max_length=8, default="open")
    words = SealedField("sample.thing.words")
    names = SealedField("sample.thing.names")

    class Meta(SealedModel.Meta):
        app_label = "sample"


class Mark(models.Model):
    """A plain row that is written with an entry only."""

    audited = True

    operation_id = models.UUIDField()
    number = models.IntegerField()

    class Meta:
        app_label = "sample"
