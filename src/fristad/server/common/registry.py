"""The typed roads by which an upper app gives something to a lower one. `fristad docs roads` lists what is on them.

An upper app registers in its `AppConfig.ready`; a lower app reads. Nothing here knows any app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

T = TypeVar("T")

#: Every slot that was made, in whatever module.
SLOTS: list[Slot[Any]] = []


@dataclass
class Slot(Generic[T]):
    """An ordered set of things that upper apps put in and a lower app shows."""

    name: str
    about: str
    _items: dict[str, tuple[int, T]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Stand in the list of all slots from the first moment, so that none can be left out of it."""
        SLOTS.append(self)

    def register(self, key: str, item: T, *, place: int) -> None:
        """Put `item` in under a unique key; a smaller `place` comes first. Raises ValueError for a key in use."""
        if key in self._items:
            raise ValueError(f"{self.name}: {key} is registered twice")
        self._items[key] = (place, item)

    def __iter__(self) -> Iterator[T]:
        for _, (_place, item) in sorted(self._items.items(), key=lambda entry: (entry[1][0], entry[0])):
            yield item

    def keys(self) -> list[str]:
        """Return the keys in the order shown."""
        return sorted(self._items, key=lambda key: (self._items[key][0], key))

    def items(self) -> list[tuple[str, T]]:
        """Return keys and items in the order shown."""
        return [(key, self._items[key][1]) for key in self.keys()]

    def get(self, key: str) -> T | None:
        """Return one item, or None."""
        found = self._items.get(key)
        return found[1] if found else None


@dataclass(frozen=True)
class Page:
    """An entry of the navigation: shown to those who hold `right`."""

    label: Any
    url_name: str
    right: str | None


@dataclass(frozen=True)
class CaseSection:
    """A part of the case file. Its address takes the case's code and then `args`; `count` gives the small number
    beside its name, or None."""

    label: Any
    url_name: str
    right: str
    args: tuple[str, ...] = ()
    count: Callable[[Any, Any], Any] | None = None


@dataclass(frozen=True)
class CaseFact:
    """A fact in the header of every page of a case: `text` in bold, and what is to be known about it below."""

    label: Any
    text: Any
    below: Any = ""


@dataclass(frozen=True)
class Tile:
    """A number on the home page that opens its list (`url_name` and `query`).

    `count(actor)` gives the number, `note(actor)` a short line; beyond `most` the page says "or more". `tone` is
    `overdue` for what is late, and shows only while the number is not 0; with `rare` the whole tile does.
    """

    label: Any
    shape: str
    url_name: str
    right: str
    count: Callable[[Any], int]
    note: Callable[[Any], Any] | None = None
    query: str = ""
    tone: str = ""
    most: int = 1000
    rare: bool = False


@dataclass(frozen=True)
class FittingService:
    """A service that was confirmed and fits a person's place, language, age and sex: its name and what it gives."""

    name: str
    gives: str


@dataclass(frozen=True)
class LoadColumn:
    """A number in the table of workload, such as hard interviews in a week: `count(actor, ids)` gives it by person.

    `about` says below the table where the number comes from.
    """

    label: Any
    count: Callable[[Any, list[UUID]], Mapping[UUID, Any]]
    about: Any = ""


@dataclass(frozen=True)
class Duty:
    """What must be done with the rows of one model about a person. A model about people without it fails a test.

    `erase(label, record_id)` is called when a record such as `cases.person` is erased, inside the transaction and its
    entry in the log: it removes what shows the record without its key (cards, tags) and returns the ids of the record
    keys that are to be destroyed with it. Done twice, it does no harm: a restore replays it.

    `export(person, actor)` gives what the rows say of a person, from those cases only that the actor may hand over.
    """

    model: str
    erase: Callable[[str, UUID], Iterable[UUID]]
    export: Callable[[Any, Any], Any]
    merge: str
    retain: str


@dataclass(frozen=True)
class Telling:
    """How the rows of one kind are told to the person they are about.

    `facts` makes pairs of label and text from one row of `Duty.export`, in the language that is spoken now. A row
    without facts is not told.
    """

    heading: Any
    facts: Callable[[Mapping[str, Any]], Iterable[tuple[Any, str]]]


navigation: Slot[Page] = Slot("navigation", "entries under the header")
case_sections: Slot[CaseSection] = Slot("case sections", "parts of the case file")
#: Each is called with a case and gives the nearest day that waits for somebody in a room above, or None.
case_days: Slot[Callable[[Any], date | None]] = Slot("case days", "days in rooms above, for the next date of a case")
#: Each is called with the actor and the case, and gives a fact or None.
case_facts: Slot[Callable[[Any, Any], CaseFact | None]] = Slot("case facts", "what stands in the header of a case")
home_tiles: Slot[Tile] = Slot("home tiles", "numbers on the home page")
next_steps: Slot[Callable[[Any], list[Any]]] = Slot("next steps", "what a person should do next, on the home page")
load_columns: Slot[LoadColumn] = Slot("load columns", "what else makes up the load of one person")
#: Each says of an actor whether a room above, such as learning, vouches for their protection interviews.
interview_certificates: Slot[Callable[[Any], bool]] = Slot(
    "interview certificates", "who may hold a protection interview, beside a supervisor's word"
)
#: Each is called with the actor and the case. Without one, whoever interviews writes why talking helps.
fitting_services: Slot[Callable[[Any, Any], list[FittingService]]] = Slot(
    "fitting services", "confirmed services that fit a person, before an interview is begun"
)
duties: Slot[Duty] = Slot("duties", "how rows about a person are erased, exported, merged and retained")
tellings: Slot[Telling] = Slot("tellings", "how the rows of a kind are told to the person, in this order")
#: Each is called with the new operation's id, its keys being open.
demo_parts: Slot[Callable[[UUID], None]] = Slot("demo parts", "what a fresh demonstration holds, made in this order")
