"""`fristad restore`: any data, the newest keys, and every erasure once more."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fristad.cli import asking
from fristad.cli.places import choose


def configure(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    parser.add_argument("data", type=Path, metavar="DIR", help="one data backup")
    parser.add_argument("--keys", required=True, type=Path, metavar="DIR", help="the folder of the key backups")
    parser.add_argument("--name", help="a key holder; asked for if left out")
    parser.add_argument("--key-file", type=Path, metavar="FILE", help="the key holder's file; asked for if left out")
    parser.set_defaults(demo=False)


def run(args: argparse.Namespace) -> int:
    """Put it back into an empty place."""
    choose(args)
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

    set_up()
    from fristad.server.custody.backups.restoring import restore  # noqa: PLC0415 - needs the apps

    credentials = asking.credentials(args.name, args.key_file)
    done = restore(args.data.absolute(), args.keys.absolute(), credentials)
    sys.stdout.write(f"The data of {done.made} are back. {done.replayed} erasure(s) were made once more.\n")
    sys.stdout.write("All sessions ended. Start with `fristad serve`; it starts locked.\n")
    return 0
