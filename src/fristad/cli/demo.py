"""`fristad demo`: screens the bundled table of invented persons. It opens nothing and asks nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fristad.bulk.demo import TABLE
from fristad.bulk.mapping import load_mapping
from fristad.bulk.request import Request
from fristad.bulk.screening import screen
from fristad.cli.screen import tell
from fristad.library import load_instrument

_INSTRUMENTS = ("palermo_art3", "ilo_delphi.adult_labour")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, default=Path("demo/out"), metavar="DIR", help="folder for the results (demo/out)"
    )


def run(args: argparse.Namespace) -> int:
    sys.stderr.write("Everybody in this table is invented.\n")
    instruments = tuple(load_instrument(name) for name in _INSTRUMENTS)
    # The folder is the demonstration's own, so that it can be run as often as one likes.
    tell(screen(Request(str(TABLE), load_mapping("demo"), instruments, args.out, force=True)), args.out)
    return 0
