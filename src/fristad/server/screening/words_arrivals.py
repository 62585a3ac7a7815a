"""The doors in, the neutral questions of a first contact, and the help that can be offered. Codes are permanent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOORS = {
    "self": _("The person themselves"),
    "family": _("A friend or somebody of the family"),
    "volunteer": _("A community volunteer"),
    "hotline": _("A hotline"),
    "outreach": _("Our own outreach"),
    "registration": _("Registration"),
    "agency": _("Another agency"),
    "authority": _("An authority"),
    "detention": _("A visit to a place of detention"),
    "list": _("A list of people to offer a conversation"),
}
OPENING = {
    "self": _("Good that you came. You need no papers and no name here. What would help you today?"),
    "family": _("Thank you for caring. We do not open a file about somebody who has not agreed. Tell me how they are."),
    "volunteer": _("Thank you for bringing this person. You need not tell me their story. I ask them myself."),
    "hotline": _("Can you talk safely now? If somebody comes in, say any other word and hang up. I will understand."),
    "outreach": _("I go round and talk with everybody here. May I tell you what help there is?"),
    "registration": _(
        "I ask everybody the same few questions, so that nobody goes without help. You may leave any out."
    ),
    "agency": _("Somebody you trust thought that we could help. Do you want that, and what should I know first?"),
    "authority": _("I do not work for the police or for immigration. You may refuse to talk, and nothing follows."),
    "detention": _("I visit many people here today. I ask only what you need now, and how we can meet again."),
    "list": _("We offer a conversation to many people these days. It is free, and you may say no."),
}
#: What somebody else tells: it is a worry until the person agrees.
ABOUT_ANOTHER = ("family", "volunteer", "agency", "authority")
YES_NO = {"yes": _("Yes"), "no": _("No"), "quiet": _("Does not want to say")}
#: At most ten, the same for everybody and in the same order: no story, and nothing from a list of indicators.
QUESTIONS = {
    "need": _("Do you need a doctor, food, water or a place to sleep today?"),
    "danger": _("Is there anything you are afraid of right now, here?"),
    "with": _("Are you here alone, or with whom?"),
    "child": _("Is a child with you, or are you under 18 yourself?"),
    "apart": _("Is there somebody whom you want to find, or from whom you want to be kept apart?"),
    "language": _("In which language do you like to talk?"),
    "support": _("Is there anything that would make talking, seeing, hearing or moving easier for you?"),
    "wants": _("What help do you want, if any?"),
    "again": _("How can we talk again, safely?"),
}
HELP = {
    "doctor": _("A doctor"),
    "food": _("Food, water, clothes"),
    "bed": _("A place to sleep"),
    "safe": _("A safe place away from danger"),
    "lawyer": _("Legal advice"),
    "asylum": _("How to ask for protection"),
    "child": _("Child protection"),
    "family": _("Looking for family"),
    "counsel": _("Somebody to talk to about what weighs"),
    "number": _("A number to call, said aloud"),
    "talk": _("A talk at another time"),
}
ANSWERS = {"accept": _("Yes, now"), "later": _("Perhaps later"), "no": _("No")}
