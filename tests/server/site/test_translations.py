"""Translations: compiled files match their source, places are kept, and what is missing is said."""

import json
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client

from fristad.server.site.translations import LOCALE, states
from fristad.server.vault.keyring import OperationKeys
from scripts import messages

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_matches_its_source(language: str, tmp_path: Path) -> None:
    source = messages.opened(language)
    source.save_as_mofile(str(tmp_path / "made.mo"))
    assert (tmp_path / "made.mo").read_bytes() == messages.path_of(language).with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_of_its_text(language: str) -> None:
    wrong = [entry.msgid for entry in messages.opened(language) if not _keeps_places(entry)]
    assert wrong == []


def _keeps_places(entry: polib.POEntry) -> bool:
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    known = messages.places(entry.msgid) | messages.places(entry.msgid_plural or "")
    return all(messages.places(form) <= known for form in forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_written_down(language: str) -> None:
    written = json.loads((LOCALE / "lacking.json").read_text(encoding="utf-8"))["lacking"][language]
    assert written == sorted(messages.label(entry) for entry in messages.lacking(messages.opened(language)))


def test_the_foot_of_a_page_says_that_texts_are_drafts(client: Client, db: None, open_vault: OperationKeys) -> None:
    page = client.get("/help/", headers={"accept-language": "sv"}).content.decode()
    english = client.get("/help/", headers={"accept-language": "en"}).content.decode()
    assert ('lang="sv"' in page, "drafts" in english) == (True, False)
    lacking = len(states()["sv"].lacking)
    assert (str(lacking) in page) or not lacking
