"""What is done in a case file, as the log names it and as people read it."""

from django.utils.translation import gettext_lazy as _

from fristad.server.audit.actions import register

ACTIONS = {
    "case.opened": _("opened the case"),
    "case.risk_judged": _("judged the risk"),
    "case.assigned": _("gave the case to a colleague"),
    "case.involved": _("let a colleague see the case"),
    "case.uninvolved": _("let out a colleague who opens no cases any more"),
    "case.closure_asked": _("asked to close the case"),
    "case.closure_withdrawn": _("took back that the case should be closed"),
    "case.closed": _("approved the closure"),
    "case.closure_refused": _("sent the closure back"),
    "case.told": _("handed over what is recorded"),
    "case.exported": _("wrote the case to a file"),
    "case.printed": _("printed the summary"),
    "case.reopened": _("took the case up again"),
    "person.changed": _("changed what is known about the person"),
    "papers.changed": _("changed the papers of the person"),
    "age.set_aside": _("set an age aside"),
    "age.relied_on": _("relied on an age again that was set aside"),
    "case.name_listed": _("saw the name in a list"),
    "person.number_shown": _("looked at the telephone number"),
    "leg.added": _("added a part of the journey"),
    "leg.changed": _("changed a part of the journey"),
    "leg.moved": _("put the journey in order"),
    "leg.removed": _("took out a part of the journey"),
    "family.linked": _("linked a member of the family"),
    "family.hidden": _("hid a family link"),
    "family.shown": _("showed a family link"),
    "family.unlinked": _("ended a family link"),
    "tie.added": _("wrote down a suspected tie"),
    "tie.reviewed": _("looked at a suspected tie again"),
    "tie.ended": _("ended a suspected tie"),
    "meeting.refused": _("asked for an hour that was not free"),
    "note.added": _("wrote a note"),
    "note.changed": _("changed a note"),
    "note.ended": _("withdrew a note"),
    "need.added": _("noted a need"),
    "need.changed": _("changed a need"),
    "need.ended": _("closed a need"),
    "goal.added": _("set a goal"),
    "goal.changed": _("changed a goal"),
    "goal.ended": _("closed a goal"),
    "task.added": _("planned a task"),
    "task.changed": _("changed a task"),
    "task.ended": _("closed a task"),
    "flag.added": _("set a flag"),
    "flag.changed": _("changed a flag"),
    "flag.ended": _("took a flag away"),
    "finding.added": _("noted a grave harm on the way"),
    "finding.changed": _("changed a grave harm"),
    "finding.ended": _("withdrew a grave harm"),
    "document.added": _("added a document"),
    "document.ended": _("withdrew a document"),
    "interpreter.added": _("wrote an interpreter into the register"),
    "interpreter.changed": _("changed what the register says of an interpreter"),
    "interpreter.ended": _("ended the work of an interpreter"),
    "places.imported": _("imported places"),
}


def register_all() -> None:
    """Put them into the log's list of actions."""
    for name, words in ACTIONS.items():
        register(name, words)
