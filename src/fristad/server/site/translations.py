"""How far the server's texts are translated. Written by `make messages`; read here without Django.

A text that is not translated appears in English, and the foot of the page says how many there are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
#: The language the texts are written in.
SOURCE = "en"


@dataclass(frozen=True)
class State:
    """How many texts there are, and those of them that a language lacks, in English."""

    texts: int
    lacking: tuple[str, ...]


@cache
def states() -> dict[str, State]:
    """Return the state of each language but English."""
    read = json.loads((LOCALE / "lacking.json").read_text(encoding="utf-8"))
    return {language: State(read["texts"], tuple(lacking)) for language, lacking in sorted(read["lacking"].items())}


def state(language: str) -> State:
    """Return the state of one language. English lacks nothing."""
    return states().get(language, State(0, ()))
