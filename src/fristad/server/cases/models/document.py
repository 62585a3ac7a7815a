"""A document of a case. The row names it; its bytes lie sealed in a file of the documents' folder."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.cases.models.work import CaseItem
from fristad.server.vault.fields import SealedField


class Document(CaseItem):
    """A paper, a picture or a text that belongs to a case, under a record key of its own: it can be erased by itself.

    It is never changed. Withdrawn (`ended_on`), it is shown no more and its file stays until it is erased.

    told: {"title", "name": what the sender called it, "kind": a code of `documents.kinds.KINDS`, "size": bytes,
    "answer": why it was withdrawn}
    """

    told = SealedField("document.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [models.Index(fields=["case", "ended_on", "-created_on"], name="document_of_case")]
