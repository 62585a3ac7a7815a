"""`fristad mapping draft TABLE` and `fristad mapping check FILE`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fristad.bulk.drafting import draft_mapping
from fristad.bulk.mapping import load_mapping


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="draft|check")
    draft = actions.add_parser("draft", help="start a mapping from a table's header and values")
    draft.add_argument("table", type=Path, help="CSV (also .gz), Parquet or XLSX")
    check = actions.add_parser("check", help="say whether a mapping can be used, and what it reads")
    check.add_argument("file", help="a mapping file, or the name of one that comes with Fristad")


def run(args: argparse.Namespace) -> int:
    if args.action == "draft":
        sys.stdout.write(draft_mapping(args.table))
        return 0
    mapping = load_mapping(args.file)
    keys, left = len(mapping.keys), len(mapping.ignored)
    sys.stderr.write(
        f"{mapping.name} is sound: {len(mapping.columns)} columns answer {keys} keys, {left} are left out with "
        "a reason.\n"
    )
    return 0
