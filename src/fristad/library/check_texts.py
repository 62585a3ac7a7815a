"""What may be missing or too much in the texts: six languages, one question per phase, none for observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fristad.library import shape
from fristad.library.catalogue import Catalogue, Concept, catalogue_of
from fristad.library.check_concepts import suspicious
from fristad.library.files import LANGUAGES, PHRASES, Files, rows
from fristad.library.problems import Problem


def text_problems(files: Files) -> Iterator[Problem]:
    """Texts of concepts, of the derived ages, and of the phrases around an interview."""
    for lang in LANGUAGES:
        yield from _language(files, lang)
    for folder in sorted(path.name for path in (files.home / "texts").glob("*") if path.is_dir()):
        if folder not in LANGUAGES:
            yield Problem(f"texts/{folder}", "", "this language is not known.", f"Use {', '.join(LANGUAGES)}.")
    yield from _inline(files, "person.yaml", "indicators")
    if (files.home / PHRASES).exists():
        yield from shape.PHRASES.faults(files.mapping(PHRASES), PHRASES, "")
        for row in rows(files.mapping(PHRASES), "phrases"):
            yield from shape.PHRASE.faults(row, PHRASES, str(row.get("id")))
        yield from _inline(files, PHRASES, "phrases")


def _language(files: Files, lang: str) -> Iterator[Problem]:
    catalogue = catalogue_of(files)
    file_of = {str(concept.get("id")): file for file, concept in files.concepts()}
    seen: set[str] = set()
    for file in files.names(f"texts/{lang}"):
        data = files.mapping(file)
        yield from shape.TEXTS.faults(data, file, "")
        yield from _heading(file, data, lang)
        texts = data.get("texts")
        for name, entry in (texts if isinstance(texts, Mapping) else {}).items():
            if name in seen:
                yield Problem(file, name, "it has a text in another file too.", "Keep one of the two.")
            seen.add(name)
            yield from _entry(file, name, entry, catalogue)
    for name in catalogue.concepts:
        if name not in seen:
            theme = file_of[name].rpartition("/")[2]
            yield Problem(f"texts/{lang}/{theme}", name, "there is no text.", "Add status, label and question.")


def _heading(file: str, data: Mapping[str, Any], lang: str) -> Iterator[Problem]:
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    for key, right in (("lang", lang), ("theme", stem)):
        if data.get(key) != right:
            yield Problem(
                file, "", f"its {key} is '{data.get(key)}'.", f"Write '{key}: {right}', as the file is called."
            )


def _entry(file: str, name: str, entry: Any, catalogue: Catalogue) -> Iterator[Problem]:
    concept = catalogue.concepts.get(name)
    if concept is None:
        yield Problem(file, name, "there is no concept of this name.", "Correct the name or remove the text.")
    elif not isinstance(entry, Mapping):
        yield Problem(file, name, "its text has no status and label.", "Add status, label and question.")
    else:
        yield from shape.TEXT.faults(entry, file, name)
        if file.startswith("texts/en/") and concept.about != "trait":
            confirmed = concept.confirmed_not_trait is not None
            yield from suspicious(file, name, str(entry.get("label")), confirmed=confirmed)
        yield from _questions(file, concept, entry.get("question"))


def _questions(file: str, concept: Concept, question: Any) -> Iterator[Problem]:
    if not concept.may_be_asked:
        if question is not None:
            kind = "an observation" if concept.kind == "observed" else "a trait"
            yield Problem(file, concept.id, f"{kind} is never turned into a question.", "Remove 'question'.")
        return
    asked = question if isinstance(question, Mapping) else {}
    for phase in concept.phases:
        if not isinstance(asked.get(phase), str) or not asked[phase].strip():
            yield Problem(file, concept.id, f"the question for {phase} is missing.", "Add it under 'question'.")
    for phase in asked:
        if phase not in concept.phases:
            what = f"there is a question for {phase}, a phase that the concept does not have."
            yield Problem(file, concept.id, what, "Remove it, or add the phase to the concept.")


def _inline(files: Files, file: str, key: str) -> Iterator[Problem]:
    """Texts that stand beside the item, one per language."""
    for row in rows(files.mapping(file), key):
        name, texts = str(row.get("id")), row.get("texts")
        for lang in LANGUAGES:
            entry = texts.get(lang) if isinstance(texts, Mapping) else None
            if not isinstance(entry, Mapping):
                yield Problem(file, name, f"there is no text in '{lang}'.", "Add status, label and question.")
                continue
            yield from shape.TEXT.faults(entry, file, f"{name}, {lang}")
            if not isinstance(entry.get("question"), str):
                yield Problem(file, f"{name}, {lang}", "the question is missing.", "Add 'question: ...'.")
