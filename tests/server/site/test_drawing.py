"""What the pages draw from plain values: shapes, tracks, journeys, and the tags that set them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.site.drawing.journeys import MOST, WIDTH, Event, Leg, Map, Text, journey
from fristad.server.site.drawing.shapes import SHAPES, svg
from fristad.server.site.drawing.tracks import track

legs = st.lists(
    st.builds(
        Leg,
        place=st.text("abcdefgh ابجد", max_size=40),
        when=st.text("0123456789 May", max_size=30),
        phase=st.sampled_from(["", "Travel", "Here"]),
        told=st.booleans(),
        now=st.booleans(),
        events=st.lists(st.text("abc def", min_size=1, max_size=60), max_size=2).map(tuple),
    ),
    min_size=2,
    max_size=MOST,
)


def set_out(source: str, **values: Any) -> str:
    return Template("{% load fristad %}" + source).render(Context(values))


@dataclass(frozen=True)
class Box:
    """Where the words of an event stand."""

    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, event: Event) -> "Box":
        longest = max(len(line) for _, line in event.text.lines)
        last, _ = event.text.lines[-1]
        return cls(event.x, event.text.x + longest * 7.6, event.top, last)


def drawn(*given_legs: Leg, mirrored: bool = False) -> Map:
    found = journey(given_legs, mirrored=mirrored)
    assert found
    return found


def words(text: Text) -> str:
    return " ".join(line for _, line in text.lines)


def letters(text: str) -> str:
    return "".join(text.split())


def test_no_two_shapes_look_alike() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_a_shape_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        svg("star")


def test_a_shape_stands_with_its_word_and_hides_its_picture_from_screen_readers() -> None:
    html = set_out('{% shape "half" "Partly told" %}')
    assert 'aria-hidden="true"' in html
    assert '<span class="shape__word">Partly told</span>' in html
    assert "govuk-visually-hidden" in set_out('{% shape "half" "Partly told" hidden=True %}')


@pytest.mark.parametrize(
    "source",
    [
        '{% shape "full" word %}',
        "{{ word|code }}",
        "{% thread items %}",
        "{% table columns rows %}",
        "{% journey legs %}",
        '{% note "due" word word %}{{ word }}{% endnote %}',
        "{% details word %}{{ word }}{% enddetails %}",
        '{% track 1 2 word "due" %}',
    ],
)
def test_nothing_that_was_typed_becomes_code(source: str) -> None:
    bad = '<script>"&'
    html = set_out(
        source,
        word=bad,
        items=[{"shape": "full", "word": bad, "title": bad, "text": bad, "tag": bad, "url": bad}],
        columns=[{"label": bad}, {"label": bad}],
        rows=[[bad, {"text": bad, "note": bad, "url": bad}]],
        legs=[{"place": bad, "when": bad, "phase": bad, "events": [bad]}, {"place": bad}],
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(("used", "total", "share"), [(0, 30, 0), (15, 30, 0.5), (30, 30, 1), (33, 30, 1), (1, 0, 1)])
def test_a_track_is_used_up_to_its_share_and_never_beyond_its_end(used: float, total: float, share: float) -> None:
    found = track(used, total)
    assert found.now == pytest.approx(found.start + share * (found.end - found.start), abs=0.1)


@pytest.mark.parametrize("number", [0, 1, MOST + 1])
def test_a_journey_without_room_or_without_a_way_is_not_laid_down(number: int) -> None:
    assert journey([Leg("Here")] * number) is None


@given(legs)
def test_a_journey_from_the_other_side_is_its_mirror(parts: list[Leg]) -> None:
    plain, mirror = drawn(*parts), drawn(*parts, mirrored=True)
    assert [stop.x for stop in mirror.stops] == [pytest.approx(WIDTH - stop.x) for stop in plain.stops]
    assert [event.x for event in mirror.events] == [pytest.approx(WIDTH - event.x) for event in plain.events]
    assert mirror.height == plain.height


@given(legs)
def test_everything_of_a_journey_lies_inside_its_picture(parts: list[Leg]) -> None:
    found = drawn(*parts)
    texts = [text for stop in found.stops for text in (stop.place, stop.when)]
    texts += [event.text for event in found.events] + [phase.text for phase in found.phases]
    assert all(0 <= text.x <= WIDTH for text in texts)
    assert all(0 < y < found.height for text in texts for y, _ in text.lines)
    assert all(phase.x >= 0 and phase.x + phase.width <= WIDTH + 0.1 for phase in found.phases)


@given(legs)
def test_a_journey_leaves_out_no_place(parts: list[Leg]) -> None:
    found = drawn(*parts)
    # A word that is longer than its room goes on in the next line.
    assert [letters(words(stop.place)) for stop in found.stops] == [letters(leg.place) for leg in parts]


def test_the_way_into_and_out_of_a_time_nobody_asked_about_is_dotted() -> None:
    found = drawn(Leg("A"), Leg("B"), Leg("Not told", told=False), Leg("C"), Leg("D"))
    assert [told for _, told in found.paths] == [True, False, False, True]


@given(legs)
def test_the_words_of_events_cover_neither_each_other_nor_a_stem_and_stay_in_the_picture(parts: list[Leg]) -> None:
    boxes = [Box.of(event) for event in drawn(*parts).events]
    assert all(box.right <= WIDTH for box in boxes)
    for one, other in pairwise(boxes):
        # Flags hang away from their own stem, so that only a later stem could run through them, and it is shorter.
        assert one.right <= other.left or one.bottom <= other.top or other.bottom <= one.top
        assert one.right <= other.left or one.bottom <= other.top


def test_the_first_and_the_last_place_break_where_the_picture_ends() -> None:
    found = drawn(Leg("Kunduz, Afghanistan"), Leg("Norby"), Leg("A house by the harbour"))
    for stop in (found.stops[0], found.stops[-1]):
        longest = max(len(line) for _, line in stop.place.lines)
        assert min(stop.x, WIDTH - stop.x) >= longest * 9.4 / 2


def test_the_name_of_a_phase_stays_in_its_band() -> None:
    found = drawn(Leg("A"), Leg("B", phase="Where they were kept or worked"), *(Leg(place) for place in "CDEFG"))
    (phase,) = found.phases
    assert all(len(line) * 7.6 <= phase.width for _, line in phase.text.lines)
    assert phase.text.lines[-1][0] < found.band + found.band_height < found.height


def test_stops_of_one_phase_share_a_band() -> None:
    found = drawn(Leg("A", phase="Travel"), Leg("B", phase="Travel"), Leg("C", phase="Here"))
    assert [words(phase.text) for phase in found.phases] == ["Travel", "Here"]


def test_the_thread_beside_the_picture_tells_every_leg_and_what_others_did() -> None:
    html = set_out(
        "{% journey legs %}", legs=[{"place": "A", "events": ["Card taken"]}, {"place": "Not told", "told": False}]
    )
    thread = html[html.index("<ol") :]
    assert all(told in thread for told in ("<bdi>A</bdi>", "Card taken", "Not told", "Not asked"))


def test_numbers_of_a_picture_keep_their_point_in_languages_that_write_a_comma() -> None:
    with translation.override("sv"):
        html = set_out("{% journey legs %}{% track 1 3 'one' %}", legs=[{"place": "A"}, {"place": "B"}, {"place": "C"}])
    numbers = [part.split('"')[0] for part in html.split(' d="')[1:]]
    assert numbers
    assert not any("," in part for part in numbers)


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        set_out("{% table columns rows %}", columns=[{"label": "A"}], rows=[["a", "b"]])


def test_what_others_did_at_the_last_stop_hangs_on_it_and_not_on_the_way_to_it() -> None:
    found = drawn(Leg("A"), Leg("Not told", told=False), Leg("B", events=("Papers taken", "Locked in")))
    assert [event.x for event in found.events] == [found.stops[-1].x] * 2
