"""`python -m benchmarks.questions [--persons 20000]`: the questions study, printed."""

from __future__ import annotations

import argparse
import json

from benchmarks.questions.study import study
from benchmarks.questions.tables import tables


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    parser.add_argument("--persons", type=int, default=20_000, help="invented persons per prior and order")
    parser.add_argument("--judged", type=int, default=20, help="of these, how many the engine interviews too")
    parser.add_argument("--json", action="store_true", help="print the tables as one JSON object")
    options = parser.parse_args()
    made = tables(list(study(options.persons, options.judged)))
    if options.json:
        print(json.dumps(made))
        return
    print("The engine believes the prior that ships (.30 / .10)\n", made["questions_shipped"], sep="\n")
    print("\nThe engine's prior is the persons' own\n", made["questions_fitting"], sep="\n")
    print("", made["questions_aims"], sep="\n")
    print(f"\nThe engine itself interviewed {made['questions_judged']} of these persons and asked the same topics.")


if __name__ == "__main__":
    main()
