"""The search of a stolen disk is seen to find a word left on purpose: in each form, in each place."""

from __future__ import annotations

import base64
import io
import json
import logging
import random
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from fristad.server.accounts.rights import Role
from fristad.server.accounts.sessionstore import SessionStore
from fristad.server.cases.models import Place as Published
from fristad.server.cases.models import PlaceName
from fristad.server.jobs.runner import put_periodic
from tests.attacks import writer
from tests.attacks.disk import Disk, Watch, hits
from tests.attacks.installing import LARGE, WORDS, back_up, empty_the_log
from tests.attacks.leaks import Words
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import Office, actor_of, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


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
