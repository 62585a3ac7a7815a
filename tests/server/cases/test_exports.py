"""What leaves the office, each time an event: on paper only where paper is safe; as a file only its reader opens."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils.formats import date_format

from fristad.server.accounts import notices
from fristad.server.accounts.factors import state
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.accounts.sessionstore import SessionStore
from fristad.server.audit.models import Entry
from fristad.server.audit.services import act
from fristad.server.cases import duties, exports
from fristad.server.cases.models import Case, Export, Finding, Flag, Goal, Need, Note, Person, Task
from fristad.server.cases.services.circles import circle_close
from fristad.server.cases.services.journeys import leg_add
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import now, today
from fristad.server.common.registry import tellings
from fristad.server.consent import registrations as consent
from fristad.server.screening import registrations as screening
from fristad.server.screening import registrations_profiles
from fristad.server.vault import envelopes
from fristad.server.vault.cipher import DoesNotOpenError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, sign_in

SECRETS = {
    "name": "Amaryllis",
    "survivor code": "Heron-Twelve",
    "wish": "to be a baker",
    "goal": "a bakery course",
    "task": "call the lawyer",
    "need": "a doctor",
    "finding": "held for ransom",
    "flag": "a dangerous cousin",
    "contact": "Signal after five",
    "status": "asylum application",
}


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


@pytest.fixture
def case(desk: Desk) -> Case:
    made = open_case(
        desk.actor,
        SECRETS["name"],
        survivor_code=SECRETS["survivor code"],
        words=SECRETS["wish"],
        status=SECRETS["status"],
        group="asylum_seeker",
        languages=[{"code": "ti"}, {"code": "ar"}],
        contacts=[{"how": SECRETS["contact"], "rules": "", "number": "+00000123456"}],
    )
    item_add(desk.actor, made, Goal, {"words": SECRETS["goal"]})
    told = {"kind": "step", "words": SECRETS["task"], "at": "10:30", "where": "Quay 9"}
    for _twice in range(2):
        item_add(desk.actor, made, Task, told, due_on=today() + timedelta(days=9))
    item_add(desk.actor, made, Task, {"kind": "task", "words": SECRETS["task"]}, due_on=today() + timedelta(days=3))
    item_add(desk.actor, made, Need, {"kind": "health", "words": SECRETS["need"]})
    item_add(desk.actor, made, Finding, {"kind": "ransom", "state": "told", "words": SECRETS["finding"]})
    item_add(desk.actor, made, Flag, {"words": SECRETS["flag"]})
    return made


def printed(desk: Desk, case: Case, **chosen: Any) -> str:
    """Return the page that is printed."""
    sent = {"safe": "yes", "kind": "neutral", "whom": "nobody", "language": "en", **chosen}
    answer = desk.post("cases:print", case.code, **sent)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return str(answer.content.decode())


def told_in(page: str) -> set[str]:
    return {what for what, words in SECRETS.items() if words in page}


@pytest.mark.parametrize("said", ["no", ""])
def test_nothing_is_printed_unless_paper_is_safe_to_carry(desk: Desk, case: Case, said: str) -> None:
    page = printed(desk, case, safe=said, kind="full")
    assert "Is paper safe to carry" in page
    assert "<h2>What comes next" not in page
    assert not Entry.objects.filter(action="case.printed").exists()


def test_the_neutral_version_says_the_code_and_the_days_and_nothing_of_why(desk: Desk, case: Case) -> None:
    page = printed(desk, case)
    assert told_in(page) == set()
    assert case.code[:3] in page
    assert date_format(today() + timedelta(days=9)) in page
    assert (page.count("10:30"), page.count("Quay 9")) == (1, 1), "a meeting stands there once"
    assert date_format(today() + timedelta(days=3)) not in page, "what colleagues do meanwhile is no meeting"
    lowered = page.lower()
    for word in (
        "fristad",
        "norland",
        "harbour",
        "protection",
        "trafficking",
        "refugee",
        "asylum",
        "shelter",
        "person",
    ):
        assert word not in lowered.replace("fristad.css", ""), word


def test_the_full_version_says_what_was_agreed_and_names_nobody(desk: Desk, case: Case) -> None:
    assert told_in(printed(desk, case, kind="full")) == {"wish", "goal", "task", "need"}


def test_how_the_person_is_reached_is_printed_only_where_that_was_chosen(desk: Desk, case: Case) -> None:
    assert "contact" in told_in(printed(desk, case, kind="full", contact="on"))
    assert told_in(printed(desk, case, contact="on")) == set()


@pytest.mark.parametrize(("whom", "shown"), [("name", {"name"}), ("code", {"survivor code"})])
def test_it_names_the_person_only_where_that_was_chosen(desk: Desk, case: Case, whom: str, shown: set[str]) -> None:
    assert told_in(printed(desk, case, whom=whom)) == shown


def test_it_is_offered_in_the_persons_language_and_turned_for_arabic(desk: Desk, case: Case) -> None:
    asked = desk.get("cases:print", case.code).content.decode()
    assert '<option value="ar" selected>' in asked
    assert '<html lang="ar" dir="rtl">' in printed(desk, case, language="ar")


def test_printing_is_an_event_that_says_which_version(desk: Desk, case: Case) -> None:
    printed(desk, case, kind="full", whom="code", language="sv")
    entry = Entry.objects.get(action="case.printed")
    assert entry.record_id == case.pk
    assert entry.detail == {"version": "full", "named": "code", "language": "sv"}


def test_who_may_not_print_is_not_there(office: Office) -> None:
    desk = Desk(office.member(Role.INTERVIEWER))
    own = open_case(desk.actor, "Invented Person")
    assert desk.get("cases:open", own.code).status_code == 200
    assert desk.get("cases:print", own.code).status_code == 404


# All that is recorded, for the person


def handed_over(desk: Desk, case: Case, **chosen: Any) -> str:
    """Return the page with all that is recorded."""
    answer = desk.post("cases:told", case.code, **{"safe": "yes", "whom": "nobody", "language": "en", **chosen})
    return str(answer.content.decode())


def test_a_person_is_told_all_that_is_recorded_and_that_nobody_received_it(desk: Desk, case: Case) -> None:
    leg_add(desk.actor, case.person, {"place": "Invented Harbour", "phase": "travel", "events": ["They took papers"]})
    page = handed_over(desk, case)
    assert told_in(page) == set(SECRETS)
    for words in ("Held for ransom", "Health care", "Invented Harbour", "On the way", "العربية", "Nobody outside."):
        assert words in page
    assert str(desk.staff.pk) not in page
    assert desk.staff.display_name not in page
    assert Entry.objects.get(action="case.told").record_id == case.pk


def test_a_person_is_told_who_received_it(desk: Desk, case: Case) -> None:
    desk.post("cases:export", **sent(case, reason="For the court of Norland"))
    page = handed_over(desk, case)
    assert "For the court of Norland" in page
    assert "Nobody outside." not in page


def joined(desk: Desk, case: Case, office: Office) -> tuple[Desk, Case]:
    """Return another team's file of the same person, limited to a circle, and its owner."""
    holder, second = Desk(office.member(Role.CASEWORKER, team=office.other_team)), office.member(Role.CASEWORKER)
    other = open_case(holder.actor, "Amaryllis", words="the other wish")
    item_add(holder.actor, other, Note, {"words": "a complaint against a colleague"})
    read = Case.unscoped.get(pk=other.pk)
    other = circle_close(holder.actor, read, [second], why="Invented", read_version=read.version)
    Person.unscoped.filter(pk=other.person_id).update(merged_into=case.person_id)
    return holder, other


