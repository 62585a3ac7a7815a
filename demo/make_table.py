"""Makes the demonstration table: invented persons, no real one, always the same file.

    python demo/make_table.py [FILE]

Nobody in it exists. How often something is told by the few who have something to tell follows published counts: the
share of the 97,750 cases of the CTDC Global K-anonymised Dataset (Counter-Trafficking Data Collaborative, version
of 15 July 2021, https://www.ctdatacollaborative.org/, seen 2026-11-23) in which the column named beside each rate
is recorded as positive. Those cases were all recorded by counter-trafficking organisations, so only one invented
person in five draws from these rates (raised by 1.6, since blanks are frequent there); the others draw a tenth of
each. Both factors, and how many questions go unasked, are guesses of ours. No rate depends on any group, and none
says anything about one.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

CASES = 97_750
#: Column of the table: the CTDC column its rate is from, and that column's positives.
TOLD = {
    "found_or_offered_by_somebody": ("recruiterRelation: all but unknown", 19_624),
    "promises_not_kept": ("meansOfControlFalsePromises", 6_177),
    "others_hold_papers": ("meansOfControlWithholdsDocuments", 5_189),
    "debt_set_by_others": ("meansOfControlDebtBondage", 4_065),
    "locked_in_or_watched": ("meansOfControlRestrictsMovement", 11_385),
    "pay_kept_back": ("meansOfControlTakesEarnings", 8_853),
    "very_long_hours": ("meansOfControlExcessiveWorkingHours", 6_222),
    "no_food_or_rest": ("meansOfControlWithholdsNecessities", 4_951),
    "threatened": ("meansOfControlThreats", 12_657),
    "threat_of_police": ("meansOfControlThreatOfLawEnforcement", 4_774),
    "hurt": ("meansOfControlPhysicalAbuse", 8_484),
    "made_to_work": ("isForcedLabour", 19_980),
    "used_sexually": ("isSexualExploit", 45_582),
}
#: Questions that open a part of the talk. Asked of most people, and a no covers everything in that part.
OPENING = {
    "anybody_found_moved_or_housed": ("found_or_offered_by_somebody",),
    "any_lie_or_pressure": (
        "promises_not_kept", "others_hold_papers", "debt_set_by_others", "locked_in_or_watched", "pay_kept_back",
        "threatened", "threat_of_police", "hurt",
    ),
    "anybody_gained_or_meant_to": ("debt_set_by_others", "made_to_work", "used_sexually"),
}  # fmt: skip
#: The share of CTDC cases with a known age that were minors at registration (19,650 of 71,246).
MINORS = 19_650 / 71_246
PLACES = ("Norrby", "Hamnen", "Sjötorp", "Backa", "Östervik")
ROWS, SEED = 2_000, 20_261_124
HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "fristad" / "bulk" / "demo" / "invented_persons.csv"


def rows(rng: random.Random) -> list[dict[str, str]]:
    """All rows, with the small faults that real tables have."""
    made = [_person(number, rng) for number in range(1, ROWS + 1)]
    for row in rng.sample(made, 14):
        row["others_hold_papers"] = "sometimes"  # a value that the mapping does not list
    made.insert(1200, dict(made[1100]))  # the same person entered twice
    return made


def _person(number: int, rng: random.Random) -> dict[str, str]:
    has_something_to_tell = rng.random() < 1 / 5
    asked = rng.choice((0.35, 0.6, 0.9, 1.0))
    row = {
        "id": f"INVENTED-{number:04d}",
        "place": rng.choice(PLACES),
        "reach_by": f"Desk {rng.randint(1, 9)} (invented)",
    }
    row["under_18_today"] = _age(rng)
    for column, (_, positives) in TOLD.items():
        rate = positives / CASES * (1.6 if has_something_to_tell else 0.1)
        row[column] = _answer(rate, asked, rng)
    for column, parts in OPENING.items():
        told = any(row[part] == "yes" for part in parts)
        row[column] = _opening(rng, told=told, may_be=has_something_to_tell)
    return row


def _opening(rng: random.Random, *, told: bool, may_be: bool) -> str:
    """Nobody who tells of a part says no to its opening question, except the one in fifty who contradicts himself."""
    if rng.random() < 0.3:
        return ""
    if told:
        return "no" if rng.random() < 0.02 else "yes"
    return "yes" if rng.random() < (0.5 if may_be else 0.15) else "no"


def _age(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return ""
    return "yes" if rng.random() < MINORS else "no"


def _answer(rate: float, asked: float, rng: random.Random) -> str:
    if rng.random() > asked:
        return ""
    drawn = rng.random()
    if drawn < 0.03:
        return "declined"
    if drawn < 0.05:
        return "does not know"
    return "yes" if rng.random() < rate else "no"


def main(target: Path) -> None:
    """Write the file."""
    made = rows(random.Random(SEED))  # noqa: S311 - nothing secret, and the same file every time
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(made[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
