"""`fristad audit verify`: whether the log still says what was written, and every row is as the log left it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fristad.cli.places import add_demo, choose
from fristad.engine.errors import FristadError

_MOST_SHOWN = 50


class HeadsError(FristadError):
    """A file of heads cannot be read."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the one thing to do."""
    todo = parser.add_subparsers(dest="todo", metavar="verify", required=True)
    verify = todo.add_parser("verify", help="judge the whole log, and every row it speaks of")
    add_demo(verify)
    verify.add_argument("--head", type=Path, metavar="FILE", help="heads kept outside: without, a cut end is not seen")


def run(args: argparse.Namespace) -> int:
    """Return 0 if nothing is wrong, 1 if something is: each fault is one line."""
    choose(args)
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

    set_up()
    from fristad.server.audit import heads, verification  # noqa: PLC0415 - needs the apps
    from fristad.server.custody import places  # noqa: PLC0415
    from fristad.server.vault import holding  # noqa: PLC0415

    if not holding.start(places.socket()).wait_open():
        raise HeadsError("The log can be judged only while the operation is open. Run `fristad keys unlock` first.")
    count = 0
    for operation in places.key_store().operation_ids():
        try:
            report = verification.verify(operation, heads.read(args.head) if args.head else ())
        except (ValueError, OSError) as error:
            raise HeadsError(f"The heads cannot be read: {error}.") from error
        count += report.count
        for fault in report.faults[:_MOST_SHOWN]:
            sys.stdout.write(f"{fault}\n")
        if report.head:
            sys.stderr.write(f"{operation}: {report.count} fault(s). Head: {report.head.to_words()}\n")
    return 1 if count else 0
