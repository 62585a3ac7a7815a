"""`fristad ...`: finds the command, reads its options, and turns every fault into one sentence and an exit code.

A command module has `configure(parser)`, which adds its options, and `run(args) -> int`, which returns the exit code.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from types import ModuleType
from typing import NoReturn

from fristad import __version__
from fristad.engine.errors import FristadError, InstrumentError, MachineError
from fristad.library import UnknownInstrumentError

#: What a command can end with. `docs/reference/cli.md` explains each.
DONE, PROBLEMS, WRONG_USE, REFUSED, FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130

#: Each command: its module, and what it does in one line.
COMMANDS = {
    "determine": ("fristad.cli.determine", "what one person's answers amount to, why, and what to ask next"),
    "interview": ("fristad.cli.interview", "ask topic by topic in the terminal, only what still matters"),
    "screen": ("fristad.cli.screen", "screen a whole table"),
    "mapping": ("fristad.cli.mapping", "start or check a mapping from a table's columns to answers"),
    "form": ("fristad.cli.form", "write an instrument as a form for phones"),
    "library": ("fristad.cli.library", "list, show or check what the library knows"),
    "demo": ("fristad.cli.demo", "screen a bundled table of invented persons"),
    "cases": ("fristad.cli.cases", "bring in a caseload from another system, and undo that"),
    "duplicates": ("fristad.cli.duplicates", "find records of one person in the whole register"),
    "serve": ("fristad.cli.serve", "start the server: key holder, web workers and job runner"),
    "init": ("fristad.cli.init", "make a live operation"),
    "keys": ("fristad.cli.keys", "unlock, and who may; new keys, recovery copies, rehearsals"),
    "lock": ("fristad.cli.lock", "forget every key, at once"),
    "alive": ("fristad.cli.alive", "the sign of life from a second place"),
    "audit": ("fristad.cli.audit", "verify the log of writes and reads"),
    "backup": ("fristad.cli.backup", "write data and keys, apart, for a restore"),
    "restore": ("fristad.cli.restore", "put back a backup; what was erased stays erased"),
    "docs": ("fristad.cli.docs", "what each part of the server gives to the others, as a page"),
    "messages": ("fristad.cli.messages", "how far the server's texts are translated"),
}
_EXAMPLE = """echo '{"debt_bondage@destination": "yes"}' | fristad determine --instrument palermo_art3 --answers -"""
#: How much of an unexpected fault's own words is shown.
_LONGEST = 200


class UsageError(FristadError):
    """The command was not typed as it should be."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in a sentence, with what is near, instead of printing all options and leaving."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See `{self.prog} --help`.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Never raises: a fault is one sentence on standard error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return DONE
    except KeyboardInterrupt:
        return _say("Stopped.", INTERRUPTED)
    except InstrumentError as error:
        return _say(str(error), WRONG_USE if isinstance(error, UnknownInstrumentError) else REFUSED)
    except FristadError as error:
        return _say(str(error), FAILED if isinstance(error, MachineError) else WRONG_USE)
    except Exception as error:  # the machine's faults and our own
        _forget_output()
        return _say(_failure(error), FAILED)
    return code


def _run(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(overview())
        return WRONG_USE
    name, rest = arguments[0], arguments[1:]
    if name in ("-h", "--help", "help"):
        sys.stdout.write(overview())
        return DONE
    if name in ("-V", "--version"):
        sys.stdout.write(f"fristad {__version__}\n")
        return DONE
    module = _module(name)
    parser = Parser(prog=f"fristad {name}", description=_sentence(COMMANDS[name][1]), allow_abbrev=False)
    module.configure(parser)
    try:
        args, unknown = parser.parse_known_args(rest)
    except SystemExit as ended:  # only after --help
        return int(ended.code or 0)
    except UsageError:
        _refuse_misspelt(rest, name, parser)
        raise
    if unknown:
        raise UsageError(_unknown_option(unknown[0], name, parser))
    return int(module.run(args))


def overview() -> str:
    """What there is, with an example that runs."""
    lines = [f"  {name:<11}{about}" for name, (_, about) in COMMANDS.items()]
    return "\n".join(
        [
            "Fristad says what a person's answers amount to, why, what is open, and what to ask next.",
            "",
            "Usage: fristad COMMAND [OPTIONS]",
            "",
            *lines,
            "",
            "`fristad COMMAND --help` explains one command. An example:",
            "",
            f"  {_EXAMPLE}",
            "",
        ]
    )


def _module(name: str) -> ModuleType:
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, n=2, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(COMMANDS)}."
        raise UsageError(f"There is no command '{name[:40]}'. {hint} An example: {_EXAMPLE}")
    path = COMMANDS[name][0]
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name == path:
            raise UsageError(f"This version of Fristad does not have the command '{name}' yet.") from error
        raise UsageError(f"'{name}' needs the Python package '{error.name}'. Install it with pip.") from error


def _sentence(about: str) -> str:
    return f"{about[:1].upper()}{about[1:]}."


def _refuse_misspelt(rest: list[str], name: str, parser: argparse.ArgumentParser) -> None:
    """A misspelt option is why another one is missing, so it is named first."""
    known = _options(parser)
    for word in rest:
        option = word.partition("=")[0]
        if option.startswith("--") and option not in known and get_close_matches(option, known, n=1, cutoff=0.8):
            raise UsageError(_unknown_option(word, name, parser))


def _options(parser: argparse.ArgumentParser) -> list[str]:
    words = [word.strip("[],") for word in parser.format_usage().split()]
    return [word for word in words if word.startswith("--")]


def _unknown_option(option: str, name: str, parser: argparse.ArgumentParser) -> str:
    near = get_close_matches(option.partition("=")[0], _options(parser), n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"See `fristad {name} --help`."
    kind = "option" if option.startswith("-") else "argument"
    return f"'{option[:40]}' is no {kind} of `fristad {name}`. {hint}"


def _failure(error: Exception) -> str:
    if not isinstance(error, OSError):
        what = " ".join(f"{type(error).__name__} {error}".split())[:_LONGEST]
        return f"Fristad met a fault of its own: {what}. Set FRISTAD_DEBUG=1 to see where."
    what = error.strerror or str(error)
    return f"{error.filename}: {what}." if error.filename else f"{what}."


def _say(sentence: str, code: int) -> int:
    """Say what went wrong; with FRISTAD_DEBUG also where."""
    with contextlib.suppress(OSError):
        if os.environ.get("FRISTAD_DEBUG"):
            traceback.print_exc()
        sys.stderr.write(f"{sentence}\n")
    return code


def _speak_utf8() -> None:
    """Questions come in six languages, whatever the terminal's settings say."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_output() -> None:
    """Nobody reads standard output any more, so that Python must not complain when it closes it."""
    with contextlib.suppress(OSError, ValueError):
        output = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), output)
