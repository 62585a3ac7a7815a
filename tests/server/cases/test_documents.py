"""Documents: recognised by their content, drawn anew, sealed, handed out as downloads, withdrawn, swept."""

from __future__ import annotations

import fcntl
import io
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit import services as audit
from fristad.server.audit.models import Entry
from fristad.server.cases import doors
from fristad.server.cases.documents import kinds, limits, store
from fristad.server.cases.models import Case, Document
from fristad.server.cases.services import documents as service
from fristad.server.common.problems import TamperedError, TooManyError, WrongInputError
from tests.server.cases import papers
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of, sign_in


class Desk:
    """Somebody at work on one case, in a browser."""

    def __init__(self, office: Office) -> None:
        self.staff: Staff = office.member(Role.CASEWORKER)
        self.actor = actor_of(self.staff)
        self.client: Client = sign_in(self.staff)
        self.case: Case = open_case(self.actor, "Invented Person")
        self.page = reverse("cases:documents", args=[self.case.code])

    def send(self, content: bytes, name: str = "letter.pdf", title: str = "Invented letter") -> Any:
        return self.client.post(self.page, {"file": SimpleUploadedFile(name, content), "title": title})

    def kept(self, content: bytes = papers.PDF, name: str = "letter.pdf") -> Document:
        return service.document_add(self.actor, self.case, title="Invented letter", name=name, content=content)

    def address(self, document: Document) -> str:
        return reverse("cases:document", args=[self.case.code, document.pk])


@pytest.fixture
def desk(office: Office, settings: Any, tmp_path: Path) -> Desk:
    settings.DOCUMENTS = tmp_path / "documents"
    settings.RUN = tmp_path / "run"
    return Desk(office)


def files() -> list[Path]:
    return [path for path in store.folder().parent.rglob("*") if path.is_file() and path.suffix != ".lock"]


@pytest.mark.parametrize("kind", papers.TAKEN)
def test_each_kind_is_recognised_whatever_it_is_called(kind: str) -> None:
    assert kinds.recognise(papers.TAKEN[kind], "something.else") == kind


@pytest.mark.parametrize(
    ("reason", "name", "content"),
    [
        *(("code", *each) for each in papers.CODE.values()),
        *(("unknown", *each) for each in papers.UNKNOWN.values()),
        *(("broken", *each) for name, each in papers.BROKEN.items() if "archive" in name),
    ],
    ids=[*papers.CODE, *papers.UNKNOWN, "archive cut off"],
)
def test_what_may_run_or_is_not_known_is_refused(reason: str, name: str, content: bytes) -> None:
    with pytest.raises(kinds.RefusedKindError) as refused:
        kinds.recognise(content, name)
    assert refused.value.reason == reason


def test_an_archive_that_says_it_holds_very_much_is_not_opened() -> None:
    crowded = bytearray(papers.TAKEN["docx"])
    crowded[-12:-10] = b"\xff\xff"
    with pytest.raises(kinds.RefusedKindError):
        kinds.recognise(bytes(crowded))


@pytest.mark.parametrize("kind", papers.TAKEN)
def test_what_is_sent_is_handed_out_as_a_download_of_its_own_kind(desk: Desk, kind: str) -> None:
    sent = desk.send(papers.TAKEN[kind], "../Brief\u202egnp.exe")
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    document = Document.unscoped.select_related("record_key").get()
    answer = desk.client.get(desk.address(document))
    assert answer.status_code == 200
    assert answer["Content-Type"] == kinds.KINDS[kind].media_type
    assert answer["Content-Disposition"] == f'attachment; filename="Briefgnp.{kinds.KINDS[kind].extension}"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    if not kinds.KINDS[kind].picture:
        assert answer.content == papers.TAKEN[kind]


REFUSED = [*papers.CODE.items(), *papers.UNKNOWN.items(), *papers.BROKEN.items()]


# Named by what they are: an archive holds the time when it was made, and workers must agree on the names of tests.
@pytest.mark.parametrize("sent", [sent for _, sent in REFUSED], ids=[name for name, _ in REFUSED])
def test_what_is_refused_leaves_nothing_behind_and_gets_one_sentence(desk: Desk, sent: tuple[str, bytes]) -> None:
    name, content = sent
    before = Entry.objects.count()
    with pytest.raises(WrongInputError) as refused:
        service.document_add(desk.actor, desk.case, title="", name=name, content=content)
    assert str(refused.value) in map(str, service.REFUSALS.values())
    assert not Document.unscoped.exists()
    assert not files()
    assert Entry.objects.count() == before


def test_the_sentence_stands_on_the_page_and_the_title_is_kept(desk: Desk) -> None:
    page = desk.send(papers.CODE["web page"][1], title="Kept title").content.decode()
    assert "so it is not kept here" in page
    assert "Kept title" in page


def test_a_picture_loses_what_the_camera_wrote_and_stands_upright(desk: Desk) -> None:
    noted = Image.Exif()
    noted[0x0112] = 6  # turned by a quarter
    noted[0x010F] = "Invented camera"
    noted[0x8825] = {1: "N", 2: (12.0, 34.0, 56.0)}
    sent = papers.picture("JPEG", (60, 20), exif=noted, comment=b"Invented comment") + b"PK\x03\x04 appended"
    document = desk.kept(sent, "photo.jpg")
    handed_out = desk.client.get(desk.address(document)).content
    with Image.open(io.BytesIO(handed_out)) as drawn:
        assert drawn.size == (20, 60)
        assert not drawn.getexif()
    for left in (b"Invented", b"Exif", b"appended"):
        assert left not in handed_out


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "RGBA"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("PNG", "1")]
)
def test_pictures_of_every_sort_of_colour_are_drawn_anew(desk: Desk, kind: str, mode: str) -> None:
    document = desk.kept(papers.picture(kind, mode=mode))
    with Image.open(io.BytesIO(desk.client.get(desk.address(document)).content)) as drawn:
        assert (drawn.format, drawn.size) == (kind, (40, 20))


