"""The cases of `conformance/`, read as its README says, and what a target is compared with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fristad.engine.instrument import Instrument
from fristad.library import load_instrument
from fristad.targets.plan import make_plan

HOME = Path(__file__).resolve().parents[2] / "conformance"
#: How each answer is coded for a target: every reason for not knowing is 1, and a contradiction 3.
CODE = {"yes": 2, "no": 0, "not_applicable": 0, "conflicting": 3}
TRUTH = {"not_met": 0, "unknown": 1, "met": 2}


@dataclass(frozen=True)
class Case:
    """One case with `others` written out. `codes` are its answers as targets take them."""

    id: str
    instrument: Instrument
    answers: Mapping[str, str]
    expect: Mapping[str, Any]

    @property
    def codes(self) -> dict[str, int]:
        return {key: CODE.get(value, 1) for key, value in self.answers.items()}

    @property
    def row(self) -> dict[str, str | int | None]:
        """The expectation as one flat row, named as the SQL columns are."""
        name = self.instrument.id
        row: dict[str, str | int | None] = {
            f"{name}.{word}": self.expect[word] for word in ("result", "classification")
        }
        return row | {f"{name}.{d}": TRUTH[truth] for d, truth in self.expect["dimensions"].items()}


def read_cases() -> list[Case]:
    return [
        _case(path.stem, raw) for path in sorted(HOME.glob("*.json")) for raw in json.loads(path.read_text())["cases"]
    ]


def _case(file: str, raw: Mapping[str, Any]) -> Case:
    instrument = load_instrument(raw["instrument"])
    answers = dict(raw["answers"])
    if "others" in raw:
        leaves = [key for key in make_plan(instrument).keys if "@" in key]
        answers = dict.fromkeys(leaves, raw["others"]) | answers
    return Case(f"{file}:{raw['id']}", instrument, answers, raw["expect"])


CASES = read_cases()
BY_INSTRUMENT: dict[str, list[Case]] = {}
for _one in CASES:
    BY_INSTRUMENT.setdefault(_one.instrument.id, []).append(_one)
