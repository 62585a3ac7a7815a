"""The codes of screening, each with the words people see. Codes are permanent; words may be improved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: Answers and reasons for none, in the engine's words.
ANSWERS = {"yes": _("Yes"), "no": _("No")}
REASONS = {
    "unknown": _("Does not know"),
    "declined": _("Does not want to say"),
    "not_safe": _("Not safe to ask now"),
}
#: Whose words they are. Only the person's own, and what the interviewer saw, are answers of the person.
WHO = {
    "person": _("The person"),
    "companion": _("A companion"),
    "interpreter": _("The interpreter, of their own accord"),
    "observed": _("Seen by the interviewer"),
}
COUNTS = ("person", "observed")
SETTINGS = {
    "office": _("An open place, such as our office"),
    "home": _("Home, or the home of a host"),
    "camp": _("A camp or collective centre"),
    "hotel": _("A hotel"),
    "border": _("A border post"),
    "disembarkation": _("A place of disembarkation"),
    "detention": _("Detention"),
    "hospital": _("A hospital"),
    "phone": _("Telephone or chat"),
}
SETTING_HINTS = {
    "detention": _("Only urgent needs and a way to meet again. Nobody within hearing, nothing on paper."),
    "phone": _("The agreed word comes first. No message is left."),
    "border": _("Keep it short. Nobody within hearing; a protection talk can follow elsewhere."),
    "disembarkation": _("Rest, water and care come first."),
    "camp": _("Neighbours see who is called. Meet many people for the same time."),
    "hotel": _("Staff may be part of it. Meet elsewhere if you can."),
    "home": _("Whoever hosts may be part of it. Meet elsewhere if you can."),
}
#: What each setting asks of the visit; shown until the talk is closed.
SETTING_RULES = {
    "held": (
        _("Nobody who holds the person is within hearing, or sees the screen."),
        _("Meet many people for the same time, so that nobody stands out."),
        _("Leave no paper, card or telephone behind."),
        _("What is agreed to here is marked as not free."),
        _("Speak only of urgent needs and of a way to meet again."),
    ),
    "phone": (
        _("If the call breaks off, do not call back outside the agreed hours."),
        _("Leave no message with anybody or anything."),
    ),
}
COMPANY = {
    "nobody": _("Nobody"),
    "support": _("Somebody whom the person chose, when asked alone"),
    "companion": _("A companion whom they did not choose alone, such as a relative or travel companion"),
    "other": _("Other people"),
}
NEUTRAL_ONLY = _("Then only neutral questions are asked.")
WANTS = {
    "doctor": _("A doctor"),
    "lawyer": _("A lawyer"),
    "child_protection": _("Child protection"),
    "release": _("Release"),
}
AGES = {
    "adult": _("18 or older"),
    "maybe": _("May be under 18"),
    "under": _("Under 18"),
}
CARRY = {
    "aloud": _("Say it aloud, and leave nothing"),
    "paper": _("The person was asked, and says that they can carry a paper safely"),
}
FORMS = {
    "plain": _("Spoken, as usual"),
    "easy": _("Easy words"),
    "slow": _("Slowly, with breaks"),
    "signed": _("In sign language"),
}
#: What each form of talking asks of the interviewer; shown until the talk is closed.
FORM_RULES = {
    "easy": (
        _("Short sentences, everyday words, one thing at a time."),
        _("Show or draw what you mean, where that helps."),
        _("Ask the person to say it back in their own words, and say it differently where it did not arrive."),
        _("Yes to everything may mean that the question was too hard."),
    ),
    "slow": (
        _("Wait after each question, longer than feels usual."),
        _("A break after each topic, if the person wants one."),
        _("Better two short talks than a long one."),
    ),
    "signed": (
        _("Look at the person, not at the interpreter."),
        _("Faces and hands in good light. One speaks or signs at a time."),
        _("The sign language is the person's own. Whether they understand is asked first."),
        _("Nobody outside may see the hands: private is also what cannot be watched."),
    ),
}
DECISIONS = {
    "presumed": _("Presumed victim of trafficking, to be protected as one"),
    "exploited": _("Exploited, short of trafficking"),
    "at_risk": _("At risk: prevention plan"),
    "open": _("Not settled: go on, no decision yet"),
    "none_heard": _("No indication in what was asked"),
}
AGREEMENT = {
    "agree": _("I agree with the screening result"),
    "differ": _("I differ from it"),
    "other": _("I looked at other facts"),
}
VERDICTS = {"agreed": _("Agreed"), "back": _("Please look at it again")}
#: The blocks of topics, from least to most intrusive (`library/blocks.yaml`).
BLOCKS = {
    "age": _("Age"),
    "work": _("Work and daily life"),
    "offer": _("How it began: offers and promises"),
    "journey": _("The journey, papers and money"),
    "circumstances": _("Circumstances and dependence"),
    "control": _("Control and threats"),
    "harm": _("Violence and other grave harm"),
}
#: Words of a screening result. They say what the answers amount to, never what a person is.
RESULTS = {
    "indications_present": _("Indications present"),
    "other_exploitation": _("Exploitation short of trafficking"),
    "unclassified": _("A pattern the list does not class: needs a look"),
    "not_settled": _("Not settled"),
    "no_indication_in_what_was_asked": _("No indication in what was asked"),
}
#: Why a result was worked out once more without a word of the person.
AGAIN = {
    "interpreter": _(
        "Worked out again: an interpreter of a talk can no longer be relied on, and what came through them"
        " counts as not known."
    ),
}
DIMENSIONS = {"met": _("Met"), "not_met": _("Not met in what was told"), "unknown": _("Open")}
GIVEN = {
    "yes": _("Told"),
    "no": _("Told: no"),
    "unknown": _("Does not know"),
    "declined": _("Does not want to say"),
    "not_safe": _("Not safe to ask"),
    "not_asked": _("Not asked"),
    "conflicting": _("Two accounts differ"),
    "yes_phase_unknown": _("Told, when is open"),
    "not_applicable": _("Does not apply"),
}
