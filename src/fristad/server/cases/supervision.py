"""What supervision puts into the registries: actions, notices, tiles, navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fristad.server.accounts import notices
from fristad.server.accounts.notices import Kind
from fristad.server.audit import actions
from fristad.server.cases.selectors import emergency
from fristad.server.common.registry import Page, Tile, home_tiles, navigation

_ACTIONS = {
    "emergency.opened": _("opened the case in an emergency"),
    "emergency.judged": _("judged an emergency access"),
}

_NOTICES = {
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
