"""`fristad cases ...`: bring a caseload in from another system, look first, and undo it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fristad.cli import asking
from fristad.cli.places import add_demo, choose
from fristad.engine.errors import FristadError

if TYPE_CHECKING:
    from fristad.server.accounts.actor import Actor


class CasesError(FristadError):
    """The command cannot do this here."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the things to do."""
    todo = parser.add_subparsers(dest="todo", metavar="template|import|undo", required=True)
    template = todo.add_parser("template", help="start a mapping, from a table if one is named")
    template.add_argument("table", nargs="?", type=Path, help="CSV (also .gz), XLSX or Parquet")
    take = todo.add_parser("import", help="open a case for each row of a table")
    take.add_argument("table", type=Path, help="CSV (also .gz), XLSX or Parquet")
    take.add_argument("--mapping", required=True, metavar="NAME", help="primero, kobo, or a file of your own")
    take.add_argument("--team", default="", metavar="NAME", help="where the cases wait; without it your own team")
    take.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    take.add_argument("--rejects", type=Path, metavar="FILE", help="write the refused rows, to mend and import them")
    take.add_argument("--recipient", default="", metavar="AGE", help="seal that file to this age recipient")
    take.add_argument("--clear", action="store_true", help="write that file readable by everybody who has it")
    undo = todo.add_parser("undo", help="erase what an import made, where nobody has worked on it since")
    undo.add_argument("number", type=int, help="of the import, as the page Imports and the command say it")
    for each in (take, undo):
        each.add_argument("--as", dest="name", metavar="NAME", help="your sign-in name; asked for if left out")
        add_demo(each)


def run(args: argparse.Namespace) -> int:
    """Do one of them. 1: some rows were refused, or some cases stay."""
    if args.todo != "template":
        choose(args)
    elif not hasattr(args, "demo"):
        args.demo = True
        choose(args)
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

    set_up()
    from fristad.server.cases.importing import commands  # noqa: PLC0415 - needs the apps

    if args.todo == "template":
        sys.stdout.write(commands.template(args.table))
        return 0
    if args.todo == "undo":
        return commands.undo_number(_actor(args), args.number, _say)
    commands.check_rejects(args.rejects, args.recipient, clear=args.clear)
    wanted = commands.Wanted(args.table, args.mapping, args.team, args.rejects, args.recipient, dry=args.dry_run)
    return commands.take_in_table(lambda: _actor(args), wanted, _say)


def _actor(args: argparse.Namespace) -> Actor:
    from fristad.server.accounts.at_terminal import actor_at_terminal  # noqa: PLC0415 - needs the apps
    from fristad.server.custody import places  # noqa: PLC0415
    from fristad.server.vault import hardening, holding  # noqa: PLC0415

    hardening.harden()
    if not holding.start(places.socket()).wait_open():
        raise CasesError("This needs the operation to be open. Start the service and run `fristad keys unlock` first.")
    name = args.name or asking.line("Your sign-in name")
    actor = actor_at_terminal(name, asking.secret("Password"), lambda: asking.secret("One-time code"))
    if not actor.may("case.import"):
        raise CasesError("Your roles do not let you bring in cases. A supervisor can.")
    return actor


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
