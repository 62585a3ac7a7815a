"""Instruments as SQL text for DuckDB, PostgreSQL and Spark. This module knows no database: it writes statements.

A statement is a chain of short stages, one per step of `fristad.targets.plan`, because one wide expression makes Spark
fall off its compiler and PostgreSQL compute the same thing again and again. The caller's names appear in the first and
the last stage only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN, Instrument
from fristad.targets.dialects import Dialect, dialect_named
from fristad.targets.mask_sql import mask_counts_sql, mask_determination_sql
from fristad.targets.plan import NO, UNKNOWN, Plan, PlanTerm, make_plan
from fristad.targets.stages import Ending, Stages

__all__ = ["counts_sql", "determination_sql", "mask_counts_sql", "mask_determination_sql"]

#: The code of an answer that has no column.
_UNKNOWN = str(UNKNOWN)


def determination_sql(
    instruments: Sequence[Instrument],
    source: str,
    dialect: str,
    *,
    columns: Collection[str],
    keep: Sequence[str] = (),
) -> str:
    """A SELECT that determines every row of `source`, in any order.

    `source` (a table, view or CTE name, dotted where it has a schema) has one integer column per answer key in
    `columns`, named by that key: 0 no, 1 or NULL unknown, 2 yes, 3 conflicting. Keys without a column are unknown.
    The result has the `keep` columns and, per instrument, `"<id>.result"` and `"<id>.classification"` (text) and
    `"<id>.<dimension>"` (smallint: 0 not met, 1 unknown, 2 met), borrowed dimensions and conditions included.

    Raises SqlError for an unknown dialect or a name the database cannot hold, InstrumentError for an instrument
    beyond the limits of `fristad.targets.plan`.
    """
    stages = Stages(dialect_named(dialect))
    kept, chosen = stages.kept(keep)
    compiled = _write(stages, [make_plan(instrument) for instrument in instruments], source, columns, kept)
    return stages.text(chosen + [column for c in compiled for column in c.output()])


def counts_sql(instruments: Sequence[Instrument], source: str, dialect: str, *, columns: Collection[str]) -> str:
    """A SELECT of how many rows of `source` share each outcome of all the instruments together.

    Per instrument `"<id>.result"` and `"<id>.classification"`, and `persons` (bigint). Dimensions are not among them,
    nor is anything else that the tables never consult, so that the statement is short to plan; count over
    `determination_sql` for those. Raises as `determination_sql` does.
    """
    stages = Stages(dialect_named(dialect))
    plans = [make_plan(instrument).consulted for instrument in instruments]
    compiled = _write(stages, plans, source, columns, [])
    stages.grouped([c.ending.outcome for c in compiled])
    return stages.text([column for c in compiled for column in c.ending.words()] + ["persons"])


def _write(
    stages: Stages, plans: list[Plan], source: str, columns: Collection[str], kept: list[str]
) -> list[_Compiled]:
    answers = _Answers(plans, columns)
    stages.first([*kept, *answers.columns(stages.dialect)], source)
    stages.stage(answers.codes())
    stages.stage(answers.age())
    compiled = [_Compiled(Ending(p, stages.dialect, f"i{at}_"), answers) for at, p in enumerate(plans)]
    for step in ("directs", "denials", "leaves", "terms", "sums", "values", "codes", "marks", "results"):
        stages.stage([column for c in compiled for column in getattr(c, step)()])
    return compiled


class _Answers:
    """Where each answer is found: a column of the first stages, or the constant for unknown."""

    def __init__(self, plans: list[Plan], columns: Collection[str]) -> None:
        keys = dict.fromkeys(key for plan in plans for key in plan.keys)
        held = frozenset(columns)
        self.raw = {key: f"r{at}" for at, key in enumerate(k for k in keys if k in held)}
        self.plain = frozenset(self.raw) - {key for plan in plans for key in _entangled(plan)}
        self.found = {key: raw if key in self.plain else f"a{raw[1:]}" for key, raw in self.raw.items()}

    def columns(self, dialect: Dialect) -> list[str]:
        """The caller's columns. Plain ones are taken as they stand, NULL included: their sums read them so."""
        named = [(key, dialect.name(key), raw) for key, raw in self.raw.items()]
        return [
            f"{name} AS {raw}" if key in self.plain else f"COALESCE(CAST({name} AS INTEGER), 1) AS {raw}"
            for key, name, raw in named
        ]

    def codes(self) -> list[str]:
        """What an answer computes as: a contradiction is unknown."""
        tangled = [(raw, self.found[key]) for key, raw in self.raw.items() if key not in self.plain]
        return [f"CASE WHEN {raw} = 3 THEN 1 ELSE {raw} END AS {code}" for raw, code in tangled]

    def of(self, key: str) -> str:
        return self.found.get(key, _UNKNOWN)

    def age(self) -> list[str]:
        """Under 18 now makes under 18 then; a no or a contradiction to then beside a yes to now leaves it unknown."""
        now, then = self.of(UNDER_18_NOW), self.of(UNDER_18_THEN)
        if now == _UNKNOWN:
            return []
        raw = self.raw.get(UNDER_18_THEN, _UNKNOWN)
        self.found[UNDER_18_THEN] = "age_then"
        derived = f"CASE WHEN {raw} IN (0, 3) THEN 1 ELSE 2 END"
        return [f"CASE WHEN {now} = 2 THEN {derived} ELSE {then} END AS age_then"]


