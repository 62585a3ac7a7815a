"""What importing puts into the registries of lower apps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.audit.actions import register
from fristad.server.common.registry import Page, navigation

ACTIONS = {
    "cases.import_begun": _("began to bring in a caseload"),
    "cases.import_went_on": _("brought in some cases of a caseload"),
    "cases.imported": _("brought in a caseload"),
    "cases.undo_begun": _("began to undo an import"),
    "cases.undo_went_on": _("undid some cases of an import"),
    "cases.import_undone": _("undid an import"),
    "case.imported": _("brought the case in from another system"),
}


def register_all() -> None:
    """Fill the slots."""
    for name, words in ACTIONS.items():
        register(name, words)
    navigation.register("imports", Page(_("Imports"), "cases:imports", "case.import"), place=82)
