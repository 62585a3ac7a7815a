"""`fristad init`: makes a live operation, from answers given in the terminal or in a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from fristad.cli import asking
from fristad.cli.places import choose

if TYPE_CHECKING:
    from fristad.server.custody.founding import Answers, Founded

_EXAMPLE = "docs/how_to/run_a_live_operation.md shows a whole file"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="a YAML file; passphrases may be left out and asked"
    )
    parser.set_defaults(demo=False)


def run(args: argparse.Namespace) -> int:
    """Ask, judge, make, and say what to hand over."""
    choose(args)
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

    given = _read(args.answers) if args.answers else _asked()
    set_up()
    from fristad.server.custody.founding import found, put_away  # noqa: PLC0415 - needs the apps

    _tell_removed(put_away())
    _tell(found(answers(given)))
    return 0


def _tell_removed(paths: list[Path]) -> None:
    """Say that an earlier run broke, and what of it is void. Without one, say nothing."""
    if paths:
        say = sys.stderr.write
        say("An earlier `fristad init` did not finish here. What it had made is removed, and this run begins anew:\n")
        for path in paths:
            say(f"  {path}\n")
        say("Recovery copies and invitations from that run open nothing. Destroy them.\n\n")


def _read(path: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load(asking.file(path))
    except yaml.YAMLError as error:
        raise asking.NoAnswerError(f"{path} is no YAML: {' '.join(str(error).split())[:200]}.") from error
    if not isinstance(read, dict):
        raise asking.NoAnswerError(f"{path} holds no answers; {_EXAMPLE}.")
    return read


def _asked() -> dict[str, Any]:
    """Ask for everything, in the order in which people decide it."""
    given: dict[str, Any] = {"operation": asking.line("Name of the operation"), "agencies": {}}
    while name := asking.line("Name of an agency (empty: no more)"):
        given["agencies"][name] = asking.line(f"What is {name}? un, ngo, state or health")
    given["key_holders"] = [
        {"name": asking.line(f"Name of key holder {number}"), "key_file": asking.line("Where to write the key file")}
        for number in (1, 2)
    ]
    given["administrators"] = [_of_agency(f"Name of administrator {number}") for number in (1, 2)]
    given["focal_points"] = [
        {
            **_of_agency(f"Name of focal point {number} for complaints"),
            "contact": asking.line("How to reach this person"),
            "line": asking.line("To whom this person answers"),
        }
        for number in (1, 2)
    ]
    given["outside_address"] = asking.line("One address for complaints outside the operation")
    given["recipients"] = [asking.line(f"age recipient {number} of 3 for recovery copies") for number in (1, 2, 3)]
    given["recovery_copies"] = asking.line("Folder for the recovery copies")
    given["rehearse_with"] = asking.line("File with the age identity of one of the three, for the rehearsal")
    return given


def _of_agency(question: str) -> dict[str, str]:
    return {"name": asking.line(question), "agency": asking.line("Agency")}


def answers(given: dict[str, Any]) -> Answers:
    """Return what was given in its shape. Raises `NoAnswerError` for what is missing."""
    from fristad.server.custody.founding import Answers, Holder, Point  # noqa: PLC0415 - needs the apps

    try:
        return Answers(
            operation=str(given["operation"]),
            agencies={str(name): str(body) for name, body in given["agencies"].items()},
            holders=[
                Holder(str(each["name"]), _passphrase(each), Path(each["key_file"]).absolute())
                for each in given["key_holders"]
            ],
            administrators=[(str(each["name"]), str(each["agency"])) for each in given["administrators"]],
            focal_points=[
                Point(*(str(each[part]) for part in ("name", "contact", "line", "agency")))
                for each in given["focal_points"]
            ],
            outside_address=str(given["outside_address"]),
            recipients=[str(each) for each in given["recipients"]],
            recovery_folder=Path(given["recovery_copies"]).absolute(),
            identity=asking.identity(Path(given["rehearse_with"])),
        )
    except (KeyError, TypeError, AttributeError) as error:
        missing = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else "something has the wrong shape"
        raise asking.NoAnswerError(f"The answers are not whole: {missing}; {_EXAMPLE}.") from error


def _passphrase(holder: dict[str, Any]) -> str:
    return str(holder.get("passphrase") or asking.new_secret(f"Passphrase of {holder['name']}"))


def _tell(done: Founded) -> None:
    say = sys.stdout.write
    say("The operation is made. It is locked.\n\nHand over, and keep nowhere else:\n")
    for path in (*done.key_files, *done.recovery_copies):
        say(f"  {path}\n")
    say("\nInvitations of the administrators, for three days, each to be used once:\n")
    for name, link in done.invitations.items():
        say(f"  {name}: {link}\n")
    say(f"\nRecovery was rehearsed: {done.rehearsed.operations} operation opened from a recovery copy.\n")
    say("Next: `fristad serve`, then `fristad keys unlock`.\n")
