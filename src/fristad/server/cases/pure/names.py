"""Names of people: cleaned for storage, cut into words, found in any script, and ranked.

Names are encrypted, so the database cannot compare them. Each word of a name becomes one to four *keys*, of which
the vault makes blind tags; two spellings of one word share a key. What the keys bring is opened and ranked here, and
`rank` is the one ranking, used for search and for doubles alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from rapidfuzz.distance import Indel, JaroWinkler

from fristad.server.cases.pure import sounds
from fristad.server.cases.pure.text import CONTROLS, REORDERING, clean_line, visible, without_hidden
from fristad.server.cases.pure.wording import RefusedError, gettext_noop

NAME_CHARACTERS = 200
_MOST_MARKS = 6  # Vietnamese, Hebrew and Tibetan stay below; towers of marks hide what stands beside them

_VOWELS = dict.fromkeys(map(ord, "aeiouwy"))
_WITHOUT_VOWELS = 0.95  # consonants alone say a little less

_Record = TypeVar("_Record")

_APOSTROPHES = re.compile("['`\u00b4\u02b9-\u02bf\u02c8\u2018\u2019\u201b\u2032\uff07\u200c\u200d]")
# What parts words. `\w` lacks the marks with which Hebrew, Thaana, N'Ko, the scripts of South and South-East Asia,
# Ethiopic, Rohingya and Adlam write their vowels.
_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f"
    r"\u135d-\u135f\u1700-\u17dd\u1a00-\u1bff\ua800-\uabff\U00010d24-\U00010d27\U00011000-\U00011fff"
    r"\U0001e944-\U0001e94a"
)
_GAPS = re.compile(rf"[^\w{_MARKS}]+|_+")
_HYPHENED_ARTICLE = re.compile(r"(?<!\w)[aeiou](?:l|(sh|th|dh|[sdrnzt])(?=[-\u2010-\u2015]\1))[-\u2010-\u2015](?=\w)")
_ASSIMILATED = re.compile(r"[aeiu](sh|[sdrnzt])")
_GROWN_ARTICLE = re.compile(r"[ae]l(?=[b-df-hj-np-tv-z]\w{3})")
_GROWN_ABD = re.compile(r"(c?abd)[aeiou]+(?!l+a+h)(?:l|(sh|[sdrnzt])(?=\2))?(?=\w{4})|(عبد)(?=ال\w{3})")
_ONE_BY_ONE = re.compile("[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]{2,4}")  # Han and Hangul: family name, then given


class Word(NamedTuple):
    """A word of a name: as it is ranked, in Latin letters, its keys, and whether its script writes vowels."""

    latin: str
    keys: tuple[str, ...]
    has_vowels: bool


class _Particles(NamedTuple):
    """The data file, ready for use."""

    dropped: frozenset[str]
    dropped_within: frozenset[str]
    to_next: frozenset[str]
    to_holy: frozenset[str]
    holy: frozenset[str]
    to_previous: frozenset[str]
    strokes: dict[str, str]
    read_as: dict[str, str]


@cache
def _particles() -> _Particles:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "particles.yaml").read_text(encoding="utf-8"))
    return _Particles(
        frozenset(data["articles"] + data["connectors"]),
        frozenset(data["connectors_within"]),
        frozenset(data["joined_to_next"]),
        frozenset(data["joined_to_holy"]),
        frozenset(sounds.skeleton_of(key) for name in data["holy_names"] for key in sounds.keys(name)),
        frozenset(data["joined_to_previous"]),
        data["strokes"],
        data["read_as"],
    )


def clean_name(text: str) -> str:
    """Return a name as it is stored: composed (NFC), spaced singly, without marks that have no picture.

    An empty text stays empty: a person may have no name at all. Raises `RefusedError` for control characters, for
    characters that turn the direction of writing round, for towers of marks, and beyond 200 characters.
    """
    outer = without_hidden(text).strip()
    if CONTROLS.search(outer):
        raise RefusedError(
            gettext_noop(
                "This name holds a control character, such as a new line, which no name has. Nothing was stored. "
                "Type the name again instead of pasting it."
            )
        )
    if REORDERING.search(outer):
        raise RefusedError(
            gettext_noop(
                "This name holds an invisible character that turns the direction of writing round, so that it would "
                "be read as another name. Nothing was stored. Type the name again instead of pasting it."
            )
        )
    if _has_tower(outer):
        raise RefusedError(
            gettext_noop(
                "A letter of this name carries too many marks (at most: %(most)s) and would cover what is beside it. "
                "Nothing was stored. Type the name again without them."
            ),
            most=_MOST_MARKS,
        )
    return clean_line(outer, NAME_CHARACTERS)


def words(name: str, read: dict[tuple[str, ...], Word] | None = None) -> tuple[Word, ...]:
    """Return the words of a name in any script, with particles joined or dropped as `particles.yaml` says.

    `read` remembers words between calls, for who reads many names at once. It holds names in clear: let it go with
    the request.
    """
    known = {} if read is None else read
    units = _units(_tokens(name))
    found = (known[parts] if parts in known else known.setdefault(parts, _word(*parts)) for parts in units)
    return tuple(word for word in found if word.latin)


def keys(name: str) -> tuple[frozenset[str], ...]:
    """Return the keys of each word of a name, one to four a word. A record fits if it shares a key of every word."""
    return tuple(frozenset(word.keys) for word in words(name) if word.keys)


def rank(query: str, candidates: Iterable[tuple[_Record, Sequence[str]]]) -> list[tuple[_Record, float]]:
    """Return the candidates, each a record with all its names, and how near its best name is, nearest first.

    1 is the same in every word, 0 shares nothing. Words are compared in any order; one that the query has and the
    name lacks counts as 0, one that only the name has lowers it little. Equals keep the order they came in.
    """
    read: dict[tuple[str, ...], Word] = {}
    asked = words(query, read)
    scored = [
        (record, max((_nearness(asked, words(name, read)) for name in names), default=0.0))
        for record, names in candidates
    ]
    return sorted(scored, key=lambda pair: -pair[1])


def _nearness(asked: Sequence[Word], known: Sequence[Word]) -> float:
    if not asked or not known:
        return 0.0
    best = [max(_likeness(one, other) for other in known) for one in asked]
    surplus = max(0, len(known) - len(asked))
    return max(0.0, sum(best) / len(best) - 0.01 * min(surplus, 5))


def _likeness(one: Word, other: Word) -> float:
    """Return how near two words are: half by letters, half by sound; a shared key counts as the same sound."""
    letters = _likeness_of_letters(one, other)
    if not set(one.keys).isdisjoint(other.keys):
        return 0.5 * letters + 0.5
    if not one.keys or not other.keys:
        return letters
    return 0.5 * letters + 0.45 * Indel.normalized_similarity(one.keys[0], other.keys[0])


def _likeness_of_letters(one: Word, other: Word) -> float:
    if one.has_vowels == other.has_vowels:
        return float(JaroWinkler.similarity(one.latin, other.latin))
    return _WITHOUT_VOWELS * JaroWinkler.similarity(one.latin.translate(_VOWELS), other.latin.translate(_VOWELS))


def _tokens(name: str) -> list[str]:
    text = _APOSTROPHES.sub("", sounds.plain(visible(name[:NAME_CHARACTERS])))
    text = re.sub(r"(?<!\w)(\w)\s*/\s*(?=\w)", _stroke, text)
    tokens = [part for token in _GAPS.split(_HYPHENED_ARTICLE.sub("", text)) for part in _family_and_given(token)]
    spelled = [token if sounds.is_arabic(token) else sounds.latin(token) for token in tokens]
    return [part for token in spelled if token for part in _servant_and_whose(token)]


def _stroke(match: re.Match[str]) -> str:
    return _particles().strokes.get(match[1], match[1]) + " "


def _family_and_given(token: str) -> tuple[str, ...]:
    return (token[0], token[1:]) if _ONE_BY_ONE.fullmatch(token) else (token,)


def _servant_and_whose(token: str) -> tuple[str, ...]:
    match = _GROWN_ABD.match(token)
    return (match[1] or match[3], token[match.end() :]) if match else (token,)


def _units(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words of a name, each as one token or as the tokens that are one word in another spelling."""
    particles = _particles()
    kept = _without_dropped(tokens)
    units: list[tuple[str, ...]] = []
    joins = False
    for place, token in enumerate(kept):
        if joins or (units and token in particles.to_previous):
            units[-1] = (*units[-1], token)
        else:
            units.append((token,))
        joins = _joins_next(token, kept[place + 1 : place + 2])
    yield from units


