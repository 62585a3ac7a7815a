"""Names of invented people: spellings that belong together, and how often each is given.

The first are common names of many places, so that no person is meant by them; after them come words that were put
together from syllables, as many as a country has. How often each is given falls as in real registers (Zipf-Mandelbrot).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from fristad.server.site.demo.stories import data

#: Spellings of one name: the usual Latin one first.
Spellings = tuple[str, ...]

_FIRST: Spellings = ("Mohammed", "محمد", "Muhammad", "Mohamed")
_GIVEN, _FAMILY = 6_000, 30_000
_ONSETS = ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "r", "s", "t", "v", "w", "y", "z", "sh", "ch", "kh", "th")
_VOWELS, _CODAS = "aeiou", ("", "", "", "n", "r", "l", "m", "s")
_OTHER_VOWEL = str.maketrans("aeiou", "eaeuo")


@dataclass(frozen=True)
class Pool:
    """Names with their running weights."""

    names: Sequence[Spellings]
    weights: Sequence[float]

    def draw(self, rng: Random) -> Spellings:
        """Return one, frequent ones more often."""
        return rng.choices(self.names, cum_weights=self.weights)[0]


@cache
def given() -> Pool:
    """Return given names; about one person in thirty has the first."""
    known = [_FIRST, *_of_demo("female", "male")]
    return _pool([*known, *_invented(Random(1), _GIVEN - len(known), 2)], shift=3.5)


@cache
def family() -> Pool:
    """Return family names. Given names serve as fathers' names besides (`people.human`)."""
    known = list(_of_demo("second"))
    return _pool([*known, *_invented(Random(2), _FAMILY - len(known), 3)], shift=10)


def _pool(names: Sequence[Spellings], shift: float) -> Pool:
    return Pool(names, list(accumulate(1 / (rank + shift) for rank in range(len(names)))))


def _of_demo(*kinds: str) -> Iterator[Spellings]:
    """Give the names of the demo, one of each language in turn."""
    lists = [[name for kind in kinds for name in group[kind]] for group in data("names").values()]
    for place in range(max(map(len, lists))):
        for names in lists:
            if place < len(names):
                yield tuple(names[place]) if isinstance(names[place], list) else (names[place],)


def _invented(rng: Random, count: int, most_syllables: int) -> Iterator[Spellings]:
    made = set[str]()
    while len(made) < count:
        syllables = range(rng.randint(2, most_syllables))
        word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in syllables) + rng.choice(_CODAS)
        if word not in made:
            made.add(word)
            yield word.capitalize(), _with_other_vowel(word, rng.randrange(len(word))).capitalize()


def _with_other_vowel(word: str, start: int) -> str:
    """Return a word with the first vowel after `start` (else the last one) heard otherwise."""
    places = [place for place, letter in enumerate(word) if letter in _VOWELS]
    place = next((place for place in places if place >= start), places[-1])
    return word[:place] + word[place].translate(_OTHER_VOWEL) + word[place + 1 :]
