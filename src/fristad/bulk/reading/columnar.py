"""Parquet, column by column, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fristad.bulk.errors import TableError
from fristad.bulk.reading.batches import LONGEST_CELL, TOO_LONG, Batch, Reject, readable

#: A batch has no more rows than this, and no more bytes of text once its dictionaries are written out.
_ROWS, _MOST_TEXT = 50_000, 64 << 20


class ParquetTable:
    """A Parquet file. Positions are (number of rows before it,); row groups before it are not read again."""

    unit = "row"

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            # A value that comes again and again stays one value, however long it is.
            texts = [field.name for field in pq.read_schema(path) if _is_text(field.type)]
            self._file = pq.ParquetFile(path, read_dictionary=texts)
        except (pa.ArrowException, OSError) as error:
            raise TableError(f"{path.name} is not a Parquet file that can be read, or it is damaged.") from error
        self.header = tuple(self._file.schema_arrow.names)
        self.size = self._file.metadata.num_rows

    def sample(self, rows: int) -> list[list[str]]:
        batch = next(self.batches(self.header, None), None)
        if batch is None:
            return []
        return [[cell or "" for cell in row.values()] for row in islice(batch.text.slice(0, rows).to_pylist(), rows)]

    def batches(self, columns: Sequence[str], position: tuple[int, ...] | None) -> Iterator[Batch]:
        row = position[0] if position else 0
        groups, before = self._groups_from(row)
        at = before
        try:
            for record in self._file.iter_batches(_ROWS, row_groups=groups, columns=list(columns)):
                end = at + record.num_rows
                if end > row:
                    part = pa.Table.from_batches([record]).slice(max(row - at, 0))
                    yield from self._parts(part, columns, end)
                at = end
        except (pa.ArrowMemoryError, pa.ArrowCapacityError, MemoryError) as error:
            raise TableError(
                f"{self.path.name} needs more memory than there is behind row {at}. Look for a very long value there, "
                "or save the table as CSV."
            ) from error
        except (pa.ArrowException, OSError) as error:
            raise TableError(f"{self.path.name} is damaged: it cannot be read beyond row {at}.") from error

    def _groups_from(self, row: int) -> tuple[list[int], int]:
        """The row groups that hold rows behind `row`, and the number of rows before them."""
        metadata = self._file.metadata
        before, first = 0, 0
        while first < metadata.num_row_groups and before + metadata.row_group(first).num_rows <= row:
            before += metadata.row_group(first).num_rows
            first += 1
        return list(range(first, metadata.num_row_groups)), before

    def _parts(self, part: pa.Table, columns: Sequence[str], end: int) -> Iterator[Batch]:
        """The rows as one batch, or halved until none has too much text. `end`: the number of the last row."""
        if part.num_rows < 2 or sum(_length(part[name]) for name in columns) <= _MOST_TEXT:
            yield self._batch(part, columns, end)
            return
        middle = part.num_rows // 2
        yield from self._parts(part.slice(0, middle), columns, end - part.num_rows + middle)
        yield from self._parts(part.slice(middle), columns, end)

    def _batch(self, part: pa.Table, columns: Sequence[str], end: int) -> Batch:
        rows = pa.array(range(end - part.num_rows + 1, end + 1), pa.int64())
        rejects: list[Reject] = []
        made = []
        for name in columns:
            column, long = _without_long(part[name])
            rejects += [Reject(rows[at].as_py(), name, shown, TOO_LONG) for at, shown in long]
            text, bad = _as_text(column, name, self.path.name)
            made.append(text)
            reason = "not a number (NaN or infinite)"
            rejects += [Reject(rows[at].as_py(), name, str(part[name][at].as_py()), reason) for at in bad]
        table, cells = readable(pa.table(made, names=list(columns)), rows)
        return Batch(table, rows, (*rejects, *cells), (end,), end)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind))


def _lengths(dictionary: pa.Array) -> pa.Array:
    """The bytes of each value, 0 where values are no text."""
    if _is_text(dictionary.type):
        return pc.fill_null(pc.binary_length(dictionary), 0)
    return pa.array([0] * len(dictionary), pa.int32())


def _length(column: pa.ChunkedArray) -> int:
    """The bytes of a column's text once its dictionaries are written out, without values that are too long."""
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    whole = 0
    for chunk in column.chunks:
        lengths = _lengths(chunk.dictionary)
        lengths = pc.if_else(pc.greater(lengths, LONGEST_CELL), 0, lengths)
        whole += pc.sum(lengths.take(chunk.indices).cast(pa.int64())).as_py() or 0
    return whole


def _without_long(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, list[tuple[int, str]]]:
    """A column of dictionaries with values that are too long made blank, and where they stood with their beginning."""
    if not pa.types.is_dictionary(column.type):
        return column, []
    chunks, found, before = [], [], 0
    for chunk in column.chunks:
        long = pc.greater(_lengths(chunk.dictionary), LONGEST_CELL)
        if pc.any(long).as_py():
            shown = {at: _beginning(chunk.dictionary[at]) for at in pc.indices_nonzero(long).to_pylist()}
            places = chunk.indices.to_pylist()
            found += [(before + at, shown[place]) for at, place in enumerate(places) if place in shown]
            kept = pc.if_else(long, None, chunk.dictionary)
            chunks.append(pa.DictionaryArray.from_arrays(chunk.indices, kept))
        else:
            chunks.append(chunk)
        before += len(chunk)
    return pa.chunked_array(chunks, column.type), found


def _beginning(value: pa.Scalar) -> str:
    return bytes(value.as_buffer()[:160]).decode(errors="replace")[:40].replace("\0", "?")


def _as_text(column: pa.ChunkedArray, name: str, table: str) -> tuple[pa.ChunkedArray, list[int]]:
    """A column as text: whole numbers without a point, lists joined by semicolons. Also where cells are not numbers."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_floating(kind):
        return _floats(column)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        texts = column.cast(pa.list_(pa.string()))
        return pc.binary_join(texts, ";"), []
    try:
        return column.cast(pa.string()), []
    except pa.ArrowException as error:
        raise TableError(f"The column '{name}' of {table} holds {kind}, which cannot be read as text.") from error


def _floats(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, list[int]]:
    column = column.cast(pa.float64())
    finite = pc.fill_null(pc.is_finite(column), fill_value=True)
    bad = pc.indices_nonzero(pc.invert(finite)).to_pylist()
    column = pc.if_else(finite, column, None)
    small = pc.less(pc.abs(column), 2.0**53)
    whole = pc.fill_null(pc.and_(small, pc.equal(column, pc.floor(column))), fill_value=False)
    integers = pc.if_else(whole, column, None).cast(pa.int64()).cast(pa.string())
    return pc.if_else(whole, integers, column.cast(pa.string())), bad
