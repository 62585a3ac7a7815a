"""An instrument as the calculates of an XForm: the steps of `fristad.targets.plan` in XPath 1.0 as ODK, Kobo and Enketo
know it.

XPath has neither bit operations nor lists. The highest of some codes is said with and/or, a lookup is a position in a
text (`substr`), and a mark, where leaves are shared, is found bit by bit. An empty or irrelevant answer is neither
'yes' nor 'no', so it computes as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN
from fristad.targets.plan import NO, Plan, PlanDimension, PlanTerm

Calculate = tuple[str, str]


def field_names(keys: Sequence[str]) -> dict[str, str]:
    """Answer keys as names of form fields. Raises InstrumentError where two keys would share one."""
    names = {key: re.sub(r"[^A-Za-z0-9_]", "_", key.replace("@", "__")) for key in keys}
    if len(set(names.values())) != len(names):
        raise InstrumentError(
            "Two answer keys differ in punctuation only, so a form cannot tell them apart. Rename one."
        )
    return names


def calculates(plan: Plan, fields: dict[str, str]) -> list[Calculate]:
    """(name, expression) in an order in which each uses only fields and earlier ones.

    Among them `dim_<dimension>` (0 not met, 1 unknown, 2 met), `result` and `classification` (empty where there is
    none).
    """
    return _Writer(plan, fields).write()


def code_name(field: str) -> str:
    """The calculate that holds a field's code."""
    return f"c_{field}"


