"""Writes `conformance/generated.json`: random persons, and what every completion of their answers says.

    python -m tests.conformance.generate

Persons are cut down to at most 12 open questions, so that all completions can be listed.
"""

import json
import random
from itertools import count, islice
from typing import Any

from fristad.engine.answers import Answers, read_answers
from fristad.engine.instrument import Instrument
from fristad.library import load_instrument, vocabulary
from tests.conformance.cases import HOME
from tests.engine.judge import TooManyError, verdict

TABLES = {"palermo_art3": 50, "ilo_delphi.adult_labour": 25, "ilo_delphi.child_labour": 25, "smuggling_finding": 10}
OPEN = ("unknown", "declined", "not_asked", "not_safe", "conflicting")
MOST_OPEN = 12


def made_case(instrument: Instrument, seed: int) -> dict[str, Any] | None:
    """One case, or None where too much is open to list all completions."""
    rng = random.Random(f"{instrument.id} {seed}")
    answers = _person(instrument, rng)
    read = read_answers(answers, vocabulary())
    try:
        found = _expectation(instrument, read)
    except TooManyError:
        return None
    given = {key: value for key, value in answers.items() if value != "no" or "@" not in key}
    return {
        "id": f"{instrument.id}_{seed}",
        "why": f"A random person (seed {seed}).",
        "instrument": instrument.id,
        "answers": given,
        "others": "no",
        "expect": found,
    }


def _person(instrument: Instrument, rng: random.Random) -> dict[str, str]:
    elements = {item.id for item in instrument.items if item.is_element}
    keys = sorted(instrument.leaves)
    p_yes = rng.choice((0.02, 0.06, 0.15, 0.3))
    answers = {key: "yes" if rng.random() < p_yes else "no" for key in keys if key not in elements}
    for key in rng.sample(sorted(answers), min(rng.randint(0, MOST_OPEN), len(answers))):
        answers[key] = rng.choice(OPEN)
    for key in sorted(elements):
        if rng.random() < 0.15:
            answers[key] = rng.choice(("yes", "no", "no", "declined", "conflicting"))
    for key in instrument.age_keys:
        answers[key] = rng.choice(("yes", "no", "no", "not_asked", "declined", "conflicting"))
    if answers.get("person.under_18_now") == "yes" and rng.random() < 0.7:
        del answers["person.under_18_now"]
    return answers


def _expectation(instrument: Instrument, answers: Answers) -> dict[str, Any]:
    found = verdict(instrument, answers)
    classes = sorted(found["classes"])
    one = classes[0] if len(classes) == 1 else None
    return {"result": found["result"], "classification": one, "dimensions": found["dimensions"]}


def every_case() -> list[dict[str, Any]]:
    cases = []
    for name, wanted in TABLES.items():
        instrument = load_instrument(name)
        made = (made_case(instrument, seed) for seed in count())
        cases += list(islice((case for case in made if case is not None), wanted))
    return cases


def main() -> None:
    about = "Random persons with at most 12 open questions; expectations from listing every completion."
    document = {"format": "fristad-conformance/1", "about": about, "cases": every_case()}
    (HOME / "generated.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
