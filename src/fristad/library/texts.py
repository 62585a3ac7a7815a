"""The library in words: a label for staff and a question for the person, per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fristad.library.files import LANGUAGES, SHIPPED, Files
from fristad.library.reading import LibraryError

MISSING = "missing"


@dataclass(frozen=True)
class Texts:
    """The texts of one language. What it lacks is said in English, and `status` then is `missing`.

    Keys are leaves (`concept@phase`), concepts, `person.*` keys and the ids of phrases (`phrase.when`).
    """

    lang: str
    texts: Mapping[str, Mapping[str, Any]]
    english: Mapping[str, Mapping[str, Any]]

    def label(self, key: str) -> str:
        """A short neutral name for staff; the key itself where nobody has written one."""
        text = self._text(key) or {}
        return str(text.get("label") or key)

    def question(self, key: str) -> str:
        """What is said to the person about this leaf. Raises KeyError for what is never asked (observations)."""
        for texts in (self.texts, self.english):
            found = _question(texts, key)
            if found is not None:
                return found
        raise KeyError(key)

    def status(self, key: str) -> str:
        """`drafted`, `reviewed`, or `missing` where English stands in."""
        text = self.texts.get(_concept_of(key))
        if text is None or (_question(self.english, key) is not None and _question(self.texts, key) is None):
            return MISSING
        return str(text.get("status", "drafted"))

    def _text(self, key: str) -> Mapping[str, Any] | None:
        name = _concept_of(key)
        return self.texts.get(name) or self.english.get(name)


def load_texts(lang: str) -> Texts:
    """The texts of one of the six languages. Raises LibraryError that names them for any other."""
    return texts_of(SHIPPED, lang)


@lru_cache(maxsize=64)
def texts_of(files: Files, lang: str) -> Texts:
    if lang not in LANGUAGES:
        raise LibraryError(f"There are no texts in '{lang[:20]}'. Use one of {', '.join(LANGUAGES)}.")
    english = _read(files, "en")
    return Texts(lang, english if lang == "en" else _read(files, lang), english)


def _read(files: Files, lang: str) -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for name in files.names(f"texts/{lang}"):
        texts = files.mapping(name).get("texts")
        found.update(texts if isinstance(texts, Mapping) else {})
    for row in (*files.persons(), *files.phrases()):
        texts = row.get("texts")
        if isinstance(texts, Mapping) and isinstance(texts.get(lang), Mapping):
            found[str(row.get("id"))] = texts[lang]
    return found


def _concept_of(key: str) -> str:
    return key.partition("@")[0]


def _question(texts: Mapping[str, Mapping[str, Any]], key: str) -> str | None:
    text = texts.get(_concept_of(key))
    question = text.get("question") if isinstance(text, Mapping) else None
    if isinstance(question, Mapping):
        found = question.get(key.partition("@")[2])
        return found if isinstance(found, str) else None
    return question if isinstance(question, str) else None
