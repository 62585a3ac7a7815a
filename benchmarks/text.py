"""Numbers and tables as they are printed and written."""

from __future__ import annotations

from collections.abc import Sequence


def number(value: float) -> str:
    """Three figures for fractions, all figures for whole numbers, thousands apart."""
    if float(value).is_integer():
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def millions(value: float) -> str:
    """A rate that is easy to compare: 1.42 M, 48 k, 12."""
    for size, sign in ((1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{number(float(f'{value / size:.3g}'))}{sign}"
    return number(float(f"{value:.3g}"))


def verdict(*, reached: bool) -> str:
    return "met" if reached else "**not met**"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
