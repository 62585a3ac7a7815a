"""What is erased with a person, what a person is told, and that no kind of row is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from fristad.server.accounts.rights import Role
from fristad.server.audit.services import act
from fristad.server.audit.verification import verify
from fristad.server.cases import doors
from fristad.server.cases.documents import store
from fristad.server.cases.models import Case, Document, Export, FamilyMember, Leg, Note, Person, Search
from fristad.server.cases.services import exports
from fristad.server.cases.services.documents import document_add
from fristad.server.cases.services.families import family_link
from fristad.server.cases.services.journeys import leg_add
from fristad.server.cases.services.searches import search_begin, search_save
from fristad.server.cases.services.work import item_add
from fristad.server.common.problems import ErasedError, NotThereError
from fristad.server.common.registry import duties
from fristad.server.custody import actions, erasure
from fristad.server.custody.erasure import Subject
from fristad.server.vault import envelopes
from fristad.server.vault.keyring import keyring
from fristad.server.vault.models import SealedModel, SearchTag
from tests.server.cases import papers
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import Office

pytestmark = pytest.mark.both_databases

#: Kinds of sealed rows about nobody who is helped here.
ABOUT_STAFF = {"accounts", "jobs"}
WITHOUT = {
    "cases.ceiling": "how much work a colleague carries; goes with the colleague's own key",
    "cases.barred": "from which file a colleague is kept; goes with the colleague's own key",
}


def test_every_kind_of_row_about_people_says_what_is_done_with_it() -> None:
    kinds = [kind for kind in apps.get_models() if issubclass(kind, SealedModel) and kind.__module__[:8] == "fristad."]
    about_people = {kind._meta.label_lower for kind in kinds if kind._meta.app_label not in ABOUT_STAFF}
    assert about_people == {*duties.keys(), *WITHOUT}


@pytest.fixture
def lead(office: Office, settings: Any, tmp_path: Path) -> Any:
    settings.DOCUMENTS, settings.RUN = tmp_path / "documents", tmp_path / "run"
    return office.actor(Role.SUPERVISOR)


def filled(actor: Any, name: str) -> Case:
    """Return a case of a person about whom there is a row of many kinds."""
    case = open_case(actor, name, contacts=[{"number": "+000111222", "how": "Call", "rules": ""}])
    item_add(actor, case, Note, {"words": "Invented note"})
    leg_add(actor, case.person, {"place": "Norland", "events": []})
    document_add(actor, case, title="Letter", name="letter.pdf", content=papers.PDF)
    return case


def erase(actor: Any, label: str, record: Any) -> None:
    """Destroy the keys as `erasure.erase` does, without the overwriting of files that a test's transaction forbids."""
    with act(actor, actions.ERASED):
        subject = Subject(label, record.pk)
        erasure.destroy_keys(subject, erasure._keys_of(subject, actor.operation_id))


def opens(row: Any, name: str) -> bool:
    try:
        return getattr(type(row).unscoped.get(pk=row.pk), name) is not None
    except ErasedError:
        return False