def _entangled(plan: Plan) -> set[str]:
    """Keys that more than one sum reads, or that are read in more than one way: ages, elements and their evidence."""
    keys = {UNDER_18_THEN, UNDER_18_NOW, *plan.shared, *plan.denials}
    keys.update(leaf for leaves in plan.denials.values() for leaf in leaves)
    for dimension in plan.dimensions:
        for term in dimension.terms:
            keys.update((term.direct,) if term.direct else ())
            keys.update(term.leaves if term.reversed else ())
    return keys


class _Compiled:
    """One instrument's columns, step by step; a step without columns needs none."""

    def __init__(self, ending: Ending, answers: _Answers) -> None:
        self.ending = ending
        self.answers = answers
        self.plan = ending.plan
        self.prefix = ending.prefix
        self.codes, self.marks = ending.codes, ending.marks
        self.output = ending.output
        self._direct: dict[str, str] = {}
        self._denied: dict[str, str] = {}
        self._leaf: dict[str, str] = {}
        self._term: dict[tuple[str, int], str] = {}

    def directs(self) -> list[str]:
        """Direct answers of elements; a no beside a leaf that was answered both ways, and none yes, is unknown."""
        columns = []
        for at, (element, leaves) in enumerate(self.plan.denials.items()):
            if element in self.answers.raw:
                self._direct[element] = name = f"{self.prefix}d{at}"
                both = [f"{self.answers.raw[leaf]} = 3" for leaf in leaves if leaf in self.answers.raw]
                raw, highest = self.answers.raw[element], _highest([self.answers.of(leaf) for leaf in leaves])
                dropped = f"WHEN {raw} = 0 AND {highest} < 2 AND ({' OR '.join(both)}) THEN 1 " if both else ""
                columns.append(f"CASE {dropped}ELSE {raw} END AS {name}" if both else f"{raw} AS {name}")
        return columns

    def denials(self) -> list[str]:
        """Elements answered no that no evidence contradicts: they block what would establish them."""
        columns = []
        for at, (element, leaves) in enumerate(self.plan.denials.items()):
            direct = self._direct.get(element, _UNKNOWN)
            if direct != _UNKNOWN:
                self._denied[element] = name = f"{self.prefix}n{at}"
                highest = _highest([self.answers.of(leaf) for leaf in leaves])
                columns.append(f"CASE WHEN {direct} = 0 AND {highest} < 2 THEN 1 ELSE 0 END AS {name}")
        return columns

    def leaves(self) -> list[str]:
        """Leaves that may be blocked, read as no where they are."""
        columns = []
        for at, (leaf, elements) in enumerate(self.plan.deniers.items()):
            denied = [self._denied[e] for e in elements if e in self._denied]
            answer = self.answers.of(leaf)
            if denied:
                self._leaf[leaf] = name = f"{self.prefix}l{at}"
                columns.append(f"CASE WHEN {answer} = 1 AND {_highest(denied)} = 1 THEN 0 ELSE {answer} END AS {name}")
        return columns

    def terms(self) -> list[str]:
        """Terms that are more than one column, in each version of their dimension that a shared leaf changes."""
        columns = []
        for at, dimension in enumerate(self.plan.dimensions):
            for number, term in enumerate(dimension.terms):
                for version in range(self.plan.versions(dimension) if self.plan.is_tied(term) else 1):
                    expression = self._expression(term, version)
                    name = f"{self.prefix}t{at}_{number}_{version}"
                    plain = expression.isidentifier() or expression.isdigit()
                    self._term[term.item, version] = expression if plain else name
                    if not plain:
                        columns.append(f"{expression} AS {name}")
        return columns

    def sums(self) -> list[str]:
        """Per dimension the weight that is certain (c) and the weight that is possible (p).

        Written so that NULL and 3 (conflicting) are unknown: not certain, and possible.
        """
        columns = []
        for at, dimension, version in self.ending.numbered():
            named = [(self._name(t, version), t.weight) for t in dimension.terms]
            certain = [f"CASE WHEN {name} = 2 THEN {weight} ELSE 0 END" for name, weight in named]
            possible = [f"CASE WHEN {name} = 0 THEN 0 ELSE {weight} END" for name, weight in named]
            for kind, parts in (("c", certain), ("p", possible)):
                columns.append(f"{' + '.join(parts) or '0'} AS {self.prefix}{kind}{at}_{version}")
        return columns

    def values(self) -> list[str]:
        columns = []
        for at, dimension, version in self.ending.numbered():
            certain, possible = (f"{self.prefix}{kind}{at}_{version}" for kind in "cp")
            level = dimension.at_least
            value = f"CASE WHEN {certain} >= {level} THEN 2 WHEN {possible} >= {level} THEN 1 ELSE 0 END"
            columns.append(f"{value} AS {self.ending.value(dimension.id, version)}")
        return columns

    def results(self) -> list[str]:
        """The position of the outcome."""
        plan = self.plan
        unless_no = self.answers.of(plan.presumable.unless_no) if plan.presumable else _UNKNOWN
        outside = f"{self.answers.of(UNDER_18_THEN)} = {plan.outside[0]}" if plan.outside else ""
        return self.ending.results(f"{unless_no} <> 0", outside)

    def _name(self, term: PlanTerm, version: int) -> str:
        return self._term.get((term.item, version), self._term[term.item, 0])

    def _expression(self, term: PlanTerm, version: int) -> str:
        value = self._held(term, version)
        return f"(2 - {value})" if term.reversed else value

    def _held(self, term: PlanTerm, version: int) -> str:
        highest = _highest([self._leaf_value(leaf, version) for leaf in term.leaves])
        direct = self._direct_of(term)
        if direct == _UNKNOWN:
            return highest
        raw = _highest([self.answers.of(leaf) for leaf in term.leaves])
        contradicted = f"CASE WHEN {raw} = 2 THEN 1 ELSE 0 END"
        contested = _highest([highest, _UNKNOWN])
        return f"CASE {direct} WHEN 2 THEN 2 WHEN 0 THEN {contradicted} WHEN 3 THEN {contested} ELSE {highest} END"

    def _direct_of(self, term: PlanTerm) -> str:
        """An element's own answer; one without evidence has only that, and a contradiction in it is unknown."""
        if term.direct is None:
            return _UNKNOWN
        return self._direct.get(term.direct, self.answers.of(term.direct))

    def _leaf_value(self, leaf: str, version: int) -> str:
        value = self._leaf.get(leaf, self.answers.of(leaf))
        if leaf not in self.plan.readings[version]:
            return value
        # Reading an unknown leaf as no keeps only the 2 of a code; reading it as yes moves 1 to 2.
        return f"({value} & 2)" if self.plan.readings[version][leaf] == NO else f"(({value} + 1) & 2)"


def _highest(expressions: Sequence[str]) -> str:
    """The highest of some codes; of none, unknown."""
    different = list(dict.fromkeys(expressions)) or [_UNKNOWN]
    return different[0] if len(different) == 1 else f"GREATEST({', '.join(different)})"