def told_page(desk: Desk, case: Case) -> str:
    answer = desk.post("cases:told", case.code, safe="yes", whom="nobody", language="en")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_file_that_the_colleague_cannot_open_is_not_handed_over_by_them(
    desk: Desk, case: Case, office: Office
) -> None:
    holder, other = joined(desk, case, office)
    page = told_page(desk, case)
    assert SECRETS["wish"] in page
    for hidden in ("a complaint", "the other wish", other.code):
        assert hidden not in page
    # Who holds it is asked, once, and hands it over with an entry of their own.
    told_page(desk, case)
    asked = [each for each in notices.waiting(holder.staff.pk) if each.content["kind"] == "told.asked"]
    assert [each.content["told"] for each in asked] == [other.code]
    assert other.code in holder.get("signin:notices").content.decode()
    assert "a complaint" in told_page(holder, other)
    assert not Entry.objects.filter(actor_id=desk.staff.pk, record_id=other.pk).exists()


def test_every_file_that_is_handed_over_has_an_entry(desk: Desk, case: Case) -> None:
    other = open_case(desk.actor, "Amaryllis", words="the other wish")
    Person.unscoped.filter(pk=other.person_id).update(merged_into=case.person_id)
    assert "the other wish" in told_page(desk, case)
    told = set(Entry.objects.filter(action="case.told").values_list("record_id", flat=True))
    assert told == {case.pk, other.pk}


