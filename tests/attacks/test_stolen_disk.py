"""The thief of a disk: names, numbers and phrases are typed into every page, then looked for in all that was written.

The search looks at raw bytes, in UTF-8 and UTF-16, base64, percent, JSON and other escapes, and inside packed streams.
Each place is shown to be searched: a word left there on purpose is found.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import random
import re
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from fristad.server.accounts.models_signin import HeldForm
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.sessionstore import SessionStore
from fristad.server.cases.models import Place as Published
from fristad.server.cases.models import PlaceName
from fristad.server.cases.services import work
from fristad.server.custody import installations, places
from fristad.server.custody.backups import making
from fristad.server.jobs.kinds import periodic
from fristad.server.jobs.models import Job
from fristad.server.jobs.runner import put_periodic, run_one
from fristad.server.vault.demo_key import open_demo
from fristad.server.vault.keyring import OperationKeys, keyring
from tests.attacks import writer
from tests.attacks.disk import Disk, Everything, Watch, hits
from tests.attacks.leaks import Words
from tests.attacks.writer import Writer
from tests.permissions.addresses import ADDRESSES, Kind
from tests.permissions.places import Place, Somebody, World
from tests.server.cases.files import open_case
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.office import Office, actor_of, make_office, sign_in

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
    "disable",
)
#: Pages that leave a session, or that a locked server has.
NOT_IN_THE_WALK = {"signin:exit", "signin:out", "custody:unlock"}
#: Forms that are filled in with words and refused, answer with a page of their own, or need somebody else's act first.
NOT_TAKEN = {
    *("cases:circle_out", "cases:decide", "cases:emergency_judge", "cases:give", "cases:handover_end", "cases:number"),
    *(
        "cases:export",
        "cases:print",
        "cases:double_answer",
        "cases:double_ask",
        "cases:double_join",
        "cases:double_leave",
        "cases:double_undo",
    ),
    *("cases:places_find", "cases:places_import", "cases:plan_decide", "cases:reopen", "cases:transfer_answer"),
    *("cases:transfer_asked", "people:focal_point_end", "people:role", "people:role_new", "people:team_close"),
    *("signin:app", "signin:code", "signin:enter", "signin:invite", "signin:passkey", "signin:passkey_remove"),
    *("signin:recovery", "signin:stay", "signin:with_passkey", "signin:withdraw"),
    *NOT_IN_THE_WALK,
}
SECTIONS = ("notes", "needs", "plan", "tasks", "flags", "harms")
#: The largest file that is taken, full of words.
LARGE = f"{writer.NAME} {writer.NAME_TOO} {writer.PHONE} {writer.PHRASE} {writer.PHRASE_TOO}\n".encode()
LARGE *= 19_900_000 // len(LARGE)


@pytest.fixture
def disk(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """Give a disk on which the installation keeps everything, with a log of all that is said."""
    for name in ("documents", "run", "keys", "temporary", "backup"):
        (tmp_path / name).mkdir(mode=0o700)
    settings.DOCUMENTS, settings.RUN, settings.KEYS = (tmp_path / name for name in ("documents", "run", "keys"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = Disk(tmp_path)
    listening = Everything(made)
    heard = [logging.getLogger(name) for name in ("", "django", "fristad")]
    before = [(logger, logger.level) for logger in heard]
    for logger in heard:
        logger.addHandler(listening)
        logger.setLevel(logging.INFO)
    yield made
    for logger, level in before:
        logger.removeHandler(listening)
        logger.setLevel(level)


@pytest.fixture
def opened(disk: Disk, settings: Any) -> Iterator[World]:
    """Give a filled office whose keys are open, on a database that keeps every page it ever logs."""
    found(settings)
    yield World()
    keyring.clear()


def found(settings: Any) -> None:
    """Make the installation, and hold its keys."""
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint=0")
    store = open_demo(places.key_store(), Path(settings.RUN) / "demo.key")
    store.save(OperationKeys.new(OPERATION))
    installations.fix(store.store.id)
    keyring.put([*store.operations(), OperationKeys.new(ELSEWHERE)])


WORDS = Words(writer.SECRET)


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
    """Have somebody write a case to a file, and print it."""
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


def back_up(disk: Disk) -> None:
    """Make a backup."""
    making.make(disk.folder / "backup" / "data", disk.folder / "backup" / "keys")


def empty_the_log() -> None:
    """Bring what SQLite's log holds into the database."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.mark.both_databases
