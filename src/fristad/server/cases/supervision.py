"""What supervision puts into the registries: actions, notices, tiles, navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fristad.server.accounts import notices
from fristad.server.accounts.notices import Kind
from fristad.server.audit import actions
from fristad.server.cases.selectors import emergency
from fristad.server.cases.services import circles
from fristad.server.common.events import staff_left
from fristad.server.common.registry import CaseSection, Page, Tile, case_sections, home_tiles, navigation

_ACTIONS = {
    "circle.closed": _("limited the case to named people"),
    "circle.widened": _("let somebody into the circle"),
    "circle.narrowed": _("let somebody out of the circle"),
    "circle.ended": _("ended the circle"),
    "emergency.opened": _("opened the case in an emergency"),
    "emergency.judged": _("judged an emergency access"),
}

_NOTICES = {
    "circle.named": Kind(
        _("You were let into a closed circle. Only its people see this case."), "cases:open", ("code",)
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
    home_tiles.register("emergency", _emergencies(), place=15)


def _emergencies() -> Tile:
    return Tile(
        label=_("Emergency access to judge"),
        shape="triangle",
        url_name="cases:emergencies",
        right="emergency.judge",
        count=lambda actor: emergency.waiting(actor).count(),
        note=_overdue,
        tone="overdue",
    )


def _overdue(actor: Any) -> str:
    late = emergency.overdue(actor)
    return ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": late} if late else ""
