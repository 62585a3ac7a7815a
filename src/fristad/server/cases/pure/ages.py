"""Ages: stated, documented and assessed side by side, and what they leave open.

Every source of an age is kept as the days on which the person can have been born. A person is surely under 18 if
every credible source says so, surely adult if every credible source says so, and otherwise it is unknown; unknown
never becomes no, and whoever is not surely adult may be a child. A source is set aside by a person, with a reason;
sources that contradict each other are named in a sentence, and the machine does not choose.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from fristad.engine.truth import Truth
from fristad.server.cases.pure.dates import PartialDate
from fristad.server.cases.pure.wording import RefusedError, Sentence, gettext_noop

ADULT_AT = 18  # Convention on the Rights of the Child, article 1
OLDEST = 120


class AgeKind(StrEnum):
    """Where an age comes from."""

    STATED = "stated"
    DOCUMENTED = "documented"
    ASSESSED = "assessed"


_KIND_SENTENCES = {
    AgeKind.STATED: Sentence(gettext_noop("The age that the person stated")),
    AgeKind.DOCUMENTED: Sentence(gettext_noop("The age in a document")),
    AgeKind.ASSESSED: Sentence(gettext_noop("The age that was assessed")),
}


@dataclass(frozen=True, slots=True)
class AgeSource:
    """One source: its kind, the first and last day of birth it allows, the day it was given.

    `set_aside` is the reason why a person does not rely on it; empty for a credible source.
    """

    kind: AgeKind
    born_earliest: date
    born_latest: date
    given_on: date
    set_aside: str = ""

    def age_on(self, day: date) -> tuple[int, int]:
        """Return the lowest and highest age in full years on a day; 0 before birth."""
        return years_between(self.born_latest, day), years_between(self.born_earliest, day)

    def contradicts(self, other: AgeSource) -> bool:
        """Whether no day of birth fits both."""
        return self.born_latest < other.born_earliest or other.born_latest < self.born_earliest


def age_source(kind: AgeKind, low: int, high: int, given_on: date) -> AgeSource:
    """Return the source for an age of `low` to `high` full years on the day it was given.

    Raises `RefusedError` for a range the wrong way round or outside 0 to 120 years.
    """
    if not 0 <= low <= high <= OLDEST:
        raise RefusedError(
            gettext_noop(
                "An age in years goes from 0 to %(oldest)s, the lower number first; this says %(low)s to %(high)s. "
                "Write one number twice if it is exact."
            ),
            oldest=OLDEST,
            low=low,
            high=high,
        )
    return AgeSource(
        kind, _years_before(given_on, high + 1) + timedelta(days=1), _years_before(given_on, low), given_on
    )


def birth_source(kind: AgeKind, born: PartialDate, given_on: date) -> AgeSource:
    """Return the source for a date of birth. The first day of a year counts as the whole year (see `dates`).

    Raises `RefusedError` if the date lies after the day it was given.
    """
    known = born.as_year(given_on) if born.may_mean_year else born
    if known.earliest > given_on:
        raise RefusedError(
            gettext_noop("This date of birth lies after the day on which it was given, %(day)s. Check both."),
            day=given_on,
        )
    return AgeSource(kind, known.earliest, min(known.latest, given_on), given_on)


@dataclass(frozen=True, slots=True)
class AgeFacts:
    """All sources of one person's age. None at all is allowed, and leaves everything unknown."""

    sources: tuple[AgeSource, ...] = ()

    @property
    def credible(self) -> tuple[AgeSource, ...]:
        """The sources that nobody has set aside."""
        return tuple(source for source in self.sources if not source.set_aside)

    def range_on(self, day: date) -> tuple[int, int] | None:
        """Return the lowest and highest age that any credible source allows on a day; None without a source."""
        ages = [source.age_on(day) for source in self.credible]
        return (min(low for low, _ in ages), max(high for _, high in ages)) if ages else None

    def under(self, limit: int, day: date) -> Truth:
        """Whether the person is under an age on a day: met or not met only if every credible source agrees."""
        known = self.range_on(day)
        if known is None or known[0] < limit <= known[1]:
            return Truth.UNKNOWN
        return Truth.MET if known[1] < limit else Truth.NOT_MET

    def surely_under_18(self, day: date) -> bool:
        """Whether every credible source says that the person is a child on a day."""
        return self.under(ADULT_AT, day) is Truth.MET

    def surely_adult(self, day: date) -> bool:
        """Whether every credible source says that the person is an adult on a day."""
        return self.under(ADULT_AT, day) is Truth.NOT_MET

    def may_be_child(self, day: date) -> bool:
        """Whether any credible source leaves it open that the person is under 18, or nothing is known."""
        return not self.surely_adult(day)

    def contradictions(self) -> tuple[Sentence, ...]:
        """Return a sentence for each two credible sources that cannot both be right."""
        return tuple(_contradiction(one, two) for one, two in combinations(self.credible, 2) if one.contradicts(two))


def age_facts(sources: Iterable[AgeSource]) -> AgeFacts:
    """Return the facts of sources in the order in which they were given."""
    return AgeFacts(tuple(sorted(sources, key=lambda source: source.given_on)))


def years_between(born: date, day: date) -> int:
    """Return the full years from a birth to a day, at least 0. Born on 29 February, one is older from 1 March on."""
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return max(0, years)


def _years_before(day: date, years: int) -> date:
    """Return the last day of birth on which somebody is `years` old on a day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 2, 28)


def _contradiction(one: AgeSource, two: AgeSource) -> Sentence:
    return Sentence(
        gettext_noop(
            "%(one)s (given on %(one_day)s) fits a birth from %(one_from)s to %(one_to)s. "
            "%(two)s (given on %(two_day)s) fits a birth from %(two_from)s to %(two_to)s. "
            "Both cannot be right. Nothing was changed: both are kept, and what either leaves open stays open until "
            "a person sets one aside with a reason."
        ),
        {**_named("one", one), **_named("two", two)},
    )


def _named(which: str, source: AgeSource) -> dict[str, object]:
    return {
        which: _KIND_SENTENCES[source.kind],
        f"{which}_day": source.given_on,
        f"{which}_from": source.born_earliest,
        f"{which}_to": source.born_latest,
    }
