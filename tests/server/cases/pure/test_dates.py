"""Partial dates: what they mean, what is refused, and that nothing is lost on the way to storage and back."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.dates import Entered, PartialDate, Precision, from_json, partial_date
from fristad.server.cases.pure.wording import RefusedError

TODAY = date(2026, 5, 20)


def read(*parts: int, about: bool = False, season: str = "", calendar: Calendar = Calendar.GREGORIAN) -> PartialDate:
    return partial_date(Entered(*parts, about=about, season=season, calendar=calendar), TODAY)


@pytest.mark.parametrize(
    ("told", "earliest", "latest", "precision"),
    [
        (read(2019, 2, 28), date(2019, 2, 28), date(2019, 2, 28), Precision.DAY),
        (read(2020, 2), date(2020, 2, 1), date(2020, 2, 29), Precision.MONTH),
        (read(2009), date(2009, 1, 1), date(2009, 12, 31), Precision.YEAR),
        (read(2009, about=True), date(2008, 1, 1), date(2010, 12, 31), Precision.ABOUT),
        (read(2023, season="dry season"), date(2023, 1, 1), date(2023, 12, 31), Precision.SEASON),
        (read(2017, 1, 1, calendar=Calendar.ETHIOPIC), date(2024, 9, 11), date(2024, 9, 11), Precision.DAY),
        (read(2015, 13, calendar=Calendar.ETHIOPIC), date(2023, 9, 6), date(2023, 9, 11), Precision.MONTH),
        (read(1403, calendar=Calendar.SOLAR_HIJRI), date(2024, 3, 20), date(2025, 3, 20), Precision.YEAR),
        (read(1445, 9, 1, calendar=Calendar.ISLAMIC), date(2024, 3, 9), date(2024, 3, 13), Precision.DAY),
        (read(2026), date(2026, 1, 1), TODAY, Precision.YEAR),  # what has not come yet cannot have been
    ],
)
def test_a_date_means_its_first_to_its_last_day(
    told: PartialDate, earliest: date, latest: date, precision: Precision
) -> None:
    assert (told.earliest, told.latest, told.entered.precision) == (earliest, latest, precision)


def test_a_season_keeps_its_words() -> None:
    assert read(2023, season=" dry\u202e season ").entered.season == "dry season"


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        (Entered(2019, 2, 29), "no such date: year 2019, month 2, day 29"),
        (Entered(2019, 13), "no such date"),
        (Entered(2019, 0, 1), "no such date"),
        (Entered(2019, 1, -1), "no such date"),
        (Entered(0), "no such date"),
        (Entered(99999), "no such date"),
        (Entered(10**30), "no such date"),
        (Entered(2016, 13, 6, calendar=Calendar.ETHIOPIC), "no such date"),
        (Entered(1404, 12, 30, calendar=Calendar.SOLAR_HIJRI), "no such date"),
        (Entered(2026, 5, 21), "not come yet. Today is 2026-05-20"),
        (Entered(2027), "not come yet"),
        (Entered(1404), "lies before 1900. If it was told in another calendar"),
        (Entered(2019, None, 4), "day but no month"),
        (Entered(2019, 4, about=True), "Only a year can be about"),
        (Entered(2019, 4, season="rain"), "Only a year can be about"),
        (Entered(2019, season="x" * 61), "characters: 61"),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_one_sentence(entered: Entered, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        partial_date(entered, TODAY)


def test_the_first_of_january_is_asked_about_and_can_become_the_year() -> None:
    written = read(1990, 1, 1)
    assert written.may_mean_year
    assert written.as_year(TODAY) == read(1990)


def test_a_new_year_of_the_calendar_it_was_written_in_is_asked_about_too() -> None:
    written = read(1369, 1, 1, calendar=Calendar.SOLAR_HIJRI)
    assert written.may_mean_year
    assert written.as_year(TODAY) == read(1369, calendar=Calendar.SOLAR_HIJRI)


def test_a_first_of_january_that_was_converted_into_another_calendar_is_asked_about() -> None:
    converted = read(1368, 10, 11, calendar=Calendar.SOLAR_HIJRI)
    assert converted.earliest == date(1990, 1, 1)
    assert converted.may_mean_year
    assert converted.as_year(TODAY) == read(1990)


@pytest.mark.parametrize("told", [read(1990), read(1990, 1), read(1990, 1, 2), read(1990, about=True)])
def test_no_other_date_is_asked_about(told: PartialDate) -> None:
    assert not told.may_mean_year


def test_dates_are_compared_by_what_they_surely_are() -> None:
    assert read(2009).surely_before(read(2010, 1))
    assert read(2010, 1).surely_after(read(2009))
    assert read(2009, about=True).may_overlap(read(2010, 12, 31))
    assert not read(2009, about=True).may_overlap(read(2011))


PARTS = st.builds(
    Entered,
    st.integers(-10, 3000),
    st.none() | st.integers(-1, 14),
    st.none() | st.integers(-1, 32),
    st.sampled_from(Calendar),
    st.booleans(),
    st.sampled_from(["", "dry season", "\u0634\u062a\u0627\u0621"]),
)


def _read_or_none(entered: Entered) -> PartialDate | None:
    try:
        return partial_date(entered, TODAY)
    except RefusedError:
        return None


@given(PARTS)
def test_whatever_is_entered_is_refused_or_means_days_up_to_today_and_survives_storage(entered: Entered) -> None:
    told = _read_or_none(entered)
    if told is not None:
        assert told.earliest <= told.latest <= TODAY
        assert from_json(json.loads(json.dumps(told.to_json()))) == told


@given(PARTS, PARTS)
def test_of_two_dates_exactly_one_thing_is_true(one: Entered, two: Entered) -> None:
    first, second = _read_or_none(one), _read_or_none(two)
    if first and second:
        truths = (first.surely_before(second), first.surely_after(second), first.may_overlap(second))
        assert sum(truths) == 1
        assert first.surely_before(second) == second.surely_after(first)


@pytest.mark.parametrize(
    "change",
    [
        {"earliest": "2030-01-01"},
        {"earliest": "soon"},
        {"year": "2009"},
        {"year": True},
        {"month": 1.5},
        {"about": 1},
        {"season": None},
        {"calendar": "maya"},
        {"more": 1},
    ],
)
def test_damaged_data_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RefusedError, match="cannot be read"):
        from_json({**read(2009).to_json(), **change})
    with pytest.raises(RefusedError, match="cannot be read"):
        from_json({})


def test_tomorrow_is_refused_and_today_is_not() -> None:
    assert read(TODAY.year, TODAY.month, TODAY.day).latest == TODAY
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(RefusedError):
        read(tomorrow.year, tomorrow.month, tomorrow.day)
