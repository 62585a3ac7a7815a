"""What is done with accounts, as the log names it and as people read it."""

from django.utils.translation import gettext_lazy as _

from fristad.server.audit.actions import register

ACTIONS = {
    "operation.made": _("set up the operation"),
    "operation.changed": _("changed the operation"),
    "agency.made": _("entered an agency"),
    "team.made": _("made a team"),
    "team.changed": _("renamed a team"),
    "team.closed": _("closed a team"),
    "staff.made": _("made an account"),
    "staff.changed": _("changed an account"),
    "staff.move_asked": _("asked that somebody move to another team"),
    "staff.moved": _("agreed that somebody move to another team"),
    "staff.disabled": _("disabled an account"),
    "staff.enabled": _("enabled an account again"),
    "staff.sessions_ended": _("ended somebody's sessions"),
    "role.asked": _("asked for a role"),
    "role.given": _("gave a role"),
    "role.narrowed": _("made a role narrower"),
    "role.ended": _("ended a role"),
    "role.refused": _("refused a role"),
    "role.withdrawn": _("withdrew a request for a role"),
    "factor.reset_asked": _("asked to reset a second factor"),
    "factor.reset": _("agreed to reset a second factor"),
    "change.asked": _("asked for a change to where complaints or Exit lead"),
    "change.agreed": _("agreed to a change to where complaints or Exit lead"),
    "change.refused": _("refused a change to where complaints or Exit lead"),
    "change.withdrawn": _("withdrew a change to where complaints or Exit lead"),
    "focal_point.named": _("named a focal point"),
    "focal_point.ended": _("ended a focal point"),
}


def register_all() -> None:
    """Put them into the log's list of actions."""
    for name, words in ACTIONS.items():
        register(name, words)
