"""The register of interpreters. They have no account and see no file."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Interpreter(SealedModel):
    """Somebody who interprets for an agency. Ended by an explicit act; the record stays.

    told: {"name", "languages": [codes of `words_languages`], "dialects", "sex": code of `words.SEXES`, "employer",
    "contact", "conduct_signed_on": day as text or None, "ties": declared ties and conflicts, "words",
    "answer": why the work ended}
    """

    agency_id = models.UUIDField()
    ended_on = models.DateField(null=True)
    told = SealedField("interpreter.told")

    class Meta(SealedModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["operation_id", "agency_id", "ended_on"], name="interpreter_of_agency")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def signed_on(self) -> date | None:
        """The day on which the code of conduct was signed, or None."""
        written = (self.told or {}).get("conduct_signed_on")
        return date.fromisoformat(written) if written else None
