"""The small map of a journey: stops where they lie, or in their order, and it says which of the two."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.site.drawing.maps import MARGIN, WIDTH, Stop, chart

ASMARA, KASSALA, KHARTOUM = (15.34, 38.93), (15.45, 36.4), (15.5, 32.56)


def stops(*places: tuple[float, float] | None) -> list[Stop]:
    return [Stop(number, at) for number, at in enumerate(places, 1)]


def test_places_stand_where_they_lie_in_every_language() -> None:
    for mirrored in (False, True):
        drawn = chart(stops(ASMARA, KHARTOUM, (31.0, 30.0)), mirrored=mirrored)
        assert drawn is not None
        assert drawn.is_placed
        first, second, third = drawn.knots
        assert third.x < second.x < first.x, "west is left"
        assert third.y < second.y, "north is up"


def test_without_positions_stops_stand_in_their_order() -> None:
    drawn = chart(stops(None, ASMARA, None, *[None] * 6))
    assert drawn is not None
    assert not drawn.is_placed
    assert [knot.numbers for knot in drawn.knots] == [(number,) for number in range(1, 10)]
    assert drawn.knots[0].x < drawn.knots[1].x
    turned = chart(stops(None, None), mirrored=True)
    assert turned is not None
    assert turned.knots[0].x > turned.knots[1].x


def test_a_way_across_what_was_not_told_is_dashed() -> None:
    drawn = chart([Stop(1, ASMARA), Stop(2, KASSALA), Stop(3, None), Stop(4, KHARTOUM), Stop(5, ASMARA, reached=False)])
    assert drawn is not None
    assert [told for *_ends, told in drawn.ways] == [True, False, False]
    assert drawn.left_out == (3,)


def test_a_place_that_is_come_back_to_is_one_knot() -> None:
    drawn = chart(stops(ASMARA, KHARTOUM, ASMARA))
    assert drawn is not None
    assert [knot.label for knot in drawn.knots] == ["1, 3", "2"]


def test_one_stop_is_no_journey() -> None:
    assert chart(stops(ASMARA)) is None


DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(st.lists(st.none() | DEGREES, min_size=2, max_size=20))
def test_everything_lies_inside_the_picture(places: list[tuple[float, float] | None]) -> None:
    drawn = chart(stops(*places))
    assert drawn is not None
    for knot in drawn.knots:
        assert MARGIN - 1 <= knot.x <= WIDTH - MARGIN + 1
        assert MARGIN - 1 <= knot.y <= drawn.height - MARGIN + 1


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_table_tells_every_stop_and_what_was_not_told(language: str) -> None:
    row = {"when": "2024", "how": "By boat", "reached": True, "now": False}
    told = [
        {**row, "number": 1, "place": "<b>Asmara</b>", "at": ASMARA},
        {**row, "number": 0, "place": "Not told, not asked", "at": None},
        {**row, "number": 2, "place": "Kassala", "at": KASSALA, "reached": False},
    ]
    with translation.override(language):
        page = Template("{% load fristad %}{% journey_map stops %}").render(Context({"stops": told}))
    assert "&lt;b&gt;Asmara" in page
    assert "Not told, not asked" in page
    assert 'class="chart__gap" x1="444.0"' in page
