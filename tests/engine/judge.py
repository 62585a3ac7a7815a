"""The slow judge: what an instrument says of every completion of a person's answers, by plain enumeration.

Written from docs/reference/library-format.md and sharing no code with the engine's evaluation.
"""

from collections.abc import Iterator
from itertools import product

from fristad.engine.answers import Answers
from fristad.engine.instrument import Instrument, Item

YES, NO = "yes", "no"


class TooManyError(Exception):
    pass


def known(answers: Answers, key: str) -> bool | None:
    value = answers.value(key).value
    return {"yes": True, "no": False, "not_applicable": False}.get(value)


def in_conflict(item: Item, answers: Answers) -> bool:
    return item.is_element and answers.value(item.id) == NO and any(known(answers, leaf) for leaf in item.establishing)


def said_both_ways(item: Item, answers: Answers) -> bool:
    return item.is_element and answers.value(item.id) == "conflicting"


def denial_stands(item: Item, answers: Answers) -> bool:
    evidence = {answers.value(leaf).value for leaf in item.establishing}
    return item.is_element and answers.value(item.id) == NO and not evidence & {YES, "conflicting"}


def free_variables(instrument: Instrument, answers: Answers) -> list[str]:
    free: dict[str, None] = {}
    for item in instrument.items:
        if item.withheld:
            continue
        unsaid = item.is_element and not item.establishing and known(answers, item.id) is None
        if in_conflict(item, answers) or said_both_ways(item, answers) or unsaid:
            free["?" + item.id] = None
        for leaf in (item.leaf,) if item.leaf else item.establishing:
            if known(answers, leaf) is None:
                free[leaf] = None
    return list(free)


def completions(instrument: Instrument, answers: Answers, most: int = 14) -> Iterator[dict[str, bool]]:
    free = free_variables(instrument, answers)
    if len(free) > most:
        raise TooManyError(len(free))
    denied = [item for item in instrument.items if denial_stands(item, answers)]
    for bits in product((False, True), repeat=len(free)):
        chosen = dict(zip(free, bits, strict=True))
        if not any(chosen.get(leaf) for item in denied for leaf in item.establishing):
            yield chosen


def item_truth(item: Item, answers: Answers, chosen: dict[str, bool]) -> bool:
    def leaf_truth(leaf: str) -> bool:
        value = known(answers, leaf)
        return chosen[leaf] if value is None else value

    if item.leaf:
        return leaf_truth(item.leaf) != item.reversed
    if in_conflict(item, answers):
        return chosen["?" + item.id]
    evidenced = any(leaf_truth(leaf) for leaf in item.establishing)
    if said_both_ways(item, answers):
        return chosen["?" + item.id] or evidenced
    if denial_stands(item, answers):
        return False
    if known(answers, item.id):
        return True
    return any(leaf_truth(leaf) for leaf in item.establishing) if item.establishing else chosen["?" + item.id]


def dimension_truths(instrument: Instrument, answers: Answers, chosen: dict[str, bool]) -> dict[str, bool]:
    truth = {i.id: item_truth(i, answers, chosen) for i in instrument.items if not i.withheld}
    return {
        d.id: sum(w for item, w in d.rule.terms if truth[item]) >= d.rule.at_least
        for d in instrument.dimensions
        if d.rule is not None
    }


def row_of(instrument: Instrument, truths: dict[str, bool]):
    for row in instrument.table.rows:
        if (
            all(truths[d] for d in row.require_all)
            and (not row.require_any or any(truths[d] for d in row.require_any))
            and not any(truths[d] for d in row.require_none)
        ):
            return row
    return None


def verdict(instrument: Instrument, answers: Answers) -> dict:
    """{result, classes, dimensions, words} as the publication and the presumption give it."""
    every = [dimension_truths(instrument, answers, c) for c in completions(instrument, answers)]
    dimensions = {name: {t[name] for t in every} for name in every[0]}
    shown = {n: "unknown" if len(v) == 2 else ("met" if v == {True} else "not_met") for n, v in dimensions.items()}
    then, now = answers.value("person.under_18_then").value, answers.value("person.under_18_now").value
    if (instrument.population, then) in (("adults", "yes"), ("children", "no")):
        return {"result": "outside_population", "classes": set(), "dimensions": shown, "words": set()}
    rows = [(row_of(instrument, t), t) for t in every]
    words = {row.result if row else "unclassified" for row, _ in rows}
    result = words.copy().pop() if len(words) == 1 else "not_settled"
    presumption = instrument.table.presumption
    if presumption and dimensions[presumption.condition] == {True, False} and now != NO:
        as_child = {row.result if row else "unclassified" for row, t in rows if t[presumption.condition]}
        if as_child == {presumption.gives} and result != presumption.gives:
            return {
                "result": presumption.gives,
                "classes": {presumption.classification},
                "dimensions": shown,
                "words": words,
            }
    return {"result": result, "classes": _classes(instrument, rows, result), "dimensions": shown, "words": words}


def _classes(instrument: Instrument, rows: list, result: str) -> set[str]:
    classes = set()
    for row, truths in rows:
        if row is None:
            classes.add("unclassified")
        elif isinstance(row.classification, str):
            classes.add(row.classification)
        else:
            by = row.classification
            seen = {t[by.condition] for r, t in rows if r is row}
            if result != "not_settled" and seen == {True, False}:
                classes.add(by.unknown)
            else:
                classes.add(by.met if truths[by.condition] else by.not_met)
    return classes
