"""Which kinds of rows are written with an entry only, and that one put in from outside is found."""

from __future__ import annotations

import pytest
from django.apps import apps

from fristad.server.accounts.rights import Role
from fristad.server.audit.verification import Kind, audited_models, verify
from fristad.server.cases.models import Involved
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import make_office

#: Rows that change without an entry, with the reason. Whoever adds one here says what it can do in wrong hands.
WITHOUT_ENTRY = {
    "accounts.conductaccepted": "opens nothing: the gate asks for it again where it is missing",
    "accounts.heldform": "the form a person left, for an hour; what is sent with it is an act",
    "accounts.identity": "sealed under its person's key; linking and unlinking are acts",
    "accounts.knownplace": "spares a wait; the tag takes the key, and word and code are asked all the same",
    "accounts.notice": "says that something waits",
    "accounts.session": "a row without its secret cookie signs nobody in",
    "accounts.signedin": "what the owner sees of a session",
    "accounts.token": "sealed under its person's key; made and ended by acts, and gone with the sessions",
    "accounts.tries": "counts of failed tries, as tags",
    "accounts.usedstep": "codes that were used",
    "audit.entry": "the log itself",
    "audit.searchmark": "marks of a day's searches",
    "audit.seen": "the log itself",
    "cases.place": "public names of places",
    "cases.placename": "public names of places",
    "cases.search": "what somebody looked for, for a day; the search is logged with its ids",
    "custody.erasure": "its certificate stands in the log",
    "custody.installation": "one row, compared with the key store at every start",
    "jobs.job": "what its steps do to records has entries",
    "vault.recordkey": "a changed one opens nothing",
    "vault.searchtag": "made anew from the record; a false one finds a record that its reader may see anyway",
}


def test_every_kind_is_written_with_an_entry_or_says_why_not() -> None:
    ours = {kind._meta.label_lower for kind in apps.get_models() if kind.__module__.startswith("fristad.")}
    audited = {kind._meta.label_lower for kind in audited_models()}
    assert ours - audited == set(WITHOUT_ENTRY), (
        "A kind without sealed fields says `audited = True` where a planted row could open something; "
        "otherwise give the reason here."
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("open_vault")
def test_somebody_planted_beside_a_case_is_found() -> None:
    office = make_office()
    case = open_case(office.actor(Role.CASEWORKER), "Invented Person")
    assert verify(OPERATION).is_whole
    Involved.objects.create(case=case, staff_id=office.member(Role.ANALYST).pk)
    assert [(fault.kind, fault.label) for fault in verify(OPERATION).faults] == [(Kind.UNLOGGED, "cases.involved")]
