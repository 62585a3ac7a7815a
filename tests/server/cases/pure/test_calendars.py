"""Four calendars, held against known days and against rules that are written differently."""

from datetime import date, timedelta

import pytest
from convertdate import persian

from fristad.server.cases.pure.calendars import Calendar, days_in, gregorian, months_in


@pytest.mark.parametrize(
    ("year", "month", "day", "known"),
    [
        (2017, 1, 1, date(2024, 9, 11)),  # Ethiopian new year
        (2016, 1, 1, date(2023, 9, 12)),  # after a leap year a day later
        (2000, 1, 1, date(2007, 9, 12)),  # the Ethiopian millennium
        (2017, 4, 29, date(2025, 1, 7)),  # Christmas
        (2015, 13, 6, date(2023, 9, 11)),  # sixth day of the thirteenth month
    ],
)
def test_ethiopian_days_fall_on_the_known_days(year: int, month: int, day: int, known: date) -> None:
    assert gregorian(Calendar.ETHIOPIC, year, month, day) == known


@pytest.mark.parametrize(
    ("year", "known"),
    [
        (1358, date(1979, 3, 21)),
        (1375, date(1996, 3, 20)),
        (1399, date(2020, 3, 20)),
        (1403, date(2024, 3, 20)),
        (1404, date(2025, 3, 21)),
    ],
)
def test_nowruz_falls_on_the_known_days(year: int, known: date) -> None:
    assert gregorian(Calendar.SOLAR_HIJRI, year, 1, 1) == known


@pytest.mark.parametrize("year", [1278, 1299, 1333, 1370, 1391, 1408, 1428])
def test_solar_hijri_days_are_those_that_the_equinox_gives(year: int) -> None:
    """The library computes the equinox, slowly. All years from 1277 to 1430 were compared once: no difference."""
    for month, day in ((1, 1), (7, 1), (12, 29)):
        assert gregorian(Calendar.SOLAR_HIJRI, year, month, day) == date(*persian.to_gregorian(year, month, day))


@pytest.mark.parametrize(
    ("year", "month", "observed"),
    [
        (1445, 9, date(2024, 3, 11)),
        (1446, 1, date(2024, 7, 7)),
        (1446, 9, date(2025, 3, 1)),
        (1444, 10, date(2023, 4, 21)),
    ],
)
def test_islamic_days_lie_within_two_days_of_those_announced_in_saudi_arabia(
    year: int, month: int, observed: date
) -> None:
    assert abs(gregorian(Calendar.ISLAMIC, year, month, 1) - observed) <= timedelta(days=2)


@pytest.mark.parametrize(
    ("calendar", "years"),
    [
        (Calendar.ETHIOPIC, range(1900, 2030, 7)),
        (Calendar.SOLAR_HIJRI, range(1300, 1420, 11)),
        (Calendar.ISLAMIC, range(1320, 1450, 3)),
        (Calendar.GREGORIAN, range(1900, 2030, 9)),
    ],
)
def test_every_day_of_a_year_follows_the_one_before(calendar: Calendar, years: range) -> None:
    for year in years:
        days = [
            gregorian(calendar, year, month, day)
            for month in range(1, months_in(calendar) + 1)
            for day in (1, days_in(calendar, year, month))
        ]
        days.append(gregorian(calendar, year + 1, 1, 1))
        assert days == sorted(days)
        assert all((later - earlier).days == 1 for earlier, later in zip(days[1::2], days[2::2], strict=True))
