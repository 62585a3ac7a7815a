"""Heads of the log, kept where an intruder in the database does not come."""

from __future__ import annotations

import smtplib
import stat
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from fristad.server.audit import heads, words
from fristad.server.audit.heads import Head
from fristad.server.audit.verification import verify
from tests.server.conftest import OPERATION
from tests.server.people import stored_thing

LINK = bytes(range(100, 132))


def test_the_list_has_a_word_for_each_byte_and_none_alike() -> None:
    assert len(words.WORDS) == 256
    assert len({word[:4] for word in words.WORDS}) == 256
    assert all(word.isascii() and word.islower() for word in words.WORDS)


def test_a_head_is_read_back_from_its_words_however_they_are_typed() -> None:
    written = Head(OPERATION, 4711, LINK).to_words()
    assert len(written.split()) == 13
    read = Head.from_words(OPERATION, f"  {written.upper()}\n")
    assert read == Head(OPERATION, 4711, LINK[:12])
    assert read.matches(LINK)
    assert not read.matches(b"\x00" + LINK[1:])


@pytest.mark.parametrize("text", ["", "4711", "4711 acorn", "acorn " * 12, "1 " + "acorn " * 11 + "gun"])
def test_words_that_are_no_head_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"twelve words|invalid literal"):
        Head.from_words(OPERATION, text)


def test_a_head_is_read_back_from_its_line() -> None:
    head = Head(OPERATION, 4711, LINK)
    assert Head.from_line(head.to_line()) == head


@pytest.mark.parametrize(
    "line", ["", "[]", "{}", "not json", '{"operation": "x", "sequence": 1, "link": "", "at": null}']
)
def test_a_line_that_is_no_head_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "heads"
    file.write_text(Head(OPERATION, 1, LINK).to_line() + "\n" + line + "\n")
    with pytest.raises(ValueError, match="line 2: not a line"):
        list(heads.read(file))


def test_a_head_too_short_to_prove_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="twelve bytes"):
        Head.from_line(Head(OPERATION, 1, b"").to_line())


@pytest.mark.django_db
@pytest.mark.usefixtures("open_vault")
def test_heads_go_to_a_file_and_by_mail(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "heads"
    settings.AUDIT_HEADS_FILE, settings.AUDIT_HEADS_MAIL = file, ["supervisor@example.org"]
    assert heads.keep(OPERATION) is None
    stored_thing()
    first = heads.keep(OPERATION)
    stored_thing()
    second = heads.keep(OPERATION)
    assert first is not None
    assert second is not None
    assert list(heads.read(file)) == [first, second]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [first.to_words() in each.body for each in mail.outbox] == [True, False]
    assert verify(OPERATION, heads.read(file)).is_whole


@pytest.mark.django_db
@pytest.mark.usefixtures("open_vault")
def test_a_second_place_that_takes_nothing_is_an_error_and_the_other_is_served(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AUDIT_HEADS_FILE, settings.AUDIT_HEADS_MAIL = tmp_path / "no" / "heads", ["supervisor@example.org"]
    stored_thing()
    with pytest.raises(OSError, match="heads"):
        heads.keep(OPERATION)
    assert len(mail.outbox) == 1

    def down(*_args: object) -> None:
        raise smtplib.SMTPServerDisconnected("the line is down")

    monkeypatch.setattr(heads, "send_mail", down)
    settings.AUDIT_HEADS_FILE = tmp_path / "heads"
    with pytest.raises(OSError, match="line is down"):
        heads.keep(OPERATION)
    assert len(list(heads.read(tmp_path / "heads"))) == 1
