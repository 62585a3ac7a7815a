"""`fristad determine`: one person's answers in, one JSON object out (a list for several instruments or legs)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from fristad.engine.errors import AnswerError
from fristad.library import LANGUAGES, load_instrument, load_texts, parse_answers, statement
from fristad.library.answers_file import LARGEST


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--instrument",
        action="append",
        required=True,
        metavar="ID",
        help="an instrument, see `fristad library list`; give it again for several over the same answers",
    )
    parser.add_argument(
        "--answers",
        required=True,
        metavar="FILE",
        help="one JSON object of answers; `legs` in it holds those of each leg of a journey; - reads standard input",
    )
    parser.add_argument("--lang", default="en", metavar="xx", help=f"language of topics: {', '.join(LANGUAGES)}")


def run(args: argparse.Namespace) -> int:
    """Print the determination. Every result ends with 0, whatever it says."""
    for instrument in args.instrument:
        load_instrument(instrument)  # refuse it before waiting for answers
    raw, name = _read(args.answers)
    found = statement(args.instrument, parse_answers(raw, name), args.lang)
    json.dump(found if len(found) > 1 else found[0], sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    warn_missing(args.lang, [row["next"]["id"] for row in found if row["next"]])
    return 0


def warn_missing(lang: str, keys: list[str]) -> None:
    """Say so where a topic is given in English because nobody has translated it."""
    texts = load_texts(lang)
    for key in dict.fromkeys(keys):
        if "@" in key and texts.status(key) == "missing":
            sys.stderr.write(f"There is no text in '{lang}' for {key}; the topic is given in English.\n")


def _read(path: str) -> tuple[bytes, str]:
    """At most one byte more than an answers file may hold, so that a huge one is refused without being read."""
    if path == "-":
        return sys.stdin.buffer.read(LARGEST + 1), "standard input"
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1), path
    except OSError as error:
        raise AnswerError(f"{path} cannot be read: {error.strerror}.") from error
