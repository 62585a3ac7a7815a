"""Which questions of a form may be left out because no answer to them can change anything: exact, and no more than
that.

A question may be skipped where its dimension is settled by the questions *before* it: already met, or out of reach even
with a yes to everything still to come. Looking at earlier questions only keeps forms free of circles. Only leaves are
skipped that stand in one dimension and establish no element, since a later denial could still make others matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fristad.targets.plan import Plan, PlanDimension


def skip_rules(plan: Plan, order: Sequence[str], fields: Mapping[str, str]) -> dict[str, str]:
    """Answer key to the XPath condition under which its question is asked, for the keys that may be skipped.

    `order` has the keys as the form asks them, `fields` their names in the form.
    """
    rules = {}
    for dimension in plan.dimensions:
        weights = _weights(plan, dimension)
        asked = [key for key in order if key in weights]
        if len(asked) == len(weights):
            for at, key in enumerate(asked):
                condition = _condition(dimension.at_least, asked[:at], asked[at:], weights, fields)
                if condition:
                    rules[key] = condition
    return rules


def _weights(plan: Plan, dimension: PlanDimension) -> dict[str, int]:
    """Leaf to weight, or nothing where a leaf of this dimension is tied to anything else."""
    uses = [leaf for d in plan.dimensions for term in d.terms for leaf in term.leaves]
    weights = {}
    for term in dimension.terms:
        leaf = term.leaves[0] if term.leaves else ""
        if term.direct is not None or term.reversed or uses.count(leaf) > 1 or leaf in plan.deniers:
            return {}
        weights[leaf] = term.weight
    return weights


def _condition(
    level: int, before: Sequence[str], rest: Sequence[str], weights: Mapping[str, int], fields: Mapping[str, str]
) -> str:
    """Not met yet, and still within reach; each half only where it can be false at all."""
    to_come = sum(weights[key] for key in rest)
    tests = []
    if sum(weights[key] for key in before) >= level:
        met = " + ".join(f"if(${{{fields[key]}}} = 'yes', {weights[key]}, 0)" for key in before)
        tests.append(f"{met} < {level}")
    if before and to_come < level:
        possible = " + ".join(f"if(${{{fields[key]}}} = 'no', 0, {weights[key]})" for key in before)
        tests.append(f"{possible} + {to_come} >= {level}")
    return " and ".join(tests)