def test_with_a_person_goes_everything_that_is_theirs_and_nothing_of_others(
    lead: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case, other = filled(lead, "Invented Person"), filled(lead, "Somebody Else")
    with django_capture_on_commit_callbacks(execute=True):
        erase(lead, "cases.person", case.person)
    for mine, theirs, name in [
        (case, other, "card"),
        (case.person, other.person, "names"),
        *(
            (kind.unscoped.get(**{way: a}), kind.unscoped.get(**{way: b}), "told")
            for kind, way, a, b in [
                (Note, "case", case, other),
                (Document, "case", case, other),
                (Leg, "person", case.person, other.person),
            ]
        ),
    ]:
        assert (opens(mine, name), opens(theirs, name)) == (False, True), type(mine).__name__
    left = {document.pk for document in Document.unscoped.all() if store.path_of(document.pk).exists()}
    assert left == {Document.unscoped.get(case=other).pk}
    assert set(SearchTag.objects.values_list("record_id", flat=True)) == {other.person_id}
    assert verify(OPERATION).is_whole


def test_an_erased_case_is_not_there_and_lists_still_open(lead: Any) -> None:
    case, other = filled(lead, "Invented Person"), filled(lead, "Somebody Else")
    erase(lead, "cases.person", case.person)
    assert list(doors.cases(lead)) == [other]
    with pytest.raises(NotThereError):
        doors.case(lead, case.code)


def test_with_a_case_the_person_stays(lead: Any) -> None:
    case = filled(lead, "Invented Person")
    erase(lead, "cases.case", case)
    assert opens(case.person, "names")
    assert not opens(Note.unscoped.get(), "told")
    assert not opens(Document.unscoped.get(), "told")


def test_with_a_document_only_its_own_key_goes(lead: Any) -> None:
    case = filled(lead, "Invented Person")
    erase(lead, "cases.document", Document.unscoped.get())
    assert not opens(Document.unscoped.get(), "told")
    assert opens(case, "card")


def test_who_was_joined_to_the_person_goes_too(lead: Any) -> None:
    case, double = filled(lead, "Invented Person"), filled(lead, "Invented Persson")
    Person.unscoped.filter(pk=double.person_id).update(merged_into=case.person)
    erase(lead, "cases.person", case.person)
    assert not opens(double.person, "names")
    assert not opens(double, "card")
    assert not SearchTag.objects.exists()


def test_a_shared_link_goes_with_either_and_the_other_person_stays(lead: Any) -> None:
    case, other = filled(lead, "Invented Person"), filled(lead, "Somebody Else")
    link = family_link(lead, case.person, other.person, relation={"as": "sister"}, hidden=False)
    erase(lead, "cases.person", case.person)
    assert not opens(link, "relation")
    assert opens(other.person, "names")
    assert not doors.families(other.person).exists()
    assert FamilyMember.unscoped.count() == 2


def test_why_the_case_was_written_to_a_file_goes_with_it(lead: Any) -> None:
    case, other = filled(lead, "Invented Person"), filled(lead, "Somebody Else")
    _identity, recipient = envelopes.new_identity()
    wanted = exports.Wanted(("case.code",), "For the sister of Invented Person", recipient)
    for each in (case, other):
        exports.case_export(lead, [each], wanted)
    of = {row.told["cases"][0]: row for row in Export.unscoped.all()}
    erase(lead, "cases.person", case.person)
    assert [opens(of[str(each.pk)], "told") for each in (case, other)] == [False, True]


@pytest.mark.parametrize(
    ("words", "goes"),
    [("Invented", True), ("persson 1990", True), ("+000 111 222", True), ("Muhammad", False), ("1990", False)],
)
def test_searches_for_the_person_go_saved_or_not(lead: Any, words: str, goes: bool) -> None:  # noqa: FBT001 - a case
    case = filled(lead, "Invented Person")
    search = search_save(lead, search_begin(lead, words), "Mine")
    erase(lead, "cases.person", case.person)
    assert opens(search, "words") is not goes


def test_while_locked_all_searches_of_the_operation_go(lead: Any) -> None:
    case = filled(lead, "Invented Person")
    search = search_begin(lead, "Muhammad")
    keyring.clear()
    assert erasure.traces(Subject("cases.person", case.person_id)) >= {search.record_key_id, case.record_key_id}


def test_done_twice_it_does_no_harm(lead: Any) -> None:
    case = filled(lead, "Invented Person")
    erase(lead, "cases.person", case.person)
    with transaction.atomic():
        assert erasure.traces(Subject("cases.person", case.person_id)) >= {case.record_key_id}
    assert Search.unscoped.count() == 0


def test_a_person_is_told_what_is_recorded_by_field_and_nothing_of_others(lead: Any) -> None:
    case, other = filled(lead, "Invented Person"), filled(lead, "Somebody Else")
    family_link(lead, case.person, other.person, relation={"as": "sister"}, hidden=False)
    told = {duty.model: duty.export(case.person, lead) for duty in duties}
    assert told["cases.person"][0]["person.names"] == [{"text": "Invented Person", "kind": "known_as"}]
    assert told["cases.note"][0]["note.told"]["words"] == "Invented note"
    assert told["cases.case"][0]["case.code"] == case.code
    assert told["cases.double"] == told["cases.search"] == told["cases.family"] == []
    assert "Somebody Else" not in str(told)