def _without_dropped(tokens: Sequence[str]) -> list[str]:
    particles = _particles()
    kept: list[str] = []
    for token, following in zip(tokens, [*tokens[1:], ""], strict=False):
        dropped = token in particles.dropped or _is_assimilated(token, following, kept)
        within = token in particles.dropped_within and bool(kept)
        if not (dropped or within) or not (following or kept):
            kept.append(token)
    return kept


def _is_assimilated(token: str, following: str, before: Sequence[str]) -> bool:
    """Whether a token is an article that took the sound of the next word: Abd ar Rahman, Zia ur Rahman."""
    match = _ASSIMILATED.fullmatch(token)
    if match is None or not following.startswith(match[1]):
        return False
    return token[0] == "u" or (bool(before) and before[-1] in _particles().to_next)


def _joins_next(token: str, following: Sequence[str]) -> bool:
    particles = _particles()
    if not following:
        return False
    if token in particles.to_next:
        return True
    if token not in particles.to_holy:
        return False
    return any(sounds.skeleton_of(key) in particles.holy for key in sounds.keys(following[0]))


def _word(*parts: str) -> Word:
    particles = _particles()
    bare = [parts[0], *(_without_article(part) for part in parts[1:])]
    joined = "".join(bare)
    found = dict.fromkeys(key for form in _forms(joined) for key in sounds.keys(form))
    if len(parts) > 1:
        alone = next(
            (part for part in bare if part not in particles.to_next and part not in particles.to_previous), None
        )
        found = dict.fromkeys([*list(found)[:2], *(sounds.keys(alone)[:2] if alone else ())])
    spelled = sounds.latin(joined)
    if spelled in particles.read_as:
        found = dict.fromkeys([*list(found)[:3], sounds.keys(particles.read_as[spelled])[0]])
    latin = spelled.replace("\u0263", "g")
    return Word(latin, tuple(found)[: sounds.MOST_KEYS], has_vowels=not sounds.is_arabic(joined))


def _forms(word: str) -> tuple[str, ...]:
    """Return a word, and without an article that grew to it: almasri, المصري."""
    bare = _without_article(word)
    return (word,) if bare == word else (bare, word)


def _without_article(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    return _GROWN_ARTICLE.sub("", word, count=1) if _GROWN_ARTICLE.match(word) else word


def _has_tower(text: str) -> bool:
    height = 0
    for character in unicodedata.normalize("NFD", text):
        height = height + 1 if unicodedata.combining(character) else 0
        if height > _MOST_MARKS:
            return True
    return False
