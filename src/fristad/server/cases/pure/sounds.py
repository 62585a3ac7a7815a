"""How a written word may sound: the consonants that all its spellings share, and how it ends.

A *sound key* is the skeleton of a word and one mark. The skeleton: `A` if the word begins with a vowel, then its
consonants in classes (kh, x and h are one; v and w; t and d at the end), without vowels and doubled letters. The
mark: `+` if the word ends in a vowel, else the vowel before its last consonant (`A`, `I`, `U`, or `.` where it is
short or not written, as mostly in Arabic). Hassan gives `HSN.` and `HSNA`, Hussein and حسين give `HSNI`.

What letters sound like is data: `letters.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from anyascii import anyascii

MOST_KEYS = 4
_MOST_READINGS = 16  # a word of many ambiguous letters is read in its likeliest ways only

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_NOT_LATIN = re.compile("[^a-z0-9\u0263]+")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1+")

_COLOURS = {"a": ".A", "e": ".I", "i": ".I", "o": ".U", "u": ".U", "aa": "A", "ii": "I", "uu": "U", "uw": "U"}
_VOWELS = frozenset([*_COLOURS, ".", "w"])
_GLIDES = frozenset(["w", "uw"])
_UNVOICED = str.maketrans("BDGZV", "PTKSF")
_OPEN, _UNSEEN = "+", "."


class _Letters(NamedTuple):
    """The data file, ready for use."""

    arabic: dict[str, str]
    arabic_first: dict[str, str]
    arabic_last: dict[str, str]
    before_latin: dict[int, str]
    latin: re.Pattern[str]
    latin_sounds: tuple[str, ...]


@cache
def _letters() -> _Letters:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "letters.yaml").read_text(encoding="utf-8"))
    rules: list[list[str]] = data["latin"]
    return _Letters(
        data["arabic"],
        data["arabic_first"],
        data["arabic_last"],
        str.maketrans(data["before_latin"]),
        re.compile("|".join(f"({pattern})" for pattern, _ in rules)),
        tuple(sound for _, sound in rules),
    )


def plain(text: str) -> str:
    """Return a text in the one form that words are compared in: lower case, compatible forms and Arabic marks gone."""
    return _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold().replace("i\u0307", "i")


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters (Persian, Urdu, Pashto and Kurdish ones too)."""
    return _ARABIC.search(word) is not None


def latin(word: str) -> str:
    """Return a plain word in lower-case Latin letters, whatever its script; empty where it holds no letter."""
    written = anyascii(word.translate(_letters().before_latin).replace("\u0263", "\0"))
    return _NOT_LATIN.sub("", written.replace("\0", "\u0263").lower())


def keys(word: str) -> tuple[str, ...]:
    """Return one to four sound keys of a plain word, the likeliest first; none for a word without letters."""
    sounds = list(_sounds_of_arabic(word) if is_arabic(word) else _sounds_of_latin(latin(word)))
    if not sounds:
        return ()
    found: dict[str, int] = {}
    for place, reading in enumerate(_readings(sounds)):
        skeleton = _skeleton(reading)
        for distance, mark in enumerate(_marks(reading)):
            found.setdefault(_key(skeleton, mark), place + distance)
    return tuple(sorted(found, key=found.__getitem__)[:MOST_KEYS])


def skeleton_of(key: str) -> str:
    """Return a sound key without its mark."""
    return key[:-1]


def _sounds_of_arabic(word: str) -> Iterator[str]:
    letters = _letters()
    last = len(word) - 1
    for place, letter in enumerate(word):
        sound = letters.arabic.get(letter, "")
        if place == 0:
            sound = letters.arabic_first.get(letter, sound)
        elif place == last:
            sound = letters.arabic_last.get(letter, sound)
        if sound:
            yield sound


def _sounds_of_latin(word: str) -> Iterator[str]:
    letters = _letters()
    for match in letters.latin.finditer(_DOUBLED.sub(r"\1", word)):
        sound = letters.latin_sounds[(match.lastindex or 1) - 1]
        if sound == "same":
            yield match[0]
        else:
            yield from sound.split()


def _readings(sounds: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the ways to read a word, those with the fewest second choices first."""
    options = [_options(sound, is_first=place == 0) for place, sound in enumerate(sounds)]
    if all(len(choice) == 1 for choice in options):
        return _with_silent_e([tuple(sounds)])
    ways: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for choice in options:
        longer = [(cost + rank, (*way, sound)) for (cost, way), (rank, sound) in product(ways, enumerate(choice))]
        ways = sorted(longer, key=lambda way: way[0])[:_MOST_READINGS]
    return _with_silent_e([way for _, way in ways])


def _options(sound: str, *, is_first: bool) -> tuple[str, ...]:
    if sound in _GLIDES and not is_first:
        return (sound, "v")
    return tuple(sound.split("|"))


def _with_silent_e(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Add the reading without a final e after a consonant: Ousmane is Usman, but Gebre keeps its e."""
    return [
        other
        for way in ways
        for other in ((way, way[:-1]) if len(way) > 2 and way[-1] == "e" and way[-2] not in _VOWELS else (way,))
    ]


def _skeleton(reading: tuple[str, ...]) -> str:
    """Return the consonants of a reading, one for each doubled one, with `A` for a vowel at the beginning."""
    heard = (sound for sound, before in zip(reading, ("", *reading), strict=False) if sound != before)
    consonants = "".join(sound.upper() for sound in heard if sound not in _VOWELS)
    return _without_article(f"A{consonants}" if reading[0] in _VOWELS else consonants)


def _without_article(skeleton: str) -> str:
    """Drop the l of an article that grew into a name: Abd-ul-Karim, Nur-al-Din."""
    if skeleton.startswith("ABDL") and len(skeleton) > 4:
        skeleton = "ABD" + skeleton[4:]
    return skeleton[:-3] + "DN" if skeleton.endswith("LDN") and len(skeleton) > 3 else skeleton


def _marks(reading: tuple[str, ...]) -> str:
    """Return the marks a reading may carry, the likeliest first."""
    if reading[-1] in _VOWELS:
        return _OPEN
    slot: list[str] = []
    for sound in reversed(reading[:-1]):
        if sound not in _VOWELS:
            break
        slot.append(sound)
    if len(slot) == 1:
        return _COLOURS.get(slot[0], _UNSEEN)
    return "".join(sorted({_COLOURS[sound][-1] for sound in slot if sound in _COLOURS})) or _UNSEEN


def _key(skeleton: str, mark: str) -> str:
    return skeleton + mark if mark == _OPEN else skeleton[:-1] + skeleton[-1:].translate(_UNVOICED) + mark
