"""Masks and columns: exactly the engine, over random persons, every count of strengths, and every width."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import Dimension, Instrument, Item
from fristad.engine.rules import threshold
from fristad.library import load_instrument
from fristad.targets import columns as by_columns
from fristad.targets import cores
from fristad.targets import kernel as by_kernel
from fristad.targets import masks as by_masks
from fristad.targets.columns import ColumnError
from fristad.targets.layout import make_layout
from fristad.targets.plan import codes_of, make_plan
from tests.targets.persons import EVERY, Codes, answers_from, expected, random_persons

ADULT = load_instrument("ilo_delphi.adult_labour")
PALERMO = load_instrument("palermo_art3")


def codes_for(keys) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from((0, 1, 2)), min_size=len(keys), max_size=len(keys))


def as_columns(persons: list[Codes]) -> dict[str, np.ndarray]:
    return {key: np.array([p[key] for p in persons], np.int8) for key in persons[0]}


def as_rows(found) -> list[dict[str, object]]:
    name = found.plan.instrument
    rows = []
    for at, position in enumerate(found.outcome):
        row = {f"{name}.{d}": int(values[at]) for d, values in found.dimensions.items()}
        outcome = found.plan.outcomes[position]
        rows.append({f"{name}.result": outcome.result, f"{name}.classification": outcome.classification, **row})
    return rows


def by_all(instrument: Instrument, persons: list[Codes]) -> list[list[dict[str, object]]]:
    plan, columns = make_plan(instrument), as_columns(persons)
    found = [as_rows(by_columns.evaluate_columns(plan, columns))]
    if plan.dimensions:
        packed = by_masks.pack(plan, columns)
        found += [as_rows(by_masks.evaluate(packed)), as_rows(by_kernel.evaluate(packed))]
    return found


@pytest.mark.parametrize("instrument", EVERY, ids=lambda i: i.id)
def test_every_person_is_what_the_engine_says(instrument):
    persons = random_persons(make_plan(instrument).keys, 150, seed=4)
    wanted = [expected(instrument, person) for person in persons]
    for found in by_all(instrument, persons):
        assert found == wanted


@pytest.mark.parametrize("name", [d.id for d in ADULT.dimensions])
def test_every_count_of_strengths(name):
    """Each combination of how many strong, medium and weak indicators are yes, and how many unknown."""
    groups: dict[str, list[str]] = {}
    for item in ADULT.items:
        if item.dimension == name:
            groups.setdefault(item.strength, []).append(item.answer_key)
    states = [[(y, u) for y in range(len(g) + 1) for u in range(len(g) + 1 - y)] for g in groups.values()]
    everyone = list(product(*states))
    persons = [_with_counts(list(groups.values()), counts) for counts in everyone]
    wanted = [expected(ADULT, p)[f"{ADULT.id}.{name}"] for p in persons[::29]]
    for found in by_all(ADULT, persons):
        assert [row[f"{ADULT.id}.{name}"] for row in found][::29] == wanted
        assert [row[f"{ADULT.id}.{name}"] for row in found] == [_by_hand(groups, counts) for counts in everyone]


def _with_counts(groups: list[list[str]], counts: tuple[tuple[int, int], ...]) -> Codes:
    person = dict.fromkeys(make_plan(ADULT).keys, 0)
    for group, (yes, unknown) in zip(groups, counts, strict=True):
        person.update(dict.fromkeys(group[:yes], 2) | dict.fromkeys(group[yes : yes + unknown], 1))
    return person


def _by_hand(groups: dict[str, list[str]], counts: tuple[tuple[int, int], ...]) -> int:
    """The four published combinations, read with every unknown as no and then as yes."""
    names = list(groups)

    def holds(share: list[int]) -> bool:
        have = dict.fromkeys(("strong", "medium", "weak"), 0) | dict(zip(names, share, strict=True))
        strong, medium, weak = have["strong"], have["medium"], have["weak"]
        # A stronger indicator may stand in for a medium one, which changes nothing beside the first two.
        return strong >= 2 or (strong == 1 and medium + weak >= 1) or medium >= 3 or (medium >= 2 and weak >= 1)

    return holds([yes for yes, _ in counts]) + holds([yes + unknown for yes, unknown in counts])


@settings(deadline=None)  # the first example waits for a compiler
@given(st.data())
def test_random_persons_and_one_more_answer(data):
    """Equal to the engine; and an unknown that becomes known never undoes what was settled (monotone in knowledge)."""
    instrument = data.draw(st.sampled_from(EVERY))
    keys = make_plan(instrument).keys
    person = dict(zip(keys, data.draw(codes_for(keys)), strict=True))
    key = data.draw(st.sampled_from(keys))
    others = [person | {key: code} for code in (0, 1, 2)]
    for rows in by_all(instrument, others):
        assert rows == [expected(instrument, other) for other in others]


@settings(deadline=None)  # the first example waits for a compiler
@given(st.data())
def test_more_yes_never_lowers_a_dimension(data):
    keys = make_plan(ADULT).keys
    low, raised = data.draw(codes_for(keys)), data.draw(codes_for(keys))
    persons = [dict(zip(keys, low, strict=True)), {k: max(a, b) for k, a, b in zip(keys, low, raised, strict=True)}]
    for before, after in by_all(ADULT, persons):
        assert all(before[f"{ADULT.id}.{d.id}"] <= after[f"{ADULT.id}.{d.id}"] for d in ADULT.dimensions)


def test_shared_debt_bondage_alone_ties_two_dimensions():
    """Held by a debt or not: either both means and purpose stand, or neither; never the one without the other."""
    keys = make_plan(PALERMO).keys
    leaves = [key for key in keys if "@" in key or key.startswith("person.")]
    base = {key: 0 if key in leaves else 1 for key in keys}
    base |= {"recruited@recruitment": 2, "debt_bondage@destination": 1}
    for rows in by_all(PALERMO, [base]):
        assert rows[0]["palermo_art3.result"] == "not_settled"
        assert rows == [expected(PALERMO, base)]


@pytest.mark.parametrize(("terms", "width"), [(3, 16), (16, 16), (17, 32), (33, 64), (64, 64)])
@pytest.mark.parametrize("level", [1, 5, 10_000])
def test_every_width(terms, width, level):
    instrument = _list_of([at % 3 + 1 for at in range(terms)], level)
    assert make_layout(make_plan(instrument)).words[0].width == width
    rng = np.random.default_rng(terms)
    columns = {f"c{at}@now": rng.choice(3, 300, p=(0.8, 0.1, 0.1)).astype(np.int8) for at in range(terms)}
    plan = make_plan(instrument)
    certain = sum((at % 3 + 1) * (c == 2).astype(int) for at, c in enumerate(columns.values())) >= level
    possible = sum((at % 3 + 1) * (c > 0).astype(int) for at, c in enumerate(columns.values())) >= level
    packed = by_masks.pack(plan, columns)
    for found in (by_masks.evaluate(packed), by_kernel.evaluate(packed), by_columns.evaluate_columns(plan, columns)):
        assert found.dimensions["all"].tolist() == (certain + possible.astype(int)).tolist()


def _list_of(weights: list[int], level: int) -> Instrument:
    items = tuple(Item(f"i{at}", "", "all", "", "", leaf=f"c{at}@now") for at in range(len(weights)))
    rule = threshold(dict(zip((item.id for item in items), weights, strict=True)), level)
    return Instrument(
        "made_up", "", "1", "report", "all", "field", {}, (), (Dimension("all", "", rule),), items, None, 0, ""
    )  # fmt: skip


@pytest.mark.parametrize("instrument", [ADULT, PALERMO], ids=lambda i: i.id)
def test_counts_are_evaluations_counted_across_chunks(instrument):
    plan = make_plan(instrument)
    columns = {key: np.tile(c, 40) for key, c in as_columns(random_persons(plan.keys, 1000, seed=5)).items()}
    packed = by_masks.pack(plan, columns)
    wanted = by_masks.evaluate(packed).count()
    assert sum(wanted.values()) == packed.n == 40_000
    assert by_masks.count(packed) == by_columns.count_columns(plan, columns) == by_kernel.count(packed) == wanted


@pytest.mark.parametrize("n", [0, 1, 7, 40_000])
def test_counts_shared_out_to_several_cores(n, monkeypatch):
    """Also where the parts are uneven, and where there are fewer persons than cores."""
    plan = make_plan(PALERMO)
    columns = {k: np.resize(c, n) for k, c in as_columns(random_persons(plan.keys, 1000, seed=6)).items()}
    packed = by_masks.pack(plan, columns)
    wanted = by_masks.evaluate(packed).count()
    monkeypatch.setattr(cores, "cores", lambda: 3)
    for module in (by_masks, by_kernel):
        monkeypatch.setattr(module, "PART", 1001)
        assert module.count(packed) == wanted


@pytest.mark.parametrize("instrument", [ADULT, load_instrument("ilo_delphi.child_labour")], ids=lambda i: i.id)
def test_every_word_of_16_bits_weighs_what_is_published(instrument):
    """However a dimension's test is done; heavy bits are the lowest in some of these dimensions only."""
    for word in make_layout(make_plan(instrument)).words:
        words = np.arange(1 << len(word.bits), dtype=np.uint16)
        groups = word.groups(0).items()
        total = sum(weight * np.bitwise_count(words & np.uint16(mask)).astype(int) for weight, mask in groups)
        found = np.empty(len(words), np.uint8)
        by_masks.make_test(word, 0)(words, found)
        assert (found == (total >= word.dimension.at_least)).all()


