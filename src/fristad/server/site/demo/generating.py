"""The shorter stories of the demo, put together from hand-written pieces; the same ones each time.

A person goes a *road* (where from, by which stops, which names and languages) and tells of one *theme*, whose reasons,
needs and steps fit together. Traits choose names and roads only: every theme is told by people of every origin that
its road does not rule out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fristad.server.site.demo.planning import ADULT, Asking, Decks, Planner, pick, some
from fristad.server.site.demo.roads import journey_of, longest
from fristad.server.site.demo.stories import Story, data, written

#: Any text: it only has to stay the same.
SEED = "Norby"
#: How many in a hundred come with family; and say what they want in their own language.
FAMILIES, OWN_WORDS = 22, 25
_CHILDREN = ("daughter", "son", "grandson")
#: Themes that somebody who came with family does not tell.
_WITHOUT_FAMILY = ("alone", "tracing")
_SPEAKS, _OWN_CONTACT = 10, 13


@dataclass(frozen=True)
class Member:
    """What is fixed about a person before the rest is drawn."""

    sex: str
    age: int
    second: Any = None
    family: Mapping[str, Any] | None = None


def people() -> list[Story]:
    """Return everybody: the hand-written stories, then shorter ones until each group is full."""
    full = list(written())
    return [*full, *Maker(random.Random(SEED), Counter(story.group for story in full)).stories()]  # noqa: S311


class Maker:
    """Draws people one after the other."""

    def __init__(self, chance: random.Random, there: Mapping[str, int]) -> None:
        self.chance = chance
        self.wanted = {group: count - there.get(group, 0) for group, count in data("people")["groups"].items()}
        self.decks = Decks(chance)
        self.planner = Planner(chance, self.decks)
        self.number = 0

    def stories(self) -> Iterator[Story]:
        """Give people and families until each group has the number it should have."""
        for group, missing in self.wanted.items():
            made = 0
            while made < missing:
                unit = self._unit(group, missing - made)
                made += len(unit)
                yield from unit

    def _unit(self, group: str, most: int) -> list[Story]:
        roads = [road for road in data("pieces_roads") if group in road["groups"]]
        road = self.chance.choices(roads, [each["groups"][group] for each in roads])[0]
        pool = data("names")[self.chance.choice(road["names"])]
        team = pick(self.chance, {name: each["share"] for name, each in data("people")["teams"].items()})
        return [self._story(group, road, pool, team, member) for member in self._members(pool, most)]

    def _members(self, pool: Any, most: int) -> list[Member]:
        shapes = [each for each in data("people")["families"] if len(each) <= most]
        if not shapes or self.chance.randrange(100) >= FAMILIES:
            return [Member(self.chance.choice(("female", "male")), self._age())]
        second, key = self.chance.choice(pool["second"]), f"family {self.number}"
        hidden, members = self.chance.randrange(6) == 0, list[Member]()
        for role, sex, least, most_years in self.chance.choice(shapes):
            oldest = max(least, min(most_years, members[0].age - ADULT)) if role in _CHILDREN else most_years
            age = self.chance.randint(least, oldest)
            members.append(Member(sex, age, second, {"key": key, "as": role, "hidden": hidden}))
        return members

    def _age(self) -> int:
        bands = data("people")["ages"]
        least, most, _ = self.chance.choices(bands, [share for *_, share in bands])[0]
        return self.chance.randint(least, most)

    def _story(self, group: str, road: Any, pool: Any, team: str, who: Member) -> Story:
        self.number += 1
        theme, ages = self._theme(road, who), self._ages(who.age)
        plan = self.planner.plan(team, theme, Asking(who.age, group, longest(road, who.age)))
        return Story(
            key=f"person {self.number}",
            names=self._names(pool, who),
            sex=who.sex,
            group=group,
            nationalities=road["nationalities"],
            languages=road["languages"] if who.age > 1 else {},
            contacts=[self._contact(who.age)],
            wishes=self._wishes(road, who),
            words=self._words(theme, pool["lang"], who.age),
            family=who.family,
            journey=journey_of(self.chance, road, theme, who.age, plan.work.opened),
            needs=some(self.chance, theme["needs"], 2),
            flags=[_TWO_AGES] if "papers_age" in ages else [],
            notes=plan.notes,
            tasks=plan.tasks,
            plan=plan.goal,
            case=plan.work,
            **ages,
        )

    def _theme(self, road: Any, who: Member) -> Any:
        themes = data("pieces_themes")
        names = [name for name in road.get("themes", themes) if not (who.family and name in _WITHOUT_FAMILY)]
        fitting = [themes[name] for name in names if themes[name]["ages"][0] <= who.age <= themes[name]["ages"][1]]
        return self.chance.choices(fitting, [theme["weight"] for theme in fitting])[0]

    def _names(self, pool: Any, who: Member) -> list[dict[str, str]]:
        given, second = self.chance.choice(pool[who.sex]), who.second or self.chance.choice(pool["second"])
        called = self.chance.randrange(3) == 0
        if isinstance(given, str):
            short = [_name(given, "known_as", pool["lang"])] if called else []
            return [_name(f"{given} {second}", "full", pool["lang"]), *short]
        latin = [self.chance.choice([part[0], *part[2:]]) for part in (given, second)]
        short = [_name(given[0], "known_as", "en")] if called else []
        own = _name(f"{given[1]} {second[1]}", "full", pool["lang"])
        return [own, _name(" ".join(latin), "papers", "en"), *short]

    def _ages(self, age: int) -> dict[str, Any]:
        case = self.chance.randrange(100)
        if case < 6:
            return {}
        if case < 14 and 14 <= age <= 19:
            return {"age": (age, age), "papers_age": age + self.chance.choice((2, 3, 4))}
        if case < 40:
            return {"age": (max(0, age - self.chance.randint(0, 2)), age + self.chance.randint(1, 3))}
        if case < 70:
            return {"age": (age, age), "born": f"{self.chance.randint(1, 12):02}-{self.chance.randint(2, 28):02}"}
        return {"age": (age, age)}

    def _contact(self, age: int) -> dict[str, str]:
        rule = self.chance.choice(data("pieces_contacts")["anyone" if age >= _OWN_CONTACT else "children"])
        number, mail = f"00000 200 {self.number:03}", f"person{self.number}@example.org"
        return {key: text.replace("{n}", number).replace("{m}", mail) for key, text in rule.items()}

    def _wishes(self, road: Any, who: Member) -> dict[str, str]:
        same = {"woman" if who.sex == "female" else "man": 3, "either": 4, "unknown": 1}
        return {
            "interviewer": pick(self.chance, same),
            "interpreter": pick(self.chance, same),
            "support": self.chance.choice(road["support"]),
        }

    def _words(self, theme: Any, language: str, age: int) -> dict[str, str]:
        if age < _SPEAKS or self.chance.randrange(100) >= OWN_WORDS:
            return {"en": self.decks.draw(theme["words"])}
        said = self.chance.choice(data("pieces_words")["own_language"][language])
        return {language: said["own"], "en": said["en"]}


_TWO_AGES = {"text": "Two ages do not fit together. Both are kept.", "due": 10}


def _name(text: str, kind: str, lang: str) -> dict[str, str]:
    return {"text": text, "kind": kind, "lang": lang}
