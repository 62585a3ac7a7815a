"""The people of the register: each is drawn from their number alone, so that any of them can be told again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.server import names
from fristad.server.cases.pure.codes import ALPHABET, check_character, is_rude
from fristad.server.cases.pure.dates import Entered, partial_date

_BODIES = len(ALPHABET) ** 6
#: Shares no factor with the number of bodies, so that every number has a code of its own.
_STRIDE = 61_803_399
_MOST_CASES = 10_000_000
_GROUPS = ("refugee", "asylum_seeker", "idp", "stateless", "returnee", "other", "unknown")
_LANGUAGES = ("ar", "ti", "am", "uk", "bn", "es", "fr", "prs", "ps", "so")
_RISKS = ("", "low", "medium", "high", "now")


@dataclass(frozen=True)
class Human:
    """What is known of one invented person for finding them. `words`: spellings of each word of the name."""

    number: int
    words: tuple[names.Spellings, ...]
    texts: tuple[str, ...]
    year: int | None
    phone: str


def code(number: int) -> str:
    """Return the short code of a case, the same for a number each time."""
    for turn in range(_BODIES // _MOST_CASES):
        rest, letters = (number + turn * _MOST_CASES) * _STRIDE % _BODIES, ""
        for _ in range(6):
            rest, place = divmod(rest, len(ALPHABET))
            letters += ALPHABET[place]
        whole = letters + check_character(letters)
        if not is_rude(whole):
            return whole
    raise ValueError(number)


def human(number: int) -> Human:
    """Return a person: two words of a name, one in five has three; half carry a father's name."""
    rng = Random(number)
    second = names.given() if rng.random() < 0.5 else names.family()
    words = [names.given().draw(rng), second.draw(rng)]
    if rng.random() < 0.2:
        words.append(names.family().draw(rng))
    return Human(
        number=number,
        words=tuple(words),
        texts=tuple(_texts(rng, words)),
        year=rng.randint(1950, 2018) if rng.random() < 0.7 else None,
        phone=f"07{rng.randrange(10**8):08}" if rng.random() < 0.6 else "",
    )


def _texts(rng: Random, words: list[names.Spellings]) -> Iterator[str]:
    """Give the name as it was written: in the usual letters, and for one in four again in another spelling."""
    yield " ".join(word[0] if rng.random() < 0.8 else rng.choice(word) for word in words)
    if rng.random() < 0.25:
        yield " ".join(word[min(1, len(word) - 1)] for word in words)


def values(person: Human, day: date) -> dict[str, Any]:
    """Return the fields of a person's record."""
    rng = Random(-person.number - 1)
    told: dict[str, Any] = {
        "names": [{"text": text, "kind": "known_as", "lang": ""} for text in person.texts],
        "sex": rng.choice(("female", "male")),
        "group": rng.choice(_GROUPS),
        "languages": [{"code": each, "level": "well"} for each in rng.sample(_LANGUAGES, rng.randint(1, 2))],
        "place": f"House {rng.randint(1, 400)}, Norland",
        "wishes": {"interviewer": rng.choice(("woman", "man", "either"))},
    }
    if person.year is None:
        least = rng.randint(8, 60)
        told["ages"] = [{"kind": "stated", "least": least, "most": least + 2, "on": day.isoformat()}]
    else:
        born = partial_date(Entered(person.year, rng.randint(1, 12), rng.randint(1, 28)), day)
        told["birth"] = {"date": born.to_json(), "kind": "stated", "on": day.isoformat()}
    if person.phone:
        told["contacts"] = [{"how": "By telephone", "rules": "Only in the morning.", "number": person.phone}]
    return told


@dataclass(frozen=True)
class Work:
    """Where the work for a person stands. `owner`: the place of the owner among all, or None."""

    state: str
    risk: str
    owner: int | None
    opened: date
    changed: date
    review: date | None
    due: date | None


def work(number: int, owners: int, day: date) -> Work:
    """Return the work: one case in seven is in progress, a third of these has a day that has passed or comes soon."""
    rng = Random(-(2**40) - number)
    state = rng.choices(("open", "closing", "closed", "sealed"), (14, 0.5, 84, 1.5))[0]
    opened = day - timedelta(days=rng.randint(1, 2_000))
    is_live = state in ("open", "closing")
    return Work(
        state=state,
        risk=rng.choice(_RISKS),
        owner=None if is_live and rng.random() < 0.02 else rng.randrange(owners),
        opened=opened,
        changed=day - timedelta(days=rng.randint(0, min((day - opened).days, 90 if is_live else 2_000))),
        review=day + timedelta(days=rng.randint(-3, 60)) if is_live else None,
        due=day + timedelta(days=rng.randint(-4, 60)) if is_live and rng.random() < 0.6 else None,
    )
