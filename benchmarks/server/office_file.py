"""Who signs in to the register: read by what measures, which needs no Django."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

#: Those who see their own cases, and those who see all cases of their agency.
OWN, ALL = "own", "operation"


@dataclass(frozen=True)
class Account:
    """What somebody signs in with. `scope` is `OWN` or `ALL`."""

    name: str
    password: str
    seed: str
    staff: str
    scope: str


def write(path: Path, accounts: list[Account]) -> None:
    """Write them down: the last step of making the office."""
    path.write_text(json.dumps([asdict(each) for each in accounts]))


def read(path: Path, *scopes: str) -> list[Account]:
    """Return those of these scopes."""
    told = [Account(**each) for each in json.loads(path.read_text())]
    return [each for each in told if each.scope in (scopes or (OWN, ALL))]
