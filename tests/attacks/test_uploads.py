"""Files and forms that mean harm: each is refused with a page, or rendered harmless; nothing lies about in clear."""

from __future__ import annotations

import http.client
import io
import os
import re
import socket
import struct
import tempfile
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.documents import limits, store
from fristad.server.cases.models import Document, Note, Place, PlaceName
from fristad.server.cases.services.documents import document_add
from tests.server.cases import papers
from tests.server.cases.files import open_case
from tests.server.office import actor_of, make_office, sign_in

MB = 1_000_000
BOUNDARY = "----invented"


class Desk:
    """A caseworker with a browser of their own and one case."""

    def __init__(self) -> None:
        self.staff: Staff = make_office().member(Role.CASEWORKER)
        self.actor = actor_of(self.staff)
        self.client: Client = sign_in(self.staff)
        self.client.raise_request_exception = False
        self.case = open_case(self.actor, "Invented Person")
        self.page = reverse("cases:documents", args=[self.case.code])

    def send(self, content: bytes, name: str = "letter.pdf") -> Any:
        return self.client.post(self.page, {"file": SimpleUploadedFile(name, content), "title": ""})

    def handed_out(self) -> Any:
        document = Document.unscoped.latest("created_on")
        return self.client.get(reverse("cases:document", args=[self.case.code, document.pk]))


