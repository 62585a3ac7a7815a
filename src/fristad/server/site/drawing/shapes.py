"""The shapes for knowing, the same on every page and chart.

Each is drawn on a square of 20 in the colour of its text. What a shape means is said by the word beside it; the names
here say only what it looks like.
"""

from typing import Final

_RING = '<circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" stroke-width="2.25"/>'
_THIN = '<circle cx="10" cy="10" r="7.75" fill="none" stroke="currentColor" stroke-width="1.75"/>'
_DISC = '<circle cx="10" cy="10" r="8.25" fill="currentColor"/>'


def _stroke(path: str, width: float = 1.75, css: str = "") -> str:
    mark = f' class="{css}"' if css else ' stroke="currentColor"'
    return f'<path d="{path}"{mark} fill="none" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/>'


def _fill(path: str) -> str:
    return f'<path d="{path}" fill="currentColor" fill-rule="evenodd"/>'


SHAPES: Final[dict[str, str]] = {
    # Told, met, shown; open, partly, fading; no, not yet, waiting; not asked, no date.
    "full": _DISC,
    "half": _RING + _fill("M10 3a7 7 0 0 0 0 14z"),
    "ring": _RING,
    "dotted": (
        '<circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="2 2.71"/>'
    ),
    # Why something is not known: does not know, does not want to say, not safe now, conflicting.
    "ring-dot": _THIN + '<circle cx="10" cy="10" r="2" fill="currentColor"/>',
    "ring-bar": _THIN + _stroke("M6.5 10h7", 2),
    "ring-pause": _THIN + _stroke("M8 7.25v5.5M12 7.25v5.5", 1.75),
    "cross": _THIN + _stroke("m7.4 7.4 5.2 5.2m0-5.2-5.2 5.2"),
    # Where one is now; due; overdue or danger; done; from outside.
    "now": _THIN + '<circle cx="10" cy="10" r="4.25" fill="currentColor"/>',
    "clock": _RING + _stroke("M10 6v4.25l2.75 1.5"),
    "triangle": _fill("M10 1.75 19 17.75H1zM9 7.5h2l-.3 5.25H9.3zM8.9 14h2.2v2H8.9z"),
    "tick": _DISC + _stroke("m6.4 10.4 2.5 2.5 4.9-5.3", 2.1, "shape__cut"),
    "diamond": _stroke("M10 2 18 10 10 18 2 10z", 2.25),
}


def svg(name: str) -> str:
    """Return the inline picture of a shape, hidden from screen readers. Raises KeyError for a name that is none."""
    inner = SHAPES[name]
    return f'<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">{inner}</svg>'
