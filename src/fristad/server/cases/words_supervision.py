"""The codes of supervision, each with the words people see. Codes are permanent; words may be improved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "right": _("It was right to open it"),
    "wrong": _("It should not have been opened"),
}
LIKENESSES = {
    "name": _("The names are alike"),
    "phone": _("The telephone number is the same"),
    "year": _("The year of birth fits"),
}
