"""`fristad alive`: the sign of life from a second place, without which an operation so set locks by itself."""

from __future__ import annotations

import argparse

from fristad.cli.places import add_demo, choose


def configure(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add_demo(parser)


def run(args: argparse.Namespace) -> int:
    """Give the sign. Says nothing: it is run by a timer."""
    places = choose(args)
    from fristad.server.vault import lines  # noqa: PLC0415 - the server is loaded only in its commands

    lines.ask(places.RUN / "keys.sock", {"do": "alive"})
    return 0
