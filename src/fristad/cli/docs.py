"""`fristad docs roads`: what each app of the server gives to those below it, made from the running code."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what can be printed."""
    todo = parser.add_subparsers(dest="todo", metavar="roads", required=True)
    todo.add_parser("roads", help="every slot, duty, handler and kind of job, with its module, as Markdown")


def run(_args: argparse.Namespace) -> int:
    """Print the page. It is about the code, not about an installation: nothing is read from one or written to one."""
    with tempfile.TemporaryDirectory() as nowhere:
        os.environ.update(FRISTAD_KIND="demo", FRISTAD_HOME=nowhere)
        from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

        set_up()
        from fristad.server.site import roads  # noqa: PLC0415 - needs the apps

        sys.stdout.write(roads.page())
    return 0
