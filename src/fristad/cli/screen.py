"""`fristad screen`: a whole table through one or several instruments."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from fristad.bulk.mapping import load_mapping
from fristad.bulk.request import ENGINES, Request
from fristad.bulk.screening import screen
from fristad.library import load_instrument

_MOST_SHOWN = 8


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "table", help="CSV (also .gz), Parquet or XLSX; with --engine postgres or spark also a table there"
    )
    parser.add_argument("--mapping", required=True, metavar="FILE_OR_NAME", help="a mapping file, or ctdc, htcds, demo")
    parser.add_argument("--instrument", required=True, action="append", metavar="ID", help="may be given several times")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="where the rows are determined")
    parser.add_argument("--strict", action="store_true", help="stop at the first value that the mapping does not list")
    parser.add_argument("--force", action="store_true", help="replace a finished or other run in DIR")
    parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day that decides who is under 18")
    parser.add_argument("--database-url", metavar="URL", help="for postgres; without it FRISTAD_DATABASE_URL is used")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"'{text[:40]}' is no day. Write it as YYYY-MM-DD, such as 2026-03-31"
        raise argparse.ArgumentTypeError(message) from error


def run(args: argparse.Namespace) -> int:
    instruments = tuple(load_instrument(name) for name in dict.fromkeys(args.instrument))
    request = Request(
        table=args.table,
        mapping=load_mapping(args.mapping),
        instruments=instruments,
        out=args.out,
        engine=args.engine,
        strict=args.strict,
        force=args.force,
        today=args.today,
        database_url=args.database_url or os.environ.get("FRISTAD_DATABASE_URL"),
        mapping_file=Path(args.mapping),
    )
    tell(screen(request), args.out)
    return 0


def tell(summary: dict[str, Any], out: Path) -> None:
    """What came out, in words on standard error: they are for a person, and nothing here is for another program."""
    say = sys.stderr.write
    rejected = f", {summary['rejected']:,} rejected" if summary["rejected"] else ""
    say(f"{summary['screened']:,} {summary['unit']}s of {summary['table']} screened{rejected}.\n")
    for name, words in summary["instruments"].items():
        say(f"  {name}\n")
        for word, count in words.items():
            say(f"    {word.replace('_', ' '):<34}{count:>12,}\n")
        most = summary["keeps_open"][name]["most"]
        if most:
            say(f"    most rows are kept open by: {summary['about_instruments'][name]['labels'].get(most, most)}\n")
    for column, values in list(summary["unlisted_values"].items())[:_MOST_SHOWN]:
        say(
            f"  Not in the mapping: {len(values)} value(s) of '{column}', {sum(values.values()):,} cells read "
            "as unknown.\n"
        )
    absent = summary["columns_not_in_table"]
    if absent:
        named = ", ".join(f"'{column}'" for column in absent[:_MOST_SHOWN])
        more = f" and {len(absent) - _MOST_SHOWN} more" if len(absent) > _MOST_SHOWN else ""
        say(f"  Not in the table, so nothing is known of it: {named}{more}. Check the names if they should be there.\n")
    say("Counts measure how complete the records are, not how common anything is.\n")
    say(f"Report: {out / 'report.html'}\n")
