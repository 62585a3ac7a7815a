"""That a caseload was brought in from another system, and which cases came with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff
from fristad.server.cases.models.case import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class ImportState(models.TextChoices):
    """How far it came."""

    RUNNING = "running", _("Not finished")
    DONE = "done", _("Taken in")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class CaseImport(SealedModel):
    """One table taken in: by whom, how far, with what counts. It holds no cell of the table: no word about anybody.

    told: {"table", "source", "mapping", "mark": SHA-256 of table and mapping, "counts": {name: number},
    "faults": [[row, column or "", sentence, values of the sentence]], "left": number of cases that undoing left}
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    agency_id = models.UUIDField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.RUNNING)
    #: The last row that was dealt with.
    row = models.PositiveBigIntegerField(default=0)
    told = SealedField("case_import.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation_id", "agency_id", "number"], name="case_import_number_once"),
            models.CheckConstraint(name="case_import_state_is_known", condition=models.Q(state__in=ImportState.values)),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ImportedCase(SealedModel):
    """A case that an import made, under the case's own key. Search tags of this row let the same row be known again.

    told: {"id": the case's number in the other system, "row": its row in the table}
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(CaseImport, models.PROTECT, related_name="+")
    told = SealedField("imported_case.told")

    class Meta(SealedModel.Meta):
        pass

    def __str__(self) -> str:
        return str(self.pk)
