"""Journeys: in order, with gaps drawn as gaps and overlaps said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.engine.truth import AnswerValue
from fristad.server.cases.pure.dates import Entered, PartialDate, partial_date
from fristad.server.cases.pure.journeys import Gap, Leg, Phase, drawing, gap_between, ordered, overlaps

TODAY = date(2026, 5, 20)


def on(*parts: int, about: bool = False) -> PartialDate:
    return partial_date(Entered(*parts, about=about), TODAY)


HOME = Leg("Northtown", Phase.RECRUITMENT, until=on(2023, 3))
DESERT = Leg("Desert crossing", Phase.TRAVEL, on(2023, 3), on(2023, 4), means="lorry", paid_to="a driver", debt="2,000")
WAREHOUSE = Leg("Warehouse", Phase.TRAVEL, on(2023, 6), on(2023, 9))
PORT = Leg("Port", Phase.DESTINATION, on(2024))


def places(legs: list[Leg]) -> list[str]:
    return [leg.place for leg in ordered(legs)]


def test_legs_are_ordered_by_time_whatever_the_order_of_telling() -> None:
    assert places([PORT, WAREHOUSE, HOME, DESERT]) == ["Northtown", "Desert crossing", "Warehouse", "Port"]


def test_legs_without_dates_stay_where_they_were_told() -> None:
    legs = [HOME, Leg("Somewhere"), DESERT, Leg("Elsewhere"), WAREHOUSE]
    assert places(legs) == [leg.place for leg in legs]


def test_dates_that_leave_the_order_open_keep_the_order_of_telling() -> None:
    assert places([Leg("B", since=on(2010, about=True)), Leg("A", since=on(2010, 1, 2))]) == ["B", "A"]


def test_a_gap_is_the_time_that_surely_lies_between() -> None:
    assert gap_between(DESERT, WAREHOUSE) == Gap(days_least=31, days_most=89)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (HOME, DESERT),  # the same month: they may touch
        (Leg("A", until=on(2023, 3, 1)), Leg("B", since=on(2023, 3, 2))),  # the next day
        (Leg("A", since=on(2020)), WAREHOUSE),  # no end told: perhaps there until the next
        (DESERT, Leg("B")),
    ],
)
def test_where_no_time_is_surely_missing_no_gap_is_said(earlier: Leg, later: Leg) -> None:
    assert gap_between(earlier, later) is None


def test_a_journey_is_drawn_as_stops_and_gaps_of_plain_values() -> None:
    points = drawing([HOME, DESERT, WAREHOUSE, PORT])
    assert [point["kind"] for point in points] == ["stop", "stop", "gap", "stop", "gap", "stop"]
    assert points[1] == {
        "kind": "stop",
        "number": 2,
        "place": "Desert crossing",
        "phase": "travel",
        "means": "lorry",
        "companions": "",
        "paid_to": "a driver",
        "debt": "2,000",
        "since": ("2023-03-01", "2023-03-31"),
        "until": ("2023-04-01", "2023-04-30"),
    }
    assert points[2] == {"kind": "gap", "phase": "travel", "reason": "not_asked", "days_least": 31, "days_most": 89}
    assert points[4]["phase"] is None


def test_a_long_stay_leaves_no_gap_behind_a_short_one_within_it() -> None:
    long, short, after = (
        Leg("Town", since=on(2018), until=on(2022)),
        Leg("Farm", since=on(2019), until=on(2019)),
        Leg("Port", since=on(2022)),
    )
    assert [point["kind"] for point in drawing([long, short, after])] == ["stop", "stop", "stop"]


@pytest.mark.parametrize("silence", [AnswerValue.DECLINED, AnswerValue.NOT_SAFE, AnswerValue.NOT_ASKED])
def test_a_leg_without_a_place_is_a_gap_with_its_reason(silence: AnswerValue) -> None:
    (point,) = drawing([Leg(phase=Phase.TRAVEL, silence=silence)])
    assert point == {"kind": "gap", "phase": "travel", "reason": silence.value, "days_least": None, "days_most": None}


def test_no_legs_are_an_empty_drawing() -> None:
    assert drawing([]) == []


def test_an_overlap_is_said_and_nothing_is_changed() -> None:
    legs = [Leg("Farm", since=on(2020), until=on(2022)), Leg("Town", since=on(2021, 2), until=on(2023))]
    (sentence,) = overlaps(legs)
    assert "The stays in Farm and in Town overlap. Nothing was changed" in str(sentence)


def test_a_leg_that_ends_before_it_begins_is_said_and_still_drawn() -> None:
    turned = Leg("", since=on(2023), until=on(2020))
    (sentence,) = overlaps([turned])
    assert "The stay in a place that was not told ends before it begins" in str(sentence)
    assert len(drawing([turned, HOME])) == 2


def test_legs_that_only_touch_or_may_overlap_are_not_called_overlapping() -> None:
    assert overlaps([HOME, DESERT, WAREHOUSE, PORT]) == ()
    same_day = [
        Leg("A", since=on(2023, 1, 1), until=on(2023, 1, 5)),
        Leg("B", since=on(2023, 1, 5), until=on(2023, 1, 9)),
    ]
    assert overlaps(same_day) == ()


DATES = st.none() | st.builds(lambda y, about: on(y, about=about), st.integers(2010, 2025), st.booleans())
LEGS = st.lists(st.builds(Leg, st.sampled_from(["", "A", "B"]), st.none(), DATES, DATES), max_size=7)


@given(LEGS)
def test_ordering_keeps_every_leg_and_contradicts_no_date(legs: list[Leg]) -> None:
    result = ordered(legs)
    assert sorted(map(id, result)) == sorted(map(id, legs))
    assert not any(
        later.surely_begins_before(first) for place, first in enumerate(result) for later in result[place + 1 :]
    )
    assert ordered(result) == result
