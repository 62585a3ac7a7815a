"""What a mapping must never read: who somebody is. What others did because of it may be read, once a person has
said so.

Rule of the product: the person's own nationality, origin, ethnicity, religion, sex, gender, orientation and
disability are never inputs of a screening result.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from fristad.library import parse_yaml

_LISTS = parse_yaml(Path(__file__).with_name("words.yaml").read_bytes(), "words.yaml")
_WORDS, _AMBIGUOUS, _FILLERS, _PRACTICAL, _SEXES, _SEX_LETTERS, _ANY_COLUMN, _ANSWERS, _CODES = (
    frozenset(_LISTS[name].split())
    for name in (
        "traits",
        "ambiguous",
        "fillers",
        "practical",
        "sexes",
        "sex_letters",
        "any_column",
        "answer_codes",
        "country_codes",
    )
)
_NAMES = frozenset(name.strip() for name in re.split(r"[|\n]", _LISTS["country_names"].strip()))
_CYRILLIC = "[\u0400-\u04ff]"


def folded(text: str) -> str:
    """Lower case without accents, vowel signs, stretching and invisible signs."""
    signs = unicodedata.normalize("NFKD", text.lower())
    return "".join(
        sign for sign in signs if unicodedata.category(sign) not in ("Mn", "Cf") and sign != "\u0640"
    ).strip()


def words_of(name: str) -> list[str]:
    """The words in a column's name, folded: camel case, snake case, groups and digits taken apart."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return re.findall(r"[^\W\d_]+|\d+", re.sub(f"['\u2019\u02bc](?={_CYRILLIC})", "", folded(apart)))


def suspicious_words(name: str) -> tuple[str, ...]:
    """The words in a column's name that may stand for the person's own trait."""
    return tuple(dict.fromkeys(word for word in words_of(name) if word in _WORDS or word in _AMBIGUOUS))


def names_a_trait(name: str) -> bool:
    """Whether the name says nothing but such a trait, so that no explanation can make it an input."""
    words = words_of(name)
    return any(word in _WORDS for word in words) and all(map(_adds_nothing, words))


def _adds_nothing(word: str) -> bool:
    return word in _WORDS or word in _FILLERS or word.isdigit() or len(word) == 1


def tells_a_trait(name: str) -> bool:
    """Whether a column of this name would pass on such a trait where it is handed through as it stands."""
    return names_a_trait(name) or any(word in _WORDS and word not in _PRACTICAL for word in words_of(name))


def trait_in_values(values: Sequence[str]) -> str | None:
    """What the values of one column look like: `countries`, `a sex`, or None."""
    telling = [value.strip() for value in values if not _fits_any_column(value)]
    words = [folded(value) for value in telling]
    if words and all(word in _SEXES or word in _SEX_LETTERS for word in words):
        return "a sex" if len(words) > 1 or words[0] in _SEXES else None
    are_countries = all(v in _CODES or word in _NAMES for v, word in zip(telling, words, strict=True))
    certain = [value for value in telling if value not in _ANSWERS]
    return "countries" if len(telling) > 1 and certain and are_countries else None


def _fits_any_column(value: str) -> bool:
    return folded(value) in _ANY_COLUMN or not re.search(r"[^\W\d_]", value)
