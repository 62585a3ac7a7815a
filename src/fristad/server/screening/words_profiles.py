"""The codes of vulnerability profiles and prevention plans, each with the words people see. Codes are permanent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Whom or what a profile is of.
ABOUT = {
    "person": _("The person"),
    "family": _("Their family"),
    "place": _("A place"),
}
#: The four levels: the dimensions of both lists.
PARTS = {
    "individual": _("Person"),
    "household_family": _("Household and family"),
    "community": _("Community"),
    "structural": _("Structures"),
}
#: Of a place, the first level is about many.
PLACE_PARTS = {**PARTS, "individual": _("People")}
PART_HINTS = {
    "individual": _("What weighs on one life now, and what holds it up."),
    "household_family": _("Who lives together, what they live on, and how they treat each other."),
    "community": _("Neighbours, networks, employers: who helps here, and who might harm."),
    "structural": _("Law, work, papers, schools, safety: what holds for everybody here."),
}
PLACE_HINTS = {**PART_HINTS, "individual": _("What is common among people here. Never one person.")}
#: How vulnerable a named person judges a level to be. Never computed.
LEVELS = {
    "low": pgettext_lazy("vulnerability", "Low"),
    "medium": pgettext_lazy("vulnerability", "Medium"),
    "high": pgettext_lazy("vulnerability", "High"),
    "open": _("No level yet: too much is open"),
}
LEVEL_SHAPES = {"low": "ring", "medium": "half", "high": "full", "open": "dotted"}
#: What was said of a factor. Nothing said is "not asked", never "no".
SAID = {
    "risk": _("Yes: it is a risk here"),
    "protection": _("Yes: it protects here"),
    "no": _("No"),
    "unknown": _("Not known"),
    "declined": _("Does not want to say"),
    "not_safe": _("Not safe to ask now"),
}
#: Said in a row of the profile.
SAID_SHORT = {**SAID, "risk": _("Risk"), "protection": _("Protection")}
SAID_SHAPES = {"no": "ring", "unknown": "ring-dot", "declined": "ring-bar", "not_safe": "ring-pause"}
#: Which of these fit a factor, by the polarity that its list gives it.
FITS = {
    "risk": ("risk", "no", "unknown", "declined", "not_safe"),
    "protective": ("protection", "no", "unknown", "declined", "not_safe"),
    "context": ("risk", "protection", "no", "unknown", "declined", "not_safe"),
}
#: Nobody is asked about a place who could decline.
NOT_OF_PLACES = ("declined", "not_safe")
NOT_ASKED = _("Not asked")
AGREED = {
    "yes": _("The person wants this"),
    "later": _("Not talked about with the person yet"),
}
OUTCOMES = {
    "done": _("It is done"),
    "dropped": _("It is not done, and no longer planned"),
}
#: Asked only to give support.
SUPPORT = {
    "seeing": _("Seeing, also with glasses"),
    "hearing": _("Hearing, also with a hearing aid"),
    "moving": _("Walking, climbing steps, sitting for long"),
    "remembering": _("Remembering, or keeping to one thing"),
    "understood": _("Being understood, or understanding others"),
}
HOW_HARD = {
    "none": _("No difficulty"),
    "some": _("Some difficulty"),
    "much": _("A lot of difficulty"),
    "not": _("Not possible"),
    "declined": _("Does not want to say"),
}
ASKED_BY = {
    "person": _("The person told it"),
    "seen": _("Seen, and not asked"),
}
