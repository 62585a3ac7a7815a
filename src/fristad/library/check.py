"""`fristad library check`: everything that the page on the library's files promises, proved file by file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from fristad.library.catalogue import Catalogue, catalogue_of
from fristad.library.check_concepts import concept_problems, suspicious
from fristad.library.check_instrument import instrument_problems
from fristad.library.check_texts import text_problems
from fristad.library.files import HOME, Files, rows
from fristad.library.problems import Problem
from fristad.library.reading import LibraryError
from fristad.library.reporting import reporting_problems

_READINGS = count(1)


def check_library(path: Path | None = None) -> list[Problem]:
    """Every fault of a library folder (by default the one that ships with Fristad), in file order; empty when sound.

    A file that cannot be read at all is the only fault reported, since the others cannot be told without it.
    """
    files = Files((path or HOME).resolve(), reading=next(_READINGS))
    unreadable = list(_unreadable(files))
    return unreadable or list(dict.fromkeys(_all(files)))


def _unreadable(files: Files) -> Iterator[Problem]:
    if not (files.home / "blocks.yaml").exists():
        what = f"{files.home.name}/ holds no blocks.yaml."
        yield Problem("blocks.yaml", "", what, "Name a library folder: it holds blocks.yaml, concepts/, instruments/.")
        return
    for found in sorted(files.home.rglob("*.yaml")):
        name = found.relative_to(files.home).as_posix()
        try:
            files.mapping(name)
        except LibraryError as error:
            yield Problem(name, "", str(error), "")


def _all(files: Files) -> Iterator[Problem]:
    yield from concept_problems(files)
    yield from text_problems(files)
    yield from _instruments(files)
    yield from reporting_problems(files)
    forbidden = frozenset(_forbidden(files))
    for file in files.names("mappings"):
        yield from _mapping(file, files.mapping(file), forbidden)


def _forbidden(files: Files) -> Iterator[str]:
    """Traits, and indicators that are withheld."""
    yield from (concept.id for concept in catalogue_of(files).concepts.values() if concept.about == "trait")
    for file in files.names("instruments"):
        for item in rows(files.mapping(file), "indicators"):
            if item.get("withheld"):
                yield str(item.get("id"))


def _instruments(files: Files) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for file in files.names("instruments"):
        data = files.mapping(file)
        yield from instrument_problems(files, file)
        yield from _name(file, data)
        for item in rows(data, "indicators"):
            name = str(item.get("id"))
            if owner.setdefault(name, file) != file:
                yield Problem(file, name, f"this id also stands in {owner[name]}.", "Give each indicator its own id.")
            if name.partition("@")[0] in catalogue_of(files).concepts:
                yield Problem(file, name, "a concept has the same name.", "Give the indicator another id.")
            yield from _confirmed(file, item, catalogue_of(files))


def _name(file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    right = f"instruments/{str(data.get('id')).replace('.', '_')}.yaml"
    if file != right:
        do = f"Call the file {right}, or give the instrument the id of its file."
        yield Problem(file, "", f"the instrument in it is called '{data.get('id')}'.", do)


def _confirmed(file: str, item: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """The word list over ids and labels. One confirmation is enough, on the item or on the concept it is."""
    if item.get("withheld"):
        return
    confirmed = bool(item.get("confirmed_not_trait")) or _concept_confirmed(item, catalogue)
    name = str(item.get("id"))
    found = [p for words in (name, str(item.get("label"))) for p in suspicious(file, name, words, confirmed=confirmed)]
    yield from found[:1]


def _concept_confirmed(item: Mapping[str, Any], catalogue: Catalogue) -> bool:
    leaf = item.get("leaf")
    return isinstance(leaf, str) and leaf in catalogue and catalogue.of(leaf).confirmed_not_trait is not None


def _mapping(file: str, part: Any, forbidden: frozenset[str]) -> Iterator[Problem]:
    """A mapping of another table may reach no trait either, wherever in it the key stands."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _mapping(file, [key, value], forbidden)
    elif isinstance(part, list):
        for value in part:
            yield from _mapping(file, value, forbidden)
    elif isinstance(part, str) and part.partition("@")[0] in forbidden:
        do = "Remove it: no mapping may make a trait of a person, or what is withheld, an answer."
        yield Problem(file, part, "it leads to what is never asked and never counted.", do)
