"""The codes of suspected ties, each with the words people see."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: What joins people to somebody who may control them. None of it proves anything; a person weighs it.
GROUNDS = {
    "arrived": _("They arrived together"),
    "answers": _("One answers for the other"),
    "phone": _("They share a telephone"),
    "sponsor": _("They have the same sponsor, employer or payer"),
    "address": _("They live at the same address"),
    "other": _("Something else"),
}
SUSPECTED_BY = {
    "person": _("The person says so"),
    "staff": _("A colleague suspects it"),
    "other": _("Somebody else says so"),
}
