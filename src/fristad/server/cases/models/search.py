"""What somebody looked for. It is personal data, so it stands in no address and no log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Search(SealedModel):
    """A search, kept sealed behind a random address for a day, or until its owner saves it under a name.

    words: what was typed, or the choices of a list by field; label: the name of a saved search
    """

    # Kept for a day; the search itself is logged with the ids it showed.
    audited: ClassVar[bool] = False

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    saved = models.BooleanField(default=False)
    words = SealedField("search.words")
    label = SealedField("search.label")

    class Meta(SealedModel.Meta):
        indexes: ClassVar = [models.Index(fields=["staff", "saved"], name="search_of_staff")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def typed(self) -> str:
        """Return what was typed; of a kept list nothing was."""
        return self.words if isinstance(self.words, str) else ""

    @property
    def choices(self) -> dict[str, str] | None:
        """Return the choices of a kept list, or None for a search."""
        return self.words if isinstance(self.words, dict) else None
