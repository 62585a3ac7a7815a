"""The codes that a case file uses, each with the words people see. Codes are permanent; words may be improved.

Population groups and statuses are those that UNHCR's mandate names (refugees, asylum-seekers, internally displaced,
stateless people, returnees); "not known" is an answer of its own and never a guess.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GROUPS = {
    "refugee": _("Refugee"),
    "asylum_seeker": _("Asylum-seeker"),
    "idp": _("Internally displaced"),
    "stateless": _("Stateless"),
    "returnee": _("Returnee"),
    "other": pgettext_lazy("population group", "Other"),
    "unknown": _("Not known"),
}
SEXES = {
    "female": _("Female"),
    "male": _("Male"),
    "other": pgettext_lazy("sex", "Another"),
    "declined": _("Does not want to say"),
    "unknown": _("Not known"),
}
NAME_KINDS = {
    "known_as": _("What they are called"),
    "full": _("Full name"),
    "papers": _("Name in papers"),
    "other": _("Another name"),
}
AGE_KINDS = {"stated": _("Stated by the person"), "documented": _("In a document"), "assessed": _("Assessed")}
WISHES = {
    "woman": _("A woman"),
    "man": _("A man"),
    "either": pgettext_lazy("woman or man", "Either"),
    "unknown": _("Not asked"),
}
#: The same wishes, as whole sentences for the head of a case.
WISHES_SAID = {
    "interviewer": {
        "woman": _("Wishes to speak with a woman."),
        "man": _("Wishes to speak with a man."),
        "either": _("Speaks with a woman or a man."),
    },
    "interpreter": {
        "woman": _("Wishes a woman as interpreter."),
        "man": _("Wishes a man as interpreter."),
        "either": _("Accepts a woman or a man as interpreter."),
    },
}
PHASES = {
    "recruitment": _("Before leaving"),
    "travel": _("On the way"),
    "destination": _("Where they were kept or worked"),
    "now": _("Here"),
}
MEANS_OF_TRAVEL = {
    "foot": _("On foot"),
    "road": _("By road"),
    "boat": _("By boat"),
    "train": _("By train"),
    "air": _("By air"),
    "unknown": _("Not told"),
}
CLOSE_REASONS = {
    "plan_done": _("The plan is done"),
    "person_wishes": _("The person wishes to stop"),
    "left": _("The person left this place"),
    "transferred": _("Another team took over"),
    "no_contact": _("No safe contact for a long time"),
    "mistake": _("Opened by mistake"),
    "other": _("Another reason"),
}

#: What people need most often on the way to safety. The list is for the desk; the words beside it are the person's.
NEEDS = {
    "safe_place": _("A safe place to stay"),
    "health": _("Health care"),
    "mental_health": _("Support for the mind and the heart"),
    "food_money": _("Food, clothes, money for the day"),
    "legal": _("Legal advice"),
    "papers": _("Papers"),
    "asylum": _("International protection"),
    "child_care": _("Care for a child"),
    "family": _("Contact with the family"),
    "school_work": _("School, training, work"),
    "interpreter": _("An interpreter"),
    "other": _("Something else"),
}
TASKS = {
    "step": _("Step of the plan"),
    "follow_up": _("Follow-up with the person"),
    "talk": _("Talk alone with the person"),
    "task": _("Other task"),
}
#: Grave crimes and violations on the way that stand beside trafficking, each with its own needs.
FINDINGS = {
    "smuggling": _("Smuggled across a border"),
    "ransom": _("Held for ransom"),
    "extortion": _("Extortion"),
    "torture": _("Torture or other cruel treatment"),
    "sexual_violence": _("Sexual violence"),
    "detention": _("Detained on the way"),
    "pushback": _("Turned back by force"),
    "other": _("Another grave harm"),
}
FINDING_STATES = {
    "told": _("Told by the person"),
    "likely": pgettext_lazy("finding", "Likely"),
    "open": pgettext_lazy("finding", "Open"),
}
FINDING_SHAPES = {"told": "full", "likely": "half", "open": "ring"}
#: What somebody of a family is to the person whose file is open. No head of a household is among them: it would say
#: who decides, and here everybody decides for themselves.
RELATIONS = {
    "mother": _("Mother"),
    "father": _("Father"),
    "sister": _("Sister"),
    "brother": _("Brother"),
    "daughter": _("Daughter"),
    "son": _("Son"),
    "wife": _("Wife"),
    "husband": _("Husband"),
    "grandmother": _("Grandmother"),
    "grandfather": _("Grandfather"),
    "granddaughter": _("Granddaughter"),
    "grandson": _("Grandson"),
    "aunt": _("Aunt"),
    "uncle": _("Uncle"),
    "niece": _("Niece"),
    "nephew": _("Nephew"),
    "cousin": _("Cousin"),
    "other": pgettext_lazy("relation", "Another relation"),
}
SPOUSES = frozenset({"wife", "husband"})
#: Who of a family may be asked to come along with a child. Never a spouse, and nobody whose relation was not told.
MAY_COME_ALONG = frozenset({"mother", "father", "sister", "brother", "grandmother", "grandfather", "aunt", "uncle"})
SAID_BY = {"person": _("The person"), "other": _("Somebody else")}
DOCUMENT_KINDS = {
    "pdf": _("PDF"),
    "png": _("Picture (PNG)"),
    "jpeg": _("Picture (JPEG)"),
    "webp": _("Picture (WebP)"),
    "text": _("Text"),
    "docx": _("Word document"),
    "xlsx": _("Excel table"),
    "odt": _("OpenDocument text"),
}