@given(st.lists(st.sampled_from((1, 2, 3, 10, 20)), min_size=1, max_size=8), st.integers(1, 80))
def test_a_cheaper_weighing_decides_as_the_weights_do(weights, level):
    parts, least = make_layout(make_plan(_list_of(weights, level))).words[0].weighings[0]
    for word in range(1 << len(weights)):
        published = sum(weight for at, weight in enumerate(weights) if word >> at & 1) >= level
        assert (sum(weight * (word & mask).bit_count() for mask, weight in parts) >= least) == published


def test_missing_columns_are_unknown():
    plan = make_plan(PALERMO)
    columns = {"recruited@recruitment": np.array([0, 1, 2], np.int8)}
    rows = as_rows(by_masks.evaluate(by_masks.pack(plan, columns)))
    assert rows == [expected(PALERMO, {"recruited@recruitment": code}) for code in (0, 1, 2)]


def test_codes_are_what_was_said_and_the_age_is_derived_from_them():
    said = {"person.under_18_then": 0, "person.under_18_now": 2, "recruited@recruitment": 3}
    assert codes_of(answers_from(said)) == said


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"recruited@recruitment": np.array([4], np.int8)}, "other than 0, 1, 2 and 3"),
        ({"recruited@recruitment": np.array([-1], np.int8)}, "other than 0, 1, 2 and 3"),
        ({"recruited@recruitment": np.array([1.0])}, "plain int8"),
        ({"a": np.zeros(1, np.int8), "b": np.zeros(2, np.int8)}, "different lengths"),
        ({}, "different lengths"),
    ],
)
def test_columns_that_cannot_be_computed_are_refused(columns, says):
    with pytest.raises(ColumnError, match=says):
        by_columns.evaluate_columns(make_plan(PALERMO), columns)


def test_a_list_without_rules_has_no_masks():
    with pytest.raises(InstrumentError, match="no dimension with a rule"):
        make_layout(make_plan(load_instrument("unodc_indicators")))


def test_the_kernel_refuses_weights_that_do_not_fit():
    made = _list_of([20_000, 20_001, 20_002, 20_003], 40_003)
    packed = by_masks.pack(make_plan(made), {f"c{at}@now": np.array([2 if at > 1 else 0], np.int8) for at in range(4)})
    assert by_masks.evaluate(packed).dimensions["all"].tolist() == [2]
    with pytest.raises(InstrumentError, match="do not fit into 16 bits"):
        by_kernel.evaluate(packed)


def test_masks_of_another_instrument_are_refused():
    packed = by_masks.pack(make_plan(ADULT), {"recruited@recruitment": np.zeros(1, np.int8)})
    with pytest.raises(ColumnError, match=r"need the column 'act\.yes' as uint16"):
        by_masks.Masks(make_layout(make_plan(PALERMO)), packed.columns)