@pytest.mark.both_databases
def test_opening_a_document_is_one_entry(desk: Desk) -> None:
    document = desk.kept()
    before = Entry.objects.count()
    desk.client.get(desk.address(document))
    entry = Entry.objects.order_by("sequence")[before:].get()
    assert (entry.action, entry.label, entry.record_id) == ("record.opened", "cases.document", document.pk)


def test_a_document_that_cannot_be_logged_is_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    document = desk.kept()

    def fail(*_args: object) -> None:
        raise TooManyError

    monkeypatch.setattr(audit, "append", fail)
    assert desk.client.get(desk.address(document)).status_code == 429


def test_who_opened_a_document_stands_in_the_reading_log_of_the_case(desk: Desk, office: Office) -> None:
    desk.client.get(desk.address(desk.kept()))
    seen = sign_in(office.member(Role.SUPERVISOR)).get(reverse("cases:seen", args=[desk.case.code])).content.decode()
    assert f"Name of {desk.staff.sign_in_name}" in seen


@pytest.mark.both_databases
def test_out_of_scope_and_under_another_case_it_is_not_there(desk: Desk, office: Office) -> None:
    document = desk.kept()
    assert sign_in(office.member(Role.CASEWORKER)).get(desk.address(document)).status_code == 404
    other = open_case(desk.actor, "Invented Other")
    assert desk.client.get(reverse("cases:document", args=[other.code, document.pk])).status_code == 404
    assert desk.client.get(reverse("cases:document", args=[desk.case.code, uuid.uuid4()])).status_code == 404


@pytest.mark.both_databases
def test_withdrawn_it_is_named_with_the_reason_and_handed_out_no_more(desk: Desk) -> None:
    document = desk.kept()
    address = reverse("cases:document_withdraw", args=[desk.case.code, document.pk])
    assert desk.client.get(address).status_code == 200
    assert desk.client.post(address, {"version": 1, "answer": "Of another person"}).status_code == 302
    assert desk.client.get(desk.address(document)).status_code == 404
    assert "Of another person" in desk.client.get(desk.page).content.decode()
    assert store.path_of(document.pk).exists()


def test_erased_with_its_key_it_says_so(desk: Desk) -> None:
    document = desk.kept()
    document.record_key.destroy()
    assert desk.client.get(desk.address(document)).status_code == 410


def test_a_file_that_was_exchanged_does_not_open(desk: Desk) -> None:
    one, other = desk.kept(), desk.kept(papers.TAKEN["text"])
    store.path_of(one.pk).write_bytes(store.path_of(other.pk).read_bytes())
    stored = doors.item(desk.actor, Document, one.pk)
    with pytest.raises(TamperedError):
        service.document_open(desk.actor, stored, "casework")
    store.drop(one.pk)
    with pytest.raises(TamperedError):
        service.document_open(desk.actor, stored, "casework")


@pytest.mark.both_databases
def test_a_document_whose_entry_cannot_be_written_is_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "append", fail)
    with pytest.raises(RuntimeError):
        desk.kept()
    assert not Document.unscoped.exists()


class Asked:
    """As much of a job as the sweep needs."""

    done = 0

    def check(self) -> None:
        """Go on."""


@pytest.mark.both_databases
def test_files_without_a_document_or_a_key_are_swept_away_after_a_while(desk: Desk) -> None:
    kept, erased = desk.kept(), desk.kept()
    erased.record_key.destroy()
    orphan, fresh = uuid.uuid4(), uuid.uuid4()
    for each in (orphan, fresh):
        store.put(store.write(each, [b"sealed"]))
    half = store.write(uuid.uuid4(), [b"half"])
    long_ago = time.time() - store.GRACE.total_seconds() - 1
    for path in (half, *map(store.path_of, (kept.pk, erased.pk, orphan))):
        os.utime(path, (long_ago, long_ago))
    work = Asked()
    service.sweep(work)  # type: ignore[arg-type]
    assert sorted(files()) == sorted(map(store.path_of, (kept.pk, fresh)))
    assert work.done == 2


def test_no_more_than_two_are_looked_at_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PATIENCE", 0)
    turns = [tmp_path / f"check-{number}.lock" for number in range(limits.AT_ONCE)]
    with turns[0].open("w") as one, turns[1].open("w") as other:
        fcntl.flock(one, fcntl.LOCK_EX)
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(TooManyError):
            limits.check(papers.PDF, "", tmp_path)
    assert limits.check(papers.PDF, "", tmp_path).kind == "pdf"


FORBIDDEN = {
    "open a file": "open('/etc/hostname')",
    "open a connection": "__import__('socket').socket()",
    "start a process": "__import__('os').fork()",
    "take much memory": "bytearray(1 << 30)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_process_that_looks_has_given_up_its_right_to(what: str) -> None:
    if what == "start a process" and os.geteuid() == 0:
        pytest.skip("the system counts no processes of root")
    beginning = "from fristad.server.cases.documents import checker; import socket; checker.give_up_rights(); "
    code = beginning + FORBIDDEN[what]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert b"OSError" in done.stderr or b"MemoryError" in done.stderr or b"BlockingIOError" in done.stderr


def test_a_process_that_takes_too_long_is_ended_and_the_file_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TIME", 0.001)
    with pytest.raises(kinds.RefusedKindError):
        limits.check(papers.PDF, "", tmp_path)
