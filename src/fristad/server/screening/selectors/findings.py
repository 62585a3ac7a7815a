"""A screening result as it is shown: for each list its state, because, still open, would settle it, source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fristad.library import Texts, load_catalogue, load_instrument, load_texts
from fristad.server.accounts.actor import Actor
from fristad.server.screening import doors, words
from fristad.server.screening.models import InterviewState, ScreeningResult
from fristad.server.screening.pure import changes
from fristad.server.screening.pure.sayings import Said, counting
from fristad.server.screening.selectors import sayings

SHAPES = {"met": "full", "not_met": "ring", "unknown": "half"}
#: The shape of a reason for not knowing.
OPEN_SHAPES = {
    "unknown": "ring-dot",
    "declined": "ring-bar",
    "not_safe": "ring-pause",
    "not_asked": "dotted",
    "conflicting": "cross",
}
LEVELS = {
    "primary_text_seen": gettext_lazy("Text of the source seen"),
    "secondary": gettext_lazy("Secondary copy, unchecked"),
}


def shown(result: ScreeningResult, actor: Actor | None = None) -> list[dict[str, Any]]:
    """Return one finding for each list, and for each stretch of the journey where a list speaks of one.

    The person's words stand beside their answers for an `actor` who may read them: from interviews that are closed,
    or their own.
    """
    body = result.body or {}
    texts = load_texts("en")
    said = _said(result, actor) if actor is not None else {}
    return [_finding(each, body.get("answers") or {}, said, texts) for each in body.get("statements") or ()]


def unchecked(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the titles of the lists that were not checked against their source."""
    return list(dict.fromkeys(each["title"] for each in found if each["verification"]["banner"]))


def harms(result: ScreeningResult) -> list[str]:
    """Return the grave harms that were told of, in the words of the catalogue. Nothing is concluded from them."""
    catalogue, texts = load_catalogue(), load_texts("en")
    blocks = list(catalogue.blocks)
    told = [key for key, each in ((result.body or {}).get("answers") or {}).items() if each["value"] == "yes"]
    return sorted({texts.label(key) for key in told if key in catalogue and blocks[catalogue.of(key).block] == "harm"})


def changed(earlier: ScreeningResult, later: ScreeningResult) -> list[str]:
    """Return sentences about what is different between two results, the results first."""
    found = changes.between(earlier.body or {}, later.body or {})
    texts = load_texts("en")
    return [
        *(_turned(_list_name(each.key), each, words.RESULTS, _("not worked out")) for each in found.results),
        *(
            _turned(f"{_list_name(name)}, {_part(name, each.key)}", each, words.DIMENSIONS, "")
            for name, each in found.parts
        ),
        *(_turned(texts.label(each.key), each, words.GIVEN, _("Not asked")) for each in found.answers),
        *(_("%(list)s: its text was changed.") % {"list": _list_name(each)} for each in found.lists),
    ]


def why(result: ScreeningResult) -> Any:
    """Return in words why a result was worked out again although nobody said anything new, or None."""
    return words.AGAIN.get(str((result.body or {}).get("why")))


def is_behind(result: ScreeningResult) -> bool:
    """Return whether answers of the case changed after the result was worked out."""
    return bool(sayings.answers_of(result.case) != ((result.body or {}).get("answers") or {}))


def _turned(what: str, each: changes.Change, known: Mapping[str, Any], absent: str) -> str:
    before, now = (str(known.get(word or "", absent or word or "")) for word in (each.before, each.now))
    return _("%(what)s: %(before)s, now %(now)s") % {"what": what, "before": before, "now": now}


def _list_name(key: str) -> str:
    name, _hash, leg = key.partition("#")
    title = load_instrument(name).title
    return _("%(list)s, stretch %(number)s") % {"list": title, "number": leg} if leg else title


def _part(key: str, dimension: str) -> str:
    return str(load_instrument(key.partition("#")[0]).dimension[dimension].label)