def test_the_reason_for_a_file_of_many_is_on_nobodys_paper(desk: Desk, case: Case) -> None:
    other = open_case(desk.actor, "Bramble")
    desk.post("cases:export", **sent(case, codes=f"{case.code} {other.code}", reason="for the complaint of Bramble"))
    page = told_page(desk, case)
    assert "together with files of others" in page
    assert "Bramble" not in page


def test_nothing_is_handed_over_unless_paper_is_safe(desk: Desk, case: Case) -> None:
    assert SECRETS["finding"] not in handed_over(desk, case, safe="no")


OWN = {"safe": "yes", "whom": "nobody", "language": "en", "recipient": "", "password": "", "again": ""}


def taken_away(desk: Desk, case: Case, **chosen: str) -> Any:
    return desk.post("cases:told_file", case.code, **{**OWN, "password": PASSWORD, "again": PASSWORD, **chosen})


def test_a_person_takes_along_what_is_recorded_in_a_file_that_only_they_open(desk: Desk, case: Case) -> None:
    assert desk.get("cases:told_file", case.code).status_code == 200
    answer = taken_away(desk, case)
    assert answer["Content-Disposition"] == 'attachment; filename="notes.age"'
    with pytest.raises(DoesNotOpenError):
        envelopes.open_with_passphrase(answer.content, f"{PASSWORD}x")
    with zipfile.ZipFile(io.BytesIO(envelopes.open_with_passphrase(answer.content, PASSWORD))) as file:
        assert sorted(file.namelist()) == ["notes.html", "notes.json"]
        page, parts = file.read("notes.html").decode(), json.loads(file.read("notes.json"))
    assert told_in(page) == set(SECRETS)
    assert told_in(json.dumps(parts, ensure_ascii=False)) == set(SECRETS)
    assert "/static/" not in page
    assert "href" not in page
    assert "Fristad" not in page
    entry = Entry.objects.get(action="case.told")
    assert (entry.record_id, entry.detail["sealed_to"]) == (case.pk, "password")


def test_it_is_in_the_language_of_the_person(desk: Desk, case: Case) -> None:
    sealed = taken_away(desk, case, language="ar").content
    with zipfile.ZipFile(io.BytesIO(envelopes.open_with_passphrase(sealed, PASSWORD))) as file:
        assert 'lang="ar" dir="rtl"' in file.read("notes.html").decode()


def test_it_may_be_sealed_to_a_public_key_of_the_person(desk: Desk, case: Case) -> None:
    identity, public = envelopes.new_identity()
    sealed = taken_away(desk, case, recipient=public, password="", again="").content
    assert envelopes.open_with(sealed, identity)[:2] == b"PK"


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"safe": "no"}, "Then no file is made"),
        ({"password": "", "again": ""}, "Give either a public key or a password"),
        ({"again": "another"}, "The two are not the same"),
        ({"password": "short", "again": "short"}, "too short"),
    ],
)
def test_without_safety_or_a_good_password_no_file_is_made(desk: Desk, case: Case, chosen: Any, says: str) -> None:
    assert says in taken_away(desk, case, **chosen).content.decode()
    assert not Entry.objects.filter(action="case.told").exists()


def test_every_kind_that_is_exported_has_a_heading() -> None:
    from_apps = (*duties.KINDS, *screening.KINDS, *registrations_profiles.KINDS, *consent.KINDS)
    assert {kind.label for kind in from_apps if kind.told} == set(tellings.keys())


# As a file

PASSWORD = "seven quiet herons at noon"  # noqa: S105 - of invented files
FIELDS = ["case.code", "person.names", "person.contacts"]


def sent(case: Case, **chosen: Any) -> dict[str, Any]:
    """Return a filled form."""
    told = {"codes": case.code, "fields_chosen": FIELDS, "reason": "Invented reason", "recipient": ""}
    return {**told, "password": PASSWORD, "again": PASSWORD, **chosen}


