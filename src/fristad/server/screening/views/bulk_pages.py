"""What stands on the page of counts: nothing here is more exact than what was kept as safe."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fristad.bulk.pieces import COULD, KNOWN, NONE, THIN
from fristad.bulk.safe_counts import rounded
from fristad.server.screening.bulk.columns import label
from fristad.server.screening.models import BulkRun

#: A group of states -> shape, name, what it means.
_WORDS = {
    (KNOWN,): ("full", gettext_lazy("Enough is known"), gettext_lazy("by the answers already given")),
    (COULD,): ("half", gettext_lazy("Could be, if asked"), gettext_lazy("some answers are still open")),
    (KNOWN, COULD): (
        "half",
        gettext_lazy("Known, or could be"),
        gettext_lazy("too few to be shown apart"),
    ),
    (THIN,): ("dotted", gettext_lazy("Too little asked"), gettext_lazy("nothing is known either way")),
    (NONE,): ("ring", gettext_lazy("No indication"), gettext_lazy("in what was asked")),
    (THIN, NONE): (
        "ring",
        gettext_lazy("Too little asked, or none"),
        gettext_lazy("too few to be shown apart"),
    ),
}
_GROUPS = {"child": gettext_lazy("Children"), "adult": gettext_lazy("Adults"), "open": gettext_lazy("Age not known")}
_WIDTH = 320


def counted(run: BulkRun) -> dict[str, Any]:
    """Return the values of the page."""
    result = run.result
    from_cases = run.told["source"] == "cases"
    return {
        "tiles": _tiles(result["totals"]),
        "places": _lines(result["places"], {}),
        "groups": _lines(result["groups"], _GROUPS if from_cases else {}),
        "from_cases": from_cases,
        "answered": [_asked(*row) for row in result["answered"]],
        "said": list(_said(result)),
        "people": rounded(result["people"]),
        "offered": rounded(result["offered"]),
    }


def _asked(key: str, answered: int, reason: int, never: int) -> dict[str, Any]:
    bar = _bar([("certain", answered), ("reason", reason)], 100)
    return {"label": label(key), "bar": bar, "answered": answered, "never": never}


def _tiles(table: dict[str, Any]) -> list[dict[str, Any]]:
    counts = table["lines"][0]["counts"] if table["lines"] else []
    tiles = []
    for group, count in zip(table["states"], counts, strict=True):
        shape, name, note = _WORDS[tuple(group)]
        tiles.append({"count": rounded(count), "shape": shape, "name": name, "note": note})
    return tiles


def _lines(table: dict[str, Any], names: dict[str, Any]) -> dict[str, Any] | None:
    """Return the lines of a table; None where there is none, so that the page says why."""
    if not table["lines"]:
        return None
    states = [tuple(group) for group in table["states"]]
    apart = (KNOWN,) in states
    most = max(_up_to(line, states) for line in table["lines"]) or 1
    rows = []
    for line in table["lines"]:
        known = line["counts"][0] if apart else None
        up_to = _up_to(line, states)
        parts = [("certain", known), ("possible", up_to - known)] if known is not None else [("possible", up_to)]
        rows.append(
            {
                "name": _name(line, names),
                "rows": rounded(sum(line["counts"])),
                "known": rounded(known) if known is not None else None,
                "up_to": rounded(up_to),
                "bar": _bar(parts, most),
            }
        )
    return {"rows": rows, "apart": apart}


def _name(line: dict[str, Any], names: dict[str, Any]) -> Any:
    if line["name"] is None:
        n = line["joined"]
        return ngettext("%(n)d smaller one", "%(n)d smaller ones together", n) % {"n": n}
    return names.get(line["name"], line["name"]) or _("Not given")


def _up_to(line: dict[str, Any], states: list[tuple[str, ...]]) -> int:
    pairs = zip(line["counts"], states, strict=True)
    return sum(count for count, group in pairs if set(group) <= {KNOWN, COULD})


def _bar(parts: list[tuple[str, int]], whole: int) -> SafeString:
    """Draw certain as solid and possible as striped; the figures stand beside it, so that it is hidden from readers."""
    drawn, at = [], 0.0
    for kind, count in parts:
        width = (_WIDTH - 1) * count / whole
        if width > 0:
            drawn.append((kind, f"{at + 0.5:.1f}", f"{max(width, 1):.1f}"))
        at += width
    drawing = '<rect class="range__{}" fill="url(#stripes)" x="{}" y="1.5" width="{}" height="13"/>'
    rectangles = format_html_join("", drawing, drawn)
    return format_html(
        '<svg class="range" viewBox="0 0 {} 16" width="320" height="16" aria-hidden="true">{}</svg>',
        _WIDTH,
        rectangles,
    )


def _said(result: dict[str, Any]) -> Any:
    """Yield what happened to rows and cells, a sentence each."""
    if n := result["left_out"]:
        yield ngettext(
            "%(n)d row has no id or could not be read, and is left out.",
            "%(n)d rows have no id or could not be read, and are left out.",
            n,
        ) % {"n": n}
    if n := result["repeated"]:
        yield ngettext(
            "%(n)d row has an id that stands in an earlier row, and is left out: the first one counts.",
            "%(n)d rows have an id that stands in an earlier row, and are left out: the first one counts.",
            n,
        ) % {"n": n}
    if n := result["unlisted"]:
        yield ngettext(
            "%(n)d cell has a value that the mapping does not list. It counts as not asked.",
            "%(n)d cells have a value that the mapping does not list. They count as not asked.",
            n,
        ) % {"n": n}
    if n := result["unreadable"]:
        yield ngettext(
            "%(n)d cell is no number or date, or too long. It counts as not asked.",
            "%(n)d cells are no number or date, or too long. They count as not asked.",
            n,
        ) % {"n": n}
