"""Translations go out to a translator and come back: by text, by context, with every plural form."""

from __future__ import annotations

import polib
import pytest

from scripts import messages


@pytest.fixture
def catalogue() -> polib.POFile:
    """A catalogue of a language with three plural forms: a verb, two states, a number."""
    found = polib.POFile()
    found.metadata = {"Plural-Forms": "nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);"}
    found.append(polib.POEntry(msgid="Save", msgstr=""))
    found.append(polib.POEntry(msgid="Open", msgctxt="button", msgstr=""))
    found.append(polib.POEntry(msgid="Open", msgctxt="need", msgstr="Untried", flags=["fuzzy"]))
    found.append(polib.POEntry(msgid="%(n)s case", msgid_plural="%(n)s cases", msgstr_plural={0: "", 1: "", 2: ""}))
    return found


def test_what_waits_is_told_apart_by_context(catalogue: polib.POFile) -> None:
    assert messages.waiting(catalogue) == {
        "Save": "",
        "Open": {"button": "", "need": ""},
        "%(n)s case": ["%(n)s cases"],
    }


def test_a_text_with_and_without_a_context_keeps_both(catalogue: polib.POFile) -> None:
    catalogue.append(polib.POEntry(msgid="Save", msgctxt="lives", msgstr=""))
    catalogue.append(polib.POEntry(msgid="Open", msgstr=""))
    out = messages.waiting(catalogue)
    assert (out["Save"], out["Open"]) == ({"": "", "lives": ""}, {"button": "", "need": "", "": ""})


def test_each_meaning_takes_its_own_translation(catalogue: polib.POFile) -> None:
    messages.fill(catalogue, {"Open": {"button": "Öppna", "need": "Öppet"}, "%(n)s case": ["a", "b", "%(n)s c"]})
    assert [(entry.msgctxt, entry.msgstr) for entry in catalogue if entry.msgid == "Open"] == [
        ("button", "Öppna"),
        ("need", "Öppet"),
    ]
    assert catalogue[-1].msgstr_plural == {0: "a", 1: "b", 2: "%(n)s c"}
    assert messages.waiting(catalogue) == {"Save": ""}


def test_a_translation_without_context_is_not_given_to_a_text_with_one(catalogue: polib.POFile) -> None:
    messages.fill(catalogue, {"Open": "Öppna"})
    assert [messages.label(entry) for entry in messages.lacking(catalogue)] == [
        "Save",
        "Open [button]",
        "Open [need]",
        "%(n)s case",
    ]


@pytest.mark.parametrize("forms", [["one", "two"], ["one", "two", ""], "one"])
def test_a_wrong_number_of_plural_forms_is_refused(catalogue: polib.POFile, forms: str | list[str]) -> None:
    with pytest.raises(SystemExit, match="3 forms are needed"):
        messages.fill(catalogue, {"%(n)s case": forms})


def test_a_place_that_the_text_has_not_is_refused(catalogue: polib.POFile) -> None:
    with pytest.raises(SystemExit, match="has a place"):
        messages.fill(catalogue, {"Open": {"need": "%(name)s"}})


def test_what_gettext_guessed_is_forgotten_and_what_is_translated_stays(catalogue: polib.POFile) -> None:
    messages.fill(catalogue, {"Open": {"button": "Öppna"}})
    messages.forget_guesses(catalogue)
    assert [(entry.msgctxt, entry.msgstr, entry.fuzzy) for entry in catalogue if entry.msgid == "Open"] == [
        ("button", "Öppna", False),
        ("need", "", False),
    ]