def unpacked(content: bytes) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Return what stands in the two files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        table = csv.reader(io.StringIO(file.read("cases.csv").decode(), newline=""))
        return json.loads(file.read("cases.json")), list(table)


def test_a_file_opens_with_its_password_and_holds_the_chosen_fields_only(desk: Desk, case: Case) -> None:
    answer = desk.post("cases:export", **sent(case))
    assert answer["Content-Disposition"] == 'attachment; filename="export.age"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"age-encryption.org/v1")
    assert SECRETS["name"].encode() not in answer.content
    rows, table = unpacked(envelopes.open_with_passphrase(answer.content, PASSWORD))
    assert list(rows[0]) == table[0] == FIELDS
    assert rows[0]["person.names"] == [{"text": SECRETS["name"], "kind": "known_as"}]
    assert SECRETS["wish"] not in str(rows)
    with pytest.raises(DoesNotOpenError):
        envelopes.open_with_passphrase(answer.content, "another word")


@pytest.mark.parametrize(("page", "action"), [("export", "case.exported"), ("told_file", "case.told")])
def test_a_file_is_sealed_when_its_entry_is_written_so_that_nobody_waits(
    desk: Desk, case: Case, monkeypatch: pytest.MonkeyPatch, page: str, action: str
) -> None:
    written = []

    def seal(_content: bytes, _password: str) -> bytes:
        # An entry is the last thing in its transaction.
        written.append(Entry.objects.filter(action=action).exists())
        return b"sealed"

    monkeypatch.setattr(envelopes, "seal_with_passphrase", seal)
    if page == "export":
        assert desk.post("cases:export", **sent(case)).content == b"sealed"
    else:
        chosen = {"safe": "yes", "whom": "nobody", "language": "en", "password": PASSWORD, "again": PASSWORD}
        assert desk.post("cases:told_file", case.code, **chosen).content == b"sealed"
    assert written == [True]


def test_one_file_at_a_time_is_sealed_with_a_password(desk: Desk, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelopes, "PATIENCE", 0.01)
    with envelopes.turn():
        assert desk.post("cases:export", **sent(case)).status_code == 429
        # Who waited in vain was handed nothing, and no entry says so.
        assert not Entry.objects.filter(action="case.exported").exists()


def test_a_file_for_a_public_key_opens_with_its_identity_alone(desk: Desk, case: Case) -> None:
    identity, recipient = envelopes.new_identity()
    content = desk.post("cases:export", **sent(case, recipient=recipient, password="", again="")).content
    assert unpacked(envelopes.open_with(content, identity))[0][0]["case.code"] == case.code
    with pytest.raises(DoesNotOpenError):
        envelopes.open_with(content, envelopes.new_identity()[0])


def test_who_why_and_what_is_kept_sealed_and_each_case_has_an_entry(desk: Desk, case: Case) -> None:
    other = open_case(desk.actor, "Invented Person")
    desk.post("cases:export", **sent(case, codes=f"{case.code}\n{other.code.lower()}"))
    kept = Export.unscoped.get()
    assert kept.told["reason"] == "Invented reason"
    assert kept.told["cases"] == [str(case.pk), str(other.pk)]
    entries = Entry.objects.filter(action="case.exported", label="cases.case")
    assert {entry.record_id for entry in entries} == {case.pk, other.pk}
    assert entries[0].detail == {"export": str(kept.pk), "fields": FIELDS, "cases": 2, "sealed_to": "password"}


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"reason": ""}, "Please fill this in"),
        ({"fields_chosen": []}, "Please fill this in"),
        ({"password": "", "again": ""}, "Give either a public key or a password."),
        ({"again": "something else here"}, "The two are not the same."),
        ({"password": "short", "again": "short"}, "too short"),
        ({"recipient": "age1nonsense", "password": "", "again": ""}, "This is not a public key of age."),
        ({"codes": "AAAAAAA"}, "Not every one of these codes is a case that you can export."),
        ({"codes": "\n".join(f"C{n:06}" for n in range(501))}, "Too many cases are chosen (at most: 500)."),
    ],
)
def test_what_is_not_right_gets_a_sentence_and_no_file(desk: Desk, case: Case, chosen: Any, says: str) -> None:
    answer = desk.post("cases:export", **sent(case, **chosen))
    page = answer.content.decode()
    assert says in page
    assert PASSWORD not in page
    assert not Export.unscoped.exists()


