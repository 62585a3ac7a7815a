"""What the ledger puts into the registries of lower apps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from fristad.server.audit import actions
from fristad.server.cases.duties import Kind, register
from fristad.server.common.registry import CaseFact, CaseSection, Telling, case_facts, case_sections, tellings
from fristad.server.consent import ledger, selectors, words
from fristad.server.consent.models import ConsentEvent

WITH_PERSON = "as long as any case of the person"
ACTIONS = {
    "consent.given": _("wrote down that the person agreed"),
    "consent.refused": _("wrote down that the person refused"),
    "consent.copied": _("printed what the person agreed to"),
    "consent.withdrawn": _("wrote down that the person took consent back"),
}
KINDS = (Kind(ConsentEvent, ("person",), told=("told",), retain=WITH_PERSON),)


def _told(row: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield one sentence of what the person agreed to, refused or took back, and their own words."""
    told = row["consent.told"]
    about = ledger.about(told)
    what = str(words.PURPOSES[told["purpose"]])
    yield f"{what} ({about})" if about else what, str(words.ANSWERS[told["answer"]])
    if told.get("until"):
        yield _("Until"), date_format(date.fromisoformat(told["until"]))
    if told.get("words"):
        yield _("In your own words"), told["words"]


def _fact(_actor: Any, case: Any) -> CaseFact:
    """Say how many things were agreed to, and name what was refused or taken back."""
    found = selectors.standing(case.person)
    if not found:
        return CaseFact(_("Consent"), _("Not asked yet"))
    agreed = sum(each.live for each in found)
    text = ngettext("%(n)d thing agreed", "%(n)d things agreed", agreed) % {"n": agreed}
    not_agreed = [each for each in found if not each.live and each.told["answer"] != "given"]
    over = [each for each in found if not each.live and each.told["answer"] == "given"]
    named = [f"{words.ANSWERS[each.told['answer']]}: {words.PURPOSES[each.purpose]}" for each in not_agreed]
    named += [f"{gettext('Run out')}: {words.PURPOSES[each.purpose]}" for each in over]
    return CaseFact(_("Consent"), text, ". ".join(named))


def register_all() -> None:
    """Fill the slots."""
    for name, said in ACTIONS.items():
        actions.register(name, said)
    register(KINDS, place=100)
    tellings.register("consent.consentevent", Telling(_("What you agreed to, and what not"), _told), place=100)
    case_facts.register("consent", _fact, place=10)
    case_sections.register("consent", CaseSection(_("Consent"), "consent:consent", "case.edit"), place=25)
