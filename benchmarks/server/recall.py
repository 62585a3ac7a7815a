"""Whether a search shows what a full scan with the same ranking would put first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.server.people import Human, code, human
from benchmarks.server.place import Place
from fristad.server.cases.pure import names

BEST = 20
#: From this nearness on two names are taken for one worth showing: those that share every word in some spelling lie
#: above it (`tests/server/cases/pure/name_pairs.yaml`), others mostly below.
NEAR = 0.9


def judged(place: Place, path: str) -> dict[str, Any]:
    """Compare each search of a file (text, code sought, codes shown) with a full scan; one pass over all people."""
    told = json.loads(Path(path).read_text())
    scans = [Scan(each["text"], each["kind"]) for each in told]
    commonest = Counter[str]()
    for person in map(human, range(place.cases)):
        commonest.update({word[0] for word in person.words})
        for scan in scans:
            scan.look(person)
    results = [scan.judge(each["shown"], each["sought"]) for scan, each in zip(scans, told, strict=True)]
    return {
        "searches": len(results),
        "best": sum(best for best, _, _ in results),
        "shown": sum(shown for _, shown, _ in results),
        "sought_shown": sum(found for _, _, found in results) / max(1, len(results)),
        "top_word": commonest.most_common(1)[0][1] / place.cases,
    }


class Scan:
    """A full scan for one search: everybody of the year that was typed, ranked by the one ranking of names."""

    def __init__(self, text: str, kind: str) -> None:
        parts = text.split()
        self.year = int(parts.pop()) if kind == "word and year" else None
        self.asked = names.words(" ".join(parts))
        self.near: list[tuple[float, str]] = []
        self._likeness: dict[str, list[float]] = {}

    def look(self, person: Human) -> None:
        """Look at one person."""
        if self.year is not None and person.year != self.year:
            return
        nearness = max(self._nearness(known_words(text)) for text in person.texts)
        if nearness >= NEAR:
            self.near.append((nearness, code(person.number)))

    def _nearness(self, known: Sequence[names.Word]) -> float:
        """Return what `names.rank` gives, from likenesses of words that were worked out before."""
        rows = [self._of_word(word) for word in known]
        if not rows or not self.asked:
            return 0.0
        best = [max(column) for column in zip(*rows, strict=True)]
        surplus = max(0, len(known) - len(self.asked))
        return max(0.0, sum(best) / len(best) - 0.01 * min(surplus, 5))

    def _of_word(self, word: names.Word) -> list[float]:
        found = self._likeness.get(word.latin)
        if found is None:
            found = [names._likeness(one, word) for one in self.asked]  # noqa: SLF001 - the ranking's own measure
            self._likeness[word.latin] = found
        return found

    def judge(self, shown: Iterable[str], sought: str) -> tuple[int, int, bool]:
        """Return how many the scan puts first, how many of those or of their equals are shown, and if the sought is."""
        there = set(shown)
        ranked = sorted(self.near, reverse=True)
        best = min(BEST, len(ranked))
        last = ranked[best - 1][0] if best else 1.0
        as_good = sum(nearness >= last - 1e-9 and each in there for nearness, each in ranked)
        return best, min(best, as_good), sought in there


@cache
def known_words(text: str) -> tuple[names.Word, ...]:
    """Return the words of a name, once for all who have it."""
    return names.words(text)
