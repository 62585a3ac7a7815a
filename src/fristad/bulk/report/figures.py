"""Shapes and bars as inline SVG. Certain is solid, possible is striped, withheld is an empty dashed box."""

from __future__ import annotations

from html import escape

_WIDTH = 320

#: The stripes that every bar on the page refers to.
STRIPES = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>'
    '<pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--card)"/><rect width="2" height="6" '
    'fill="var(--teal)"/></pattern></defs></svg>'
)
MARK = (
    '<svg viewBox="0 0 24 30" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">'
    '<path d="M3 28V11a9 9 0 0 1 18 0v17"/><path d="M12 28c0-7-3-8-3-12a3 3 0 0 1 6 0"/></svg>'
)
_SHAPES = {
    "full": '<circle cx="10" cy="10" r="8" fill="currentColor"/>',
    "half": '<circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M10 3a7 7 0 0 0 0 14z" fill="currentColor"/>',
    "ring": '<circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="2"/>',
    "dotted": (
        '<circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="2 3"/>'
    ),
    "diamond": '<path d="M10 2l8 8-8 8-8-8z" fill="none" stroke="currentColor" stroke-width="2"/>',
}


def shape(name: str) -> str:
    """One of the four shapes for knowing, or the diamond for what comes from outside. It never stands without its
    word.
    """
    return f'<svg class="shape" viewBox="0 0 20 20" aria-hidden="true">{_SHAPES[name]}</svg>'


def bar(parts: list[tuple[str, int | None]], whole: int | None, label: str) -> str:
    """A bar of (class, rounded count) parts of a rounded whole. Where one is held back it is an empty dashed box."""
    if not whole or any(count is None for _, count in parts):
        drawn = '<rect class="held-box" x="0.5" y="1.5" width="60" height="13"/>'
    else:
        # Parts that are all rounded up may be more than their whole together.
        drawn = "".join(_rectangles(parts, max(whole, sum(count or 0 for _, count in parts))))
    return (
        f'<svg viewBox="0 0 {_WIDTH} 16" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}">{drawn}</svg>'
    )


def _rectangles(parts: list[tuple[str, int | None]], whole: int) -> list[str]:
    found, at = [], 0.0
    for kind, count in parts:
        width = (_WIDTH - 1) * (count or 0) / whole
        if width > 0:
            # At least a line, so that few is not drawn as none.
            found.append(f'<rect class="{kind}" x="{at + 0.5:.1f}" y="1.5" width="{max(width, 1):.1f}" height="13"/>')
        at += width
    return found


def sample(kind: str) -> str:
    """The little box of a legend."""
    return (
        f'<svg viewBox="0 0 16 12" aria-hidden="true"><rect class="{kind}" x="0.5" y="0.5" width="15" '
        'height="11"/></svg>'
    )
