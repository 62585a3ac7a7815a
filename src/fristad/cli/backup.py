"""`fristad backup`: data and keys, apart. Works while locked."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fristad.cli.places import choose


def configure(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    parser.add_argument(
        "data", type=Path, metavar="DIR", help="folder for the data: ciphertext only, keep as many as you like"
    )
    parser.add_argument(
        "--keys", required=True, type=Path, metavar="DIR", help="folder for the keys, on another disk: keep 35 days"
    )
    parser.set_defaults(demo=False)


def run(args: argparse.Namespace) -> int:
    """Make one backup and name its two folders."""
    choose(args)
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

    set_up()
    from fristad.server.custody.backups.making import make  # noqa: PLC0415 - needs the apps

    made = make(args.data.absolute(), args.keys.absolute())
    sys.stdout.write(f"{made.data}\n{made.keys}\n")
    return 0
