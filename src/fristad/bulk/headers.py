"""Finding a mapping's columns in a table's header, also where an export put groups before the names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from fristad.bulk.cells import Bound
from fristad.bulk.errors import MappingError
from fristad.bulk.mapping.forbidden import names_a_trait, suspicious_words, tells_a_trait
from fristad.bulk.mapping.model import Choices, Column, Mapping, Several, normal

#: What stands between groups and names: Kobo writes `group/name`, ODK Central `group-name`, older exports
#: `group:name` or `group.name`.
_GROUP_MARKS = ("/", "-", ":", ".")
#: What stands between a question and its choice where each choice has a column: `methods/Debt`, ODK Central
#: `methods_Debt`.
_CHOICE_MARKS = ("/", ".", ":", "-", " - ", "_")


@dataclass(frozen=True)
class Binding:
    """A mapping laid over one table. Names are the table's own. `never_mapped` is in the table and not in the mapping;
    `not_in_table` the other way round."""

    row_id: str
    person: str | None
    contacts: tuple[str, ...]
    bound: tuple[Bound, ...]
    never_mapped: tuple[str, ...]
    not_in_table: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]
    table: str

    @property
    def not_found(self) -> str | None:
        """A sentence for the terminal that names the mapped columns that the table lacks."""
        if not self.not_in_table:
            return None
        every = len(self.bound) + len(self.not_in_table)
        names = ", ".join(f"'{name}'" for name in self.not_in_table)
        return f"{len(self.not_in_table)} of {every} mapped columns are not in {self.table} and are not read: {names}."

    @property
    def answered(self) -> tuple[str, ...]:
        """The table's columns that are read as answers, each once."""
        return tuple(dict.fromkeys(name for bound in self.bound for name in bound.read))

    @property
    def needed(self) -> tuple[str, ...]:
        """Every column of the table that is read at all."""
        person = (self.person,) if self.person else ()
        return tuple(dict.fromkeys((self.row_id, *person, *self.contacts, *self.answered)))


def bind(mapping: Mapping, header: Sequence[str], table: str, lists: Collection[str] = ()) -> Binding:
    """Lay a mapping over a header. `lists` are the columns whose cells hold lists. Raises MappingError for a missing
    row id, an unclear name, or nothing to read.
    """
    finder = _Finder(header, table)
    row_id = finder.must(mapping.row_id, "row id")
    person = finder.must(mapping.person, "person key") if mapping.person else None
    contacts = tuple(finder.must((name,), "contact column") for name in mapping.contacts)
    bound = _with_open_keys([_bound(column, finder, lists) for column in mapping.columns])
    there = tuple(b for b in bound if b.is_there)
    if not there:
        raise MappingError(
            f"None of the {len(bound)} columns that {mapping.name} reads is in {table}. "
            "Is it the mapping for this table? `fristad mapping draft TABLE` starts one."
        )
    _refuse_shared(there, table)
    _refuse_traits(there, table)
    _refuse_handed_on((row_id, *((person,) if person else ()), *contacts), contacts, there, table)
    ignored = [(name, left.why) for left in mapping.ignored if (name := finder.find((left.name, *left.aliases)))]
    used = {row_id, person, *contacts, *(name for b in there for name in b.read), *(name for name, _ in ignored)}
    return Binding(
        row_id,
        person,
        contacts,
        there,
        tuple(name for name in header if name not in used),
        tuple(b.column.name for b in bound if not b.is_there),
        tuple(ignored),
        table,
    )


def _bound(column: Column, finder: _Finder, lists: Collection[str]) -> Bound:
    names = (column.name, *column.aliases)
    if not isinstance(column.reading, Choices):
        return Bound(column, finder.find(names))
    if column.reading.separators:
        field = finder.find(names)
        # In a list it is certain where a choice ends; readers write a semicolon there.
        reading = replace(column.reading, separators=(";",)) if field in lists else column.reading
        return Bound(replace(column, reading=reading), field)
    fields = []
    for choice in column.reading.choices:
        wanted = [f"{name}{mark}{tail}" for name in names for mark in _CHOICE_MARKS for tail in choice.names]
        found = finder.find(wanted)
        if found is not None:
            fields.append((choice, found))
    return Bound(column, None, tuple(fields))


def _refuse_shared(bound: Iterable[Bound], table: str) -> None:
    seen: dict[str, str] = {}
    for each in bound:
        for name in each.read:
            if name in seen:
                raise MappingError(
                    f"The column '{name}' of {table} is mapped twice, as {seen[name]} and as "
                    f"{each.column.name}. Keep one entry."
                )
            seen[name] = each.column.name


def _with_open_keys(bound: list[Bound]) -> tuple[Bound, ...]:
    """An event is a no only if every column says so; a column that the table lacks says nothing."""
    lacking = {key for b in bound if not b.is_there and b.column.several is Several.ANY_YES for key in b.column.keys}
    return tuple(
        replace(b, open_keys=frozenset(lacking.intersection(b.column.keys)))
        if b.column.several is Several.ANY_YES
        else b
        for b in bound
    )


def _refuse_traits(bound: Iterable[Bound], table: str) -> None:
    """The names in the table count too: `status` may be bound to `nationality-status`."""
    for each in bound:
        for name in each.answering:
            words = suspicious_words(name)
            if words and (names_a_trait(name) or not each.column.not_a_trait):
                raise MappingError(
                    f"'{each.column.name}' is the column '{name}' of {table}, and the word '{words[0]}' may mean "
                    "a trait of the person, which is never an input. Name the column in full and say under "
                    "`not_a_trait` what others did, or list it under `ignored`."
                )


def _refuse_handed_on(names: Iterable[str], contacts: Iterable[str], bound: Iterable[Bound], table: str) -> None:
    for name in names:
        if tells_a_trait(name):
            raise MappingError(
                f"'{name}' of {table} names a trait of the person, which is never passed on. Name another column."
            )
    answers = {name for each in bound for name in each.read}
    for name in contacts:
        if name in answers:
            raise MappingError(
                f"The contact column '{name}' is read as an answer from {table}, which is never passed on. "
                "Leave it out."
            )


class _Finder:
    """Looks for names, first as they are, then as the last part after groups. Case and outer spaces do not matter."""

    def __init__(self, header: Sequence[str], table: str) -> None:
        self.table = table
        self._whole: dict[str, list[str]] = {}
        self._tail: dict[str, list[str]] = {}
        for name in header:
            plain = normal(name)
            self._whole.setdefault(plain, []).append(name)
            for at in (i for i, sign in enumerate(plain) if sign in _GROUP_MARKS):
                self._tail.setdefault(plain[at + 1 :], []).append(name)

    def find(self, names: Iterable[str]) -> str | None:
        wanted = [normal(name) for name in names]
        for index in (self._whole, self._tail):
            found = list(dict.fromkeys(name for each in wanted for name in index.get(each, ())))
            repeated = any(len(index.get(each, ())) > 1 for each in wanted)
            if len(found) > 1 or repeated:
                raise MappingError(
                    f"In {self.table} the columns {' and '.join(repr(n) for n in found[:3])} all fit '{wanted[0]}'. "
                    "Name the one that is meant with its groups, or give repeated columns names of their own."
                )
            if found:
                return found[0]
        return None

    def must(self, names: Sequence[str], use: str) -> str:
        """The first of the names that is a column. Raises MappingError if none is."""
        for name in names:
            found = self.find((name,))
            if found is not None:
                return found
        raise MappingError(f"The {use} '{' or '.join(names)}' is not a column of {self.table}. Correct the mapping.")
