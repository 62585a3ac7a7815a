"""What screening holds about a person, told to them in plain words: talks, answers, results, decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fristad.library import Texts, load_instrument, load_texts
from fristad.library.files import LANGUAGES
from fristad.server.common.registry import Telling, tellings
from fristad.server.screening import words, words_arrivals

Facts = Iterator[tuple[Any, str]]


def register_all() -> None:
    """Put the kinds into their slot."""
    for place, (model, telling) in enumerate(_TELLINGS.items(), 200):
        tellings.register(model, telling, place=place)


def _texts() -> Texts:
    language = (get_language() or "en").partition("-")[0]
    return load_texts(language if language in LANGUAGES else "en")


def _interview(row: Mapping[str, Any]) -> Facts:
    told = row["interview.told"]
    if told.get("why"):
        yield _("Why we talked"), told["why"]
    closing = told.get("closing") or {}
    if closing.get("next"):
        yield _("What comes next, as we agreed"), closing["next"]
    if closing.get("contact"):
        yield _("How we reach you"), closing["contact"]


def _saying(row: Mapping[str, Any]) -> Facts:
    """One answer, and whose it is where it is not the person's own."""
    told = row["saying.told"]
    key, own = told.get("key"), told.get("words") or ""
    if key is None:
        yield _("In your own words"), own
        return
    answer = str(words.GIVEN.get(told["value"], told["value"]))
    who = "" if told.get("who") == "person" else str(words.WHO.get(told.get("who", ""), ""))
    *before, last = [each for each in (answer, who, own) if each]
    yield _texts().label(key), ". ".join([*(each.rstrip(". ") for each in before), last])


def _result(row: Mapping[str, Any]) -> Facts:
    """The state of each list: what a program makes of the answers, which decides nothing."""
    for each in row["result.body"].get("statements") or ():
        yield load_instrument(each["instrument"]).title, str(words.RESULTS.get(each["result"], each["result"]))


def _decision(row: Mapping[str, Any]) -> Facts:
    told, review = row["decision.told"], row.get("decision.review") or {}
    yield _("What was decided"), str(words.DECISIONS[told["decision"]])
    yield _("Why"), told["reasons"]
    if review.get("words"):
        yield _("What a second person wrote"), review["words"]


def _arrival(row: Mapping[str, Any]) -> Facts:
    told = row["arrival.told"]
    if told.get("own_word"):
        yield _("What you called it"), told["own_word"]
    for code, answer in (told.get("answers") or {}).items():
        yield words_arrivals.QUESTIONS[code], str(words_arrivals.YES_NO.get(answer, answer))


_TELLINGS = {
    "screening.arrival": Telling(_("When you came to us first"), _arrival),
    "screening.interview": Telling(_("Our talks"), _interview),
    "screening.saying": Telling(_("What you told us, and what we saw"), _saying),
    "screening.screeningresult": Telling(_("What a program made of your answers. It decides nothing"), _result),
    "screening.decision": Telling(_("What we decided about how to help you"), _decision),
}
