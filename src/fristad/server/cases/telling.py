"""All that is recorded about a person, in plain words, for the person themself: what the duties of all kinds export.

Upper apps tell their own kinds through the slot `tellings`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.cases import words, words_languages
from fristad.server.cases.exports import FIELDS
from fristad.server.cases.models import CaseState, FindingState, MoveState, NeedState, Person, Risk
from fristad.server.cases.words_ages import years_of
from fristad.server.cases.words_dates import words_of
from fristad.server.cases.words_papers import line_of
from fristad.server.cases.words_supervision import VERDICTS
from fristad.server.common.registry import Telling, duties, tellings

#: Kinds of rows in the order in which they are told, with their headings.
_HEADINGS: dict[str, Any] = {
    "cases.person": _("About you"),
    "cases.leg": _("Your journey, as you told it"),
    "cases.case": _("Your case"),
    "cases.need": _("What you need"),
    "cases.goal": _("Your plan"),
    "cases.task": _("What is to be done"),
    "cases.note": _("Notes"),
    "cases.finding": _("Grave harm on the way"),
    "cases.flag": _("What needs a look"),
    "cases.document": _("Documents"),
    "cases.familymember": _("Your family"),
    "cases.emergencyaccess": _("When your case was opened in an emergency"),
    "cases.transfer": _("When another team was asked to take over"),
    "cases.handover": _("When a colleague stood in"),
    "cases.planapproval": _("When your plan was approved"),
    "cases.assessmentapproval": _("When it was approved how risk and needs were judged"),
    "cases.hold": _("When your case had to be kept by law"),
    "cases.proposal": _("When it was asked whether your case is erased"),
}
_LABELS: dict[str, Any] = {
    **FIELDS,
    "person.documents": _("Papers"),
    "case.risk_reason": _("Why the risk was judged so"),
    "words": _("In words"),
    "kind": _("Kind"),
    "state": _("State"),
    "answer": _("What came of it"),
    "reason": _("Reason"),
    "reopened": _("Why it was taken up again"),
    "why": _("Why"),
    "lifted": _("Why it ended"),
    "months": _("Months from the closure"),
    "source": _("Where it stands written"),
    "duty": _("What we must keep it for"),
    "title": pgettext_lazy("document", "Title"),
    "name": _("Name"),
    "place": _("Place"),
    "began": pgettext_lazy("journey", "From"),
    "ended": pgettext_lazy("journey", "Until"),
    "phase": _("Part of the journey"),
    "means": _("How"),
    "with_whom": _("With whom"),
    "paid_to": _("Paid to whom"),
    "debt": _("Debt"),
    "events": _("What others did there"),
    "as": _("What they are to you"),
    "verdict": _("How it was judged"),
    "due_on": pgettext_lazy("task", "Until"),
    "until": pgettext_lazy("days away", "Until"),
    "review_on": _("Look at it again on"),
}
#: Names of staff, links between rows and sizes: not about the person.
_NOT_TOLD = frozenset({"by", "decided_by", "decided", "on", "goals", "leg", "size", "began_at", "found_by", "said_by"})
_CODES: dict[str, Mapping[Any, Any]] = {
    "cases.need.kind": words.NEEDS,
    "cases.task.kind": words.TASKS,
    "cases.finding.kind": words.FINDINGS,
    "cases.finding.state": dict(FindingState.choices),
    "cases.need.state": dict(NeedState.choices),
    "cases.document.kind": words.DOCUMENT_KINDS,
    "cases.case.state": dict(CaseState.choices),
    "cases.case.risk": dict(Risk.choices),
    "cases.case.reason": words.CLOSE_REASONS,
    "cases.leg.phase": words.PHASES,
    "cases.leg.means": words.MEANS_OF_TRAVEL,
    "cases.person.sex": words.SEXES,
    "cases.person.group": words.GROUPS,
    "cases.familymember.as": words.RELATIONS,
    "cases.emergencyaccess.verdict": VERDICTS,
    **{f"cases.{kind}.state": dict(MoveState.choices) for kind in ("transfer", "planapproval", "assessmentapproval")},
}


@dataclass(frozen=True)
class Told:
    """One row: the day it was written and what it says, as pairs of label and text."""

    on: date
    facts: tuple[tuple[Any, str], ...]


def about(person: Person, actor: Actor, only: Container[str] | None = None) -> list[tuple[Any, list[Told]]]:
    """Return headings with their rows, from the cases of a person that the actor may hand over.

    `only` names the kinds that are wanted, such as `cases.person`.
    """
    found = []
    for model, telling in tellings.items():
        if only is not None and model not in only:
            continue
        duty = duties.get(model)
        exported = duty.export(person, actor) if duty else []
        told = [Told(date.fromisoformat(row["written_on"]), tuple(telling.facts(row))) for row in exported]
        if rows := [row for row in told if row.facts]:
            found.append((telling.heading, rows))
    return found


def register_all() -> None:
    """Put the kinds of the case file into their slot."""
    for place, (model, heading) in enumerate(_HEADINGS.items(), 10):
        tellings.register(model, Telling(heading, partial(_row, model)), place=place)


def plain(parts: list[tuple[Any, list[Told]]]) -> list[dict[str, Any]]:
    """Return what `about` gave as JSON, in the language that is spoken now."""
    return [{"about": str(heading), "rows": [_plain_row(row) for row in rows]} for heading, rows in parts]


def _plain_row(row: Told) -> dict[str, Any]:
    said = [{"what": str(label), "text": text} for label, text in row.facts]
    return {"written_on": row.on.isoformat(), "said": said}


def _row(model: str, row: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    for name, value in row.items():
        if name != "written_on":
            yield from _facts(model, name, value)


def _facts(model: str, name: str, value: Any) -> Iterator[tuple[Any, str]]:
    """Yield pairs of one sealed value or column: a dict of parts gives one for each part."""
    last = name.rpartition(".")[2]
    if last in _NOT_TOLD or value in (None, "", [], {}):
        return
    if isinstance(value, dict) and name not in ("person.birth", "person.wishes") and not _is_date(value):
        for part, inner in value.items():
            yield from _facts(model, part, inner)
    else:
        yield _LABELS.get(name) or _LABELS.get(last, last), _text(model, name, value)


def _text(model: str, name: str, value: Any) -> str:
    if name in _SHAPED:
        return str(_SHAPED[name](value))
    if _is_date(value):
        return words_of(value)
    codes = _CODES.get(f"{model}.{name.rpartition('.')[2]}")
    if codes and value in codes:
        return str(codes[value])
    if isinstance(value, list):
        return "; ".join(_text(model, "", each) for each in value)
    return _day(value) if name.endswith(("_on", "until")) else str(value)


def _is_date(value: Any) -> bool:
    return isinstance(value, dict) and "earliest" in value


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value[:10]))


def _wishes(value: dict[str, str]) -> str:
    said = (words.WISHES_SAID.get(whom, {}).get(wish, wish) for whom, wish in value.items())
    return " ".join(map(str, said))


def _age(value: dict[str, Any]) -> str:
    return _unless_aside(f"{words.AGE_KINDS[value['kind']]}: {years_of(value)}", value)


def _unless_aside(told: str, source: Mapping[str, Any]) -> str:
    why = source.get("set_aside")
    return f"{told} ({gettext('Not relied on: %(why)s') % {'why': why}})" if why else told


def _contact(value: dict[str, Any]) -> str:
    return ". ".join(str(value[part]).rstrip(". ") for part in ("how", "rules", "number") if value.get(part))


_SHAPED: dict[str, Any] = {
    "person.names": lambda value: "; ".join(name["text"] for name in value),
    "person.birth": lambda value: _unless_aside(words_of(value["date"]), value),
    "person.ages": lambda value: "; ".join(map(_age, value)),
    "person.languages": lambda value: ", ".join(
        words_languages.LANGUAGES.get(each["code"], (each["code"],))[0] for each in value
    ),
    "person.wishes": _wishes,
    "person.documents": lambda value: "; ".join(map(line_of, value)),
    "person.contacts": lambda value: "; ".join(map(_contact, value)),
}
