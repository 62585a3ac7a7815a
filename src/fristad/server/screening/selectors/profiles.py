"""A profile as it is shown: four levels with what weighs and what protects, by date, with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fristad.engine.instrument import Instrument, Item
from fristad.library import load_instrument, load_texts
from fristad.library.files import LANGUAGES
from fristad.library.texts import Texts
from fristad.server.cases.models import Case
from fristad.server.cases.selectors.people import name_of
from fristad.server.screening import doors, words_profiles
from fristad.server.screening import words as screening_words
from fristad.server.screening.doors_profiles import Subject, judgements
from fristad.server.screening.models import Judgement

#: The lists whose factors are offered. Both are judgements: a person chooses, nothing is computed.
LISTS = ("fristad_vulnerability", "iom_domv")


@dataclass(frozen=True)
class Factor:
    """A factor of one level: its item, the words of it, what was said of it, and on which day."""

    item: Item
    label: str
    value: str = ""
    on: str = ""

    @property
    def word(self) -> Any:
        """What was said, in words."""
        return words_profiles.SAID_SHORT.get(self.value, words_profiles.NOT_ASKED)

    @property
    def shape(self) -> str:
        """The shape of what was said, where it is neither a risk nor a protection."""
        return words_profiles.SAID_SHAPES.get(self.value, "dotted")

    @property
    def told_on(self) -> date | None:
        """The day it was told."""
        return date.fromisoformat(self.on) if self.on else None


@dataclass(frozen=True)
class Level:
    """One of the four levels, as it stood at a time. Without a judgement it is not asked, which is not low."""

    part: str
    judgement: Judgement | None
    factors: tuple[Factor, ...]
    of_place: bool = False

    @property
    def is_judged(self) -> bool:
        """Whether anybody looked at it."""
        return self.judgement is not None

    @property
    def label(self) -> Any:
        """The level in words."""
        return (words_profiles.PLACE_PARTS if self.of_place else words_profiles.PARTS)[self.part]

    @property
    def hint(self) -> Any:
        """What belongs to it."""
        return (words_profiles.PLACE_HINTS if self.of_place else words_profiles.PART_HINTS)[self.part]

    @property
    def body(self) -> Mapping[str, Any]:
        """What was judged."""
        return self.judgement.body if self.judgement else {}

    @property
    def word(self) -> Any:
        """What a named person chose, or that nobody did."""
        return words_profiles.LEVELS[self.body["level"]] if self.judgement else _("Not judged yet")

    @property
    def shape(self) -> str:
        """The shape of that."""
        return words_profiles.LEVEL_SHAPES[self.body.get("level", "open")]

    @property
    def by(self) -> str:
        """Who chose it."""
        return name_of(self.judgement.by) if self.judgement else ""

    @property
    def risks(self) -> list[str]:
        """What weighs, in words."""
        return [each.label for each in self.factors if each.value == "risk"] + list(self.body.get("risks", ()))

    @property
    def protections(self) -> list[str]:
        """What protects, in words."""
        own = list(self.body.get("protections", ()))
        return [each.label for each in self.factors if each.value == "protection"] + own

    @property
    def others(self) -> list[Factor]:
        """What was asked and is neither."""
        return [each for each in self.factors if each.value not in ("", "risk", "protection")]

    @property
    def unasked(self) -> list[str]:
        """What nobody asked about."""
        return [each.label for each in self.factors if not each.value]

    @property
    def balance_words(self) -> str:
        """The drawing in words."""
        if self.judgement is None:
            return _("Not asked yet")
        told = {"risks": len(self.risks), "protections": len(self.protections)}
        return _("Risks: %(risks)s. Protections: %(protections)s.") % told


def lists() -> list[Instrument]:
    """Return the lists whose factors are offered."""
    return [load_instrument(name) for name in LISTS]


def items_of(part: str) -> list[Item]:
    """Return the factors of one level. What a list names of somebody's identity is withheld, so never offered."""
    return [item for each in lists() for item in each.items if item.dimension == part and not item.withheld]


def texts() -> Texts:
    """Return the words of factors in the reader's language."""
    language = (get_language() or "en").partition("-")[0]
    return load_texts(language if language in LANGUAGES else "en")


