"""A run on this machine: a file is read in parts, each part determined by DuckDB, everything resumable."""

# ruff: noqa: S608 - every name and text in a statement went through the dialect's quoting, or is written here

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from fristad.bulk.counting import UNLISTED_REASON, ReadParts, Tally, tally_done, tally_read
from fristad.bulk.duck import Duck
from fristad.bulk.errors import RunError
from fristad.bulk.folder import RunFolder
from fristad.bulk.marks import UNLISTED, UNREADABLE
from fristad.bulk.reading import Batch, Source
from fristad.bulk.statements import ID, OFFER, PATTERN, ROW, Statements, free_name

_CELLS = pa.schema([("row", pa.int64()), ("column", pa.string()), ("value", pa.string()), ("reason", pa.string())])
#: The longest beginning of a value that is kept for counting.
_SHOWN = 80


class LocalRun:
    """The steps of a run. Each leaves parts in the folder and skips those that are there."""

    def __init__(
        self, source: Source, statements: Statements, folder: RunFolder, *, strict: bool, progress: bool
    ) -> None:
        self.source, self.statements, self.folder = source, statements, folder
        self.strict, self.progress = strict, progress
        self.number = free_name("#n", statements.binding.needed)
        self.duck = Duck(folder.path("spill"))

    def __enter__(self) -> LocalRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.duck.__exit__()

    def all_steps(self) -> Tally:
        self.read()
        self.find_repeated()
        if self.statements.binding.person:
            self.unite_persons()
        self.determine()
        return self.tally()

    # Step 1: cells to marks.

    def read(self) -> None:
        """Read what is not read yet. Parts are cut where the reader cuts, which never varies."""
        number, position, done = 0, None, 0
        while (known := self.folder.manifest(f"read-{number:06d}")) is not None:
            number, position, done = number + 1, tuple(known["position"]), known["done"]
        if self.folder.manifest("read") is not None:
            return
        with self._bar("Reading", self.source.size, self.source.unit, done) as bar:
            for batch in _ahead(self.source.batches(self.statements.binding.needed, position)):
                self._read_part(number, batch)
                bar.update(batch.done - bar.n)
                number += 1
        self.folder.finish("read", {"parts": number})

    def _read_part(self, number: int, batch: Batch) -> None:
        self.duck.show("batch", batch.text.append_column(self.number, batch.rows))
        cells = self.statements.cells("batch", self._q(self.number))
        self.duck.run(f"CREATE OR REPLACE TEMP TABLE signals AS {self.statements.marked(f'({cells})')}")
        noted = [*batch.rejects, *self._without_id(), *self._flagged()]
        if self.strict and noted:
            row, column, value, reason = min(noted, key=lambda each: each[0])
            at = f"row {row}, column '{column}'" if column else f"row {row}"
            raise RunError(f"Stopped at {at} (--strict): '{value}' is {_in_words(reason)}. Nothing was written.")
        name = f"read-{number:06d}"
        with self.folder.writing(f"cells-{number:06d}.parquet") as path:
            self._write_cells(noted, str(path))
        with self.folder.writing(f"{name}.parquet") as path:
            self.duck.copy(f"{self.statements.keyed('signals')} WHERE {self.statements.has_id()}", path)
        read = {"position": batch.position, "done": batch.done, "rows": self._rows_read(batch)}
        self.folder.finish(name, read | self.folder.sealed(f"cells-{number:06d}.parquet", f"{name}.parquet"))

    def _rows_read(self, batch: Batch) -> int:
        whole: int = batch.text.num_rows
        return whole + sum(reject.column is None for reject in batch.rejects)

    def _write_cells(self, noted: list[tuple[int, str | None, str, str]], path: str) -> None:
        columns = list(zip(*noted, strict=True)) if noted else [(), (), (), ()]
        table = pa.table([pa.array(c, f.type) for c, f in zip(columns, _CELLS, strict=True)], schema=_CELLS)
        pq.write_table(table, path, compression="zstd")

    def _without_id(self) -> list[tuple[int, str | None, str, str]]:
        why = f"SELECT {self._q(ROW)} AS row, {self.statements.why_no_id()} AS why FROM signals"
        rows = self.duck.query(f"SELECT row, why FROM ({why}) WHERE why IS NOT NULL ORDER BY 1")
        return [(row, None, "", reason) for row, reason in rows]

    def _flagged(self) -> list[tuple[int, str | None, str, str]]:
        """Cells that the mapping does not list, and cells that are no number or date."""
        made = self.statements
        bound = made.binding.bound
        mask = UNLISTED | UNREADABLE
        counts = ", ".join(f"COUNT(*) FILTER ((s{made.flag_signal(at)} & {mask}) <> 0)" for at in range(len(bound)))
        cells = f"({made.cells('batch', self._q(self.number))})"
        found: list[tuple[int, str | None, str, str]] = []
        for at, count in enumerate(self.duck.query(f"SELECT {counts} FROM signals")[0]):
            if count:
                rows = self.duck.query(
                    f"SELECT {self._q(ROW)}, LEFT(rest, {_SHOWN}), (flag & {UNLISTED}) <> 0 FROM "
                    f"({made.flagged(at, cells)}) "
                    f"WHERE {made.has_id()} ORDER BY 1"
                )
                found += [(row, bound[at].column.name, value, _reason(listed)) for row, value, listed in rows]
        return found

    # Step 2: rows that come again.

    def find_repeated(self) -> None:
        """Rows whose id an earlier row has. Grouping hashes first keeps this small; DuckDB spills what is not."""
        if self.folder.manifest("repeated") is None:
            parts = self.folder.named("read")
            row, key = self._q(ROW), self._q(ID)
            with self.folder.writing("repeated.parquet") as path:
                if parts:
                    everything = self.duck.files(parts)
                    again = f"SELECT h FROM (SELECT hash({key}) AS h FROM {everything}) GROUP BY h HAVING COUNT(*) > 1"
                    ranked = (
                        f"SELECT {row}, {key}, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY {row}) AS nth "
                        f"FROM {everything} WHERE hash({key}) IN ({again})"
                    )
                    self.duck.copy(f"SELECT {row}, {key} FROM ({ranked}) WHERE nth > 1 ORDER BY {row}", path)
                else:
                    self.duck.copy(f"SELECT 0::BIGINT AS {row}, '' AS {key} WHERE FALSE", path)
            self.folder.finish("repeated", self.folder.sealed("repeated.parquet"))
        repeated = self.duck.files([self.folder.path("repeated.parquet")])
        self.duck.run(f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT {self._q(ROW)} AS again FROM {repeated}")
        self._any_repeated = bool(self.duck.query("SELECT 1 FROM repeated LIMIT 1"))
        if self.strict and self._any_repeated:
            row = self.duck.query("SELECT MIN(again) FROM repeated")[0][0]
            raise RunError(f"Stopped at row {row} (--strict): its id stands in an earlier row. Nothing was written.")

    def _once(self, relation: str) -> str:
        """The relation without rows that come again."""
        if not self._any_repeated:
            return f"(SELECT * FROM {relation})"
        return f"(SELECT * FROM {relation} WHERE {self._q(ROW)} NOT IN (SELECT again FROM repeated))"

    # Step 3, where a person has several rows.

    def unite_persons(self) -> None:
        if self.folder.manifest("persons") is not None or not self.folder.named("read"):
            return
        rows = self._once(self.duck.files(self.folder.named("read")))
        with self.folder.writing("persons-000000.parquet") as path:
            self.duck.copy(f"{self.statements.persons(rows)} ORDER BY {self._q(ROW)}", path)
        self.folder.finish("persons", self.folder.sealed("persons-000000.parquet"))

    # Step 4: marks to determinations.

    def determine(self) -> None:
        parts = self.folder.named("persons" if self.statements.binding.person else "read")
        with self._bar("Screening", len(parts), "part", 0) as bar:
            for number, part in enumerate(parts):
                name = f"done-{number:06d}"
                if self.folder.manifest(name) is None:
                    relation = self.duck.files([part])
                    rows = f"(SELECT * FROM {relation})" if self.statements.binding.person else self._once(relation)
                    with self.folder.writing(f"{name}.parquet") as path:
                        self.duck.copy(self._determined(rows), path)
                    self.folder.finish(name, self.folder.sealed(f"{name}.parquet"))
                bar.update()

    def _determined(self, rows: str) -> str:
        made = self.statements
        keep = [ROW, ID, PATTERN, *made.contacts]
        kept = [f"CASE WHEN {self._q(OFFER)} THEN {self._q(n)} END AS {self._q(n)}" for n in (PATTERN, *made.contacts)]
        coded = made.coded(f"({made.answers(rows)})")
        determined = made.determined("coded", keep)
        chosen = f"SELECT * REPLACE ({', '.join(kept)}) FROM ({determined}) ORDER BY {self._q(ROW)}"
        return f"WITH coded AS ({coded}) {chosen}"

    # Step 5: what came out.

    def tally(self) -> Tally:
        tally = tally_done(self.duck, self.statements, self.folder.named("done"))
        if not self.folder.named("cells"):
            return tally
        known = (self.folder.manifest(path.stem) for path in self.folder.named("read"))
        rows = sum(manifest["rows"] for manifest in known if manifest)
        keyed = self.folder.named("persons" if self.statements.binding.person else "read")
        return tally_read(self.duck, self.statements, tally, ReadParts(self.folder.named("cells"), keyed, rows))

    def results(self) -> Iterator[pa.Table]:
        """The determined rows in table order, part by part."""
        for path in self.folder.named("done"):
            yield pq.read_table(path)

    def rejects(self) -> Iterator[tuple[int, str | None, str, str]]:
        """Rows and cells that could not be used, in table order."""
        if not self.folder.named("cells"):
            return
        cells, again = (
            self.duck.files(self.folder.named("cells")),
            self.duck.files([self.folder.path("repeated.parquet")]),
        )
        reason = "its id stands in an earlier row"
        yield from self.duck.stream(
            f"SELECT row, \"column\", value, reason FROM {cells} WHERE reason <> '{UNLISTED_REASON}' "
            "AND row NOT IN (SELECT again FROM repeated) "
            f"UNION ALL SELECT {self._q(ROW)}, NULL, {self._q(ID)}, '{reason}' FROM {again} ORDER BY 1, 2"
        )

    def _q(self, name: str) -> str:
        return self.statements.dialect.name(name)

    def _bar(self, what: str, total: int, unit: str, done: int) -> tqdm:  # type: ignore[type-arg]
        # None: shown in a terminal only, so that logs stay readable.
        return tqdm(
            desc=what,
            total=total,
            unit=unit,
            initial=done,
            unit_scale=unit == "B",
            disable=None if self.progress else True,
        )


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, the next one being read while one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _reason(is_unlisted: bool) -> str:  # noqa: FBT001 - straight from a row
    return UNLISTED_REASON if is_unlisted else "not a number or date"


def _in_words(reason: str) -> str:
    return "not listed in the mapping" if reason == UNLISTED_REASON else reason