def test_a_case_out_of_reach_looks_like_one_that_is_not_there(desk: Desk, case: Case, office: Office) -> None:
    other = Desk(office.member(Role.CASEWORKER))
    assert "Not every one" in other.post("cases:export", **sent(case)).content.decode()


@pytest.mark.parametrize(("hours", "status"), [(1, 404), (-1, 200)])
def test_nothing_is_exported_in_the_day_after_a_second_factor_was_reset(
    office: Office, hours: int, status: int
) -> None:
    staff = office.member(Role.CASEWORKER)
    staff.no_export_until = (now() + timedelta(hours=hours)).isoformat()
    staff.save()
    assert Desk(staff).get("cases:export").status_code == status


def test_the_second_factor_is_asked_for_again(desk: Desk, case: Case) -> None:
    browser = sign_in(desk.staff)
    session = browser.session
    session["second_factor_at"] = 1
    session.save()
    answer = browser.post("/export/", sent(case))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/in/again/")
    assert not Export.unscoped.exists()


def closed(desk: Desk) -> None:
    """Let the 24 hours run in which nothing is exported."""
    staff = Staff.objects.select_related("record_key").get(pk=desk.staff.pk)
    with act(desk.actor, "factor.code_used", staff):
        state.close_export(staff)


def stale(desk: Desk) -> None:
    store = SessionStore(desk.client.cookies["session"].value)
    store["second_factor_at"] = 0
    store.save()


def test_what_is_recorded_is_closed_with_export_and_the_full_summary_too(desk: Desk, case: Case) -> None:
    closed(desk)
    assert desk.get("cases:told", case.code).status_code == 404
    full = {"safe": "yes", "kind": "full", "whom": "nobody", "language": "en"}
    assert SECRETS["goal"] not in desk.post("cases:print", case.code, **full).content.decode()
    assert not Entry.objects.filter(action__in=("case.told", "case.printed")).exists()
    assert case.code in printed(desk, case).replace(" ", "")


def test_what_is_recorded_and_the_full_summary_ask_for_the_second_factor_again(desk: Desk, case: Case) -> None:
    stale(desk)
    assert desk.get("cases:told", case.code)["Location"].startswith("/in/again/")
    full = {"safe": "yes", "kind": "full", "whom": "nobody", "language": "en"}
    assert desk.post("cases:print", case.code, **full)["Location"].startswith("/in/again/")
    assert desk.post("cases:print", case.code, **{**full, "kind": "neutral"}).status_code == 200


@pytest.mark.parametrize("way", ["print", "told", "export"])
def test_whatever_leaves_the_office_counts_as_read(desk: Desk, case: Case, settings: Any, way: str) -> None:
    settings.AUDIT_QUOTAS = {"opened_alarm": 1, "opened_stop": 1}
    other = open_case(desk.actor, "Bramble")
    paper = {"safe": "yes", "whom": "nobody", "language": "en"}
    codes = []
    for each in (case, other):
        if way == "export":
            answer = desk.post("cases:export", **sent(each))
        else:
            answer = desk.post(f"cases:{way}", each.code, **paper, kind="neutral")
        codes.append(answer.status_code)
    assert codes == [200, 429]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begin: str) -> None:
    assert exports.cell(f"{begin}1+1") == f"'{begin}1+1"
    assert exports.cell([{"text": f"{begin}1"}]).startswith("[")
    assert exports.cell("plain") == "plain"


@pytest.mark.parametrize(
    "words",
    ["tea;=1+1", 'tea;"=1+1"', "tea\t@x", "tea\n-1", "tea; +1", "\uff1d1+1", " =1+1", "a;b;=1", 'x;=HYPERLINK("y"&A1)'],
)
@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_parts_the_cells(words: str, parted_by: str) -> None:
    table = exports.as_csv([{"case.code": "A", "person.words": words}], ["case.code", "person.words"])
    for row in csv.reader(io.StringIO(table), delimiter=parted_by):
        assert not [cell for cell in row if cell.strip(' "').startswith(("=", "+", "-", "@", "\uff1d"))]


def test_other_words_stay_as_they_are() -> None:
    for words in ("Anna-Maria; her sister", "a = b", "5 - 6", "mail@norland.example"):
        assert exports.cell(words) == words