def standing(rows: Iterable[Judgement], on: date | None = None) -> dict[str, Judgement]:
    """Return for each level the last judgement, or the last one made until the end of a day."""
    found = {}
    for row in rows:
        if on is None or row.created_on <= on:
            found[row.body["part"]] = row
    return found


def levels(rows: Iterable[Judgement], on: date | None = None, *, of_place: bool = False) -> list[Level]:
    """Return the four levels as they stand, or stood at the end of a day."""
    now = standing(rows, on)
    known = texts()
    return [Level(part, now.get(part), factors(part, now.get(part), known), of_place) for part in words_profiles.PARTS]


def of_person(case: Case) -> list[Level]:
    """Return the four levels of the person of a case that was reached through a door, as they stand."""
    return levels(judgements(Subject("person", case=case)))


def factors(part: str, judgement: Judgement | None, known: Texts | None = None) -> tuple[Factor, ...]:
    """Return the factors of one level with what was said of them."""
    said = judgement.body["factors"] if judgement else {}
    words = known or texts()
    return tuple(
        Factor(item, words.label(item.answer_key), **{key: each[key] for key in ("value", "on") if key in each})
        for item in items_of(part)
        for each in [said.get(item.id, {})]
    )


def days(rows: Iterable[Judgement]) -> list[date]:
    """Return the days on which something was judged, the first one first."""
    return sorted({row.created_on for row in rows})


@dataclass(frozen=True)
class Pair:
    """One level at two dates, and what is different between them."""

    earlier: Level
    later: Level

    def __iter__(self) -> Iterator[Level]:
        """Yield the earlier one, then the later one."""
        return iter((self.earlier, self.later))

    @property
    def changes(self) -> list[str]:
        """Sentences about what changed: the word first, then each factor."""
        found = (
            [] if self.earlier.word == self.later.word else [_turned(_("Level"), self.earlier.word, self.later.word)]
        )
        was = {each.item.id: each for each in self.earlier.factors}
        for each in self.later.factors:
            before = was[each.item.id]
            if before.value != each.value:
                found.append(_turned(each.label, before.word, each.word))
        for side, label in (("risks", _("Other risk")), ("protections", _("Other protection"))):
            old, new = self.earlier.body.get(side, ()), self.later.body.get(side, ())
            found += [_("%(what)s, new: %(words)s") % {"what": label, "words": one} for one in new if one not in old]
            found += [
                _("%(what)s, no longer named: %(words)s") % {"what": label, "words": one}
                for one in old
                if one not in new
            ]
        return found


def _turned(what: Any, before: Any, now: Any) -> str:
    return _("%(what)s: %(before)s, now %(now)s") % {"what": what, "before": before, "now": now}


def pairs(rows: list[Judgement], earlier: date, later: date, *, of_place: bool = False) -> list[Pair]:
    """Return the four levels at two dates side by side."""
    return [
        Pair(*both) for both in zip(*(levels(rows, day, of_place=of_place) for day in (earlier, later)), strict=True)
    ]


def heard(case: Case) -> dict[str, Any]:
    """Return what the latest screening result holds as told, by leaf: so that nobody is asked twice."""
    latest = doors.results(case).first()
    answers = ((latest.body or {}).get("answers") or {}) if latest else {}
    return {key: screening_words.GIVEN.get(each["value"], each["value"]) for key, each in answers.items()}


def sources() -> list[dict[str, Any]]:
    """Return the lists with where they come from and how far they were checked."""
    known = texts()
    return [
        {
            "title": each.title,
            "sources": each.sources,
            "note": each.verification["note"],
            "level": each.verification["level"],
            "training": each.use_level == "training_until_checked",
            "rows": [
                [known.label(item.answer_key), words_profiles.PARTS[item.dimension], item.source, item.verified]
                for item in each.items
                if not item.withheld
            ],
        }
        for each in lists()
    ]


def title_of(subject: Subject) -> str:
    """Return what a profile is of, in words: a code, never a name of a person."""
    if subject.place:
        return str(subject.place.told["name"])
    return str(words_profiles.ABOUT[subject.about])


def day_words(day: date) -> str:
    """Return a day as it is written in lists."""
    return date_format(day, "SHORT_DATE_FORMAT")
