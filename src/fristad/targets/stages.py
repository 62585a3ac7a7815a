"""What every SQL target shares: a chain of stages, and the steps from dimension values to words.

Names inside a statement are short and made here: `<prefix>v<dimension>_<version>` is a dimension's value,
`<prefix>code`, `<prefix>mark` and `<prefix>outcome` are the steps of `fristad.targets.plan`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fristad.targets.dialects import Dialect
from fristad.targets.lookup import Lookup
from fristad.targets.plan import Plan, PlanDimension


class Stages:
    """Stages written so far. Each is a SELECT of everything before it and some more columns."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._stages: list[str] = []

    def first(self, columns: list[str], source: str) -> None:
        """The stage that reads the caller's relation."""
        self._add(", ".join(columns or ["1 AS nothing"]), f"FROM {self.dialect.relation(source)}{self.dialect.fence}")

    def stage(self, columns: list[str]) -> None:
        """One more stage on top of the last: all it had, and these columns. None, no stage."""
        if columns:
            self._add(", ".join(["*", *columns]), f"FROM {self._last}{self.dialect.fence}")

    def grouped(self, columns: Sequence[str]) -> None:
        """Small integers counted; words are written afterwards, since grouping them takes longer."""
        groups = ", ".join(columns)
        self._add(f"{groups}, COUNT(*) AS persons", f"FROM {self._last} GROUP BY {groups}")

    def text(self, columns: list[str]) -> str:
        return "WITH " + ",\n".join(self._stages) + f"\nSELECT {', '.join(columns)} FROM {self._last}"

    def kept(self, keep: Sequence[str]) -> tuple[list[str], list[str]]:
        """The caller's columns in the first stage, and again under their own names in the last."""
        names = [self.dialect.name(name) for name in keep]
        first = [f"{name} AS k{at}" for at, name in enumerate(names)]
        return first, [f"k{at} AS {name}" for at, name in enumerate(names)]

    @property
    def _last(self) -> str:
        return f"s{len(self._stages) - 1}"

    def _add(self, columns: str, rest: str) -> None:
        self._stages.append(f"s{len(self._stages)} AS (SELECT {columns} {rest})")


class Ending:
    """One instrument's columns once its dimensions have values: codes, marks, outcomes, words."""

    def __init__(self, plan: Plan, dialect: Dialect, prefix: str) -> None:
        self.plan = plan
        self.dialect = dialect
        self.prefix = prefix
        self._number: Mapping[str, int] = {d.id: at for at, d in enumerate(plan.dimensions)}

    def numbered(self) -> list[tuple[int, PlanDimension, int]]:
        """Each dimension with its number and each version in which it is computed."""
        numbered = enumerate(self.plan.dimensions)
        return [(at, d, version) for at, d in numbered for version in range(self.plan.versions(d))]

    def value(self, dimension: str, version: int = 0) -> str:
        """The column of a dimension's value."""
        at = self._number[dimension]
        return f"{self.prefix}v{at}_{version if version < self.plan.versions(self.plan.dimensions[at]) else 0}"

    def codes(self) -> list[str]:
        if self.plan.lookup is None:
            return []
        return [f"{self._code(version)} AS {self.prefix}code{version}" for version in self.plan.table_versions]

    def marks(self) -> list[str]:
        lookup = self.plan.lookup
        if lookup is None or not self.plan.marks_needed:
            return []
        codes = [f"{self.prefix}code{version}" for version in self.plan.table_versions]
        marks = [self.dialect.list_at(lookup.mark_of_code, code) for code in codes]
        return [f"{' | '.join(marks)} AS {self.prefix}mark"]

    def results(self, presumable: str, outside: str) -> list[str]:
        """The position of the outcome; the conditions say to whom the presumption may apply, and who stands outside."""
        lookup = self.plan.lookup
        if lookup is None:
            return [f"0 AS {self.outcome}"]
        if self.plan.marks_needed:
            result = self._outcome_of_mark(lookup, presumable)
        else:
            by_code = [lookup.outcome_of_mark[0][mark] for mark in lookup.mark_of_code]
            result = self.dialect.list_at(by_code, f"{self.prefix}code0")
        if self.plan.outside is not None:
            result = f"CASE WHEN {outside} THEN {self.plan.outside[1]} ELSE {result} END"
        return [f"{result} AS {self.outcome}"]

    @property
    def outcome(self) -> str:
        """The column of the outcome's position."""
        return f"{self.prefix}outcome"

    def words(self) -> list[str]:
        """Result and classification, from the outcome."""
        named = zip(("result", "classification"), (self._words(0), self._words(1)), strict=True)
        return [f"{word} AS {self._named(name)}" for name, word in named]

    def output(self) -> list[str]:
        """The columns of the last stage under the names they are promised by."""
        values = [(d.id, self.value(d.id)) for d in self.plan.dimensions]
        return self.words() + [f"CAST({value} AS SMALLINT) AS {self._named(name)}" for name, value in values]

    def _outcome_of_mark(self, lookup: Lookup, presumable: str) -> str:
        stand, presumed = (self.dialect.list_at(row, f"{self.prefix}mark") for row in lookup.outcome_of_mark)
        if self.plan.presumable is None:
            return stand
        condition = self.value(self.plan.presumable.condition)
        return f"CASE WHEN {condition} = 1 AND {presumable} THEN {presumed} ELSE {stand} END"

    def _named(self, name: str) -> str:
        return self.dialect.name(f"{self.plan.instrument}.{name}")

    def _words(self, field: int) -> str:
        texts = [self.dialect.text(outcome[field]) for outcome in self.plan.outcomes]
        cases = [f"WHEN {at} THEN {text}" for at, text in enumerate(texts)]
        return f"CASE {self.outcome} {' '.join(cases)} END"

    def _code(self, version: int) -> str:
        digits = [f"{3**place} * {self.value(d.id, version)}" for place, d in enumerate(self.plan.inputs)]
        return " + ".join(digits)
