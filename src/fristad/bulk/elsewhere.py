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

from fristad.bulk.counting import MOST_VALUES, OTHER_VALUES, Tally, answered_of, answered_sql, tally_done
from fristad.bulk.duck import Duck
from fristad.bulk.errors import RunError
from fristad.bulk.folder import RunFolder
from fristad.bulk.headers import bind
from fristad.bulk.marks import UNLISTED, UNREADABLE
from fristad.bulk.request import Request
from fristad.bulk.results import write_results
from fristad.bulk.servers import Server, connect
from fristad.bulk.statements import ID, OFFER, PATTERN, ROW, Statements, dimension_ids, free_name
from fristad.targets.dialects import dialect_named

_NTH, _WHY = "#nth", "why"
_ROWS = 50_000
#: Unlisted values told apart per column, and how much of each: as many as of a file.
_SHOWN = 80


def screen_elsewhere(request: Request, folder: RunFolder, identity: dict[str, Any]) -> dict[str, Any]:
    """Screen a table of a database. Raises RunError where it cannot be reached. Such a run begins anew after a kill."""
    with connect(request.engine, request.table, request.database_url) as server:
        binding = bind(request.mapping, server.header, request.table, server.lists)
        binding = replace(binding, contacts=())
        known = folder.begin(identity, force=request.force, may_differ=request.may_differ)
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
        rejects = ((0, None, "", f"{count} rows with {reason}") for reason, count in run.rejects.items())
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
        number = free_name("#n", self.server.header)
        cells = made.cells(self.server.numbered(made.binding.row_id, number), q(number))
        self.server.keep("fristad_cells", cells)
        signals = made.marked("fristad_cells")
        # Rows that have no id or no person are left out before the others are told apart.
        nth = f"ROW_NUMBER() OVER (PARTITION BY {q(ID)}, {_WHY} ORDER BY {q(ROW)}) AS {q(_NTH)}"
        why = f"SELECT *, {made.why_no_id()} AS {_WHY} FROM ({signals}) AS signals"
        self.server.keep("fristad_signals", f"SELECT *, {nth} FROM ({why}) AS told")
        self._kept = f"(SELECT * FROM fristad_signals WHERE {_WHY} IS NULL AND {q(_NTH)} = 1) AS kept"
        self.table_rows, self.rejects = self._rejected()
        self.rejected = sum(self.rejects.values())
        self.unlisted, self.unreadable = self._flagged()

    def _rejected(self) -> tuple[int, dict[str, int]]:
        """How many rows the table has, and how many of them are left out for which reason."""
        again = f"CASE WHEN {_WHY} IS NULL AND {self._q(_NTH)} > 1 THEN 'the id of another row' ELSE {_WHY} END"
        reasons = f"SELECT {again} AS reason FROM fristad_signals"
        found = self.server.rows(f"SELECT reason, COUNT(*) FROM ({reasons}) AS told GROUP BY reason ORDER BY reason")
        counts = {reason: int(count) for reason, count in found}
        return sum(counts.values()), {reason: count for reason, count in counts.items() if reason is not None}

    def _flagged(self) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
        """Per column the unlisted values and the number of unreadable cells, in the rows that are screened."""
        bound, counts = self.made.binding.bound, []
        for at in range(len(bound)):
            flag = f"s{self.made.flag_signal(at)}"
            counts.append(f"SUM(CASE WHEN ({flag} & {UNLISTED}) <> 0 THEN 1 ELSE 0 END)")
            unreadable = f"({flag} & {UNLISTED}) = 0 AND ({flag} & {UNREADABLE}) <> 0"
            counts.append(f"SUM(CASE WHEN {unreadable} THEN 1 ELSE 0 END)")
        found = [int(count or 0) for count in self.server.rows(f"SELECT {', '.join(counts)} FROM {self._kept}")[0]]
        names = [each.column.name for each in bound]
        values = {name: self._values(at) for at, name in enumerate(names) if found[2 * at]}
        return values, {name: found[2 * at + 1] for at, name in enumerate(names) if found[2 * at + 1]}

    def _values(self, column: int) -> dict[str, int]:
        """The most frequent unlisted values of a column; the others are counted together."""
        kept = f"{self._q(ROW)} IN (SELECT {self._q(ROW)} FROM {self._kept})"
        read = f"({self.made.flagged(column, 'fristad_cells')}) AS flagged"
        unlisted = f"SELECT LEFT(rest, {_SHOWN}) AS shown FROM {read} WHERE (flag & {UNLISTED}) <> 0 AND {kept}"
        counted = f"SELECT shown, COUNT(*) AS n FROM ({unlisted}) AS unlisted GROUP BY shown"
        ranked = f"SELECT shown, n, ROW_NUMBER() OVER (ORDER BY n DESC, shown) AS nth FROM ({counted}) AS counted"
        cut = f"CASE WHEN nth <= {MOST_VALUES} THEN shown ELSE '{OTHER_VALUES}' END"
        grouped = f"SELECT {cut} AS shown, n, nth FROM ({ranked}) AS ranked"
        statement = f"SELECT shown, SUM(n) FROM ({grouped}) AS cut GROUP BY shown ORDER BY MIN(nth)"
        return {str(value): int(count) for value, count in self.server.rows(statement)}

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
