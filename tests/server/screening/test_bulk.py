"""Screening a table for planning, from the upload to the list of people to be offered a conversation."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import fristad.bulk.demo
from fristad.bulk.mapping import load_mapping
from fristad.bulk.request import Request
from fristad.bulk.screening import screen
from fristad.library import load_instrument
from fristad.server.accounts.models import Grant
from fristad.server.accounts.rights import Role
from fristad.server.common.clock import now, today
from fristad.server.common.problems import WrongInputError
from fristad.server.jobs.models import Job, State
from fristad.server.screening.bulk import columns, store, taking_in, working
from fristad.server.screening.models import BulkRun, BulkState, TalkList
from fristad.server.screening.services import bulk
from fristad.server.vault.models import RecordKey
from tests.server.cases.desk import Desk
from tests.server.office import Office, do_errands

pytestmark = pytest.mark.django_db

DEMO = Path(fristad.bulk.demo.__file__).parent / "invented_persons.csv"
LISTS = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")
MAPPING = columns.shipped_text("demo")
SMALL = b"id,place,others_hold_papers\n" + b"".join(b"N%d,Norrby,yes\n" % n for n in range(30))


@pytest.fixture(autouse=True)
def tables(settings: Any, tmp_path: Path) -> None:
    """A folder of tables for each test."""
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def planner(office: Office) -> Desk:
    """Somebody who plans."""
    return Desk(office.member(Role.SUPERVISOR))


def give(desk: Desk, content: bytes, name: str = "people.csv") -> BulkRun:
    """Send a table."""
    desk.client.post(reverse("screening:bulk_new"), {"table": SimpleUploadedFile(name, content)})
    found: BulkRun = BulkRun.unscoped.latest("created_on", "until")
    return found


def begin(desk: Desk, run: BulkRun, **changed: Any) -> Any:
    """Send the page of columns."""
    data = {"mapping": MAPPING, "place": "place", "group": "", "lists": LISTS, "version": run.version, "begin": "1"}
    return desk.post("screening:bulk_columns", run.pk, **{**data, **changed})


def screened(desk: Desk, content: bytes, **changed: Any) -> BulkRun:
    """Screen a table to its end."""
    run = give(desk, content)
    assert begin(desk, run, **changed).status_code == 302
    do_errands()
    found: BulkRun = BulkRun.unscoped.select_related("record_key").get(pk=run.pk)
    return found


def test_a_table_becomes_safe_counts_and_a_list_that_only_its_officer_opens(
    office: Office, planner: Desk, interviewer: Desk, tmp_path: Path
) -> None:
    run = screened(planner, DEMO.read_bytes())
    assert run.state == BulkState.DONE
    page = planner.get("screening:bulk_run", run.pk).content.decode()
    assert "Where a conversation may help" in page
    assert "Norrby" in page
    # As many are to be offered a conversation as the command line says, under the same lists and the same day.
    made = Request(str(DEMO), load_mapping("demo"), tuple(map(load_instrument, LISTS)), tmp_path / "out", today=today())
    assert len(bulk.people(run)["offered"]) == screen(made)["conversations"]
    meant = {who for who, place in bulk.people(run)["offered"] if place == "Norrby"}
    sent = {
        "officer": interviewer.staff.pk,
        "places": ["Norrby"],
        "round": "Every house, on Tuesdays",
        "most": 300,
        "sure": "on",
    }
    assert planner.post("screening:talk_list_make", run.pk, **sent).status_code == 302
    made_list = TalkList.unscoped.get()
    opened = interviewer.get("screening:talk_list", made_list.pk).content.decode()
    entries = {who for who, _place in made_list.told["entries"]}
    assert meant < entries
    assert len(entries) == 2 * len(meant)
    assert all(who in opened for who in entries)
    assert planner.get("screening:talk_list", made_list.pk).status_code == 404
    assert interviewer.post("screening:talk_list", made_list.pk, done="yes").status_code == 302
    assert not TalkList.unscoped.exists()


def test_nothing_of_the_table_is_kept_once_it_is_counted(planner: Desk) -> None:
    run = screened(planner, DEMO.read_bytes())
    assert store.names(run.pk, "[tpf]") == []
    assert planner.post("screening:bulk_remove", run.pk, sure="on").status_code == 302
    assert not (store.folder() / run.pk.hex).exists()
    assert not BulkRun.unscoped.exists()


def test_the_table_is_nowhere_in_clear_while_it_waits(planner: Desk) -> None:
    give(planner, DEMO.read_bytes())
    places = (Path(settings.HOME), Path(settings.RUN), store.folder())
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert any(path.parent.parent == store.folder() for path in files)
    assert not [path for path in files if b"INVENTED-0001" in path.read_bytes()]


def test_a_job_goes_on_from_the_last_sealed_piece(planner: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_PILE", 50_000)
    run = give(planner, DEMO.read_bytes())
    begin(planner, run)
    real = working._determine

    def cut(*_args: Any) -> Any:
        raise OSError

    monkeypatch.setattr(working, "_determine", cut)
    do_errands()
    assert Job.unscoped.get(kind=bulk.KIND).state == State.WAITING
    monkeypatch.setattr(working, "_determine", real)
    monkeypatch.setattr(working, "_read", cut)  # what is read already is not read again
    Job.unscoped.filter(kind=bulk.KIND).update(run_after=now())
    do_errands()
    run.refresh_from_db()
    assert run.state == BulkState.DONE


def test_a_job_stops_when_its_owner_loses_the_right(planner: Desk) -> None:
    run = give(planner, DEMO.read_bytes())
    begin(planner, run)
    Grant.unscoped.filter(staff=planner.staff).update(until=today() - timedelta(days=1))
    do_errands()
    run.refresh_from_db()
    assert run.state == BulkState.RUNNING
    assert Job.unscoped.get(kind=bulk.KIND).state == State.STOPPED


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mapping": MAPPING.replace("column: others_hold_papers", "column: nationality")}, "never an input"),
        ({"mapping": "schema: fristad-mapping/1"}, "The text below"),
        ({"mapping": MAPPING.replace("row_id: id", "row_id: phone")}, "phone"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_with_one_sentence(
    planner: Desk, changed: dict[str, str], sentence: str
) -> None:
    content = DEMO.read_bytes().replace(b"others_hold_papers", b"nationality").replace(b"id,place", b"phone,place")
    table = content if "phone" in str(changed) else content.replace(b"phone,place", b"id,place")
    run = give(planner, table)
    answer = begin(planner, run, **changed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert BulkRun.unscoped.get().state == BulkState.GIVEN


def test_nobody_is_counted_by_a_group_of_countries(planner: Desk) -> None:
    content = SMALL.replace(b"Norrby", b"Sweden", 15).replace(b"Norrby", b"Norway")
    answer = begin(planner, give(planner, content), place="", group="place")
    assert "look like a trait" in answer.content.decode()


def test_repeated_and_broken_rows_are_named_and_left_out(planner: Desk) -> None:
    content = DEMO.read_bytes()
    first = content.splitlines()[1]
    run = screened(planner, content + first + b"\n,Norrby,,no,,,,,,,,,,,,,,,\n")
    said = run.result
    assert (said["repeated"], said["left_out"]) == (2, 1)
    page = planner.get("screening:bulk_run", run.pk).content.decode()
    assert "2 rows have an id that stands in an earlier row" in page
    assert "1 row has no id" in page


def test_what_is_no_table_is_refused_and_can_be_removed(planner: Desk) -> None:
    run = give(planner, b"PK\x03\x04 no workbook", "people.xlsx")
    page = planner.get("screening:bulk_columns", run.pk)
    assert page.status_code == 200
    assert "cannot be screened as it is" in page.content.decode()


def test_a_table_that_is_too_large_leaves_nothing(planner: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "MOST", 1000)
    answer = planner.client.post(reverse("screening:bulk_new"), {"table": SimpleUploadedFile("a.csv", SMALL * 3)})
    assert answer.status_code == 413
    assert "500 MB" in answer.content.decode()
    assert not BulkRun.unscoped.exists()
    assert not list(store.folder().glob("*/t-*"))


def test_a_small_table_shows_no_count(planner: Desk) -> None:
    run = screened(planner, SMALL[:100])
    assert run.result["totals"]["lines"] == []
    assert "too few people" in planner.get("screening:bulk_run", run.pk).content.decode()


def test_a_list_reaches_others_too_and_has_an_end(planner: Desk, interviewer: Desk) -> None:
    with pytest.raises(WrongInputError):
        bulk.entries_of({"offered": [["A", "Norrby"]], "others": [["B", "Backa"]]}, None, 60)
    run = screened(planner, DEMO.read_bytes())
    made = bulk.make_list(planner.actor, run, officer=interviewer.staff, round_="Tuesdays", places=["Backa"])
    assert made.until == today() + timedelta(days=30)
    TalkList.unscoped.update(until=date(2020, 1, 1))
    BulkRun.unscoped.update(until=date(2020, 1, 1))
    assert interviewer.get("screening:talk_list", made.pk).status_code == 404
    assert bulk.forget(planner.actor.operation_id) == 2
    assert not RecordKey.objects.filter(kind__in=("bulk", "talk_list"), wrapped__isnull=False).exists()


def test_what_is_left_over_stands_on_the_next_list(planner: Desk, interviewer: Desk) -> None:
    run = screened(planner, DEMO.read_bytes())
    asked: Any = {"officer": interviewer.staff, "round_": "Tuesdays", "places": ["Backa"], "most": 40}
    lists = [{who for who, _ in bulk.make_list(planner.actor, run, **asked).told["entries"]} for _n in range(2)]
    assert [len(each) for each in lists] == [40, 40]
    assert not lists[0] & lists[1]


def test_a_list_that_was_updated_meanwhile_stops_the_count_and_says_so(planner: Desk) -> None:
    run = give(planner, DEMO.read_bytes())
    begin(planner, run)
    run = BulkRun.unscoped.select_related("record_key").get(pk=run.pk)
    run.told = {**run.told, "texts": {"palermo_art3": "the text of yesterday"}}
    run.save()
    do_errands()
    assert "was updated while this table" in planner.get("screening:bulk_run", run.pk).content.decode()


def test_the_own_cases_can_be_screened(planner: Desk, case: Any) -> None:
    assert planner.post("screening:bulk_new", cases="1", lists=LISTS).status_code == 302
    do_errands()
    run = BulkRun.unscoped.get()
    assert run.state == BulkState.DONE
    assert run.result["rows"] == 1
    assert json.dumps(run.result["totals"]["lines"]) == "[]"
