"""Ages: what is sure, what stays open, and contradictions that are said and not resolved."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.engine.truth import Truth
from fristad.server.cases.pure.ages import (
    AgeFacts,
    AgeKind,
    AgeSource,
    age_facts,
    age_source,
    birth_source,
    years_between,
)
from fristad.server.cases.pure.dates import Entered, partial_date
from fristad.server.cases.pure.wording import RefusedError

DAY = date(2026, 5, 20)
STATED, DOCUMENTED, ASSESSED = AgeKind


def stated(low: int, high: int, on: date = DAY, kind: AgeKind = STATED, set_aside: str = "") -> AgeSource:
    source = age_source(kind, low, high, on)
    return AgeSource(source.kind, source.born_earliest, source.born_latest, source.given_on, set_aside)


def born(*parts: int, on: date = DAY) -> AgeSource:
    return birth_source(DOCUMENTED, partial_date(Entered(*parts), on), on)


@pytest.mark.parametrize(
    ("sources", "truth"),
    [
        ([], Truth.UNKNOWN),
        ([stated(15, 17)], Truth.MET),
        ([stated(17, 18)], Truth.UNKNOWN),
        ([stated(18, 18)], Truth.NOT_MET),
        ([stated(25, 29), stated(30, 35, kind=ASSESSED)], Truth.NOT_MET),
        ([stated(16, 16), born(1999, 4, 4)], Truth.UNKNOWN),
        ([stated(16, 16), born(2010, 4, 4)], Truth.MET),
        ([stated(20, 25), stated(16, 19, kind=ASSESSED)], Truth.UNKNOWN),
        ([stated(16, 16), stated(25, 25, kind=DOCUMENTED, set_aside="bought from a smuggler")], Truth.MET),
        ([stated(25, 25, set_aside="said so when the employer listened")], Truth.UNKNOWN),
        ([born(2008)], Truth.UNKNOWN),
        ([born(2008, 5, 20)], Truth.NOT_MET),
        ([born(2008, 5, 21)], Truth.MET),
        ([born(2008, 1, 1)], Truth.UNKNOWN),  # a document's 1 January is the year alone
    ],
)
def test_the_person_is_a_child_or_adult_only_if_every_credible_source_says_so(
    sources: list[AgeSource], truth: Truth
) -> None:
    facts = age_facts(sources)
    assert facts.under(18, DAY) is truth
    assert facts.surely_under_18(DAY) == (truth is Truth.MET)
    assert facts.surely_adult(DAY) == (truth is Truth.NOT_MET)
    assert facts.may_be_child(DAY) == (truth is not Truth.NOT_MET)


def test_a_child_grows_up_without_anybody_writing_it_down() -> None:
    facts = age_facts([stated(16, 17)])
    assert facts.surely_under_18(DAY)
    assert facts.range_on(DAY + timedelta(days=366)) == (17, 19)
    assert facts.under(18, DAY + timedelta(days=366)) is Truth.UNKNOWN
    assert facts.surely_adult(DAY + timedelta(days=3 * 366))


def test_an_age_then_is_known_from_an_age_now() -> None:
    assert age_facts([stated(20, 21)]).range_on(date(2021, 5, 20)) == (15, 16)
    assert age_facts([stated(3, 3)]).range_on(date(2000, 1, 1)) == (0, 0)


def test_stated_documented_and_assessed_ages_stand_side_by_side() -> None:
    facts = age_facts([stated(17, 17), born(2001), stated(18, 20, kind=ASSESSED)])
    assert {source.kind for source in facts.sources} == set(AgeKind)
    assert facts.range_on(DAY) == (17, 25)


def test_a_contradiction_is_said_and_not_resolved() -> None:
    facts = age_facts([stated(15, 16), born(1999, 4, 4)])
    (sentence,) = facts.contradictions()
    assert "The age that the person stated" in str(sentence)
    assert "The age in a document" in str(sentence)
    assert "1999-04-04" in str(sentence)
    assert "Both cannot be right. Nothing was changed" in str(sentence)
    assert len(facts.sources) == 2


def test_a_contradiction_can_be_translated_with_its_parts() -> None:
    (sentence,) = age_facts([stated(15, 16), born(1999, 4, 4)]).contradictions()
    assert "THE AGE IN A DOCUMENT" in sentence.through(lambda text: text.upper() if "%" not in text else text)


@pytest.mark.parametrize(
    "sources",
    [
        [stated(15, 17), born(2009)],
        [stated(15, 16), stated(40, 40, kind=DOCUMENTED, set_aside="another person's")],
        [stated(5, 5)],
        [],
    ],
)
def test_ages_that_can_all_be_right_are_no_contradiction(sources: list[AgeSource]) -> None:
    assert age_facts(sources).contradictions() == ()


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (20, 19), (0, 121)])
def test_an_age_that_cannot_be_is_refused(low: int, high: int) -> None:
    with pytest.raises(RefusedError, match="lower number first"):
        age_source(STATED, low, high, DAY)


def test_a_birth_after_it_was_told_is_refused() -> None:
    with pytest.raises(RefusedError, match="lies after the day"):
        birth_source(DOCUMENTED, partial_date(Entered(2020), DAY), date(2019, 1, 1))


DAYS = st.dates(date(1900, 1, 1), date(2090, 12, 31))


@given(DAYS, DAYS, st.integers(0, 120), st.integers(0, 5))
def test_an_age_allows_exactly_the_births_that_give_it(birth: date, day: date, low: int, spread: int) -> None:
    source = age_source(STATED, low, min(120, low + spread), day)
    allowed = source.born_earliest <= birth <= source.born_latest
    has_it = birth <= day and low <= years_between(birth, day) <= min(120, low + spread)
    assert allowed == has_it


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10), DAYS), max_size=4), DAYS)
def test_one_more_source_never_turns_open_into_sure(ages: list[tuple[int, int, date]], day: date) -> None:
    sources = [age_source(STATED, low, low + spread, on) for low, spread, on in ages]
    for fewer in range(1, len(sources)):
        known, more = AgeFacts(tuple(sources[:fewer])), AgeFacts(tuple(sources[: fewer + 1]))
        assert (
            known.under(18, day) in (more.under(18, day), Truth(2 - more.under(18, day)))
            or more.under(18, day) is Truth.UNKNOWN
        )
        if known.under(18, day) is Truth.UNKNOWN:
            assert more.under(18, day) is Truth.UNKNOWN