@pytest.fixture
def places(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in which all that a request could write down lies, but the database."""
    settings.DOCUMENTS, settings.RUN = tmp_path / "documents", tmp_path / "run"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.fixture
def desk(places: Path, db: None, open_vault: object) -> Desk:
    return Desk()


NAMES = {
    "path upwards": "../../../../etc/cron.d/job.pdf",
    "path of Windows": "..\\..\\Windows\\System32\\evil.pdf",
    "another line of the header": 'a.pdf"\r\nSet-Cookie: stolen=1\r\nX: ".pdf',
    "direction turned round": "letter\u202efdp.exe",
    "second ending": "letter.pdf.exe",
    "device": "CON.pdf",
    "hidden": ".bashrc",
    "nothing": "\u200b\u200b",
    "very long": "a" * 5000 + ".pdf",
    "mark-up": "<img src=x onerror=alert(1)>.pdf",
    "quotes": '"; rm -rf "$HOME".pdf',
    "null": "letter.pdf\x00.exe",
    "any script": "رسالة 手紙.pdf",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_hostile_name_becomes_a_plain_one(desk: Desk, name: str) -> None:
    document_add(desk.actor, desk.case, title="", name=name, content=papers.PDF)
    answer = desk.handed_out()
    said = answer["Content-Disposition"]
    shown = unquote(re.split(r"filename\*?=(?:utf-8'')?", said)[-1].strip('"'))
    assert said.startswith("attachment; filename")
    assert re.fullmatch(r"[\w ()-]{1,76}\.pdf", shown)
    assert "Set-Cookie" not in answer
    assert re.fullmatch(r"[0-9a-f]{32}\.sealed", next(store.folder().iterdir()).name)
    assert "<img src=x" not in desk.client.get(desk.page).content.decode()


@pytest.mark.parametrize("sent", papers.CODE.values(), ids=papers.CODE)
def test_what_can_run_is_refused_with_a_sentence_and_not_kept(desk: Desk, sent: tuple[str, bytes]) -> None:
    name, content = sent
    answer = desk.send(content, name)
    assert answer.status_code == 200
    assert "so it is not kept here" in answer.content.decode()
    assert not Document.unscoped.exists()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("payload", [b"<script>alert(1)</script>", b"PK\x03\x04 and an archive", b"MZ program"])
def test_a_picture_that_is_something_else_too_is_only_a_picture_afterwards(
    desk: Desk, kind: str, payload: bytes
) -> None:
    noted = Image.Exif()
    noted[0x010E] = payload.decode("latin-1")
    assert desk.send(papers.picture(kind, exif=noted) + payload, "both.html").status_code == 302
    handed_out = desk.handed_out().content
    assert payload not in handed_out
    assert Image.open(io.BytesIO(handed_out)).format == kind


def test_a_page_that_calls_itself_a_pdf_is_a_download_that_nothing_shows_or_runs(desk: Desk) -> None:
    assert desk.send(b"%PDF-1.7\n<html><script>alert(document.cookie)</script></html>", "a.html").status_code == 302
    answer = desk.handed_out()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_with_actions_is_kept_as_it_is_and_only_downloaded(desk: Desk) -> None:
    assert desk.send(papers.PDF_WITH_ACTIONS).status_code == 302
    answer = desk.handed_out()
    assert answer.content == papers.PDF_WITH_ACTIONS
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_type_that_the_sender_claims_is_not_believed(desk: Desk) -> None:
    sent = SimpleUploadedFile("a.svg", papers.TAKEN["png"], content_type="image/svg+xml")
    assert desk.client.post(desk.page, {"file": sent}).status_code == 302
    assert desk.handed_out()["Content-Type"] == "image/png"


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def pixel_bomb(width: int, height: int, rows: int = 64) -> bytes:
    """Return a PNG of some kilobytes that says it has very many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    drawn = zlib.compress(bytes((width * 4 + 1) * rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", drawn) + _chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """Return a PNG whose note unfolds to half a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(MB)) for _ in range(500)) + packer.flush()
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    note = _chunk(b"zTXt", b"Comment\0\0" + packed)
    drawn = _chunk(b"IDAT", zlib.compress(bytes(4)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + note + drawn + _chunk(b"IEND", b"")


BOMBS: dict[str, Callable[[], bytes]] = {
    "many pixels": lambda: pixel_bomb(50_000, 50_000, rows=4),
    "a little over the limit": lambda: pixel_bomb(6_400, 6_400),
    "one row of a million": lambda: pixel_bomb(1_000_000, 100, rows=2),
    "a note that unfolds": text_bomb,
}


#: What a web worker takes before anybody sends anything, with room to spare.
A_WORKER = 200 * MB


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_picture_bomb_is_refused_with_a_sentence_and_takes_no_memory_here(desk: Desk, bomb: str) -> None:
    sent = BOMBS[bomb]()
    grown = growth()
    page = desk.send(sent, "a.png").content.decode()
    assert "too large to be opened safely" in page or "does not open" in page
    assert not Document.unscoped.exists()
    assert grown() < 100 * MB


def test_a_file_beyond_the_limit_is_refused_with_a_page(desk: Desk) -> None:
    answer = desk.send(b"a" * (20 * MB + 1))
    assert (answer.status_code, answer["X-Problem"]) == (413, "F413")
    assert not Document.unscoped.exists()


def test_many_files_in_one_form_share_the_limit(desk: Desk) -> None:
    sent = {f"file{number}": SimpleUploadedFile("a.pdf", papers.PDF + bytes(8 * MB)) for number in range(3)}
    answer = desk.client.post(desk.page, sent)
    assert (answer.status_code, answer["X-Problem"]) == (413, "F413")


@pytest.mark.parametrize("as_file", [True, False])
def test_a_note_of_20_megabytes_is_refused_with_a_page(desk: Desk, as_file: bool) -> None:  # noqa: FBT001 - a parameter
    address = reverse("cases:items", args=[desk.case.code, "notes"])
    words = "a" * (20 * MB)
    if as_file:
        answer = desk.client.post(address, {"words": words})
    else:
        form = "application/x-www-form-urlencoded"
        answer = desk.client.post(address, f"words={words}", content_type=form)
    # A form without a file is given back with its words; one that may carry a file is not read so far.
    assert (answer.status_code, answer["X-Problem"]) == (413, "F413" if as_file else "F414")
    assert as_file or words in answer.content.decode()
    assert not Note.unscoped.exists()


def test_a_note_longer_than_a_note_is_refused_and_stays_on_the_page(desk: Desk) -> None:
    answer = desk.client.post(reverse("cases:items", args=[desk.case.code, "notes"]), {"words": "Kept. " * 10_000})
    assert "Divide it into several notes" in answer.content.decode()
    assert "Kept. Kept." in answer.content.decode()


# What lies about


WORD = b"Sealed-Quillfeather-Harbour"


def hits(places: Path) -> list[Path]:
    """Return the files that hold the word: database, its log, documents, temporary and run folders."""
    database = Path(connection.settings_dict["NAME"])
    found = [*database.parent.rglob("*"), *places.rglob("*")]
    return [path for path in found if path.is_file() and WORD in path.read_bytes()]


@pytest.mark.django_db(transaction=True)
def test_no_word_of_a_20_megabyte_upload_lies_in_clear_before_during_or_after(
    desk: Desk, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = WORD + b" " + b"words " * ((20 * MB - 100) // 6) + WORD
    seen: list[list[Path]] = []

    def looked(real: Callable[..., Any]) -> Callable[..., Any]:
        def look(*args: Any, **options: Any) -> Any:
            seen.append(hits(places))
            return real(*args, **options)

        return look

    monkeypatch.setattr(limits, "_ask", looked(limits._ask))
    monkeypatch.setattr(store, "put", looked(store.put))
    name = f"{WORD.decode()}.txt"
    assert desk.client.post(desk.page, {"file": SimpleUploadedFile(name, content), "title": WORD}).status_code == 302
    assert desk.handed_out().content == content
    assert [*seen, hits(places)] == [[], [], []]


@pytest.mark.parametrize("where", ["documents", "run", "temporary"])
def test_the_search_would_have_found_it_in(desk: Desk, places: Path, where: str) -> None:
    left = places / where / "left"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"x" * 4096 + WORD)
    assert hits(places) == [left]


@pytest.mark.django_db(transaction=True)
def test_the_search_would_have_found_it_in_the_database(desk: Desk, places: Path) -> None:
    place = Place.objects.create(operation_id=desk.actor.operation_id, code="X", level=0)
    PlaceName.objects.create(place=place, text=WORD.decode())
    assert [path for path in hits(places) if "sqlite3" in path.name]


# A real server on a real socket


class Socket:
    """What a browser sends, byte by byte."""

    def __init__(self, address: str, desk: Desk) -> None:
        self.host = urlsplit(address).netloc
        name = django_settings.SESSION_COOKIE_NAME
        self.headers = {"Cookie": f"{name}={desk.client.cookies[name].value}", "Host": self.host}
        self.page = desk.page
        self.token = self._token()

    def _token(self) -> str:
        line = http.client.HTTPConnection(self.host, timeout=20)
        line.request("GET", self.page, headers=self.headers)
        page = line.getresponse().read().decode()
        line.close()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None
        return found[1]

    def form(self, content: bytes, name: str = "a.png") -> bytes:
        """Return the body of the form with a file."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n',
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
        ]
        return "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()

    def post(self, body: bytes, length: int | None = None, *, close_after: bool = False) -> tuple[int, bytes]:
        """Send a body with the length that the header claims; return status and page."""
        head = {**self.headers, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        head |= {"Content-Length": str(len(body) if length is None else length), "Connection": "close"}
        lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
        host, port = self.host.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as line:
            line.sendall(f"POST {self.page} HTTP/1.1\r\n{lines}\r\n".encode())
            line.sendall(body)
            if close_after:
                line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(65_536), b""))
        return int(answer.split(b" ", 2)[1]) if answer else 0, answer


@pytest.fixture
def wire(transactional_db: None, open_vault: object, places: Path, live_server: Any, settings: Any) -> Socket:
    settings.ALLOWED_HOSTS = ["*"]
    return Socket(live_server.url, Desk())


def test_a_header_that_claims_less_than_is_sent_gets_an_answer_and_nothing_half_is_kept(wire: Socket) -> None:
    body = wire.form(papers.TAKEN["pdf"], "a.pdf")
    status, _page = wire.post(body, len(body) - 100)
    assert status in (200, 403, 422)
    assert not Document.unscoped.exists()


def test_a_header_that_claims_more_than_is_sent_gets_an_answer_and_nothing_half_is_kept(wire: Socket) -> None:
    body = wire.form(papers.TAKEN["pdf"] + b"x" * 100_000, "a.pdf")
    status, _page = wire.post(body[:50_000], 10 * len(body), close_after=True)
    assert status in (0, 200, 403, 422, 500)
    assert not Document.unscoped.exists()
    assert wire.post(wire.form(papers.PDF, "a.pdf"))[0] == 302


def test_a_header_that_claims_an_enormous_length_takes_no_memory(wire: Socket) -> None:
    grown = growth()
    wire.post(wire.form(papers.PDF, "a.pdf")[:-20], 10**15, close_after=True)
    assert grown() < 20 * MB
    assert not Document.unscoped.exists()


def test_what_is_too_large_is_read_to_its_end_so_that_the_page_arrives(wire: Socket) -> None:
    status, page = wire.post(wire.form(bytes(25 * MB), "a.pdf"))
    assert status == 413
    assert b"F413" in page


def test_ten_uploads_at_once_are_all_kept_within_two_gigabytes(wire: Socket) -> None:
    picture = papers.picture("JPEG", (5000, 4000), quality=100)
    sent = wire.form(picture + bytes(19 * MB - len(picture)), "a.jpg")
    watch, grown = Watch(), growth()
    with ThreadPoolExecutor(10) as pool:
        answers = [status for status, _page in pool.map(lambda _number: wire.post(sent), range(10))]
    watch.end()
    assert answers == [302] * 10
    assert Document.unscoped.count() == 10
    assert 1 <= watch.at_once <= limits.AT_ONCE
    assert A_WORKER + grown() + limits.AT_ONCE * watch.largest < 2000 * MB


def growth() -> Callable[[], int]:
    """Return what tells by how many bytes this process has grown at most since now, however large it was before."""
    Path("/proc/self/clear_refs").write_text("5")  # sets the high-water mark back (proc(5))
    before = _of_process("VmRSS")
    return lambda: _of_process("VmHWM") - before


def _of_process(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


class Watch:
    """Sees how many looking processes of ours run at the same time, and how large the largest grows, in bytes."""

    def __init__(self) -> None:
        self.at_once, self.largest = 0, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            sizes = [_size(path) for path in Path("/proc").glob("[0-9]*")]
            there = [size for size in sizes if size is not None]
            self.at_once, self.largest = max(self.at_once, len(there)), max([self.largest, *there])

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()


def _size(process: Path) -> int | None:
    """Return the most memory that a looking process of ours has held, or None for any other process."""
    try:
        if b"documents.checker" not in (process / "cmdline").read_bytes():
            return None
        status = (process / "status").read_text()
    except OSError:
        return None
    if f"\nPPid:\t{os.getpid()}\n" not in status:  # tests that run beside this one look at files too
        return None
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else None
