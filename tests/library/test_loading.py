"""Instruments as they come out of the real library."""

import pytest

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import UNDER_18_THEN
from fristad.library import UnknownInstrumentError, instrument_ids, load_catalogue, load_instrument, vocabulary
from fristad.library.files import SHIPPED
from fristad.library.loading import data_of, instrument_of
from tests.library.conftest import Copy

LOADABLE = (
    "fristad_vulnerability",
    "ilo_delphi.adult_labour",
    "ilo_delphi.child_labour",
    "ilo_forced_labour_11",
    "iom_domv",
    "palermo_art3",
    "smuggling_finding",
    "unodc_indicators",
)
DELPHI_DIMENSIONS = (
    "deceptive_recruitment",
    "coercive_recruitment",
    "recruitment_abuse_vulnerability",
    "exploitation",
    "coercion_destination",
    "abuse_vulnerability_destination",
)


def test_each_instrument_loads_or_says_why_not() -> None:
    for name in instrument_ids():
        if name in LOADABLE:
            assert load_instrument(name).id == name
        else:
            with pytest.raises(InstrumentError, match=f"{name} must not be used: .+"):
                load_instrument(name)
    assert set(LOADABLE) <= set(instrument_ids())


def test_an_unknown_id_names_what_is_near() -> None:
    with pytest.raises(UnknownInstrumentError, match=r"no instrument 'palermo'\. Did you mean palermo_art3\?"):
        load_instrument("palermo")
    with pytest.raises(UnknownInstrumentError, match="fristad library list"):
        load_instrument("zzzz")


def test_the_adult_labour_list_is_the_published_one() -> None:
    adult = load_instrument("ilo_delphi.adult_labour")
    counts = [sum(item.dimension == d for item in adult.items) for d in DELPHI_DIMENSIONS]
    assert counts == [10, 10, 16, 9, 15, 7]
    assert len({item.leaf for item in adult.items}) == 67
    assert adult.table is not None
    assert adult.table.unclassified_patterns(6) == 36
    assert sum(len(d.rule.terms) for d in adult.inputs if d.rule) == 44
    assert all(d.rule and d.rule.at_least == 21 for d in adult.dimensions)


def test_the_child_list_borrows_the_act_after_its_own_dimensions() -> None:
    child = load_instrument("ilo_delphi.child_labour")
    assert [d.id for d in child.dimensions] == [*DELPHI_DIMENSIONS, "act"]
    assert child.dimension["act"].borrowed_from == "palermo_art3"
    assert child.table is not None
    assert child.table.inputs == ("exploitation", "act")
    acts = [item for item in load_instrument("palermo_art3").items if item.dimension == "act"]
    assert [item for item in child.items if item.dimension == "act"] == acts


def test_a_condition_is_a_dimension_over_one_leaf() -> None:
    palermo = load_instrument("palermo_art3")
    assert palermo.table is not None
    assert palermo.table.inputs == ("act", "means", "purpose", "child")
    assert palermo.dimension["child"].is_condition
    assert palermo.item[UNDER_18_THEN].dimension == "child"
    assert [d.id for d in palermo.own_dimensions] == ["act", "means", "purpose"]


def test_withheld_items_have_no_leaf_and_stand_in_no_rule() -> None:
    withheld = [item for name in LOADABLE for item in load_instrument(name).items if item.withheld]
    assert {"domv.individual.sex", "domv.individual.sogi", "domv.individual.ethnic_identity"} <= {
        i.id for i in withheld
    }
    for name in LOADABLE:
        instrument = load_instrument(name)
        for item in instrument.items:
            if item.withheld:
                assert item.leaf is None
                assert item.id not in instrument.leaves


def test_every_key_of_every_instrument_is_in_the_vocabulary() -> None:
    keys, catalogue = vocabulary(), load_catalogue()
    for name in instrument_ids():
        for row in data_of(SHIPPED, name)["indicators"]:
            assert (row["id"] in keys.alias) == ("withheld" not in row)
    for name in LOADABLE:
        for key in load_instrument(name).leaves:
            assert key in catalogue or keys.alias[key] == key


