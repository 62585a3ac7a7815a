"""Which installation a command is about: chosen before anything of the server is loaded."""

from __future__ import annotations

import argparse
import os
from types import ModuleType

from fristad.engine.errors import FristadError


class PlaceError(FristadError):
    """It was not said which installation is meant."""


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Add the option that every command about an installation has."""
    parser.add_argument("--demo", action="store_true", help="the demonstration instead of a live operation")


def choose(args: argparse.Namespace) -> ModuleType:
    """Fix the kind of installation and return its folders. Raises `PlaceError` for a live one without a folder."""
    os.environ["FRISTAD_KIND"] = "demo" if args.demo else "live"
    missing = [name for name in ("FRISTAD_HOME", "FRISTAD_KEYS") if not args.demo and not os.environ.get(name)]
    if missing:
        raise PlaceError(
            f"Say where the live operation lies: set {' and '.join(missing)}. Its keys belong on another disk than its "
            "data. For a demonstration add --demo."
        )
    from fristad.server.site import places  # noqa: PLC0415 - it reads what was set above

    return places
