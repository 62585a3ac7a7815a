"""The few tags that pages are put together with. The style page and docs/explanation/look.md show what they take."""

from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from fristad.server.site.drawing import balances, journeys, maps, shapes, tracks

register = template.Library()

# The shape that opens a note, by its tone.
NOTE_SHAPES: Final = {"info": "half", "due": "clock", "danger": "triangle", "done": "tick", "quiet": "full"}


@register.simple_tag
def shape(name: str, word: str, *, hidden: bool = False, state: bool = False) -> SafeString:
    """Draw a shape with its word. `hidden` leaves the word to screen readers alone; `state` sets it in bold."""
    css = f"shape shape--{name}" + (" state" if state else "")
    word_css = "govuk-visually-hidden" if hidden else "shape__word"
    picture = mark_safe(shapes.svg(name))  # noqa: S308  our own drawing; the name is a key of a fixed table
    return format_html('<span class="{}">{}<span class="{}">{}</span></span>', css, picture, word_css, word)


@register.filter
def code(text: str) -> SafeString:
    """Set a case code: apart, unbroken, left to right in every script."""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', text)


@register.filter
def said(text: str) -> SafeString:
    """Set words that may be written in several languages: each line takes the direction of its own letters."""
    lines = (line for line in str(text or "").splitlines() if line.strip())
    return format_html_join("\n", '<p dir="auto">{}</p>', ((line,) for line in lines))


@register.inclusion_tag("components/thread.html")
def thread(items: Sequence[Mapping[str, Any]], kind: str = "steps", label: str = "") -> dict[str, Any]:
    """Hang items on the thread. Kinds: `steps` (ruled), `history` (a column of days), `topics` (close together).

    An item has `shape`, `word`, `title`, and may have `url`, `text`, `when`, `end`, `tag` with `tone`, `now`, and
    `open` (dotted down to the next one).
    """
    css = {"steps": "thread--ruled", "history": "thread--history", "topics": "thread--close"}[kind]
    return {"items": items, "css": css, "label": label}


@register.inclusion_tag("components/track.html")
def track(used: float, total: float, word: str, tone: str = "") -> dict[str, Any]:
    """Draw the days used of a time limit. `word` says the same for those who do not see the line."""
    return {"track": tracks.track(used, total), "word": word, "tone": tone}


@register.inclusion_tag("components/balance.html")
def balance(risks: int, protections: int, word: str, *, asked: bool = True) -> dict[str, Any]:
    """Draw what weighs and what protects. `word` says the same for those who do not see it."""
    drawn = balances.balance(risks, protections, asked=asked, mirrored=get_language_bidi())
    ends = {"width": balances.WIDTH, "middle": balances.MIDDLE, "far": balances.WIDTH - 4, "middle_y": drawn.height / 2}
    return {"drawn": drawn, "word": word, **ends}


@register.inclusion_tag("components/journey.html")
def journey(legs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw a journey from its legs: `place`, `when`, `phase`, `told`, `now`, `events` (see drawing.journeys.Leg)."""
    parts = [_leg(leg) for leg in legs]
    # The thread is dotted on both sides of a time nobody has asked about.
    opens = [not (here.told and after.told) for here, after in pairwise(parts)]
    return {
        "map": journeys.journey(parts, mirrored=get_language_bidi()),
        "legs": list(zip_longest(parts, opens)),
        "width": journeys.WIDTH,
    }


@register.inclusion_tag("components/chart.html")
def journey_map(stops: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw a small map of the stops of a journey: `number`, `place`, `when`, `how`, `at`, `reached`, `now`.

    A stop with the number 0 is a time that was not told: it stands in the table alone.
    """
    numbered = [stop for stop in stops if stop["number"]]
    drawn = [maps.Stop(each["number"], each["at"], each["reached"], each["now"]) for each in numbered]
    labels = (pgettext("stop of a journey", "Number"), _("Place"), _("When"), _("How"))
    return {
        "chart": maps.chart(drawn, mirrored=get_language_bidi()),
        "width": maps.WIDTH,
        "columns": [{"label": label} for label in labels],
        "rows": [[each["number"] or "", each["place"], each["when"], each["how"]] for each in stops],
    }


def _leg(leg: Mapping[str, Any]) -> journeys.Leg:
    place = leg["place"] or ("" if leg.get("told", True) else _("Not told, not asked"))
    return journeys.Leg(**{**leg, "place": place, "events": tuple(leg.get("events", ()))})


@register.inclusion_tag("components/table.html")
def table(columns: Sequence[Any], rows: Sequence[Sequence[Any]], caption: str = "") -> dict[str, Any]:
    """Set a table that stacks its rows on a phone. A row has one cell for each column, the first one names the row."""
    return {"columns": columns, "rows": [list(zip(columns, row, strict=True)) for row in rows], "caption": caption}


@register.simple_block_tag
def note(content: str, tone: str = "info", title: str = "", word: str = "") -> str:
    """Frame a note. Tones: `info`, `due`, `danger`, `done`, `quiet`; `word` names the shape for screen readers."""
    values = {"content": content, "tone": tone, "title": title, "word": word, "shape": NOTE_SHAPES[tone]}
    return render_to_string("components/note.html", values)


@register.simple_block_tag
def details(content: str, title: str, *, open: bool = False) -> str:  # noqa: A002  the name of the HTML attribute
    """Keep words behind a title; they are printed all the same."""
    return render_to_string("components/details.html", {"content": content, "title": title, "open": open})