def test_smuggling_and_trafficking_share_no_leaf() -> None:
    smuggling = load_instrument("smuggling_finding").leaves
    for name in LOADABLE:
        if name != "smuggling_finding":
            assert not smuggling & load_instrument(name).leaves, name


def test_the_same_text_in_another_layout_has_the_same_hash(library: Copy) -> None:
    library.edit("instruments/palermo_art3.yaml", "kind: table\n", "# a remark\nkind:   table\n\n")
    assert instrument_of(library.files, "palermo_art3").hash == load_instrument("palermo_art3").hash


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("instruments/palermo_art3.yaml", "label: Recruitment\n", "label: Recruiting\n", {"palermo", "child"}),
        ("instruments/palermo_art3.yaml", "label: Deception\n", "label: Deceit\n", {"palermo"}),
        ("instruments/ilo_delphi_adult_labour.yaml", "weight: 1\n", "weight: 2\n", {"adult"}),
        ("concepts/acts.yaml", "burden: ", "burden: 3 # ", {"palermo", "child"}),
        ("texts/sv/acts.yaml", "label: ", "label: Annan ", set()),
        ("person.yaml", "burden: 0", "burden: 1", {"palermo", "child", "adult"}),
        ("person.yaml", "label: Under 18 today", "label: A child today", set()),
    ],
)
def test_a_hash_follows_what_the_result_rests_on(
    library: Copy, file: str, old: str, new: str, changed: set[str]
) -> None:
    names = {"palermo": "palermo_art3", "child": "ilo_delphi.child_labour", "adult": "ilo_delphi.adult_labour"}
    library.edit(file, old, new)
    differing = {
        short for short, name in names.items() if instrument_of(library.files, name).hash != load_instrument(name).hash
    }
    assert differing == changed


def test_a_broken_instrument_is_refused_with_file_and_item(library: Copy) -> None:
    library.edit("instruments/ilo_delphi_adult_labour.yaml", "at_least: 21", "at_least: 20")
    with pytest.raises(InstrumentError, match=r"ilo_delphi.adult_labour is refused\. instruments/ilo_delphi_adult"):
        instrument_of(library.files, "ilo_delphi.adult_labour")


def test_a_fault_in_what_is_borrowed_from_refuses_the_borrower(library: Copy) -> None:
    library.edit("instruments/palermo_art3.yaml", "leaf: recruited@recruitment", "leaf: recruited@travel")
    with pytest.raises(InstrumentError, match=r"child_labour is refused\. instruments/palermo_art3.yaml"):
        instrument_of(library.files, "ilo_delphi.child_labour")


TRAIT = """- id: nationality
  phases: [now]
  about: trait
  kind: told
  block: work
  burden: 0
  why: Only to show that no rule may use it.
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("leaf: recruited@recruitment", "leaf: nationality@now"),
        ("- id: child\n  leaf: person.under_18_then", "- id: child\n  leaf: nationality@now"),
    ],
)
def test_a_rule_fed_by_nationality_is_refused(library: Copy, old: str, new: str) -> None:
    library.add("concepts/acts.yaml", TRAIT)
    library.edit("instruments/palermo_art3.yaml", old, new)
    with pytest.raises(InstrumentError, match=r"fed by nationality@now, which is about what the person is"):
        instrument_of(library.files, "palermo_art3")


def test_what_a_public_page_names_is_told_from_our_own_factors() -> None:
    found = load_instrument("fristad_vulnerability")
    assert all(str(source["url"]).startswith("https://") for source in found.sources)
    own = {item.id.rpartition(".")[2] for item in found.items if item.source == "project's own"}
    assert own == {"holds_own_papers", "knows_whom_to_call", "trusted_person", "safe_place_to_stay"}
    for item in found.items:
        assert ("named in" in item.verified) == (item.source != "project's own"), item.id
