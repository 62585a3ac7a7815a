"""What people do with their own access, as the log and the notices name it."""

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.notices import Kind
from fristad.server.audit.actions import register

ACTIONS = {
    "session.began": _("signed in"),
    "operation.linked": _("linked an account of theirs in another operation"),
    "operation.unlinked": _("took the link to an account elsewhere away"),
    "operation.left": _("went on to another operation"),
    "session.ended_others": _("ended their other sessions"),
    "factor.added": _("set up a second factor"),
    "factor.removed": _("removed a second factor"),
    "factor.codes_made": _("made new recovery codes"),
    "factor.code_used": _("signed in with a recovery code"),
    "password.changed": _("changed a password"),
    "token.made": _("made a token for a program"),
    "token.ended": _("ended a token"),
    "identity.linked": _("linked an account of the organisation's own sign-in"),
    "identity.unlinked": _("took the link to the organisation's own sign-in away"),
    "conduct.accepted": _("accepted the code of conduct"),
    "invitation.made": _("invited somebody"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "invitation.accepted": _("accepted an invitation"),
}

NOTICES = {
    "factor.code_used": Kind(
        _("A recovery code was used to sign in as you. For 24 hours you cannot export anything."),
        "signin:sessions",
        urgent=True,
    ),
    "factor.guessed": Kind(
        _("Several wrong codes were typed for you after the right password. If it was not you, change your password."),
        "signin:password",
        urgent=True,
    ),
    "duress": Kind(
        _("A colleague signed in with the word that calls for help, and sees an empty office."),
        urgent=True,
    ),
}


def register_all() -> None:
    """Put them where the log and the notices look. Called once, when the apps are loaded."""
    for name, words in ACTIONS.items():
        register(name, words)
    for name, kind in NOTICES.items():
        notices.register(name, kind)
