"""What retention puts into the registries: actions, a notice, the daily job, a tile, navigation, a part of the case."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.notices import Kind
from fristad.server.audit import actions
from fristad.server.cases.selectors import retention as selector
from fristad.server.cases.services import retention as services
from fristad.server.common.registry import CaseSection, Page, Tile, case_sections, home_tiles, navigation
from fristad.server.jobs import kinds

_ACTIONS = {
    "retention.rule_set": _("wrote for how long closed cases are kept"),
    "retention.rule_ended": _("ended a line of the retention policy"),
    "retention.proposed": _("found that the case is due to be erased"),
    "retention.lapsed": _("found that the case is no longer due to be erased"),
    "retention.kept": _("kept the case longer"),
    "hold.set": _("set a legal hold"),
    "hold.lifted": _("lifted a legal hold"),
    "case.sealed": _("sealed the case until its retention date"),
    "case.erased": _("erased the case"),
}


def register_all() -> None:
    """Fill the slots."""
    for name, words in _ACTIONS.items():
        actions.register(name, words)
    notices.register(
        "retention.nobody",
        Kind(
            _("A case in a closed circle is due to be erased, and nobody in it may confirm that. Let a supervisor in."),
            "cases:circle",
            ("code",),
        ),
    )
    kinds.register(services.KIND, services.propose, every=timedelta(days=1))
    navigation.register("retention", Page(_("Retention"), "cases:policy", "retention.see"), place=75)
    case_sections.register("retention", CaseSection(_("Kept until"), "cases:retention", "case.open"), place=108)
    home_tiles.register("due_to_erase", _due(), place=18)


def _due() -> Tile:
    return Tile(
        label=_("Due to be erased"),
        shape="clock",
        url_name="cases:due",
        right="case.erase",
        count=lambda actor: selector.waiting(actor).count(),
        rare=True,
    )
