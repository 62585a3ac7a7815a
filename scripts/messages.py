"""Gathers the texts of the server, compiles their translations, and writes down what is missing.

    make messages                                    gather, compile, list what is missing
    python scripts/messages.py out ar > ar.json      the texts of a language that nobody has translated yet
    python scripts/messages.py in ar < ar.json       take translations in: {"text": "translation", or a list of plurals}

Gathering needs gettext's programs: sudo apt-get install gettext. What is written is committed, so that running the
server needs none of this; a test checks that the compiled files match their source.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import polib

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
        found.save()


def opened(language: str) -> polib.POFile:
    """Return the catalogue of a language."""
    return polib.pofile(str(path_of(language)), wrapwidth=0)


def lacking(found: polib.POFile) -> list[polib.POEntry]:
    """Return the entries that are not translated. A doubtful (fuzzy) one counts as lacking and is not used."""
    return [entry for entry in found if entry.fuzzy or not entry.translated()]


def build() -> None:
    """Compile each catalogue and list what it lacks."""
    missing = {}
    for language in LANGUAGES:
        found = opened(language)
        found.save_as_mofile(str(path_of(language).with_suffix(".mo")))
        missing[language] = sorted(entry.msgid for entry in lacking(found))
        print(f"{language}: {len(found) - len(missing[language])} of {len(found)} texts")
    written = {"texts": len(opened(LANGUAGES[0])), "lacking": missing}
    text = json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True)
    (LOCALE / "lacking.json").write_text(text + "\n", encoding="utf-8")


def give(language: str) -> None:
    """Print the texts that wait for a translation."""
    waiting = {entry.msgid: [entry.msgid_plural] if entry.msgid_plural else "" for entry in lacking(opened(language))}
    print(json.dumps(waiting, ensure_ascii=False, indent=0))


def take(language: str) -> None:
    """Take translations in from standard input. One whose places (%(name)s) differ from the text's is refused."""
    given = json.load(sys.stdin)
    found = opened(language)
    for entry in found:
        if given.get(entry.msgid):
            _put(entry, given[entry.msgid])
    found.save()
    build()


def _put(entry: polib.POEntry, translation: str | list[str]) -> None:
    forms = translation if isinstance(translation, list) else [translation]
    for form in forms:
        if not places(form) <= places(entry.msgid) | places(entry.msgid_plural or ""):
            raise SystemExit(f"{entry.msgid!r}: {form!r} has a place that the text has not")
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(forms))
    else:
        entry.msgstr = forms[0]
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]


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
