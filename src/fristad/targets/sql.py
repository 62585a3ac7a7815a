"""Instruments as SQL text for DuckDB, PostgreSQL and Spark. This module knows no database: it writes statements.

A statement is a chain of short stages, one per step of `fristad.targets.plan`, because one wide expression makes Spark
fall off its compiler and PostgreSQL compute the same thing again and again. Names inside are short and made here; the
caller's names appear in the first and the last stage only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN, Instrument
from fristad.targets.dialects import Dialect, SqlError, dialect_named
from fristad.targets.plan import NO, UNKNOWN, Plan, PlanDimension, PlanTerm, make_plan

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
    `columns`, named by that key, with 0 for no, 1 or NULL for unknown, 2 for yes. Keys without a column are unknown.
    The result has the `keep` columns and, per instrument, `"<id>.result"` and `"<id>.classification"` (text) and
    `"<id>.<dimension>"` (smallint: 0 not met, 1 unknown, 2 met), borrowed dimensions and conditions included.

    Raises SqlError for an unknown dialect or a name the database cannot hold, InstrumentError for an instrument
    beyond the limits of `fristad.targets.plan`.
    """
    spelled = dialect_named(dialect)
    writer = _Statement(spelled, columns)
    compiled = [_Compiled(writer, make_plan(i), f"i{at}_") for at, i in enumerate(instruments)]
    kept = {f"k{at}": name for at, name in enumerate(keep)}
    _write_stages(writer, compiled, source, kept)
    chosen = [f"{alias} AS {spelled.name(name)}" for alias, name in kept.items()]
    return writer.text(chosen + [column for c in compiled for column in c.output()])


def counts_sql(instruments: Sequence[Instrument], source: str, dialect: str, *, columns: Collection[str]) -> str:
    """A SELECT of how many rows of `source` share each determination.

    The columns of `determination_sql` without kept ones, and `persons` (bigint). Add `persons` up over whatever is of
    no interest.
    """
    spelled = dialect_named(dialect)
    writer = _Statement(spelled, columns)
    compiled = [_Compiled(writer, make_plan(i), f"i{at}_") for at, i in enumerate(instruments)]
    _write_stages(writer, compiled, source, {})
    # Grouping small integers is cheaper than grouping words, so words are written afterwards.
    groups = ", ".join(name for c in compiled for name in c.group_columns())
    writer.grouped(groups)
    return writer.text([column for c in compiled for column in c.output()] + ["persons"])


def _write_stages(writer: _Statement, compiled: list[_Compiled], source: str, kept: Mapping[str, str]) -> None:
    d = writer.dialect
    first = [f"{d.name(name)} AS {alias}" for alias, name in kept.items()]
    first += [f"COALESCE(CAST({d.name(key)} AS INTEGER), 1) AS {alias}" for key, alias in writer.answers(compiled)]
    writer.first(first or ["1 AS nothing"], d.relation(source))
    writer.stage(writer.age())
    for step in ("denials", "leaves", "terms", "sums", "values", "codes", "marks", "results"):
        writer.stage([column for c in compiled for column in getattr(c, step)()])


class _Statement:
    """Stages written so far, and where each answer is found: a column of the first stage, or the constant for
    unknown."""

    def __init__(self, dialect: Dialect, columns: Collection[str]) -> None:
        self.dialect = dialect
        self._columns = frozenset(columns)
        self._stages: list[str] = []
        self._answer: dict[str, str] = {}

    def answers(self, compiled: list[_Compiled]) -> list[tuple[str, str]]:
        """Every key read that has a column, with its name inside."""
        keys = dict.fromkeys(key for c in compiled for key in c.plan.keys)
        self._answer = {key: f"a{at}" for at, key in enumerate(k for k in keys if k in self._columns)}
        return list(self._answer.items())

    def answer(self, key: str) -> str:
        return self._answer.get(key, _UNKNOWN)

    def age(self) -> list[str]:
        """Under 18 now makes under 18 then; a no to then beside a yes to now leaves then unknown."""
        now, then = self.answer(UNDER_18_NOW), self.answer(UNDER_18_THEN)
        if now == _UNKNOWN:
            return []
        self._answer[UNDER_18_THEN] = "age_then"
        return [f"CASE WHEN {now} = 2 THEN CASE WHEN {then} = 0 THEN 1 ELSE 2 END ELSE {then} END AS age_then"]

    def first(self, columns: list[str], relation: str) -> None:
        self._add(", ".join(columns), f"FROM {relation}{self.dialect.fence}")

    def stage(self, columns: list[str]) -> None:
        """One more stage on top of the last: all it had, and these columns. None, no stage."""
        if columns:
            self._add(", ".join(["*", *columns]), f"FROM {self._last}{self.dialect.fence}")

    def grouped(self, groups: str) -> None:
        self._add(f"{groups}, COUNT(*) AS persons", f"FROM {self._last} GROUP BY {groups}")

    def text(self, columns: list[str]) -> str:
        return "WITH " + ",\n".join(self._stages) + f"\nSELECT {', '.join(columns)} FROM {self._last}"

    @property
    def _last(self) -> str:
        return f"s{len(self._stages) - 1}"

    def _add(self, columns: str, rest: str) -> None:
        self._stages.append(f"s{len(self._stages)} AS (SELECT {columns} {rest})")


