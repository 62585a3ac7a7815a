"""What weighs and what protects on one level: squares on one side of a line, discs on the other. Plain counts in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: So many marks stand beside each other; more begin another row.
PER_ROW: Final = 8
STEP: Final = 13.0
ROW: Final = 15.0
MIDDLE: Final = 3.0 + PER_ROW * STEP
WIDTH: Final = 2 * MIDDLE


@dataclass(frozen=True)
class Balance:
    """A picture WIDTH wide: the middles of its marks. Without `asked` there is only a dotted line."""

    height: float
    asked: bool
    risks: tuple[tuple[float, float], ...]
    protections: tuple[tuple[float, float], ...]


def balance(risks: int, protections: int, *, asked: bool = True, mirrored: bool = False) -> Balance:
    """Lay marks down, risks on the side where reading begins: on the right where `mirrored`."""
    rows = max(1, -(-max(risks, protections) // PER_ROW))
    side = 1 if mirrored else -1
    return Balance(ROW * rows + 4, asked, tuple(_marks(risks, side)), tuple(_marks(protections, -side)))


def _marks(count: int, side: int) -> Iterator[tuple[float, float]]:
    for number in range(count):
        row, place = divmod(number, PER_ROW)
        yield round(MIDDLE + side * (STEP * place + 9), 1), 2 + ROW * row + ROW / 2
