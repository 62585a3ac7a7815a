"""The job that screens the answers of the own cases: counts for planning, by team and age group."""

from __future__ import annotations

import json
import time
from typing import Any, Final

from fristad.bulk.pieces import COULD, KNOWN, NONE, THIN, Found
from fristad.bulk.statements import FINDINGS, dimension_ids
from fristad.engine.answers import Answers, read_answers
from fristad.engine.evaluation import determine_frame
from fristad.engine.frame import Frame
from fristad.engine.instrument import NOT_SETTLED, Instrument
from fristad.engine.truth import Truth
from fristad.library import load_instrument, vocabulary
from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Case, CaseState
from fristad.server.jobs.work import Work
from fristad.server.screening.bulk import shaping, store
from fristad.server.screening.models import BulkRun
from fristad.server.screening.selectors import sayings

#: So many cases are looked at between two steps.
_AT_ONCE: Final = 20
_GROUPS: Final = {"yes": "child", "no": "adult"}


def screen(work: Work, run: BulkRun) -> dict[str, Any]:
    """Return what is kept of it. What the owner may not see now is not looked at."""
    instruments = [load_instrument(name) for name in run.told["lists"]]
    ids = sorted(case_doors.cases(work.actor, "result.see").filter(state=CaseState.OPEN).values_list("pk", flat=True))
    found, began = Found(), time.time()
    for start in range(0, len(ids), _AT_ONCE):
        work.check()
        part = ids[start : start + _AT_ONCE]
        rows = case_doors.cases(work.actor, "result.see").filter(pk__in=part)
        for case in rows.select_related("record_key", "person__record_key", "team__record_key"):
            _count(found, case, instruments)
        with work.step():
            work.of, work.done, work.checkpoint = len(ids), start + len(part), {"began": began}
    people = {"offered": found.offered, "others": found.others}
    store.put(run.record_key, run.pk, f"{store.PEOPLE}-0", json.dumps(people).encode())
    nothing = {"left_out": 0, "unlisted": 0, "unreadable": 0, "repeated": 0}
    return {**shaping.safe(found), "rows": len(ids), **nothing}


def _count(found: Found, case: Case, instruments: list[Instrument]) -> None:
    raw = sayings.answers_of(case)
    answers = read_answers(raw, vocabulary())
    state = state_of(answers, instruments)
    place = str(case.team.name)
    age = raw.get("person.under_18_now", {}).get("value", "")
    found.counts[(place, _GROUPS.get(age, "open"), state)] += 1
    (found.offered if state in (KNOWN, COULD) else found.others).append((case.code, place))
    for key in {key for instrument in instruments for key in instrument.leaves}:
        at = 0 if raw.get(key, {}).get("value") in ("yes", "no") else 1 if key in raw else 2
        found.answered.setdefault(key, [0, 0, 0])[at] += 1


def state_of(answers: Answers, instruments: list[Instrument]) -> str:
    """Return what is known: as `fristad.bulk.pieces` says it of a row of a table."""
    states = [_under(answers, each) for each in instruments if each.table is not None]
    return next((state for state in (KNOWN, COULD, THIN) if state in states), NONE)


def _under(answers: Answers, instrument: Instrument) -> str:
    made = determine_frame(Frame(instrument, answers))
    if made.result in FINDINGS:
        return KNOWN
    if made.result != NOT_SETTLED:
        return NONE
    met = any(made.dimensions.get(name) == Truth.MET for name in dimension_ids(instrument))
    return COULD if met else THIN
