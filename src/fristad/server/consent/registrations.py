"""What the ledger puts into the registries of lower apps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from fristad.server.audit import actions
from fristad.server.cases.duties import Kind, register
from fristad.server.common.registry import CaseSection, Telling, case_sections, tellings
from fristad.server.consent import ledger, words
from fristad.server.consent.models import ConsentEvent

WITH_PERSON = "as long as any case of the person"
ACTIONS = {
    "consent.given": _("wrote down that the person agreed"),
    "consent.refused": _("wrote down that the person refused"),
    "consent.withdrawn": _("wrote down that the person took consent back"),
}
KINDS = (Kind(ConsentEvent, ("person",), told=("told",), retain=WITH_PERSON),)


def _told(row: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield one sentence of what the person agreed to, refused or took back, and their own words."""
    told = row["consent.told"]
    about = ledger.about(told)
    what = str(words.PURPOSES[told["purpose"]])
    yield f"{what} ({about})" if about else what, str(words.ANSWERS[told["answer"]])
    if told.get("until"):
        yield _("Until"), date_format(date.fromisoformat(told["until"]))
    if told.get("words"):
        yield _("In your own words"), told["words"]


def register_all() -> None:
    """Fill the slots."""
    for name, said in ACTIONS.items():
        actions.register(name, said)
    register(KINDS, place=100)
    tellings.register("consent.consentevent", Telling(_("What you agreed to, and what not"), _told), place=100)
    case_sections.register("consent", CaseSection(_("Consent"), "consent:consent", "case.edit"), place=25)
