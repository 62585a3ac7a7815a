"""Gathers the texts of the server, compiles their translations, and writes down what is missing.

    make messages                                    gather, compile, list what is missing
    python scripts/messages.py out ar > ar.json      the texts of a language that nobody has translated yet
    python scripts/messages.py in ar < ar.json       take translations in: {"text": "translation"}

A text with numbers has a list of its plural forms in place of the one translation. A text that means different things
(open the door, an open door) has a context for each: {"Open": {"button": "translation", "need": "translation"}}; the
meaning without a context is the one named "".

Gathering needs gettext's programs: sudo apt-get install gettext. What is written is committed, so that running the
server needs none of this; a test checks that the compiled files match their source.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import polib

#: One text in another language, or its plural forms.
Translation = str | list[str]
#: Texts in English and their translations; for a text with contexts, one translation for each.
Given = dict[str, Translation | dict[str, Translation]]
ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "src" / "fristad" / "server"
LOCALE = SERVER / "site" / "locale"
LANGUAGES = ("sv", "ar", "fr", "es", "uk")
HEAD = "Texts of the server. Drafted: no named person who is fluent in the language has reviewed them yet."
#: The plural forms that Django uses for a language; a catalogue must have the same ones.
KEPT = ("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Plural-Forms")


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def gather() -> None:
    """Write the texts of code and templates into a catalogue for each language, keeping what is translated."""
    command = [sys.executable, "-m", "fristad.server", "makemessages", "--no-wrap", "--no-location", "--no-obsolete"]
    for language in LANGUAGES:
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        command += ["--locale", language]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FRISTAD_HOME": str(ROOT / "build" / "messages")}
    subprocess.run([*command, "--ignore", "demo/*"], cwd=SERVER, check=True, env=environment)
    for language in LANGUAGES:
        found = opened(language)
        found.header = HEAD
        found.metadata = {"Language": language, **{name: found.metadata[name] for name in KEPT}}
        found.metadata_is_fuzzy = False
        forget_guesses(found)
        found.save()


def forget_guesses(found: polib.POFile) -> None:
    """Empty what gettext guessed from a similar text: it is not used, and reads as if somebody had written it."""
    for entry in found:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")


def opened(language: str) -> polib.POFile:
    """Return the catalogue of a language."""
    return polib.pofile(str(path_of(language)), wrapwidth=0)


def lacking(found: polib.POFile) -> list[polib.POEntry]:
    """Return the entries that are not translated. A doubtful (fuzzy) one counts as lacking and is not used."""
    return [entry for entry in found if entry.fuzzy or not entry.translated()]


def label(entry: polib.POEntry) -> str:
    """Return how a text is named in a list: with its context, if it has one."""
    return f"{entry.msgid} [{entry.msgctxt}]" if entry.msgctxt else str(entry.msgid)


def build() -> None:
    """Compile each catalogue and list what it lacks."""
    missing = {}
    for language in LANGUAGES:
        found = opened(language)
        found.save_as_mofile(str(path_of(language).with_suffix(".mo")))
        missing[language] = sorted(label(entry) for entry in lacking(found))
        print(f"{language}: {len(found) - len(missing[language])} of {len(found)} texts")
    written = {"texts": len(opened(LANGUAGES[0])), "lacking": missing}
    text = json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True)
    (LOCALE / "lacking.json").write_text(text + "\n", encoding="utf-8")


def give(language: str) -> None:
    """Print the texts that wait for a translation."""
    print(json.dumps(waiting(opened(language)), ensure_ascii=False, indent=0))


def waiting(found: polib.POFile) -> Given:
    """Return the texts that wait: an empty translation for each, a list of the plural, one for each context."""
    meanings: dict[str, dict[str, Translation]] = {}
    for entry in lacking(found):
        empty = [entry.msgid_plural] if entry.msgid_plural else ""
        meanings.setdefault(entry.msgid, {})[entry.msgctxt or ""] = empty
    return {text: each[""] if set(each) == {""} else each for text, each in meanings.items()}


def take(language: str) -> None:
    """Take translations in from standard input and compile them."""
    found = opened(language)
    fill(found, json.load(sys.stdin))
    found.save()
    build()


def fill(found: polib.POFile, given: Given) -> None:
    """Put translations into a catalogue.

    Refused with `SystemExit`: one whose places (%(name)s) differ from the text's, and a wrong number of plural forms.
    """
    for entry in found:
        meanings = given.get(entry.msgid)
        if not isinstance(meanings, dict):
            meanings = {"": meanings or ""}
        if translation := meanings.get(entry.msgctxt or ""):
            _put(entry, translation, plural_forms(found))


def plural_forms(found: polib.POFile) -> int:
    """Return how many plural forms the language of a catalogue has."""
    return int(found.metadata["Plural-Forms"].split("nplurals=")[1].split(";")[0])


def _put(entry: polib.POEntry, translation: Translation, plurals: int) -> None:
    forms = translation if isinstance(translation, list) else [translation]
    wanted = plurals if entry.msgid_plural else 1
    if len(forms) != wanted or not all(forms):
        raise SystemExit(f"{label(entry)!r}: {wanted} forms are needed, {len(forms)} are given")
    for form in forms:
        if not places(form) <= places(entry.msgid) | places(entry.msgid_plural or ""):
            raise SystemExit(f"{label(entry)!r}: {form!r} has a place that the text has not")
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(forms))
    else:
        entry.msgstr = forms[0]
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None


def places(text: str) -> set[str]:
    """Return the names of the values that belong into a text."""
    return {part.split(")")[0] for part in text.split("%(")[1:]}


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            gather()
            build()
        case ["out", language]:
            give(language)
        case ["in", language]:
            take(language)
        case _:
            raise SystemExit(__doc__)
