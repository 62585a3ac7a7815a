"""Texts and file names from hands that may mean harm."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.cases.pure import text
from fristad.server.cases.pure.wording import RefusedError

ANY = st.characters() | st.sampled_from("\ud800\udfff\u202e\u2066\u200b\ufeff\x00\r\n\u2028")
HOSTILE = [
    "../../etc/passwd",
    "C:\\Windows\\system32\\cmd.exe",
    "photo\u202egpj.exe",
    "a\x00b.pdf",
    "<script>alert(1)</script>.svg",
    "CON",
    "com1.txt",
    ".htaccess",
    "....",
    "x" * 5000,
    "\u0635\u0648\u0631\u0629" * 100 + ".jpg",
    "name\r\nSet-Cookie: a=b",
    '"; rm -rf / #',
    "\U0001f600" * 200,
    "",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_name_becomes_a_harmless_one(hostile: str) -> None:
    _assert_harmless(text.safe_file_name(hostile, "pdf"))


@given(st.text(ANY, max_size=400))
def test_whatever_the_name_the_result_is_harmless(hostile: str) -> None:
    _assert_harmless(text.safe_file_name(hostile, "pdf"))


@given(st.text(max_size=100))
def test_a_name_once_made_safe_stays_as_it_is(hostile: str) -> None:
    once = text.safe_file_name(hostile, "pdf")
    assert text.safe_file_name(once, "pdf") == once


def _assert_harmless(name: str) -> None:
    stem, _, extension = name.rpartition(".")
    assert extension == "pdf"
    assert stem
    assert "." not in stem
    assert not stem.startswith((" ", "-", "_"))
    assert not set(name) & set('/\\:*?"<>|\r\n\x00')
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)
    assert len(name) <= 80
    assert len(name.encode()) <= 240
    assert stem.lower() not in ("con", "prn", "aux", "nul", "com1", "lpt1")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Passport scan (2).jpeg", "Passport scan (2).jpg"),
        ("\u062c\u0648\u0627\u0632 \u0633\u0641\u0631.png", "\u062c\u0648\u0627\u0632 \u0633\u0641\u0631.jpg"),
        ("invoice.exe.pdf", "invoice.jpg"),
        ("/home/someone/letter", "letter.jpg"),
    ],
)
def test_a_harmless_name_keeps_its_words_and_gets_the_extension_of_the_checked_type(sent: str, kept: str) -> None:
    assert text.safe_file_name(sent, ".jpg") == kept


def test_an_extension_that_is_none_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no extension"):
        text.safe_file_name("a", "tar/gz")


def test_a_line_loses_what_cannot_be_seen_and_nothing_else() -> None:
    assert text.clean_line(" Camp\u202e \u200b12\u2069\n west\t ") == "Camp 12 west"
    assert (
        text.clean_line("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )
    assert text.clean_line("Jose\u0301") == "Jos\u00e9"


def test_a_line_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(RefusedError, match="characters: 201"):
        text.clean_line("x" * 201)


def test_a_note_of_twenty_megabytes_is_refused_in_a_sentence() -> None:
    with pytest.raises(RefusedError, match=r"Nothing was stored.*Divide it into several notes"):
        text.clean_note("x" * 20_000_000)


def test_a_note_keeps_its_lines_and_loses_controls_and_overrides() -> None:
    assert text.clean_note("one\r\ntwo\tthree\r\x07four\u202e") == "one\ntwo\tthree\nfour"


@given(st.text(ANY, max_size=200))
def test_clean_texts_are_stable_and_can_be_stored(dirty: str) -> None:
    line, note = text.clean_line(dirty, 1000), text.clean_note(dirty, 1000)
    assert text.clean_line(line, 1000) == line
    assert text.clean_note(note, 1000) == note
    assert (line + note).encode().decode() == line + note


def test_a_refusal_keeps_its_text_and_values_apart_for_translation() -> None:
    with pytest.raises(RefusedError) as refused:
        text.clean_line("x" * 300)
    sentence = refused.value.sentence
    assert "%(limit)s" in sentence.text
    assert sentence.values == {"length": 300, "limit": 200}
    assert str(sentence) == str(refused.value)
