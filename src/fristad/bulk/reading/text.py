"""CSV and its relatives: delimited text, plain or packed, one row per record."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from fristad.bulk.errors import TableError
from fristad.bulk.reading.batches import Batch, Reject, readable
from fristad.bulk.reading.blocks import BLOCK, Block, TextFile

_DELIMITERS = (",", ";", "\t", "|")
_MOST_COLUMNS = 20_000
_LONGEST_HEADER = 1 << 20
#: Arrow reads a block in pieces of this size side by side.
_PIECE = 4 << 20
#: The beginning of an unreadable row that is kept.
_SHOWN = 40
#: A row that cannot be read: its number in the block, how many cells it has, its text.
_Invalid = tuple[int, int, str]
_BLANK_LINE = re.compile(rb"^\r?\n", re.MULTILINE)


class TextTable:
    """A delimited text file. Positions are (offset behind a row, number of rows before it)."""

    unit = "B"
    lists: frozenset[str] = frozenset()

    def __init__(self, path: Path, encoding: str, delimiter: str | None) -> None:
        self.path = path
        self._file = TextFile(path, encoding)
        self.size = self._file.size
        first = next(self._file.blocks(0), None)
        if first is None or not first.data.strip():
            raise TableError(f"{path.name} is empty.")
        raw = first.data.removeprefix(codecs.BOM_UTF8)
        line = _header_line(raw)
        self._begin = len(first.data) - len(raw) + len(line)
        self._refuse_header(line)
        text = line.decode()
        self._delimiter = delimiter or max(_DELIMITERS, key=text.count)
        self.header = self._names(text)
        if len(self.header) > _MOST_COLUMNS:
            raise TableError(
                f"{path.name} has {len(self.header)} columns; {_MOST_COLUMNS} is the most that can be read."
            )

    def _refuse_header(self, line: bytes) -> None:
        if b"\r" in line.removesuffix(b"\n").removesuffix(b"\r") and b'"' not in line:
            raise TableError(
                f"{self.path.name} ends its rows with a carriage return alone, as very old programs do. Save it as CSV "
                "with ordinary line ends."
            )
        if len(line) > _LONGEST_HEADER:
            raise TableError(
                f"The header of {self.path.name} is longer than {_LONGEST_HEADER >> 20} MB. Check that its first row "
                "names the columns and that every quote in it is closed."
            )

    def _names(self, text: str) -> tuple[str, ...]:
        try:
            return tuple(name.strip() for name in next(csv.reader([text], delimiter=self._delimiter)))
        except csv.Error as error:
            raise TableError(
                f"The header of {self.path.name} cannot be read: {_short(error)} Check its quotes and line ends."
            ) from error

    def sample(self, rows: int) -> list[list[str]]:
        """The first rows as lists of cells, for a draft. Rows that only a screening can judge are left out."""
        first = next(self._file.blocks(self._begin), None)
        if first is None or first.unreadable:
            return []
        lines = StringIO(first.data.decode(errors="replace"))
        return list(islice(_read_rows(csv.reader(lines, delimiter=self._delimiter)), rows))

    def batches(self, columns: Sequence[str], position: tuple[int, ...] | None) -> Iterator[Batch]:
        begin, row = position if position else (self._begin, 0)
        for block in self._file.blocks(begin, BLOCK):
            batch = self._unreadable(block, columns, row) if block.unreadable else self._parse(block, columns, row)
            row = batch.position[1]
            yield batch

    def _unreadable(self, block: Block, columns: Sequence[str], row: int) -> Batch:
        reject = Reject(
            row + 1, None, block.data[:_SHOWN].decode(errors="replace").strip(), "a quote is opened and never closed"
        )
        return Batch(_no_rows(columns), pa.array([], pa.int64()), (reject,), (block.end, row + 1), block.done)

    def _parse(self, block: Block, columns: Sequence[str], row: int) -> Batch:
        data = _without_blank_lines(block.data)
        if not data:
            return Batch(_no_rows(columns), pa.array([], pa.int64()), (), (block.end, row), block.done)
        bad: list[_Invalid] = []
        try:
            table = self._table(data, columns, bad, _PIECE)
            if bad:
                # The numbers of unreadable rows are known only when one thread reads one piece.
                bad.clear()
                table = self._table(data, columns, bad, len(data) + 1)
        except pa.ArrowInvalid as error:
            raise TableError(
                f"{self.path.name} cannot be read as a table (row {row + 1} and after): {_short(error)}"
            ) from error
        return self._batch(block, table.rename_columns(list(columns)), bad, row)

    def _table(self, data: bytes, columns: Sequence[str], bad: list[_Invalid], piece: int) -> pa.Table:
        def note(invalid: arrow_csv.InvalidRow) -> str:
            bad.append((invalid.number or 0, invalid.actual_columns, invalid.text[:_SHOWN]))
            return "skip"

        names = [f"c{at}" for at in range(len(self.header))]
        wanted = [names[self.header.index(name)] for name in columns]
        return arrow_csv.read_csv(
            BytesIO(data),
            read_options=arrow_csv.ReadOptions(use_threads=piece < len(data), block_size=piece, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self._delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )

    def _batch(self, block: Block, table: pa.Table, bad: list[_Invalid], row: int) -> Batch:
        end = row + table.num_rows + len(bad)
        unreadable = {row + number for number, _, _ in bad}
        numbers = range(row + 1, end + 1)
        rows = pa.array([n for n in numbers if n not in unreadable] if bad else numbers, pa.int64())
        # One text for all that are alike: there may be as many as rows.
        reasons = {found: f"{found} cells instead of {len(self.header)}" for _, found, _ in bad}
        rejects = [Reject(row + number, None, text, reasons[found]) for number, found, text in bad]
        table, cells = readable(table, rows)
        return Batch(table, rows, (*rejects, *cells), (block.end, end), block.done)


def _without_blank_lines(data: bytes) -> bytes:
    """Blank lines are no rows. (One inside a quoted cell goes too: no answer consists of blank lines.)"""
    if data[:1] in b"\r\n" or b"\n\n" in data or b"\n\r\n" in data:
        return _BLANK_LINE.sub(b"", data)
    return data


def _header_line(raw: bytes) -> bytes:
    """The first row with its line end; everything where it has none."""
    begin, quotes = 0, 0
    while end := raw.find(b"\n", begin) + 1:
        quotes += raw.count(b'"', begin, end)
        if quotes % 2 == 0:
            return raw[:end]
        begin = end
    return raw


def _read_rows(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows without those that cannot be taken apart, such as one with a cell beyond the limit of `csv`."""
    while True:
        try:
            yield next(rows)
        except csv.Error:
            continue
        except StopIteration:
            return


def _no_rows(columns: Sequence[str]) -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in columns})


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:160].rstrip(".") + "."
