"""Fristad beside its peers: the same persons, one run, counts checked before times.

`python -m benchmarks` prints the tables; `--write docs/reference/benchmarks.md` writes the page too.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.contestants.registry import BY_ID
from benchmarks.harness import ROOT, DifferentCountsError, WorkerError
from benchmarks.report import page, printed
from benchmarks.run import PARTS, Sizes, run


def main() -> int:
    options = _options()
    if options.server:
        from benchmarks.server.command import measure  # noqa: PLC0415 - it needs the server's packages

        return measure(options)
    sizes = Sizes(options.rows, options.large, options.cases or 1_000, options.calls, options.persons, options.judged)
    try:
        results = run(options.data, sizes, options.only)
    except (DifferentCountsError, WorkerError) as error:
        print(error, file=sys.stderr)
        return 1
    print(printed(results))
    if options.write:
        options.write.write_text(page(results), encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000, help="persons for all tools (the slow ones get the first)")
    parser.add_argument("--large", type=int, default=0, help="persons for what reads files, again with more rows")
    parser.add_argument("--persons", type=int, default=20_000, help="interviews per prior and order")
    parser.add_argument("--judged", type=int, default=20, help="of these, how many the engine holds too")
    parser.add_argument("--cases", type=int, help="persons determined one at a time (1,000); with --server: register")
    parser.add_argument("--calls", type=int, default=20, help="calls of `fristad determine`")
    parser.add_argument("--only", metavar="NAME", choices=[*PARTS, *BY_ID], help=", ".join([*PARTS, *BY_ID]))
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "benchmarks", help="where the persons are kept")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of the reference here")
    parser.add_argument("--server", action="store_true", help="the server with a large register instead")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="with --server: this one alone")
    parser.add_argument(
        "--parts",
        help="with --server: some of pages,recall,queries,first,work,crowd,talks,talks_crowd; the rest is kept",
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="with --server: how long 60 caseworkers work")
    parser.add_argument("--pages", type=int, default=400, help="with --server: how many answers of each kind")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