def test_nothing_that_was_typed_into_any_page_lies_in_clear_anywhere(
    opened: World, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(disk, disk.folder / "temporary", disk.folder / "run", disk.folder / "documents")
    writers = [*walk(opened), stay_outside(opened), open_in_an_emergency(opened)]
    writers += [carry_out(opened), come_late(opened)]
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
    assert sorted(forms - taken - NOT_TAKEN) == [], "teach tests/attacks/writer.py what these forms ask for"


# The search itself


def _zipped(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("invented.txt", f"{text} " * 9)
    return made.getvalue()


ENCODED: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one further": lambda text: base64.b64encode(b"-" + text.encode()),
    "base64, two further": lambda text: base64.b64encode(b"--" + text.encode() + b"."),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(b"-" + text.encode() + b"."),
    "percent": lambda text: quote(text).encode(),
    "percent, small": lambda text: quote(text).lower().encode(),
    "JSON": lambda text: json.dumps([text]).encode(),
    "HTML": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "capitals": lambda text: text.upper().encode(),
    "deflated": lambda text: zlib.compress(text.encode()),
    "deflated, bare": lambda text: zlib.compress(text.encode())[2:-4],
    "gzip": lambda text: zlib.compress(text.encode(), wbits=31),
    "zip": _zipped,
    "a signed cookie": lambda text: base64.urlsafe_b64encode(zlib.compress((text + " " * 99).encode())).strip(b"="),
}


@pytest.mark.parametrize("word", writer.SECRET)
@pytest.mark.parametrize("way", ENCODED)
def test_each_form_of_a_word_is_found(way: str, word: str) -> None:
    written = ENCODED[way](word)
    around = b"" if way == "deflated, bare" else b"\x00\x03 before "
    assert WORDS.among(around + written + b"\x00 after") == {word}


def test_noise_holds_no_word() -> None:
    assert WORDS.among(random.Random(7).randbytes(2_000_000)) == set()


def plant_row(word: str, *, emptied: bool = False) -> None:
    place = Published.objects.create(operation_id=OPERATION, code="X", level=0)
    PlaceName.objects.create(place=place, text=word)
    if emptied:
        empty_the_log()


def plant_free_page(word: str) -> None:
    """Delete a row without overwriting it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")
    plant_row(word)
    PlaceName.objects.all().delete()
    empty_the_log()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def plant_in_session(word: str) -> None:
    session = SessionStore()
    session["typed"] = word
    session.save()


def plant_in_job(word: str, statement: str) -> None:
    """Put a word, unsealed, where a job keeps what it was given or found."""
    put_periodic()
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps([word]).encode()])


def plant_in_backup(word: str, disk: Disk) -> None:
    plant_row(word)
    back_up(disk)


#: Where a word is left, which place it must be found in, and how it gets there.
PLANTS: dict[str, tuple[str, Callable[[str, Disk], Any]]] = {
    "a row": ("database", lambda word, _disk: plant_row(word, emptied=True)),
    "the write-ahead log": ("write-ahead log", lambda word, _disk: plant_row(word)),
    "a free page": ("database", lambda word, _disk: plant_free_page(word)),
    "a session": ("sessions", lambda word, _disk: plant_in_session(word)),
    "the cache": ("cache", lambda word, _disk: cache.set("typed", {"name": word})),
    "arguments": ("jobs", lambda word, _disk: plant_in_job(word, "UPDATE jobs_job SET arguments = %s")),
    "a result": ("jobs", lambda word, _disk: plant_in_job(word, "UPDATE jobs_job SET result = %s")),
    "the documents": ("documents", lambda word, disk: (disk.folder / "documents" / "a").write_text(word)),
    "a file's name": ("documents", lambda word, disk: (disk.folder / "documents" / f"{word}.pdf").touch()),
    "a backup": ("backup", plant_in_backup),
    "the temporary folder": ("temporary", lambda word, disk: (disk.folder / "temporary" / "a").write_text(word)),
    "the log": ("logs", lambda word, _disk: logging.getLogger("fristad.server").info("opened " + word)),
    "a mail": ("mails", lambda word, _disk: mail.send_mail("Waiting", f"About {word}", None, ["a@example.org"])),
    "an address": ("addresses", lambda word, disk: disk.addresses.append(f"/search/?q={word}")),
}


@pytest.fixture
def founded(disk: Disk, settings: Any) -> Iterator[Office]:
    """Give an empty office whose keys are open."""
    found(settings)
    yield make_office()
    keyring.clear()


#: What differs from database to database; the rest is looked for on one only, since a cluster has many files.
IN_THE_DATABASE = {"a row", "the write-ahead log", "a free page"}
_MARKED = [pytest.param(each, marks=[pytest.mark.both_databases] * (each in IN_THE_DATABASE)) for each in PLANTS]


@pytest.mark.parametrize("what", _MARKED)
def test_a_word_left_on_purpose_is_found(what: str, founded: Office, disk: Disk) -> None:
    # A word of its own each time: what was left on purpose in a database stays there.
    word = f"Marigold{zlib.crc32(what.encode()):08x}"
    where, plant = PLANTS[what]
    assert hits(disk, Words([word])) == {}
    plant(word, disk)
    assert hits(disk, Words([word])).get(where) == {word}


@pytest.mark.parametrize("handler", ["TemporaryFileUploadHandler", "MemoryFileUploadHandler"])
def test_an_upload_that_goes_over_the_disk_is_found_while_it_lasts(
    handler: str, founded: Office, disk: Disk, settings: Any
) -> None:
    settings.FILE_UPLOAD_HANDLERS = [f"django.core.files.uploadhandler.{handler}"]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100 if handler.startswith("Temporary") else 20_000_000
    watch = Watch(disk, disk.folder / "temporary")
    staff = founded.member(Role.CASEWORKER)
    case = open_case(actor_of(staff), "Invented Person")
    sign_in(staff).post(
        reverse("cases:documents", args=[case.code]), {"file": SimpleUploadedFile("a.txt", LARGE), "title": ""}
    )
    watch.end()
    assert ("meanwhile" in hits(disk, WORDS)) is handler.startswith("Temporary")
