"""The codes of retention, each with the words people see. Codes are permanent; words may be improved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.cases.words import CLOSE_REASONS

ANYBODY, CHILD = "", "child"
KINDS = {
    ANYBODY: _("Everybody"),
    CHILD: _("Somebody who was, or may have been, under 18"),
}
OUTCOMES = {"": _("However the case was closed"), **CLOSE_REASONS}
#: Why a case is erased. The log keeps the code, so that no words about a person outlive them.
DUE = "due"
REASONS = {
    "asked": _("The person asks for it, and nothing obliges us to keep it"),
    "mistake": _("It was opened by mistake"),
    "duty_ended": _("It was sealed for a duty, and the duty has ended"),
}
#: What an import made, undone before anybody worked on it.
IMPORT_UNDONE = "import_undone"
#: Every reason, as a certificate gives it.
WHY_ERASED = {
    DUE: _("Its time had come, by the policy"),
    IMPORT_UNDONE: _("The import that brought it here was undone"),
    **REASONS,
}
