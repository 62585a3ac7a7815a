"""`fristad lock`: every key is forgotten, at once."""

from __future__ import annotations

import argparse
import sys

from fristad.cli.places import add_demo, choose


def configure(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add_demo(parser)


def run(args: argparse.Namespace) -> int:
    """Lock first; everything else afterwards."""
    places = choose(args)
    from fristad.server.vault import lines  # noqa: PLC0415 - the server is loaded only in its commands

    told = lines.ask(places.RUN / "keys.sock", {"do": "lock"})
    sys.stdout.write("Locked. No process has a key.\n" if told["was_open"] else "It was locked already.\n")
    if told["killed"]:
        sys.stdout.write(f"{told['killed']} process(es) did not let go in time and were ended.\n")
    sys.stdout.flush()
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415

    set_up()
    from fristad.server.custody.unlocking import keep_heads  # noqa: PLC0415 - needs the apps

    keep_heads()
    return 0
