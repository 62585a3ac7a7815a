"""`fristad serve`: key holder, web workers and job runner together."""

from __future__ import annotations

import argparse
import subprocess
import sys

from fristad.cli.places import add_demo, choose
from fristad.server.custody.serving.starting import Plan, ServeError, serve


def configure(parser: argparse.ArgumentParser) -> None:
    add_demo(parser)
    parser.add_argument("--port", type=_port, default=8000, help="where it answers (8000)")
    parser.add_argument("--address", default="127.0.0.1", help="address to listen on; behind a proxy with TLS")


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 0 < port < 65_536:
        raise argparse.ArgumentTypeError(f"'{text[:20]}' is no port. Choose a number such as 8000")
    return port


def run(args: argparse.Namespace) -> int:
    places = choose(args)
    plan = Plan(args.demo, places.HOME, places.KEYS, places.RUN, args.address, args.port)
    plan.check()
    if args.demo and not places.KEYS.exists():
        sys.stderr.write("Making the demonstration: about half a minute, once.\n")
    serve(plan, _prepared())
    return 0


def _prepared() -> list[str]:
    """Prepare in a process of its own and return what to tell. Raises `ServeError` with its sentence."""
    command = [sys.executable, "-m", "fristad.server.custody.serving.prepare"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["Fristad could not be prepared."]
        raise ServeError(said[-1])
    return done.stdout.splitlines()
