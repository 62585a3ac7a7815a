"""A screening result as it is shown: for each list its state, because, still open, would settle it, source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from fristad.library import Texts, load_instrument, load_texts
from fristad.server.screening import words
from fristad.server.screening.models import ScreeningResult

SHAPES = {"met": "full", "not_met": "ring", "unknown": "half"}


def shown(result: ScreeningResult) -> list[dict[str, Any]]:
    """Return one finding for each list, in the words of the page."""
    body = result.body or {}
    texts = load_texts("en")
    return [_finding(each, body.get("answers") or {}, texts) for each in body.get("statements") or ()]


def _finding(said: Mapping[str, Any], answers: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    instrument = load_instrument(said["instrument"])
    word = said["result"]
    return {
        "id": said["instrument"],
        "title": instrument.title,
        "word": words.RESULTS.get(word, word) if word else _("A report: it names no result"),
        "shape": "full" if word == "indications_present" else "half" if word == "not_settled" else "dotted",
        "parts": [
            {"label": instrument.dimension[name].label, "word": words.DIMENSIONS[value], "shape": SHAPES[value]}
            for name, value in said["dimensions"].items()
        ],
        "because": [_given(each, answers, texts) for each in said["reason"]],
        "open": [{"label": texts.label(each["id"]), "why": each["why"]} for each in said["open"]],
        "would_settle": [
            {"to": words.RESULTS.get(each["to"], each["to"]), "labels": [texts.label(name) for name in each["ids"]]}
            for each in said["would_settle"]
        ],
        "sources": said["sources"],
        "verification": said["verification"],
        "changed": instrument.hash != said["hash"],
    }


def _given(each: Mapping[str, Any], answers: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    answer = answers.get(each["id"]) or {}
    return {
        "label": texts.label(each["id"]),
        "answer": words.GIVEN.get(each["answer"], each["answer"]),
        "source": answer.get("source", ""),
    }
