"""`fristad messages`: how far the server's texts are translated, and which texts a language lacks."""

from __future__ import annotations

import argparse

from fristad.engine.errors import FristadError
from fristad.server.site.translations import states


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--lang", metavar="XX", help="list the texts that this language lacks: sv, ar, fr, es or uk")


def run(args: argparse.Namespace) -> int:
    """Print a line for each language, or the texts that one of them lacks."""
    found = states()
    if args.lang is None:
        for language, state in found.items():
            done = state.texts - len(state.lacking)
            print(f"{language}  {done:,} of {state.texts:,} texts translated (drafts: reviewed by nobody yet)")
        return 0
    if args.lang not in found:
        raise FristadError(f"There is no translation into {args.lang}. Languages: {', '.join(found)}.")
    for text in found[args.lang].lacking:
        print(text)
    return 0
