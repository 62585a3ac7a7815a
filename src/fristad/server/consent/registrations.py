"""What the ledger puts into the registries of lower apps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.audit import actions
from fristad.server.cases.duties import Kind, register
from fristad.server.common.registry import CaseSection, case_sections
from fristad.server.consent.models import ConsentEvent

WITH_PERSON = "as long as any case of the person"
ACTIONS = {
    "consent.given": _("wrote down that the person agreed"),
    "consent.refused": _("wrote down that the person refused"),
    "consent.withdrawn": _("wrote down that the person took consent back"),
}


def register_all() -> None:
    """Fill the slots."""
    for name, words in ACTIONS.items():
        actions.register(name, words)
    register((Kind(ConsentEvent, ("person",), told=("told",), retain=WITH_PERSON),), place=100)
    case_sections.register("consent", CaseSection(_("Consent"), "consent:consent", "case.edit"), place=25)
