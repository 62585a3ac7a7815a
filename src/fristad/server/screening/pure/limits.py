"""Which topics must not be asked in this talk, whatever they could still change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fristad.library.catalogue import Catalogue
from fristad.server.screening.pure.sayings import Said, counting

#: Blocks whose easy topics may be spoken of while somebody listens: age, work and daily life.
NEUTRAL_BLOCKS: Final = ("age", "work")
#: From this burden on, a yes of a child is a disclosure.
DISCLOSED: Final = 2
#: What is likely to bring back violence is left to the specialist.
TOO_HEAVY_FOR_A_CHILD: Final = 3
YES: Final = ("yes", "yes_phase_unknown")


def is_child(told: Mapping[str, Any]) -> bool:
    """Whether the person of an interview is, or may be, under 18."""
    return told.get("age") in ("under", "maybe")


def barred(catalogue: Catalogue, *, neutral: bool, child: bool) -> set[str]:
    """Return the leaves that must not be asked now."""
    heavy = {each.leaf for each in catalogue.topics() if child and each.burden >= TOO_HEAVY_FOR_A_CHILD}
    blocks = {catalogue.blocks.index(name) for name in NEUTRAL_BLOCKS if name in catalogue.blocks}
    private = {each.leaf for each in catalogue.topics() if each.burden > 0 or each.block not in blocks}
    return heavy | (private if neutral else set())


def disclosed(said: Iterable[Said], catalogue: Catalogue) -> bool:
    """Whether a child has told of something that a specialist should hear once, and nobody else first."""
    for each in counting(said):
        concept = catalogue.concepts.get(each.told["key"].partition("@")[0])
        if concept is not None and concept.burden >= DISCLOSED and each.told["value"] in YES:
            return True
    return False
