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
#: What helped the person to understand and to decide for themselves.
SUPPORT = {
    "sign": _("Sign language"),
    "easy": _("Easy words"),
    "audio": _("Heard as a recording"),
    "time": _("More time, or a second talk"),
    "chosen": _("Somebody whom the person chose, who did not answer for them"),
}
#: On what a child's yes rests beside their own word (design of security, "Consent").
GROUNDS = {
    "guardian": _("A parent or guardian agrees too, and nothing suggests that this adult took part"),
    "best_interests": _("A child protection officer's recorded assessment of best interests"),
    "open": _("Not settled yet: nothing is shared until it is"),
}
HOW = {
    "spoken": _("Said aloud"),
    "signed": _("Signed on paper"),
    "thumb": _("Thumb print"),
    "sign_language": _("In sign language"),
    "other": _("In another way"),
}
