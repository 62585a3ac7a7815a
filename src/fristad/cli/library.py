"""`fristad library`: list, show or check what the library knows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import RESULT_WORDS, Instrument, Item
from fristad.library import (
    LibraryError,
    check_library,
    instrument_ids,
    load_catalogue,
    load_instrument,
    load_texts,
    vocabulary,
)
from fristad.library.files import SHIPPED, rows
from fristad.library.loading import data_of
from fristad.library.statements import verification_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the three things to do."""
    todo = parser.add_subparsers(dest="todo", metavar="list|show|check", required=True)
    listing = todo.add_parser("list", help="every instrument, or every key that an answers file may hold")
    listing.add_argument("--keys", action="store_true", help="list keys instead of instruments")
    show = todo.add_parser("show", help="one instrument: what it is, how far it was checked, its items and rule")
    show.add_argument("id", metavar="ID", help="an instrument, see `fristad library list`")
    check = todo.add_parser("check", help="prove that a library keeps every promise of its format")
    check.add_argument(
        "path", metavar="PATH", nargs="?", type=Path, help="a library folder; by default the shipped one"
    )


def run(args: argparse.Namespace) -> int:
    """Do one of the three. Only `check` can end with 1."""
    if args.todo == "check":
        return _check(args.path)
    lines = _show(args.id) if args.todo == "show" else _keys() if args.keys else _instruments()
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _check(path: Path | None) -> int:
    if path is not None and not path.is_dir():
        raise LibraryError(
            f"{path} is not a folder. Name a library folder, or none for the one that ships with Fristad."
        )
    problems = check_library(path)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    sys.stderr.write(f"{count} found.\n" if problems else "The library is sound: every check passed.\n")
    return 1 if problems else 0


def _instruments() -> Iterator[str]:
    width = max(map(len, instrument_ids()))
    for name in instrument_ids():
        data = data_of(SHIPPED, name)
        use, kind = str(data.get("use_level")), str(data.get("kind"))
        yield f"{name:<{width}}  {use:<22}  {kind:<9}  {data.get('title')}"


def _keys() -> Iterator[str]:
    texts, keys = load_texts("en"), vocabulary()
    for topic in load_catalogue().topics():
        yield f"{topic.leaf}\t{texts.label(topic.leaf)}"
    for name, key in keys.alias.items():
        if not name.startswith("person."):
            yield f"{name}\t{'its own key' if name == key else f'the same as {key}'}"


def _show(name: str) -> Iterator[str]:
    """Also an instrument that must not be used is shown: the reason is worth reading."""
    data = data_of(SHIPPED, name)
    yield f"{name}: {data.get('title')}"
    year = data.get("year") or "not dated"
    yield f"{data.get('publisher')}, {year}; for {data.get('population')}; {data.get('kind')}"
    try:
        instrument = load_instrument(name)
    except InstrumentError as error:
        yield str(error)
    else:
        yield from _loaded(instrument)
    yield ""
    yield "Sources"
    for source in rows(data, "sources"):
        dated = f"{source.get('title')} ({source.get('year') or 'not dated'})"
        yield f"  {source.get('ref')}  {dated}. {source.get('url') or 'No address.'}"


def _loaded(instrument: Instrument) -> Iterator[str]:
    verification = verification_of(instrument)
    yield f"Use: {instrument.use_level}. {verification['banner'] or ''}".rstrip()
    yield f"Checked: {verification['level']}. {verification['note']}"
    yield f"Hash: {instrument.hash}"
    for dimension in instrument.dimensions:
        yield ""
        origin = f", from {dimension.borrowed_from}" if dimension.borrowed_from else ""
        yield f"{dimension.id}: {dimension.label}{origin} ({_rule(instrument, dimension.id)})"
        for item in instrument.items:
            if item.dimension == dimension.id:
                yield f"  {_item(item)}"
    yield from _table(instrument)


def _rule(instrument: Instrument, dimension: str) -> str:
    rule = instrument.dimension[dimension].rule
    if rule is None:
        return "reported, no rule"
    weights = {weight for _, weight in rule.terms}
    if weights == {1}:
        return f"met by {rule.at_least} of {len(rule.terms)}"
    return f"met when the weights {', '.join(map(str, sorted(weights, reverse=True)))} reach {rule.at_least}"


def _item(item: Item) -> str:
    if item.withheld:
        return f"{item.id}: {item.label} [withheld: {item.withheld}]"
    strength = f" [{item.strength}]" if item.strength else ""
    if item.leaf:
        return f"{item.id}: {item.label}{strength} = {item.leaf}"
    evidence = ", ".join(item.establishing) or "recorded directly"
    return f"{item.id}: {item.label}{strength} <- {evidence}"


def _table(instrument: Instrument) -> Iterator[str]:
    table = instrument.table
    if table is None:
        return
    yield ""
    yield "Rows"
    for word in RESULT_WORDS:
        for row in table.rows:
            if row.result == word:
                yield f"  {word}: {row.label}"
    every = len(instrument.dimensions)
    silent = table.unclassified_patterns(every)
    if silent:
        yield f"  unclassified: {silent} of {2**every} patterns, on which the publication is silent"
