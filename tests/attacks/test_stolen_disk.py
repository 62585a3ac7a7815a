"""The thief of a disk: names, numbers and phrases are typed into every page, then looked for in all that was written.

The search looks at raw bytes, in UTF-8 and UTF-16, base64, percent, JSON and other escapes, and inside packed streams.
Each place is shown to be searched: a word left there on purpose is found.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from fristad.server.accounts.models_signin import HeldForm
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.sessionstore import SessionStore
from fristad.server.cases.services import work
from fristad.server.jobs.kinds import periodic
from fristad.server.jobs.models import Job
from fristad.server.jobs.runner import put_periodic, run_one
from fristad.server.vault.keyring import keyring
from tests.attacks import writer
from tests.attacks.disk import Disk, Watch, hits
from tests.attacks.installing import LARGE, WORDS, back_up, empty_the_log, found
from tests.attacks.talks import talk
from tests.attacks.writer import Writer
from tests.permissions.addresses import ADDRESSES, Kind
from tests.permissions.places import Place, Somebody, World
from tests.server.office import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

#: Done after all other pages of a person, in this order: they end, close or hide what the others show.
LAST = (
    "role_end",
    "withdraw",
    "item_close",
    "duress",
    "password",
    "circle",
    "circle_end",
    "close",
    "decide",
    "seal",
    "erase",
    "disable",
)
#: Pages that leave a session, or that a locked server has.
NOT_IN_THE_WALK = {"signin:exit", "signin:out", "custody:unlock"}
#: Forms that are filled in with words and refused, answer with a page of their own, or need somebody else's act first.
NOT_TAKEN = {
    *("cases:circle_out", "cases:decide", "cases:emergency_judge", "cases:give", "cases:handover_end", "cases:number"),
    *(
        "cases:export",
        "cases:told",
        "cases:told_file",
        "cases:print",
        "cases:double_answer",
        "cases:double_ask",
        "cases:double_join",
        "cases:double_leave",
        "cases:double_undo",
    ),
    *("cases:suspicion", "cases:talks", "cases:tie", "cases:close_not"),
    # A sheet for the person is a page of its own; nobody else in this world could go on with the interview.
    *("consent:copy", "screening:say_paper", "screening:hand_over"),
    # Asked for by somebody who is no administrator, so nobody agrees to it any more.
    "people:waiting_one",
    "people:change_one",
    # Nobody here has a second operation; a team's name that looks like another's is refused.
    *("signin:operations", "signin:switch", "signin:unlink_operation", "people:team"),
    # A case with a hold is not erased; what is due is there the day after.
    *("cases:erase", "cases:due_one", "cases:hold_lift", "cases:rule_end"),
    *(
        "cases:places_find",
        "cases:places_import",
        "cases:plan_decide",
        "cases:assessment_decide",
        "cases:reopen",
        "cases:transfer_answer",
    ),
    *("cases:transfer_asked", "people:focal_point_end", "people:role", "people:role_new", "people:team_close"),
    *("signin:app", "signin:code", "signin:enter", "signin:invite", "signin:passkey", "signin:passkey_remove"),
    *("signin:language", "signin:recovery", "signin:stay", "signin:with_passkey", "signin:withdraw"),
    *("signin:identity", "signin:unlink", "signin:token_end", "signin:token_new"),
    *NOT_IN_THE_WALK,
}
SECTIONS = ("notes", "needs", "plan", "tasks", "flags", "harms")


@pytest.fixture
def opened(disk: Disk, settings: Any) -> Iterator[World]:
    """Give a filled office whose keys are open, on a database that keeps every page it ever logs."""
    found(settings)
    yield World()
    keyring.clear()


def people(world: World) -> list[Somebody]:
    """Return people who together may open every page, each with a password."""
    wanted = [(role, Scope.OPERATION) for role in (Role.DUPLICATE_DESK, Role.DUTY_OFFICER, Role.ADMINISTRATOR)]
    found = [world.somebody(*each) for each in wanted]
    for somebody in found:
        staff = somebody.spots[Place.OWN].case.owner
        assert staff is not None
        staff.set_password(writer.PASSWORD)
        staff.save()
        sign_in(staff, somebody.browser)
    return found


def in_order() -> list[str]:
    """Return the names of the addresses of the walk, those in `LAST` last."""
    names = [name for name in ADDRESSES if name not in NOT_IN_THE_WALK]
    return sorted(names, key=lambda name: next((n for n, end in enumerate(LAST, 1) if name.endswith(end)), 0))


def address_of(name: str, world: World, somebody: Somebody) -> str:
    """Return where a page of this person's own work is."""
    row = ADDRESSES[name]
    spot = somebody.spots[Place.TEAM if row.kind is Kind.STAFF else Place.OWN]
    return reverse(name, kwargs=row.arguments(world, spot))


def walk(world: World) -> list[Writer]:
    """Have everybody write into every page; the first sends the largest file that is taken."""
    writers: list[Writer] = []
    for somebody in people(world):
        here = Writer(somebody.browser)
        code = somebody.spots[Place.OWN].case.code
        for name in in_order():
            upload = LARGE if (name, writers) == ("cases:documents", []) else writer.PHRASE.encode()
            here.visit(name, address_of(name, world, somebody), upload)
            if ADDRESSES[name].methods == ("POST",):
                here.send(name, address_of(name, world, somebody), {})
            if name == "cases:items":
                for section in SECTIONS:
                    here.visit(name, reverse(name, args=[code, section]), b"")
        writers.append(here)
    return writers


