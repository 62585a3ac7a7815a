"""`fristad mapping draft TABLE` and `fristad mapping check FILE`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fristad.bulk.drafting import draft_mapping
from fristad.bulk.headers import bind
from fristad.bulk.mapping import Mapping, load_mapping
from fristad.bulk.reading import open_table


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="draft|check")
    draft = actions.add_parser("draft", help="start a mapping from a table's header and values")
    draft.add_argument("table", type=Path, help="CSV (also .gz), Parquet or XLSX")
    draft.add_argument("--encoding", default="utf-8", metavar="NAME", help="of a CSV file, such as cp1252 or utf-16")
    draft.add_argument("--delimiter", default="", metavar="SIGN", help="of a CSV file; without it the header shows it")
    draft.add_argument("--sheet", default="", metavar="NAME", help="of a workbook; without it the first")
    check = actions.add_parser("check", help="say whether a mapping can be used, and what it reads")
    check.add_argument("file", help="a mapping file, or the name of one that comes with Fristad")
    check.add_argument("--table", type=Path, metavar="TABLE", help="name the mapped columns that this table lacks")


def run(args: argparse.Namespace) -> int:
    if args.action == "draft":
        sys.stdout.write(draft_mapping(args.table, encoding=args.encoding, delimiter=args.delimiter, sheet=args.sheet))
        return 0
    mapping = load_mapping(args.file)
    keys, left = len(mapping.keys), len(mapping.ignored)
    sys.stderr.write(
        f"{mapping.name} is sound: {len(mapping.columns)} columns answer {keys} keys, {left} are left out with "
        "a reason.\n"
    )
    if args.table is not None:
        sys.stderr.write(f"{_found(mapping, args.table)}\n")
    return 0


def _found(mapping: Mapping, path: Path) -> str:
    table = open_table(path, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet)
    return bind(mapping, table.header, path.name, table.lists).not_found or f"Every mapped column is in {path.name}."
