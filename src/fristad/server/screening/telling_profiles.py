"""What profiles and prevention plans hold about a person, told to them in plain words. Their family's is not theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.common.registry import Telling, tellings
from fristad.server.screening import words, words_profiles
from fristad.server.screening.selectors import profiles

Facts = Iterator[tuple[Any, str]]


def register_all() -> None:
    """Put the kinds into their slot."""
    for place, (model, telling) in enumerate(_TELLINGS.items(), 220):
        tellings.register(model, telling, place=place)


def _judgement(row: Mapping[str, Any]) -> Facts:
    told = row.get("judgement.told")
    if not told:
        return
    yield words_profiles.PARTS[told["part"]], str(words_profiles.LEVELS[told["level"]])
    known = profiles.texts()
    for item in profiles.items_of(told["part"]):
        if item.id in told["factors"]:
            yield known.label(item.answer_key), str(words_profiles.SAID_SHORT[told["factors"][item.id]["value"]])
    for side, label in (("risks", _("Other risks")), ("protections", _("Other protections"))):
        if told[side]:
            yield label, "; ".join(told[side])
    yield _("Why"), told["reason"]


def _step(row: Mapping[str, Any]) -> Facts:
    told = row.get("prevention.told")
    if not told:
        return
    yield _("What is done"), told["words"]
    if told["outside"]:
        yield _("Who does it"), told["outside"]
    yield pgettext_lazy("task", "Until"), date_format(date.fromisoformat(row["preventionstep.due_on"][:10]))
    if told.get("answer"):
        yield _("What came of it"), told["answer"]


def _support(row: Mapping[str, Any]) -> Facts:
    told = row["support.told"]
    for code, label in words_profiles.SUPPORT.items():
        if told.get(code):
            yield label, str(words_profiles.HOW_HARD[told[code]])
    yield _("How talks go best"), str(words.FORMS[told["form"]])
    if told.get("helps"):
        yield _("What helps"), told["helps"]


_TELLINGS = {
    "screening.judgement": Telling(_("What may harm you, and what protects you"), _judgement),
    "screening.preventionstep": Telling(_("What is done so that harm does not happen"), _step),
    "screening.support": Telling(_("What helps you in a talk"), _support),
}