def stay_outside(world: World) -> Writer:
    """Have a stranger try names and passwords, and accept an invitation."""
    stranger = Writer(Client())
    stranger.visit("signin:enter", reverse("signin:enter"), b"")
    inviting = Writer(world.somebody(Role.ADMINISTRATOR, Scope.OPERATION).browser)
    address = reverse("signin:invite")
    page = inviting.browser.get(address).content.decode()
    sent = [writer.filled(form, b"") for form in writer.forms_of(page) if not form.action]
    shown = inviting.send("signin:invite", address, sent[0]).content.decode()
    link = re.search(r"/in/invited/[0-9a-f-]{36}/[\w-]+/", shown)
    assert link is not None
    # The way of the link is the one secret in an address; the log of the web server shortens it.
    stranger.visit("signin:accept", link[0], b"")
    assert "signin:accept" in stranger.saved
    return stranger


def open_in_an_emergency(world: World) -> Writer:
    """Have a duty officer open another team's case, with the reason in words."""
    officer = Writer(world.somebody(Role.DUTY_OFFICER, Scope.OPERATION).browser)
    sent = {"typed": world.shared[Place.OPERATION].case.code, "reason": f"{writer.PHRASE} {writer.PHRASE_TOO}"}
    officer.send("cases:emergency", reverse("cases:emergency"), sent)
    assert "cases:emergency" in officer.saved
    return officer


def carry_out(world: World) -> Writer:
    """Have somebody write a case to files, print it, and keep a search under a name."""
    somebody = world.somebody(Role.CASEWORKER, Scope.OWN)
    code = somebody.spots[Place.OWN].case.code
    carrier = Writer(somebody.browser)
    carrier.visit("cases:person_edit", reverse("cases:person_edit", args=[code]), b"")
    file = {"codes": code, "fields_chosen": ["person.names", "person.words"], "reason": f"For {writer.NAME}"}
    file |= {"recipient": "", "password": writer.PASSWORD, "again": writer.PASSWORD}
    assert carrier.send("cases:export", reverse("cases:export"), file).content.startswith(b"age-encryption.org")
    paper = {"safe": "yes", "kind": "full", "whom": "name", "language": "en"}
    shown = carrier.send("cases:print", reverse("cases:print", args=[code]), paper)
    assert writer.NAME in shown.content.decode()
    told = carrier.send("cases:told", reverse("cases:told", args=[code]), paper)
    assert writer.NAME_TOO in told.content.decode()
    own = {**paper, "recipient": "", "password": writer.PASSWORD, "again": writer.PASSWORD}
    sealed = carrier.send("cases:told_file", reverse("cases:told_file", args=[code]), own)
    assert sealed.content.startswith(b"age-encryption.org")
    search = carrier.send("cases:search", reverse("cases:search"), {"code": writer.NAME})["Location"]
    search_id = search.strip("/").rpartition("/")[2]
    carrier.send("cases:save_search", reverse("cases:save_search", args=[search_id]), {"label": writer.NAME_TOO})
    kept = carrier.send("cases:search", reverse("cases:search"), {"code": writer.PHONE})["Location"]
    carrier.send("cases:saved_drop", reverse("cases:saved_drop", args=[kept.strip("/").rpartition("/")[2]]), {})
    return carrier


def come_late(world: World) -> Writer:
    """Have somebody send a form that is kept, since the second factor was used too long ago."""
    somebody = world.somebody(Role.DUTY_OFFICER, Scope.OPERATION)
    session = SessionStore(somebody.browser.cookies[settings.SESSION_COOKIE_NAME].value)
    session["second_factor_at"] = 1
    session.save()
    late = Writer(somebody.browser)
    late.send("signin:again", reverse("cases:emergency"), {"typed": writer.PHONE, "reason": writer.PHRASE})
    late.visit("signin:held", reverse("signin:held"), b"")
    assert HeldForm.unscoped.exists() or "signin:held" in late.saved
    return late


def run_jobs() -> set[str]:
    """Run every job there is. Returns the kinds that ran."""
    put_periodic()
    stop = threading.Event()
    while run_one(stop):
        pass
    return set(Job.unscoped.values_list("kind", flat=True))


def fail_with_words(somebody: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a page break while it holds words: in the message of the error and in local variables."""

    def broken(*_args: Any, **_options: Any) -> None:
        held = f"{writer.NAME} {writer.PHONE}"
        raise RuntimeError(held, writer.PHRASE_TOO)

    with monkeypatch.context() as patched:
        patched.setattr("fristad.server.cases.views.work.item_add", broken)
        assert work.item_add is not broken
        somebody.browser.raise_request_exception = False
        address = reverse("cases:items", args=[somebody.spots[Place.NAMED].case.code, "notes"])
        answer = somebody.browser.post(address, {"words": writer.PHRASE})
        assert answer.status_code == 500


@pytest.mark.both_databases
def test_nothing_that_was_typed_into_any_page_lies_in_clear_anywhere(
    opened: World, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(
        disk, disk.folder / "temporary", disk.folder / "run", disk.folder / "documents", disk.folder / "tables"
    )
    writers = [*walk(opened), stay_outside(opened), open_in_an_emergency(opened)]
    writers += [carry_out(opened), come_late(opened), *talk(opened)]
    fail_with_words(opened.somebody(Role.SUPERVISOR, Scope.OPERATION), monkeypatch)
    disk.addresses += [address for each in writers for address in each.addresses]
    assert hits(disk, WORDS) == {}
    # One of the jobs brings the write-ahead log into the database.
    assert run_jobs() >= {kind.name for kind in periodic()}
    back_up(disk)
    watch.end()
    empty_the_log()
    assert hits(disk, WORDS) == {}
    taken = set().union(*(each.saved for each in writers))
    forms = {name for name, row in ADDRESSES.items() if "POST" in row.methods}
    missing = sorted(forms - taken - NOT_TAKEN)
    assert missing == [], f"teach tests/attacks/writer.py what these forms ask for: {missing}"
