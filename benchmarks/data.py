"""The persons that every tool reads: invented, seeded, the same in each layout.

10 % of the answers are yes, 40 % unknown, 50 % no. A hidden class makes 15 % of the persons more likely to say yes, so
that answers hang together as they do in life and results are not all the same word.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from fristad.engine.instrument import Instrument
from fristad.library import load_instrument
from fristad.targets.layout import make_layout
from fristad.targets.masks import Masks, pack
from fristad.targets.plan import Plan, make_plan

Codes = dict[str, npt.NDArray[np.int8]]

SEED = 20261123
INSTRUMENT = "ilo_delphi.adult_labour"
YES, UNKNOWN = 0.10, 0.40
HIDDEN_SHARE, HIDDEN_YES = 0.15, 0.35
_OTHERS_YES = (YES - HIDDEN_SHARE * HIDDEN_YES) / (1 - HIDDEN_SHARE)
#: Rows per group in Parquet, as DuckDB groups them.
GROUP = 122_880
#: The text of each code in the CSV file; an unknown is a blank.
TEXTS = ("no", "", "yes")


@dataclass(frozen=True)
class Data:
    """The files of one size. `make` writes what is missing."""

    home: Path
    rows: int

    @property
    def folder(self) -> Path:
        return self.home / str(self.rows)

    @property
    def columns(self) -> Path:
        """`id`, and one int8 column per leaf: 0 no, 1 unknown, 2 yes."""
        return self.folder / "columns.parquet"

    @property
    def masks(self) -> Path:
        """The same persons as masks, two words a dimension."""
        return self.folder / "masks.parquet"

    @property
    def csv(self) -> Path:
        """The same persons as text: `id`, then `q01`, `q02`, ... in the order of the leaves."""
        return self.folder / "table.csv"

    @cached_property
    def instrument(self) -> Instrument:
        return load_instrument(INSTRUMENT)

    @cached_property
    def plan(self) -> Plan:
        return make_plan(self.instrument)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The indicators' leaves in list order."""
        return tuple(item.leaf for item in self.instrument.items if item.leaf)

    @cached_property
    def questions(self) -> dict[str, str]:
        """Leaf to the column of the CSV file."""
        return {leaf: f"q{at:02d}" for at, leaf in enumerate(self.leaves, start=1)}

    def make(self) -> None:
        """Write the files unless they are there, made from the same instrument."""
        stamp, wanted = self.folder / "made.json", {"seed": SEED, "rows": self.rows, "hash": self.instrument.hash}
        if stamp.exists() and json.loads(stamp.read_text(encoding="utf-8")) == wanted:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._write()
        stamp.write_text(json.dumps(wanted), encoding="utf-8")

    def make_csv(self) -> None:
        """The CSV file, made only where it is read: it is ten times as large as the others."""
        if self.csv.exists():
            return
        part = self.csv.with_suffix(".part")
        listed = ", ".join(f"'{text}'" for text in TEXTS)
        shown = ", ".join(f'[{listed}]["{leaf}" + 1] AS {name}' for leaf, name in self.questions.items())
        duckdb.execute(f"COPY (SELECT id, {shown} FROM '{self.columns}') TO '{part}' (HEADER)")
        part.rename(self.csv)

    def codes(self, rows: int | None = None) -> Codes:
        """The first rows as arrays."""
        table = pq.read_table(self.columns, columns=list(self.leaves))
        return {name: table[name].to_numpy()[:rows] for name in self.leaves}

    def packed(self, rows: int | None = None) -> Masks:
        """The first rows as masks in memory, read from the file of masks."""
        layout = make_layout(self.plan)
        table = pq.read_table(self.masks, columns=list(layout.columns))
        return Masks(layout, {name: table[name].to_numpy()[:rows] for name in layout.columns})

    def _write(self) -> None:
        columns = masks = None
        for start, codes in self._parts():
            size = len(codes[self.leaves[0]])
            table = pa.table({"id": np.arange(start, start + size), **codes})
            words = pa.table(dict(pack(self.plan, codes).columns))
            columns = columns or pq.ParquetWriter(self.columns, table.schema)
            masks = masks or pq.ParquetWriter(self.masks, words.schema)
            columns.write_table(table, row_group_size=GROUP)
            masks.write_table(words, row_group_size=GROUP)
        for writer in (columns, masks):
            if writer:
                writer.close()

    def _parts(self) -> Iterator[tuple[int, Codes]]:
        random = np.random.default_rng(SEED)
        for start in range(0, self.rows, GROUP):
            size = min(GROUP, self.rows - start)
            hidden = random.random(size, dtype=np.float32) < HIDDEN_SHARE
            yes = np.where(hidden, HIDDEN_YES, _OTHERS_YES).astype(np.float32)
            yield start, {leaf: _answers(random, yes) for leaf in self.leaves}


def _answers(random: np.random.Generator, yes: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    drawn = random.random(len(yes), dtype=np.float32)
    return ((drawn < yes + np.float32(UNKNOWN)).astype(np.int8) + (drawn < yes)).astype(np.int8)
