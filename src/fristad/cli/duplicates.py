"""`fristad duplicates`: look through the whole register for records of one person, or say how well that works."""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from typing import Any

from tqdm import tqdm

from fristad.cli.places import add_demo, choose
from fristad.engine.errors import FristadError


class DuplicatesError(FristadError):
    """The register cannot be looked through now."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add_demo(parser)
    parser.add_argument("--threshold", type=float, metavar="0..1", help="how likely a pair must be for the desk")
    parser.add_argument(
        "--measure", type=int, metavar="N", help="instead: invent a register of N records and say how many are found"
    )


def run(args: argparse.Namespace) -> int:
    """Bring likely pairs to the duplicate desk; or print recall and precision on invented people."""
    if args.threshold is not None and not 0 < args.threshold < 1:
        raise DuplicatesError("The threshold lies between 0 and 1, such as 0.5.")
    if args.measure is not None:
        args.demo = True
    choose(args)
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

    set_up()
    from fristad.server.cases.importing.linking.weighing import THRESHOLD  # noqa: PLC0415 - needs the apps
    from fristad.server.vault import hardening  # noqa: PLC0415

    hardening.harden()
    threshold = args.threshold or THRESHOLD
    return _measure(args.measure, threshold) if args.measure is not None else _search(threshold)


def _search(threshold: float) -> int:
    from fristad.server.cases.importing.linking import searching  # noqa: PLC0415 - needs the apps
    from fristad.server.custody import places  # noqa: PLC0415
    from fristad.server.vault import holding  # noqa: PLC0415
    from fristad.server.vault.keyring import keyring  # noqa: PLC0415

    if not holding.start(places.socket()).wait_open():
        raise DuplicatesError("This needs the operation to be open. Run `fristad keys unlock` first.")
    for operation in keyring.operations():
        with tqdm(unit=" people", disable=None) as bar:
            done = searching.search(operation, threshold, partial(_step, bar))
        sys.stdout.write(
            f"{done.people:,} people compared, {done.likely:,} likely pairs, {done.new:,} of them new to the desk.\n"
        )
    return 0


def _step(bar: Any) -> None:
    bar.update()


def _measure(count: int, threshold: float) -> int:
    from fristad.server.cases.importing.linking import measuring, weighing  # noqa: PLC0415 - needs the apps
    from fristad.server.site.demo.stories import data  # noqa: PLC0415

    if not 20 <= count <= 1_000_000:
        raise DuplicatesError("Invent between 20 and 1,000,000 records.")
    register, true = measuring.invented(count, data("names"))
    begun = time.monotonic()
    found = measuring.measure(weighing.pairs(register, threshold), true)
    sys.stdout.write(
        f"{count:,} invented records, {found.true:,} people stand there twice.\n"
        f"From {threshold:g} on: {found.found:,} pairs found, {found.both:,} of them true. "
        f"Recall {found.recall:.1%}, precision {found.precision:.1%}, {time.monotonic() - begun:.0f} s.\n"
    )
    return 0
