"""What a mapping must never read: who somebody is. What others did because of it may be read, once a person has
said so.

Rule of the product: the person's own nationality, origin, ethnicity, religion, sex, gender, orientation and
disability are never inputs of a screening result.
"""

from __future__ import annotations

import re

#: Words that name such a fact (or a proxy for it). Compared with the words of a column's name.
_WORDS = frozenset(
    [
        "nationality",
        "nationalities",
        "national",
        "citizenship",
        "citizenships",
        "citizen",
        "country",
        "countries",
        "origin",
        "birthplace",
        "homeland",
        "ethnicity",
        "ethnic",
        "ethnicities",
        "tribe",
        "tribal",
        "clan",
        "caste",
        "race",
        "racial",
        "religion",
        "religious",
        "faith",
        "confession",
        "sect",
        "sex",
        "gender",
        "genders",
        "female",
        "male",
        "lgbt",
        "lgbti",
        "lgbtiq",
        "lgbtiqa",
        "sogi",
        "sogiesc",
        "orientation",
        "transgender",
        "disability",
        "disabled",
        "disabilities",
        "impairment",
        "language",
        "languages",
        "skin",
        "colour",
        "color",
    ]
)
#: Words that add nothing: a column named by these and the ones above alone names the person's own trait.
_FILLERS = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "and",
        "or",
        "in",
        "at",
        "by",
        "code",
        "name",
        "iso",
        "alpha",
        "2",
        "3",
        "first",
        "second",
        "primary",
        "main",
        "self",
        "current",
        "former",
        "own",
        "person",
        "persons",
        "prs",
        "vic",
        "individual",
        "respondent",
        "head",
        "birth",
        "exploitation",
        "registration",
        "status",
        "identity",
        "other",
        "mother",
    ]
)


def words_of(name: str) -> list[str]:
    """The words in a column's name: camel case, snake case, groups and digits taken apart."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return [word for word in re.split(r"[^a-z0-9]+", apart.lower()) if word]


def suspicious_words(name: str) -> tuple[str, ...]:
    """The words in a column's name that may stand for the person's own trait."""
    return tuple(dict.fromkeys(word for word in words_of(name) if word in _WORDS))


def names_a_trait(name: str) -> bool:
    """Whether the name says nothing but such a trait, so that no explanation can make it an input."""
    words = words_of(name)
    return bool(suspicious_words(name)) and all(word in _WORDS or word in _FILLERS for word in words)
