"""Cut-down instruments on which everything can be enumerated, shared leaves and elements included."""

import random

from fristad.engine.instrument import ClassificationBy, Dimension, Evidence, Instrument, Item, Presumption, Row, Table
from fristad.engine.rules import any_of, indicator, threshold

THEN, NOW = "person.under_18_then", "person.under_18_now"


def leaf_item(key: str, dimension: str) -> Item:
    return Item(f"i.{key}", key, dimension, "made for tests", "none", leaf=key)


def element(key: str, dimension: str, leaves: list[str]) -> Item:
    evidence = tuple(Evidence(leaf, establishes=True, reasoning="made for tests", status="") for leaf in leaves)
    return Item(key, key, dimension, "made for tests", "none", evidence=evidence)


def made(dimensions: list[Dimension], items: list[Item], table: Table, population: str = "all") -> Instrument:
    return Instrument(
        "small",
        "Made for tests",
        "1",
        "table",
        population,
        "field",
        {},
        (),
        tuple(dimensions),
        tuple(items),
        table,
        1.0,
        "",
    )


def legal(seed: int) -> Instrument:
    """Like Article 3, small: acts, means and purposes of a few leaves, some of them shared by means and purpose."""
    rng = random.Random(seed)
    leaves = [f"l{n}@destination" for n in range(7)]
    shared = leaves[:1]
    items, names = [], {"act": [], "means": [], "purpose": []}
    pools = {"act": leaves[5:], "means": shared + leaves[1:3], "purpose": shared + leaves[3:5]}
    for dimension, pool in pools.items():
        for n in range(rng.randint(1, 2)):
            items.append(element(f"{dimension}.{n}", dimension, rng.sample(pool, rng.randint(1, len(pool)))))
            names[dimension].append(items[-1].id)
    items.append(Item(THEN, THEN, "child", "made for tests", "none", leaf=THEN))
    dimensions = [Dimension(d, d, any_of(ids)) for d, ids in names.items()]
    dimensions.append(Dimension("child", "child", indicator(THEN), is_condition=True))
    by_age = ClassificationBy("child", "as_child", "as_adult", "any_age")
    rows = (
        Row("all", "", "indications_present", by_age, ("act", "purpose"), ("means", "child")),
        Row("no_act", "", "other_exploitation", "part", ("purpose",), (), ("act",)),
        Row("no_means", "", "other_exploitation", "part", ("purpose", "act"), (), ("means", "child")),
        Row("none", "", "no_indication_in_what_was_asked", "none", (), (), ("purpose",)),
    )
    presumption = Presumption("child", "indications_present", NOW, "if_child", "made for tests")
    return made(dimensions, items, Table(rows, ("act", "means", "purpose", "child"), "made for tests", presumption))


def weighted(seed: int) -> Instrument:
    """Like a Delphi list, small: three weighted dimensions of up to three leaves and a table with silent patterns."""
    rng = random.Random(seed)
    dimensions, items = [], []
    for name in ("offer", "work", "control"):
        weights = {}
        for n in range(rng.randint(2, 3)):
            items.append(leaf_item(f"{name}{n}@destination", name))
            weights[items[-1].id] = rng.choice([20, 10, 1])
        dimensions.append(Dimension(name, name, threshold(weights, 21)))
    rows = (
        Row("full", "", "indications_present", "full", ("offer", "work", "control")),
        Row("half", "", "other_exploitation", "half", ("work",), (), ("control",)),
        Row("none", "", "no_indication_in_what_was_asked", "none", (), (), ("offer", "work", "control")),
    )
    return made(dimensions, items, Table(rows, ("offer", "work", "control"), "made for tests"))


def tied() -> Instrument:
    """Two dimensions that share a leaf, and a table that cannot tell both met from neither met."""
    items = [element("left.0", "left", ["shared@now"]), element("right.0", "right", ["shared@now"])]
    items.append(leaf_item("first@now", "first"))
    names = {"left": "left.0", "right": "right.0", "first": "i.first@now"}
    dimensions = [Dimension(d, d, any_of([item])) for d, item in names.items()]
    rows = (
        Row("both", "", "indications_present", "same", ("first", "left", "right")),
        Row("neither", "", "indications_present", "same", ("first",), (), ("left", "right")),
        Row("no_first", "", "no_indication_in_what_was_asked", "none", (), (), ("first",)),
    )
    return made(dimensions, items, Table(rows, ("left", "right", "first"), "made for tests"))
