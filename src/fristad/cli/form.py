"""`fristad form`: an instrument as a form for phones, or as the document of the field app."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import mkstemp

from fristad.engine.errors import FristadError
from fristad.engine.instrument import Instrument
from fristad.library import load_instrument


class FormError(FristadError):
    """A form that cannot be written where and as it was asked for."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the kind of form, the instrument and where to write it."""
    parser.add_argument(
        "kind", choices=("xlsform", "json"), help="an XLSForm for ODK and Kobo, or JSON for the field app"
    )
    parser.add_argument("--instrument", metavar="ID", required=True, help="an instrument, see `fristad library list`")
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help="a name in .xlsx (or .xml, compiled), or in .json"
    )
    parser.add_argument("--result-note", action="store_true", help="show the result word at the end of an XLSForm")


def run(args: argparse.Namespace) -> int:
    """Write one file. Nothing is left half written, and the sentence on standard error says what was written."""
    _check(args)
    instrument = load_instrument(args.instrument)
    _write(args.out, _content(args, instrument))
    sys.stderr.write(f"Wrote {instrument.title} ({instrument.use_level}) to {args.out}.\n")
    return 0


def _check(args: argparse.Namespace) -> None:
    endings = (".json",) if args.kind == "json" else (".xlsx", ".xml")
    if args.out.suffix.lower() not in endings:
        raise FormError(f"'{args.out.name}' must end in {' or '.join(endings)} for the kind {args.kind}. Rename it.")
    if args.kind == "json" and args.result_note:
        raise FormError("--result-note belongs to xlsform; the field app has its own screen for results. Leave it out.")


def _content(args: argparse.Namespace, instrument: Instrument) -> bytes:
    # Imported here: pyxform takes longer to load than every other command together.
    from fristad.targets import field_json, xlsform  # noqa: PLC0415

    if args.kind == "json":
        return field_json.field_text(instrument).encode()
    sheets = xlsform.make_sheets(instrument, result_note=args.result_note)
    if args.out.suffix.lower() == ".xml":
        return xlsform.make_xform(sheets).encode()
    return xlsform.make_workbook(sheets)


def _write(path: Path, content: bytes) -> None:
    """Under a passing name first, so that a full disk leaves the old file or none."""
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    passing = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        passing.chmod(0o644)
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)
