"""`fristad keys ...`: who may open the operation, its recovery copies, and rehearsals."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fristad.cli import asking
from fristad.cli.places import add_demo, choose

if TYPE_CHECKING:
    from fristad.server.vault.keystore import OpenStore


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the things to do."""
    todo = parser.add_subparsers(dest="todo", metavar="|".join(_TODO), required=True)
    for name, (about, _) in _TODO.items():
        each = todo.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
        add_demo(each)
        if name in _OPTIONS:
            _OPTIONS[name](each)


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", help="the key holder; asked for if left out")
    parser.add_argument("--key-file", type=Path, metavar="FILE", help="the key holder's file; asked for if left out")


def _create_options(parser: argparse.ArgumentParser) -> None:
    _who(parser)
    parser.add_argument("--new", required=True, metavar="NAME", help="the new key holder")
    parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="where to write the new key file")


def _remove_options(parser: argparse.ArgumentParser) -> None:
    _who(parser)
    parser.add_argument("--holder", required=True, metavar="NAME", help="who opens the store no more")


def _renew_options(parser: argparse.ArgumentParser) -> None:
    _who(parser)
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="folder for the new key files")


def _escrow_options(parser: argparse.ArgumentParser) -> None:
    _who(parser)
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="folder for the recovery copies")
    parser.add_argument("recipients", nargs="+", metavar="AGE_RECIPIENT", help="three or more, each of another person")


def _drill_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--copy", required=True, type=Path, metavar="FILE", help="one of the recovery copies")
    parser.add_argument("--identity", required=True, type=Path, metavar="FILE", help="its recipient's age identity")


def _recover_options(parser: argparse.ArgumentParser) -> None:
    _drill_options(parser)
    parser.add_argument("--new", required=True, metavar="NAME", help="the new key holder")
    parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="where to write the new key file")


def _hours_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lock-at", metavar="HH:MM", help="lock by itself at this hour; `none` for no hour")
    parser.add_argument(
        "--alive", metavar="MINUTES", help="lock if `fristad alive` does not come so often; `none` to end"
    )


def run(args: argparse.Namespace) -> int:
    """Do one of them."""
    choose(args)
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - loads Django, only in these commands

    set_up()
    _TODO[args.todo][1](args)
    return 0


def _opened(args: argparse.Namespace) -> OpenStore:
    from fristad.server.custody import places  # noqa: PLC0415 - needs the settings

    return places.key_store().open(*asking.credentials(args.name, args.key_file))


def _status(_: argparse.Namespace) -> None:
    from fristad.server.custody import places  # noqa: PLC0415 - needs the settings
    from fristad.server.vault import lines  # noqa: PLC0415

    store, told = places.key_store(), lines.ask(places.socket(), {"do": "status"}, patience=0.5)
    since = datetime.fromtimestamp(told["locked"]["since"]).astimezone().isoformat(" ", "minutes")
    _say("Open." if told["open"] else f"Locked since {since}, because of: {told['locked']['because']}.")
    if told["until"]:
        _say(f"Locks by itself at {datetime.fromtimestamp(told['until']).astimezone().isoformat(' ', 'minutes')}.")
    _say(f"{told['watchers']} processes are told about keys.")
    _say(f"Key holders: {', '.join(store.holders())}.")
    escrow, drills = store.read()["escrow"], store.read()["drills"]
    _say(f"Recovery copies: {len(escrow['copies'])} made on {escrow['on']}." if escrow else "Recovery copies: none.")
    _say(f"Last rehearsal: {drills[-1]['on']}." if drills else "Last rehearsal: never.")
    _say(f"Memory of the key holder can{'not' if told['memory'] else ''} be written to swap.")


def _unlock(args: argparse.Namespace) -> None:
    from fristad.server.custody import unlocking  # noqa: PLC0415 - needs the apps

    unlocking.unlock(*asking.credentials(args.name, args.key_file), at="terminal")
    _say("Open.")


def _create(args: argparse.Namespace) -> None:
    opened = _opened(args)
    made = opened.add_holder(args.new, asking.new_secret(f"New passphrase of {args.new}"))
    _write_key_file(args.to, made.to_text())


def _remove(args: argparse.Namespace) -> None:
    _opened(args).remove_holder(args.holder)
    _say(f"{args.holder} opens the store no more. Run `fristad keys renew` too: old copies of the store still open.")


