"""What may be wrong with blocks, concepts and the derived ages, and the word list that guards against traits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fristad.library import shape
from fristad.library.catalogue import AGES
from fristad.library.files import Files, rows
from fristad.library.problems import Problem

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
#: Words that may betray a rule about what a person is. A hit is no fault once a person has confirmed it with a reason.
_TRAIT_WORDS = re.compile(
    r"nationalit|ethnic|racial|\brace\b|religi|\bfaith\b|\bbelief|\bsex\b(?![ -](work|related|with))|\bgender"
    r"|orientation|disab|citizen|\borigin\b|\bcomes from|source (place|country)|country of|\btrib(e|es|al)\b|\bcaste\b"
    r"|\bskin\b|\bminorit",
    re.IGNORECASE,
)


def concept_problems(files: Files) -> Iterator[Problem]:
    """Blocks, ages and every concept file."""
    yield from _blocks(files)
    yield from _ages(files)
    blocks = files.blocks()
    first: dict[str, str] = {}
    for file in files.concept_files:
        data = files.mapping(file)
        yield from shape.CONCEPTS.faults(data, file, "")
        yield from _theme(file, data)
        for at, concept in enumerate(rows(data, "concepts"), 1):
            name = str(concept.get("id") or f"concept {at}")
            yield from shape.CONCEPT.faults(concept, file, name)
            if name in first:
                yield Problem(file, name, f"this id also stands in {first[name]}.", "Give each concept its own id.")
            first.setdefault(name, file)
            yield from _concept(file, name, concept, blocks)


def _theme(file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    if data.get("theme") != stem:
        yield Problem(
            file, "", f"its theme is '{data.get('theme')}'.", f"Write 'theme: {stem}', as the file is called."
        )


def _blocks(files: Files) -> Iterator[Problem]:
    data = files.mapping("blocks.yaml")
    yield from shape.BLOCKS.faults(data, "blocks.yaml", "")
    for at, row in enumerate(rows(data, "blocks"), 1):
        yield from shape.BLOCK.faults(row, "blocks.yaml", str(row.get("id") or f"block {at}"))
    for name in {block for block in files.blocks() if files.blocks().count(block) > 1}:
        yield Problem("blocks.yaml", name, "this block is listed twice.", "Keep one.")


def _ages(files: Files) -> Iterator[Problem]:
    file = "person.yaml"
    yield from shape.PERSONS.faults(files.mapping(file), file, "")
    for row in files.persons():
        name = str(row.get("id"))
        yield from shape.PERSON.faults(row, file, name)
        yield from _block(file, name, row, files.blocks())
        if name not in AGES:
            yield Problem(file, name, "this is no derived indicator that rules know.", f"Use {' and '.join(AGES)}.")
    for name in AGES:
        if name not in {row.get("id") for row in files.persons()}:
            yield Problem(file, name, "it is missing.", "Add it: the rules for children rest on it.")


def _concept(file: str, name: str, row: Mapping[str, Any], blocks: tuple[str, ...]) -> Iterator[Problem]:
    if not _ID.match(name):
        yield Problem(file, name, "the id is not in snake_case.", "Use lower-case letters, digits and _ only.")
    yield from _block(file, name, row, blocks)
    phases = row.get("phases")
    if isinstance(phases, list):
        yield from _phases(file, name, phases)
    if row.get("about") != "trait":
        yield from suspicious(file, name, name, confirmed=bool(row.get("confirmed_not_trait")))


def _block(file: str, name: str, row: Mapping[str, Any], blocks: tuple[str, ...]) -> Iterator[Problem]:
    if row.get("block") not in blocks:
        what = f"its block '{row.get('block')}' is not in blocks.yaml."
        yield Problem(file, name, what, f"Use one of {', '.join(blocks)}.")


def _phases(file: str, name: str, phases: list[Any]) -> Iterator[Problem]:
    wrong = [phase for phase in phases if phase not in shape.PHASES]
    if wrong or not phases or len(set(map(str, phases))) != len(phases):
        what = f"its phases are [{', '.join(map(str, phases))}]."
        yield Problem(file, name, what, f"Name each phase once, out of {', '.join(shape.PHASES)}.")
    elif "now" in phases and len(phases) > 1:
        what = "it is at once about now and about a phase of the journey."
        yield Problem(file, name, what, "Make two concepts, or keep one kind of phase.")


def suspicious(file: str, name: str, words: str, *, confirmed: bool) -> Iterator[Problem]:
    """A label or id that may be about what a person is, and that nobody has confirmed yet."""
    hit = _TRAIT_WORDS.search(re.sub(r"[_.@]", " ", words))
    if hit and not confirmed:
        what = f"'{words[:80]}' may be about what the person is (the word '{hit.group()}')."
        do = (
            "If it is about what somebody did or about a situation, write 'confirmed_not_trait: the reason' on the "
            "concept or the item. If it is about the person's own trait, write 'about: trait' or withhold it."
        )
        yield Problem(file, name, what, do)
