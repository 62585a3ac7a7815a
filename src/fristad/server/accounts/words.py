"""Words for roles, scopes and kinds of body, as they stand on pages and in the log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Body
from fristad.server.accounts.rights import Role, Scope

ROLES: dict[Role, Promise] = {
    Role.INTERVIEWER: _("Interviewer"),
    Role.CASEWORKER: _("Caseworker"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.CHILD_PROTECTION: _("Child protection officer"),
    Role.INTERNATIONAL_PROTECTION: _("International protection officer"),
    Role.CONTEXT: _("Context focal point"),
    Role.LEARNING: _("Learning focal point"),
    Role.PARTNER: _("Partner"),
    Role.ANALYST: _("Analyst"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.DUTY_OFFICER: _("Duty officer"),
    Role.DUPLICATE_DESK: _("Duplicate desk"),
}

SCOPES: dict[Scope, Promise] = {
    Scope.OWN: _("own cases"),
    Scope.FLAGGED: _("own cases, and those flagged to this person"),
    Scope.TEAM: _("one team"),
    Scope.OPERATION: _("the agency's whole operation"),
    Scope.AGENCY: _("all operations of the agency"),
}

#: Countries of which the library knows what must be reported, or that nothing was found.
COUNTRIES: dict[str, Promise] = {
    "BGD": _("Bangladesh"),
    "COL": _("Colombia"),
    "ETH": _("Ethiopia"),
    "GRC": _("Greece"),
    "LBY": _("Libya"),
    "MDA": _("Republic of Moldova"),
    "POL": _("Poland"),
    "SDN": _("Sudan"),
    "SWE": _("Sweden"),
    "XNO": _("Norland (invented for practice)"),
}

BODIES: dict[Body, Promise] = {
    Body.UN: _("UN agency"),
    Body.NGO: _("Non-governmental organisation"),
    Body.STATE: _("State body"),
    Body.HEALTH: _("Health service"),
}
