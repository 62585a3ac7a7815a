"""What supervision puts into the registries: actions, notices, tiles, navigation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fristad.server.accounts import notices
from fristad.server.accounts.notices import Kind
from fristad.server.audit import actions
from fristad.server.cases.selectors import approvals, emergency
from fristad.server.cases.selectors import doubles as desk
from fristad.server.cases.selectors import movements as moves
from fristad.server.cases.services import circles, doubles, meetings, movements
from fristad.server.common.events import staff_left
from fristad.server.common.registry import CaseSection, Page, Tile, case_sections, home_tiles, navigation
from fristad.server.jobs import kinds

_ACTIONS = {
    "ceiling.set": _("set how much somebody should carry"),
    "double.found": _("found two records that may be one person"),
    "double.asked": _("asked a team about a possible double"),
    "double.answered": _("answered the duplicate desk"),
    "double.joined": _("joined two records of one person"),
    "double.left": _("left two records apart"),
    "double.undone": _("took back what was decided about a possible double"),
    "transfer.asked": _("asked others to take the case over"),
    "transfer.accepted": _("took the case over"),
    "transfer.declined": _("did not take the case over"),
    "transfer.withdrawn": _("took back that others should take the case over"),
    "handover.given": _("let a colleague stand in"),
    "handover.ended": _("ended a stand-in"),
    "case.left": _("left the case without its owner"),
    "plan.asked": _("asked to approve the plan"),
    "plan.approved": _("approved the plan"),
    "plan.sent_back": _("sent the plan back"),
    "assessment.asked": _("asked to approve the assessment"),
    "assessment.approved": _("approved the assessment"),
    "assessment.sent_back": _("sent the assessment back"),
    "circle.closed": _("limited the case to named people"),
    "circle.widened": _("let somebody into the circle"),
    "circle.narrowed": _("let somebody out of the circle"),
    "circle.ended": _("ended the circle"),
    "emergency.opened": _("opened the case in an emergency"),
    "emergency.judged": _("judged an emergency access"),
}

_NOTICES = {
    "double.asked": Kind(
        _("The duplicate desk asks about a case of yours."), "cases:double_answer", ("double", "code")
    ),
    "transfer.asked": Kind(_("You or your team are asked to take a case over. Asked by"), "cases:moves"),
    "transfer.accepted": Kind(_("A case that you asked others to take over has moved."), "cases:moves"),
    "transfer.declined": Kind(_("A case that you asked others to take over was not taken."), "cases:moves"),
    "handover.given": Kind(_("You stand in for a colleague who is away:"), "cases:moves"),
    "case.left": Kind(_("Cases lost their owner, who can no longer work in them:"), "cases:give", urgent=True),
    "case.given": Kind(_("A case was given to you."), "cases:open", ("code",)),
    "cases.given": Kind(_("Cases were given to you."), "cases:list"),
    "task.given": Kind(_("A task in a case was given to you."), "cases:open", ("code",)),
    "closure.decided": Kind(_("Your supervisor answered about closing a case."), "cases:open", ("code",)),
    "handover.cut": Kind(_("Somebody who stands in for you can open a case no more. Choose another."), "cases:moves"),
    "handover.over": Kind(_("You stand in for a colleague in one case less."), "cases:moves"),
    "plan.decided": Kind(_("Your supervisor answered about a case plan."), "cases:plan", ("code",)),
    "assessment.decided": Kind(
        _("Your supervisor answered about an assessment of risk and needs."), "cases:assessment", ("code",)
    ),
    meetings.CROSSED: Kind(
        _("People who are kept apart may meet. Please look at the case and change what is planned."),
        "cases:apart",
        ("code",),
        urgent=True,
    ),
    "circle.named": Kind(
        _("You were let into a closed circle. Only its people see this case."), "cases:open", ("code",)
    ),
    "circle.inherited": Kind(
        _("A case in a closed circle lost its owner. It is yours now; you can give it to another of the circle."),
        "cases:open",
        ("code",),
        urgent=True,
    ),
    "circle.small": Kind(
        _("A closed circle has too few people left who can widen it. Please let somebody in."),
        "cases:circle",
        ("code",),
        urgent=True,
    ),
    "emergency.opened": Kind(
        _("A case of yours was opened in an emergency. Please judge it within two working days. It was opened by"),
        "cases:emergency_judge",
        ("access",),
        urgent=True,
    ),
    "told.asked": Kind(
        _("A person of yours asked for all that is recorded about them. Please hand over what is in this case."),
        "cases:told",
        ("told",),
    ),
    "emergency.judged": Kind(_("An emergency access of yours was judged. Ask your supervisor what they think of it.")),
}


def register_all() -> None:
    """Fill the slots."""
    for name, words in _ACTIONS.items():
        actions.register(name, words)
    for name, kind in _NOTICES.items():
        notices.register(name, kind)
    navigation.register("emergency", Page(_("Emergency"), "cases:emergency", "emergency.open"), place=50)
    case_sections.register("circle", CaseSection(_("Closed circle"), "cases:circle", "case.circle"), place=105)
    staff_left.register("circles", circles.member_left, place=20)
    staff_left.register("cases", movements.staff_left, place=10)
    home_tiles.register("plans", _plans(), place=5)
    home_tiles.register("offered", _offered(), place=12)
    navigation.register("load", Page(_("Workload"), "cases:load", "load.see"), place=70)
    navigation.register("doubles", Page(_("Duplicate desk"), "cases:doubles", "duplicate.work"), place=60)
    kinds.register(doubles.KIND, doubles.look, every=timedelta(hours=1))
    home_tiles.register("doubles", _doubles(), place=17)
    home_tiles.register("emergency", _emergencies(), place=2)


def _emergencies() -> Tile:
    return Tile(
        label=_("Emergency access to judge"),
        shape="triangle",
        url_name="cases:emergencies",
        right="emergency.judge",
        count=lambda actor: emergency.waiting(actor).count(),
        note=_overdue,
        tone="overdue",
        rare=True,
    )


def _plans() -> Tile:
    return Tile(
        label=_("To approve"),
        shape="half",
        url_name="cases:plans",
        right="case.approve",
        count=approvals.waiting,
        rare=True,
    )


def _offered() -> Tile:
    return Tile(
        label=_("Offered to you"),
        shape="ring",
        url_name="cases:moves",
        right="case.transfer",
        count=lambda actor: moves.offered(actor).count(),
        rare=True,
    )


def _doubles() -> Tile:
    return Tile(
        label=_("Possible doubles"),
        shape="half",
        url_name="cases:doubles",
        right="duplicate.work",
        count=lambda actor: desk.desk(actor).count(),
        rare=True,
    )


def _overdue(actor: Any) -> str:
    late = emergency.overdue(actor)
    return ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": late} if late else ""
