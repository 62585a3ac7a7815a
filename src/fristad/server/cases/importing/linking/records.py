"""What of a person is compared: words of names by sound, years of birth, ends of telephone numbers. Nothing else.

Nationality, religion, ethnicity and sex say nothing of who somebody is, and are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from fristad.server.cases.pure import names, phone

#: A mark that more people share than this says nothing, and would make pairs without end.
SHARED_AT_MOST = 200
#: Years that are known so nearly say something by themselves.
NARROW = 3


@dataclass(frozen=True)
class Known:
    """One person: `latin` spelling of the longest name in a fixed order, first keys, all keys, years, phone keys."""

    number: int
    latin: str
    first: tuple[str, ...]
    keys: tuple[str, ...]
    born: tuple[int, int] | None
    phones: tuple[str, ...]

    @property
    def is_narrow(self) -> bool:
        """Whether the year of birth is known to within three."""
        return self.born is not None and self.born[1] - self.born[0] < NARROW

    def marks(self) -> set[str]:
        """Return marks, one of which two records must share to be compared at all."""
        found = {f"n {one} {other}" for one, other in combinations(sorted(set(self.keys)), 2)}
        found |= {f"p {number}" for number in self.phones}
        if self.born and self.is_narrow:
            years = range(self.born[0] - 1, self.born[1] + 2)
            found |= {f"y {key} {year}" for key in self.keys for year in years}
        return found


def known(number: int, texts: Iterable[str], born: tuple[int, int] | None, numbers: Iterable[str]) -> Known:
    """Return what is compared of a person with these names, years of birth and telephone numbers."""
    spelled = sorted((names.words(text) for text in texts), key=len, reverse=True)
    longest: Sequence[names.Word] = spelled[0] if spelled else ()
    keys = {key for words in spelled for word in words for key in word.keys}
    return Known(
        number,
        " ".join(sorted(word.latin for word in longest)),
        tuple(word.keys[0] for word in longest if word.keys),
        tuple(sorted(keys)),
        born,
        tuple(sorted({phone.key(each) for each in numbers if each})),
    )


def marks_of(people: Sequence[Known]) -> tuple[list[list[str]], int]:
    """Return the marks of everybody without those that too many share, and how many of these there were."""
    found = [each.marks() for each in people]
    shared = Counter(mark for marks in found for mark in marks)
    common = {mark for mark, count in shared.items() if count > SHARED_AT_MOST}
    return [sorted(marks - common) for marks in found], len(common)
