"""A run where the rows already are: a table in PostgreSQL or Spark is determined there, and only counts and
determinations leave.

Contact columns and answers stay: the list then holds row ids only, and what is open is not worked out. Rows are
taken in the order of their ids, since a table in a database has none of its own.
"""

# ruff: noqa: S608 - every name and text in a statement went through the dialect's quoting, or is written here

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from fristad.bulk.counting import Tally, answered_of, answered_sql, tally_done
from fristad.bulk.duck import Duck
from fristad.bulk.errors import RunError
from fristad.bulk.folder import RunFolder
from fristad.bulk.headers import bind
from fristad.bulk.marks import UNLISTED, UNREADABLE
from fristad.bulk.request import Request
from fristad.bulk.results import write_results
from fristad.bulk.servers import Server, connect
from fristad.bulk.statements import ID, OFFER, PATTERN, PERSON, ROW, Statements, dimension_ids
from fristad.targets.dialects import dialect_named

_NTH = "#nth"
_ROWS = 50_000
_MOST_VALUES = 50


def screen_elsewhere(request: Request, folder: RunFolder, identity: dict[str, Any]) -> dict[str, Any]:
    """Screen a table of a database. Raises RunError where it cannot be reached. Such a run begins anew after a kill."""
    with connect(request.engine, request.table, request.database_url) as server:
        binding = bind(request.mapping, server.header, request.table)
        binding = replace(binding, contacts=())
        known = folder.begin(identity, force=request.force)
        for part in folder.named("done"):
            part.unlink()
        today = date.fromisoformat(known["today"])
        made = Statements(request.mapping, binding, request.instruments, dialect_named(request.engine), today)
        run = _Run(server, made, folder)
        run.prepare()
        if request.strict and (run.unlisted or run.unreadable or run.rejected):
            raise RunError(
                "Stopped (--strict): the table has values that the mapping does not list, or rows without an id."
            )
        run.fetch(progress=request.progress)
        with Duck(folder.path("spill")) as duck:
            tally = run.tally(duck)
        rejects = ((0, None, "", f"{count} rows {reason}") for reason, count in run.rejects.items() if count)
        summary = write_results(request, made, folder, tally, run.results(), rejects)
    shutil.rmtree(folder.path("spill"), ignore_errors=True)
    folder.publish()
    return summary


@dataclass
class _Run:
    """One run on a server. `prepare` counts what cannot be used, `fetch` brings the determinations."""

    server: Server
    made: Statements
    folder: RunFolder

    def prepare(self) -> None:
        q, made = self._q, self.made
        cells = made.cells(self.server.numbered(made.binding.row_id, "#n"), q("#n"))
        self.server.keep("fristad_cells", cells)
        signals = made.marked("fristad_cells")
        nth = f"ROW_NUMBER() OVER (PARTITION BY {q(ID)} ORDER BY {q(ROW)}) AS {q(_NTH)}"
        self.server.keep("fristad_signals", f"SELECT *, {nth} FROM ({signals}) AS signals")
        has_id = self._has_id()
        count = (
            "SELECT COUNT(*), SUM(CASE WHEN {has} THEN 0 ELSE 1 END), SUM(CASE WHEN {has} AND {nth} > 1 "
            "THEN 1 ELSE 0 END)"
        )
        row = self.server.rows(count.format(has=has_id, nth=q(_NTH)) + " FROM fristad_signals")[0]
        self.table_rows, without, again = (int(each or 0) for each in row)
        self.rejects = {"have no id": without, "have the id of another row": again}
        self.rejected = without + again
        self._kept = f"(SELECT * FROM fristad_signals WHERE {has_id} AND {q(_NTH)} = 1) AS kept"
        self.unlisted, self.unreadable = self._flagged(has_id)

    def _has_id(self) -> str:
        names = [ID, PERSON] if self.made.binding.person else [ID]
        return " AND ".join(f"COALESCE({self._q(name)}, '') <> ''" for name in names)

    def _flagged(self, has_id: str) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
        unlisted: dict[str, dict[str, int]] = {}
        unreadable: dict[str, int] = {}
        for at, bound in enumerate(self.made.binding.bound):
            read = self.made.flagged(at, "fristad_cells")
            found = self.server.rows(
                f"SELECT rest, flag & {UNLISTED | UNREADABLE}, COUNT(*) FROM ({read}) AS flagged WHERE {has_id} "
                f"GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT {_MOST_VALUES}"
            )
            for value, flag, count in found:
                if flag & UNLISTED:
                    unlisted.setdefault(bound.column.name, {})[str(value)] = int(count)
                else:
                    unreadable[bound.column.name] = unreadable.get(bound.column.name, 0) + int(count)
        return unlisted, unreadable

    def _keyed(self) -> str:
        keyed = self.made.keyed(self._kept)
        return self.made.persons(f"({keyed}) AS keyed") if self.made.binding.person else keyed

    def fetch(self, *, progress: bool) -> None:
        """Bring row ids and determinations, part by part."""
        made, q = self.made, self._q
        answers = made.answers(f"({self._keyed()}) AS keyed")
        self.server.keep("fristad_coded", made.coded(f"({answers}) AS answers"))
        determined = made.determined("fristad_coded", [ROW, ID])
        names = [ROW, ID, *self._result_names(), OFFER]
        statement = f"SELECT {', '.join(map(q, names))} FROM ({determined}) AS wanted ORDER BY {q(ID)}"
        rows = self.server.stream(statement)
        with tqdm(desc="Screening", total=self.table_rows, unit="row", disable=None if progress else True) as bar:
            number = 0
            while part := list(islice(rows, _ROWS)):
                with self.folder.writing(f"done-{number:06d}.parquet") as path:
                    pq.write_table(_table(names, part), path, compression="zstd")
                bar.update(len(part))
                number += 1

    def _result_names(self) -> list[str]:
        names = []
        for instrument in self.made.instruments:
            conditions = [d.id for d in instrument.dimensions if d.is_condition and d.rule is not None]
            names += [
                f"{instrument.id}.{n}" for n in ("result", "classification", *dimension_ids(instrument), *conditions)
            ]
        return names

    def tally(self, duck: Duck) -> Tally:
        keyed = f"({self._keyed()}) AS keyed"
        answered = answered_of(self.made, self.server.rows(answered_sql(self.made, keyed))[0]) if self.made.keys else {}
        return replace(
            tally_done(duck, self.made, self.folder.named("done")),
            table_rows=self.table_rows,
            rejected=self.rejected,
            unlisted=self.unlisted,
            unreadable=self.unreadable,
            answered=answered,
        )

    def results(self) -> Iterator[pa.Table]:
        for path in self.folder.named("done"):
            yield pq.read_table(path)

    def _q(self, name: str) -> str:
        return self.made.dialect.name(name)


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = []
    for name, column in zip(names, zip(*rows, strict=True), strict=True):
        kind = pa.string()
        if name == ROW:
            kind = pa.int64()
        elif name == OFFER:
            kind = pa.bool_()
        elif name != ID and not name.endswith((".result", ".classification")):
            kind = pa.int8()
        columns.append(pa.array(column, kind))
    table = pa.table(columns, names=names)
    return table.append_column(PATTERN, pa.nulls(table.num_rows, pa.string()))
