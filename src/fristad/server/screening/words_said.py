"""What is said to a person about what came of the talks. Nothing in it promises what others decide."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

THANKS = _("Thank you for what you told us. This is how we understood it.")
#: By code of `words.DECISIONS`: what a named person decided, never what a program worked out.
DECIDED = {
    "presumed": _(
        "We believe that others used you for their own gain. It is not your fault. There is protection and help for"
        " people to whom this was done, and we help you to ask for it, if you want that."
    ),
    "exploited": _(
        "We believe that you were treated unfairly by people who gained from it. It is not your fault. There is help,"
        " and you can choose what you want of it."
    ),
    "at_risk": _(
        "We are worried that somebody may take advantage of how things are for you now. We would like to make a plan"
        " with you that keeps you safer."
    ),
    "open": _("We do not know enough to say more yet. Nothing is decided. You need not wait for it to get help."),
    "none_heard": _(
        "In what we talked about we heard nothing of people who used you. Perhaps we did not ask, or you did not want"
        " to say. You can come back at any time."
    ),
}
NOTHING_DECIDED = _("Nothing is decided yet.")
BY_A_PERSON = _("A person decided this, not a machine. You can say that it is wrong, or ask that somebody else looks.")
YOURS = _("What you told us is yours. You may see it, add to it, correct it, and take back what you agreed to.")
HELP = _("You choose what help you take. You may say no, and change your mind.")
