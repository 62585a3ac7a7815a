"""A caseload from another system: looked at, taken in, taken in again, broken off, undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.rights import Role
from fristad.server.audit.verification import verify
from fristad.server.cases.importing import services, tables, undoing
from fristad.server.cases.importing.pure import mapping as mappings
from fristad.server.cases.models import Case, CaseImport, Double, ImportedCase, ImportState, Note, Person
from fristad.server.cases.selectors import search
from fristad.server.cases.services.work import item_add
from fristad.server.custody import erasure
from fristad.server.custody.models import Erasure
from fristad.server.custody.overwriting import Searched
from fristad.server.vault.models import SearchTag
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import Office

#: As the exporter of Primero writes it: names of fields, stored values, formulas guarded. Everybody is invented.
PRIMERO = Path(__file__).parent / "data" / "primero.csv"


@pytest.fixture
def lead(office: Office) -> Actor:
    return office.actor(Role.SUPERVISOR)


@pytest.fixture
def table() -> tables.Table:
    return tables.open_with(PRIMERO, mappings.load("primero"))


@pytest.fixture(autouse=True)
def files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the overwriting of files out, which a test's own transaction forbids."""
    monkeypatch.setattr(erasure, "overwrite", lambda _end: None)
    monkeypatch.setattr(erasure, "search", lambda _values: Searched(7, 70, 0))


def rows_there() -> dict[str, int]:
    kinds = (Person, Case, Note, ImportedCase, CaseImport, Double)
    return {kind.__name__: kind.unscoped.count() for kind in kinds} | {"tags": SearchTag.objects.count()}


def test_a_look_says_what_would_happen_and_writes_nothing(lead: Actor, table: tables.Table) -> None:
    before = rows_there()
    tally = services.look(lead, table)
    assert tally.counts == {"new": 5, "repeated": 1, "left_out": 1, "refused": 3}
    assert rows_there() == before


def test_each_refused_row_says_row_column_and_what_to_do_and_no_cell(lead: Actor, table: tables.Table) -> None:
    tally = services.look(lead, table)
    assert [(fault.row, fault.column) for fault in tally.faults] == [(8, "age"), (9, "date_of_birth"), (10, "")]
    for fault in tally.faults:
        assert str(fault.sentence).endswith(".")
        assert "seventeen" not in str(fault.sentence)
        assert "2019" not in str(fault.sentence)


def test_taken_in_each_row_is_a_case_that_waits_for_an_owner_and_can_be_found(
    office: Office, lead: Actor, table: tables.Table
) -> None:
    record = services.take_in(lead, table, office.team)
    assert (record.state, record.number) == (ImportState.DONE, 1)
    assert record.told["counts"] == {"new": 5, "repeated": 1, "left_out": 1, "refused": 3}
    assert Case.unscoped.filter(team=office.team, owner=None).count() == 5
    case = search.find(lead, "Lindra Oskby").cases[0]
    person = case.person
    assert [name["text"] for name in person.names] == ["Lindra Aro Oskby", "Lindy"]
    assert person.birth["date"]["year"] == 2009
    assert (person.ages[0]["least"], person.ages[0]["on"]) == (15, "2024-05-01")
    assert person.sex == "female"
    assert person.contacts[0]["number"] == "+00000200101"
    assert case.card["name"] == "Lindra Aro Oskby"
    words = Note.unscoped.get(case=case).told["words"]
    assert "Case ID in Primero: ab12cd3" in words
    assert "Protection concerns written in Primero: separated, unaccompanied" in words
    assert verify(OPERATION).is_whole


def test_an_age_counts_from_the_day_on_which_it_was_noted(office: Office, lead: Actor, table: tables.Table) -> None:
    services.take_in(lead, table, office.team)
    person = search.find(lead, "Tomar Vell").cases[0].person
    assert not person.ages  # the table lacks the day: it stays in the note
    assert "Age, without the day on which it was noted: 30" in Note.unscoped.get(case__person=person).told["words"]


def test_no_cell_of_the_table_lies_readable_in_the_database(office: Office, lead: Actor, table: tables.Table) -> None:
    services.take_in(lead, table, office.team)
    stored = b"".join(cell for name in connection.introspection.table_names() for cell in cells_of(name))
    for word in ("Lindra", "Harbour street", "200101", "ab12cd3", "سالم", "seventeen", "separated", "primero.csv"):
        assert word.encode() not in stored, word
    assert str(Case.unscoped.first().pk.hex).encode() in stored  # type: ignore[union-attr]


def cells_of(table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
        for row in cursor.fetchall():
            for cell in row:
                yield bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def test_the_same_table_again_changes_nothing(office: Office, lead: Actor, table: tables.Table) -> None:
    services.take_in(lead, table, office.team)
    before = rows_there()
    again = services.take_in(lead, table, office.team)
    assert again.told["counts"] == {"known": 5, "repeated": 1, "left_out": 1, "refused": 3}
    assert rows_there() == {**before, "CaseImport": 2}


def test_another_agency_learns_nothing_of_what_was_taken_in(office: Office, lead: Actor, table: tables.Table) -> None:
    services.take_in(lead, table, office.team)
    stranger = office.actor(Role.SUPERVISOR, team=office.foreign_team)
    assert services.look(stranger, table).counts["known"] == 0


def test_broken_off_it_goes_on_where_it_stopped(
    office: Office, lead: Actor, table: tables.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, times = services._write, Counter[str]()

    def break_off(*args: Any) -> Any:
        times["called"] += 1
        if times["called"] == 2:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(services, "_write", break_off)
    with pytest.raises(KeyboardInterrupt):
        services.take_in(lead, table, office.team)
    assert CaseImport.unscoped.get().state == ImportState.RUNNING
    record = services.take_in(lead, table, office.team)
    assert (record.number, record.state) == (1, ImportState.DONE)
    assert record.told["counts"] == {"new": 5, "repeated": 1, "left_out": 1, "refused": 3}
    assert Case.unscoped.count() == 5


def test_who_may_be_known_already_goes_to_the_desk(office: Office, lead: Actor, table: tables.Table) -> None:
    known = open_case(office.actor(Role.CASEWORKER), "Lindra Aro Oskby")
    services.take_in(lead, table, office.team)
    double = Double.unscoped.get()
    assert known.pk in (double.one_id, double.other_id)


def test_undone_what_nobody_touched_is_gone_and_the_rest_is_named(
    office: Office, lead: Actor, table: tables.Table, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS, settings.RUN = tmp_path / "documents", tmp_path / "run"
    record = services.take_in(lead, table, office.team)
    worked_on = search.find(lead, "Tomar Vell").cases[0]
    item_add(lead, worked_on, Note, {"words": "Invented note"})
    done = undoing.undo(lead, CaseImport.unscoped.get(pk=record.pk))
    assert (done.erased, done.stay) == (4, [worked_on.code])
    assert CaseImport.unscoped.get().state == ImportState.UNDONE
    assert list(Case.unscoped.filter(record_key__destroyed_on=None)) == [worked_on]
    assert not search.find(lead, "Lindra Oskby").cases
    assert services.take_in(lead, table, office.team).told["counts"]["new"] == 4
    assert Erasure.objects.filter(certified_on=None).count() == 0
    assert verify(OPERATION).is_whole
