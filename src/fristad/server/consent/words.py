"""The codes of the ledger, each with the words people see. Codes are permanent; words may be improved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: What is asked apart and can be refused apart (WHO 2003, standard 6; design of security, "Consent").
PURPOSES = {
    "talk": _("To talk"),
    "record": _("To have it recorded"),
    "share": _("To have it shared"),
    "contact": _("To be contacted"),
}
ANSWERS = {"given": _("Agreed"), "refused": _("Refused"), "withdrawn": _("Took it back")}
HOW = {
    "spoken": _("Said aloud"),
    "signed": _("Signed on paper"),
    "thumb": _("Thumb print"),
    "sign_language": _("In sign language"),
    "other": _("In another way"),
}