def _said(result: ScreeningResult, actor: Actor | None) -> dict[str, list[Said]]:
    readable = {
        each.number
        for each in doors.interviews(result.case)
        if each.state == InterviewState.CLOSED or (actor is not None and each.interviewer_id == actor.staff_id)
    }
    found: dict[str, list[Said]] = {}
    for each in counting(sayings.of_case(result.case)):
        if each.interview in readable:
            found.setdefault(each.told["key"], []).append(each)
    return found


def _finding(
    said: Mapping[str, Any], answers: Mapping[str, Any], words_of: Mapping[str, list[Said]], texts: Texts
) -> dict[str, Any]:
    instrument = load_instrument(said["instrument"])
    word = said["result"]
    reasons = {each["id"]: each for each in said["reason"] if each["answer"] in ("yes", "no", "yes_phase_unknown")}
    return {
        "id": said["instrument"],
        "anchor": f"{said['instrument']}-{said.get('leg', '')}".replace(".", "-"),
        "title": instrument.title,
        "leg": said.get("leg"),
        "word": words.RESULTS.get(word, word) if word else _("A report: it names no result"),
        "shape": "full" if word == "indications_present" else "half" if word == "not_settled" else "ring",
        "parts": [
            {"label": instrument.dimension[name].label, "word": words.DIMENSIONS[value], "shape": SHAPES[value]}
            for name, value in said["dimensions"].items()
        ],
        "readings": [
            {"who": words_of_age, "word": words.RESULTS.get(value, value)}
            for age, value in (said.get("readings") or {}).items()
            if (words_of_age := AGES.get(age)) is not None
        ],
        "because": [_given(each, answers, words_of, texts) for each in reasons.values()],
        "open": _open(said["open"], texts),
        "would_settle": [
            {"to": words.RESULTS.get(each["to"], each["to"]), "labels": _labels(each["ids"], texts)}
            for each in said["would_settle"]
        ],
        "sources": said["sources"],
        "verification": said["verification"],
        "level": LEVELS.get(said["verification"]["level"], said["verification"]["level"]),
        "changed": instrument.hash != said["hash"],
    }


#: Whose reading a result has where the age is not known.
AGES = {"adult": gettext_lazy("If an adult"), "child": gettext_lazy("If a child")}


def _labels(ids: Iterable[str], texts: Texts) -> list[str]:
    return list(dict.fromkeys(texts.label(name) for name in ids))


def _open(rows: Iterable[Mapping[str, Any]], texts: Texts) -> list[dict[str, Any]]:
    """Return what is open with its reason, what was not simply unasked first: those are for a person to weigh."""
    found = {
        each["id"]: {
            "label": texts.label(each["id"]),
            "why": words.GIVEN.get(each["why"], each["why"]),
            "shape": OPEN_SHAPES.get(each["why"], "half"),
            "asked": each["why"] != "not_asked",
        }
        for each in rows
    }
    return sorted(found.values(), key=lambda each: not each["asked"])


def _given(
    each: Mapping[str, Any], answers: Mapping[str, Any], words_of: Mapping[str, list[Said]], texts: Texts
) -> dict[str, Any]:
    said = words_of.get(each["id"]) or []
    answer = answers.get(each["id"]) or {}
    return {
        "label": texts.label(each["id"]),
        "answer": words.GIVEN.get(each["answer"], each["answer"]),
        "seen": answer.get("who_said") == "observed",
        "said": [{"words": one.told.get("words"), "at": _at(one)} for one in said],
        "source": "" if said else answer.get("source", ""),
    }


def _at(one: Said) -> str:
    """Return where and when: "Interview 2, 24 Nov., 10:43"."""
    where = _("Interview %(number)s") % {"number": one.interview}
    at = str(one.told.get("at") or "")
    if not at:
        return where
    day = datetime.fromisoformat(at)
    return f"{where}, {date_format(day, 'SHORT_DATE_FORMAT')} {day:%H:%M}"