class _Compiled:
    """One instrument's columns, step by step. Names start with `prefix`; a step without columns needs none."""

    def __init__(self, statement: _Statement, plan: Plan, prefix: str) -> None:
        self.statement = statement
        self.plan = plan
        self.prefix = prefix
        self._denied: dict[str, str] = {}
        self._leaf: dict[str, str] = {}
        self._term: dict[tuple[str, int], str] = {}

    def denials(self) -> list[str]:
        """Elements answered no that no evidence contradicts: they block what would establish them."""
        columns = []
        for at, (element, leaves) in enumerate(self.plan.denials.items()):
            direct = self.statement.answer(element)
            if direct != _UNKNOWN:
                self._denied[element] = name = f"{self.prefix}n{at}"
                highest = _highest([self.statement.answer(leaf) for leaf in leaves])
                columns.append(f"CASE WHEN {direct} = 0 AND {highest} < 2 THEN 1 ELSE 0 END AS {name}")
        return columns

    def leaves(self) -> list[str]:
        """Leaves that may be blocked, read as no where they are."""
        columns = []
        for at, (leaf, elements) in enumerate(self.plan.deniers.items()):
            denied = [self._denied[e] for e in elements if e in self._denied]
            answer = self.statement.answer(leaf)
            if denied:
                self._leaf[leaf] = name = f"{self.prefix}l{at}"
                columns.append(f"CASE WHEN {answer} = 1 AND {_highest(denied)} = 1 THEN 0 ELSE {answer} END AS {name}")
        return columns

    def terms(self) -> list[str]:
        """Terms that are more than one column, as the answers stand (0) and under each reading of the shared leaves (1,
        ...)."""
        columns = []
        for d_at, dimension in enumerate(self.plan.dimensions):
            for t_at, term in enumerate(dimension.terms):
                for version in range(self.plan.versions(dimension) if self.plan.is_tied(term) else 1):
                    expression = self._term_expression(term, version)
                    name = f"{self.prefix}t{d_at}_{t_at}_{version}"
                    plain = expression.isidentifier() or expression.isdigit()
                    self._term[term.item, version] = expression if plain else name
                    if not plain:
                        columns.append(f"{expression} AS {name}")
        return columns

    def sums(self) -> list[str]:
        """Per dimension: certain plus possible weight (b), and twice the certain weight (c)."""
        columns = []
        for at, dimension, version in self._numbered():
            both = _weighted([(t.weight, self._term_name(t, version)) for t in dimension.terms])
            twice = _weighted([(t.weight, f"({self._term_name(t, version)} & 2)") for t in dimension.terms])
            columns += [f"{both} AS {self.prefix}b{at}_{version}", f"{twice} AS {self.prefix}c{at}_{version}"]
        return columns

    def values(self) -> list[str]:
        columns = []
        for at, dimension, version in self._numbered():
            both, twice = (f"{self.prefix}{kind}{at}_{version}" for kind in "bc")
            level = 2 * dimension.at_least
            value = f"CASE WHEN {twice} >= {level} THEN 2 WHEN 2 * {both} - {twice} >= {level} THEN 1 ELSE 0 END"
            columns.append(f"{value} AS {self.prefix}v{at}_{version}")
        return columns

    def codes(self) -> list[str]:
        if self.plan.lookup is None:
            return []
        return [f"{self._code(version)} AS {self.prefix}code{version}" for version in self.plan.table_versions]

    def marks(self) -> list[str]:
        lookup = self.plan.lookup
        if lookup is None:
            return []
        marks = [
            self.statement.dialect.list_at(lookup.mark_of_code, f"{self.prefix}code{version}")
            for version in self.plan.table_versions
        ]
        return [f"{' | '.join(marks)} AS {self.prefix}mark"]

    def results(self) -> list[str]:
        """The position of the outcome."""
        lookup, outside = self.plan.lookup, self.plan.outside
        if lookup is None:
            return [f"0 AS {self.prefix}outcome"]
        stand, presumed = (self.statement.dialect.list_at(row, f"{self.prefix}mark") for row in lookup.outcome_of_mark)
        result = stand
        if self.plan.presumable is not None:
            condition = self._value_name(self.plan.presumable.condition)
            unless_no = self.statement.answer(self.plan.presumable.unless_no)
            result = f"CASE WHEN {condition} = 1 AND {unless_no} <> 0 THEN {presumed} ELSE {stand} END"
        if outside is not None:
            then = self.statement.answer(UNDER_18_THEN)
            result = f"CASE WHEN {then} = {outside[0]} THEN {outside[1]} ELSE {result} END"
        return [f"{result} AS {self.prefix}outcome"]

    def group_columns(self) -> list[str]:
        return [f"{self.prefix}outcome", *(self._value_name(d.id) for d in self.plan.dimensions)]

    def output(self) -> list[str]:
        d = self.statement.dialect
        words = [self._words(at) for at in (0, 1)]
        named = zip(words, ("result", "classification"), strict=True)
        columns = [f"{word} AS {d.name(f'{self.plan.instrument}.{name}')}" for word, name in named]
        for dimension in self.plan.dimensions:
            name = d.name(f"{self.plan.instrument}.{dimension.id}")
            columns.append(f"CAST({self._value_name(dimension.id)} AS SMALLINT) AS {name}")
        return columns

    def _words(self, field: int) -> str:
        d = self.statement.dialect
        cases = [f"WHEN {at} THEN {d.text(outcome[field])}" for at, outcome in enumerate(self.plan.outcomes)]
        return f"CASE {self.prefix}outcome {' '.join(cases)} END"

    def _term_name(self, term: PlanTerm, version: int) -> str:
        return self._term.get((term.item, version), self._term[term.item, 0])

    def _term_expression(self, term: PlanTerm, version: int) -> str:
        value = self._held(term, version)
        return f"(2 - {value})" if term.reversed else value

    def _held(self, term: PlanTerm, version: int) -> str:
        highest = _highest([self._leaf_expression(leaf, version) for leaf in term.leaves]) if term.leaves else _UNKNOWN
        direct = self.statement.answer(term.direct) if term.direct else _UNKNOWN
        if direct == _UNKNOWN:
            return highest
        raw = _highest([self.statement.answer(leaf) for leaf in term.leaves]) if term.leaves else _UNKNOWN
        denied = f"CASE WHEN {raw} = 2 THEN 1 ELSE 0 END"
        return f"CASE {direct} WHEN 2 THEN 2 WHEN 0 THEN {denied} ELSE {highest} END"

    def _leaf_expression(self, leaf: str, version: int) -> str:
        value = self._leaf.get(leaf, self.statement.answer(leaf))
        if leaf not in self.plan.readings[version]:
            return value
        # Reading an unknown leaf as no keeps only the 2 of a code; reading it as yes moves 1 to 2.
        return f"({value} & 2)" if self.plan.readings[version][leaf] == NO else f"(({value} + 1) & 2)"

    def _numbered(self) -> list[tuple[int, PlanDimension, int]]:
        """Each dimension with its number and each version in which it is computed."""
        numbered = enumerate(self.plan.dimensions)
        return [(at, d, version) for at, d in numbered for version in range(self.plan.versions(d))]

    def _value_name(self, dimension: str, version: int = 0) -> str:
        for at, candidate in enumerate(self.plan.dimensions):
            if candidate.id == dimension:
                return f"{self.prefix}v{at}_{version if version < self.plan.versions(candidate) else 0}"
        raise SqlError(f"{self.plan.instrument} has no dimension '{dimension}'.")

    def _code(self, version: int) -> str:
        digits = [f"{3**place} * {self._value_name(d.id, version)}" for place, d in enumerate(self.plan.inputs)]
        return " + ".join(digits)


def _highest(expressions: Sequence[str]) -> str:
    different = list(dict.fromkeys(expressions))
    return different[0] if len(different) == 1 else f"GREATEST({', '.join(different)})"


def _weighted(terms: list[tuple[int, str]]) -> str:
    """A weighted sum; equal weights are added up before they are multiplied, which is one multiplication per weight."""
    by_weight: dict[int, list[str]] = {}
    for weight, expression in terms:
        by_weight.setdefault(weight, []).append(expression)
    sums = [(weight, " + ".join(expressions)) for weight, expressions in by_weight.items()]
    return " + ".join(f"({total})" if weight == 1 else f"{weight} * ({total})" for weight, total in sums) or "0"