class _Writer:
    def __init__(self, plan: Plan, fields: dict[str, str]) -> None:
        self.plan = plan
        self.fields = fields
        self._written: list[Calculate] = []
        self._code: dict[str, str] = {}
        self._leaf: dict[tuple[str, int], str] = {}
        self._term: dict[tuple[str, int], str] = {}

    def write(self) -> list[Calculate]:
        for key in self.plan.keys:
            field = self.fields[key]
            code = f"if(${{{field}}} = 'yes', 2, if(${{{field}}} = 'no', 0, 1))"
            self._code[key] = self._add(code_name(field), code)
        self._derive_age()
        self._block_leaves()
        self._terms()
        self._dimensions()
        self._outcome()
        return self._written

    def _add(self, name: str, expression: str) -> str:
        self._written.append((name, expression))
        return f"${{{name}}}"

    def _derive_age(self) -> None:
        if UNDER_18_NOW in self._code:
            now, then = self._code[UNDER_18_NOW], self._code[UNDER_18_THEN]
            self._code[UNDER_18_THEN] = self._add("age_then", f"if({now} = 2, if({then} = 0, 1, 2), {then})")

    def _block_leaves(self) -> None:
        denied = {}
        for at, (element, leaves) in enumerate(self.plan.denials.items()):
            contradicted = _any_is(2, [self._code[leaf] for leaf in leaves])
            denied[element] = self._add(f"denied_{at}", f"if({self._code[element]} = 0 and not({contradicted}), 1, 0)")
        for leaf in dict.fromkeys(leaf for d in self.plan.dimensions for term in d.terms for leaf in term.leaves):
            code = self._code[leaf]
            blockers = [denied[element] for element in self.plan.deniers.get(leaf, ())]
            if blockers:
                name = f"open_{self.fields[leaf]}"
                code = self._add(name, f"if({code} = 1 and ({_any_is(1, blockers)}), 0, {code})")
            self._readings(leaf, code)

    def _readings(self, leaf: str, code: str) -> None:
        self._leaf[leaf, 0] = code
        for version, reading in enumerate(self.plan.readings):
            if leaf in reading:
                read = 0 if reading[leaf] == NO else 2
                self._leaf[leaf, version] = self._add(
                    f"r{version}_{self.fields[leaf]}", f"if({code} = 1, {read}, {code})"
                )

    def _terms(self) -> None:
        for at, dimension in enumerate(self.plan.dimensions):
            for number, term in enumerate(dimension.terms):
                for version in range(self.plan.versions(dimension) if self.plan.is_tied(term) else 1):
                    value = self._held(term, version)
                    if value.count("${") > 1 or term.reversed:
                        expression = f"2 - ({value})" if term.reversed else value
                        value = self._add(f"t{at}_{number}_{version}", expression)
                    self._term[term.item, version] = value

    def _held(self, term: PlanTerm, version: int) -> str:
        leaves = [self._leaf.get((leaf, version), self._leaf[leaf, 0]) for leaf in term.leaves]
        highest = _highest(leaves)
        if term.direct is None:
            return highest
        direct = self._code[term.direct]
        contradicted = _any_is(2, [self._code[leaf] for leaf in term.leaves]) if term.leaves else "false()"
        return f"if({direct} = 2, 2, if({direct} = 0, if({contradicted}, 1, 0), {highest}))"

    def _dimensions(self) -> None:
        for at, dimension in enumerate(self.plan.dimensions):
            for version in range(self.plan.versions(dimension)):
                certain = self._weight(dimension, version, "= 2")
                possible = self._weight(dimension, version, "> 0")
                level = dimension.at_least
                value = f"if({certain} >= {level}, 2, if({possible} >= {level}, 1, 0))"
                self._add(self._value_name(at, version), value)

    def _weight(self, dimension: PlanDimension, version: int, test: str) -> str:
        values = [(t.weight, self._term.get((t.item, version), self._term[t.item, 0])) for t in dimension.terms]
        return " + ".join(f"if({value} {test}, {weight}, 0)" for weight, value in values) or "0"

    def _value_name(self, at: int, version: int) -> str:
        dimension = self.plan.dimensions[at]
        return f"v{at}_{version}" if version and version < self.plan.versions(dimension) else f"dim_{dimension.id}"

    def _outcome(self) -> None:
        lookup, plan = self.plan.lookup, self.plan
        if lookup is None:
            outcome = "0"
        else:
            codes = [self._add(f"code_{version}", self._digits(version)) for version in plan.table_versions]
            mark = self._united(codes, lookup.mark_of_code) if plan.shared else self._at(lookup.mark_of_code, codes[0])
            mark = self._add("mark", mark)
            stand, presumed = (self._at(row, mark) for row in lookup.outcome_of_mark)
            outcome = self._presumed(presumed, stand)
            if plan.outside is not None:
                outcome = f"if({self._code[UNDER_18_THEN]} = {plan.outside[0]}, {plan.outside[1]}, {outcome})"
        position = self._add("outcome", outcome)
        for field, name in enumerate(("result", "classification")):
            self._add(name, _chosen(position, [one[field] or "" for one in plan.outcomes]))

    def _digits(self, version: int) -> str:
        at = {d.id: number for number, d in enumerate(self.plan.dimensions)}
        names = [self._value_name(at[d.id], version) for d in self.plan.inputs]
        return " + ".join(f"{3**place} * ${{{name}}}" for place, name in enumerate(names))

    def _united(self, codes: list[str], marks: Sequence[int]) -> str:
        bits = []
        for bit in range(max(marks).bit_length()):
            held = "".join(str(mark >> bit & 1) for mark in marks)
            seen = " or ".join(f"substr('{held}', {code}, {code} + 1) = '1'" for code in codes)
            bits.append(f"if({seen}, {1 << bit}, 0)")
        return " + ".join(bits)

    def _presumed(self, presumed: str, stand: str) -> str:
        rule = self.plan.presumable
        if rule is None:
            return stand
        return f"if(${{dim_{rule.condition}}} = 1 and {self._code[rule.unless_no]} != 0, {presumed}, {stand})"

    def _at(self, values: Sequence[int], position: str) -> str:
        """The entry of a list, written as a text of numbers of equal length."""
        width = len(str(max(values)))
        text = "".join(str(value).zfill(width) for value in values)
        return f"number(substr('{text}', {width} * {position}, {width} * {position} + {width}))"


def _any_is(code: int, values: Sequence[str]) -> str:
    return " or ".join(f"{value} = {code}" for value in values)


def _highest(values: Sequence[str]) -> str:
    """The highest of some codes; of none, unknown."""
    if len(values) < 2:
        return values[0] if values else "1"
    none = " and ".join(f"{value} = 0" for value in values)
    return f"if({_any_is(2, values)}, 2, if({none}, 0, 1))"


def _chosen(position: str, words: Sequence[str]) -> str:
    """One of some words by position. The words are the library's own names, which hold no quotes."""
    chosen = f"'{words[-1]}'"
    for at in range(len(words) - 2, -1, -1):
        chosen = f"if({position} = {at}, '{words[at]}', {chosen})"
    return chosen
