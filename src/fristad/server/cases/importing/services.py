"""Taking a caseload in. Rows are written a few at a time: nobody else waits, and a break loses nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Team
from fristad.server.audit.services import act
from fristad.server.cases.importing.judging import MOST_FAULTS, Judged, Tally, Verdict, judge
from fristad.server.cases.importing.tables import Table
from fristad.server.cases.models import CaseImport, ImportedCase, ImportState, Note, Person
from fristad.server.cases.services import doubles
from fristad.server.cases.services.cases import case_create
from fristad.server.common.problems import WrongInputError
from fristad.server.vault import tags
from fristad.server.vault.models import RecordKey

#: Rows that are written in one transaction, which on SQLite keeps every other writer waiting: some 30 ms.
STEP = 4
#: Actions of the log that an import itself does to a case.
OWN_ACTIONS = ("case.opened", "case.imported")
Watch = Callable[[Judged], None]


def look(actor: Actor, table: Table, watch: Watch = lambda _judged: None) -> Tally:
    """Return what would happen, and write nothing.

    Doubles in the register are not counted here: a table of one row would tell whether somebody is known, also in
    cases that the actor cannot see.
    """
    tally = Tally()
    for judged in judge(actor, table, whole=True):
        tally.add(judged)
        watch(judged)
    return tally


def take_in(actor: Actor, table: Table, team: Team, watch: Watch = lambda _judged: None) -> CaseImport:
    """Open a case for every new row, and go on where an import of the same table was broken off.

    The cases belong to `team` and wait there for an owner. Who may be known already goes to the duplicate desk.
    Raises `WrongInputError` where another import is not finished, `LockedError`, `StaleError` where somebody else
    runs the same one.
    """
    record = _begin(actor, table, team)
    rows = _from_here(judge(actor, table, whole=True), record.row, watch)
    while chunk := list(islice(rows, STEP)):
        made = _write(actor, record, team, chunk)
        for person in made:
            doubles.compare(actor.operation_id, person)
    with act(actor, "cases.imported", record, detail={"number": record.number}) as doing:
        doing.detail["counts"] = dict(record.told["counts"])
        record.state = ImportState.DONE
        record.save_over(record.version)
    return record


def _begin(actor: Actor, table: Table, team: Team) -> CaseImport:
    rows = CaseImport.unscoped.filter(operation_id=actor.operation_id, agency_id=actor.agency_id)
    for other in rows.filter(state__in=(ImportState.RUNNING, ImportState.UNDOING)).select_related("record_key"):
        if other.told["mark"] == table.mark and other.told["team"] == str(team.pk) and other.state == "running":
            found: CaseImport = other
            return found
        raise WrongInputError(
            _("Import %(number)s of this agency is not finished. Finish it with the same table, or undo it first.")
            % {"number": other.number}
        )
    made = CaseImport(
        operation_id=actor.operation_id,
        record_key=RecordKey.fresh(actor.operation_id, "import"),
        staff_id=actor.staff_id,
        agency_id=actor.agency_id,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        told={
            "table": table.source.path.name,
            "source": table.mapping.source,
            "mapping": table.mapping.name,
            "mark": table.mark,
            "team": str(team.pk),
            "counts": {},
            "faults": [],
        },
    )
    with act(actor, "cases.import_begun", made, detail={"number": made.number}):
        made.record_key.save(force_insert=True)
        made.save(force_insert=True)
    return made


def _from_here(rows: Iterator[Judged], done: int, watch: Watch) -> Iterator[Judged]:
    """Give the rows after those that are done; `watch` sees all of them."""
    for judged in rows:
        watch(judged)
        if judged.line.number > done:
            yield judged


def _write(actor: Actor, record: CaseImport, team: Team, chunk: Sequence[Judged]) -> list[Person]:
    """Write some rows and how far the import came, together or not at all. Returns the new people."""
    with act(actor, "cases.import_went_on", record):
        made = [_open(actor, record, team, judged) for judged in chunk if judged.verdict is Verdict.NEW]
        record.told = _counted(record.told, chunk)
        record.row = chunk[-1].line.number
        record.save_over(record.version)
    return made


def _counted(told: dict[str, Any], chunk: Sequence[Judged]) -> dict[str, Any]:
    tally = Tally(Counter(told["counts"]))
    for judged in chunk:
        tally.add(judged)
    new = [[f.row, f.column, f.sentence.text, _told_values(f.sentence.values)] for f in tally.faults]
    return {**told, "counts": dict(tally.counts), "faults": [*told["faults"], *new][:MOST_FAULTS]}


def _told_values(values: Any) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _open(actor: Actor, record: CaseImport, team: Team, judged: Judged) -> Person:
    row = judged.row
    assert row is not None  # noqa: S101 - a new row was read
    case = case_create(actor, row.values, team=team, owner=None)
    own = {"operation_id": case.operation_id, "record_key": case.record_key, "case": case}
    words = [_("Brought in from %(source)s.") % {"source": record.told["source"]}, *row.note]
    note = Note(by_id=actor.staff_id, told={"words": "\n".join(words), "kind": "import"}, **own)
    kept = ImportedCase(made_by=record, told={"id": row.identity[:200], "row": row.number}, **own)
    with act(actor, "case.imported", case, note, kept):
        note.save(force_insert=True)
        kept.save(force_insert=True)
        tags.put(case.operation_id, kept.pk, [judged.tag])
    return case.person
