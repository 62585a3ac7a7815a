"""`make bench ARGS="--server ..."`."""

from __future__ import annotations

import argparse

from benchmarks.server.report import page, printed
from benchmarks.server.run import DATABASES, PARTS, Sizes, run

_CASES = 100_000


def measure(options: argparse.Namespace) -> int:
    """Measure as the options say, print the tables, and write the page where it is wanted."""
    parts = [each for each in PARTS if not options.parts or each in options.parts.split(",")]
    sizes = Sizes(options.cases or _CASES, options.pages, minutes=options.minutes)
    databases = [options.database] if options.database else DATABASES
    results = run(options.data / "server", sizes, databases, parts)
    print(printed(results))
    if options.write:
        told = f"--server --cases {sizes.cases} --write docs/reference/benchmarks_server.md"
        options.write.write_text(page(results, told), encoding="utf-8")
    return 0
