"""A profile holds what a person chose, and nothing is chosen for them."""

import pytest

from fristad.engine.answers import read_answers
from fristad.engine.errors import InstrumentError
from fristad.engine.evaluation import determine
from fristad.engine.profile import ChosenLevel, make_profile
from fristad.library import load_instrument, vocabulary

CHOICE = ChosenLevel("individual", "medium", "Sleeps in the open and owes for the journey.", "N. Invented")


def changed(**fields: object) -> ChosenLevel:
    return ChosenLevel(**{**{f: getattr(CHOICE, f) for f in ChosenLevel.__slots__}, **fields})


def test_a_judgement_instrument_gives_no_result_of_its_own() -> None:
    answers = read_answers({"domv.household.violence_family": "yes"}, vocabulary())
    found = determine(load_instrument("iom_domv"), answers)
    assert (found.result, found.classification, found.words) == (None, None, frozenset())


def test_a_dimension_that_nobody_judged_has_no_level() -> None:
    profile = make_profile(load_instrument("iom_domv"), [CHOICE])
    assert profile.without_level == ("household_family", "community", "structural")


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (changed(dimension="soul"), "no dimension"),
        (changed(level="extreme"), "not a level"),
        (changed(reason=" "), "needs a reason"),
        (changed(chosen_by=""), "name of who chose it"),
        (changed(factors=("domv.individual.sex",)), "may rest on"),
    ],
)
def test_a_level_without_its_grounds_is_refused(choice: ChosenLevel, says: str) -> None:
    with pytest.raises(InstrumentError, match=says):
        make_profile(load_instrument("iom_domv"), [choice])


def test_levels_are_not_chosen_for_computed_instruments() -> None:
    with pytest.raises(InstrumentError, match="computed"):
        make_profile(load_instrument("palermo_art3"), [CHOICE])