def _renew(args: argparse.Namespace) -> None:
    opened = _opened(args)
    holders = opened.store.holders()
    words = {name: asking.new_secret(f"New passphrase of {name}") for name in holders}
    opened.new_root(words, lambda made: _write_key_file(args.to / f"{made.holder}.key", made.to_text()))
    _say("Every earlier key file and recovery copy is void. Make new copies now: `fristad keys escrow`.")


def _rotate(args: argparse.Namespace) -> None:
    from fristad.server.custody import places, rotation, unlocking  # noqa: PLC0415 - needs the apps

    credentials = asking.credentials(args.name, args.key_file)
    store = places.key_store().open(*credentials)
    done = rotation.rotate(store, lambda: unlocking.give_out(*credentials))
    _say(f"{sum(done.values()):,} record keys of {len(done)} operation(s) are wrapped under new keys.")


def _escrow(args: argparse.Namespace) -> None:
    from fristad.server.custody import recovery  # noqa: PLC0415 - needs the apps

    for path in recovery.escrow(_opened(args), args.recipients, args.to):
        _say(f"{path}")
    _say("Hand each to its recipient, and rehearse with one of them: `fristad keys drill`.")


def _drill(args: argparse.Namespace) -> None:
    from fristad.server.custody import recovery  # noqa: PLC0415 - needs the apps

    found = recovery.drill(_bytes(args.copy), asking.identity(args.identity))
    _say(f"The recovery copy opens {found.operations} operation(s); records of {found.with_records} were opened.")


def _recover(args: argparse.Namespace) -> None:
    from fristad.server.custody import places, recovery  # noqa: PLC0415 - needs the apps

    words = asking.new_secret(f"New passphrase of {args.new}")
    identity = asking.identity(args.identity)
    made = recovery.recover(places.key_store(), _bytes(args.copy), identity, args.new, words)
    _write_key_file(args.to, made.to_text())


def _hours(args: argparse.Namespace) -> None:
    from fristad.server.custody import places  # noqa: PLC0415 - needs the settings
    from fristad.server.vault.hours import check_hour  # noqa: PLC0415

    store = places.key_store()
    policy = store.policy()
    if args.lock_at:
        policy["lock_at"] = None if args.lock_at == "none" else check_hour(args.lock_at)
    if args.alive:
        policy["alive_minutes"] = None if args.alive == "none" else _minutes(args.alive)
    store.note("policy", policy)
    _say(
        f"Locks at: {policy['lock_at'] or 'no set hour'}. Sign of life: every {policy['alive_minutes'] or '-'} minutes."
    )
    _say("This holds from the next unlocking on.")


def _minutes(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise asking.NoAnswerError(f"'{text[:20]}' is no number of minutes.")
    return int(text)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()[:1_000_000]
    except OSError as error:
        raise asking.NoAnswerError(f"{path} cannot be read: {error.strerror}.") from error


def _write_key_file(path: Path, text: str) -> None:
    from fristad.server.vault.key_files import write_secret  # noqa: PLC0415 - only where it is needed

    if path.exists():
        raise asking.NoAnswerError(f"{path} is there already. Name another file.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_secret(path, text.encode())
    _say(f"{path}: hand it over, on a stick that its holder keeps. It is kept nowhere else.")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


_TODO: dict[str, tuple[str, Callable[[argparse.Namespace], None]]] = {
    "status": ("whether it is open, who may open it, when recovery was last rehearsed", _status),
    "unlock": ("open the operation", _unlock),
    "create": ("make one more key holder", _create),
    "remove": ("take a key holder away", _remove),
    "rotate": ("give the operation new keys, and wrap every record key anew", _rotate),
    "renew": ("change the root key: every key file and recovery copy so far is void", _renew),
    "escrow": ("write recovery copies to three or more age recipients", _escrow),
    "drill": ("rehearse recovery from one of the copies", _drill),
    "recover": ("make a new key holder from a recovery copy", _recover),
    "hours": ("when the operation locks by itself", _hours),
}
_OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "unlock": _who,
    "create": _create_options,
    "remove": _remove_options,
    "rotate": _who,
    "renew": _renew_options,
    "escrow": _escrow_options,
    "drill": _drill_options,
    "recover": _recover_options,
    "hours": _hours_options,
}
