"""What `fristad cases` says, who may use it, and where refused rows are written."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.at_terminal import actor_at_terminal
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.importing import commands
from fristad.server.cases.importing.pure import mapping as mappings
from fristad.server.cases.models import Case, CaseImport
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.common.problems import Problem, WrongInputError
from fristad.server.vault import envelopes
from tests.server.cases.desk import Desk
from tests.server.cases.test_importing import PRIMERO, files
from tests.server.office import Office, actor_of

__all__ = ["files"]

WORD = "invented lighthouse keeper"


@pytest.fixture
def lead(office: Office) -> Actor:
    return office.actor(Role.SUPERVISOR)


def run(actor: Actor, table: Path = PRIMERO, **more: object) -> tuple[int, str]:
    said: list[str] = []
    asked = {"mapping": "primero", "team": "Harbour", "rejects": None, "recipient": "", "dry": False, **more}
    wanted = commands.Wanted(table, **asked)  # type: ignore[arg-type]
    return commands.take_in_table(lambda: actor, wanted, said.append), "\n".join(said)


# What it says


def test_a_dry_run_says_counts_faults_and_that_nothing_was_written(lead: Actor) -> None:
    code, said = run(lead, dry=True)
    assert code == 1
    for line in (
        "Rows: 10",
        "New cases: 5",
        "Refused: 3",
        "Row 8, column age: This is no age in full years",
        "Nothing was written.",
    ):
        assert line in said
    assert not Case.unscoped.exists()


def test_from_the_command_to_the_pages_and_back(office: Office, lead: Actor) -> None:
    code, said = run(lead)
    assert code == 1
    assert "This is import 1." in said
    desk = Desk(Staff.objects.get(pk=lead.staff_id))
    page = desk.get("cases:imports").content.decode()
    assert "primero.csv" in page
    one = desk.get("cases:import", CaseImport.unscoped.get().pk).content.decode()
    assert "date_of_birth" in one
    assert "seventeen" not in one
    assert "fristad cases undo 1" in one
    code_of_case = Case.unscoped.first().code  # type: ignore[union-attr]
    assert code_of_case in desk.get("cases:list").content.decode()
    other = Desk(office.member(Role.SUPERVISOR, team=office.foreign_team))
    assert "primero.csv" not in other.get("cases:imports").content.decode()
    undone: list[str] = []
    assert commands.undo_number(lead, 1, undone.append) == 0
    assert undone == ["Erased: 5 cases."]
    assert "Undone" in desk.get("cases:import", CaseImport.unscoped.get().pk).content.decode()
    assert code_of_case not in desk.get("cases:list").content.decode()


def test_a_table_for_another_mapping_is_refused_in_one_sentence(lead: Actor) -> None:
    with pytest.raises(WrongInputError, match="has no column '_uuid'"):
        run(lead, mapping="kobo")


def test_a_team_that_is_not_there_is_refused_with_the_names_of_those_that_are(lead: Actor) -> None:
    with pytest.raises(WrongInputError, match="Harbour"):
        run(lead, team="Nowhere")


# Refused rows


def test_refused_rows_are_never_written_open_by_chance(tmp_path: Path) -> None:
    with pytest.raises(WrongInputError, match="--clear"):
        commands.check_rejects(tmp_path / "rejects.csv", "", clear=False)
    with pytest.raises(WrongInputError, match="age1"):
        commands.check_rejects(tmp_path / "rejects.csv", "somebody", clear=False)


def test_refused_rows_are_sealed_and_can_be_mended_and_taken_in(lead: Actor, tmp_path: Path) -> None:
    identity, recipient = envelopes.new_identity()
    file = tmp_path / "rejects.csv.age"
    run(lead, rejects=file, recipient=recipient)
    assert b"seventeen" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    rows = list(csv.DictReader(envelopes.open_with(file.read_bytes(), identity).decode().splitlines()))
    assert [(row["fristad row"], row["name_first"]) for row in rows] == [("8", "Odo"), ("9", "Una"), ("10", "")]
    mended = tmp_path / "mended.csv"
    with mended.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerow({**rows[0], "age": "17"})
    assert "New cases: 1" in run(lead, mended)[1]


# Who


def test_at_the_terminal_it_takes_the_password_and_a_code_and_a_wrong_one_is_refused(
    office: Office, settings: Any
) -> None:
    settings.DEMO = False
    person = office.member(Role.SUPERVISOR, name="lead")
    person.password = make_password(WORD)
    person.save(update_fields=["password"])
    with pytest.raises(WrongInputError, match="app"):
        actor_at_terminal("lead", WORD, lambda: "")
    seed = codes.new_seed()
    codes.keep_app(person, seed)
    with pytest.raises(WrongInputError, match="do not belong together"):
        actor_at_terminal("lead", "wrong", lambda: "")
    with pytest.raises(WrongInputError, match="wrong, or it was used"):
        actor_at_terminal("lead", WORD, lambda: "000000")
    step = next(iter(totp.yield_hotp_counters_from_time()))
    actor = actor_at_terminal("lead", WORD, lambda: totp.format_hotp_value(totp.hotp_value(seed, step)))
    assert actor.staff_id == person.pk
    assert actor.may("case.import")


def test_somebody_who_is_made_to_do_it_changes_nothing(office: Office, lead: Actor) -> None:
    person = office.member(Role.SUPERVISOR, name="lead")
    person.password, person.duress = make_password(WORD), make_password("help me please now")
    person.save_over(person.version)
    codes.keep_app(person, seed := codes.new_seed())
    step = next(iter(totp.yield_hotp_counters_from_time()))
    actor = actor_at_terminal("lead", "help me please now", lambda: totp.format_hotp_value(totp.hotp_value(seed, step)))
    with pytest.raises(Problem):
        run(actor)
    assert not Case.unscoped.exists()


def test_a_caseworker_brings_in_nothing(office: Office) -> None:
    assert not actor_of(office.member(Role.CASEWORKER)).may("case.import")


# Mappings


@pytest.mark.parametrize("name", mappings.bundled())
def test_each_mapping_that_comes_with_fristad_is_sound(name: str) -> None:
    assert mappings.load(name).columns


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"column": "Religion", "to": "note"}, "religion and ethnicity are not kept"),
        ({"column": "x", "to": "verdict"}, "`to` is 'verdict'"),
        ({"column": "x", "to": "sex", "values": {"m": "man"}}, "it can mean"),
        ({"column": "x", "to": "age", "values": {}}, "does not belong"),
        ({"column": "x", "to": "birth", "order": "ydm"}, "`order` can be"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_the_column(entry: dict[str, object], words: str) -> None:
    data = {"schema": mappings.SCHEMA, "id": "x", "source": "X", "columns": [{"column": "n", "to": "name"}, entry]}
    with pytest.raises(RefusedError, match=words):
        mappings.read("x", data)


def test_a_draft_of_a_table_is_a_mapping_that_can_be_used(lead: Actor, tmp_path: Path) -> None:
    draft = tmp_path / "mine.yaml"
    draft.write_text(commands.template(PRIMERO))
    made = mappings.load(str(draft))
    assert made.row_id == "id"
    assert "religion" in made.ignored
    assert "New cases: 5" not in run(lead, mapping=str(draft), dry=True)[1]
