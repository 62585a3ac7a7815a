"""`screen`: one table, one mapping, some instruments, one folder of results."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

import fristad
from fristad.bulk.elsewhere import screen_elsewhere
from fristad.bulk.errors import DiskError, RunError, TableError, is_disk_full
from fristad.bulk.folder import RunFolder, sha256_of
from fristad.bulk.headers import bind
from fristad.bulk.local import LocalRun
from fristad.bulk.reading import open_table
from fristad.bulk.request import Request
from fristad.bulk.results import write_results
from fristad.bulk.statements import Statements
from fristad.engine.errors import FristadError
from fristad.targets.dialects import dialect_named

#: How much of a fault's own words is shown.
_LONGEST = 200


def screen(request: Request) -> dict[str, Any]:
    """Screen a table and write `conversations.csv`, `determinations.parquet`, `summary.json`, `report.html`,
    `rejects.csv`.

    Returns the summary. Raises MappingError, TableError or RunError; then no final name has appeared, and a run
    with finished parts can be started again to go on.
    """
    folder = RunFolder(request.out)
    try:
        return _screen(request, folder)
    except FristadError:
        # The table or the mapping has to change, so what was read so far is of no use.
        folder.leave(keep=False)
        raise
    except (OSError, ValueError, pa.ArrowException, duckdb.Error) as error:
        folder.leave(keep=True)
        if is_disk_full(error):
            raise DiskError(
                f"The disk is full: {request.out} takes no more. Make room and start the same command again; "
                "it goes on."
            ) from error
        if isinstance(error, OSError) and error.filename is not None:
            raise DiskError(f"{error.filename} cannot be written or read: {error.strerror}.") from error
        what = " ".join(str(error).split())[:_LONGEST] or type(error).__name__
        raise RunError(
            f"{request.table} cannot be screened: {what} (set FRISTAD_DEBUG=1 to see where this comes from)."
        ) from error
    except BaseException:
        folder.leave(keep=True)
        raise


def _screen(request: Request, folder: RunFolder) -> dict[str, Any]:
    if request.table == "-":
        raise TableError("Standard input is not read. Write the table to a file and name that.")
    folder.refuse_inputs([Path(request.table), *([request.mapping_file] if request.mapping_file else [])])
    if request.engine != "duckdb":
        return screen_elsewhere(request, folder, identity_of(request, request.table))
    mapping = request.mapping
    path = Path(request.table)
    if path.exists() and not path.is_file() and not path.is_dir():
        raise TableError(f"{path} is no file. Write the table to a file and name that.")
    source = open_table(path, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet)
    binding = bind(mapping, source.header, path.name, source.lists)
    known = folder.begin(identity_of(request, sha256_of(path)), force=request.force, may_differ=request.may_differ)
    today = date.fromisoformat(known["today"])
    statements = Statements(mapping, binding, request.instruments, dialect_named("duckdb"), today)
    with LocalRun(source, statements, folder, strict=request.strict, progress=request.progress) as run:
        tally = run.all_steps()
        summary = write_results(request, statements, folder, tally, run.results(), run.rejects())
    folder.publish()
    return summary


def identity_of(request: Request, table: str) -> dict[str, Any]:
    """What a run depends on, as hashes: whatever differs makes it another run."""
    return {
        "input": table,
        "mapping": request.mapping.hash,
        "instruments": {i.id: i.hash for i in request.instruments},
        "engine": f"{request.engine} {fristad.__version__} {_code_hash()}",
        "strict": request.strict,
        "today": (request.today or date.today()).isoformat(),  # noqa: DTZ011 - the day where the table is
    }


def _code_hash() -> str:
    """SHA-256 over the code that decides what comes out."""
    home = Path(fristad.__file__).parent
    digest = hashlib.sha256()
    for package in ("engine", "targets", "bulk"):
        for path in sorted((home / package).rglob("*.py")):
            digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
